"""Every table the store may hold, and the zone it lives in."""

from data_contracts.columns import Table
from data_contracts.contacted import Target
from data_contracts.decided import Assessment
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
from data_contracts.received import DATASETS, SOURCES, RejectedLine
from data_contracts.reviewed import MatchDecision, MatchReview

TABLES: dict[str, type[Table]] = {
    **DATASETS,
    **{f"rejected_{source}": RejectedLine for source in SOURCES},
    **{
        model.table_name: model
        for model in (
            NormalisedRecord, PersonRecord, MatchReview, MatchDecision, RecordDoubt, Deceased, Objector,
            ProtectedPerson, PersonIdentity, PersonSituation, HouseholdSituation, Income, BenefitReceived, FactConflict,
            Assessment, Target,
        )
    },
}  # fmt: skip

IDENTITY_ZONE, ANALYSIS_ZONE = "identity", "analysis"


def zone_of(table: str) -> str:
    """A table with any identifying column lives in the identity zone, every other one in the analysis zone."""
    return IDENTITY_ZONE if TABLES[table].holds_identity() else ANALYSIS_ZONE
