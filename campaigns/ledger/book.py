"""The ledger as the rest of the house sees it: one method a thing that is recorded, or asked.

Belongs here: which transaction each takes. Does not: what is done in it (the modules beside).
"""

from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import select

from campaigns.ledger import audit, known, locks, recording, releases, renaming, retention, returns, withdrawals
from campaigns.ledger.audit import Act
from campaigns.ledger.database import Database
from campaigns.ledger.releases import Draft, Release
from campaigns.ledger.schema import ReleaseRow
from data_contracts.period import Period


class Ledger:
    """A ledger at this version (`opening.open_ledger`). Everything may raise StoreError, with nothing half-written.

    `actor` and `at` (an aware datetime) say in the audit trail who does it, and when: no function reads the clock.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    # Releases

    def publishing(self, campaign: str) -> AbstractContextManager[None]:
        """Held while a campaign is drawn, written and published. Raises InputError where another process holds it."""
        return locks.publishing(self.database, campaign)

    def drawing(self) -> AbstractContextManager[None]:
        """Held from asking what is known until what is made of it is recorded; waits for whoever else draws."""
        return locks.drawing(self.database)

    def drawn(
        self,
        draft: Draft,
        targets: pl.DataFrame,
        rights: pl.DataFrame,
        withdrawn: pl.DataFrame | None = None,
        *,
        actor: str,
        at: datetime,
    ) -> Release:
        """Record a draw, before anything is written or sent.

        `targets`: person_id, household_id, arm, stratum, and any of `releases.SPLIT`; `rights`: person_id, benefit,
        verdict; `withdrawn`, of a correction: reference, reason. Raises InputError where this campaign, period and
        version is already drawn.
        """
        with self.database.write() as connection:
            count = 0 if withdrawn is None else withdrawn.height
            release = releases.record(connection, draft, targets, rights, count, Act(actor, at))
            if withdrawn is not None:
                withdrawals.record(connection, release, withdrawn)
            return release

    def releases(self, campaign: str | None = None) -> list[Release]:
        """All releases, or those of a campaign, in the order they were drawn."""
        wanted = () if campaign is None else (ReleaseRow.campaign == campaign,)
        query = select(*ReleaseRow.__table__.columns).where(*wanted).order_by(ReleaseRow.no)
        with self.database.read() as connection:
            return list(releases.read(connection, query))

    def targets(self, release: Release) -> pl.DataFrame:
        """Everybody drawn: person_id, household_id, reference, arm, and `releases.SPLIT`."""
        with self.database.read() as connection:
            return releases.targets(connection, release)

    def counts(self, release: Release) -> dict[str, int]:
        """How many people are `contacted`, how many `control`, and how many `returns` came back."""
        with self.database.read() as connection:
            return releases.counts(connection, release)

    def withdrawn(self, release: Release) -> pl.DataFrame:
        """Whom a correction withdraws from the versions before it: reference, reason (null: no longer a candidate)."""
        with self.database.read() as connection:
            return withdrawals.withdrawn(connection, release)

    def rights(self, release: Release) -> pl.DataFrame:
        """The rights for which people were drawn: person_id, benefit, verdict."""
        with self.database.read() as connection:
            return releases.rights(connection, release)

    def waves(self, release: Release) -> pl.DataFrame:
        """The waves of a release: number, kind, due_on, published_on (null until then)."""
        with self.database.read() as connection:
            return releases.waves(connection, release)

    def contacts(self, release: Release) -> pl.DataFrame:
        """Who was reached: person_id, wave_number, contacted_on."""
        with self.database.read() as connection:
            return releases.contacts(connection, release)

    def published(
        self,
        release: Release,
        wave_number: int,
        on: date,
        people: Collection[str] | None = None,
        *,
        actor: str,
        at: datetime,
    ) -> Release:
        """Record that a wave is out to `people` (person_ids), those on its list; the first, unless told, to all of the
        arm contacted.

        Asked again, it changes nothing. Raises ValueError for people who are not in the arm contacted.
        """
        with self.database.write() as connection:
            return releases.publish(connection, release, wave_number, on, people, Act(actor, at))

    # What is known of people

    def known(
        self, on: date, rest_months: int = 0, leaving_out: tuple[str, str | Period] | None = None
    ) -> pl.DataFrame:
        """What keeps people from being drawn on a day, columns of `known.SCHEMA`; see that module for each fact.

        `leaving_out`: (campaign, period) being drawn again, whose own release must not stand in its way.
        """
        out = None if leaving_out is None else (leaving_out[0], str(leaving_out[1]))
        with self.database.read() as connection:
            return known.known(connection, on, rest_months, out)

    def forget(self, before: date, *, actor: str, at: datetime) -> retention.Forgotten:
        """Forget, as on that day, whom the ledger may no longer name (`retention`)."""
        with self.database.write() as connection:
            return retention.forget(connection, before, Act(actor, at))

    # Returns

    def import_returns(self, path: Path, on: date, *, actor: str, at: datetime) -> recording.Imported:
        """Record a returns file, whole or not at all; the same file again changes nothing. Raises InputError."""
        source, rows = returns.read_rows(path)
        with self.database.write() as connection:
            return recording.record(connection, path.name, source, rows, on, Act(actor, at))

    def returns(self, release: Release) -> pl.DataFrame:
        """What came back: person_id, wave_number, kind, benefit, returned_on, reason."""
        with self.database.read() as connection:
            return recording.returns(connection, release)

    # Audit

    def note(self, actor: str, action: str, subject: str, details: Mapping[str, Any], at: datetime) -> None:
        """Add a line to the audit trail; it may name nobody (ValueError for a pseudonym)."""
        with self.database.write() as connection:
            audit.append(connection, Act(actor, at), action, subject, details)

    def audit(self) -> list[audit.Line]:
        """The audit trail, in order."""
        with self.database.read() as connection:
            return audit.lines(connection)

    def audit_head(self) -> tuple[int, str]:
        """How many lines there are and the hash of the last: to be noted outside the ledger."""
        with self.database.read() as connection:
            return audit.head(connection)

    def verify_audit(self, noted: Iterable[tuple[int, str]] = ()) -> list[str]:
        """What was done to the trail since it was written, in French; nothing found, nothing wrong.

        `noted`: heads kept elsewhere. See `audit` for what can and cannot be detected.
        """
        with self.database.read() as connection:
            return audit.faults(connection, noted)

    # A change of keys

    def names(self) -> tuple[list[str], list[str]]:
        """The pseudonyms of people and of households that the ledger holds."""
        with self.database.read() as connection:
            return renaming.names(connection)

    def stage_names(self, people: Mapping[str, str], households: Mapping[str, str]) -> None:
        """Put new pseudonyms beside the former ones; nothing else sees them until `take_names`."""
        with self.database.write() as connection:
            renaming.stage(connection, people, households)

    def take_names(self) -> int:
        """Put staged pseudonyms in place; asked again, it changes nothing."""
        with self.database.write() as connection:
            return renaming.take(connection)

    def drop_names(self) -> None:
        """Forget staged pseudonyms."""
        with self.database.write() as connection:
            renaming.drop(connection)

    def rename(self, people: Mapping[str, str], households: Mapping[str, str]) -> None:
        """Give everybody another pseudonym, in one transaction."""
        with self.database.write() as connection:
            renaming.stage(connection, people, households)
            renaming.take(connection)
