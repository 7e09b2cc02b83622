"""What the rules of a day ask for, and the columns that come of it: the graph of quantities.

Belongs here: asking rules for their rights, and which columns these are made from. Does not: computing them
(`assessing`), what a right becomes (`findings`).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from eligibility.bounds import Amount, Truth
from eligibility.facts import HOUSEHOLD, INCOMES, NONE_MORE, PERSON, Presumptions
from eligibility.frames.foyer import Foyer
from eligibility.frames.frame import Frame
from eligibility.frames.person import Person
from eligibility.frames.windows import KNOWN
from eligibility.parameters import Law
from eligibility.rights import Right, Rule
from eligibility.rules import rules_in_force


@dataclass(frozen=True)
class Graph:
    """What the rules of a day ask for, and the columns they make."""

    foyer: Foyer
    rights: Mapping[str, tuple[Rule, Right]]

    def frame(self, rule: Rule) -> Frame:
        return self.foyer.person if rule.of is Person else self.foyer

    def people_columns(self, shown: bool) -> list[str]:
        """Columns of people that foyers, findings and, if `shown`, reasons are made from; the others are given up."""
        person = self.foyer.person
        used = {name for column in self.foyer.sums for name in person.columns_of(column)} | set(self.signal_columns)
        for rule, right in self.rights.values():
            if rule.of is Person:
                used |= {name for root in roots_of(rule, right, person) for name in person.origins(root)}
                used |= {f"state_{benefit}" for benefit in person.benefits}
                used |= {name for one in right.all_shown for name in one.value.uses} if shown else set()
        both = {f"{name}__may" for name in used if name in person.references and not person.references[name].exact}
        columns = {HOUSEHOLD, PERSON, "role", "adults", "territory", "couple"} | used | both
        return sorted(column for column in columns if not column.startswith(INCOMES) and not column.endswith(KNOWN))

    @property
    def foyer_columns(self) -> list[str]:
        """Columns of foyers that findings are made from: conditions, amounts, and what of them may be undecided."""
        foyer = self.foyer
        told = {fact for fact in {*foyer.facts, "couple"} if fact not in foyer.presumptions.absent}
        used = {HOUSEHOLD, "adults", "members", *told, *(f"state_{benefit}" for benefit in foyer.benefits)}
        for rule, right in self.rights.values():
            if rule.of is Foyer:
                roots = roots_of(rule, right, foyer)
                used |= roots.keys() | {n for name in roots for n in foyer.origins(name) if not foyer.is_exact(n)}
                used |= {name for signal in right.signals.values() for name in signal.uses & foyer.references.keys()}
        used |= {f"{name}__may" for name in used if not foyer.is_exact(name)}
        return sorted(used)

    @property
    def signal_columns(self) -> list[str]:
        """Columns of people that signals are made from, beside those of their foyer."""
        person = self.foyer.person
        signals = (signal for _, right in self.rights.values() for signal in right.signals.values())
        used = {name for signal in signals for name in signal.uses & person.made.keys()}
        return sorted(used | {f"{name}__may" for name in used if not person.made[name].exact})


def conditions_of(rule: Rule, right: Right, frame: Frame) -> dict[str, Truth]:
    """The conditions of a right as columns, by their names."""
    references = {c.name: frame.references[f"{rule.benefit}__is_{c.name}"] for c in right.conditions}
    return {name: met for name, met in references.items() if isinstance(met, Truth)}


def roots_of(rule: Rule, right: Right, frame: Frame) -> dict[str, Amount | Truth]:
    """The conditions and the amount of a right, as columns by their names."""
    names = [f"{rule.benefit}__is_{condition.name}" for condition in right.conditions]
    if right.amount is not None:
        names.append(f"{rule.benefit}__amount")
    return {name: frame.references[name] for name in names}


def graph(
    law: Law,
    complete: Collection[str],
    benefits: Collection[str] | None = None,
    presumptions: Presumptions = NONE_MORE,
) -> Graph:
    """Ask every rule in force for its right; nothing is computed yet."""
    return graph_of(rules_in_force(law.day, benefits), law, complete, presumptions)


def graph_of(
    rules: Iterable[Rule], law: Law, complete: Collection[str], presumptions: Presumptions = NONE_MORE
) -> Graph:
    """Ask the rules given, of one benefit each, for their rights."""
    foyer = Foyer(law, complete, presumptions)
    foyer.code("territory")
    foyer.person.code("territory")
    rights = {}
    for rule in rules:
        frame: Frame = foyer.person if rule.of is Person else foyer
        right = rule.find(frame)
        for condition in right.conditions:
            frame.keep(f"{rule.benefit}__is_{condition.name}", condition.met)
        if right.amount is not None:
            frame.keep(f"{rule.benefit}__amount", right.amount)
        rights[rule.benefit] = (rule, right)
    return Graph(foyer, rights)
