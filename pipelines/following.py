"""Rehearsing what follows releases: their targets, seen as the fictitious people they truly are; plans; returns.

Belongs here: joining the ledger, the store and the truth. Does not: who responds (`rehearsal.responses`), what a
command says (`rehearse_commands`).
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from campaigns.ledger.book import Ledger
from campaigns.ledger.opening import open_ledger
from campaigns.ledger.releases import Release
from data_contracts.errors import InputError
from data_contracts.period import Period
from data_contracts.relations import bind
from data_contracts.settings import Settings
from pipelines.session import open_session
from pipelines.store import Store
from rehearsal import Action, FaultRates, Territory, plan
from rehearsal.recognising import recognise
from rehearsal.returned import come_back, write_returns

WINDOW_MONTHS = 6
"""Of a campaign whose settings do not say."""


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


def plan_following(
    settings: Settings,
    territory: Territory,
    action: Action,
    targets: pl.DataFrame,
    *,
    faults: FaultRates = FaultRates(),  # noqa: B008 - frozen
    after: Sequence[Path] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Path:
    """Plan who responds to a release; returns the plan, to be given to `rehearse` for each of the months after.

    `targets`: a row a person drawn and right, with `person_id`, `arm` (contacted or control) and `benefit`.
    `after`: the plans of earlier releases, which go on having their effect.
    """
    reached = true_targets(settings, action.released, targets)
    return plan(territory, action, reached, settings.truth_folder, faults=faults, after=after, progress=progress)


def follow_releases(
    settings: Settings,
    territory: Territory,
    months: Sequence[Period],
    campaigns: Sequence[str],
    effect: float | None,
    faults: FaultRates,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[list[Path], list[Path]]:
    """The plans of the releases that came before `months`, earliest first, and the files of what comes back of them.

    Of each campaign, its last release is planned with that effect (points), where one is given; former ones go on as
    they were planned, whatever was drawn since. Raises InputError where a campaign published nothing before, or where
    no effect was ever given.
    """
    ledger = open_ledger(settings.ledger_url)
    names = list(dict.fromkeys(campaigns))
    before = {name: releases_before(ledger, name, months[0]) for name in names}
    last = {found[-1].no for found in before.values()} if effect is not None else set()
    releases = [release for found in before.values() for release in found]
    plans: list[Path] = []
    returns: list[Path] = []
    followed = set()
    for release in sorted(releases, key=lambda release: (release.period, release.campaign, release.version)):
        action = action_of(release, effect or 0)
        planned = action.plan_in(settings.truth_folder)
        if release.no in last:
            targets = ledger.targets(release).join(ledger.rights(release), on="person_id")
            plan_following(settings, territory, action, targets, faults=faults, after=plans, progress=progress)
        elif not planned.exists():
            continue
        followed.add(release.campaign)
        plans.append(planned)
        returns += write_returns_of(settings, ledger, release, action, months, territory.seed)
    if unsaid := [name for name in names if name not in followed]:
        raise InputError(
            what=f"L'effet de la campagne « {unsaid[0]} » n'est pas fixé.",
            expected="un nombre de points, par exemple 12 ; 0 pour aucun effet",
            where="--effect",
            remedy="ajouter --effect ; il n'est plus à redire pour les mois suivants",
        )
    return plans, returns


def releases_before(ledger: Ledger, campaign: str, before: Period) -> list[Release]:
    """Releases of a campaign published on data of an earlier month, in order; raises InputError where none is."""
    published = [
        release
        for release in ledger.releases(campaign)
        if release.state == "published" and Period.parse(release.period) < before
    ]
    if not published:
        raise InputError(
            what=f"La campagne « {campaign} » n'a rien publié avant {before}.",
            expected="le nom d'une campagne publiée sur un mois antérieur",
            where="--after",
            remedy="publier d'abord la campagne, ou corriger le nom",
        )
    return sorted(published, key=lambda release: (release.period, release.version))


def action_of(release: Release, effect_points: float) -> Action:
    """What a release sets off, over the outcome window of its campaign."""
    outcome = release.settings.get("outcome") or {}
    name = f"{release.campaign}-{release.period}-{release.version}"
    return Action(name, Period.parse(release.period), effect_points, outcome.get("within_months", WINDOW_MONTHS))


def write_returns_of(
    settings: Settings, ledger: Ledger, release: Release, action: Action, months: Sequence[Period], seed: int
) -> list[Path]:
    """What comes back of the first wave: a file a month in which something does, as the service would send it."""
    contacts = ledger.contacts(release).filter(pl.col("wave_number") == 1)
    if contacts.is_empty():
        return []
    told = ledger.rights(release).group_by("person_id").agg(pl.col("benefit").sort().alias("benefits"))
    references = ledger.targets(release).select("person_id", "reference").join(told, on="person_id")
    sent = true_targets(settings, action.released, contacts.join(references, on="person_id"))
    returns = come_back(
        sent,
        action.plan_in(settings.truth_folder),
        settings.truth_folder / release.period,
        name=action.name,
        seed=seed,
        sent_on=contacts["contacted_on"].min(),  # type: ignore[arg-type]
        until=months[-1].last_day,
    )
    written = []
    for month in months:
        path = settings.truth_folder.parent / "returns" / action.name / f"{month}.csv"
        in_month = returns.filter(pl.col("returned_on").is_between(month.first_day, month.last_day))
        if in_month.height:
            write_returns(in_month, path)
            written.append(path)
    return written
