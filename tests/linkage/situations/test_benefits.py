"""Benefits received: which file knows which, in which state, and since when."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from data_contracts.facts import BENEFIT_STATES, BENEFITS_RECEIVED
from tests.linkage.conftest import Files
from tests.linkage.town import Town

town = Town()

EURO = Decimal(1)
MONTH, SINCE = date(2014, 5, 1), date(2014, 1, 1)
RSA = {"rsa_eur_month": 400 * EURO, "rsa_benefit": "RSD"}
HOUSING = {"housing_benefit_eur_month": 200 * EURO}

# what the dossier says -> benefit, state, amount
DOSSIERS: list[tuple[dict[str, Any], str, str, int | None]] = [
    ({**RSA, "rsa_dossier_state": "2", "rsa_state": "C"}, "rsa_socle", "live", 400),
    ({**RSA, "rsa_dossier_state": "2", "rsa_state": "S"}, "rsa_socle", "suspended", None),
    ({**RSA, "rsa_dossier_state": "3"}, "rsa_socle", "suspended", None),
    ({"rsa_dossier_state": "0"}, "rsa_socle", "pending", None),
    ({"rsa_dossier_state": "1"}, "rsa_socle", "refused", None),
    ({**RSA, "rsa_benefit": "RCD", "rsa_state": "C"}, "rsa_activite", "live", 400),
    ({"rsa_benefit": "RCI", "rsa_dossier_state": "4"}, "rsa_activite", "suspended", None),
    ({"activity_bonus_state": "1", "activity_bonus_eur_month": 90 * EURO}, "prime_activite", "live", 90),
    ({"activity_bonus_state": "2", "activity_bonus_eur_month": 9 * EURO}, "prime_activite", "under_minimum", None),
    ({"activity_bonus_state": "3"}, "prime_activite", "suspended", None),
    ({"activity_bonus_state": "4"}, "prime_activite", "pending", None),
    ({"aah_state": "1", "aah_eur_month": 700 * EURO}, "aah", "live", 700),
    ({"aah_state": "2"}, "aah", "under_minimum", None),
    ({"apl_state": "1", **HOUSING}, "apl", "live", 200),
    ({"alf_state": "1", **HOUSING}, "alf", "live", 200),
    ({"als_state": "1", **HOUSING}, "als", "live", 200),
    ({"als_state": "2", **HOUSING}, "als", "under_minimum", None),
]


@town.residents(("dossier", "benefit", "state", "amount"), DOSSIERS)
def test_what_the_caf_knows(
    files: Files, dossier: dict[str, Any], benefit: str, state: str, amount: int | None
) -> Iterator[None]:
    files.add("caf_dossiers", **dossier)
    place = files.add("caf_persons")
    yield
    assert files.benefits(place) == {benefit: (state, amount, "caf", MONTH)}


@town.residents("dossier", [{}, {"rsa_dossier_state": "5", "rsa_benefit": "RSD"}, {"activity_bonus_state": "0"}])
def test_what_is_not_there_has_no_row(files: Files, dossier: dict[str, Any]) -> Iterator[None]:
    files.add("caf_dossiers", **dossier)
    place = files.add("caf_persons")
    yield
    assert files.benefits(place) == {}


@town.resident
def test_of_two_housing_benefits_nobody_says_which_is_how_much(files: Files) -> Iterator[None]:
    files.add("caf_dossiers", apl_state="1", als_state="1", **HOUSING)
    place = files.add("caf_persons")
    yield
    benefits = files.benefits(place)
    assert benefits == {"apl": ("live", None, "caf", MONTH), "als": ("live", None, "caf", MONTH)}


@town.residents(
    ("spells", "expected"),
    [
        ([{}], {"are": ("live", 360, "pole_emploi", SINCE)}),
        ([{"allowance_code": "25"}], {"ass": ("live", 360, "pole_emploi", SINCE)}),
        ([{"allowance_code": "73"}], {"other_allowance": ("live", 360, "pole_emploi", SINCE)}),
        ([{"payment_code": "3"}], {"are": ("suspended", None, "pole_emploi", SINCE)}),
        ([{"payment_code": "2", "start_date": date(2014, 5, 1)}, {}], {"are": ("live", 360, "pole_emploi", SINCE)}),
        ([{"end_date": date(2014, 5, 30)}], {}),
    ],
    ids=["ARE", "ASS", "another", "unpaid", "paid before unpaid", "ended"],
)
def test_what_pole_emploi_knows(files: Files, spells: list[dict[str, Any]], expected: dict[str, Any]) -> Iterator[None]:
    place = files.add("registrations")
    for said in spells:
        files.add("unemployment_payments", **said)
    yield
    assert files.benefits(place) == expected


@town.residents(
    ("kind", "since", "state", "amount"),
    [(kind, *paid) for kind in ("ASPA", "AS", "ASI")
     for paid in ((SINCE, "live", 300), (date(2014, 6, 1), "pending", None))],
)  # fmt: skip
def test_what_the_cnav_knows(files: Files, kind: str, since: date, state: str, amount: int | None) -> Iterator[None]:
    place = files.add("pensions", minimum_kind=kind, minimum_eur_month=300 * EURO, effective_date=since)
    yield
    assert files.benefits(place) == {kind.lower(): (state, amount, "cnav", since)}


@town.resident
def test_a_minimum_that_another_fund_pays_is_known_by_the_caf(files: Files) -> Iterator[None]:
    files.add("caf_dossiers", pension_kind="4")
    place = files.add("caf_persons")
    yield
    assert files.benefits(place) == {"aspa": ("live", None, "caf", MONTH)}


@town.resident
def test_a_minimum_that_the_cnav_does_not_pay_its_pensioner_is_set_aside(files: Files) -> Iterator[None]:
    files.add("caf_dossiers", pension_kind="4")
    place = files.add("caf_persons")
    files.add("pensions")
    yield
    assert files.benefits(place) == {}, "the CNAV pays this pensioner, and no minimum"
    assert files.conflicts(place) == {("old_age_minimum", "cnav", "NONE", "caf", "ASPA")}


@town.residents(
    ("kind", "benefit"), [("CMUC", "cmuc"), ("ACS", "acs"), ("CSSG", "css_gratuite"), ("CSSP", "css_participation")]
)
def test_what_the_health_insurance_knows(files: Files, kind: str, benefit: str) -> Iterator[None]:
    place = files.add("health_covers", kind=kind)
    yield
    assert files.benefits(place) == {benefit: ("live", None, "cnam", SINCE)}


def test_every_benefit_and_state_is_met_in_these_tests() -> None:
    met = {benefit for _, benefit, _, _ in DOSSIERS} | {"are", "ass", "other_allowance", "aspa", "as", "asi"}
    assert met | {"cmuc", "acs", "css_gratuite", "css_participation"} == set(BENEFITS_RECEIVED)
    assert {state for _, _, state, _ in DOSSIERS} == set(BENEFIT_STATES)
