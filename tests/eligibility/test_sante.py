"""Complementary health cover of people on a minimum old-age benefit: ACS, then CSS."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.assess import rules_in_force
from eligibility.parameters import Law
from tests.eligibility.conftest import MAY_2014, OWN_ASPA, PENSIONER, law

EURO = Decimal(1)
MAY_2026 = date(2026, 5, 31)
LAST_OF_ACS, FIRST_OF_CSS = date(2019, 10, 31), date(2019, 11, 1)
LAST_OF_RESOURCES, FIRST_OF_PRESUMPTION = date(2022, 3, 31), date(2022, 4, 1)
RICH = {"pensions_eur_month": 5000 * EURO}
COUPLE = {"couple": True, "known_from": "cnav", "pensions_eur_month": 1200 * EURO, **dict.fromkeys(
    ("earnings_eur_month", "replacement_eur_month", "other_eur_month"))}  # fmt: skip
COVER, SPOUSE, COMPOSITION = "couverture complémentaire actuelle", "ressources du conjoint", "vie seule ou en couple"


@pytest.mark.parametrize(
    ("case", "day", "benefit", "said", "verdict", "missing"),
    [
        ("ASPA alone is under the ACS ceiling", MAY_2014, "acs", {}, "likely", []),
        ("AS too", MAY_2014, "acs", {"minimum_kind": "AS"}, "likely", []),
        ("ASI too", MAY_2014, "acs", {"minimum_kind": "ASI"}, "likely", []),
        ("too rich", MAY_2014, "acs", RICH, "unlikely", []),
        ("covered by ACS", MAY_2014, "acs", {"health_cover": "ACS"}, "receiving", []),
        ("covered by CMU-C", MAY_2014, "acs", {"health_cover": "CMUC"}, "receiving", []),
        ("covered, whatever else is missing", MAY_2014, "acs", {"health_cover": "ACS", **COUPLE}, "receiving", []),
        ("no file of covers", MAY_2014, "acs", {"health_cover": None}, "possible", [COVER]),
        ("no file of covers, too rich", MAY_2014, "acs", {"health_cover": None, **RICH}, "unlikely", [COVER]),
        ("couple", MAY_2014, "acs", COUPLE, "likely", []),
        ("couple, too rich", MAY_2014, "acs", {**COUPLE, **RICH}, "unlikely", []),
        ("spouse unknown to the CNAV, ASPA vouches", MAY_2014, "acs", {**COUPLE, "pensions_eur_month": None},
         "likely", []),
        ("spouse unknown to the CAF, AS vouches", MAY_2014, "acs",
         {**COUPLE, "known_from": "caf", "minimum_kind": "AS"}, "likely", []),
        ("spouse unknown, ASI does not vouch", MAY_2014, "acs",
         {**COUPLE, "known_from": "caf", "minimum_kind": "ASI"}, "possible", [SPOUSE]),
        ("earnings of the spouse known to the CAF", MAY_2014, "acs",
         {"couple": True, "earnings_eur_month": 2000 * EURO}, "unlikely", []),
        ("alone or not", MAY_2014, "acs", {"couple": None}, "possible", [COMPOSITION]),
        ("the last day of ACS", LAST_OF_ACS, "acs", {}, "likely", []),
        ("the first day of CSS", FIRST_OF_CSS, "css", {}, "likely", []),
        ("resources still count", LAST_OF_RESOURCES, "css", RICH, "unlikely", []),
        ("spouse still counts", LAST_OF_RESOURCES, "css", {**COUPLE, "pensions_eur_month": None}, "possible", [SPOUSE]),
        ("ASPA is presumed", FIRST_OF_PRESUMPTION, "css", RICH, "likely", []),
        ("ASPA is presumed, spouse unknown", FIRST_OF_PRESUMPTION, "css", {**COUPLE, "pensions_eur_month": None},
         "likely", []),
        ("ASPA is presumed, composition unknown", FIRST_OF_PRESUMPTION, "css", {"couple": None}, "likely", []),
        ("working, ASPA is not presumed", FIRST_OF_PRESUMPTION, "css", {**RICH, "earnings_eur_month": EURO},
         "unlikely", []),
        ("ASI is not presumed", FIRST_OF_PRESUMPTION, "css", {**RICH, "minimum_kind": "ASI"}, "unlikely", []),
        ("ASPA in 2026", MAY_2026, "css", {"minimum_eur_month": OWN_ASPA[2026], "pensions_eur_month": OWN_ASPA[2026]},
         "likely", []),
        ("ASPA in 2026, no file of covers", MAY_2026, "css", {"health_cover": None}, "possible", [COVER]),
        ("covered in 2026", MAY_2026, "css", {"health_cover": "CSSP"}, "receiving", []),
    ],
)  # fmt: skip
def test_what_the_law_says(
    case: str, day: date, benefit: str, said: dict[str, Any], verdict: str, missing: list[str]
) -> None:
    found = law(benefit, day, PENSIONER, **said)
    assert found is not None, case
    assert found["verdict"] == verdict, case
    assert found["missing"] == missing, case
    assert found["signals"] == ["minimum_vieillesse"]
    assert found["amount_min_eur_month"] is found["amount_max_eur_month"] is None


def test_the_aspa_of_2014_lies_between_the_two_ceilings() -> None:
    values = Law(MAY_2014)
    free = values["sante/plafond_base"]
    assert free < 12 * float(OWN_ASPA[2014]) < free * (1 + values["sante/majoration_avec_participation"])


@pytest.mark.parametrize(("over", "verdict"), [(0, "likely"), (1, "unlikely")])
def test_the_ceiling_itself_is_still_entitled(over: int, verdict: str) -> None:
    housing = 0.12 * 499.31
    ceiling = 8592.96 * 1.35
    pension = Decimal(str(int((ceiling / 12 - housing) * 100) / 100)) + Decimal(over) / 100
    found = law("acs", MAY_2014, PENSIONER, pensions_eur_month=pension)
    assert found is not None
    assert found["verdict"] == verdict


@pytest.mark.parametrize("said", [{"minimum_kind": "NONE"}, {"minimum_kind": None}])
def test_whoever_has_no_minimum_has_no_assessment(said: dict[str, Any]) -> None:
    assert law("acs", MAY_2014, PENSIONER, **said) is None


@given(st.dates(date(2009, 1, 1), date(2100, 12, 31)))
def test_exactly_one_of_acs_and_css_is_in_force(day: date) -> None:
    names = [rule.benefit for rule in rules_in_force(day) if rule.benefit in ("acs", "css")]
    assert names == ["css" if day >= FIRST_OF_CSS else "acs"]


@given(st.dates(date(2009, 6, 1), date(2100, 12, 31)))
def test_a_benefit_has_at_most_one_rule_a_day(day: date) -> None:
    names = [rule.benefit for rule in rules_in_force(day)]
    assert len(set(names)) == len(names)
    assert "rsa_socle" in names


def test_reasons_are_given_in_french_with_amounts_and_articles() -> None:
    before, after = law("acs", MAY_2014, PENSIONER), law("css", MAY_2026, PENSIONER)
    assert before is not None
    assert after is not None
    for said in (
        "ASPA (CSS L815-1)",
        "791,99 €",
        "plafond ACS : 11600,50 €",
        "CSS L863-1",
        "Aucune couverture",
        "Présumé",
    ):
        assert said in before["why"]
    assert "présumée remplie" in after["why"]
    assert "plafond CSS" not in after["why"]
