"""What the line makes of a jobseeker's files under the RSA: what is counted, presumed, missing, signalled.

The law itself is tested on complete situations (tests/eligibility/benefits). All cases are assessed at once.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from data_contracts.period import Period
from tests.pipelines.line_situations import EURO, JOBSEEKER, MAY_2014, assessed, money

BASE = 499.31
MAJORE, MAJORE_A_CHILD = 1.28412, 0.42804
PENNILESS = {"daily_allowance_eur_day": 0 * EURO, "allowance_kind": "NONE", "replacement_eur_month": 0 * EURO}
FROM_POLE_EMPLOI = {
    "known_from": "pole_emploi", "housing_status": None, "earnings_eur_month": None, "other_eur_month": None,
}  # fmt: skip
RENTED_WITH_AID = {"housing_status": "1", "housing_benefit_eur_month": 250 * EURO}
NO_CNAV = {"pension_eur_month": None, "minimum_kind": None, "minimum_eur_month": None, "pensions_eur_month": None}
WAGES, ARE = "salaires, rémunération d'apprenti comprise", "allocation d'assurance chômage (ARE et assimilées)"
OTHERS, HOUSING = "autres ressources, de nature inconnue", "logement (locataire, propriétaire, hébergé)"
PENSIONS, AID = "pensions de retraite de droit direct", "aide au logement (APL, ALF, ALS)"

AMOUNTS: dict[str, tuple[dict[str, Any], str, float, float]] = {
    "12 EUR a day, tenant without aid": ({}, "likely", BASE - 360, BASE - 360),
    "16.50 EUR a day": ({"replacement_eur_month": Decimal("495.00")}, "unlikely", 0, 0),
    "5.99 EUR are not paid": ({"replacement_eur_month": Decimal("493.32")}, "unlikely", 0, 0),
    "6 EUR are paid": ({"replacement_eur_month": Decimal("493.31")}, "likely", 6, 6),
    "no resource": (PENNILESS, "likely", BASE, BASE),
    "owner, with a loan or not": ({**PENNILESS, "housing_status": "2"}, "likely", BASE * 0.88, BASE),
    "housed for free": ({**PENNILESS, "housing_status": "3"}, "likely", BASE * 0.88, BASE * 0.88),
    "tenant with aid": ({**PENNILESS, **RENTED_WITH_AID}, "likely", BASE * 0.88, BASE * 0.88),
    "aid below the forfait": ({**PENNILESS, "housing_benefit_eur_month": 20 * EURO}, "likely", BASE - 20, BASE - 20),
    "housing unknown": ({**PENNILESS, "housing_status": None}, "likely", BASE * 0.88, BASE),
    "couple": ({**PENNILESS, "couple": True}, "likely", BASE * 1.5, BASE * 1.5),
    "couple, 1 child": ({**PENNILESS, "couple": True, "children": 1}, "likely", BASE * 1.8, BASE * 1.8),
    "couple, 2 children": ({**PENNILESS, "couple": True, "children": 2}, "likely", BASE * 2.1, BASE * 2.1),
    "couple, 3 children": ({**PENNILESS, "couple": True, "children": 3}, "likely", BASE * 2.5, BASE * 2.5),
    "lone parent, since nobody knows when":
        ({**PENNILESS, "children": 1}, "likely", BASE * 1.5, BASE * (MAJORE + MAJORE_A_CHILD)),
    "lone parent, 3 children":
        ({**PENNILESS, "children": 3}, "likely", BASE * 2.2, BASE * (MAJORE + 3 * MAJORE_A_CHILD)),
    "forfait for 2": ({**PENNILESS, **RENTED_WITH_AID, "couple": True}, "likely", BASE * 1.26, BASE * 1.26),
    "forfait for 5 is that for 3": ({**PENNILESS, "housing_status": "3", "couple": True, "children": 3},
                                    "likely", BASE * 2.203, BASE * 2.203),
    "earnings count": ({**PENNILESS, "earnings_eur_month": 100 * EURO}, "likely", BASE - 100, BASE - 100),
    "pensions of the household count":
        ({**PENNILESS, "pensions_eur_month": 100 * EURO}, "likely", BASE - 100, BASE - 100),
    "own pensions count": ({**PENNILESS, "pension_eur_month": 100 * EURO, "pensions_eur_month": 100 * EURO},
                           "likely", BASE - 100, BASE - 100),
    "the rest counts": ({**PENNILESS, "other_eur_month": 100 * EURO}, "likely", BASE - 100, BASE - 100),
    "the ASS counts":
        ({"allowance_kind": "ASS", "daily_allowance_eur_day": Decimal("10")}, "likely", BASE - 360, BASE - 360),
    "under 25": ({"birth_month": date(1989, 6, 1)}, "unlikely", 0, 0),
    "25 this month": ({"birth_month": date(1989, 5, 1)}, "likely", BASE - 360, BASE - 360),
    "under 25 with a child": ({"birth_month": date(1993, 6, 1), "children": 1},
                              "likely", BASE * 1.5 - 360, BASE * (MAJORE + MAJORE_A_CHILD) - 360),
    "known to Pôle emploi alone": (FROM_POLE_EMPLOI, "likely", BASE - 360 - 0.12 * BASE, 139.31),
    "without the CNAV, pensions are in the total declared to the CAF": (NO_CNAV, "likely", BASE - 360, BASE - 360),
}  # fmt: skip

MISSING: dict[str, tuple[dict[str, Any], str]] = {
    "earnings of a couple": ({"couple": True, "earnings_eur_month": None}, WAGES),
    "allowances of a couple": ({"couple": True, "replacement_eur_month": None}, ARE),
    "the rest of a couple": ({"couple": True, "other_eur_month": None}, OTHERS),
    "composition": ({"couple": None}, "vie seule ou en couple"),
    "earnings, works beside": ({"earnings_eur_month": None, "jobseeker_category": "5"}, WAGES),
    "earnings, category unknown": ({"earnings_eur_month": None, "jobseeker_category": None}, WAGES),
    "earnings, not known to Pôle emploi": ({"earnings_eur_month": None, "jobseeker": None}, WAGES),
    "an allowance of nobody knows whom": (
        {"daily_allowance_eur_day": None, "allowance_kind": None, "replacement_eur_month": None, **FROM_POLE_EMPLOI},
        ARE,
    ),
    "the rest": ({"other_eur_month": None}, OTHERS),
    "pensions": ({**FROM_POLE_EMPLOI, **NO_CNAV}, PENSIONS),
    "an unseen spouse": ({**FROM_POLE_EMPLOI, "couple": True, "replacement_eur_month": None,
                          "pensions_eur_month": None}, WAGES),
    "housing": ({"replacement_eur_month": 450 * EURO, "housing_status": None}, HOUSING),
    "housing benefit": ({"replacement_eur_month": 450 * EURO, "housing_benefit_eur_month": None}, AID),
    "an age of the spouse, who may be 25": ({"couple": True, "birth_month": date(1990, 6, 1)}, "date de naissance"),
}  # fmt: skip

OTHER_CASES: dict[str, dict[str, Any]] = {
    **{f"category {category}": {"earnings_eur_month": None, "jobseeker_category": category} for category in "1234"},
    "too rich whatever is missing": {"couple": None, "earnings_eur_month": None, "other_eur_month": 2000 * EURO},
    **{state: {"rsa_state": state} for state in ("live", "suspended", "pending", "refused", "none")},
    "no CAF": {**FROM_POLE_EMPLOI, "rsa_state": None},
    "a child": {"role": "child"},
    "16.64 a day": {"daily_allowance_eur_day": Decimal("16.64")},
    "16.65 a day": {"daily_allowance_eur_day": Decimal("16.65")},
    "16.65 a day, a child": {"daily_allowance_eur_day": Decimal("16.65"), "children": 1},
    "16.65 a day, nothing in the quarter": {
        "daily_allowance_eur_day": Decimal("16.65"), "replacement_eur_month": 0 * EURO,
    },
    "no jobseeker": {"jobseeker": False},
    "jobseeker or not": {"jobseeker": None},
    "65 this month": {"birth_month": date(1949, 5, 1)},
    "owner": {"housing_status": "2"},
    "Moselle": {"department": "57"},
    "Mayotte": {"department": "976"},
}  # fmt: skip

CASES = {name: said for name, (said, *_) in (AMOUNTS | MISSING).items()} | OTHER_CASES


@pytest.fixture(scope="module")
def rsa() -> dict[str, dict[str, Any]]:
    found = assessed([{**JOBSEEKER, **said} for said in CASES.values()], MAY_2014, ["rsa_socle"])
    return {name: found["rsa_socle", place] for place, name in enumerate(CASES) if ("rsa_socle", place) in found}


@pytest.mark.parametrize("case", AMOUNTS)
def test_what_the_law_makes_of_the_files(rsa: dict[str, dict[str, Any]], case: str) -> None:
    _, verdict, least, most = AMOUNTS[case]
    found = rsa[case]["verdict"], rsa[case]["amount_min_eur_month"], rsa[case]["amount_max_eur_month"]
    assert found == (verdict, money(least), money(most))


@pytest.mark.parametrize("case", MISSING)
def test_a_missing_fact_that_decides_makes_the_right_possible_and_is_named(
    rsa: dict[str, dict[str, Any]], case: str
) -> None:
    _, named = MISSING[case]
    assert rsa[case]["verdict"] == "possible"
    assert named in rsa[case]["missing"]
    assert rsa[case]["amount_min_eur_month"] == 0
    assert "date d'isolement" not in rsa[case]["missing"], "nobody has a child"


@pytest.mark.parametrize("category", "1234")
def test_a_lone_jobseeker_of_categories_1_to_4_is_presumed_without_work(
    rsa: dict[str, dict[str, Any]], category: str
) -> None:
    found = rsa[f"category {category}"]
    assert found["verdict"] == "likely"
    assert any("aucune activité réduite" in presumption for presumption in found["presumed"])
    assert "aucune activité réduite" in found["why"]


def test_no_completion_of_missing_facts_makes_a_too_rich_household_entitled(rsa: dict[str, dict[str, Any]]) -> None:
    found = rsa["too rich whatever is missing"]
    assert (found["verdict"], found["unmet"], found["missing"]) == ("unlikely", ["ressources"], [])
    assert found["why"] is None


@pytest.mark.parametrize(
    ("state", "verdict"),
    [("live", "receiving"), ("suspended", "likely"), ("pending", "likely"), ("refused", "likely"), ("none", "likely")],
)
def test_what_the_caf_already_knows_is_told_apart(rsa: dict[str, dict[str, Any]], state: str, verdict: str) -> None:
    assert (rsa[state]["verdict"], rsa[state]["state"]) == (verdict, state)
    assert ("rsa_jamais_demande" in rsa[state]["signals"]) is (state == "none")


def test_without_the_caf_nobody_knows_whether_the_rsa_was_asked_for(rsa: dict[str, dict[str, Any]]) -> None:
    assert (rsa["no CAF"]["verdict"], rsa["no CAF"]["state"]) == ("likely", None)
    assert "rsa_jamais_demande" not in rsa["no CAF"]["signals"]


def test_a_child_has_no_assessment(rsa: dict[str, dict[str, Any]]) -> None:
    assert "a child" not in rsa


@pytest.mark.parametrize(
    ("case", "signalled"),
    [
        ("12 EUR a day, tenant without aid", True),
        ("no resource", True),
        ("16.64 a day", True),
        ("16.65 a day", False),
        ("16.65 a day, a child", True),
        ("16.65 a day, nothing in the quarter", False),
        ("no jobseeker", False),
        ("jobseeker or not", False),
        ("an allowance of nobody knows whom", False),
        ("65 this month", False),
    ],
)
def test_an_allowance_under_the_montant_forfaitaire_is_signalled(
    rsa: dict[str, dict[str, Any]], case: str, signalled: bool
) -> None:
    assert ("allocation_sous_montant_forfaitaire" in rsa[case]["signals"]) is signalled


def test_where_another_law_holds_the_verdict_says_so(rsa: dict[str, dict[str, Any]]) -> None:
    assert rsa["Moselle"]["verdict"] == "likely"
    assert rsa["Mayotte"]["verdict"] == "not_covered"


def test_reasons_are_given_in_french_with_amounts_and_articles(rsa: dict[str, dict[str, Any]]) -> None:
    said = ("Montant forfaitaire du foyer : 499,31 € par mois (CASF R262-1).", "360,00 €", "de 0,00 à 59,92 €",
            "R262-9", "Conditions remplies : CASF L262-4", "Présumé : ")  # fmt: skip
    for text in said:
        assert text in rsa["owner"]["why"]
    assert "À vérifier" not in rsa["owner"]["why"]
    assert "À vérifier : Les ressources du foyer" in rsa["the rest"]["why"]


@pytest.mark.parametrize(
    ("period", "base"),
    [(Period(2013, 8), 483.24), (Period(2013, 9), 492.90), (Period(2014, 9), 509.30), (Period(2026, 5), 651.69)],
)
def test_the_base_is_that_of_the_day(period: Period, base: float) -> None:
    found = assessed([{**JOBSEEKER, **PENNILESS}], period, ["rsa_socle"])["rsa_socle", 0]
    assert found["amount_max_eur_month"] == money(base)
    assert f"{base:.2f} €".replace(".", ",") in found["why"]
