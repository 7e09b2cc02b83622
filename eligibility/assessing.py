"""Assessment: every rule in force, run over situations, on whatever engine Narwhals speaks to.

Belongs here: the order of the steps, and what a right becomes (verdict, bounds of the amount, conditions that fail,
facts that are missing and decide). Does not: any rule.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pkgutil import iter_modules

import narwhals as nw

from eligibility import benefits as rules_of_benefits
from eligibility.bounds import Amount, Truth
from eligibility.facts import HOUSEHOLD, INCOMES, NONE_MORE, PERSON, Presumptions
from eligibility.frames.foyer import Foyer
from eligibility.frames.frame import Frame
from eligibility.frames.person import Person
from eligibility.missing import deciding, presumed, unknown_people, unknown_sums
from eligibility.parameters import Law, Parameter
from eligibility.rights import RULES, Right, Rule
from eligibility.situations.completeness import known_facts
from eligibility.situations.rows import foyer_rows, person_rows
from eligibility.situations.tables import Rows, Situations

SEPARATOR = "|"
Keep = Callable[[Rows, str], Rows]

for module in iter_modules(rules_of_benefits.__path__):  # importing a module of benefits registers its rules
    import_module(f"{rules_of_benefits.__name__}.{module.name}")


def rules_in_force(day: date, benefits: Collection[str] | None = None) -> list[Rule]:
    """The rules of a day, one a benefit; those of `benefits` if given."""
    return [rule for rule in RULES if rule.in_force(day) and (benefits is None or rule.benefit in benefits)]


@dataclass(frozen=True)
class Graph:
    """What the rules of a day ask for, and the columns they make."""

    foyer: Foyer
    rights: Mapping[str, tuple[Rule, Right]]

    def frame(self, rule: Rule) -> Frame:
        return self.foyer.person if rule.of is Person else self.foyer

    @property
    def people_columns(self) -> list[str]:
        """Columns of people that foyers and findings are made from; the others are given up."""
        person = self.foyer.person
        used = {name for column in self.foyer.sums for name in person.columns_of(column)} | set(self.signal_columns)
        for rule, right in self.rights.values():
            if rule.of is Person:
                used |= {name for root in roots_of(rule, right, person) for name in person.origins(root)}
                used |= {f"state_{benefit}" for benefit in person.benefits}
        both = {f"{name}__may" for name in used if name in person.references and not person.references[name].exact}
        columns = {HOUSEHOLD, PERSON, "role", "adults", "territory", "couple"} | used | both
        return sorted(column for column in columns if not column.startswith(INCOMES))

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


def assess(
    situations: Situations,
    day: date,
    parameters: Mapping[str, Parameter] | None = None,
    *,
    keep: Keep,
    benefits: Collection[str] | None = None,
) -> Rows:
    """One row a benefit in force and foyer, or adult where the right is a person's; contract `Finding`.

    `keep` (see `engines`) computes rows once and gives them back under a name.
    """
    asked = asked_of(situations, day, parameters, benefits)
    people, foyers = reckoned(asked, situations, keep)
    nobody = nw.lit(None, people.collect_schema()[PERSON])
    parts = []
    for rule, right in asked.rights.values():
        person = nw.col(PERSON) if rule.of is Person else nobody
        parts.append(found(rule, right, asked.frame(rule), holders(rule, people, foyers), person))
    return nw.concat(parts)


def asked_of(
    situations: Situations, day: date, parameters: Mapping[str, Parameter] | None, benefits: Collection[str] | None
) -> Graph:
    """What the rules of a day ask of these situations."""
    complete, presumptions = known_facts(situations, day)
    return graph(Law(day, parameters), complete, benefits, presumptions)


def reckoned(
    asked: Graph, situations: Situations, keep: Keep, *, whole: bool = False, whole_foyers: bool = False
) -> tuple[Rows, Rows]:
    """People and foyers, computed and kept: the columns that findings are made from, or all of them if `whole`."""
    foyer = asked.foyer
    lacking = unknown_people(foyer.person)
    facts = keep(person_rows(situations, foyer), "law_facts")
    people = foyer.person.computed(facts)
    if lacking:
        people = people.with_columns(**lacking)
    if lacking and any(rule.of is Person for rule, _ in asked.rights.values()):
        # what one of a foyer lacks may decide the right of another
        people = people.with_columns(**{name: nw.col(name).max().over(HOUSEHOLD) for name in lacking})
    people = keep(people if whole else people.select(*asked.people_columns, *lacking), "law_people")
    foyers = foyer.computed(foyer_rows(situations, foyer, people, unknown_sums(foyer.person)))
    return people, keep(
        foyers if whole or whole_foyers else foyers.select(*asked.foyer_columns, *lacking), "law_foyers"
    )


def holders(rule: Rule, people: Rows, foyers: Rows) -> Rows:
    """The rows that a rule is of."""
    return people.filter(nw.col("role") == "adult") if rule.of is Person else foyers


def found(rule: Rule, right: Right, frame: Frame, rows: Rows, person: nw.Expr, **more: nw.Expr) -> Rows:
    """What a rule says of each row, the columns of `assess`, and `more`."""
    conditions = conditions_of(rule, right, frame)
    roots = roots_of(rule, right, frame)
    sure = nw.all_horizontal(*(met.sure for met in conditions.values()), ignore_nulls=False)
    may = nw.all_horizontal(*(met.may for met in conditions.values()), ignore_nulls=False)
    least = most = nw.lit(None, nw.Float64)
    if right.amount is not None:
        amount = frame.references[f"{rule.benefit}__amount"].rounded()  # type: ignore[union-attr]
        least = nw.when(sure).then(amount.low).otherwise(nw.lit(0.0))
        most = nw.when(may).then(amount.high).otherwise(nw.lit(0.0))
    state = right.state.code if right.state else nw.lit("")
    said = nw.when(sure).then(nw.lit("likely")).when(may).then(nw.lit("possible")).otherwise(nw.lit("unlikely"))
    elsewhere = ~frame.code("territory").isin(*rule.territories).may
    return rows.select(
        nw.lit(rule.benefit).alias("benefit"),
        nw.col(HOUSEHOLD),
        person.alias(PERSON),
        nw.when(elsewhere).then(nw.lit("not_covered")).when(state == "live").then(nw.lit("receiving"))
        .otherwise(said).alias("verdict"),
        said.alias("right"),
        nw.when(state != "").then(state).alias("state"),
        least.alias("amount_min_eur_month"),
        most.alias("amount_max_eur_month"),
        listed({name: ~met.may for name, met in conditions.items()}).alias("unmet"),
        listed({name: met.undecided for name, met in conditions.items()}).alias("undecided"),
        nw.when(may).then(listed(deciding(frame, roots))).otherwise(nw.lit("")).alias("missing"),
        nw.when(may).then(listed(presumed(frame, roots))).otherwise(nw.lit("")).alias("presumed"),
        **more,
    )  # fmt: skip


def listed(flags: Mapping[str, nw.Expr], separator: str = SEPARATOR) -> nw.Expr:
    """The names whose flag is set, as one text."""
    if not flags:
        return nw.lit("")
    texts = [nw.when(flag).then(nw.lit(name)) for name, flag in flags.items()]
    return nw.concat_str(texts, separator=separator, ignore_nulls=True)
