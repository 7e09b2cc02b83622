"""People: a fact that no file gives is missing, never zero; absence from a file that came is a fact."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from data_contracts.received import SOURCES
from tests.linkage.conftest import Files
from tests.linkage.situations.dossiers import in_caf, quarter
from tests.linkage.town import Town

town = Town()

OTHER_NIR = "2800144109002"
FACTS_OF = {
    "pole_emploi": ("jobseeker", "jobseeker_category", "allowance_kind", "daily_allowance_eur_day"),
    "cnav": ("pensioner", "pension_eur_month", "minimum_kind", "minimum_eur_month"),
    "cnam": ("health_cover",),
    "caf": ("rsa_state", "rsa_eur_month", "housing_benefit_eur_month"),
}
ABSENT = {
    "jobseeker": False, "jobseeker_category": None, "allowance_kind": "NONE", "daily_allowance_eur_day": 0,
    "pensioner": False, "pension_eur_month": 0, "minimum_kind": "NONE", "minimum_eur_month": 0, "health_cover": "NONE",
    "rsa_state": "none", "rsa_eur_month": 0, "housing_benefit_eur_month": 0,
}  # fmt: skip


@pytest.mark.parametrize("source", FACTS_OF)
def test_the_facts_of_a_source_that_did_not_deliver_are_missing(source: str) -> None:
    files = Files(delivered=set(SOURCES) - {source})
    place = files.add("pensions" if source == "pole_emploi" else "registrations")
    known = {**files.household(place), **files.situation(place)}
    assert {name: known[name] for name in FACTS_OF[source]} == dict.fromkeys(FACTS_OF[source])


@town.residents("source", FACTS_OF)
def test_absence_from_a_file_that_was_delivered_is_a_fact(files: Files, source: str) -> Iterator[None]:
    place = files.add("pensions" if source == "pole_emploi" else "registrations", **_uncategorised(source))
    yield
    known = {**files.household(place), **files.situation(place)}
    assert {name: known[name] for name in FACTS_OF[source]} == {name: ABSENT[name] for name in FACTS_OF[source]}


def _uncategorised(source: str) -> dict[str, Any]:
    return {} if source == "pole_emploi" else {"category": None}


@town.residents(
    ("spell", "paid"),
    [
        ({"start_date": date(2014, 5, 31), "end_date": date(2014, 5, 31)}, 12),
        ({"end_date": date(2014, 5, 30)}, 0),
        ({"start_date": date(2014, 6, 1)}, 0),
        ({"payment_code": "4"}, 12),
        ({"payment_code": "2"}, 0),
        ({"payment_code": "3"}, 0),
        ({"agency_id": "7654321B002"}, 0),
    ],
)
def test_an_allowance_is_the_spell_that_covers_the_last_day(
    files: Files, spell: dict[str, Any], paid: int
) -> Iterator[None]:
    place = files.add("registrations")
    files.add("unemployment_payments", **spell)
    yield
    person = files.situation(place)
    assert (person["daily_allowance_eur_day"], person["allowance_kind"]) == (paid, "ARE" if paid else "NONE")


@town.resident
def test_of_two_spells_the_later_one_counts(files: Files) -> Iterator[None]:
    place = files.add("registrations")
    later = {"start_date": date(2014, 5, 1), "daily_gross_eur_day": Decimal(20), "allowance_code": "25"}
    files.add("unemployment_payments", **later)
    files.add("unemployment_payments")
    yield
    person = files.situation(place)
    assert (person["daily_allowance_eur_day"], person["allowance_kind"]) == (20, "ASS")


@town.residents(("code", "kind"), [("01", "ARE"), ("AC", "ARE"), ("25", "ASS"), ("BD", "ASS"), ("73", "OTHER")])
def test_allowances_are_named_by_their_code(files: Files, code: str, kind: str) -> Iterator[None]:
    place = files.add("registrations")
    files.add("unemployment_payments", allowance_code=code)
    yield
    assert files.situation(place)["allowance_kind"] == kind


@town.residents(
    ("cover", "held"),
    [
        ({}, "ACS"),
        ({"end_date": date(2014, 5, 31)}, "ACS"),
        ({"end_date": date(2014, 5, 30)}, "NONE"),
        ({"start_date": date(2014, 6, 1)}, "NONE"),
    ],
)
def test_a_health_cover_is_the_one_of_the_last_day(files: Files, cover: dict[str, Any], held: str) -> Iterator[None]:
    place = files.add("pensions")
    files.add("health_covers", **cover)
    yield
    assert files.situation(place)["health_cover"] == held


def test_repeated_lines_count_once() -> None:
    once, twice = Files(), Files()
    for files, copies in ((once, 1), (twice, 2)):
        for _ in range(copies):
            in_caf(files, family_situation="2", children=2, **quarter(earnings=100, unemployment=50, total=600))
            files.add("registrations")
            files.add("unemployment_payments")
            files.add("pensions")
            files.add("health_covers")
    assert once.situations == twice.situations
    assert [len(rows) for rows in twice.situations[:2]] == [1, 1]


@town.residents(
    ("commune", "department", "density"),
    [("44109", "44", 1), ("77186", "77", 4), ("44999", "44", None), ("2A004", "2A", None), ("97411", "974", None),
     (None, None, None)],
)  # fmt: skip
def test_where_a_person_lives(
    files: Files, commune: str | None, department: str | None, density: int | None
) -> Iterator[None]:
    place = files.add("registrations", commune_code=commune)
    yield
    person = files.situation(place)
    assert (person["department"], person["density_level"]) == (department, density)
    assert person["territory"] == {1: "urban", 4: "intermediate", None: None}[density]


@town.residents(("of_the_caf", "believed"), [("77186", "77186"), (None, "44109")])
def test_the_commune_of_the_caf_is_believed_first_and_a_missing_one_gives_way(
    files: Files, of_the_caf: str | None, believed: str
) -> Iterator[None]:
    place = files.add("registrations", commune_code="44109")
    in_caf(files, commune_code=of_the_caf)
    yield
    assert files.situation(place)["commune_code"] == believed


@town.residents(
    ("records", "tier"),
    [(({}, {}), "certain"), (({}, {"nir": None}), "probable"), (({},), "alone"), (({"nir": None},), "alone")],
)
def test_a_person_is_as_sure_as_their_weakest_match(
    files: Files, records: tuple[dict[str, Any], ...], tier: str
) -> Iterator[None]:
    places = [files.add(name, **said) for name, said in zip(("registrations", "caf_persons"), records, strict=False)]
    yield
    assert files.situation(places[0])["tier"] == tier
    assert set(files.situation(places[0])["sources"]) == {place.dataset for place in places}


@town.resident
def test_homonyms_objectors_and_the_deceased_are_marked(files: Files) -> Iterator[None]:
    place, other = files.add("registrations"), files.add("caf_persons", nir=OTHER_NIR)
    files.add("objections")
    yield
    assert files.situation(place)["homonym"] is files.situation(other)["homonym"] is True
    assert files.situation(place)["objected"] is True
    assert files.situation(place)["deceased"] is False
