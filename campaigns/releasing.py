"""Every campaign of a month, drawn and published one after the other.

Belongs here: their order, and what is done at the same time. Does not: choosing (`targeting`), writing (`publishing`).
A list's files are written aside while the next list is drawn, never two lists at once: the first that cannot be
written stops those after it, and no more than two are in memory.
"""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from campaigns.outputs.lists import fill
from campaigns.publishing import Publication, publish
from campaigns.targeting import Targeting, target
from data_contracts.campaign import Campaign
from data_contracts.period import Period
from data_contracts.relations import Connection, Relation


def release(
    con: Connection,
    campaigns: Iterable[Campaign],
    period: Period,
    published: Path,
    deliveries: Mapping[str, Any],
    *,
    assessments: Relation,
    person_situations: Relation,
    identities: Relation,
    progress: Callable[[str], None] = lambda text: None,
) -> list[Targeting]:
    """Who each campaign reaches, once all lists are in place; letters first, whose spreadsheets take longest.

    `deliveries`: see `publish`. Raises StoreError where a list cannot be written.
    """
    drawn: list[Targeting] = []
    writing: Future[Publication] | None = None
    with ThreadPoolExecutor(max_workers=1) as aside:
        for campaign in sorted(campaigns, key=lambda campaign: campaign.action != "inform"):
            progress(f"campagne {campaign.name}")
            drawn.append(target(con, campaign, period, assessments, person_situations, identities))
            # Until the draw gives references: everybody listed, under their pseudonym.
            everybody = drawn[-1].listed.project("person_id, person_id AS reference").distinct()
            listing = fill(drawn[-1], everybody)
            if writing:
                writing.result()
            writing = aside.submit(publish, listing, published, deliveries)
    if writing:
        writing.result()
    return drawn
