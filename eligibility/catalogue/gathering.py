"""From the register of rules and the parameters to the catalogue.

Belongs here: which rules and values go in, in what order. Does not: what a rule looks at (`asking`), French pages.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from data_contracts.facts import BENEFITS_RECEIVED
from eligibility.catalogue import form
from eligibility.catalogue.asking import Asked, Sight, ask
from eligibility.catalogue.names import BENEFITS
from eligibility.catalogue.undecided import UNDECIDED
from eligibility.catalogue.values import SINCE, parameter
from eligibility.facts import FACTS, INCOMES
from eligibility.frames.foyer import Foyer
from eligibility.frames.quantities import Quantity as Reckoning
from eligibility.frames.windows import FORMS
from eligibility.parameters import Parameter
from eligibility.rights import RULES, Rule


def gather(
    parameters: Mapping[str, Parameter], as_of: date | None = None, tell: Callable[[str], None] = lambda _: None
) -> form.Catalogue:
    """Every rule and dated value, or those in force on a day; `tell` hears which benefit is being read."""
    rules = [rule for rule in RULES if as_of is None or rule.in_force(as_of)]
    order = [*BENEFITS, *(rule.benefit for rule in rules)]
    benefits = []
    for code in sorted({rule.benefit for rule in rules}, key=order.index):
        tell(BENEFITS_RECEIVED.get(code, code))
        name, purpose = BENEFITS.get(code, (BENEFITS_RECEIVED.get(code, code), ""))
        dated = sorted((rule for rule in rules if rule.benefit == code), key=lambda rule: rule.start)
        entries = tuple(_rule(rule, ask(rule, parameters, as_of), as_of or rule.end) for rule in dated)
        benefits.append(form.Benefit(code=code, name=name, purpose=purpose, rules=entries))
    readers = {
        name: [b.code for b in benefits if any(name in rule.parameters for rule in b.rules)] for name in parameters
    }
    values = (parameter(parameters[name], tuple(readers[name]), as_of) for name in sorted(parameters))
    return form.Catalogue(
        as_of=as_of,
        since=SINCE,
        benefits=tuple(benefits),
        parameters=tuple(value for value in values if value.values),
        undecided=tuple(one for one in UNDECIDED if not (as_of and one.start and as_of < one.start)),
    )


def _rule(rule: Rule, asked: Mapping[date, Asked], last: date) -> form.Rule:
    """`last`: reforms are told up to that day."""
    sights = [found.sight for found in asked.values()]

    def ever(said: Callable[[Any], Iterable[Any]]) -> set[Any]:
        return {one for sight in sights for one in said(sight)}

    of_foyer, of_people = ever(lambda s: s.facts_of_foyer), ever(lambda s: s.facts_of_people)
    return form.Rule(
        start=rule.start,
        end=_end(rule.end),
        of="foyer" if rule.of is Foyer else "person",
        article=rule.article,
        function=f"{rule.find.__module__}.{rule.find.__name__}",
        territories=rule.territories,
        wordings=_wordings(rule, asked),
        read_on=max(asked),
        facts=(
            *(_fact(code, "foyer") for code in _listed(of_foyer)),
            *(_fact(code, "person") for code in _listed(of_people)),
        ),
        incomes=_incomes(ever(lambda s: s.kinds), asked),
        received=tuple(
            form.ReceivedBenefit(code=code, label=BENEFITS_RECEIVED.get(code, code))
            for code in sorted(ever(lambda s: s.received))
        ),
        ignores=rule.ignores,
        reforms=_reforms(ever(lambda s: s.reckonings), rule.start, last),
        parameters=tuple(sorted(ever(lambda s: s.parameters))),
    )


def _wordings(rule: Rule, asked: Mapping[date, Asked]) -> tuple[form.Wording, ...]:
    """Days that are worded alike together, with the facts of them all."""
    alike = [list(days) for _, days in groupby(asked, key=lambda day: asked[day].sight.wording)]
    starts = [rule.start, *(days[0] for days in alike[1:])]
    ends = [*(day - timedelta(days=1) for day in starts[1:]), rule.end]
    return tuple(
        form.Wording(
            start=start,
            end=_end(end),
            conditions=_joined([asked[day].sight for day in days]),
            has_amount=asked[days[0]].sight.has_amount,
            amount=asked[days[0]].sight.amount,
        )
        for days, start, end in zip(alike, starts, ends, strict=True)
    )


def _joined(sights: Sequence[Sight]) -> tuple[form.Condition, ...]:
    together = zip(*(sight.conditions for sight in sights), strict=True)
    return tuple(
        same[0].model_copy(update={"facts": tuple(_listed({fact for one in same for fact in one.facts}))})
        for same in together
    )


def _listed(facts: Iterable[str]) -> list[str]:
    """In the order of the contract."""
    return sorted(facts, key=list(FACTS).index)


def _told(code: str, of: str) -> dict[str, Any]:
    fact = FACTS[code]
    told = {"code": code, "of": of, "label": fact.label, "of_children": fact.of_children}
    return told | {"presumed": fact.presumption if fact.presumed is not None else None}


def _fact(code: str, of: str) -> form.Fact:
    return form.Fact(**_told(code, of))


def _incomes(kinds: set[tuple[str, str]], asked: Mapping[date, Asked]) -> tuple[form.Income, ...]:
    found, days = [], list(asked)
    for code in _listed({f"{INCOMES}{kind}" for kind, _ in kinds}):
        kind = code.removeprefix(INCOMES)
        forms = tuple(one for one in FORMS if (kind, one) in kinds)
        last = max(n for n, day in enumerate(days) if kind in {one for one, _, _ in asked[day].incomes})
        windows = {window for one, _, window in asked[days[last]].incomes if one == kind}
        months = {back for window in windows for back in range(window.last, window.first + 1)}
        until = days[last + 1] - timedelta(days=1) if last + 1 < len(days) else None
        found.append(form.Income(**_told(code, "person"), forms=forms, months=_spans(months), until=until))
    return tuple(found)


def _spans(months: set[int]) -> tuple[tuple[int, int], ...]:
    """Months that follow each other together, the earliest first: {0, 1, 2, 7} is ((7, 7), (2, 0))."""
    spans: list[tuple[int, int]] = []
    for back in sorted(months, reverse=True):
        first = spans.pop()[0] if spans and spans[-1][1] == back + 1 else back
        spans.append((first, back))
    return tuple(spans)


def _reforms(reckonings: set[Reckoning[..., Any]], start: date, last: date) -> tuple[form.Reform, ...]:
    """Reforms since the rule began, up to a day."""
    found = [
        _reform(reckoning, day, inspect.getdoc(function) or "")
        for reckoning in reckonings
        for day, function in reckoning.versions[1:]
        if start < day <= last
    ]
    return tuple(sorted(found, key=lambda reform: (reform.day, reform.quantity)))


def _reform(reckoning: Reckoning[..., Any], day: date, note: str) -> form.Reform:
    """In French where the rule says it so, else the first line of the note in the code."""
    name, change, line = reckoning.__name__, reckoning.changes.get(day), note.partition("\n")[0]
    if change or not line:
        return form.Reform(day=day, quantity=name, change=change or "Se calcule autrement.", language="fr")
    return form.Reform(day=day, quantity=name, change=line, language="en")


def _end(day: date) -> date | None:
    return None if day == date.max else day
