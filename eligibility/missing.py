"""Which missing facts decide a right, and which were presumed.

A fact is named where it is missing, where something made straight from it is undecided, and where a condition or the
amount that it leads to is. So every fact that could change the answer is named; one that could not may be, where two
missing facts hang together. Belongs here: that reckoning over the graph of quantities. Does not: what facts are
called (`facts`).
"""

from collections.abc import Mapping
from typing import Any

import narwhals as nw

from data_contracts.facts import BENEFITS_RECEIVED
from eligibility.facts import FACTS, INCOMES, OF_LONE_PARENTS, OF_PEOPLE, STATES
from eligibility.frames.foyer import Foyer
from eligibility.frames.frame import Frame, unsaid
from eligibility.frames.person import Person
from eligibility.frames.windows import known_column

FALSE = nw.lit(False)


def unknown_people(person: Person) -> dict[str, nw.Expr]:
    """`unknown_FACT` of each person, for the facts asked for that somebody's row lacks; children lack but their own."""
    lacking = {}
    for fact in sorted(person.facts):
        if fact in OF_PEOPLE and fact not in {*person.complete, *person.presumptions.absent}:
            mattering = nw.lit(True) if FACTS[fact].of_children else nw.col("role") == "adult"
            lacking[_column(fact)] = (nw.col(fact).is_null() & mattering).cast(nw.Int64)
    for kind in sorted({kind for kind, _, _ in person.looked_at}):
        if f"{INCOMES}{kind}" not in person.complete:
            windows = sorted({window for one, _, window in person.looked_at if one == kind})
            known = nw.all_horizontal(*(nw.col(known_column(kind, w)) for w in windows), ignore_nulls=False)
            lacking[_column(f"{INCOMES}{kind}")] = (~known).cast(nw.Int64)
    return lacking


def unknown_sums(person: Person) -> dict[str, nw.Expr]:
    """The same of each foyer: whether anybody's is missing."""
    return {column: nw.col(column).max() for column in unknown_people(person)}


def deciding(frame: Frame, roots: Mapping[str, Any]) -> dict[str, nw.Expr]:
    """French label of a fact -> where it is missing and decides one of the roots (name -> condition or amount)."""
    found: dict[str, nw.Expr] = {}
    for name, root in roots.items():
        if root.exact:
            continue
        paths = _paths(frame, name)
        for fact in FACTS:  # in one order, whatever that of sets
            if fact in paths and frame.presumed(fact) is None:
                here = root.undecided & paths[fact] & _unknown(frame, fact)
                found[FACTS[fact].label] = found.get(FACTS[fact].label, FALSE) | here
        for benefit, here in _untold_states(frame, name).items():
            label = f"{BENEFITS_RECEIVED[benefit]} : perçu ou non"
            found[label] = found.get(label, FALSE) | (root.undecided & here)
    return found


def _untold_states(frame: Frame, name: str) -> dict[str, nw.Expr]:
    """Benefit -> where no file tells its state and something made straight from it is undecided."""
    found: dict[str, nw.Expr] = {}
    for node in sorted(frame.origins(name)):
        value = frame.made.get(node)
        if value is not None and not value.exact:
            for benefit in BENEFITS_RECEIVED:
                if f"{STATES}{benefit}" in value.uses:
                    here = frame.references[node].undecided & nw.col(f"state_{benefit}").is_null()
                    found[benefit] = found.get(benefit, FALSE) | here
    return found


def presumed(frame: Frame, roots: Mapping[str, Any]) -> dict[str, nw.Expr]:
    """What is presumed, in French -> where it had to be."""
    found = dict.fromkeys(frame.presumptions.said, nw.lit(True))
    for fact in sorted(set().union(*(facts_below(frame, name) for name in roots))):
        if frame.presumed(fact) is not None and fact not in frame.complete:
            found[FACTS[fact].presumption] = _unknown(frame, fact)
    return found


def _paths(frame: Frame, name: str) -> dict[str, nw.Expr]:
    """Fact -> whether something made straight from it, and leading to the quantity, is undecided."""
    found: dict[str, nw.Expr] = {}
    for node in sorted(frame.origins(name)):
        value = frame.made.get(node)
        if isinstance(frame, Foyer) and node in frame.sums and not frame.person.made[node].exact:
            undecided = nw.col(f"{node}__may") > nw.col(node)
            for fact in facts_below(frame.person, node) - {"couple"}:
                found[fact] = found.get(fact, FALSE) | undecided
        if value is not None and not value.exact:
            # what is made of another's fact is undecided on the other's row, not on this person's
            undecided = nw.lit(True) if isinstance(frame, Person) else frame.references[node].undecided
            for fact in value.uses & FACTS.keys():
                found[fact] = found.get(fact, FALSE) | undecided
    return found


def facts_below(frame: Frame, name: str) -> frozenset[str]:
    """Facts of people and of the foyer that a quantity is made from."""
    below: frozenset[str] = frozenset()
    for node in frame.origins(name):
        if node in FACTS:
            below |= {node}
        elif isinstance(frame, Foyer) and node in frame.sums:
            below |= facts_below(frame.person, node)
    return below


def _unknown(frame: Frame, fact: str) -> nw.Expr:
    if fact in frame.complete:
        return FALSE
    here = nw.lit(True) if fact in frame.presumptions.absent else _lacking(fact)
    if fact in OF_LONE_PARENTS:
        here = here & ~nw.coalesce(nw.col("couple"), FALSE)
        return here & (nw.col("members") > nw.col("adults")) if isinstance(frame, Foyer) else here
    return here


def _lacking(fact: str) -> nw.Expr:
    return nw.col(_column(fact)) > 0 if fact in OF_PEOPLE or fact.startswith(INCOMES) else unsaid(fact)


def _column(fact: str) -> str:
    return f"unknown_{fact.removeprefix(INCOMES)}"
