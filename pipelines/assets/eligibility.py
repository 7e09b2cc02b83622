"""What the law says of each person."""

import narwhals as nw

from data_contracts.decided import Assessment
from data_contracts.relations import Relation
from eligibility.assess import SEPARATOR, assess
from eligibility.parameters import load_parameters
from pipelines.steps import Step, table_asset


@table_asset(
    Assessment,
    room="eligibility",
    inputs=("person_situations", "household_situations"),
    description="One verdict a person and benefit, with its reasons",
)
def assessments(step: Step) -> Relation:
    people, households = (nw.from_native(step[name]) for name in ("person_situations", "household_situations"))
    parameters = load_parameters(step.settings.parameters)
    assessed: Relation = assess(people, households, step.period.last_day, parameters).to_native()
    lists = ", ".join(f"string_split(nullif({name}, ''), '{SEPARATOR}') AS {name}" for name in ("signals", "missing"))
    return assessed.project(f"* REPLACE ({lists})").project(
        "* REPLACE (coalesce(signals, []) AS signals, coalesce(missing, []) AS missing)"
    )
