"""From the five tables of a situation to one row a person and one a foyer, with the facts that rules ask for.

Belongs here: adding up incomes by window, states of benefits, joins. Does not: what facts mean (`data_contracts.
situation`), nor any rule. Only what is asked for is read.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import add
from typing import Any

import narwhals as nw

from data_contracts.situation import EVERY_KIND, EVERY_OTHER, SITUATIONS
from eligibility.dates import months_before
from eligibility.facts import (
    HOUSEHOLD,
    INCOMES,
    NONE_MORE,
    OF_HOUSEHOLDS,
    OF_INCOMES,
    OF_PEOPLE,
    PERSON,
    VAGUE,
    Presumptions,
)
from eligibility.frames.foyer import Foyer
from eligibility.frames.frame import unsaid
from eligibility.frames.windows import FORMS, MONTHS, Income, Window, known_column

Rows = nw.LazyFrame[Any]
NONE, EVERY, OTHERS = "none", next(iter(EVERY_KIND)), next(iter(EVERY_OTHER))


@dataclass(frozen=True)
class Situations:
    """The tables of data_contracts/situation, by name."""

    households: Rows
    people: Rows
    incomes: Rows
    income_coverage: Rows
    benefits: Rows
    presumptions: Presumptions = NONE_MORE

    @classmethod
    def of(cls, tables: Mapping[str, Any], presumptions: Presumptions = NONE_MORE) -> "Situations":
        """From tables of any engine that Narwhals speaks to."""
        rows = {name: nw.from_native(tables[name]).lazy() for name in SITUATIONS}
        return cls(**rows, presumptions=presumptions)


def complete_facts(situations: Situations, day: date) -> frozenset[str]:
    """Facts that nobody's row lacks; `incomes.KIND` for all kinds where everybody's months are all covered."""
    return known_facts(situations, day)[0]


def known_facts(situations: Situations, day: date) -> tuple[frozenset[str], Presumptions]:
    """Facts that nobody's row lacks; and the presumptions of the situations, with the facts that everybody's lacks.

    One row is read from each table. What is known of everybody is reckoned once, not once for either bound; what is
    known of nobody needs no column.
    """
    presumptions = situations.presumptions
    known = {f"{INCOMES}{kind}" for kind in presumptions.nil_kinds | presumptions.stated_kinds}
    absent: set[str] = set()
    for rows, facts in ((situations.households, OF_HOUSEHOLDS), (situations.people, OF_PEOPLE)):
        lacking = rows.select(
            nw.len().alias("rows"), *(_lacking(fact).cast(nw.Int64).sum().alias(fact) for fact in facts)
        ).collect()
        known |= {fact for fact in facts if not lacking.item(0, fact)}
        absent |= {fact for fact in facts if lacking.item(0, fact) == lacking.item(0, "rows") and fact not in VAGUE}
    covered = situations.income_coverage.filter(
        nw.col("kind") == EVERY,
        nw.col("first_month") <= _month(day, (day.year * 12 + day.month - 1) - (day.year - 2) * 12),
        nw.col("last_month") >= day.replace(day=1),
    ).select(nw.col(PERSON)).unique()  # fmt: skip
    people, whole = (rows.select(nw.len()).collect().item(0, 0) for rows in (situations.people, covered))
    amounts = situations.incomes.select(*(nw.col(f"{form}_eur_month").is_null().cast(nw.Int64).sum() for form in FORMS))
    lacking = amounts.collect()
    if people == whole and not any(lacking.item(0, f"{form}_eur_month") for form in FORMS):
        known |= set(OF_INCOMES)
    return frozenset(known), replace(presumptions, absent=frozenset(absent) - known - {"couple"})


NEEDLESS: Mapping[str, nw.Expr] = {
    "permit_since": nw.col("nationality") == "FR",
    "jobseeker_since": nw.col("work_state") != "jobseeker",
    "isolated_since": nw.col("couple"),
}
"""Days that some people have none of: an empty cell of theirs lacks nothing."""


def _lacking(fact: str) -> nw.Expr:
    empty = unsaid(fact)
    return empty & ~nw.coalesce(NEEDLESS[fact], nw.lit(False)) if fact in NEEDLESS else empty


def person_rows(situations: Situations, foyer: Foyer) -> Rows:
    """One row a person: facts of theirs and of the foyer, incomes by kind, form and window, states of benefits."""
    person, day = foyer.person, foyer.law.day
    of_people = [fact for fact in sorted(person.facts) if fact in OF_PEOPLE]
    of_households = [fact for fact in sorted(person.facts | {"couple"}) if fact in OF_HOUSEHOLDS]
    adults = (nw.col("role") == "adult").cast(nw.Float64).sum().over(HOUSEHOLD)
    rows = (
        situations.people.select(PERSON, HOUSEHOLD, "role", *of_people)
        .with_columns(adults=adults)
        .join(situations.households.select(HOUSEHOLD, *of_households), on=HOUSEHOLD, how="inner")
        .with_columns(couple=_COUPLE)
    )
    incomes = sorted(person.incomes)
    if incomes:
        rows = _with_incomes(rows, situations.incomes, incomes, day)
        unsure = sorted({(k, window) for k, _, window in person.looked_at if f"{INCOMES}{k}" not in person.complete})
        if unsure:
            rows = _joined(rows, _covered(situations, unsure, day), PERSON)
            names = [known_column(kind, window) for kind, window in unsure]
            rows = rows.with_columns(**{name: nw.coalesce(nw.col(name), nw.lit(False)) for name in names})
    return _with_states(rows, situations.benefits, "person", PERSON, sorted(person.benefits))


def foyer_rows(situations: Situations, foyer: Foyer, people: Rows, more: Mapping[str, nw.Expr]) -> Rows:
    """One row a foyer: its facts, the sums of its people (computed) and `more` of them, states of its benefits."""
    facts = [fact for fact in sorted(foyer.facts | {"couple"}) if fact in OF_HOUSEHOLDS]
    sums = people.group_by(HOUSEHOLD).agg(adults=nw.col("adults").max(), members=nw.len(), **foyer.sums, **more)
    homes = situations.households.select(HOUSEHOLD, *facts).join(sums, on=HOUSEHOLD, how="inner")
    rows = homes.with_columns(couple=_COUPLE)
    return _with_states_of_foyers(rows, situations, sorted(foyer.benefits))


def _with_incomes(rows: Rows, incomes: Rows, asked: Collection[Income], day: date) -> Rows:
    """A column an income asked for, 0 where the person has none."""
    cells = {kind: {(i.form, i.window) for i in asked if kind in i.kinds} for i in asked for kind in i.kinds}
    parts: dict[Income, list[str]] = {income: [] for income in asked}
    for number, kinds in enumerate(_asked_alike(cells)):
        columns = {f"{i.column}_{number}": i for i in asked if set(i.kinds) & kinds}
        for column, income in columns.items():
            parts[income].append(column)
        rows = _joined(rows, _added_up(incomes, columns, kinds, day), PERSON)
    nil = nw.lit(0.0)
    return rows.with_columns(
        **{i.column: reduce(add, (nw.coalesce(nw.col(part), nil) for part in parts[i])) for i in asked}
    ).drop([part for named in parts.values() for part in named])


def _asked_alike(cells: Mapping[str, Collection[object]]) -> list[set[str]]:
    """Kinds by how many sums are asked of them, none in one set with a kind of which over twice as many are.

    Wages are asked over ten times as many windows as some family benefits: each row is added up over few for nothing.
    """
    sets: list[set[str]] = []
    most = 0
    for kind in sorted(cells, key=lambda kind: (-len(cells[kind]), kind)):
        if 2 * len(cells[kind]) < most or not sets:
            sets.append(set())
            most = len(cells[kind])
        sets[-1].add(kind)
    return sets


def _added_up(incomes: Rows, columns: Mapping[str, Income], kinds: Collection[str], day: date) -> Rows:
    """Sums by person of the rows of some kinds: first by kind, which shortens the table tenfold."""
    cells = sorted({(income.form, income.window) for income in columns.values()})
    earliest, latest = max(w.first for _, w in cells), min(w.last for _, w in cells)
    forms = {form: nw.col(f"{form}_eur_month").cast(nw.Float64) for form in FORMS}
    forms[MONTHS] = nw.when(nw.col("net_eur_month") > 0).then(1.0).otherwise(0.0)
    asked_forms = sorted({form for form, _ in cells})
    within = incomes.filter(
        nw.col("month") >= _month(day, earliest),
        nw.col("month") <= _month(day, latest),
        nw.col("kind").is_in(sorted(kinds)),
    )
    by_kind = (
        within.select(PERSON, "kind", "month", **{form: forms[form] for form in asked_forms})
        .group_by(PERSON, "kind")
        .agg(**{f"{form}_{window}": _within(window, day, form) for form, window in cells})
    )
    return by_kind.group_by(PERSON).agg(
        **{
            column: nw.when(nw.col("kind").is_in(i.kinds))
            .then(nw.col(f"{i.form}_{i.window}"))
            .otherwise(nw.lit(0.0))
            .sum()
            for column, i in columns.items()
        }
    )


def _within(window: Window, day: date, form: str) -> nw.Expr:
    month = nw.col("month")
    inside = (month >= _month(day, window.first)) & (month <= _month(day, window.last))
    return nw.when(inside).then(nw.col(form)).otherwise(nw.lit(0.0)).sum()


def _covered(situations: Situations, asked: Collection[tuple[str, Window]], day: date) -> Rows:
    """By person, 1 where all months of a window are known of a kind: covered by one row, or each with its amount."""
    cover = situations.income_coverage.group_by(PERSON).agg(
        **{
            f"{kind}_{window}__covered": nw.when(
                nw.col("kind").is_in([kind, EVERY])
                & (nw.col("first_month") <= _month(day, window.first))
                & (nw.col("last_month") >= _month(day, window.last))
            ).then(1).otherwise(0).max()
            for kind, window in asked
        }
    )  # fmt: skip
    if situations.presumptions.covered_alone:
        return cover.select(PERSON, **{known_column(k, w): nw.col(f"{k}_{w}__covered") > 0 for k, w in asked})
    unsaid = nw.any_horizontal(*(nw.col(f"{form}_eur_month").is_null() for form in FORMS), ignore_nulls=False)
    within = {
        f"{window}": (nw.col("month") >= _month(day, window.first)) & (nw.col("month") <= _month(day, window.last))
        for window in sorted({window for _, window in asked})
    }
    by_kind = (
        situations.incomes.filter(nw.col("kind").is_in(sorted({kind for kind, _ in asked})))
        .group_by(PERSON, "kind")
        .agg(
            **{f"{window}__said": _number_where(here & ~unsaid) for window, here in within.items()},
            **{f"{window}__unsaid": _number_where(here & unsaid) for window, here in within.items()},
        )
    )
    said = by_kind.group_by(PERSON).agg(
        **{
            f"{kind}_{window}__{what}": nw.when(nw.col("kind") == kind)
            .then(nw.col(f"{window}__{what}"))
            .otherwise(0)
            .sum()
            for kind, window in asked
            for what in ("said", "unsaid")
        }
    )
    both = _joined(_joined(situations.people.select(PERSON), cover, PERSON), said, PERSON)
    known = {}
    for kind, window in asked:
        name = f"{kind}_{window}"
        covered, told, untold = (
            nw.coalesce(nw.col(f"{name}__{what}"), nw.lit(0)) for what in ("covered", "said", "unsaid")
        )
        known[known_column(kind, window)] = (untold == 0) & ((covered > 0) | (told == window.months))
    return both.select(PERSON, **known)


def _number_where(condition: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(1).otherwise(0).sum()


def _with_states(rows: Rows, benefits: Rows, holder: str, key: str, asked: Collection[str]) -> Rows:
    """A column `state_BENEFIT`: the state, `none` where the holder has no other benefit, null where nobody says."""
    if not asked:
        return rows
    states = (
        benefits.filter(nw.col("holder") == holder)
        .group_by("holder_id")
        .agg(no_other=_number_where(_NO_OTHER), **{f"state_{b}": _strongest(b) for b in asked})
        .rename({"holder_id": key})
    )
    return _joined(rows, states, key).with_columns(**{f"state_{b}": _state(b, nw.col("no_other") > 0) for b in asked})


def _with_states_of_foyers(rows: Rows, situations: Situations, asked: Collection[str]) -> Rows:
    """The same, of a foyer: what it holds as a whole, and what any of its people holds."""
    if not asked:
        return rows
    benefits = situations.benefits
    of_people = (
        benefits.filter(nw.col("holder") == "person")
        .rename({"holder_id": PERSON})
        .join(situations.people.select(PERSON, HOUSEHOLD, "role"), on=PERSON, how="inner")
        .group_by(HOUSEHOLD)
        .agg(
            saying=_number_where(_NO_OTHER & (nw.col("role") == "adult")),
            **{f"state_{b}": _strongest(b) for b in asked},
        )
    )
    as_a_whole = (
        benefits.filter(nw.col("holder") == "household")
        .group_by("holder_id")
        .agg(no_other=_number_where(_NO_OTHER), **{f"whole_{b}": _strongest(b) for b in asked})
        .rename({"holder_id": HOUSEHOLD})
    )
    rows = _joined(_joined(rows, of_people, HOUSEHOLD), as_a_whole, HOUSEHOLD)
    everybody, whole = nw.col("saying") >= nw.col("adults"), nw.col("no_other") > 0
    live = BY_STRENGTH.index("live")  # nothing that is not known of another could be more
    of_all = {b: nw.when(everybody | (nw.col(f"state_{b}") == live)).then(nw.col(f"state_{b}")) for b in asked}
    both = {f"state_{b}": nw.max_horizontal(of_all[b], nw.col(f"whole_{b}")) for b in asked}
    return rows.with_columns(**both).with_columns(
        **{f"state_{b}": _state(b, everybody if b in BENEFITS_OF_A_PERSON else whole) for b in asked}
    )


_COUPLE = nw.when(nw.col("adults") > 1).then(nw.lit(True)).otherwise(nw.col("couple"))
"""Two adults of a foyer are a couple, whatever else is said."""
_NO_OTHER = (nw.col("benefit") == OTHERS) & (nw.col("state") == NONE)
BY_STRENGTH = (NONE, "refused", "under_minimum", "pending", "suspended", "live")
"""From the weakest to the strongest: of several lines the strongest is told."""
BENEFITS_OF_A_PERSON = frozenset(
    {"aah", "aspa", "as", "asi", "are", "ass", "other_allowance", "cmuc", "acs", "css_gratuite", "css_participation"}
)


def _strongest(benefit: str) -> nw.Expr:
    rank = nw.lit(None, nw.Int64)
    for n, state in enumerate(BY_STRENGTH):
        rank = nw.when((nw.col("benefit") == benefit) & (nw.col("state") == state)).then(n).otherwise(rank)
    return rank.max()


def _state(benefit: str, no_other: nw.Expr) -> nw.Expr:
    """The code of the rank in `state_BENEFIT`."""
    told: nw.Expr = nw.when(no_other).then(nw.lit(NONE))
    for n, state in enumerate(BY_STRENGTH):
        told = nw.when(nw.col(f"state_{benefit}") == n).then(nw.lit(state)).otherwise(told)
    return told


def _joined(rows: Rows, other: Rows, key: str) -> Rows:
    return rows.join(other, on=key, how="left")


def _month(day: date, back: int) -> date:
    return months_before(day.replace(day=1), back)
