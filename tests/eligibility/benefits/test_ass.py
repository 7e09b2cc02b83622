"""ASS: named cases reckoned by hand from the barème.

June 2014: 16.11 EUR a day, 483.30 for thirty days; ceilings of 1 127.70 for one and 1 772.10 for a couple.
"""

from datetime import date
from typing import Any

import polars as pl
import pytest

from tests.eligibility.benefits.building import adult, assessed, child, foyer, tables, told

JUNE_2014 = date(2014, 6, 1)
WHOLE = 483.30
UNTIL_MAY = range(2, 13)
"""Months back, of twelve: all but the last."""


def ass(day: date, *people: Any) -> dict[str, Any]:
    return told(day, foyer(*people), benefits=["ass"])["h1-1", "ass"]


def seeker(age: float = 45, *, years: int | None = 5, **incomes: Any) -> Any:
    return adult(age, facts={"work_state": "jobseeker", "years_worked_of_10": years}, **incomes)


@pytest.mark.parametrize(
    ("people", "amount"),
    [
        ([seeker()], WHOLE),
        ([seeker(capital=644.40)], WHOLE),
        ([seeker(capital=644.50)], WHOLE - 0.10),
        ([seeker(capital=1111.59)], 16.11),
        ([seeker(capital=1111.60)], None),  # 16.10: less than a day, R5423-13
        ([seeker(), adult(45, wages=1300)], 472.10),
        ([seeker(), adult(45, wages=1755.99)], 16.11),
        ([seeker(), adult(45, wages=1756)], None),
        ([seeker(), child(10), child(12)], WHOLE),
        ([seeker(sickness=700)], 427.70),
        ([seeker(alimony_received=900, alimony_paid=200)], 427.70),
        # whoever pays alimony deducts it from their own resources only
        ([seeker(alimony_paid=200), adult(45, wages=1300)], 472.10),
        ([seeker(capital={0: 5000, 13: 5000})], WHOLE),
    ],
)
def test_the_allowance_is_whole_or_fills_up_to_the_ceiling(people: list[Any], amount: float | None) -> None:
    found = ass(JUNE_2014, *people)
    assert (found["right"], found["unmet"]) == (("likely", "") if amount else ("unlikely", "ressources"))
    assert found["amount_min_eur_month"] == pytest.approx(amount or 0, abs=0.011)
    assert found["amount_max_eur_month"] == found["amount_min_eur_month"]


@pytest.mark.parametrize(
    ("people", "amount"),
    [
        # what the claimant had of unemployment insurance does not count, R5423-3; their wages have ended
        ([seeker(unemployment=dict.fromkeys(range(1, 13), 1200.0))], WHOLE),
        ([seeker(wages=dict.fromkeys(UNTIL_MAY, 2000.0))], WHOLE),
        # wages that sickness benefits replaced count for 70 %, R5423-5: (11 x 1 000 x 0.7 + 600) / 12
        ([seeker(wages=dict.fromkeys(UNTIL_MAY, 1000.0), sickness={1: 600})], WHOLE - (8300 / 12 - 644.40)),
        # the claimant's own ASS neither
        ([seeker(ass=WHOLE)], WHOLE),
        # the partner's insurance and ASS do, while they last
        ([seeker(), adult(45, unemployment=1300)], 472.10),
        ([seeker(), adult(45, unemployment=dict.fromkeys(UNTIL_MAY, 1700.0))], WHOLE),
        ([seeker(), seeker(ass=WHOLE, capital=1000)], 288.80),
        # insurance that a pension replaced: (11 x 2 500 x 0.7 + 1 000) / 12 = 1 687.50
        ([seeker(), adult(62, unemployment=dict.fromkeys(UNTIL_MAY, 2500.0), own_pension={1: 1000})], 84.60),
        # pensions are neither earnings nor allowances: one that ended counts in full, (11 x 1 500) / 12 = 1 375
        ([seeker(), adult(45, alimony_received=dict.fromkeys(UNTIL_MAY, 1500.0))], 397.10),
    ],
)
def test_what_has_ended_and_what_was_insurance(people: list[Any], amount: float) -> None:
    assert ass(JUNE_2014, *people)["amount_min_eur_month"] == pytest.approx(amount, abs=0.011)


@pytest.mark.parametrize(
    ("day", "person", "unmet"),
    [
        (JUNE_2014, seeker(years=4), "activite"),
        (JUNE_2014, adult(45, facts={"years_worked_of_10": 8}), "chomage"),
        (JUNE_2014, seeker(unemployment={0: 300}), "chomage"),
        (JUNE_2014, seeker(65 - 1 / 12), ""),  # born before July 1951: 65 years
        (JUNE_2014, seeker(65), "age"),
        (date(2021, 6, 1), seeker(67 - 1 / 12), "age"),  # born in July 1954: 66 years and 7 months
        (date(2022, 6, 1), seeker(67 - 1 / 12), ""),  # born in July 1955: 67 years
        (date(2022, 6, 1), seeker(67), "age"),
        (date(2016, 12, 1), seeker(aah=300), ""),
        (date(2017, 1, 1), seeker(aah=300), "sans_aah"),  # law 2016-1917, article 87
    ],
)
def test_conditions(day: date, person: Any, unmet: str) -> None:
    found = ass(day, person)
    assert (found["unmet"], found["right"]) == (unmet, "unlikely" if unmet else "likely")


def test_each_adult_has_a_right_of_their_own() -> None:
    found = told(JUNE_2014, foyer(seeker(), seeker(years=4), child(17)), benefits=["ass"])
    assert {person: row["right"] for (person, _), row in found.items()} == {"h1-1": "likely", "h1-2": "unlikely"}


def test_years_of_work_that_nobody_knows_leave_the_right_possible() -> None:
    found = ass(JUNE_2014, seeker(years=None))
    assert (found["right"], found["undecided"]) == ("possible", "activite")
    assert (found["amount_min_eur_month"], found["amount_max_eur_month"]) == (0, WHOLE)


@pytest.mark.parametrize("hidden", ["h1-1", "h1-2"])
def test_what_is_not_known_of_one_says_nothing_of_the_other(hidden: str) -> None:
    home = foyer(seeker(capital=100), adult(45, wages=1300))
    truth = told(JUNE_2014, home, benefits=["ass"])["h1-1", "ass"]["amount_min_eur_month"]
    given = tables(JUNE_2014, home)
    for table in ("incomes", "income_coverage"):
        given[table] = given[table].filter(pl.col("person_id") != hidden)
    found = assessed(given, JUNE_2014, ["ass"])["h1-1", "ass"]
    assert found["right"] == "possible"
    assert found["amount_min_eur_month"] <= truth <= found["amount_max_eur_month"]
    # of the partner's 1 300 all is known where the claimant's own are not
    assert found["amount_max_eur_month"] == pytest.approx(472.10 if hidden == "h1-1" else WHOLE)
