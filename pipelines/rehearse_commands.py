"""What `justedroit rehearse` does and shows. Belongs here: its options put together, sentences. Does not: computing."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console

from data_contracts.errors import InputError
from data_contracts.period import Period
from data_contracts.settings import Settings, read_settings
from pipelines.showing import as_count, progress
from rehearsal import FaultRates, Territory, rehearse

RATES = {"light": FaultRates.light, "default": FaultRates.default, "harsh": FaultRates.harsh}


def rehearse_months(
    console: Console,
    period: str,
    months: int,
    persons: int,
    departments: str,
    seed: int,
    faults: str,
    after: Sequence[str],
    effect: float | None,
) -> None:
    """Write the deliveries of a fictitious territory into the landing folder, for some months, after some campaigns."""
    settings, first, rates = read_settings(), Period.parse(period), RATES[faults]()
    wanted = [first.shift(later) for later in range(months)]
    territory = Territory(persons, tuple(departments.replace(" ", "").split(",")), seed)
    title = f"{first}" if months == 1 else f"{first} à {wanted[-1]}"
    begun = time.monotonic()
    with progress(console, f"Territoire fictif, {title}") as tell:
        plans, returns = _follow(settings, territory, wanted, after, effect, rates, tell) if after else ([], [])
        for month in wanted:
            tell(f"{month}")
            rehearse(
                territory,
                str(month),
                settings.landing_folder,
                settings.truth_folder,
                faults=rates,
                after=plans,
                progress=tell,
            )
    console.print(
        f"Territoire fictif de {as_count(persons)} personnes ({departments}) pour {title}, "
        f"en {time.monotonic() - begun:.0f} s."
    )
    for month in wanted:
        console.print(f"  Livraisons : {settings.landing_folder}/<source>/{month}/", soft_wrap=True)
        console.print(f"  Vérité     : {settings.truth_folder / str(month)}/", soft_wrap=True)
    for path in returns:
        console.print(f"  Retours    : {path}", soft_wrap=True)


def _follow(
    settings: Settings,
    territory: Territory,
    months: Sequence[Period],
    campaigns: Sequence[str],
    effect: float | None,
    rates: FaultRates,
    tell: Callable[[str], None],
) -> tuple[list[Path], list[Path]]:
    """The plans of the releases that came before, earliest first, and the files of what comes back of them."""
    from campaigns.ledger.opening import open_ledger
    from pipelines.following import action_of, last_release, plan_following, write_returns_of

    ledger = open_ledger(settings.ledger_url)
    releases = [last_release(ledger, campaign, months[0]) for campaign in dict.fromkeys(campaigns)]
    plans: list[Path] = []
    returns: list[Path] = []
    for release in sorted(releases, key=lambda release: (release.period, release.campaign)):
        action = action_of(release, effect or 0)
        planned = action.plan_in(settings.truth_folder)
        if effect is not None:
            targets = ledger.targets(release).join(ledger.rights(release), on="person_id")
            plan_following(settings, territory, action, targets, faults=rates, after=plans, progress=tell)
        elif not planned.exists():
            raise InputError(
                what=f"L'effet de la campagne « {release.campaign} » n'est pas fixé.",
                expected="un nombre de points, par exemple 12 ; 0 pour aucun effet",
                where="--effect",
                remedy="ajouter --effect ; il n'est plus à redire pour les mois suivants",
            )
        plans.append(planned)
        returns += write_returns_of(settings, ledger, release, action, months, territory.seed)
    return plans, returns
