"""Households: where their composition and their means come from."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

from data_contracts.received import SOURCES
from tests.linkage.conftest import Files
from tests.linkage.situations.dossiers import in_caf, quarter
from tests.linkage.town import Town

town = Town()

QUARTER = ("earnings", "unemployment", "total")


@town.residents(
    ("family_situation", "couple"),
    [("1", False), ("2", True), ("3", True), ("4", False), ("5", False), ("6", False), ("7", True)],
)
def test_the_caf_says_who_lives_together(files: Files, family_situation: str, couple: bool) -> Iterator[None]:
    place = in_caf(files, family_situation=family_situation, children=2)
    files.add("registrations", marital_status="C" if couple else "M", children=5)
    yield
    household = files.household(place)
    assert (household["known_from"], household["couple"], household["children"]) == ("caf", couple, 2)


@town.resident
def test_a_dossier_gathers_its_people_and_their_roles(files: Files) -> Iterator[None]:
    holder = in_caf(files, family_situation="2", children=1)
    spouse = files.add("caf_persons", role="CJT", nir="1750144109002", first_name="PAUL", sex="1",
                       birth_date=date(1975, 1, 3))  # fmt: skip
    child = files.add("caf_persons", role="ENF", nir=None, first_name="LEO", birth_date=date(1960, 3, 2))
    yield
    assert [files.situation(place)["role"] for place in (holder, spouse, child)] == ["adult", "adult", "child"]
    assert len({files.situation(place)["household_no"] for place in (holder, spouse, child)}) == 1
    assert files.household(holder)["oldest_adult_birth_month"] == date(1975, 1, 1)
    assert files.situation(child)["profile"] == "other"


@town.resident
def test_whoever_stands_in_two_dossiers_belongs_to_the_one_they_hold(files: Files) -> Iterator[None]:
    files.add("caf_dossiers", dossier_number="00000001", family_situation="2")
    files.add("caf_dossiers", dossier_number="00000002", family_situation="6")
    files.add("caf_persons", dossier_number="00000001", role="CJT")
    place = files.add("caf_persons", dossier_number="00000002", role="DEM")
    yield
    assert files.household(place)["couple"] is False
    assert files.situation(place)["role"] == "adult"


@town.residents(("marital_status", "couple"), [("C", False), ("D", False), ("V", False), ("M", True), (None, None)])
def test_pole_emploi_says_who_lives_together_where_the_caf_does_not_know(
    files: Files, marital_status: str | None, couple: bool | None
) -> Iterator[None]:
    place = files.add("registrations", marital_status=marital_status, children=3)
    files.add("unemployment_payments")
    yield
    household = files.household(place)
    assert (household["known_from"], household["couple"], household["children"]) == ("pole_emploi", couple, 3)
    assert household["replacement_eur_month"] == (Decimal(360) if couple is False else None)
    assert household["earnings_eur_month"] is household["other_eur_month"] is household["housing_status"] is None
    assert household["oldest_adult_birth_month"] == date(1980, 1, 1)


@town.residents(
    ("marital_status", "spouse", "pensions"),
    [("C", None, 700), ("M", 500, 1200), ("M", None, None), (None, None, None)],
)
def test_the_cnav_says_who_lives_together_where_nobody_else_knows(
    files: Files, marital_status: str | None, spouse: int | None, pensions: int | None
) -> Iterator[None]:
    place = files.add(
        "pensions", marital_status=marital_status, minimum_kind="ASPA", minimum_eur_month=Decimal(300),
        spouse_resources_eur_month=None if spouse is None else Decimal(spouse),
    )  # fmt: skip
    yield
    household = files.household(place)
    assert household["known_from"] == "cnav"
    assert household["couple"] is {"C": False, "M": True, None: None}[marital_status]
    assert household["pensions_eur_month"] == pensions
    assert household["children"] is None


@town.resident
def test_means_of_three_months_and_what_remains_of_the_total(files: Files) -> Iterator[None]:
    amounts = quarter(earnings=300, unemployment=90, total=1000) | {"earnings_1_eur_month": Decimal(600)}
    place = in_caf(files, **amounts)
    files.add("pensions", own_pension_eur_month=Decimal(60), survivor_pension_eur_month=Decimal(30),
              supplements_eur_month=Decimal(5), minimum_kind="ASI", minimum_eur_month=Decimal(5))  # fmt: skip
    yield
    household = files.household(place)
    assert household["earnings_eur_month"] == 400
    assert household["replacement_eur_month"] == 90
    assert household["pensions_eur_month"] == 100
    assert household["other_eur_month"] == 410
    person = files.situation(place)
    assert (person["pension_eur_month"], person["minimum_kind"], person["minimum_eur_month"]) == (95, "ASI", 5)


@town.resident
def test_other_resources_are_never_negative(files: Files) -> Iterator[None]:
    place = in_caf(files, **quarter(earnings=300, unemployment=0, total=0))
    yield
    assert files.household(place)["other_eur_month"] == 0


@town.residents(("ago", "kind"), product([1, 2, 3], QUARTER))
def test_one_month_missing_makes_the_mean_and_the_rest_missing(files: Files, ago: int, kind: str) -> Iterator[None]:
    place = in_caf(files, **{f"{kind}_{ago}_eur_month": None})
    yield
    household = files.household(place)
    assert household["other_eur_month"] is None
    column = {"earnings": "earnings_eur_month", "unemployment": "replacement_eur_month"}.get(kind, "other_eur_month")
    assert household[column] is None


def test_a_household_of_the_caf_keeps_its_pensions_missing_without_the_cnav() -> None:
    files = Files(delivered=set(SOURCES) - {"cnav"})
    household = files.household(in_caf(files, **quarter(earnings=0, unemployment=0, total=800)))
    assert household["pensions_eur_month"] is None
    assert household["other_eur_month"] == 800, "a pension nobody names is part of the rest"


@town.residents(
    ("dossier", "state"),
    [
        ({}, "none"),
        ({"rsa_dossier_state": "0"}, "pending"),
        ({"rsa_dossier_state": "1"}, "refused"),
        ({"rsa_dossier_state": "5"}, "none"),
        ({"rsa_dossier_state": "6"}, "none"),
        *(({"rsa_dossier_state": "2", "rsa_benefit": "RSD", "rsa_state": code}, "live") for code in "CEJL"),
        *(({"rsa_dossier_state": "2", "rsa_benefit": "RSI", "rsa_state": code}, "suspended") for code in "STU"),
        ({"rsa_dossier_state": "2"}, "live"),
        ({"rsa_dossier_state": "3"}, "suspended"),
        ({"rsa_dossier_state": "4", "rsa_benefit": "RSD"}, "suspended"),
        ({"rsa_dossier_state": "2", "rsa_benefit": "RCD", "rsa_state": "C"}, "none"),
    ],
)
def test_the_state_of_the_rsa_socle(files: Files, dossier: dict[str, Any], state: str) -> Iterator[None]:
    place = in_caf(files, **dossier)
    yield
    assert files.household(place)["rsa_state"] == state


@town.residents(
    ("dossier", "paid"),
    [
        ({"apl_state": "1", "housing_benefit_eur_month": Decimal(200)}, 200),
        ({"als_state": "1", "housing_benefit_eur_month": None}, None),
        ({"alf_state": "2", "housing_benefit_eur_month": Decimal(14)}, 0),
        ({"housing_benefit_eur_month": None}, 0),
    ],
    ids=["paid", "paid, amount unknown", "under the minimum", "no right"],
)
def test_housing_benefit_is_what_is_paid(files: Files, dossier: dict[str, Any], paid: int | None) -> Iterator[None]:
    place = in_caf(files, **dossier)
    yield
    assert files.household(place)["housing_benefit_eur_month"] == paid


def test_households_keep_their_pseudonym_and_lose_it_with_the_key() -> None:
    same, again, elsewhere = Files(), Files(), Files(key=b"another key")
    again.add("registrations")
    ids = {name: files.household(in_caf(files))["household_id"]
           for name, files in (("same", same), ("again", again), ("elsewhere", elsewhere))}  # fmt: skip
    assert ids["same"] == ids["again"] != ids["elsewhere"]


@town.resident
def test_whoever_the_caf_knows_by_a_refused_dossier_is_not_said_to_have_no_rsa(files: Files) -> Iterator[None]:
    files.add("caf_persons")
    place = files.add("registrations")
    yield
    household = files.household(place)
    assert household["known_from"] == "pole_emploi"
    assert (household["rsa_state"], household["rsa_eur_month"], household["housing_benefit_eur_month"]) == (None,) * 3
