"""A campaign file against a month of the store, as a preview: nothing is recorded nor written.

Belongs here: what is read, and whether the month was assessed for all that the campaign asks. Does not: choosing and
drawing (`campaigns`), showing (`campaign_commands`).
"""

from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl

from campaigns.ledger.opening import read_ledger
from campaigns.preview import Preview, preview
from campaigns.targeting import target
from data_contracts.campaign import Campaign
from data_contracts.decided import BENEFITS
from data_contracts.errors import InputError
from data_contracts.period import Period
from data_contracts.received import OPTIONAL_SOURCES, SOURCES
from data_contracts.relations import Connection, Relation, bind
from data_contracts.settings import Settings
from eligibility.parameters import Law, load_parameters
from eligibility.rules import rules_in_force
from pipelines.asked import asked_by
from pipelines.releases import TABLES
from pipelines.session import open_session
from pipelines.store import Store


@contextmanager
def preview_campaign(settings: Settings, campaign: Campaign, period: Period) -> Iterator[Preview]:
    """The preview, and its tables until it is left.

    Raises StoreError where the month was not run, InputError where it was not assessed for what the campaign asks.
    """
    store = Store(settings.store_folder)
    store.require(TABLES, period)
    with open_session(settings) as (_, con):
        tables = {table: store.read(con, table, period) for table in TABLES}
        _check_assessed(con, settings, campaign, period, tables)
        yield preview(target(con, campaign, period, known=_known(settings, campaign, period), **tables))


def _known(settings: Settings, campaign: Campaign, period: Period) -> pl.DataFrame | None:
    """What the ledger knows, as the release would see it; None where there is no ledger yet."""
    ledger = read_ledger(settings.ledger_url)
    if ledger is None:
        return None
    return ledger.known(period.shift(1).first_day, campaign.rest_months, leaving_out=(campaign.name, period))


def undelivered(settings: Settings, period: Period) -> list[str]:
    """The sources that tell of rights and did not deliver this month: what they know is unknown."""
    store = Store(settings.store_folder)
    receipts = {source: store.receipt(source, period) for source in SOURCES}
    silent = {source for source, receipt in receipts.items() if receipt is None or receipt.state == "not_delivered"}
    return [source for source in SOURCES if source in silent and source not in OPTIONAL_SOURCES - {"cnam"}]


def _check_assessed(
    con: Connection, settings: Settings, campaign: Campaign, period: Period, tables: dict[str, Relation]
) -> None:
    """Every household that the campaign asks the law about has a row of each benefit in force."""
    bind(con, **tables)
    law = Law(period.last_day, load_parameters(settings.parameters))
    lacking: list[str] = []
    for asked in asked_by([campaign], law):
        for benefit in sorted({rule.benefit for rule in rules_in_force(period.last_day, asked.benefits)}):
            ((missing,),) = con.sql(f"""
                SELECT count(DISTINCT household_no)
                FROM person_situations p JOIN household_situations h USING (household_no)
                WHERE role = 'adult' AND ({asked.concerned})
                    AND household_id NOT IN (SELECT household_id FROM assessments WHERE benefit = '{benefit}')
            """).fetchall()
            if missing:
                lacking.append(f"{BENEFITS[benefit]} ({missing} foyers)")
    if lacking:
        raise InputError(
            what=f"Le mois {period} n'a pas été évalué pour tout ce que demande la campagne « {campaign.name} » : "
            f"{', '.join(lacking)}.",
            expected="un mois évalué pour les droits et les personnes de cette campagne",
            where=f"--period {period}",
            remedy="mettre le fichier avec les autres campagnes (variable JUSTEDROIT_CAMPAIGNS), ou écrire "
            f"JUSTEDROIT_ASSESSED=all, puis relancer `justedroit run --period {period}`",
        )
