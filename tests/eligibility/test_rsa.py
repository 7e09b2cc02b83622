"""RSA socle: law cases, each a situation that differs from a single jobseeker's in what the line says."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.eligibility.conftest import JOBSEEKER, MAY_2014, law, money

BASE = 499.31
EURO = Decimal(1)
PENNILESS = {"daily_allowance_eur_day": 0 * EURO, "allowance_kind": "NONE", "replacement_eur_month": 0 * EURO}
FROM_POLE_EMPLOI = {
    "known_from": "pole_emploi", "housing_status": None, "earnings_eur_month": None, "other_eur_month": None,
}  # fmt: skip
RENTED_WITH_AID = {"housing_status": "1", "housing_benefit_eur_month": 250 * EURO}


def rsa(day: date = MAY_2014, **said: Any) -> dict[str, Any] | None:
    return law("rsa_socle", day, JOBSEEKER, **said)


@pytest.mark.parametrize(
    ("case", "said", "verdict", "least", "most"),
    [
        ("12 EUR a day, tenant without aid", {}, "likely", BASE - 360, BASE - 360),
        ("16.50 EUR a day", {"replacement_eur_month": Decimal("495.00")}, "unlikely", 0, 0),
        ("5.99 EUR are not paid", {"replacement_eur_month": Decimal("493.32")}, "unlikely", 0, 0),
        ("6 EUR are paid", {"replacement_eur_month": Decimal("493.31")}, "likely", 6, 6),
        ("no resource", PENNILESS, "likely", BASE, BASE),
        ("owner", {**PENNILESS, "housing_status": "2"}, "likely", BASE * 0.88, BASE * 0.88),
        ("housed for free", {**PENNILESS, "housing_status": "3"}, "likely", BASE * 0.88, BASE * 0.88),
        ("tenant with aid", {**PENNILESS, **RENTED_WITH_AID}, "likely", BASE * 0.88, BASE * 0.88),
        ("aid below the forfait", {**PENNILESS, "housing_benefit_eur_month": 20 * EURO},
         "likely", BASE - 20, BASE - 20),
        ("housing unknown", {**PENNILESS, "housing_status": None}, "likely", BASE * 0.88, BASE),
        ("couple", {**PENNILESS, "couple": True}, "likely", BASE * 1.5, BASE * 1.5),
        ("couple, 1 child", {**PENNILESS, "couple": True, "children": 1}, "likely", BASE * 1.8, BASE * 1.8),
        ("couple, 2 children", {**PENNILESS, "couple": True, "children": 2}, "likely", BASE * 2.1, BASE * 2.1),
        ("couple, 3 children", {**PENNILESS, "couple": True, "children": 3}, "likely", BASE * 2.5, BASE * 2.5),
        ("lone parent, 1 child", {**PENNILESS, "children": 1}, "likely", BASE * 1.5, BASE * 1.5),
        ("lone parent, 2 children", {**PENNILESS, "children": 2}, "likely", BASE * 1.8, BASE * 1.8),
        ("lone parent, 3 children", {**PENNILESS, "children": 3}, "likely", BASE * 2.2, BASE * 2.2),
        ("forfait for 2", {**PENNILESS, **RENTED_WITH_AID, "couple": True}, "likely", BASE * 1.26, BASE * 1.26),
        ("forfait for 3", {**PENNILESS, **RENTED_WITH_AID, "children": 2}, "likely", BASE * 1.503, BASE * 1.503),
        ("forfait for 5 is that for 3", {**PENNILESS, "housing_status": "2", "couple": True, "children": 3},
         "likely", BASE * 2.203, BASE * 2.203),
        ("earnings count", {**PENNILESS, "earnings_eur_month": 100 * EURO}, "likely", BASE - 100, BASE - 100),
        ("pensions count", {**PENNILESS, "pensions_eur_month": 100 * EURO}, "likely", BASE - 100, BASE - 100),
        ("the rest counts", {**PENNILESS, "other_eur_month": 100 * EURO}, "likely", BASE - 100, BASE - 100),
        ("under 25", {"oldest_adult_birth_month": date(1989, 6, 1)}, "unlikely", 0, 0),
        ("25 this month", {"oldest_adult_birth_month": date(1989, 5, 1)}, "likely", BASE - 360, BASE - 360),
        ("under 25 with a child", {"oldest_adult_birth_month": date(1993, 6, 1), "children": 1},
         "likely", BASE * 1.5 - 360, BASE * 1.5 - 360),
    ],
)  # fmt: skip
def test_what_the_law_says_in_may_2014(
    case: str, said: dict[str, Any], verdict: str, least: float, most: float
) -> None:
    found = rsa(**said)
    assert found is not None
    amounts = (found["amount_min_eur_month"], found["amount_max_eur_month"])
    assert (found["verdict"], *amounts) == (verdict, money(least), money(most)), case


def test_a_jobseeker_only_pole_emploi_knows_has_a_likely_right() -> None:
    found = rsa(**FROM_POLE_EMPLOI)
    assert found is not None
    assert found["verdict"] == "likely"
    assert found["amount_min_eur_month"] == money(BASE - 360 - 0.12 * BASE)
    assert found["amount_max_eur_month"] == money(139.31)
    assert found["missing"] == ["logement (locataire, propriétaire ou hébergé)"]


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"couple": True, "earnings_eur_month": None}, "ressources du conjoint"),
        ({"couple": True, "replacement_eur_month": None}, "ressources du conjoint"),
        ({"couple": True, "other_eur_month": None}, "ressources du conjoint"),
        ({"couple": None}, "vie seule ou en couple"),
        ({"earnings_eur_month": None, "jobseeker_category": "5"}, "salaires du foyer"),
        ({"earnings_eur_month": None, "jobseeker_category": None}, "salaires du foyer"),
        ({"earnings_eur_month": None, "jobseeker": None}, "salaires du foyer"),
        ({"replacement_eur_month": None}, "allocations chômage du foyer"),
        ({"other_eur_month": None}, "autres ressources du foyer"),
        ({**FROM_POLE_EMPLOI, "pensions_eur_month": None}, "pensions du foyer"),
        ({"oldest_adult_birth_month": None}, "date de naissance"),
        (
            {"replacement_eur_month": 450 * EURO, "housing_status": None},
            "logement (locataire, propriétaire ou hébergé)",
        ),
        ({"replacement_eur_month": 450 * EURO, "housing_benefit_eur_month": None}, "aide au logement"),
    ],
)
def test_a_missing_fact_that_decides_makes_the_right_possible_and_is_named(said: dict[str, Any], named: str) -> None:
    found = rsa(**said)
    assert found is not None
    assert found["verdict"] == "possible"
    assert named in found["missing"]
    if named != "vie seule ou en couple":
        assert found["amount_min_eur_month"] == 0


def test_a_lone_jobseeker_of_categories_1_to_4_is_presumed_without_work() -> None:
    for category in "1234":
        found = rsa(earnings_eur_month=None, jobseeker_category=category)
        assert found is not None
        assert found["verdict"] == "likely"
        assert "aucune activité réduite" in found["why"]


def test_no_completion_of_missing_facts_makes_a_too_rich_household_entitled() -> None:
    found = rsa(couple=None, earnings_eur_month=None, other_eur_month=2000 * EURO)
    assert found is not None
    assert found["verdict"] == "unlikely"


@pytest.mark.parametrize(
    ("state", "verdict", "never_asked"),
    [
        ("live", "receiving", False),
        ("suspended", "receiving", False),
        ("pending", "likely", False),
        ("refused", "likely", False),
        ("none", "likely", True),
    ],
)
def test_what_the_caf_already_knows(state: str, verdict: str, never_asked: bool) -> None:
    found = rsa(rsa_state=state)
    assert found is not None
    assert found["verdict"] == verdict
    assert ("rsa_jamais_demande" in found["signals"]) is never_asked


def test_without_the_caf_there_is_no_assessment() -> None:
    assert rsa(**FROM_POLE_EMPLOI, rsa_state=None) is None


def test_a_child_has_no_assessment() -> None:
    assert rsa(role="child") is None


@pytest.mark.parametrize(
    ("said", "signalled"),
    [
        ({}, True),
        ({"daily_allowance_eur_day": Decimal("16.64")}, True),
        ({"daily_allowance_eur_day": Decimal("16.65")}, False),
        ({"daily_allowance_eur_day": Decimal("16.65"), "children": 1}, True),
        ({"jobseeker": False}, False),
        ({"jobseeker": None}, False),
    ],
)
def test_an_allowance_under_the_montant_forfaitaire_is_signalled(said: dict[str, Any], signalled: bool) -> None:
    found = rsa(**said)
    assert found is not None
    assert ("allocation_sous_montant_forfaitaire" in found["signals"]) is signalled


def test_an_allowance_of_nobody_knows_whom_is_not_a_low_one() -> None:
    found = rsa(daily_allowance_eur_day=None, allowance_kind=None, replacement_eur_month=None, **FROM_POLE_EMPLOI)
    assert found is not None
    assert found["verdict"] == "possible"
    assert "allocations chômage du foyer" in found["missing"]
    assert "allocation_sous_montant_forfaitaire" not in found["signals"]
    assert "Allocation chômage" not in found["why"]


@pytest.mark.parametrize(
    ("day", "base"),
    [
        (date(2013, 8, 31), 483.24),
        (date(2013, 9, 30), 492.90),
        (date(2014, 9, 30), 509.30),
        (date(2026, 5, 31), 651.69),
    ],
)
def test_the_base_is_that_of_the_day(day: date, base: float) -> None:
    found = rsa(day, **PENNILESS)
    assert found is not None
    assert found["amount_max_eur_month"] == money(base)
    assert f"base {base:.2f} €".replace(".", ",") in found["why"]


def test_reasons_are_given_in_french_with_amounts_and_articles() -> None:
    found = rsa(housing_status="2")
    assert found is not None
    for said in ("499,31 €", "R262-1", "12,00 € par jour", "360,00 €", "R262-9", "Aucun RSA", "Présumé"):
        assert said in found["why"]
    young = rsa(oldest_adult_birth_month=date(1990, 1, 1))
    assert young is not None
    assert "Moins de 25 ans" in young["why"]
    assert "Présumé" not in young["why"]
