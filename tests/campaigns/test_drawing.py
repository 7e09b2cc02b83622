"""The draw: everybody's chance, the same arms again, and arms that are alike."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.drawing import draw

BALANCE = ("profile", "sex", "territory", "birth_month")
PROFILES = {
    "single_no_work": 0.42, "other": 0.28, "working_poor_children": 0.14, "working_poor": 0.1,
    "single_poor_pensioner": 0.06,
}  # fmt: skip
TERRITORIES = {"urban": 0.55, "intermediate": 0.3, "rural": 0.13, None: 0.02}
FACES = {
    "sex": lambda row: row["sex"] == "2",
    "age": lambda row: row["birth_month"].toordinal(),
    **{code: lambda row, code=code: row["profile"] == code for code in PROFILES},
    **{str(code): lambda row, code=code: row["territory"] == code for code in TERRITORIES if code},
}
"""What the arms are compared on."""


def population(size: int, seed: int) -> pl.DataFrame:
    """Households as a campaign's: few profiles and territories, of unequal sizes, some unknown."""
    chance = random.Random(seed)

    def one(shares: dict[Any, float]) -> Any:
        return chance.choices(list(shares), list(shares.values()))[0]

    return pl.DataFrame(
        {
            "household_id": f"{chance.getrandbits(80):020x}", "sex": one({"1": 0.45, "2": 0.54, None: 0.01}),
            "profile": one(PROFILES), "territory": one(TERRITORIES), "department": one({"44": 0.6, "77": 0.4}),
            "birth_month": date(chance.randrange(1950, 1996), chance.randrange(1, 13), 1),
        }
        for _ in range(size)
    )  # fmt: skip


def drawn(
    households: pl.DataFrame, share: float, seed: int, strata: Sequence[str] = (), balance: Sequence[str] = BALANCE
) -> dict[str, tuple[str, str]]:
    """household -> arm, stratum"""
    con = duckdb.connect()
    arms = draw(con, con.from_arrow(households), share=share, strata=strata, balance=balance, seed=seed)
    assert arms.columns == ["household_id", "arm", "stratum"]
    return {household: (arm, stratum) for household, arm, stratum in arms.fetchall()}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("share", [0.1, 0.2, 0.5])
def test_arms_are_alike_at_2000_people(share: float, seed: int) -> None:
    people = population(2000, seed)
    arms = drawn(people, share, seed, strata=["department"])
    rows = people.to_dicts()
    for name, face in FACES.items():
        split: dict[str, list[float]] = {"contacted": [], "control": []}
        for row in rows:
            split[arms[row["household_id"]][0]].append(float(face(row)))
        assert abs(standardised_difference(**split)) < 0.1, name


def standardised_difference(contacted: list[float], control: list[float]) -> float:
    (mean, variance), (other, other_variance) = (
        (pl.Series(values).mean(), pl.Series(values).var()) for values in (contacted, control)
    )
    return (mean - other) / ((variance + other_variance) / 2) ** 0.5


def test_every_household_has_the_same_chance() -> None:
    """Equals that are cut by a block, small strata and missing values change nobody's chance."""
    values = [("a", 1)] * 15 + [("a", 2)] * 6 + [("b", 1)] * 3 + [(None, None)] * 8
    con = duckdb.connect()
    con.execute("CREATE TABLE few (household_id VARCHAR, stratum VARCHAR, value INTEGER)")
    con.executemany("INSERT INTO few VALUES (?, ?, ?)", [(f"h{at}", *rest) for at, rest in enumerate(values)])
    times: Counter[str] = Counter()
    seeds = 600
    for seed in range(seeds):
        arms = draw(con, con.table("few"), share=0.2, strata=["stratum"], balance=["value"], seed=seed)
        times.update(household for household, arm, _ in arms.fetchall() if arm == "control")
    deviation = (0.2 * 0.8 / seeds) ** 0.5
    assert {household: n / seeds for household, n in times.items()} == {
        f"h{at}": pytest.approx(0.2, abs=4.5 * deviation) for at in range(len(values))
    }


@given(st.integers(0, 10**6), st.sampled_from([0.0, 0.05, 0.2, 1 / 3, 0.5]), st.integers(0, 120))
def test_as_many_as_the_share_says_overall_and_in_each_stratum(seed: int, share: float, size: int) -> None:
    if size == 0:
        return
    arms = drawn(population(size, seed), share, seed, strata=["department", "territory"])
    controls = Counter(stratum for arm, stratum in arms.values() if arm == "control")
    assert len(arms) == size
    assert abs(controls.total() - share * size) < 1
    for stratum, members in Counter(stratum for _, stratum in arms.values()).items():
        assert abs(controls[stratum] - share * members) < 1


def test_the_same_again_in_any_order_of_rows() -> None:
    people = population(300, 7)
    arms = drawn(people, 0.3, 11, strata=["department"])
    assert arms == drawn(people, 0.3, 11, strata=["department"])
    assert arms == drawn(people.sample(fraction=1, shuffle=True, seed=3), 0.3, 11, strata=["department"])
    assert arms != drawn(people, 0.3, 12, strata=["department"])


def test_the_first_of_the_list_is_drawn_no_more_than_the_last() -> None:
    """The systematic count starts at random: with a share of 1 in 30 a block of 10 is due one draw in three."""
    people = population(10, 1)
    drawn_in = sum("control" in {arm for arm, _ in drawn(people, 1 / 30, seed).values()} for seed in range(300))
    assert 70 <= drawn_in <= 130


def test_share_zero_leaves_nobody_aside() -> None:
    assert {arm for arm, _ in drawn(population(50, 1), 0, 1).values()} == {"contacted"}


def test_a_stratum_is_named_by_its_values() -> None:
    people = population(400, 2)
    names = {stratum for _, stratum in drawn(people, 0.2, 1, strata=["department", "territory"]).values()}
    assert {"44 | urban", "77 | rural", "44 | unknown"} <= names
    assert {stratum for _, stratum in drawn(people, 0.2, 1).values()} == {"ensemble"}


@pytest.mark.parametrize("share", [-0.1, 1.5, float("nan")])
def test_no_share(share: float) -> None:
    with pytest.raises(ValueError, match="share"):
        drawn(population(5, 1), share, 1)


def test_a_household_twice_is_refused() -> None:
    people = population(5, 1)
    with pytest.raises(ValueError, match="two rows"):
        drawn(pl.concat([people, people.head(1)]), 0.2, 1)


def test_two_draws_of_one_connection_do_not_meet() -> None:
    con = duckdb.connect()
    first = draw(con, con.from_arrow(population(40, 1)), share=0.5, strata=[], balance=[], seed=1, name="one")
    before = sorted(first.fetchall())
    draw(con, con.from_arrow(population(40, 2)), share=0.5, strata=[], balance=[], seed=1, name="other")
    assert sorted(first.fetchall()) == before
