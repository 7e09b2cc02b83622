"""Every campaign of a month, drawn, written and published one after the other.

Belongs here: their order, what is done at the same time, and what is recorded when. Does not: choosing (`targeting`),
drawing (`drafting`), writing (`publishing`).
A release is recorded as drawn before its files are written, and as published once they are in place: whatever stops in
between, the next run takes the same arms up. A list's files are written aside while the next campaign is drawn, never
two lists at once: the first that cannot be written stops those after it, and no more than two are in memory.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from campaigns.drafting import Author, Drawn, as_released, drawn, versions_of
from campaigns.ledger.book import Ledger
from campaigns.outputs.files import Outputs, outputs_of
from campaigns.publishing import folder_of, publish, whole
from campaigns.targeting import Targeting, target
from data_contracts.campaign import Campaign
from data_contracts.period import Period
from data_contracts.relations import Connection, Relation

ORDER = ("inform", "simplify", "orient")
"""Letters first: their spreadsheets take longest, and a letter costs less than an appointment."""


def release(
    con: Connection,
    campaigns: Iterable[Campaign],
    period: Period,
    published: Path,
    deliveries: Mapping[str, Any],
    ledger: Ledger,
    author: Author,
    *,
    assessments: Relation,
    person_situations: Relation,
    household_situations: Relation,
    identities: Relation,
    progress: Callable[[str], None] = lambda text: None,
) -> list[Drawn]:
    """The release of each campaign for the period, once all their files are in place and the ledger says so.

    `deliveries`: see `publish`. Raises InputError where somebody else publishes one of the campaigns, StoreError where
    a file cannot be written; what was published before is then as it was.
    """
    released: list[Drawn] = []
    writing: Future[None] | None = None
    with ExitStack() as held, ThreadPoolExecutor(max_workers=1) as aside:
        for campaign in sorted(campaigns, key=lambda campaign: (ORDER.index(campaign.action), campaign.name)):
            progress(f"campagne {campaign.name}")
            held.enter_context(ledger.publishing(campaign.name))
            with ledger.drawing():
                known = ledger.known(author.on, campaign.rest_months, leaving_out=(campaign.name, period))
                targeting = target(
                    con,
                    campaign,
                    period,
                    assessments,
                    person_situations,
                    identities,
                    known,
                    household_situations,
                )
                released.append(drawn(ledger, targeting, author))
            for version in _to_write(ledger, targeting, released[-1], published):
                outputs = outputs_of(version)
                people = [person for (person,) in version.reached.project("person_id").fetchall()]
                if writing:
                    writing.result()
                writing = aside.submit(_put_in_place, version, outputs, people, published, deliveries, ledger, author)
        if writing:
            writing.result()
    return released


def _to_write(ledger: Ledger, targeting: Targeting, latest: Drawn, published: Path) -> Iterator[Drawn]:
    """The versions of a release, former ones too, that are not published or whose files are gone."""
    for release in versions_of(ledger, latest.release.campaign, latest.release.period):
        if release.state == "drawn" or not whole(folder_of(published, release)):
            yield latest if release == latest.release else as_released(ledger, targeting, release)


def _put_in_place(
    drawn: Drawn,
    outputs: Outputs,
    people: Collection[str],
    published: Path,
    deliveries: Mapping[str, Any],
    ledger: Ledger,
    author: Author,
) -> None:
    publish(drawn, outputs, published, deliveries)
    ledger.published(drawn.release, 1, drawn.release.published_on, people, actor=author.actor, at=author.at)
