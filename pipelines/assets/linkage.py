"""Who is who, and what is known of each."""

import dagster as dg

from data_contracts.described import HouseholdSituation, PersonSituation
from data_contracts.facts import BenefitReceived, FactConflict, Income
from data_contracts.known import (
    Deceased,
    NormalisedRecord,
    Objector,
    PersonIdentity,
    PersonRecord,
    ProtectedPerson,
    RecordDoubt,
)
from data_contracts.period import MONTHS_KEPT
from data_contracts.places import communes
from data_contracts.relations import Relation
from data_contracts.reviewed import MatchDecision, MatchReview
from linkage.civil.records import normalise_records
from linkage.doubts import find_doubts
from linkage.flags import find_deceased, find_objectors, find_protected
from linkage.identities import find_identities
from linkage.matching.clusters import match_persons
from linkage.matching.naming import LastMonth
from linkage.review.pairs import find_reviews
from linkage.situations.people import describe_people
from pipelines.reviewing import decisions_in_force
from pipelines.steps import MONTHS, Step, table_asset

BEARERS = ("registrations", "caf_persons", "caf_dossiers", "pensions", "health_covers")


@table_asset(NormalisedRecord, room="linkage", inputs=BEARERS, description="Records that bear a person, in one form")
def records(step: Step) -> Relation:
    return normalise_records(step.con, **step.pick(*BEARERS))


match_decisions = dg.AssetSpec(
    MatchDecision.table_name,
    group_name="linkage",
    partitions_def=MONTHS,
    description="What clerks decided, brought in by `justedroit review import`",
    kinds={"parquet"},
)
"""No step computes it; a month reads those of the periods before, and its own when it is run again."""

DECISIONS_SO_FAR = dg.AssetDep(
    match_decisions, partition_mapping=dg.TimeWindowPartitionMapping(start_offset=1 - MONTHS_KEPT)
)

MONTH_BEFORE = dg.AssetDep(
    PersonRecord.table_name,
    partition_mapping=dg.TimeWindowPartitionMapping(start_offset=-1, end_offset=-1),
)
"""People keep their names: months run together are run in their order."""


@table_asset(
    PersonRecord,
    MatchReview,
    room="linkage",
    inputs=("records",),
    after=(DECISIONS_SO_FAR, MONTH_BEFORE),
    description="Which person each record is, and the pairs that a clerk must look at",
)
def person_records(step: Step) -> tuple[Relation, ...]:
    decisions = decisions_in_force(step.con, step.store, step.period)
    last = step.last_month("records", "person_records")
    persons, pairs = match_persons(
        step.con,
        step["records"],
        step.keys.pseudonym,
        previous=LastMonth(**last) if last else None,
        decisions=decisions,
    )
    return persons, find_reviews(step.con, pairs, step["records"])


@table_asset(
    Deceased,
    Objector,
    ProtectedPerson,
    room="linkage",
    inputs=("deaths", "objections", "protected_addresses", "records", "person_records"),
    description="Known people who must not be contacted: those who died, who said no, whose address is protected",
)
def flags(step: Step) -> tuple[Relation, ...]:
    people = ("records", "person_records")
    return (
        find_deceased(step.con, **step.pick("deaths", *people)),
        find_objectors(step.con, **step.pick("objections", *people)),
        find_protected(step.con, **step.pick("protected_addresses", *people)),
    )


@table_asset(
    RecordDoubt,
    room="linkage",
    inputs=("records", "person_records", *BEARERS, "unemployment_payments", "deaths", "deceased"),
    description="What must be known of a record before trusting it",
)
def record_doubts(step: Step) -> Relation:
    return find_doubts(step.con, **step.inputs)


@table_asset(
    PersonSituation,
    HouseholdSituation,
    Income,
    BenefitReceived,
    FactConflict,
    room="linkage",
    inputs=(
        "records", "person_records", *BEARERS, "unemployment_payments", "deceased", "objectors",
        "protected_people", "record_doubts",
    ),
    description="What the files together say of each person and household, and where they disagree",
)  # fmt: skip
def situations(step: Step) -> tuple[Relation, ...]:
    return describe_people(
        step.con, step.period, step.delivered, step.keys.pseudonym, **step.inputs, communes=communes(step.con)
    )


@table_asset(
    PersonIdentity,
    room="linkage",
    inputs=("assessments", "records", "person_records", *BEARERS),
    description="Names and addresses, for people with a likely or possible right only",
)
def identities(step: Step) -> Relation:
    people = step["assessments"].filter("verdict IN ('likely', 'possible')").project("person_no")
    return find_identities(step.con, people, **step.pick("records", "person_records", *BEARERS))
