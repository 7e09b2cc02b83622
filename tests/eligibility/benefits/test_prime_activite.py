"""Prime d'activité: cases reckoned by hand from the scale (CSS L842-3, D843-1 to D843-3, R843-1).

A prime of a month is base x size + bonification + share x earnings - the greater of resources and base x size, and
never negative; the right is the mean of three.
"""

from datetime import date
from typing import Any

import polars as pl
import pytest

from eligibility.rules import rules_in_force
from tests.eligibility.benefits.building import Found, adult, assessed, child, foyer, tables, told, told_together

JUNE_2016, MAY_2024, APRIL_2025, MAY_2026 = date(2016, 6, 1), date(2024, 5, 1), date(2025, 4, 1), date(2026, 5, 1)
FOREIGN = {"nationality": "OTHER", "permit_since": date(2020, 1, 1)}


def found(day: date, home: dict[str, Any]) -> dict[str, Any]:
    return told(day, home, benefits=["prime_activite"])["h1", "prime_activite"]


def tenant(*people: Any, **facts: Any) -> dict[str, Any]:
    return foyer(*people, **{"tenure": "tenant", "rent_eur_month": 400, **facts})


PAID = {
    # base 524.16 in March, 524.68 in April and May; bonification 12.782 % of it, whole from 95 h x 9.67 = 918.65
    "alone at 1300 in 2016: 97 EUR, as in the press of the day": (JUNE_2016, tenant(adult(30, wages=1300)), 97.55),
    "housed for free: 12 % of the base less": (JUNE_2016, foyer(adult(30, wages=1300)), 34.61),
    "a small housing benefit counts for itself": (
        JUNE_2016, tenant(adult(30, wages=1300, housing_benefit=20)), 77.55,
    ),
    "a large housing benefit counts for the forfait": (
        JUNE_2016, tenant(adult(30, wages=1300, housing_benefit=200)), 34.61,
    ),
    "last euro of earnings that pays: (524.51 + 67.04 - 15) / 0.38 = 1517.2": (
        JUNE_2016, tenant(adult(30, wages=1517)), 15.09,
    ),
    "half time with two children in 2016: 62 % of 570, under 59 h x 9.67": (
        JUNE_2016, tenant(adult(35, wages=570, af=129.47), child(6), child(9)), 353.40,
    ),
    "few earnings: a share of them is all there is, whatever the forfait": (
        date(2018, 5, 1), tenant(adult(40, wages=134)), 83.08,
    ),
    "a share of 61 % until the earnings of March 2025": (date(2025, 2, 1), tenant(adult(40, wages=200)), 122.00),
    "a share of 59.85 % since": (MAY_2026, tenant(adult(40, wages=200)), 119.70),
    # July: 531.51 + 806 + 67.94; August, September: 551.51 + 793 + 70.49, less 1300
    "across the reform of August 2018, month by month": (
        date(2018, 10, 1), tenant(adult(30, wages=1300)), 111.82,
    ),
    "the bonification of October 2018": (date(2019, 1, 1), tenant(adult(30, wages=1300)), 205.00),
    # bonification (1000 - 687.35) / 710.65 of 173.22 in February and March, of 181.19 in April
    "a lone parent of a child of 2: montant majoré, above resources": (
        MAY_2024, tenant(adult(30, wages=1000), child(2)), 687.38,
    ),
    "the AAH counts as earnings from 29 h x 11.65 = 337.85": (
        MAY_2024, tenant(adult(40, wages=338, aah=900)), 257.84,
    ),
    "a child who earns more than it brings is not of the household, nor its earnings": (
        MAY_2024, tenant(adult(45, wages=1000), child(17, wages=900)), 291.75,
    ),
    "a child counts from the month of its birth": (
        MAY_2024, tenant(adult(30, wages=1200), adult(30), child(1 / 12)), 627.70,
    ),
    "capital is that of the second year before, by twelfths: 120 in each month of 2014": (
        JUNE_2016, tenant(adult(30, wages=1300, capital=dict.fromkeys(range(18, 30), 60))), 37.55,
    ),
    # only November 2024: 622.63 + 610 + 74.78 - 1000, a third of it
    "one month's earnings, M-3, before March 2025": (
        date(2025, 2, 1), tenant(adult(30, wages={3: 1000})), 102.47,
    ),
    "one month's earnings, M-4, since": (APRIL_2025, tenant(adult(30, wages={4: 1000})), 102.47),
    "a month above the ceiling takes nothing from another": (
        date(2025, 2, 1), tenant(adult(30, wages={3: 1000, 1: 4000})), 102.47,
    ),
    "an apprentice above 55 % of 169 h x 11.65 = 1082.87": (
        MAY_2024, tenant(adult(20, wages=1083, facts={"apprentice": True})), 279.92,
    ),
    "a lone parent of a baby with a recent permit": (
        MAY_2024, tenant(adult(30, wages=1000, facts=FOREIGN), child(2)), 687.38,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", PAID)
def test_what_is_paid(primes: dict[str, Found], case: str) -> None:
    _, _, amount = PAID[case]
    row = primes[case]["h1", "prime_activite"]
    assert row["right"] == "likely"
    assert row["amount_min_eur_month"] == row["amount_max_eur_month"] == pytest.approx(amount, abs=0.02)


REFUSED = {
    "first euro of earnings that does not": (JUNE_2016, tenant(adult(30, wages=1518)), "montant"),
    "no work": (MAY_2024, tenant(adult(30, unemployment=500)), "activite|montant"),
    "before 18": (MAY_2024, tenant(adult(17.9, wages=1000)), "age"),
    "an apprentice just below the floor": (
        MAY_2024, tenant(adult(20, wages=1082, facts={"apprentice": True})), "etudes",
    ),
    "a student below the floor in one month": (
        MAY_2024, tenant(adult(20, wages={1: 1083, 2: 1082, 3: 1083}, facts={"student": True})), "etudes",
    ),
    "a permit of four years": (MAY_2024, tenant(adult(30, wages=1000, facts=FOREIGN)), "sejour"),
    "the AAH below 29 hours of SMIC": (MAY_2024, tenant(adult(40, wages=337, aah=900)), "montant"),
    "earnings of M-4 before March 2025": (
        date(2025, 2, 1), tenant(adult(30, wages={4: 1000})), "activite|montant",
    ),
    "earnings of M-1 since": (APRIL_2025, tenant(adult(30, wages={1: 1000})), "activite|montant"),
}  # fmt: skip


@pytest.fixture(scope="module")
def primes() -> dict[str, Found]:
    """Every case of `PAID` and `REFUSED`, assessed."""
    cases = {name: (day, home) for name, (day, home, _) in (PAID | REFUSED).items()}
    return told_together(cases, ["prime_activite"])


@pytest.mark.parametrize("case", REFUSED)
def test_what_refuses(primes: dict[str, Found], case: str) -> None:
    _, _, unmet = REFUSED[case]
    row = primes[case]["h1", "prime_activite"]
    assert (row["right"], row["unmet"], row["amount_max_eur_month"]) == ("unlikely", unmet, 0.0)


def test_not_before_2016() -> None:
    assert not rules_in_force(date(2015, 12, 31), ["prime_activite"])
    assert found(date(2016, 1, 1), tenant(adult(30, wages=1300)))["right"] == "likely"


def test_unknown_housing_bounds_the_amount() -> None:
    row = found(JUNE_2016, foyer(adult(30, wages=1300), tenure=None))
    assert row["right"] == "likely"
    assert (row["amount_min_eur_month"], row["amount_max_eur_month"]) == pytest.approx((34.61, 97.55), abs=0.02)


@pytest.mark.parametrize(
    ("table", "hidden"), [("people", "birth_date"), ("households", "couple"), ("income_coverage", None)]
)
def test_hidden_facts_leave_it_possible(table: str, hidden: str | None) -> None:
    given = tables(JUNE_2016, tenant(adult(30, wages=1300)))
    if hidden is None:
        given[table] = given[table].clear()
    else:
        given[table] = given[table].with_columns(pl.lit(None, given[table].schema[hidden]).alias(hidden))
    row = assessed(given, JUNE_2016, ["prime_activite"])["h1", "prime_activite"]
    assert row["right"] == "possible"
    assert row["amount_min_eur_month"] <= 97.55 <= row["amount_max_eur_month"]
