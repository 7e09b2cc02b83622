"""The facts that a rule looked at, as the situation tells them, in French, each with its months and its source.

Belongs here: reading the few rows of a foyer. Does not: reckoning (`evaluating`); a birth date is told as an age.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from data_contracts.columns import Column
from data_contracts.facts import BENEFIT_STATES, BENEFITS_RECEIVED
from data_contracts.french import Months, counted, euros, months
from data_contracts.french import day as in_french
from data_contracts.situation import KINDS_OF_INCOME, NOT_RECEIVED, Household, Member
from eligibility.dates import month_back
from eligibility.explaining.explanation import Told
from eligibility.facts import FACTS, HOUSEHOLD, INCOMES, OF_HOUSEHOLDS, OF_PEOPLE, PERSON, STATES
from eligibility.frames.foyer import Foyer
from eligibility.frames.person import Person
from eligibility.frames.windows import known_column

Row = Mapping[str, Any]
Rows = dict[str, list[Row]]
"""By table of a situation."""
GIVEN = "situation transmise"
FORMS = {"net": "net reçu", "taxable": "imposable", "gross": "brut"}
UNITS = {"months": "mois", "years": "ans", "hours": "heures"}
LABELS = {
    "birth_date": "âge",
    "couple": "vie en couple",
    "tenure": "logement",
    "independent": "autonome (pas à la charge de ses parents)",
    "isolated_since": "isolement",
    "permit_since": "titre de séjour",
    "jobseeker_since": "inscription comme demandeur d'emploi",
}
"""What is told of a fact, where its label would not do."""
NOT_OF: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "isolated_since": ("couple", lambda couple: couple is True),
    "permit_since": ("nationality", lambda nationality: nationality in ("FR", None)),
    "jobseeker_since": ("work_state", lambda state: state not in ("jobseeker", None)),
    "scholarship": ("student", lambda student: student is not True),
}
"""Facts that another fact makes meaningless: of the other's values, where."""


def ages_of(people: list[Row], day: date) -> tuple[int | None, ...]:
    """Of the adults, in whole years; None where it is not known."""
    return tuple(_age(person["birth_date"], day) for person in people if person["role"] == "adult")


def months_looked_at(person: Person, day: date) -> tuple[Months | None, Months | None, dict[str, Months]]:
    """Months whose incomes count, every month looked at, and the latter of each kind.

    Those that count are the windows that weigh most: months times kinds of income looked at over them.
    """
    weights: Counter[Any] = Counter()
    for _, window in {(kind, window) for kind, _, window in person.looked_at}:
        weights[window] += window.months
    if not weights:
        return None, None, {}
    heaviest = [window for window, weight in weights.items() if 5 * weight >= 4 * max(weights.values())]
    of_kinds = {}
    for kind in {kind for kind, _, _ in person.looked_at}:
        of_kinds[kind] = _span([window for one, _, window in person.looked_at if one == kind], day)
    return _span(heaviest, day), _span(list(weights), day), dict(sorted(of_kinds.items()))


def _span(windows: list[Any], day: date) -> Months:
    return month_back(day, max(w.first for w in windows)), month_back(day, min(w.last for w in windows))


def told(
    foyer: Foyer,
    home: str,
    rows: Rows,
    known: Mapping[str, Row],
    day: date,
    months_of: Mapping[str, Months],
    sources: Mapping[str, str],
) -> Iterator[Told]:
    """Facts of the foyer, then of each of its people; `rows` holds no other people's."""
    household = next(row for row in rows["households"] if row[HOUSEHOLD] == home)
    asked = [fact for fact in OF_HOUSEHOLDS if fact in foyer.facts | foyer.person.facts | {"couple"}]
    adults = sum(person["role"] == "adult" for person in rows["people"])
    household = {**household, "couple": True if adults > 1 else household["couple"]}
    yield from _facts("foyer", household, asked, _columns(Household), day, sources)
    yield from _states("foyer", home, foyer.benefits | foyer.person.benefits, rows, sources)
    numbers: Counter[str] = Counter()
    for person in sorted(rows["people"], key=lambda row: (row["role"], row[PERSON])):
        role = "adulte" if person["role"] == "adult" else "enfant"
        numbers[role] += 1
        name = f"{role} {numbers[role]} ({person[PERSON]})"
        theirs = [f for f in OF_PEOPLE if f in foyer.person.facts and (role == "adulte" or OF_PEOPLE[f].of_children)]
        yield from _facts(name, person, theirs, _columns(Member), day, sources)
        yield from _incomes(name, person[PERSON], foyer.person, rows, known[person[PERSON]], months_of, sources)
        yield from _states(name, person[PERSON], foyer.person.benefits | foyer.benefits, rows, sources)


def _facts(
    of: str, row: Row, facts: list[str], columns: Mapping[str, Column], day: date, sources: Mapping[str, str]
) -> Iterator[Told]:
    for fact in facts:
        if fact in NOT_OF and NOT_OF[fact][1](row.get(NOT_OF[fact][0])):
            continue
        label, source = LABELS.get(fact, FACTS[fact].label), sources.get(fact, GIVEN)
        if row[fact] is not None:
            yield Told(of, fact, label, _said(row[fact], columns[fact], day), source)
        elif FACTS[fact].presumed is not None:
            yield Told(of, fact, label, FACTS[fact].presumption, source, presumed=True)
        else:
            yield Told(of, fact, label, None, source)


def _said(value: Any, column: Column, day: date) -> str:
    if column.codes:
        return column.codes[value]
    if isinstance(value, bool):
        return "oui" if value else "non"
    if column.name == "pregnancy_month" and not value:
        return "non"
    if column.name == "birth_date":
        return counted(_age(value, day) or 0, "ans")
    if isinstance(value, date):
        return f"depuis le {in_french(value)}"
    if isinstance(value, Decimal):
        return f"{euros(float(value))} par mois"
    return f"{value} %" if column.unit == "%" else counted(value, UNITS[column.unit]) if column.unit else str(value)


def _incomes(
    of: str,
    person_id: str,
    person: Person,
    rows: Rows,
    known: Row,
    months_of: Mapping[str, Months],
    sources: Mapping[str, str],
) -> Iterator[Told]:
    """Each kind that the person has, equal months together, or of which not all is known; the others are none."""
    without, not_known = 0, set()
    for kind, form in sorted(
        {(kind, form) for kind, form, _ in person.looked_at}, key=lambda asked: (_place(asked[0]), asked[1])
    ):
        first, last = months_of[kind]
        of_kind = sorted(
            (row["month"], row[f"{form}_eur_month"])
            for row in rows["incomes"]
            if row[PERSON] == person_id and row["kind"] == kind and first <= row["month"] <= last
        )
        fact = f"{INCOMES}{kind}"
        label, source = KINDS_OF_INCOME[kind], sources.get(fact, sources.get(kind, GIVEN))
        amounts = [(month, float(amount)) for month, amount in of_kind if amount]
        if amounts:
            yield Told(of, fact, f"{label}, {FORMS[form]}", " ; ".join(_runs(amounts)), source)
        windows = {window for one, _, window in person.looked_at if one == kind}
        if not all(known.get(known_column(kind, window), True) for window in windows):
            supposed = FACTS[fact].presumed is not None
            if kind not in not_known and not (supposed and amounts):
                not_known.add(kind)
                yield Told(of, fact, label, FACTS[fact].presumption if supposed else None, source, supposed)
        elif not amounts:
            without += 1
    if without:
        yield Told(of, "incomes", "autres ressources regardées", "aucune", sources.get("incomes", GIVEN))


def _runs(amounts: list[tuple[date, float]]) -> Iterator[str]:
    """`mars à mai 2014 : 600,00 € par mois`, of months in a row that are equal."""

    def run(place: tuple[int, tuple[date, float]]) -> tuple[int, float]:
        n, (month, amount) = place
        return month.year * 12 + month.month - n, amount

    for _, group in groupby(enumerate(amounts), key=run):
        same = [place[1] for place in group]
        span = (same[0][0], same[-1][0])
        yield f"{months(span)} : {euros(same[0][1])}{' par mois' if len(same) > 1 else ''}"


def _states(of: str, holder: str, asked: set[str], rows: Rows, sources: Mapping[str, str]) -> Iterator[Told]:
    for row in rows["benefits"]:
        if row["holder_id"] == holder and row["benefit"] in asked:
            state = {**BENEFIT_STATES, **NOT_RECEIVED}[row["state"]]
            fact = f"{STATES}{row['benefit']}"
            yield Told(of, fact, BENEFITS_RECEIVED[row["benefit"]], state, sources.get(fact, GIVEN))


def _columns(model: Any) -> dict[str, Column]:
    return {column.name: column for column in model.columns()}


def _place(kind: str) -> int:
    return list(KINDS_OF_INCOME).index(kind)


def _age(born: date | None, day: date) -> int | None:
    return None if born is None else day.year - born.year - ((day.month, day.day) < (born.month, born.day))
