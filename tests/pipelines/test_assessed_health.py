"""What the line makes of the files of people on a minimum old-age benefit: ACS, then CSS, and who has no cover."""

from typing import Any

import pytest

from data_contracts.period import Period
from eligibility.parameters import Law
from tests.pipelines.line_situations import EURO, MAY_2014, MAY_2026, OWN_ASPA, PENSIONER, assessed

RICH = {"pensions_eur_month": 5000 * EURO}
SEEN_BY_CNAV = {"known_from": "cnav", **dict.fromkeys(
    ("earnings_eur_month", "replacement_eur_month", "other_eur_month", "housing_status", "children"))}  # fmt: skip
COUPLE = {**SEEN_BY_CNAV, "couple": True, "pensions_eur_month": 1200 * EURO}
CAF_COUPLE = {"couple": True, "earnings_eur_month": None}
ASPA_2026 = {"minimum_eur_month": OWN_ASPA[2026], "pensions_eur_month": OWN_ASPA[2026]}
LAST_OF_ACS, FIRST_OF_CSS = Period(2019, 10), Period(2019, 11)
LAST_OF_RESOURCES, FIRST_OF_PRESUMPTION = Period(2022, 3), Period(2022, 4)
BENEFITS = ["cmuc", "acs", "css_gratuite", "css_participation"]

CASES: list[tuple[str, Period, str, dict[str, Any], str]] = [
    ("ASPA alone is under the ACS ceiling", MAY_2014, "acs", {}, "likely"),
    ("and above that of the CMU-C", MAY_2014, "cmuc", {}, "unlikely"),
    ("AS too", MAY_2014, "acs", {"minimum_kind": "AS"}, "likely"),
    ("ASI too", MAY_2014, "acs", {"minimum_kind": "ASI"}, "likely"),
    ("known to the CNAV alone", MAY_2014, "acs", SEEN_BY_CNAV, "likely"),
    ("an ASI under the ceiling of the CMU-C", MAY_2014, "acs",
     {"minimum_kind": "ASI", "minimum_eur_month": 500 * EURO, "pensions_eur_month": 500 * EURO}, "unlikely"),
    ("too rich", MAY_2014, "acs", RICH, "unlikely"),
    ("covered by ACS", MAY_2014, "acs", {"health_cover": "ACS"}, "receiving"),
    ("covered by CMU-C", MAY_2014, "acs", {"health_cover": "CMUC"}, "likely"),
    ("no file of covers", MAY_2014, "acs", {"health_cover": None}, "likely"),
    ("no file of covers, too rich", MAY_2014, "acs", {"health_cover": None, **RICH}, "unlikely"),
    ("couple", MAY_2014, "acs", COUPLE, "likely"),
    ("couple, too rich", MAY_2014, "acs", {**COUPLE, **RICH}, "unlikely"),
    ("couple, the spouse's own ASPA is not declared", MAY_2014, "acs",
     {**COUPLE, "pensions_eur_month": 812 * EURO}, "likely"),
    ("spouse unknown to the CNAV, ASPA vouches", MAY_2014, "acs", {**COUPLE, "pensions_eur_month": None}, "likely"),
    ("spouse unknown to the CAF, AS vouches", MAY_2014, "acs", {**CAF_COUPLE, "minimum_kind": "AS"}, "likely"),
    ("spouse unknown, ASI does not vouch", MAY_2014, "acs", {**CAF_COUPLE, "minimum_kind": "ASI"}, "possible"),
    ("earnings of the spouse known to the CAF", MAY_2014, "acs",
     {"couple": True, "earnings_eur_month": 2000 * EURO}, "unlikely"),
    ("alone or not", MAY_2014, "acs", {"couple": None}, "possible"),
    ("the last month of ACS", LAST_OF_ACS, "acs", {}, "likely"),
    ("the first month of CSS", FIRST_OF_CSS, "css_participation", {}, "likely"),
    ("resources still count", LAST_OF_RESOURCES, "css_participation", RICH, "unlikely"),
    ("ASPA is presumed", FIRST_OF_PRESUMPTION, "css_participation", RICH, "likely"),
    ("ASPA is presumed, spouse unknown", FIRST_OF_PRESUMPTION, "css_participation",
     {**COUPLE, "pensions_eur_month": None}, "likely"),
    ("working, ASPA is not presumed", FIRST_OF_PRESUMPTION, "css_participation",
     {**RICH, "earnings_eur_month": EURO}, "unlikely"),
    ("ASI is not presumed yet", FIRST_OF_PRESUMPTION, "css_participation", {**RICH, "minimum_kind": "ASI"}, "unlikely"),
    ("ASI is presumed since July 2024", MAY_2026, "css_participation", {**RICH, "minimum_kind": "ASI"}, "likely"),
    ("ASPA in 2026", MAY_2026, "css_participation", ASPA_2026, "likely"),
    ("ASPA in 2026 has more than the free one", MAY_2026, "css_gratuite", ASPA_2026, "unlikely"),
    ("covered in 2026", MAY_2026, "css_participation", {**ASPA_2026, "health_cover": "CSSP"}, "receiving"),
]  # fmt: skip
Found = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def covers() -> Found:
    """Case -> assessment; those of a month at once."""
    found: Found = {}
    for month in dict.fromkeys(period for _, period, *_ in CASES):
        of_month = [case for case in CASES if case[1] == month]
        rows = assessed([{**PENSIONER, **said} for *_, said, _ in of_month], month, BENEFITS)
        found |= {case[0]: rows[case[2], place] for place, case in enumerate(of_month)}
    return found


@pytest.mark.parametrize(("case", "verdict"), [(case, verdict) for case, *_, verdict in CASES])
def test_what_the_law_makes_of_the_files(covers: Found, case: str, verdict: str) -> None:
    assert covers[case]["verdict"] == verdict
    assert "minimum_vieillesse" in covers[case]["signals"]


@pytest.mark.parametrize(
    ("case", "uncovered"),
    [
        ("ASPA alone is under the ACS ceiling", True),
        ("covered by ACS", False),
        ("covered by CMU-C", False),
        ("no file of covers", False),
        ("couple", True),
        ("covered in 2026", False),
    ],
)
def test_no_cover_is_signalled_where_it_is_known(covers: Found, case: str, uncovered: bool) -> None:
    assert ("sans_complementaire_sante" in covers[case]["signals"]) is uncovered


def test_what_is_missing_and_decides_is_named(covers: Found) -> None:
    assert "vie seule ou en couple" in covers["alone or not"]["missing"]
    assert any("salaires" in fact for fact in covers["spouse unknown, ASI does not vouch"]["missing"])


def test_whoever_has_no_minimum_is_not_signalled() -> None:
    nobody = [{**PENSIONER, "minimum_kind": kind, "minimum_eur_month": amount} for kind, amount in
              (("NONE", 0 * EURO), (None, None))]  # fmt: skip
    for row in assessed(nobody, MAY_2014, ["acs"]).values():
        assert "minimum_vieillesse" not in row["signals"]


def test_the_aspa_of_2014_lies_between_the_two_ceilings() -> None:
    values = Law(MAY_2014.last_day)
    free = values["sante/plafond_base"]
    assert free < 12 * float(OWN_ASPA[2014]) < free * (1 + values["sante/majoration_avec_participation"])


def test_reasons_are_given_in_french_with_amounts_and_articles(covers: Found) -> None:
    said = ("Plafond majoré du foyer : 11600,00 € par an (CSS L863-1).", "Ressources du foyer sur douze mois : 9503,88",
            "Conditions remplies : ", "Présumé : ")  # fmt: skip
    for text in said:
        assert text in covers["ASPA alone is under the ACS ceiling"]["why"]
