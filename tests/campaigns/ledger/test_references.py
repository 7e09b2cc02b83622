"""References: a wrong character never passes, what is the same to a reader is the same, nobody has another's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.ledger.references import ALPHABET, check, make, make_all

people = st.text("0123456789abcdef", min_size=20, max_size=20)
references = people.map(lambda person: make(1, "rsa", "2014-05", person))


@given(references)
def test_it_reads_back(reference: str) -> None:
    assert check(reference) == reference
    assert len(reference) == 11


@given(references, st.integers(0, 10), st.sampled_from(ALPHABET))
def test_one_wrong_character_never_passes(reference: str, place: int, letter: str) -> None:
    wrong = reference[:place] + letter + reference[place + 1 :]
    if reference[place] not in ("-", letter):
        assert check(wrong) is None


@given(references, st.integers(0, 8), st.integers(0, 8))
def test_two_characters_swapped_never_pass(reference: str, one: int, two: int) -> None:
    letters = list(reference.replace("-", ""))
    letters[one], letters[two] = letters[two], letters[one]
    swapped = "".join(letters)
    assert check(swapped) == (reference if swapped == reference.replace("-", "") else None)


@pytest.mark.parametrize("change", [
    str.lower, lambda text: text.replace("-", ""), lambda text: text.replace("-", " "), lambda text: f"  {text} ",
    lambda text: text.replace("0", "O"), lambda text: text.replace("1", "I"), lambda text: text.replace("1", "l"),
    lambda text: text.replace("-", "–"),
])  # fmt: skip
def test_what_a_reader_takes_for_the_same_is_the_same(change) -> None:  # type: ignore[no-untyped-def]
    for number in range(200):
        reference = make(1, "rsa", "2014-05", f"{number:020x}")
        assert check(change(reference)) == reference


@pytest.mark.parametrize("text", ["", "7K3M-92QX", "7K3M-92QX-CC", "7K3M-92QU-C", "réf", "7K3M-92QX-É"])
def test_what_is_none(text: str) -> None:
    assert check(text) is None


def test_they_are_as_they_were() -> None:
    """Printed letters come back months later: what makes them may not change."""
    assert make(1, "rsa-socle-demandeurs-emploi", "2014-05", "00000000000000000001") == "ZZQZ-BH30-7"


def test_another_release_has_others() -> None:
    person = "00000000000000000001"
    made = {
        make(1, "rsa", "2014-05", person), make(2, "rsa", "2014-05", person), make(1, "aspa", "2014-05", person),
        make(1, "rsa", "2014-06", person), make(1, "rsa", "2014-05", person, version=2),
    }  # fmt: skip
    assert len(made) == 5


def test_whoever_comes_second_gets_the_next_one_whatever_the_order() -> None:
    names = [f"{number:020x}" for number in range(50)]
    free = make_all(1, "rsa", "2014-05", names)
    taken = {free[7], free[8]}
    made = make_all(1, "rsa", "2014-05", names, taken=taken)
    assert made[7] == make(1, "rsa", "2014-05", names[7], attempt=1)
    assert [one for one in range(50) if made[one] != free[one]] == [7, 8]
    assert make_all(1, "rsa", "2014-05", names[::-1], taken=taken) == made[::-1]


def test_a_hundred_thousand_are_all_different() -> None:
    made = make_all(1, "rsa", "2014-05", [f"{number:020x}" for number in range(100_000)])
    assert len(set(made)) == 100_000
