"""Who to contact: every campaign file, applied to the month."""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from campaigns import CAMPAIGN_FILES
from campaigns.lists import fill
from campaigns.publishing import publish
from campaigns.targeting import target
from data_contracts.campaign import Campaign, load_campaign
from data_contracts.contacted import Target
from data_contracts.errors import InputError
from data_contracts.relations import Relation
from pipelines.progress import announce
from pipelines.steps import Step, table_asset


@table_asset(
    Target,
    room="campaigns",
    inputs=("assessments", "person_situations", "identities"),
    description="Candidates of every campaign, listed or excluded; the lists themselves are published beside the store",
)
def releases(step: Step) -> Relation:
    candidates, deliveries = [], _deliveries(step)
    with ThreadPoolExecutor(max_workers=1) as aside:  # a list's files are written while the next list is drawn
        writing: Future[Any] | None = None
        for campaign in _campaigns(step.settings.campaigns):
            announce(f"campagne {campaign.name}")
            targeting = target(step.con, campaign, step.period, **step.inputs)
            listing = fill(targeting)
            if writing:
                writing.result()
            writing = aside.submit(publish, listing, step.settings.published_folder, deliveries)
            candidates.append(targeting.candidates.project(f"'{campaign.name}' AS campaign, *"))
    if writing:
        writing.result()
    every = candidates[0]
    for others in candidates[1:]:
        every = every.union(others)
    return every


def _campaigns(folder: Path | None) -> list[Campaign]:
    """Every campaign, checked before the first is drawn; letters first, since spreadsheets take longest to write."""
    files = sorted((folder or CAMPAIGN_FILES).glob("*.yaml"))
    if not files:
        raise InputError(
            what="Aucune campagne n'est décrite.",
            expected="au moins un fichier .yaml",
            where=folder or CAMPAIGN_FILES,
            remedy="corriger JUSTEDROIT_CAMPAIGNS, ou y copier un fichier de campaigns/files/",
        )
    return sorted((load_campaign(path) for path in files), key=lambda campaign: campaign.action != "inform")


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
