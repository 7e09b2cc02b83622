"""Assessment: every rule in force, run over situations, on whatever engine Narwhals speaks to.

Belongs here: the order of the steps. Does not: what rules ask for (`graph`), what a right becomes (`findings`), any
rule.
"""

from collections.abc import Callable, Collection
from itertools import count

import narwhals as nw

from eligibility.facts import HOUSEHOLD, PERSON
from eligibility.findings import found
from eligibility.frames.frame import Between, as_it_is
from eligibility.frames.person import Person
from eligibility.graph import Graph, graph
from eligibility.missing import unknown_people, unknown_sums
from eligibility.parameters import Law
from eligibility.rights import Rule
from eligibility.situations.completeness import known_facts
from eligibility.situations.rows import foyer_rows, person_rows
from eligibility.situations.tables import Rows, Situations

Keep = Callable[[Rows, str], Rows]
FEW_PEOPLE = 20_000
"""Up to so many, keeping the rows of each stage costs less than one plan of all stages (some two seconds)."""


def assess(
    situations: Situations,
    law: Law,
    *,
    keep: Keep,
    benefits: Collection[str] | None = None,
) -> Rows:
    """One row a benefit in force and foyer, or adult where the right is a person's; contract `Finding`.

    `keep` (see `engines`) computes rows once and gives them back under a name.
    """
    asked = asked_of(situations, law, benefits)
    people, foyers = reckoned(asked, situations, keep)
    nobody = nw.lit(None, people.collect_schema()[PERSON])
    parts = []
    for rule, right in asked.rights.values():
        person = nw.col(PERSON) if rule.of is Person else nobody
        parts.append(found(rule, right, asked.frame(rule), holders(rule, people, foyers), person))
    return nw.concat(parts)


def asked_of(situations: Situations, law: Law, benefits: Collection[str] | None) -> Graph:
    """What the rules of a day ask of these situations."""
    complete, presumptions = known_facts(situations, law.day)
    return graph(law, complete, benefits, presumptions)


def reckoned(
    asked: Graph, situations: Situations, keep: Keep, *, shown: bool = False, whole: bool = False
) -> tuple[Rows, Rows]:
    """People and foyers, computed and kept: the columns that findings are made from; if `shown`, reasons too, which
    give many quantities of foyers; or all if `whole`."""
    foyer = asked.foyer
    lacking = unknown_people(foyer.person)
    facts = keep(person_rows(situations, foyer), "law_facts")
    between = _between(facts, keep)
    people = foyer.person.computed(facts, between)
    if lacking:
        people = people.with_columns(**lacking)
    if lacking and any(rule.of is Person for rule, _ in asked.rights.values()):
        # what one of a foyer lacks may decide the right of another
        people = people.with_columns(**{name: nw.col(name).max().over(HOUSEHOLD) for name in lacking})
    people = keep(people if whole else people.select(*asked.people_columns(shown), *lacking), "law_people")
    foyers = foyer.computed(foyer_rows(situations, foyer, people, unknown_sums(foyer.person)), between)
    return people, keep(foyers if whole or shown else foyers.select(*asked.foyer_columns, *lacking), "law_foyers")


def _between(facts: Rows, keep: Keep) -> Between:
    """What is done to rows after each stage: few are kept, since planning all stages at once takes longer than that."""
    if facts.select(nw.len()).collect().item(0, 0) > FEW_PEOPLE:
        return as_it_is
    numbers = count()
    return lambda rows: keep(rows, f"law_stage_{next(numbers)}")


def holders(rule: Rule, people: Rows, foyers: Rows) -> Rows:
    """The rows that a rule is of."""
    return people.filter(nw.col("role") == "adult") if rule.of is Person else foyers
