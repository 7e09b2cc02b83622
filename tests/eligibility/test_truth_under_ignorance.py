"""Hide facts of complete situations at random: what is said must stay true, and what decides must be named.

Facts that rules presume are hidden only where they are as presumed (`eligibility.facts`): a verdict holds given its
presumptions. Every benefit in force is looked at, at dates of the comparison with openfisca-france.
"""

from datetime import date
from random import Random

import duckdb
import polars as pl
import pytest

from benchmarks.law_households import households
from benchmarks.law_oracle import DAYS
from data_contracts.situation import KINDS_OF_INCOME
from eligibility.assessing import assess
from eligibility.engines import OnDuckDB
from eligibility.facts import FACTS, INCOMES, OF_HOUSEHOLDS, OF_PEOPLE
from eligibility.findings import SEPARATOR
from eligibility.parameters import Law
from eligibility.situations.tables import Situations

HOUSEHOLDS, HALF_A_CENT = 400, 0.006
Tables = dict[str, pl.DataFrame]
KEY = ["benefit", "household_id", "person_id"]


def found(tables: Tables, day: date) -> pl.DataFrame:
    con = duckdb.connect()
    relations = {name: con.from_arrow(table.to_arrow()) for name, table in tables.items()}
    return assess(Situations.of(relations), Law(day), keep=OnDuckDB(con)).collect(backend="polars").to_native()


def hidden(tables: Tables, seed: int) -> Tables:
    """The tables with some facts hidden, more of some households than of others."""
    roll = Random(seed)
    share = {name: roll.choice([0.0, 0.1, 0.4, 0.9]) for name in tables["households"]["household_id"]}
    homes = _hide(tables["households"], list(OF_HOUSEHOLDS), share, roll)
    people = _hide(tables["people"], list(OF_PEOPLE), share, roll)
    coverage = _hide_incomes(tables, share, roll)
    told = tables | {"households": homes, "people": people, "income_coverage": coverage["coverage"]}
    return told | {"incomes": coverage["incomes"]}


def _hide(table: pl.DataFrame, facts: list[str], share: dict[str, float], roll: Random) -> pl.DataFrame:
    columns = {}
    homes = table["household_id"].to_list()
    adults = (table["role"] == "adult").to_list() if "role" in table.columns else [True] * len(table)
    for fact in facts:
        kept = []
        for home, adult, value in zip(homes, adults, table[fact].to_list(), strict=True):
            presumed = FACTS[fact].presumed
            hideable = presumed is None or value == presumed or (not adult and not FACTS[fact].of_children)
            hide = value is not None and hideable and roll.random() < share[home]
            kept.append(None if hide else value)
        columns[fact] = pl.Series(fact, kept, dtype=table.schema[fact])
    return table.with_columns(**columns)


def _hide_incomes(tables: Tables, share: dict[str, float], roll: Random) -> Tables:
    """Of some kinds of some people nothing is said any more, of others only what months before the last three held."""
    home_of = dict(tables["people"].select("person_id", "household_id").iter_rows())
    paid = set(tables["incomes"].select("person_id", "kind").unique().iter_rows())
    rows, dropped = [], []
    for person, _, first, last in (
        tables["income_coverage"].select("person_id", "kind", "first_month", "last_month").iter_rows()
    ):
        for kind in KINDS_OF_INCOME:
            presumed = FACTS[f"{INCOMES}{kind}"].presumed is not None
            if roll.random() < share[home_of[person]] and not (presumed and (person, kind) in paid):
                if roll.random() < 0.7:
                    dropped.append((person, kind))
            else:
                rows.append((person, kind, first, last))
    schema = tables["income_coverage"].schema
    unsaid = pl.DataFrame(dropped, schema={"person_id": pl.String, "kind": pl.String}, orient="row")
    return {
        "coverage": pl.DataFrame(rows, schema=schema, orient="row"),
        "incomes": tables["incomes"].join(unsaid, on=["person_id", "kind"], how="anti"),
    }


@pytest.mark.parametrize("day", DAYS[1::3], ids=lambda day: f"{day:%Y-%m}")
def test_what_is_said_of_incomplete_situations_is_true(day: date) -> None:
    complete = households(HOUSEHOLDS, day, seed=11)
    partial = hidden(complete, seed=day.year * 12 + day.month)
    truth, said = found(complete, day), found(partial, day)
    both = truth.join(said, on=KEY, how="full", suffix="_said", coalesce=True, nulls_equal=True)
    assert both["right_said"].null_count() == 0 == both["right"].null_count()
    without_a_rule = complete["households"].filter(pl.col("tenure").is_in(["hostel", "owner_with_loan"]))
    unruled = truth.filter(pl.col("right") == "possible").join(without_a_rule, on="household_id", how="anti")
    assert unruled.is_empty(), unruled

    wrong = both.filter(pl.col("right_said").is_in(["likely", "unlikely"]) & (pl.col("right") != pl.col("right_said")))
    assert wrong.is_empty(), wrong.select(*KEY, "right", "right_said")

    outside = both.filter(
        (pl.col("amount_min_eur_month_said") > pl.col("amount_min_eur_month") + HALF_A_CENT)
        | (pl.col("amount_max_eur_month_said") < pl.col("amount_max_eur_month") - HALF_A_CENT)
    )
    assert outside.is_empty(), outside.select(*KEY, "^amount.*$")

    unsure = both.filter(
        (pl.col("right_said") == "possible")
        | (pl.col("amount_max_eur_month_said") > pl.col("amount_min_eur_month_said") + HALF_A_CENT)
    )
    assert unsure.height > 100
    known = unsure.filter((pl.col("missing_said") == "") & (pl.col("right") != "possible"))
    assert known.is_empty(), known


def _incomes_told(complete: Tables, partial: Tables, kind_of_household: pl.DataFrame) -> Tables:
    """Incomes and their coverage, where those of the kind whose turn it is are told again."""
    key = ["person_id", "kind"]
    of_turn = complete["people"].join(kind_of_household, on="household_id").select(key)
    told = {
        "income_coverage": complete["income_coverage"].drop("kind").join(of_turn, on="person_id"),
        "incomes": complete["incomes"].join(of_turn, on=key, how="semi"),
    }
    return {
        name: pl.concat([partial[name].join(of_turn, on=key, how="anti"), rows.select(partial[name].columns)])
        for name, rows in told.items()
    }


@pytest.mark.parametrize("day", DAYS[::4], ids=lambda day: f"{day:%Y-%m}")
def test_a_fact_that_changes_the_answer_when_it_is_told_is_named(day: date) -> None:
    """Tell each household one of its hidden facts again: where its answer changes, that fact was among those named."""
    complete = households(2 * HOUSEHOLDS, day, seed=12)
    partial = hidden(complete, seed=7)
    facts = [*OF_HOUSEHOLDS, *OF_PEOPLE, *(f"{INCOMES}{kind}" for kind in KINDS_OF_INCOME)]
    turn = complete["households"].select("household_id").with_row_index("n").with_columns(n=pl.col("n") % len(facts))
    told = dict(partial)
    for table in ("households", "people"):
        turns = told[table].join(turn, on="household_id", maintain_order="left")["n"]
        its_own = OF_HOUSEHOLDS if table == "households" else OF_PEOPLE
        told[table] = told[table].with_columns(
            pl.when(turns == n).then(complete[table][fact]).otherwise(partial[table][fact]).alias(fact)
            for n, fact in enumerate(facts)
            if fact in its_own
        )
    kinds = {n: fact.removeprefix(INCOMES) for n, fact in enumerate(facts) if fact.startswith(INCOMES)}
    of_kinds = turn.filter(pl.col("n").is_in(list(kinds))).with_columns(kind=pl.col("n").replace_strict(kinds))
    told |= _incomes_told(complete, partial, of_kinds)
    both = found(partial, day).join(found(told, day), on=KEY, suffix="_told", nulls_equal=True)
    labels = pl.Series([FACTS[fact].label for fact in facts])
    of_incomes = min(kinds)
    changed = both.join(turn, on="household_id").filter(
        (pl.col("right") != pl.col("right_told"))
        | ((pl.col("amount_min_eur_month") - pl.col("amount_min_eur_month_told")).abs() > HALF_A_CENT)
        | ((pl.col("amount_max_eur_month") - pl.col("amount_max_eur_month_told")).abs() > HALF_A_CENT)
    )
    named = changed.with_columns(label=labels.gather(changed["n"])).with_columns(
        named=pl.col("missing").str.split(SEPARATOR).list.contains(pl.col("label"))
    )
    assert named.height > 10
    assert named.filter(pl.col("n") >= of_incomes).height > 3
    assert named["named"].all(), named.filter(~pl.col("named")).select(*KEY, "label", "missing", "right", "right_told")
