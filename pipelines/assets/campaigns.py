"""Who to contact: every campaign file, applied to the month."""

from functools import reduce
from typing import Any

from campaigns.releasing import release
from data_contracts.contacted import Target
from data_contracts.relations import Relation
from pipelines.asked import campaigns_of
from pipelines.progress import announce
from pipelines.steps import Step, table_asset


@table_asset(
    Target,
    room="campaigns",
    inputs=("assessments", "person_situations", "identities"),
    description="Candidates of every campaign, listed or excluded; the lists themselves are published beside the store",
)
def releases(step: Step) -> Relation:
    targetings = release(
        step.con,
        campaigns_of(step.settings),
        step.period,
        step.settings.published_folder,
        _deliveries(step),
        **step.inputs,
        progress=announce,
    )
    first, *others = (
        targeting.candidates.project(f"'{targeting.campaign.name}' AS campaign, *") for targeting in targetings
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
