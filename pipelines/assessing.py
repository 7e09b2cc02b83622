"""The law of a month, applied to what the line knows: foyers as the law counts them, a verdict a benefit and adult.

Belongs here: putting together what the rooms give. Does not: what is asked for (`asked`), where tables are kept.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from data_contracts.decided import BENEFITS, Assessment
from data_contracts.period import Period
from data_contracts.relations import Connection, Relation, bind, pack
from eligibility.adults import assess_adults
from eligibility.engines import OnDuckDB
from eligibility.facts import Presumptions
from eligibility.findings import SEPARATOR
from eligibility.parameters import Law, Parameter
from eligibility.rules import rules_in_force
from eligibility.situations.tables import Situations
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
    asked = [part for part in asked if rules_in_force(period.last_day, part.benefits)]
    if not asked:
        return con.sql(f"SELECT {_NOTHING} WHERE false")
    if not any(part.concerned == "true" for part in asked):  # millions of people are looked at once
        known = only_concerned(con, " OR ".join(f"({part.concerned})" for part in asked), **known)
    law = Law(period.last_day, parameters)
    found: dict[str, str] = {}
    for each in asked:
        parts = [
            _assessed(con, period, law, part, known, f"part_{number}")
            for number, part in enumerate(_parts(con, each, known, people_at_once))
        ]
        found |= _in_order(con, parts)
    return con.sql(" UNION ALL ".join(f"FROM {found[benefit]}" for benefit in BENEFITS if benefit in found))


def _parts(con: Connection, asked: Asked, known: Mapping[str, Relation], people_at_once: int) -> Iterator[Asked]:
    """The same benefits, asked of some households at a time."""
    bind(con, asked_people=known["person_situations"], asked_households=known["household_situations"])
    (people,) = con.execute(f"""
        SELECT count(*) FROM asked_people SEMI JOIN (
            SELECT household_no FROM asked_people p JOIN asked_households h USING (household_no)
            WHERE role = 'adult' AND ({asked.concerned})) USING (household_no)
    """).fetchone() or (0,)
    parts = max(1, -(-people // people_at_once))
    for part in range(parts):
        yield replace(asked, concerned=f"({asked.concerned}) AND household_no % {parts} = {part}")


def _assessed(con: Connection, period: Period, law: Law, asked: Asked, known: Mapping[str, Relation], name: str) -> str:
    """The table of what is found of those asked about."""
    ceiling = law["minimum_vieillesse/plafond_couple"] / 12
    foyers = describe_foyers(con, period, ceiling, concerned=asked.concerned, **known)
    presumptions = Presumptions(foyers.nil_kinds, foyers.stated_kinds, True, foyers.unknown, said=foyers.presumed)
    situations = Situations.of(foyers.tables, presumptions)
    engine = OnDuckDB(con)
    found = assess_adults(situations, law, keep=engine, benefits=asked.benefits)
    bind(con, found_of_adults=found.to_native(), named_adults=foyers.adults)
    in_form = f"SELECT {_IN_FORM} FROM found_of_adults f JOIN named_adults a ON a.person_no = f.person_id"
    table = pack(con, name, in_form)
    engine.free()
    return table


def _in_order(con: Connection, parts: list[str]) -> dict[str, str]:
    """benefit -> its table, sorted; the parts are given up.

    Benefit by benefit: their texts, sorted at once, would take more memory than there is.
    """
    bind(con, assessed_parts=con.sql(" UNION ALL ".join(f"FROM {part}" for part in parts)))
    benefits = con.sql("SELECT DISTINCT benefit FROM assessed_parts").fetchall()
    tables = {
        benefit: pack(con, f"assessed_{benefit}", f"FROM assessed_parts WHERE benefit = '{benefit}' ORDER BY person_no")
        for (benefit,) in benefits
    }
    for part in parts:
        con.execute(f"DROP TABLE {part}")
    return tables


_OTHERWISE = {name: f"coalesce(string_split(nullif({name}, ''), '{SEPARATOR}'), [])" for name in LISTS} | {
    "person_id": "a.person_id",
    "household_id": "a.household_id",
    **{amount: f"{amount}::DECIMAL(12,2)" for amount in ("amount_min_eur_month", "amount_max_eur_month")},
}
_IN_FORM = ", ".join(f"{_OTHERWISE.get(column, column)} AS {column}" for column in Assessment.column_names())
"""What is found, as contract Assessment: of those whom a file names, lists apart."""
_NOTHING = ", ".join(f"NULL::{spec.duckdb_type} AS {spec.name}" for spec in Assessment.columns())
