"""The same person keeps the same name from month to month, and nobody is given another's."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_contracts.received import DATASETS
from tests.linkage.conftest import NIR, Files

CORRECTED = "2800144109002"
HIS = {"first_name": "PIERRE", "sex": "1", "birth_date": date(1978, 5, 4)}
HIS_NIR = "1780544109001"


def month_after(files: Files, **more: Any) -> Files:
    return Files(previous=files, **more)


def test_the_same_files_again_name_the_same_people() -> None:
    files = Files()
    for dataset in ("registrations", "caf_persons"):
        files.add(dataset)
    files.add("pensions", nir=None, birth_name="PETIT", used_name=None, first_name="ANNE")
    again = month_after(files)
    again.rows = files.rows
    assert {row["record_no"]: row["person_id"] for row in again.person_records} == {
        row["record_no"]: row["person_id"] for row in files.person_records
    }


def test_a_nir_corrected_between_two_months() -> None:
    """The agency's number, the birth and the first name are the same; in the month after, the new NIR is enough."""
    first = Files()
    known = first.add("registrations")
    second = month_after(first)
    corrected = second.add("registrations", nir=CORRECTED)
    third = month_after(second)
    later = third.add("pensions", nir=CORRECTED)
    assert first.person(known) == second.person(corrected) == third.person(later)
    assert _named_anew("pensions", nir=CORRECTED) != third.person(later)


@pytest.mark.parametrize(
    "said",
    [
        {"nir": CORRECTED, "agency_id": "7654321B009"},
        {"nir": None},
        {"first_name": "JEANNNE"},
        {"birth_date": date(1980, 1, 1), "birth_precision": "month"},
        {"last_name": "MARTIN"},
    ],
    ids=["another NIR and registration", "no NIR", "a slip in the first name", "day unknown", "another name"],
)
def test_a_person_keeps_the_name_through_a_correction(said: dict[str, Any]) -> None:
    first = Files()
    known = first.add("registrations")
    second = month_after(first)
    assert second.person(second.add("registrations", **said)) == first.person(known)
    back = month_after(second)
    assert back.person(back.add("registrations")) == first.person(known)


def test_whoever_bore_the_number_of_a_spouse_does_not_leave_their_name_to_the_spouse() -> None:
    first = Files()
    him = first.add("registrations", nir=HIS_NIR, **HIS)
    second = month_after(first)
    her = second.add("registrations", nir=HIS_NIR, first_name="PIERRETTE", sex="1", birth_date=date(1978, 5, 19))
    him_again = second.add("registrations", nir=None, **HIS)
    assert second.person(him_again) == first.person(him)
    assert second.person(her) != first.person(him)


def test_twins_whose_numbers_are_exchanged_keep_their_own_names() -> None:
    twins = (("MARIE", NIR, "1111111A001"), ("MARINE", CORRECTED, "2222222A001"))
    first = Files()
    before = [first.add("registrations", first_name=name, nir=nir, agency_id=agency) for name, nir, agency in twins]
    second = month_after(first)
    after = [
        second.add("registrations", first_name=name, nir=nir, agency_id=agency)
        for (name, _, agency), (_, nir, _) in zip(twins, reversed(twins), strict=True)
    ]
    assert [first.person(place) for place in before] == [second.person(place) for place in after]


def test_a_number_that_passes_to_others_never_brings_a_former_name_back() -> None:
    files, names = None, []
    for first_name in ("JEANNE", "SYLVIE", "NADINE", "SYLVIE"):
        files = Files(previous=files)
        names.append(files.person(files.add("pensions", first_name=first_name)))
    assert len(set(names)) == 3
    assert names[1] == names[3], "but the same bearer has the same name"


def test_a_person_absent_a_month_comes_back_and_nobody_took_their_name_meanwhile() -> None:
    first = Files()
    known = first.person(first.add("pensions"))
    second = month_after(first)
    second.add("pensions", nir=CORRECTED, first_name="ANNE")
    third = month_after(second)
    other = third.add("pensions", first_name="SYLVIE")
    assert third.person(other) != known
    back = month_after(second)
    assert back.person(back.add("pensions")) == known


def test_a_line_without_nir_nor_commune_keeps_its_name_every_month() -> None:
    files, names = None, set()
    for _ in range(4):
        files = Files(previous=files)
        names.add(files.person(files.add("health_covers", nir=None)))
    assert len(names) == 1


def test_two_who_claim_one_name_are_not_both_given_it() -> None:
    first = Files()
    known = first.add("registrations", nir=None)
    second = month_after(first)
    places = [
        second.add("registrations", nir=NIR),
        second.add("registrations", nir=CORRECTED, agency_id="7654321B009", first_name="JEANNE"),
    ]
    names = [second.person(place) for place in places]
    assert names[0] == first.person(known)
    assert names[1] != names[0]


def test_a_homonym_elsewhere_is_someone_else() -> None:
    first = Files()
    known = first.add("registrations")
    second = month_after(first)
    other = second.add("registrations", nir=CORRECTED, agency_id="7654321B009", commune_code="77186")
    assert second.person(other) != first.person(known)


def test_two_who_were_taken_for_one_do_not_both_keep_the_name() -> None:
    first = Files()
    places = [first.add("registrations"), first.add("pensions", nir=CORRECTED)]
    one, other = first.person_records
    other["person_no"], other["person_id"] = one["person_no"], one["person_id"]  # as a clerk had decided
    second = month_after(first)
    second.rows = first.rows
    names = [second.person(place) for place in places]
    assert len({*names}) == 2
    assert one["person_id"] in names


def test_newcomers_of_whom_files_say_the_same_are_told_apart_month_after_month() -> None:
    """Homonyms without NIR, in one file that gives them no number: one more each month."""
    communes = ["44109", "77186", "44184", "77284"]
    files, names = None, set[str]()
    for month in range(1, len(communes) + 1):
        files = Files(previous=files)
        places = [files.add("pensions", nir=None, commune_code=commune) for commune in communes[:month]]
        now = {files.person(place) for place in places}
        assert len(now) == month
        assert names < now
        names = now


def test_another_key_changes_the_names_of_newcomers_only() -> None:
    """What was stored is renamed when a key is changed; from then on names are carried over, not made again."""
    first = Files()
    known = first.add("registrations")
    second = month_after(first, key=b"another key")
    assert second.person(second.add("registrations")) == first.person(known)


LINES = st.lists(
    st.fixed_dictionaries({
        "dataset": st.sampled_from(["registrations", "caf_persons", "pensions"]),
        "nir": st.sampled_from([NIR, CORRECTED, HIS_NIR, NIR[:12], NIR + "00", None]),
        "first_name": st.sampled_from(["JEANNE", "JEANNE MARIE", "JEANNA", "PIERRE", "-"]),
        "commune_code": st.sampled_from(["44109", "77186", None]),
        "birth_date": st.sampled_from([date(1980, 1, 15), date(1978, 5, 4)]),
        "sex": st.sampled_from(["1", "2"]),
        "agency_id": st.sampled_from(["1234567A001", "7654321B009"]),
        "dossier_number": st.sampled_from(["00000001", "00000002"]),
    }),
    max_size=6,
)  # fmt: skip


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(LINES, min_size=2, max_size=3))
def test_a_name_is_one_persons(months: list[list[dict[str, Any]]]) -> None:
    files = None
    for lines in months:
        files = Files(previous=files)
        for line in lines:
            columns = DATASETS[line["dataset"]].column_names()
            files.add(line["dataset"], **{name: value for name, value in line.items() if name in columns})
        people = {row["person_no"]: row["person_id"] for row in files.person_records}
        assert len(files.person_records) == len(lines)
        assert len(set(people.values())) == len(people)


def _named_anew(dataset: str, **said: Any) -> str:
    files = Files()
    return files.person(files.add(dataset, **said))
