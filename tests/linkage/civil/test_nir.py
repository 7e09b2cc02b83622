"""The NIR: what each number is worth beside a record, part by part, and its key as python-stdnum computes it."""

from datetime import date
from typing import Any, NamedTuple

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.fr import nir as stdnum_nir

from benchmarks.nir import compare
from data_contracts.known import NIR_PARTS, NIR_STATES
from linkage.civil.nir import cleaned, nir13, nir_disagreements, nir_state, number_of

CON = duckdb.connect()


class Verdict(NamedTuple):
    state: str
    disagreements: list[str]


def sql(expression: str, **values: Any) -> Any:
    """The value of a SQL expression over named values."""
    given = ", ".join(f"${name} AS {name}" for name in values)
    row = CON.execute(f"SELECT {expression} FROM (SELECT {given})", values).fetchone()
    assert row is not None
    return row[0]


def judged(
    raw: str | None,
    born: date = date(1955, 8, 15),
    sex: str | None = "2",
    precision: str = "day",
    place: str | None = None,
) -> Verdict:
    values = {"raw": raw, "sex": sex, "birth_date": born, "birth_precision": precision, "place": place}
    state = nir_state("clean", "nir", "number", "sex", "birth_date", "birth_precision")
    parts = nir_disagreements("state", "nir", "sex", "birth_date", "birth_precision", "place")
    row = CON.execute(
        f"""
        SELECT state, {parts} FROM (
            SELECT *, {state} AS state FROM (
                SELECT *, {nir13("clean")} AS nir, {number_of("clean")} AS number FROM (
                    SELECT *, {cleaned("raw")} AS clean FROM (
                        SELECT $raw::VARCHAR AS raw, $sex::VARCHAR AS sex, $birth_date::DATE AS birth_date,
                            $birth_precision AS birth_precision, $place::VARCHAR AS place))))
        """,
        values,
    ).fetchone()
    assert row is not None
    assert row[0] in NIR_STATES
    assert [part for part in NIR_PARTS if part in row[1]] == row[1]
    return Verdict(*row)


def state(raw: str | None, born: date = date(1955, 8, 15), sex: str | None = "2", precision: str = "day") -> str:
    return judged(raw, born, sex, precision).state


def with_key(nir: str) -> str:
    return nir + stdnum_nir.calc_check_digits(nir)


def test_50000_numbers_valid_and_broken_are_judged_as_by_stdnum() -> None:
    figures = compare(50_000, seed=20140501)
    assert figures["differences"] == 0
    assert figures["judged"]["none: valid"] > 20_000
    assert {judged.split(": ")[1] for judged in figures["judged"]} == {"valid", "wrong key", "ill formed"}


@pytest.mark.parametrize(
    ("number", "born", "sex"),
    [
        ("255081416802538", date(1955, 8, 2), "2"),
        ("295109912611193", date(1995, 10, 3), "2"),
        ("253072B07300470", date(1953, 7, 4), "2"),
        ("253072A07300443", date(1953, 7, 5), "2"),
        ("178059933010817", date(1978, 5, 6), "1"),
    ],
)
def test_published_numbers_are_usable(number: str, born: date, sex: str) -> None:
    assert stdnum_nir.is_valid(number)
    assert state(number, born, sex) == "usable"
    wrong = f"{int(number[13:]) % 97 + 1:02d}"
    assert state(number[:13] + wrong, born, sex) == "wrong_key"


@pytest.mark.parametrize("written", ["2 55 08 14 168 025 38", "2.55.08.14.168.025-38", " 255081416802538 "])
def test_spaces_and_signs_do_not_count(written: str) -> None:
    assert sql(nir13(cleaned("raw")), raw=written) == "2550814168025"
    assert state(written) == "usable"


def test_lower_case_corsica_is_upper_case() -> None:
    assert sql(nir13(cleaned("raw")), raw="253072b07300470") == "253072B073004"
    assert state("253072b07300470", date(1953, 7, 1)) == "usable"


@pytest.mark.parametrize(
    ("number", "expected", "because"),
    [
        (None, "absent", "missing"),
        ("", "absent", "empty"),
        ("  ", "absent", "spaces only"),
        ("2550814168025", "usable", "without key"),
        ("25508141680", "malformed", "too short"),
        ("25508141680253", "malformed", "half a key"),
        ("2550814168025381", "malformed", "too long"),
        ("0550814168025", "malformed", "sex 0"),
        ("9550814168025", "malformed", "sex 9"),
        ("255081416802X", "malformed", "a letter in the order number"),
        ("2550800168025", "usable", "an unknown place is no proof of error"),
        ("2551314168025", "malformed", "month 13"),
        ("2551914168025", "malformed", "month 19"),
        ("2550014168025", "malformed", "month 00"),
        ("2554314168025", "malformed", "month 43"),
        ("2554914168025", "malformed", "month 49"),
        ("2552014168025", "usable", "month 20: unknown"),
        ("2553014168025", "usable", "month 30: unknown"),
        ("2555014168025", "usable", "month 50: unknown"),
        ("2559914168025", "usable", "month 99: unknown"),
        ("2553814168025", "usable", "month 38: August of an incomplete record"),
        ("2553114168025", "incoherent", "month 31: January of an incomplete record"),
        ("2550914168025", "incoherent", "another month"),
        ("2560814168025", "incoherent", "another year"),
        ("1550814168025", "incoherent", "the other sex"),
        ("255081416802500", "wrong_key", "key 00"),
        ("255081416802599", "wrong_key", "key 99"),
        ("25508141680253A", "malformed", "a letter in the key"),
        ("2E50814168025", "malformed", "no power of ten"),
        ("255081416E004", "malformed", "no power of ten"),
        ("3550814168025", "provisional", "sex 3: waiting"),
        ("4550814168025", "provisional", "sex 4: waiting"),
        ("355081416802X", "malformed", "not even waiting"),
        ("2550899126111", "usable", "born abroad"),
        ("2550897401025", "usable", "born overseas"),
        ("2550891352025", "usable", "born in Algeria before 1962"),
        ("2550820004025", "usable", "born in Corsica before 1976"),
        ("255082A004025", "usable", "born in Corse-du-Sud"),
        ("255082C004025", "malformed", "no such department"),
        ("7200812345678", "provisional", "NNP"),
        ("8100812345678", "provisional", "NNP"),
        ("5200812345678", "provisional", "MIG"),
        ("6100812345678", "provisional", "MIG"),
        ("7000812345678", "provisional", "NNP of before 2012"),
        ("71008123456", "malformed", "NNP too short"),
    ],
)
def test_what_a_number_is_worth_for_a_woman_born_in_august_1955(
    number: str | None, expected: str, because: str
) -> None:
    assert state(number) == expected, because


@pytest.mark.parametrize(
    ("precision", "expected"), [("day", "incoherent"), ("month", "incoherent"), ("year", "usable")]
)  # fmt: skip
def test_the_month_is_compared_only_where_it_is_known(precision: str, expected: str) -> None:
    assert state("2550814168025", date(1955, 1, 1), precision=precision) == expected


def test_an_unknown_sex_contradicts_nothing() -> None:
    assert state("1550814168025", sex=None) == "usable"
    assert state("7550814168025", sex=None) == "provisional"
    assert state("9550814168025", sex=None) == "malformed"


BORN = date(1955, 8, 15)


@pytest.mark.parametrize(
    ("number", "born", "expected", "because"),
    [
        ("2550814168025", BORN, [], "all agrees"),
        ("1550814168025", BORN, ["sex"], "the other sex"),
        ("2540814168025", BORN, ["birth_year"], "another year"),
        ("2550714168025", BORN, ["birth_month"], "another month"),
        ("2553714168025", BORN, ["birth_month"], "July of an incomplete record"),
        ("1540714168025", BORN, ["sex", "birth_year", "birth_month"], "somebody else's"),
        ("2552014168025", BORN, [], "an unknown month"),
        ("2550814168025", date(2055, 8, 15), [], "the century is not told"),
        ("254081416802599", BORN, ["birth_year"], "of a number whose key is wrong, all the same"),
        ("3540714168025", BORN, [], "of a provisional number nothing"),
        ("2551314168025", BORN, [], "of an ill-formed number nothing"),
        (None, BORN, [], "of no number nothing"),
    ],
)
def test_the_parts_that_disagree_are_named(number: str | None, born: date, expected: list[str], because: str) -> None:
    assert judged(number, born).disagreements == expected, because


@pytest.mark.parametrize(
    ("nir_place", "place", "year", "agrees", "because"),
    [
        ("44109", None, 1955, True, "the file does not say"),
        ("44109", "44109", 1955, True, "the same commune"),
        ("44609", "44109", 1955, True, "an extension code, or communes that merged"),
        ("44109", "77186", 1955, False, "another département"),
        ("20004", "2A004", 1955, True, "Corsica before 1976"),
        ("20033", "2B033", 1955, True, "Corsica before 1976"),
        ("2B033", "20033", 1955, True, "a file that kept the old code"),
        ("2A004", "2B033", 1980, False, "the other half of the island"),
        ("75050", "92050", 1950, True, "Nanterre, then in the Seine"),
        ("75050", "92050", 1970, False, "Nanterre, no longer in the Seine"),
        ("75050", "95127", 1950, False, "never in the Seine"),
        ("78127", "95127", 1950, True, "Cergy, then in Seine-et-Oise"),
        ("78228", "91228", 1967, True, "Évry, then in Seine-et-Oise"),
        ("78228", "91228", 1968, False, "Évry, no longer in Seine-et-Oise"),
        ("92050", "75056", 1950, False, "92 was Algeria, Paris is not"),
        ("91352", "99352", 1955, True, "Algiers before independence"),
        ("94352", "99352", 1962, True, "the year of independence"),
        ("91228", "99352", 1970, False, "Essonne, not Algeria"),
        ("99352", "92050", 1955, True, "Algeria, numbered after independence"),
        ("95001", "99350", 1950, True, "Morocco"),
        ("95001", "99350", 1960, False, "Val-d'Oise, not Morocco"),
        ("96001", "99351", 1950, True, "Tunisia"),
        ("96001", "99350", 1950, False, "Tunisia is not Morocco"),
        ("99139", "99139", 1955, True, "the same country"),
        ("99139", "99127", 1955, False, "Portugal is not Italy"),
        ("99139", "44109", 1955, False, "abroad is not Nantes"),
        ("97411", "97415", 1955, True, "the same island"),
        ("97411", "97209", 1955, False, "another island"),
        ("97123", "97701", 1955, True, "Saint-Barthélemy, then of Guadeloupe"),
        ("98511", "97611", 1955, True, "Mayotte"),
        ("98735", "98818", 1955, False, "Polynesia is not New Caledonia"),
    ],
)
def test_a_place_is_doubted_only_where_its_code_cannot_have_become_the_other(
    nir_place: str, place: str | None, year: int, agrees: bool, because: str
) -> None:
    verdict = judged(f"2{year % 100:02d}08{nir_place}025", date(year, 8, 15), place=place)
    assert verdict == ("usable", [] if agrees else ["birthplace"]), because


DIGITS = st.text("0123456789", min_size=5, max_size=5)
NUMBERS = st.one_of(
    st.text("0123456789ABEX -.", max_size=17),
    st.builds(
        lambda sex, year, month, rest: f"{sex}{year:02d}{month:02d}{rest}",
        st.integers(0, 9), st.integers(53, 57), st.integers(0, 99), st.text("0123456789", min_size=8, max_size=10),
    ),
)  # fmt: skip
PEOPLE = {
    "born": st.dates(date(1953, 1, 1), date(1957, 12, 31)),
    "sex": st.sampled_from(["1", "2", None]),
    "precision": st.sampled_from(["day", "month", "year"]),
    "place": st.one_of(st.none(), DIGITS),
}


@given(raw=NUMBERS, **PEOPLE)
@settings(max_examples=150)
def test_a_number_is_incoherent_exactly_where_a_civil_part_disagrees(raw: str, **person: Any) -> None:
    verdict = judged(raw, **person)
    civil = set(verdict.disagreements) - {"birthplace"}
    if verdict.state in ("usable", "incoherent"):
        assert (verdict.state == "incoherent") == bool(civil)
    assert verdict.state in ("usable", "incoherent", "wrong_key") or not verdict.disagreements


@given(
    born=PEOPLE["born"],
    sex=st.sampled_from("12"),
    rest=st.text("0123456789", min_size=8, max_size=8),
    key=st.booleans(),
)
@settings(max_examples=40)
def test_the_number_of_the_person_is_usable_and_no_one_else_s_is(born: date, sex: str, rest: str, key: bool) -> None:
    bare = f"{sex}{born:%y%m}{rest}"
    written = with_key(bare) if key else bare
    assert judged(written, born, sex) == ("usable", [])
    assert judged(written, born.replace(year=born.year + 1, day=1), sex) == ("incoherent", ["birth_year"])
    assert judged(written, born.replace(month=born.month % 12 + 1, day=1), sex) == ("incoherent", ["birth_month"])
    assert judged(written, born, str(3 - int(sex))) == ("incoherent", ["sex"])
    assert judged(written, born, None) == ("usable", [])
