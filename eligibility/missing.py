"""Which missing facts decide a right, and which were presumed.

A fact is named where it is missing, where something made straight from it is undecided, and where a condition or the
amount that it leads to is. So every fact that could change the answer is named; one that could not may be, where two
missing facts hang together. Belongs here: that reckoning over the graph of quantities. Does not: what facts are
called (`facts`).
"""

from collections.abc import Collection, Mapping
from typing import Any, cast

import narwhals as nw

from data_contracts.facts import BENEFITS_RECEIVED
from eligibility.facts import FACTS, INCOMES, OF_LONE_PARENTS, OF_PEOPLE, STATES
from eligibility.frames.foyer import Foyer
from eligibility.frames.frame import Frame, unsaid
from eligibility.frames.person import Person
from eligibility.frames.windows import KNOWN, known_column

FALSE = nw.lit(False)


def unknown_people(person: Person) -> dict[str, nw.Expr]:
    """`unknown_FACT` of each person, for the facts asked for that somebody's row lacks, of incomes one a window.

    Children lack but their own.
    """
    lacking = {}
    for fact in sorted(person.facts):
        if fact in OF_PEOPLE and fact not in {*person.complete, *person.presumptions.absent}:
            mattering = nw.lit(True) if FACTS[fact].of_children else nw.col("role") == "adult"
            lacking[_column(fact)] = (nw.col(fact).is_null() & mattering).cast(nw.Int64)
    for kind, window in sorted({(kind, window) for kind, _, window in person.looked_at}):
        if f"{INCOMES}{kind}" not in person.complete:
            known = known_column(kind, window)
            lacking[_column(known)] = (~nw.col(known)).cast(nw.Int64)
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
        paths, below = _paths(frame, name), _below(frame, name)
        for fact in FACTS:  # in one order, whatever that of sets
            if fact in paths and frame.presumed(fact) is None:
                here = root.undecided & paths[fact] & _unknown(frame, fact, below)
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
    below = frozenset().union(*(_below(frame, name) for name in roots))
    for fact in sorted(below & FACTS.keys()):
        if frame.presumed(fact) is not None and fact not in frame.complete:
            found[FACTS[fact].presumption] = _unknown(frame, fact, below)
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
    return _below(frame, name) & FACTS.keys()


def _below(frame: Frame, name: str) -> frozenset[str]:
    """Everything that a quantity is made from, of people too."""
    below = frame.origins(name)
    if isinstance(frame, Foyer):
        below = below.union(*(_below(frame.person, node) for node in below & frame.sums.keys()))
    return below


def _unknown(frame: Frame, fact: str, below: Collection[str]) -> nw.Expr:
    """Where a fact is not known; of incomes, over a window among `below`."""
    if fact in frame.complete:
        return FALSE
    here = nw.lit(True) if fact in frame.presumptions.absent else _lacking(frame, fact, below)
    if fact in OF_LONE_PARENTS:
        here = here & ~nw.coalesce(nw.col("couple"), FALSE)
        return here & (nw.col("members") > nw.col("adults")) if isinstance(frame, Foyer) else here
    return here


def _lacking(frame: Frame, fact: str, below: Collection[str]) -> nw.Expr:
    if not fact.startswith(INCOMES):
        return nw.col(_column(fact)) > 0 if fact in OF_PEOPLE else unsaid(fact)
    looked_at = (frame.person if isinstance(frame, Foyer) else cast(Person, frame)).looked_at
    asked = {known_column(kind, window) for kind, _, window in looked_at if f"{INCOMES}{kind}" == fact}
    somewhere = (nw.col(_column(known)) > 0 for known in sorted(asked & set(below)))
    return nw.any_horizontal(FALSE, *somewhere, ignore_nulls=False)


def _column(fact: str) -> str:
    return f"unknown_{fact.removesuffix(KNOWN)}"
