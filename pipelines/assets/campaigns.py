"""Who to contact: every campaign file, applied to the month."""

from functools import reduce
from typing import Any

from campaigns.ledger.opening import open_ledger
from campaigns.releasing import release
from data_contracts.contacted import Target
from data_contracts.relations import Relation
from pipelines.acting import author
from pipelines.asked import campaigns_of
from pipelines.progress import announce
from pipelines.steps import Step, table_asset


@table_asset(
    Target,
    room="campaigns",
    inputs=("assessments", "person_situations", "household_situations", "identities"),
    description="Candidates of every campaign, drawn into arms or excluded; releases stand in the ledger, lists are "
    "published beside the store",
)
def releases(step: Step) -> Relation:
    released = release(
        step.con,
        campaigns_of(step.settings),
        step.period,
        step.settings.published_folder,
        _deliveries(step),
        open_ledger(step.settings.ledger_url),
        author(step.on),
        **step.inputs,
        progress=announce,
    )
    first, *others = (
        drawn.targeting.candidates.project(f"'{drawn.release.campaign}' AS campaign, *") for drawn in released
    )
    return reduce(lambda every, more: every.union(more), others, first)


def _deliveries(step: Step) -> dict[str, Any]:
    """What the lists are made from: each file with its counts and its fingerprint."""
    return {
        receipt.source: {
            "state": receipt.state,
            "files": [file.model_dump(exclude={"reasons"}) for file in receipt.files],
            "warnings": receipt.warnings,
        }
        for receipt in step.receipts
    }
