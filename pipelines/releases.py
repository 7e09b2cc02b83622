"""Releases of the ledger, met again with the store: printed, followed by later waves.

Belongs here: which tables of which month are read for that. Does not: choosing, writing (`campaigns`), measuring
(`results`), what commands show (`release_commands`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from campaigns.candidates import right_of
from campaigns.drafting import Author, Drawn, as_released
from campaigns.ledger import audit
from campaigns.ledger.audit import Act
from campaigns.ledger.book import Ledger
from campaigns.ledger.opening import open_ledger
from campaigns.ledger.releases import Release
from campaigns.outputs.applicants import Known
from campaigns.outputs.files import outputs_of
from campaigns.outputs.printing import SHEETS, print_sheets, printed_of
from campaigns.publishing import folder_of, put_wave, whole
from campaigns.targeting import target
from campaigns.waves import campaign_of, reached_again
from data_contracts.campaign_parts import Wave
from data_contracts.errors import InputError
from data_contracts.period import Period
from data_contracts.relations import Connection, bind, keep
from data_contracts.settings import Settings
from pipelines.session import open_session
from pipelines.store import Store

TABLES = ("assessments", "person_situations", "household_situations", "identities")
Tell = Callable[[str], None]


def releases_of(ledger: Ledger, campaign: str, period: Period | None) -> list[Release]:
    """All versions of a campaign's release of a period, its last one by default, in order; raises InputError."""
    published = [release for release in ledger.releases(campaign) if release.state == "published"]
    wanted = str(period) if period else max((release.period for release in published), default="")
    found = [release for release in published if release.period == wanted]
    if not found:
        known = sorted({f"{release.campaign} ({release.period})" for release in ledger.releases()})
        raise InputError(
            what=f"La campagne « {campaign} » n'a rien publié{f' pour {period}' if period else ''}.",
            expected="un tirage publié : " + (", ".join(known) or "le registre n'en contient aucun"),
            where="registre des campagnes",
            remedy="corriger le nom ou --period (`justedroit campaign list` les donne), ou dérouler le mois",
        )
    return sorted(found, key=lambda release: release.version)


@contextmanager
def seen_again(settings: Settings, ledger: Ledger, release: Release) -> Iterator[tuple[Drawn, Known]]:
    """A release with the people of its month, and what is known of them; raises StoreError where the month is gone."""
    store, period, campaign = Store(settings.store_folder), Period.parse(release.period), campaign_of(release)
    store.require((*TABLES, "incomes"), period)
    with open_session(settings) as (_, con):
        tables = {table: store.read(con, table, period) for table in TABLES}
        known = ledger.known(release.published_on, leaving_out=(campaign.name, period))
        targeting = target(con, campaign, period, known=known, **tables)
        told = {name: tables[name] for name in ("identities", "person_situations", "household_situations")}
        yield as_released(ledger, targeting, release), Known(**told, incomes=store.read(con, "incomes", period))


def having_had(ledger: Ledger, versions: list[Release], wave: int) -> list[Release]:
    """The versions whose wave is published: a correction has the later ones after those that it corrects."""
    published = (pl.col("number") == wave) & pl.col("published_on").is_not_null()
    return [release for release in versions if ledger.waves(release).filter(published).height]


def print_wave(
    settings: Settings, release: Release, wave: int, what: list[str], acting: Act, tell: Tell = lambda _: None
) -> list[Path]:
    """Print the sheets of a published wave into its folder; all that it has, or those of `what`.

    Each kind printed is a line of the audit trail, for they name people: what, of which wave, of how many.
    """
    ledger, campaign = open_ledger(settings.ledger_url), campaign_of(release)
    folder = folder_of(settings.published_folder, release, wave)
    waves: dict[int, date | None] = dict(ledger.waves(release).select("number", "published_on").iter_rows())
    on = waves.get(wave)
    if on is None or not folder.exists():
        raise InputError(
            what=f"La vague {wave} n'est pas publiée, ou son dossier n'est plus là.",
            expected="une vague publiée et ses listes",
            where=folder,
            remedy="la préparer d'abord (`justedroit campaign wave`, ou `justedroit run` pour la première)",
        )
    has = printed_of(campaign, wave)
    if unknown := sorted(set(what) - set(has)):
        raise InputError(
            what=f"Cette vague n'a pas de {', '.join(SHEETS[kind] for kind in unknown)}.",
            expected=f"une sortie parmi {', '.join(has)}" if has else "aucune sortie : rien ne s'imprime",
            where="--what",
            remedy="corriger --what",
        )
    written = []
    with seen_again(settings, ledger, release) as (drawn, known):
        reached = ledger.contacts(release).filter(pl.col("wave_number") == wave)["person_id"].to_list()
        drawn = among(drawn, reached)
        people = len(listed_of(drawn) & set(reached))
        for kind in what or has:
            printed = print_sheets(drawn, kind, known, on, folder, lambda done, of: tell(f"{done} sur {of}"))
            if printed:
                details = {"what": kind, "people": people}
                ledger.note(acting.actor, audit.PRINTED, audit.wave_subject(release.name, wave), details, acting.at)
            written += printed
    return written


def listed_of(drawn: Drawn) -> set[str]:
    """Names of those of a release whom nothing keeps off its lists."""
    return {person for (person,) in drawn.reached.project("person_id").fetchall()}


def among(drawn: Drawn, people: list[str]) -> Drawn:
    """The same release, of those people only."""
    con = drawn.targeting.con
    con.register("wave_people", pl.DataFrame({"person_id": people}, schema={"person_id": pl.String}))
    bind(con, release_reached=drawn.reached)
    kept = keep(con, "wave_reached", "FROM release_reached SEMI JOIN wave_people USING (person_id) ORDER BY person_id")
    con.unregister("wave_people")
    return replace(drawn, reached=kept)


@dataclass(frozen=True)
class Followed:
    """A later wave that was prepared: its day, its files, whom it reaches, and how many need it no more.

    `due_on`: the day foreseen at the draw. `again`: it was prepared before, and nothing was changed.
    """

    wave: Wave
    on: date
    due_on: date
    folder: Path
    reached: int
    left_out: int
    again: bool


def follow_up(settings: Settings, release: Release, number: int, author: Author) -> Followed:
    """Prepare wave `number`: its lists, in a folder beside those of the first, then its contacts in the ledger.

    Asked again, the wave is as it was; lists that are no longer there are written again.
    """
    ledger = open_ledger(settings.ledger_url)
    with ledger.publishing(release.campaign), ledger.drawing():
        folder = folder_of(settings.published_folder, release, number)
        waves = {wave["number"]: wave for wave in ledger.waves(release).iter_rows(named=True)}
        contacted = ledger.targets(release).filter(pl.col("arm") == "contacted").height
        before: date | None = waves[number]["published_on"] if number in waves else None
        people = ledger.contacts(release).filter(pl.col("wave_number") == number)["person_id"].to_list()
        if before is None or not whole(folder):
            with seen_again(settings, ledger, release) as (drawn, _):
                if before is None:
                    settled = _settled(settings, drawn.targeting.con, ledger, release, author.on)
                    reached = reached_again(ledger, release, number, author.on, settled)["person_id"].to_list()
                    listed = listed_of(drawn)
                    people = [person for person in reached if person in listed]
                wave = among(drawn, people)
                put_wave(wave, outputs_of(wave, number), settings.published_folder, number)
        if before is None:
            ledger.published(release, number, author.on, people, actor=author.actor, at=author.at)
        return Followed(
            wave=campaign_of(release).waves[number - 1],
            on=before or author.on,
            due_on=waves[number]["due_on"],
            folder=folder,
            reached=len(people),
            left_out=contacted - len(people),
            again=before is not None,
        )


def _settled(settings: Settings, con: Connection, ledger: Ledger, release: Release, on: date) -> list[str]:
    """People whom the last month known by that day shows deceased, objecting, at a protected address, or receiving or
    asking for every right they were drawn for, under any of its forms.

    From what files say of benefits: whoever receives one may not be assessed for it any more.
    """
    store = Store(settings.store_folder)
    months = [period for table, period in store.everything() if table == "benefits_received"]
    latest = max((p for p in months if release.period <= str(p) <= f"{on:%Y-%m}"), default=None)
    if latest is None:
        return []
    bind(
        con,
        latest_situations=store.read(con, "person_situations", latest),
        latest_received=store.read(con, "benefits_received", latest),
    )
    con.register("drawn_rights", ledger.rights(release).select("person_id", "benefit"))
    one_right = f"{right_of('benefit')} AS one_right"
    rows = con.sql(f"""
        WITH drawn AS (FROM latest_situations SEMI JOIN drawn_rights USING (person_id)),
        holders AS (
            SELECT person_id, 'person' AS holder, person_no AS holder_no FROM drawn
            UNION ALL SELECT person_id, 'household', household_no FROM drawn),
        known AS (
            SELECT DISTINCT person_id, {one_right}, true AS open
            FROM holders JOIN latest_received USING (holder, holder_no) WHERE state IN ('live', 'pending'))
        SELECT person_id FROM drawn WHERE deceased OR objected
        UNION SELECT person_id FROM drawn SEMI JOIN (
            FROM latest_situations WHERE protected_address) USING (household_no)
        UNION SELECT person_id FROM (SELECT person_id, {one_right} FROM drawn_rights)
            LEFT JOIN known USING (person_id, one_right)
        GROUP BY person_id HAVING bool_and(coalesce(open, false))
    """).fetchall()
    con.unregister("drawn_rights")
    return [person for (person,) in rows]
