"""What the law says of each adult."""

from collections.abc import Mapping

from data_contracts.decided import Assessment
from data_contracts.relations import Connection, Relation, bind, keep
from eligibility.adults import assess_adults
from eligibility.assessing import SEPARATOR, rules_in_force
from eligibility.engines import OnDuckDB
from eligibility.facts import Presumptions
from eligibility.parameters import Law, Parameter, load_parameters
from eligibility.situations import Situations
from linkage.situations.foyers import describe_foyers, only_concerned
from pipelines.asked import Asked, asked_by, campaigns_of
from pipelines.steps import Step, table_asset

KNOWN = ("person_situations", "household_situations", "benefits_received")
LISTS = ("signals", "missing", "presumed", "unmet", "undecided")


@table_asset(
    Assessment,
    room="eligibility",
    inputs=KNOWN,
    description="One verdict a benefit and adult, with its reasons",
)
def assessments(step: Step) -> Relation:
    day, parameters = step.period.last_day, load_parameters(step.settings.parameters)
    everything = [Asked(None, "true")]
    asked = (
        everything if step.settings.assessed == "all" else asked_by(campaigns_of(step.settings), Law(day, parameters))
    )
    asked = [part for part in asked if rules_in_force(day, part.benefits)]
    if not asked:
        return step.con.sql(f"SELECT {_NOTHING} WHERE false")
    known = step.pick(*KNOWN)
    if not any(part.concerned == "true" for part in asked):  # millions of people are looked at once
        known = only_concerned(step.con, " OR ".join(f"({part.concerned})" for part in asked), **known)
    found = [_assessed(step, parameters, part, known, f"_{number}") for number, part in enumerate(asked)]
    return step.con.sql(" UNION ALL ".join(f"SELECT * FROM {name}" for name in found))


def _assessed(
    step: Step, parameters: Mapping[str, Parameter], asked: Asked, known: Mapping[str, Relation], suffix: str
) -> str:
    """The name of the table of what is found of those asked about."""
    day = step.period.last_day
    ceiling = Law(day, parameters)["minimum_vieillesse/plafond_couple"] / 12
    foyers = describe_foyers(step.con, step.period, ceiling, concerned=asked.concerned, **known)
    presumptions = Presumptions(foyers.nil_kinds, foyers.stated_kinds, True, foyers.unknown, said=foyers.presumed)
    situations = Situations.of(foyers.tables, presumptions)
    found = assess_adults(
        situations, day, parameters, keep=OnDuckDB(step.con, suffix), benefits=asked.benefits
    ).to_native()
    return _kept(step.con, found, foyers.adults, f"assessed{suffix}")


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
    keep(con, name, f"""
        SELECT {columns} FROM found_of_adults f JOIN named_adults a ON a.person_no = f.person_id
    """)  # fmt: skip
    return name


_NOTHING = ", ".join(f"NULL::{spec.duckdb_type} AS {spec.name}" for spec in Assessment.columns())
