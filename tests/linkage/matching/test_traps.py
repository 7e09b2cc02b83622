"""The traps of matching people, a named test each: what must never be joined, what must be whatever it looks like."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_contracts.received import DATASETS
from linkage.matching.agreement import OTHER_SEX_AND_YEAR, TWO_RANKS
from linkage.matching.clusters import find_clusters
from linkage.matching.decisions import fingerprints
from tests.linkage.conftest import DATABASE, NIR, Files, Place

HER_TWIN = "2800144109002"
BORN_IN_JANUARY = date(1980, 1, 3)
FOYER = {"caf_code": "441", "dossier_number": "00000001"}
OTHER_FOYER = {"caf_code": "441", "dossier_number": "00000002"}


def people(files: Files, decisions: Iterable[tuple[Place, Place, bool]] = ()) -> set[frozenset[Place]]:
    """The records person by person, given what clerks decided."""
    con = DATABASE.cursor()
    records = files._table(con, "records")
    named = dict(fingerprints(con, records).fetchall())
    numbers = {place: row["record_no"] for place, row in files.records.items()}
    con.execute("CREATE TEMP TABLE told (fingerprint_l VARCHAR, fingerprint_r VARCHAR, same BOOLEAN)")
    for one, other, same in decisions:
        con.execute("INSERT INTO told VALUES (?, ?, ?)", [named[numbers[one]], named[numbers[other]], same])
    groups: dict[int, set[Place]] = {}
    places = {number: place for place, number in numbers.items()}
    for record_no, person_no, _ in find_clusters(con, records, decisions=con.table("told")).clusters.fetchall():
        groups.setdefault(person_no, set()).add(places[record_no])
    return {frozenset(group) for group in groups.values()}


def reasons(files: Files) -> dict[frozenset[Place], tuple[str, str]]:
    """Decision and reason of every compared pair."""
    con = DATABASE.cursor()
    places = {row["record_no"]: place for place, row in files.records.items()}
    pairs = find_clusters(con, files._table(con, "records")).pairs
    found = pairs.project("record_no_l, record_no_r, decision, reason").fetchall()
    return {frozenset([places[one], places[other]]): (decision, reason) for one, other, decision, reason in found}


def test_dependants_on_the_policyholders_nir() -> None:
    files = Files()
    mother = [files.add("caf_persons", **FOYER), files.add("registrations")]
    son = files.add("caf_persons", **FOYER, role="ENF", first_name="PAUL", sex="1", birth_date=date(2008, 6, 2))
    daughter = files.add("caf_persons", **FOYER, role="ENF", first_name="LOUISE", birth_date=date(2010, 1, 9))
    assert files.together() == {frozenset(mother), frozenset([son]), frozenset([daughter])}


def test_a_couple_sharing_a_number() -> None:
    files = Files()
    hers = [files.add("caf_persons", **FOYER), files.add("pensions")]
    his = files.add("registrations", first_name="PIERRE", sex="1", birth_date=date(1978, 5, 4))
    assert files.together() == {frozenset(hers), frozenset([his])}


def test_a_couple_sharing_a_number_that_fits_both() -> None:
    files = Files()
    hers = [files.add("caf_persons", **FOYER), files.add("pensions")]
    other = files.add("caf_persons", **FOYER, role="CJT", first_name="SYLVIE", birth_date=date(1980, 1, 28))
    assert files.together() == {frozenset(hers), frozenset([other])}
    assert files.tier(hers[1]) == "certain", "whom the number fits in two files keeps it"


def test_twins() -> None:
    files = Files()
    lea = [
        files.add("caf_persons", **FOYER, role="ENF", first_name="LEA"),
        files.add("health_covers", first_name="LEA"),
    ]
    lena = [
        files.add("caf_persons", **FOYER, role="ENF", first_name="LENA", nir=None),
        files.add("health_covers", first_name="LENA", nir=HER_TWIN),
    ]
    assert files.together() == {frozenset(lea), frozenset(lena)}


def test_a_twin_under_the_number_of_the_other() -> None:
    files = Files()
    lea = [
        files.add("caf_persons", **FOYER, role="ENF", first_name="LEA"),
        files.add("health_covers", first_name="LEA"),
    ]
    spoiled = files.add("caf_persons", **FOYER, role="ENF", first_name="LENA")
    lena = files.add("health_covers", first_name="LENA", nir=HER_TWIN)
    assert files.together() == {frozenset(lea), frozenset([spoiled]), frozenset([lena])}
    assert reasons(files)[frozenset([spoiled, lena])] == ("review", "contested_nir")


def test_same_name_and_birth_date_in_two_communes() -> None:
    files = Files()
    places = [files.add("registrations", nir=None), files.add("pensions", nir=None, commune_code="77186")]
    assert len(files.together()) == 2
    assert reasons(files)[frozenset(places)] == ("review", "score")


@pytest.mark.parametrize("nir", [NIR, None], ids=["with a NIR", "without"])
def test_a_married_name_in_one_file(nir: str | None) -> None:
    files = Files()
    places = [
        files.add("caf_persons", used_name="MARTIN", birth_name="DUPONT"),
        files.add("registrations", last_name="DUPONT", nir=nir),
    ]
    assert files.together() == {frozenset(places)}
    assert files.tier(places[1]) == ("certain" if nir else "probable")


@pytest.mark.parametrize("nir", [NIR, None], ids=["with a NIR", "without"])
def test_a_compound_name_cut_in_another_file(nir: str | None) -> None:
    files = Files()
    places = [files.add("pensions", first_name="MARIE-CLAIRE"), files.add("registrations", first_name="MARIE", nir=nir)]
    assert files.together() == {frozenset(places)}
    assert files.tier(places[1]) == ("certain" if nir else "probable")


def test_a_day_forced_to_15_in_the_file_that_forces_days() -> None:
    files = Files()
    places = [files.add("registrations"), files.add("caf_persons", birth_date=BORN_IN_JANUARY)]
    assert files.together() == {frozenset(places)}
    assert files.tier(places[0]) == "certain"
    files.add("pensions", birth_date=date(1980, 1, 16))
    files.rows["registrations"].clear()
    assert len(people(_again(files))) == 2, "elsewhere the 15th is a day like another"


@pytest.mark.parametrize(
    ("nir", "born"),
    [
        ("2802544109001", date(1980, 1, 15)),
        ("280012A004001", date(1980, 1, 15)),
        ("280012B03300148", date(1980, 1, 15)),
        ("2800199352001", date(1980, 1, 15)),
        ("2550191352001", date(1955, 1, 15)),
    ],
    ids=["month 20-30", "Corsica", "Corsica, with its key", "born abroad", "born in Algeria before 1962"],
)
def test_an_unusual_nir_is_a_nir(nir: str, born: date) -> None:
    files = Files()
    places = [files.add("caf_persons", nir=nir, birth_date=born), files.add("pensions", nir=nir, birth_date=born)]
    assert files.together() == {frozenset(places)}
    assert {files.tier(place) for place in places} == {"certain"}


def test_a_provisional_nir_proves_nothing() -> None:
    files = Files()
    files.add("caf_persons", nir="7100144109001")
    files.add("pensions", nir="7100144109001", birth_name="PETIT", used_name=None, first_name="MARIE")
    assert len(files.together()) == 2


@pytest.mark.parametrize("nir", [NIR, None], ids=["with a NIR", "without"])
def test_one_person_in_two_dossiers(nir: str | None) -> None:
    files = Files()
    places = [
        files.add("caf_persons", **FOYER, role="CJT"),
        files.add("caf_persons", **OTHER_FOYER, nir=nir),
        files.add("registrations"),
    ]
    assert files.together() == {frozenset(places)}


def test_a_clerk_says_two_people_against_the_nir() -> None:
    files = Files()
    one, other, third = files.add("caf_persons"), files.add("pensions"), files.add("registrations")
    assert people(files) == {frozenset([one, other, third])}
    decided = people(files, [(one, other, False)])
    assert not any({one, other} <= person for person in decided)


@pytest.mark.parametrize("nir", [NIR, None], ids=["of a NIR", "of none"])
def test_a_clerk_who_parts_two_loses_nobody_else(nir: str | None) -> None:
    files = Files()
    one, other = files.add("caf_persons"), files.add("pensions", nir=nir)
    bystanders = [
        files.add("registrations", nir=HER_TWIN, first_name="LUCIE"),
        files.add("pensions", nir=HER_TWIN, first_name="LUCIE"),
        files.add("health_covers", nir=None, first_name="ANNE"),
    ]
    decided = people(files, [(one, other, False)])
    assert set().union(*decided) == {one, other, *bystanders}
    assert frozenset(bystanders[:2]) in decided
    assert not any({one, other} <= person for person in decided)


SPOILED = {
    "usable": "2050344109001",
    "wrong key": "205034410900100",
    "cut": "205034410900",
    "a filler": "0000000000000",
    "one digit": "1",
}


@pytest.mark.parametrize("nir", SPOILED.values(), ids=SPOILED)
def test_two_children_of_one_birth_on_one_number_are_two_whatever_the_number(nir: str) -> None:
    files = Files()
    born = {"birth_date": date(2005, 3, 3), "nir": nir}
    louise = files.add("caf_persons", role="ENF", first_name="LOUISE", **born)
    alice = files.add("health_covers", first_name="ALICE", **born)
    assert files.together() == {frozenset([louise]), frozenset([alice])}


@pytest.mark.parametrize("nir", ["0000000000000", "9999999999999", "1"])
def test_a_filler_is_nobodys_number(nir: str) -> None:
    with_it, without = Files(), Files()
    for files, number in ((with_it, nir), (without, None)):
        files.add("pensions", nir=number)
        files.add("registrations", nir=number, commune_code="77186")
    assert with_it.together() == without.together()
    assert set(reasons(with_it).values()) == set(reasons(without).values())


def test_a_number_that_many_bear_is_nobodys_and_costs_little() -> None:
    files = Files()
    for number in range(300):
        files.add("pensions", nir="280014410900X", birth_name=f"NOM{number}", used_name=None,
                  birth_date=date(1940, 1, 1) + timedelta(number))  # fmt: skip
    con = DATABASE.cursor()
    linkage = find_clusters(con, files._table(con, "records"))
    assert linkage.pairs.fetchall() == []
    assert len(files.together()) == 300


def test_a_birth_that_many_share_is_not_compared_all_with_all() -> None:
    files = Files()
    for number in range(200):
        files.add("pensions", nir=None, birth_name=f"{chr(65 + number % 26)}NOM{number}", used_name=None,
                  first_name=f"{chr(65 + number // 26)}PRENOM")  # fmt: skip
    con = DATABASE.cursor()
    assert len(find_clusters(con, files._table(con, "records")).pairs.fetchall()) < 200 * 100 / 2


@pytest.mark.parametrize(
    ("first", "other", "sex"),
    [("MARIE", "MARINE", "2"), ("MARIE", "MARIN", "1")],
    ids=["sisters", "mixed"],
)
def test_a_twin_of_nearly_the_same_first_name_is_not_taken_for_the_other(first: str, other: str, sex: str) -> None:
    files = Files()
    nir = f"{sex}800144109002"
    hers = files.add("caf_persons", **FOYER, role="ENF", first_name=first)
    theirs = files.add("caf_persons", **FOYER, role="ENF", first_name=other, nir=nir, sex=sex)
    spoiled = files.add("health_covers", first_name=other)
    assert not any({hers, spoiled} <= person for person in files.together())
    assert not any({hers, theirs} <= person for person in files.together())


def test_a_first_name_with_a_slip_is_the_same_persons_where_nobody_bears_it() -> None:
    files = Files()
    places = [files.add("caf_persons", first_name="MARIE"), files.add("pensions", first_name="MARINE")]
    assert files.together() == {frozenset(places)}
    assert files.tier(places[0]) == "certain"


def test_a_group_is_judged_by_records_that_nothing_was_compared_with() -> None:
    """Two ranks of one dossier, the first of which is held to the third record by the NIR alone."""
    files = Files()
    holder = files.add("caf_persons", **FOYER, first_name="MARIE", used_name="DURAND", birth_name=None,
                       birth_date=date(1980, 1, 1), birth_precision="month")  # fmt: skip
    jobseeker = files.add("registrations", first_name="MARIE CLAIRE", last_name="MARTIN")
    spouse = files.add("caf_persons", **FOYER, role="CJT", first_name="MARIE CLAIRE", used_name="MARTIN",
                       birth_name=None, nir=None)  # fmt: skip
    assert not any({holder, spouse} <= person for person in files.together())
    assert any({holder, jobseeker} <= person for person in files.together())


def test_a_clerk_says_one_person_against_two_nirs() -> None:
    files = Files()
    one, other = files.add("caf_persons"), files.add("pensions", nir=HER_TWIN)
    third = files.add("registrations", nir=HER_TWIN)
    assert len(people(files)) == 2
    assert people(files, [(one, other, True)]) == {frozenset([one, other, third])}


def test_a_clerk_says_two_people_against_the_score_and_it_holds_next_month() -> None:
    files, next_month = Files(), Files()
    one, other = files.add("caf_persons", **FOYER), files.add("pensions", nir=None)
    assert people(files) == {frozenset([one, other])}
    assert len(people(files, [(one, other, False)])) == 2
    next_month.add("pensions", nir=None, birth_name="PETIT", first_name="ANNE")
    moved = [next_month.add("caf_persons", **FOYER), next_month.add("pensions", nir=None, commune_code="77186")]
    assert _fingerprints(files, one, other) == _fingerprints(next_month, *moved)


LINES = st.lists(
    st.fixed_dictionaries({
        "dataset": st.sampled_from(["registrations", "caf_persons", "pensions", "health_covers"]),
        "nir": st.sampled_from([NIR, HER_TWIN, "1800144109001", NIR[:12], NIR + "00", "0000000000000", None]),
        "first_name": st.sampled_from(["JEANNE", "JEANNE MARIE", "JEAN", "JEANNA", "-"]),
        "commune_code": st.sampled_from(["44109", "77186", None]),
        "birth_date": st.sampled_from([date(1980, 1, 15), date(1980, 1, 3), date(1981, 1, 15)]),
        "sex": st.sampled_from(["1", "2"]),
        "dossier_number": st.sampled_from(["00000001", "00000002"]),
    }),
    max_size=8,
)  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LINES)
def test_no_person_ever_holds_two_who_cannot_be_one(lines: list[dict[str, Any]]) -> None:
    files = Files()
    for line in lines:
        columns = DATASETS[line["dataset"]].column_names()
        files.add(line["dataset"], **{name: value for name, value in line.items() if name in columns})
    con = DATABASE.cursor()
    clusters = find_clusters(con, files._table(con, "records")).clusters
    clusters.create_view("clusters")
    wrong = con.execute(f"""
        WITH known AS (SELECT * FROM records JOIN clusters USING (record_no))
        SELECT count(*) FROM known l JOIN known r USING (person_no)
        WHERE l.record_no < r.record_no AND (
            ({OTHER_SEX_AND_YEAR}) OR {TWO_RANKS}
            OR (l.tier <> 'probable' AND r.tier <> 'probable' AND l.nir_state = 'usable' AND r.nir_state = 'usable'
                AND l.nir <> r.nir))
    """).fetchone()
    assert wrong == (0,)


def _fingerprints(files: Files, *places: Place) -> list[str]:
    con = DATABASE.cursor()
    named = dict(fingerprints(con, files._table(con, "records")).fetchall())
    return [named[files.records[place]["record_no"]] for place in places]


def _again(files: Files) -> Files:
    """The same files, of which nothing is known yet."""
    again = Files()
    again.rows = {dataset: list(rows) for dataset, rows in files.rows.items()}
    return again
