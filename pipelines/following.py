"""Rehearsing what follows a release: its targets, seen as the fictitious people they truly are, then the months after.

Belongs here: joining the store, the ledger's targets and the truth. Does not: who responds (`rehearsal.action`).
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from data_contracts.period import Period
from data_contracts.relations import bind
from data_contracts.settings import Settings
from pipelines.session import open_session
from pipelines.store import Store
from rehearsal import Action, FaultRates, Territory, plan, rehearse
from rehearsal.recognising import recognise


def true_targets(settings: Settings, period: Period, targets: pl.DataFrame) -> pl.DataFrame:
    """The same rows with the truth's `person_no` and `household_no` in place of the ledger's, in an order of their own.

    `targets`: `person_id` as the period's run names people, and any other columns, which are kept. Raises StoreError
    where the period was not run, InputError where it was not rehearsed.
    """
    kept = targets.drop("person_no", "household_no", "household_id", strict=False)
    store = Store(settings.store_folder)
    with open_session(settings) as (_, con):
        linked = {name: store.read(con, name, period) for name in ("records", "person_records")}
        bind(con, true_persons=recognise(con, settings.truth_folder, period, **linked))
        con.register("given_targets", kept)
        return pl.DataFrame(con.sql("SELECT * FROM given_targets JOIN true_persons USING (person_id) ORDER BY ALL"))


def rehearse_following(
    settings: Settings,
    territory: Territory,
    action: Action,
    targets: pl.DataFrame,
    months: Sequence[Period],
    *,
    faults: FaultRates = FaultRates(),  # noqa: B008 - frozen
    after: Sequence[Path] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Path:
    """Plan who responds to a release, and write the deliveries of `months`; returns the plan.

    `targets`: a row a person drawn and right, with `person_id`, `arm` (contacted or control) and `benefit`.
    `after`: the plans of earlier releases, which go on having their effect.
    """
    reached = true_targets(settings, action.released, targets)
    made = plan(territory, action, reached, settings.truth_folder, faults=faults, after=after, progress=progress)
    for month in months:
        rehearse(
            territory,
            str(month),
            settings.landing_folder,
            settings.truth_folder,
            faults=faults,
            after=[*after, made],
            progress=lambda text, month=month: progress(f"{month} : {text}"),  # type: ignore[misc]
        )
    return made
