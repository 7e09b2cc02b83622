"""Whom to believe: for every fact, each source against each one after it; what is set aside is kept beside."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from typing import Any

from data_contracts.described import HouseholdSituation, PersonSituation
from data_contracts.facts import PRECEDENCE, FactConflict
from tests.linkage.conftest import Files, Place
from tests.linkage.town import Town


class CertainTown(Town):
    """What is said of a resident is said of one person, however it differs: who is who is another stage's business."""

    @cached_property
    def person_records(self) -> list[dict[str, Any]]:
        def certain(row: dict[str, Any]) -> dict[str, Any]:
            resident = self.resident_of[row["record_no"]]
            return {**row, "person_no": least[resident], "person_id": f"{resident:020}", "tier": "certain"}

        rows = super().person_records
        least = {self.resident_of[no]: no for no in sorted((row["record_no"] for row in rows), reverse=True)}
        return [certain(row) for row in rows]


town = CertainTown()

EURO = Decimal(1)
QUARTER = {f"unemployment_{ago}_eur_month": 100 * EURO for ago in (1, 2, 3)}

# fact -> source -> what its files say, and how that stands in the situation: two sources never say the same here
SAID: dict[str, dict[str, tuple[dict[str, dict[str, Any]], Any, str]]] = {
    "sex": {
        "caf": ({"caf_dossiers": {}, "caf_persons": {"sex": "2"}}, "2", "2"),
        "cnav": ({"pensions": {"sex": "1"}}, "1", "1"),
        "pole_emploi": ({"registrations": {"sex": "2"}}, "2", "2"),
    },
    "birth_month": {
        "caf": ({"caf_dossiers": {}, "caf_persons": {"birth_date": date(1980, 1, 15)}}, date(1980, 1, 1), "1980-01"),
        "cnav": ({"pensions": {"birth_date": date(1980, 2, 15)}}, date(1980, 2, 1), "1980-02"),
        "pole_emploi": ({"registrations": {"birth_date": date(1980, 3, 15)}}, date(1980, 3, 1), "1980-03"),
        "cnam": ({"health_covers": {"birth_date": date(1980, 4, 15)}}, date(1980, 4, 1), "1980-04"),
    },
    "commune_code": {
        "caf": ({"caf_dossiers": {"commune_code": "77186"}, "caf_persons": {}}, "77186", "77186"),
        "cnav": ({"pensions": {"commune_code": "44109"}}, "44109", "44109"),
        "pole_emploi": ({"registrations": {"commune_code": "44999"}}, "44999", "44999"),
    },
    "couple": {
        "caf": ({"caf_dossiers": {"family_situation": "2"}, "caf_persons": {}}, True, "true"),
        "pole_emploi": ({"registrations": {"marital_status": "C"}}, False, "false"),
        "cnav": ({"pensions": {"marital_status": "M"}}, True, "true"),
    },
    "children": {
        "caf": ({"caf_dossiers": {"children": 1}, "caf_persons": {}}, 1, "1"),
        "pole_emploi": ({"registrations": {"children": 2}}, 2, "2"),
    },
    "unemployment": {
        "caf": ({"caf_dossiers": QUARTER, "caf_persons": {}}, 100 * EURO, "100.00"),
        # 12 EUR a day from February to April, 89 days
        "pole_emploi": ({"registrations": {}, "unemployment_payments": {}}, None, "356.00"),
    },
    "old_age_minimum": {
        "cnav": ({"pensions": {"minimum_kind": "ASPA", "minimum_eur_month": 100 * EURO}}, "aspa", "ASPA"),
        "caf": ({"caf_dossiers": {"pension_kind": "2"}, "caf_persons": {}}, "asi", "ASI"),
    },
    "pension_eur_month": {"cnav": ({"pensions": {}}, 400 * EURO, "400.00")},
    "minimum_kind": {"cnav": ({"pensions": {"minimum_kind": "AS"}}, "AS", "AS")},
    "minimum_eur_month": {"cnav": ({"pensions": {"minimum_eur_month": 9 * EURO}}, 9 * EURO, "9.00")},
}  # fmt: skip
NOT_SAID = {("sex", "cnam"), ("commune_code", "cnam")}
"""The layouts of the health insurance have neither."""


def test_every_source_of_every_fact_is_tried() -> None:
    declared = {(fact, source) for fact, precedence in PRECEDENCE.items() for source in precedence.sources}
    assert {(fact, source) for fact, said in SAID.items() for source in said} == declared - NOT_SAID


PAIRS = [
    (fact, first, second)
    for fact, precedence in PRECEDENCE.items()
    for first, second in combinations([source for source in precedence.sources if source in SAID[fact]], 2)
]


@town.residents(("fact", "first", "second"), PAIRS)
def test_the_first_source_is_believed_and_the_other_kept_beside(
    files: Files, fact: str, first: str, second: str
) -> Iterator[None]:
    _say(files, fact, second)
    place = _say(files, fact, first)
    yield
    assert _kept(files, place, fact) == SAID[fact][first][1]
    written = {source: SAID[fact][source][2] for source in (first, second)}
    differ = written[first] != written[second]
    expected = {(fact, first, written[first], second, written[second])} if differ else set()
    assert {row for row in files.conflicts(place) if row[0] == fact} == expected


@town.residents(("fact", "source"), [(fact, source) for fact, said in SAID.items() for source in said])
def test_a_source_alone_is_believed_and_contradicts_nobody(files: Files, fact: str, source: str) -> Iterator[None]:
    place = _say(files, fact, source)
    yield
    value = SAID[fact][source][1]
    if value is not None:
        assert _kept(files, place, fact) == value
    assert {row for row in files.conflicts(place) if row[0] == fact} == set()


@town.resident
def test_what_the_caf_does_not_know_gives_way(files: Files) -> Iterator[None]:
    files.add("caf_dossiers", family_situation="0", **dict.fromkeys(QUARTER))
    place = files.add("caf_persons")
    files.add("registrations", marital_status="M")
    files.add("unemployment_payments")
    yield
    household = files.household(place)
    assert (household["couple"], household["replacement_eur_month"]) == (True, 356)
    assert not {"couple", "unemployment"} & {row[0] for row in files.conflicts(place)}


@town.resident
def test_the_cnav_contradicts_the_caf_too(files: Files) -> Iterator[None]:
    files.add("caf_dossiers", family_situation="1")
    place = files.add("caf_persons")
    files.add("pensions", marital_status="M")
    yield
    assert files.household(place)["couple"] is False
    assert ("couple", "caf", "false", "cnav", "true") in files.conflicts(place)


@town.resident
def test_a_known_month_of_birth_comes_before_an_unknown_one(files: Files) -> Iterator[None]:
    files.add("caf_dossiers")
    files.add("caf_persons", birth_date=date(1980, 1, 1), birth_precision="year")
    place = files.add("registrations", birth_date=date(1980, 3, 15))
    yield
    assert files.situation(place)["birth_month"] == date(1980, 3, 1)
    assert files.conflicts(place) == set()


@town.resident
def test_of_three_sources_each_that_differs_is_kept(files: Files) -> Iterator[None]:
    for source in ("pole_emploi", "cnav", "caf"):
        place = _say(files, "commune_code", source)
    yield
    assert {row[1:] for row in files.conflicts(place) if row[0] == "commune_code"} == {
        ("caf", "77186", "cnav", "44109"), ("caf", "77186", "pole_emploi", "44999"),
    }  # fmt: skip


@town.residents(("stated", "conflict"), [(356, False), (310, False), (300, True), (0, True), (420, True)])
def test_amounts_gross_and_net_say_the_same_within_a_tolerance(
    files: Files, stated: int, conflict: bool
) -> Iterator[None]:
    files.add("caf_dossiers", **dict.fromkeys(QUARTER, stated * EURO))
    files.add("caf_persons")
    place = files.add("registrations")
    files.add("unemployment_payments")
    yield
    assert ("unemployment" in {row[0] for row in files.conflicts(place)}) is conflict


def test_the_dictionary_publishes_the_order_and_its_reason() -> None:
    (fact,) = (column for column in FactConflict.columns() if column.name == "fact")
    for name, precedence in PRECEDENCE.items():
        assert precedence.reason in fact.codes[name]
    assert "on croit CAF, puis Pôle emploi, puis CNAV" in fact.codes["couple"]


def test_facts_are_columns_of_a_situation_or_a_benefit() -> None:
    known = {*PersonSituation.column_names(), *HouseholdSituation.column_names()}
    assert set(PRECEDENCE) - known == {"unemployment", "old_age_minimum"}


def _say(files: Files, fact: str, source: str) -> Place:
    """Write what a source says of a fact; the place of the line that bears the person."""
    places = [files.add(dataset, **said) for dataset, said in SAID[fact][source][0].items()]
    return next(place for place in reversed(places) if place.dataset in
                ("caf_persons", "pensions", "registrations", "health_covers"))  # fmt: skip


def _kept(files: Files, place: Place, fact: str) -> Any:
    if fact == "old_age_minimum":
        (benefit,) = {"aspa", "as", "asi"} & set(files.benefits(place))
        return benefit
    if fact == "unemployment":
        return files.household(place)["replacement_eur_month"]
    return {**files.household(place), **files.situation(place)}[fact]
