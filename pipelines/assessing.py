"""The law of a month, applied to what the line knows: foyers as the law counts them, a verdict a benefit and adult.

Belongs here: putting together what the rooms give. Does not: what is asked for (`asked`), where tables are kept.
"""

from collections.abc import Iterable, Mapping

from data_contracts.decided import Assessment
from data_contracts.period import Period
from data_contracts.relations import Connection, Relation, bind, keep
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
LISTS = ("signals", "missing", "presumed", "unmet", "undecided")


def assess_month(
    con: Connection,
    period: Period,
    known: Mapping[str, Relation],
    asked: Iterable[Asked],
    parameters: Mapping[str, Parameter] | None = None,
) -> Relation:
    """Rows of contract Assessment, at the last day of the period; `known`: the tables named in `KNOWN`."""
    asked = [part for part in asked if rules_in_force(period.last_day, part.benefits)]
    if not asked:
        return con.sql(f"SELECT {_NOTHING} WHERE false")
    if not any(part.concerned == "true" for part in asked):  # millions of people are looked at once
        known = only_concerned(con, " OR ".join(f"({part.concerned})" for part in asked), **known)
    law = Law(period.last_day, parameters)
    found = [_assessed(con, period, law, part, known, f"_{number}") for number, part in enumerate(asked)]
    return con.sql(" UNION ALL ".join(f"SELECT * FROM {name}" for name in found))


def _assessed(
    con: Connection,
    period: Period,
    law: Law,
    asked: Asked,
    known: Mapping[str, Relation],
    suffix: str,
) -> str:
    """The name of the table of what is found of those asked about."""
    ceiling = law["minimum_vieillesse/plafond_couple"] / 12
    foyers = describe_foyers(con, period, ceiling, concerned=asked.concerned, **known)
    presumptions = Presumptions(foyers.nil_kinds, foyers.stated_kinds, True, foyers.unknown, said=foyers.presumed)
    found = assess_adults(
        Situations.of(foyers.tables, presumptions),
        law,
        keep=OnDuckDB(con, suffix),
        benefits=asked.benefits,
    )
    return _kept(con, found.to_native(), foyers.adults, f"assessed{suffix}")


def _kept(con: Connection, found: Relation, adults: Relation, name: str) -> str:
    """As contract Assessment: those whom a file names, lists apart."""
    bind(con, found_of_adults=found, named_adults=adults)
    lists = {name: f"coalesce(string_split(nullif({name}, ''), '{SEPARATOR}'), [])" for name in LISTS}
    values = lists | {
        "person_id": "a.person_id",
        "household_id": "a.household_id",
        **{amount: f"{amount}::DECIMAL(12,2)" for amount in ("amount_min_eur_month", "amount_max_eur_month")},
    }
    columns = ", ".join(f"{values.get(column, column)} AS {column}" for column in Assessment.column_names())
    keep(con, name, f"SELECT {columns} FROM found_of_adults f JOIN named_adults a ON a.person_no = f.person_id")
    return name


_NOTHING = ", ".join(f"NULL::{spec.duckdb_type} AS {spec.name}" for spec in Assessment.columns())
