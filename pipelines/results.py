"""What a release won: its targets and returns, from the ledger, met with the months that came after, from the store.

Belongs here: which months and tables are read. Does not: following people and measuring (`campaigns.impact`).
"""

from pathlib import Path

import polars as pl

from campaigns import CAMPAIGN_FILES
from campaigns.impact.answers import precision, undelivered
from campaigns.impact.measuring import total_cost
from campaigns.impact.outcomes import Month, follow
from campaigns.impact.results import Results, gather
from campaigns.ledger.book import Ledger
from campaigns.ledger.opening import open_ledger
from campaigns.ledger.releases import Release
from campaigns.waves import campaign_of
from data_contracts.campaign_file import load_campaign
from data_contracts.errors import InputError
from data_contracts.period import Period
from data_contracts.relations import Connection, Relation
from data_contracts.returned import DECISIONS
from data_contracts.settings import Settings
from pipelines.releases import releases_of
from pipelines.session import open_session
from pipelines.store import Store


def results_of(settings: Settings, name: str, period: Period | None) -> Results:
    """What the campaign's release of a period, with its corrections, won; its last one by default.

    Costs are today's, since hours are spent after the draw: those of the campaign's file, of the release where it has
    no file any more. Raises InputError where it published nothing, where people drawn were forgotten, or where that
    file has a fault.
    """
    ledger, store = open_ledger(settings.ledger_url), Store(settings.store_folder)
    releases = releases_of(ledger, name, period)
    campaign, months = campaign_of(releases[0]), campaign_of(releases[0]).outcome.within_months
    # The last month that ended before the first contact: what its data show is before it.
    since = Period(releases[0].published_on.year, releases[0].published_on.month).shift(-1)
    file = (settings.campaigns or CAMPAIGN_FILES) / f"{name}.yaml"
    costs = (load_campaign(file) if file.exists() else campaign).costs
    with open_session(settings) as (_, con):
        given = _given(con, ledger, releases)
        _check_nobody_forgotten(given["targets"], results_folder(settings, name, releases[0].period))
        window = [since.shift(after) for after in range(1, months + 1)]
        outcomes = follow(
            con,
            given["targets"],
            [found for wanted in window if (found := _month(con, store, wanted))],
            since=since,
            within_months=months,
            benefits=campaign.outcome_benefits,
            at_release=_month(con, store, since),
        )
        priced = any(costs.model_dump().values())
        return gather(
            con,
            outcomes,
            campaign=campaign.name,
            title=campaign.title,
            releases=[release.name for release in releases],
            period=Period.parse(releases[0].period),
            since=since,
            precision=precision(con, given["targets"], given["rights"], given["returns"], given["decisions"]),
            undelivered=undelivered(con, given["contacts"], given["returns"]),
            total_eur=total_cost(costs, sent(ledger, releases)) if priced else None,
            costs_from="file" if file.exists() else "release",
        )


def results_folder(settings: Settings, name: str, period: Period | str) -> Path:
    """Where the results of a campaign's release are written, unless somebody asks for another folder."""
    return settings.published_folder / name / f"{period}-resultats"


def _check_nobody_forgotten(targets: Relation, folder: Path) -> None:
    """Raise InputError unless everybody drawn can still be found in the files."""
    ((forgotten, drawn),) = targets.aggregate("count(*) - count(person_id), count(*)").fetchall()
    if forgotten:
        raise InputError(
            what=f"Les résultats de ce tirage ne peuvent plus être mesurés : de {drawn} personnes tirées, "
            f"{forgotten} {'a été oubliée' if forgotten == 1 else 'ont été oubliées'}, et les autres ne leur "
            "ressemblent pas.",
            expected="un tirage dont personne n'a été oublié (`justedroit campaign forget`)",
            where="registre des campagnes",
            remedy="reprendre les résultats écrits avant" + (f" : {folder}" if folder.exists() else ", s'il y en a"),
        )


def _given(con: Connection, ledger: Ledger, releases: list[Release]) -> dict[str, Relation]:
    """What the ledger says of all the versions, as tables."""
    asked = {"targets": ledger.targets, "rights": ledger.rights, "returns": ledger.returns, "contacts": ledger.contacts}
    frames = {name: pl.concat([ask(release) for release in releases]) for name, ask in asked.items()}
    decided = frames["returns"].filter(pl.col("kind").is_in(DECISIONS))
    frames["decisions"] = decided.rename({"kind": "decision"})
    for name, frame in frames.items():
        con.register(f"result_{name}", frame)
    return {name: con.sql(f"FROM result_{name}") for name in frames}


def _month(con: Connection, store: Store, period: Period) -> Month | None:
    tables = ("person_situations", "benefits_received")
    if not all(store.has(table, period) for table in tables):
        return None
    return Month(period, *(store.read(con, table, period) for table in tables))


def sent(ledger: Ledger, releases: list[Release]) -> dict[str, int]:
    """How many letters, calls and visits there were; the first wave of an opening is a list for who opens rights."""
    waves = [
        ledger.contacts(release)
        .join(ledger.waves(release), left_on="wave_number", right_on="number")
        .filter((pl.col("wave_number") > 1) | (release.settings.get("action") != "simplify"))
        for release in releases
    ]
    return dict(pl.concat(waves).group_by("kind").len().iter_rows())
