"""The NIR: its key as python-stdnum computes it, and a table of what each number is worth."""

import random
from datetime import date
from typing import Any

import duckdb
import pytest
from stdnum.fr import nir as stdnum_nir

from data_contracts.known import NIR_STATES
from linkage.nir import cleaned, key_of, nir13, nir_state

PLACES = ("01", "13", "20", "44", "75", "95", "2A", "2B", "97", "98", "99")


def sql(expression: str, **values: Any) -> Any:
    """The value of a SQL expression over named values."""
    given = ", ".join(f"${name} AS {name}" for name in values)
    return duckdb.connect().execute(f"SELECT {expression} FROM (SELECT {given})", values).fetchone()[0]


def state(raw: str | None, born: date = date(1955, 8, 15), sex: str | None = "2", precision: str = "day") -> str:
    given = {"raw": raw, "sex": sex, "birth_date": born, "birth_precision": precision}
    typed = "$raw::VARCHAR AS raw, $sex::VARCHAR AS sex, $birth_date AS birth_date, $birth_precision AS birth_precision"
    expression = nir_state(cleaned("raw"), "nir", "sex", "birth_date", "birth_precision")
    row = duckdb.connect().execute(
        f"SELECT {expression} FROM (SELECT *, {nir13(cleaned('raw'))} AS nir FROM (SELECT {typed}))", given
    ).fetchone()  # fmt: skip
    assert row is not None
    assert row[0] in NIR_STATES
    return str(row[0])


def with_key(nir: str) -> str:
    return nir + stdnum_nir.calc_check_digits(nir)


def test_the_key_is_that_of_stdnum_on_20000_numbers_corsica_included() -> None:
    draw = random.Random(20140501)
    numbers = [
        f"{draw.choice('12')}{draw.randrange(100):02d}{draw.randrange(1, 13):02d}"
        f"{draw.choice(PLACES)}{draw.randrange(1, 1000):03d}{draw.randrange(1, 1000):03d}"
        for _ in range(20_000)
    ]
    assert sum(number[5:7] in ("2A", "2B") for number in numbers) > 1000
    query = f"SELECT nir, printf('%02d', {key_of('nir')}) FROM (SELECT unnest($numbers) AS nir)"
    found = duckdb.connect().execute(query, {"numbers": numbers}).fetchall()
    assert found == [(number, stdnum_nir.calc_check_digits(number)) for number in numbers]


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
        ("3550814168025", "usable", "sex 3 says nothing comparable"),
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
