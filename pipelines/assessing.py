"""The law of a month, applied to what the line knows: foyers as the law counts them, a verdict a benefit and adult.

Belongs here: putting together what the rooms give. Does not: what is asked for (`asked`), where tables are kept.
"""

from collections.abc import Collection, Iterable, Mapping

import narwhals as nw

from data_contracts.decided import BENEFITS, Assessment
from data_contracts.period import Period
from data_contracts.relations import Connection, Relation, bind, keep, pack
from eligibility.adults import LookedAt, assess_adults
from eligibility.engines import OnDuckDB
from eligibility.facts import Presumptions
from eligibility.findings import SEPARATOR
from eligibility.parameters import Law, Parameter
from eligibility.rules import rules_in_force
from eligibility.situations.tables import Rows, Situations
from linkage.situations.foyers import describe_foyers, only_concerned
from pipelines.asked import Asked

KNOWN = ("person_situations", "household_situations", "benefits_received")
PEOPLE_AT_ONCE = 200_000
"""They hold some 2 GB, with the reasons of a dozen benefits."""
LISTS = ("signals", "missing", "presumed", "unmet", "undecided")


def assess_month(
    con: Connection,
    period: Period,
    known: Mapping[str, Relation],
    asked: Iterable[Asked],
    parameters: Mapping[str, Parameter] | None = None,
    people_at_once: int = PEOPLE_AT_ONCE,
) -> Relation:
    """Rows of contract Assessment, in the order of its key, at the last day of the period.

    `known`: the tables named in `KNOWN`; `people_at_once`: how many are assessed together, which changes no row.
    """
    asked = [each for each in asked if rules_in_force(period.last_day, each.benefits)]
    if not asked:
        return con.sql(f"SELECT {_NOTHING} WHERE false")
    anybody = " OR ".join(f"({each.concerned})" for each in asked)
    if not any(each.concerned == "true" for each in asked):  # millions of people are looked at once
        known = only_concerned(con, anybody, **known)
    bind(con, asked_people=known["person_situations"], asked_households=known["household_situations"])
    looked_at: dict[str, LookedAt] = {}
    for number, each in enumerate(asked):
        of = LookedAt(_households(con, each, f"asked_{number}"), each.reasons)
        looked_at |= {rule.benefit: of for rule in rules_in_force(period.last_day, each.benefits)}
    law = Law(period.last_day, parameters)
    parts = max(1, -(-len(known["person_situations"]) // people_at_once))
    tables = []
    for part in range(parts):
        some = f"({anybody}) AND household_no % {parts} = {part}"
        tables.append(_assessed(con, period, law, looked_at, known, some, f"part_{part}"))
    return _in_order(con, tables, looked_at)


def _households(con: Connection, asked: Asked, name: str) -> Rows:
    """Those asked about, kept under a name."""
    found = keep(con, name, f"""
        SELECT DISTINCT household_no AS household_id
        FROM asked_people p JOIN asked_households h USING (household_no) WHERE role = 'adult' AND ({asked.concerned})
    """)  # fmt: skip
    return nw.from_native(found).lazy()


def _assessed(
    con: Connection,
    period: Period,
    law: Law,
    benefits: Mapping[str, LookedAt],
    known: Mapping[str, Relation],
    concerned: str,
    name: str,
) -> str:
    """The table of what is found of some households, as many as fit in memory."""
    ceiling = law["minimum_vieillesse/plafond_couple"] / 12
    foyers = describe_foyers(con, period, ceiling, concerned=concerned, **known)
    presumptions = Presumptions(foyers.nil_kinds, foyers.stated_kinds, True, foyers.unknown, said=foyers.presumed)
    situations = Situations.of(foyers.tables, presumptions)
    engine = OnDuckDB(con)
    found = assess_adults(situations, law, benefits, keep=engine)
    bind(con, found_of_adults=found.to_native(), named_adults=foyers.adults)
    in_form = f"SELECT {_IN_FORM} FROM found_of_adults f JOIN named_adults a ON a.person_no = f.person_id"
    table = pack(con, name, in_form)
    engine.free()
    return table


def _in_order(con: Connection, parts: list[str], benefits: Collection[str]) -> Relation:
    """Sorted benefit by benefit: their texts, sorted at once, would take more memory than there is."""
    bind(con, assessed_parts=con.sql(" UNION ALL ".join(f"FROM {part}" for part in parts)))
    of_one = "FROM assessed_parts WHERE benefit = '{}' ORDER BY person_no"
    sorted_ = pack(con, "assessed", *(of_one.format(benefit) for benefit in BENEFITS if benefit in benefits))
    for part in parts:
        con.execute(f"DROP TABLE {part}")
    return con.table(sorted_)


_OTHERWISE = {name: f"coalesce(string_split(nullif({name}, ''), '{SEPARATOR}'), [])" for name in LISTS} | {
    "person_id": "a.person_id",
    "household_id": "a.household_id",
    **{amount: f"{amount}::DECIMAL(12,2)" for amount in ("amount_min_eur_month", "amount_max_eur_month")},
}
_IN_FORM = ", ".join(f"{_OTHERWISE.get(column, column)} AS {column}" for column in Assessment.column_names())
"""What is found, as contract Assessment: of those whom a file names, lists apart."""
_NOTHING = ", ".join(f"NULL::{spec.duckdb_type} AS {spec.name}" for spec in Assessment.columns())
