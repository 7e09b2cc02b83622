"""What one source says twice: one line is believed, the other kept beside; and a pension counts once it has begun."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from tests.linkage.conftest import Files
from tests.linkage.town import Town

town = Town()

EURO = Decimal(1)
LATER = {"effective_date": date(2014, 9, 1)}


@town.resident
def test_a_pension_that_begins_after_the_period_is_not_received_in_it(files: Files) -> Iterator[None]:
    place = files.add("pensions", minimum_kind="ASPA", minimum_eur_month=300 * EURO, **LATER)
    yield
    person, household = files.situation(place), files.household(place)
    assert (person["pensioner"], person["pension_eur_month"]) == (False, 0)
    assert (person["minimum_kind"], person["minimum_eur_month"]) == ("NONE", 0)
    assert (household["known_from"], household["pensions_eur_month"], household["couple"]) == ("cnav", 0, False)
    assert files.benefits(place) == {"aspa": ("pending", None, "cnav", LATER["effective_date"])}
    assert files.incomes(place) == {}


@town.resident
def test_the_cnav_still_speaks_in_a_dossier_before_the_pension_begins(files: Files) -> Iterator[None]:
    files.add("caf_dossiers", family_situation="0", pension_kind="4")
    place = files.add("caf_persons")
    files.add("pensions", marital_status="M", minimum_kind="ASPA", minimum_eur_month=300 * EURO, **LATER)
    yield
    assert files.household(place)["couple"] is True
    assert ("old_age_minimum", "cnav", "NONE", "caf", "ASPA") in files.conflicts(place)
    assert set(files.benefits(place)) == {"aspa"}


@town.residents(
    ("lines", "pension", "aside"),
    [
        ([{}, {}], 400, set()),
        ([{}, {"own_pension_eur_month": 500 * EURO}], 500, {("pension_eur_month", "500.00", "400.00")}),
        ([{"own_pension_eur_month": 500 * EURO, "effective_date": date(2013, 1, 1)}, {}], 500,
         {("pension_eur_month", "500.00", "400.00")}),
        ([{}, {"own_pension_eur_month": 500 * EURO, **LATER}], 400, set()),
        ([{"minimum_kind": "ASPA", "minimum_eur_month": 9 * EURO}, {}], 400,
         {("minimum_kind", "NONE", "ASPA"), ("minimum_eur_month", "0.00", "9.00")}),
        ([{"marital_status": "M"}, {}], 400, {("couple", "false", "true")}),
    ],
    ids=["the same", "the last sent", "the last begun", "the next one", "a minimum", "marital status"],
)  # fmt: skip
def test_two_pension_lines_are_one_pension_and_a_conflict(
    files: Files, lines: list[dict[str, Any]], pension: int, aside: set[tuple[str, str, str]]
) -> Iterator[None]:
    for line in lines:
        place = files.add("pensions", **line)
    yield
    assert files.situation(place)["pension_eur_month"] == pension == files.household(place)["pensions_eur_month"]
    assert files.conflicts(place) == {(fact, "cnav", kept, "cnav", value) for fact, kept, value in aside}


@town.resident
def test_two_registrations_of_one_person_that_disagree(files: Files) -> Iterator[None]:
    files.add("registrations", marital_status="M", children=3, commune_code="77186")
    place = files.add("registrations", registered_on=date(2014, 2, 1))
    yield
    assert (files.household(place)["couple"], files.household(place)["children"]) == (False, 0)
    assert files.conflicts(place) == {
        (fact, "pole_emploi", kept, "pole_emploi", value)
        for fact, kept, value in (("couple", "false", "true"), ("children", "0", "3"),
                                  ("commune_code", "77186", "44109"))
    }  # fmt: skip


@town.resident
def test_two_lines_of_one_dossier_that_disagree(files: Files) -> Iterator[None]:
    files.add("caf_dossiers", children=1)
    files.add("caf_dossiers", children=2, family_situation="2")
    place = files.add("caf_persons")
    yield
    assert files.conflicts(place) == {
        ("children", "caf", "1", "caf", "2"), ("couple", "caf", "false", "caf", "true"),
    }  # fmt: skip


@town.resident
def test_a_value_that_two_lines_set_aside_is_told_once(files: Files) -> Iterator[None]:
    files.add("caf_dossiers", children=1)
    place = files.add("caf_persons")
    files.add("registrations", children=2)
    files.add("registrations", children=2, registered_on=date(2014, 2, 1))
    yield
    assert files.conflicts(place) == {("children", "caf", "1", "pole_emploi", "2")}


@town.resident
def test_an_amount_of_a_minimum_without_its_kind_is_no_income_of_any(files: Files) -> Iterator[None]:
    place = files.add("pensions", minimum_eur_month=9 * EURO)
    yield
    assert set(files.incomes(place)) == {("2014-05", "own_pension")}


@town.resident
def test_what_a_child_of_a_dossier_says_twice_is_no_fact_of_the_household(files: Files) -> Iterator[None]:
    files.add("caf_dossiers", children=1)
    place = files.add("caf_persons", role="ENF")
    files.add("registrations", children=2)
    files.add("registrations", children=3, registered_on=date(2014, 2, 1))
    yield
    assert files.situation(place)["role"] == "child"
    assert files.conflicts(place) == set()
