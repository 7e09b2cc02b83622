"""From the five tables of a situation to one row a person and one a foyer, with the facts that rules ask for.

Belongs here: joining what the other modules make. Does not: any rule. Only what is asked for is read.
"""

from collections.abc import Mapping

import narwhals as nw

from eligibility.facts import HOUSEHOLD, INCOMES, OF_HOUSEHOLDS, OF_PEOPLE, PERSON
from eligibility.frames.foyer import Foyer
from eligibility.frames.windows import known_column
from eligibility.situations.coverage import covered
from eligibility.situations.incomes import with_incomes
from eligibility.situations.states import with_states_of_foyers, with_states_of_people
from eligibility.situations.tables import Rows, Situations, joined


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
        rows = with_incomes(rows, situations.incomes, incomes, day)
        unsure = sorted({(k, window) for k, _, window in person.looked_at if f"{INCOMES}{k}" not in person.complete})
        if unsure:
            rows = joined(rows, covered(situations, unsure, day), PERSON)
            names = [known_column(kind, window) for kind, window in unsure]
            rows = rows.with_columns(**{name: nw.coalesce(nw.col(name), nw.lit(False)) for name in names})
    return with_states_of_people(rows, situations.benefits, sorted(person.benefits))


def foyer_rows(situations: Situations, foyer: Foyer, people: Rows, more: Mapping[str, nw.Expr]) -> Rows:
    """One row a foyer: its facts, the sums of its people (computed) and `more` of them, states of its benefits."""
    facts = [fact for fact in sorted(foyer.facts | {"couple"}) if fact in OF_HOUSEHOLDS]
    sums = people.group_by(HOUSEHOLD).agg(adults=nw.col("adults").max(), members=nw.len(), **foyer.sums, **more)
    homes = situations.households.select(HOUSEHOLD, *facts).join(sums, on=HOUSEHOLD, how="inner")
    rows = homes.with_columns(couple=_COUPLE)
    return with_states_of_foyers(rows, situations, sorted(foyer.benefits))


_COUPLE = nw.when(nw.col("adults") > 1).then(nw.lit(True)).otherwise(nw.col("couple"))
"""Two adults of a foyer are a couple, whatever else is said."""
