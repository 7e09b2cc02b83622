"""Which facts nobody's row lacks, and which everybody's does, before any rule is asked.

Belongs here: that one look at each table, which spares bounds and columns. Does not: whose incomes are known over which
months (`coverage`).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import narwhals as nw

from eligibility.facts import INCOMES, OF_HOUSEHOLDS, OF_INCOMES, OF_PEOPLE, PERSON, VAGUE, Presumptions
from eligibility.frames.frame import unsaid
from eligibility.frames.windows import FORMS
from eligibility.situations.tables import EVERY, Situations


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
        nw.col("first_month") <= date(day.year - 2, 1, 1),
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
