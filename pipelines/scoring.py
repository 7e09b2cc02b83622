"""Scoring a month: the store's tables on one side, the rehearsal's truth on the other."""

from data_contracts.period import Period
from data_contracts.settings import Settings
from pipelines.session import open_session
from pipelines.store import Store
from rehearsal.score import Score, score


def score_month(settings: Settings, period: Period) -> Score:
    """Score a period that has been run; raises InputError where there is no truth, StoreError where there is no run."""
    store = Store(settings.store_folder)
    with open_session(settings) as (_, con):
        tables = {name: store.read(con, name, period) for name in ("records", "person_records", "targets")}
        return score(con, settings.truth_folder, period, **tables)
