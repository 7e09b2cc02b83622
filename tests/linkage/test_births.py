"""Dates of birth of two records: only what both know can disagree."""

from datetime import date

import duckdb
import pytest

from linkage.births import births_agree, known_precision

CON = duckdb.connect()
DAY, OTHER_DAY, FIFTEENTH = date(1955, 8, 4), date(1955, 8, 9), date(1955, 8, 15)
MONTH, YEAR, OTHER_YEAR = date(1955, 8, 1), date(1955, 1, 1), date(1956, 8, 4)


@pytest.mark.parametrize(
    ("left", "right", "agree"),
    [
        (("caf_persons", DAY, "day"), ("pensions", DAY, "day"), True),
        (("caf_persons", DAY, "day"), ("pensions", OTHER_DAY, "day"), False),
        (("caf_persons", DAY, "day"), ("pensions", MONTH, "month"), True),
        (("caf_persons", DAY, "day"), ("pensions", date(1955, 9, 1), "month"), False),
        (("caf_persons", DAY, "day"), ("pensions", YEAR, "year"), True),
        (("caf_persons", MONTH, "month"), ("pensions", YEAR, "year"), True),
        (("caf_persons", OTHER_YEAR, "day"), ("pensions", YEAR, "year"), False),
        (("caf_persons", DAY, "day"), ("registrations", FIFTEENTH, "day"), True),
        (("caf_persons", OTHER_YEAR, "day"), ("registrations", FIFTEENTH, "day"), False),
        (("caf_persons", DAY, "day"), ("registrations", OTHER_DAY, "day"), False),
        (("caf_persons", DAY, "day"), ("pensions", FIFTEENTH, "day"), False),
        (("registrations", YEAR.replace(day=15), "year"), ("pensions", DAY, "day"), True),
    ],
)
def test_births_agree_on_the_parts_that_both_know(
    left: tuple[str, date, str], right: tuple[str, date, str], agree: bool
) -> None:
    for one, other in ((left, right), (right, left)):
        row = CON.execute(
            f"""SELECT {births_agree("l", known_precision("lf", "l", "lp"), "r", known_precision("rf", "r", "rp"))}
            FROM (SELECT $1 AS lf, $2::DATE AS l, $3 AS lp, $4 AS rf, $5::DATE AS r, $6 AS rp)""",
            [*one, *other],
        ).fetchone()
        assert row == (agree,)
