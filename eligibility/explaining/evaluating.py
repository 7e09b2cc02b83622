"""Explanations of a few foyers: the very graph of rules that assesses everybody, with all its quantities as columns.

Belongs here: running the rules and collecting what they reckoned. Does not: the facts themselves (`telling`), words
(`agent`, `person`). Nothing is reckoned anew in Python.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

import narwhals as nw

from data_contracts.situation import SITUATIONS
from eligibility.assessing import Keep, holders, reckoned
from eligibility.bounds import Truth
from eligibility.explaining.explanation import Explanation, Outcome, Range, Value
from eligibility.explaining.law_asked import LawAsked
from eligibility.explaining.telling import Row, Rows, ages_of, months_looked_at, told
from eligibility.facts import FACTS, HOUSEHOLD, INCOMES, PERSON
from eligibility.findings import SEPARATOR, found, listed
from eligibility.frames.frame import Frame
from eligibility.frames.person import Person
from eligibility.frames.windows import known_column
from eligibility.graph import Graph, graph
from eligibility.missing import deciding, presumed
from eligibility.parameters import Parameter
from eligibility.rights import Condition, Right, Rule, Shown
from eligibility.rules import rules_in_force
from eligibility.situations.completeness import complete_facts
from eligibility.situations.tables import Situations

BY_LABEL = {fact.label: name for name, fact in FACTS.items()}
BY_PRESUMPTION = {fact.presumption: name for name, fact in FACTS.items() if fact.presumption}


def explain(
    situations: Situations,
    day: date,
    households: Collection[str],
    parameters: Mapping[str, Parameter] | None = None,
    *,
    keep: Keep,
    benefits: Collection[str] | None = None,
    sources: Mapping[str, str] | None = None,
) -> list[Explanation]:
    """One explanation a benefit in force and holder, in the order of foyers, then of rules.

    `keep` as in `assess`; `sources` names where a fact comes from, by its name in `eligibility.facts`.
    """
    few = _of(situations, list(households), keep)
    rows = {name: list(_collected(getattr(few, name))) for name in SITUATIONS}
    complete = complete_facts(few, day)
    explanations: list[Explanation] = []
    for rule in rules_in_force(day, benefits):
        law = LawAsked(day, parameters)
        asked = graph(law, complete, [rule.benefit])
        explanations += _explained(rule, asked, law, few, rows, keep, sources or {})
    return sorted(explanations, key=lambda e: (e.household_id, e.person_id or ""))


def _of(situations: Situations, households: list[str], keep: Keep) -> Situations:
    """The situations of these foyers alone, kept."""
    homes = keep(situations.households.filter(nw.col(HOUSEHOLD).is_in(households)), "explained_households")
    people = keep(situations.people.filter(nw.col(HOUSEHOLD).is_in(households)), "explained_people")
    persons = [row[PERSON] for row in _collected(people)]
    theirs = nw.col(PERSON).is_in(persons)
    held = nw.col("holder_id").is_in([*persons, *households])
    return Situations(
        homes,
        people,
        keep(situations.incomes.filter(theirs), "explained_incomes"),
        keep(situations.income_coverage.filter(theirs), "explained_income_coverage"),
        keep(situations.benefits.filter(held), "explained_benefits"),
    )


def _explained(
    rule: Rule, asked: Graph, law: LawAsked, few: Situations, rows: Rows, keep: Keep, sources: Mapping[str, str]
) -> Iterator[Explanation]:
    _, right = asked.rights[rule.benefit]
    frame = asked.frame(rule)
    columns = _columns(rule, right, frame)
    people, foyers = reckoned(asked, few, keep, whole=True)
    here = holders(rule, people, foyers)
    key = PERSON if rule.of is Person else HOUSEHOLD
    person = nw.col(PERSON) if rule.of is Person else nw.lit(None, nw.String)
    verdicts = {row[key]: row for row in _collected(found(rule, right, frame, here, person))}
    known = {row[PERSON]: row for row in _collected(people.select(PERSON, *_known(asked.foyer.person)))}
    zones = {row[HOUSEHOLD]: row["housing_zone"] for row in rows["households"]}
    months, span, months_of = months_looked_at(asked.foyer.person, law.day)
    for row in _collected(here.select(key, **columns)):
        verdict = verdicts[row[key]]
        home, least, most = verdict[HOUSEHOLD], verdict["amount_min_eur_month"], verdict["amount_max_eur_month"]
        of_home: Rows = {**rows, "people": [person for person in rows["people"] if person[HOUSEHOLD] == home]}
        ages = ages_of(of_home["people"], law.day)
        facts = tuple(told(asked.foyer, home, of_home, known, law.day, months_of, sources))
        lacking = {fact.fact for fact in facts if fact.value is None}
        supposed = {fact.fact for fact in facts if fact.presumed} & {
            *_names(row["presumed"], BY_PRESUMPTION),
            "territory",
        }
        yield Explanation(
            benefit=rule.benefit,
            household_id=home,
            person_id=verdict[PERSON],
            day=law.day,
            verdict=verdict["verdict"],
            right=verdict["right"],
            state=verdict["state"],
            amount=None if least is None else Range.between(least, most),
            conditions=tuple(_outcome(n, condition, row, lacking) for n, condition in enumerate(right.conditions)),
            values=tuple(_value(f"value_{n}", shown, row) for n, shown in enumerate(right.shown)),
            missing=tuple(fact for fact in _names(verdict["missing"], BY_LABEL) if fact in lacking),
            presumed=tuple(fact for fact in FACTS if fact in supposed),
            told=facts,
            months=months,
            months_looked_at=span,
            months_of=months_of,
            article=rule.article,
            ignores=rule.ignores,
            in_force=law.asked(zones[home]),
            adults=len(ages),
            ages=ages,
        )


def _columns(rule: Rule, right: Right, frame: Frame) -> dict[str, nw.Expr]:
    """Bounds of everything shown, conditions, what decides each, what is presumed; kept in the frame's stages."""
    columns: dict[str, nw.Expr] = {}

    def show(name: str, value: Any) -> None:
        kept = frame.keep(f"{rule.benefit}__{name}", value)
        low, high = (kept.sure, kept.may) if isinstance(kept, Truth) else (kept.low, kept.high)
        columns.update({name: low, f"{name}_may": high})

    roots = {f"{rule.benefit}__is_{c.name}": frame.references[f"{rule.benefit}__is_{c.name}"] for c in right.conditions}
    for n, condition in enumerate(right.conditions):
        name = f"{rule.benefit}__is_{condition.name}"
        met: Any = roots[name]
        columns |= {f"met_{n}": met.sure, f"met_{n}_may": met.may}
        columns[f"missing_{n}"] = listed(deciding(frame, {name: met}))
        columns[f"supposed_{n}"] = listed(presumed(frame, {name: met}))
        for m, shown in enumerate(condition.shown):
            show(f"value_{n}_{m}", shown.value)
        for m, (when, _) in enumerate(condition.closer):
            show(f"closer_{n}_{m}", when)
            columns[f"supposed_{n}_{m}"] = listed(presumed(frame, {f"{rule.benefit}__closer_{n}_{m}": when}))
    for n, shown in enumerate(right.shown):
        show(f"value_{n}", shown.value)
    if right.amount is not None:
        roots[f"{rule.benefit}__amount"] = frame.references[f"{rule.benefit}__amount"]
    columns["presumed"] = listed(presumed(frame, roots))
    return columns


def _outcome(n: int, condition: Condition, row: Row, lacking: set[str]) -> Outcome:
    sure, may = row[f"met_{n}"], row[f"met_{n}_may"]
    plain = {(True, True): condition.plain, (False, False): condition.otherwise}.get((sure, may), "")
    supposed = row[f"supposed_{n}"]
    for m, (_, text) in enumerate(condition.closer):
        if sure == may and row[f"closer_{n}_{m}"]:
            plain, supposed = text, row[f"supposed_{n}_{m}"]
            break
    return Outcome(
        name=condition.name,
        label=condition.label,
        article=condition.article,
        holds="yes" if sure else "unknown" if may else "no",
        plain=plain,
        supposed=not all(fact.startswith(INCOMES) for fact in _names(supposed, BY_PRESUMPTION)),
        values=tuple(_value(f"value_{n}_{m}", shown, row) for m, shown in enumerate(condition.shown)),
        missing=tuple(fact for fact in _names(row[f"missing_{n}"], BY_LABEL) if fact in lacking),
    )


def _value(column: str, shown: Shown, row: Row) -> Value:
    return Value(shown.label, Range.between(row[column], row[f"{column}_may"]), shown.unit, shown.article)


def _names(texts: str | None, by_text: Mapping[str, str]) -> tuple[str, ...]:
    named = {by_text[text.strip()] for text in (texts or "").split(SEPARATOR) if text.strip()}
    return tuple(fact for fact in FACTS if fact in named)


def _known(person: Person) -> list[str]:
    """Columns that say whether everything is known of a kind of income, where that is not so of everybody."""
    asked = {(kind, window) for kind, _, window in person.looked_at if f"{INCOMES}{kind}" not in person.complete}
    return sorted({known_column(kind, window) for kind, window in asked})


def _collected(rows: nw.LazyFrame[Any]) -> Iterator[Row]:
    return rows.collect(backend="polars").iter_rows(named=True)
