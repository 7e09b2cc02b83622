"""Who is who: by NIR where identities agree, then by the model's weights; homonyms are never one person."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.linkage.conftest import NIR, Files, Place

OTHER_NIR = "2800144109002"
WRONG_KEY = NIR + "00"


def test_the_same_nir_in_three_files_is_one_person_for_certain() -> None:
    files = Files()
    places = [files.add("registrations"), files.add("caf_persons"), files.add("pensions")]
    assert files.together() == {frozenset(places)}
    assert {files.tier(place) for place in places} == {"certain"}


def test_a_record_without_nir_joins_the_only_person_of_that_name_as_probable() -> None:
    files = Files()
    sure = [files.add("registrations"), files.add("caf_persons")]
    found = files.add("pensions", nir=None)
    assert files.together() == {frozenset([*sure, found])}
    assert [files.tier(place) for place in (*sure, found)] == ["certain", "certain", "probable"]


def test_two_records_without_nir_are_one_person_if_names_agree() -> None:
    files = Files()
    places = [files.add("registrations", nir=None), files.add("caf_persons", nir=None)]
    assert files.together() == {frozenset(places)}
    assert {files.tier(place) for place in places} == {"probable"}


def test_homonyms_are_two_people() -> None:
    files = Files()
    one = {files.add("registrations"), files.add("caf_persons")}
    other = {files.add("registrations", nir=OTHER_NIR), files.add("pensions", nir=OTHER_NIR)}
    assert files.together() == {frozenset(one), frozenset(other)}


def test_a_record_without_nir_of_a_homonym_stays_alone() -> None:
    files = Files()
    files.add("registrations")
    files.add("caf_persons", nir=OTHER_NIR)
    nobody = files.add("pensions", nir=None)
    assert frozenset([nobody]) in files.together()
    assert files.tier(nobody) == "alone"


def test_homonyms_by_the_birth_name_of_one_of_them_stay_apart_too() -> None:
    files = Files()
    files.add("registrations", last_name="MARTIN")
    files.add("caf_persons", nir=OTHER_NIR, used_name="PETIT", birth_name="MARTIN")
    nobody = files.add("pensions", nir=None, birth_name="MARTIN", used_name=None)
    assert frozenset([nobody]) in files.together()


@pytest.mark.parametrize(
    ("said", "dataset", "also_said"),
    [
        ({"used_name": "DUPONT", "birth_name": "MARTIN"}, "registrations", {"last_name": "MARTIN"}),
        ({"used_name": "DUPONT", "birth_name": "MARTIN"}, "pensions", {"used_name": None, "birth_name": "MARTIN"}),
        ({"used_name": "MARTIN", "birth_name": None}, "pensions", {"used_name": "DUPONT", "birth_name": "MARTIN"}),
    ],
    ids=["birth name at Pôle emploi", "birth name at the CNAV", "used name at the CAF"],
)
def test_a_birth_name_finds_whoever_uses_another(said: dict[str, Any], dataset: str, also_said: dict[str, Any]) -> None:
    files = Files()
    places = [files.add("caf_persons", **said), files.add(dataset, nir=None, **also_said)]
    assert files.together() == {frozenset(places)}


@pytest.mark.parametrize(
    "nir",
    [WRONG_KEY, "280014410900", "2801244109001", "1800144109001", "7100144109001"],
    ids=["wrong key", "malformed", "another month", "the other sex", "provisional"],
)
def test_a_nir_that_is_not_usable_is_not_used_but_the_name_is(nir: str) -> None:
    files = Files()
    sure, found = files.add("registrations"), files.add("caf_persons", nir=nir)
    assert files.together() == {frozenset([sure, found])}
    assert files.tier(found) == "probable"
    files.add("pensions", nir=nir, birth_name="PETIT", used_name=None, first_name="MARIE")
    assert frozenset([sure, found]) in _again(files).together(), "a NIR nobody trusts joins nobody"


def test_one_nir_and_two_birth_dates_are_two_people() -> None:
    files = Files()
    files.add("pensions")
    files.add("caf_persons", birth_date=date(1980, 1, 16))
    assert len(files.together()) == 2


@pytest.mark.parametrize("precision", ["month", "year"])
def test_an_incomplete_birth_date_is_completed_by_the_nir_and_joins_nobody_without(precision: str) -> None:
    files = Files()
    sure = [files.add("registrations", birth_date=date(1980, 1, 1))]
    sure.append(files.add("caf_persons", birth_date=date(1980, 1, 1), birth_precision=precision))
    alone = files.add("pensions", nir=None, commune_code="77186", birth_date=date(1980, 1, 1), birth_precision="year")
    assert files.together() == {frozenset(sure), frozenset([alone])}
    assert files.tier(sure[1]) == "certain"


def test_a_name_made_of_signs_joins_nobody() -> None:
    files = Files()
    for dataset, name in (("registrations", "last_name"), ("caf_persons", "used_name"), ("health_covers", "last_name")):
        files.add(dataset, nir=None, **{name: "-"})
    assert len(files.together()) == 3


def test_whoever_one_file_knows_is_alone_however_often_it_names_them() -> None:
    files = Files()
    places = [files.add("pensions"), files.add("pensions")]
    assert files.together() == {frozenset(places)}
    assert {files.tier(place) for place in places} == {"alone"}


def test_a_name_that_one_file_repeats_without_nir_may_be_two_people_and_is_not_called_sure() -> None:
    files = Files()
    places = [files.add("pensions", nir=None), files.add("pensions", nir=None)]
    assert files.together() == {frozenset(places)}
    assert {files.tier(place) for place in places} == {"probable"}


def test_a_person_keeps_their_pseudonym_when_other_files_come_and_loses_it_with_the_key() -> None:
    before, after, elsewhere = Files(), Files(), Files(key=b"another key")
    after.add("registrations")
    assert before.person(before.add("pensions")) == after.person(after.add("pensions"))
    assert before.person(Place("pensions", "pensions.csv", 2)) != elsewhere.person(elsewhere.add("pensions"))


LINES = st.lists(
    st.tuples(
        st.sampled_from(["registrations", "caf_persons", "pensions", "health_covers"]),
        st.sampled_from([NIR, OTHER_NIR, WRONG_KEY, None]),
        st.sampled_from(["DUPONT", "MARTIN", "-"]),
        st.sampled_from([None, "MARTIN"]),
        st.sampled_from([date(1980, 1, 15), date(1980, 1, 16)]),
        st.sampled_from(["day", "month"]),
    ),
    max_size=8,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(LINES, st.randoms(use_true_random=False))
def test_every_record_is_one_person_and_the_order_of_lines_changes_nothing(lines: list[Any], draw: Any) -> None:
    files = _of(lines)
    numbers = [row["record_no"] for row in files.person_records]
    assert sorted(numbers) == sorted(record["record_no"] for record in files.records.values())
    assert len(set(numbers)) == len(lines)

    shuffled = _again(files)
    for rows in shuffled.rows.values():
        draw.shuffle(rows)
    assert {_key(row) for row in shuffled.person_records} == {_key(row) for row in files.person_records}


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(LINES)
def test_no_person_ever_holds_two_usable_nirs(lines: list[Any]) -> None:
    files = _of(lines)
    for places in files.together():
        nirs = {files.records[place]["nir"] for place in places if files.records[place]["nir_state"] == "usable"}
        exact = [place for place in places if files.records[place]["birth_precision"] == "day"]
        assert len(nirs) <= 1 or not exact


def _of(lines: list[Any]) -> Files:
    files = Files()
    for dataset, nir, used, birth, born, precision in lines:
        names = {"used_name": used, "birth_name": birth or used}
        if dataset in ("registrations", "health_covers"):
            names = {"last_name": used}
        files.add(dataset, nir=nir, birth_date=born, birth_precision=precision, **names)
    return files


def _again(files: Files) -> Files:
    """The same files, of which nothing is known yet."""
    again = Files()
    again.rows = {dataset: list(rows) for dataset, rows in files.rows.items()}
    return again


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row.items())
