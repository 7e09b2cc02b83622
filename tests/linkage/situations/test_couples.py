"""Couples: members of one dossier known from other files, and couples that no dossier holds together."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from tests.linkage.conftest import Files, Place
from tests.linkage.town import Town

town = Town()

EURO = Decimal(1)
HERS = {"marital_status": "M"}
HIS = {"marital_status": "M", "nir": "1780144109002", "first_name": "PAUL", "sex": "1",
       "birth_date": date(1978, 1, 3)}  # fmt: skip
AT_CNAV = {"address_4": "1 rue des Lices", "address_6": "44000 Nantes"}
"""The address of a registration, in another spelling."""


def two_jobseekers(files: Files, **his: Any) -> tuple[Place, Place]:
    hers = files.add("registrations", **HERS, children=1)
    files.add("unemployment_payments")
    return hers, files.add("registrations", **{**HIS, "agency_id": "7654321B002", "children": 2, **his})


@town.resident
def test_two_people_of_one_name_at_one_address_both_married_are_one_household(files: Files) -> Iterator[None]:
    hers, his = two_jobseekers(files)
    files.add("unemployment_payments", agency_id="7654321B002", daily_gross_eur_day=5 * EURO)
    yield
    household = files.household(hers)
    assert household == files.household(his)
    assert household["known_from"] == "two_files"
    assert (household["couple"], household["children"]) == (True, 2)
    assert household["replacement_eur_month"] == (12 + 5) * 30
    assert household["pensions_eur_month"] == 0
    assert household["oldest_adult_birth_month"] == date(1978, 1, 1)
    assert (household["rsa_state"], household["housing_benefit_eur_month"]) == ("none", 0)
    assert household["household_id"] == min(files.person(hers), files.person(his))
    assert files.situation(hers)["household_inferred"] is files.situation(his)["household_inferred"] is True
    assert {files.situation(place)["role"] for place in (hers, his)} == {"adult"}


@town.residents(
    "his",
    [
        {"marital_status": "C"},
        {"marital_status": None},
        {"last_name": "MARTIN"},
        {"street": "2 RUE DES LICES"},
        {"locality": "44100 NANTES"},
        {"street": None},
        {"sex": "2", "nir": "2780144109002"},
        {"birth_date": date(1964, 12, 3), "nir": "1641244109002"},
    ],
    ids=["single", "unsaid", "another name", "another street", "another town", "no street", "same sex", "15 years"],
)
def test_anything_less_sure_stays_apart(files: Files, his: dict[str, Any]) -> Iterator[None]:
    hers, other = two_jobseekers(files, **his)
    yield
    assert {files.household(place)["known_from"] for place in (hers, other)} == {"pole_emploi"}
    assert files.household(hers) != files.household(other)
    assert files.situation(hers)["household_inferred"] is False


THIRD = {"nir": "1990144109003", "first_name": "LUC", "sex": "1", "birth_date": date(1999, 1, 3)}


@town.residents("dataset", ["registrations", "pensions", "caf_persons"])
def test_a_third_person_of_that_name_there_leaves_all_apart(files: Files, dataset: str) -> Iterator[None]:
    hers, _ = two_jobseekers(files)
    if dataset == "caf_persons":
        files.add("caf_dossiers", **AT_CNAV)
        files.add(dataset, **THIRD)
    elif dataset == "pensions":
        files.add(dataset, **THIRD, **AT_CNAV)
    else:
        files.add(dataset, **THIRD, agency_id="7654321B003", marital_status="C")
    yield
    assert files.household(hers)["known_from"] == "pole_emploi"


@town.resident
def test_a_member_in_a_dossier_leaves_both_apart(files: Files) -> Iterator[None]:
    hers, his = two_jobseekers(files)
    files.add("caf_dossiers", **AT_CNAV)
    files.add("caf_persons", **{name: said for name, said in HIS.items() if name != "marital_status"})
    yield
    assert (files.household(his)["known_from"], files.household(hers)["known_from"]) == ("caf", "pole_emploi")


@town.resident
def test_a_member_who_died_leaves_both_apart(files: Files) -> Iterator[None]:
    hers, his = two_jobseekers(files)
    files.add("deaths")
    yield
    assert files.situation(hers)["deceased"] is True
    assert files.household(his) != files.household(hers)


@town.residents(("his_flat", "together"), [("APPARTEMENT 1", True), (None, True), ("APPARTEMENT 2", False)])
def test_two_flats_of_one_building_are_two_homes(files: Files, his_flat: str | None, together: bool) -> Iterator[None]:
    hers = files.add("pensions", **HERS, address_2="APPARTEMENT 1")
    his = files.add("pensions", **HIS, address_2=his_flat)
    yield
    assert (files.household(hers) == files.household(his)) is together


@town.residents(
    ("declared", "other"), [(None, None), (300, 0), (360, 0), (860, 500)], ids=["unsaid", "less", "as much", "more"]
)
def test_both_files_are_counted_and_what_is_declared_beyond_them(
    files: Files, declared: int | None, other: int | None
) -> Iterator[None]:
    """She is a jobseeker at 12 EUR a day; his pension fund knows what he declared of her resources."""
    hers = files.add("registrations", **HERS)
    files.add("unemployment_payments")
    files.add("pensions", **{**HIS, **AT_CNAV}, minimum_kind="ASI", minimum_eur_month=50 * EURO,
              spouse_resources_eur_month=None if declared is None else declared * EURO)  # fmt: skip
    yield
    household = files.household(hers)
    assert household["known_from"] == "two_files"
    assert (household["replacement_eur_month"], household["pensions_eur_month"]) == (360, 450)
    assert household["other_eur_month"] == other


@town.resident
def test_members_of_a_dossier_bring_what_other_files_say_of_them(files: Files) -> Iterator[None]:
    """The quarter is missing: both allowances and both pensions are the household's all the same."""
    files.add("caf_dossiers", family_situation="2", **{f"unemployment_{ago}_eur_month": None for ago in (1, 2, 3)})
    hers = files.add("caf_persons")
    files.add("caf_persons", role="CJT", **{name: said for name, said in HIS.items() if name != "marital_status"})
    files.add("registrations", **HERS)
    files.add("registrations", **HIS, agency_id="7654321B002")
    files.add("unemployment_payments")
    files.add("unemployment_payments", agency_id="7654321B002", daily_gross_eur_day=6 * EURO)
    files.add("pensions")
    files.add("pensions", **HIS, own_pension_eur_month=100 * EURO)
    yield
    household = files.household(hers)
    assert (household["known_from"], household["couple"]) == ("caf", True)
    assert household["replacement_eur_month"] == (12 + 6) * 89 / 3
    assert household["pensions_eur_month"] == 500


@town.resident
def test_what_a_grown_up_child_says_of_themself_is_not_the_household_s(files: Files) -> Iterator[None]:
    files.add("caf_dossiers", family_situation="2", children=1)
    hers = files.add("caf_persons")
    child = {"nir": "1950144109004", "first_name": "LEO", "sex": "1", "birth_date": date(1995, 3, 2)}
    files.add("caf_persons", role="ENF", **child)
    files.add("registrations", **child, agency_id="7654321B002", marital_status="C", children=0)
    yield
    assert files.household(hers)["couple"] is True
    assert not {"couple", "children"} & {row[0] for row in files.conflicts(hers)}
