"""ASPA: named cases reckoned by hand from the barème.

June 2014: 9 503.89 EUR a year for one (791.99 a month), 14 755.32 for a couple (1 229.61).
"""

from datetime import date
from typing import Any

import polars as pl
import pytest

from tests.eligibility.benefits.building import adult, assessed, foyer, tables, told

JUNE_2014 = date(2014, 6, 1)


def aspa(day: date, *people: Any) -> dict[str, Any]:
    return told(day, foyer(*people), benefits=["aspa"])["h1", "aspa"]


def old(age: float = 70, **incomes: Any) -> Any:
    return adult(age, facts={"work_state": "retired"}, **incomes)


@pytest.mark.parametrize(
    ("people", "amount"),
    [
        ([old()], 791.99),
        ([old(own_pension=700)], 91.99),
        ([old(own_pension=791.98)], 0.01),
        ([old(own_pension=792)], None),
        ([old(own_pension={1: 700, 2: 700})], 791.99 - 1400 / 3),
        ([old(own_pension={0: 800, 4: 800})], 791.99),
        ([old(own_pension=500), old(own_pension=600)], 129.61),
        ([old(own_pension=1229.60), old()], 0.01),
        ([old(own_pension=1229.62), old()], None),
        ([old(), adult(50)], 791.99),
        ([old(), adult(50, wages=1000)], 229.61),
        ([old(own_pension=800, alimony_paid=100)], 91.99),
        ([old(own_pension=300, survivor_pension=200, capital=50, alimony_received=41.99)], 200.00),
        ([old(wages=300, ass=100)], 391.99),
    ],
)
def test_the_allowance_fills_up_to_the_ceiling(people: list[Any], amount: float | None) -> None:
    found = aspa(JUNE_2014, *people)
    assert found["right"] == ("likely" if amount else "unlikely")
    assert found["amount_min_eur_month"] == pytest.approx(amount or 0, abs=0.011)
    assert found["amount_max_eur_month"] == found["amount_min_eur_month"]


@pytest.mark.parametrize(
    ("partner", "amount"),
    [
        (adult(50, asi=300), 614.81),  # half of the couple's, CSS D815-1
        (adult(50, asi=300, invalidity_pension=400), 1229.61 - 700),
        (adult(50, asi={1: 300, 2: 300, 3: 300}), 791.99),  # no more received in the month
        (adult(50, aah=900), 329.61),
        (adult(50, aah=900, invalidity_pension=100), 791.99),  # the AAH gives way to the pension
        (old(aah=900), 1229.61),  # and to the ASPA
    ],
)
def test_asi_and_aah_of_the_partner(partner: Any, amount: float) -> None:
    assert aspa(JUNE_2014, old(), partner)["amount_min_eur_month"] == pytest.approx(amount, abs=0.011)


@pytest.mark.parametrize(
    ("day", "age", "facts", "right"),
    [
        (JUNE_2014, 65, {}, True),
        (JUNE_2014, 65 - 1 / 12, {}, False),
        (JUNE_2014, 61 + 2 / 12, {"unfit_for_work": True}, True),  # born in April 1953: 61 years and 2 months
        (JUNE_2014, 61 + 1 / 12, {"unfit_for_work": True}, False),
        (JUNE_2014, 64, {"disability_rate": 50}, True),
        (JUNE_2014, 64, {"disability_rate": 49}, False),
        (date(2024, 5, 1), 62, {"unfit_for_work": True}, True),  # the reform of 2023 left 62 to the unfit
        (date(2024, 5, 1), 61.5, {"unfit_for_work": True}, False),
        (date(2010, 5, 1), 60, {"unfit_for_work": True}, True),
    ],
)
def test_from_65_or_from_the_age_of_the_generation_if_unfit(
    day: date, age: float, facts: dict[str, Any], right: bool
) -> None:
    found = aspa(day, adult(age, facts=facts))
    assert (found["right"], found["unmet"]) == (("likely", "") if right else ("unlikely", "age"))


@pytest.mark.parametrize(
    ("day", "nationality", "since", "right"),
    [
        (JUNE_2014, "EEA", date(2014, 1, 1), True),
        (JUNE_2014, "OTHER", date(2004, 6, 1), True),
        (JUNE_2014, "OTHER", date(2004, 6, 2), False),
        (date(2011, 12, 1), "OTHER", date(2006, 12, 1), True),  # 5 years until law 2011-1906
        (date(2012, 1, 1), "OTHER", date(2006, 12, 1), False),
    ],
)
def test_foreigners_from_outside_europe_need_ten_years_of_permit(
    day: date, nationality: str, since: date, right: bool
) -> None:
    found = aspa(day, adult(70, facts={"nationality": nationality, "permit_since": since}))
    assert (found["right"], found["unmet"]) == (("likely", "") if right else ("unlikely", "sejour"))


def test_a_right_needs_age_and_permit_of_one_and_the_same_adult() -> None:
    young_french = adult(50)
    foreign = adult(70, facts={"nationality": "OTHER", "permit_since": date(2010, 1, 1)})
    assert aspa(JUNE_2014, young_french, foreign)["unmet"] == "sejour"


@pytest.mark.parametrize(
    ("day", "people", "amount"),
    [
        (date(2014, 12, 1), [old(wages=500)], 300.00),
        # 2015: 1 500 a quarter less 0.9 x 9.61 x 151.67 = 1 311.79
        (date(2015, 1, 1), [old(wages=500)], 800 - 188.21 / 3),
        (date(2015, 1, 1), [old(wages=400)], 800.00),
        (date(2015, 1, 1), [old(self_employment=500)], 800 - 188.21 / 3),
        # a couple: 1.5 x 1 457.55 = 2 186.32, once for both; ceiling 1 242
        (date(2015, 1, 1), [old(wages=1000), old()], 1242 - 813.68 / 3),
        (date(2015, 1, 1), [old(wages=500), old(wages=500)], 1242 - 813.68 / 3),
        # the SMIC of 1 January 2022, 10.57, in August, when it is 11.07: 2 000 x 3 - 1 442.84
        (date(2022, 8, 1), [old(wages=600)], 953.46 - (1800 - 1442.84) / 3),
    ],
)
def test_since_2015_part_of_earnings_is_left_out(day: date, people: list[Any], amount: float) -> None:
    assert aspa(day, *people)["amount_min_eur_month"] == pytest.approx(amount, abs=0.011)


def test_what_is_not_known_of_pensions_leaves_the_right_possible() -> None:
    home = foyer(old(own_pension=700), old())
    truth = told(JUNE_2014, home, benefits=["aspa"])["h1", "aspa"]["amount_min_eur_month"]
    hidden = tables(JUNE_2014, home)
    hidden["income_coverage"] = hidden["income_coverage"].filter(pl.col("person_id") != "h1-2")
    found = assessed(hidden, JUNE_2014, ["aspa"])["h1", "aspa"]
    assert (found["right"], found["undecided"]) == ("possible", "ressources")
    assert found["amount_min_eur_month"] <= truth <= found["amount_max_eur_month"] <= 1229.61


@pytest.mark.parametrize(
    ("states", "state"),
    [
        (({"aspa": "refused"}, {"aspa": "live"}), "live"),
        (({"aspa": "refused"}, {"aspa": "pending"}), "pending"),
        (({}, {"aspa": "refused"}), "refused"),
        (({}, {}), "none"),
    ],
)
def test_the_state_of_a_household_is_that_of_either_adult(states: tuple[dict[str, str], ...], state: str) -> None:
    found = told(JUNE_2014, foyer(*(adult(70, benefits=of_one) for of_one in states)), benefits=["aspa"])
    assert found["h1", "aspa"]["state"] == state
