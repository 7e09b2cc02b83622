"""What `justedroit rehearse` does and shows. Belongs here: its options put together, sentences. Does not: computing."""

import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from data_contracts.period import Period
from data_contracts.settings import read_settings
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
        plans: list[Path] = []
        returns: list[Path] = []
        if after:
            from pipelines.following import follow_releases

            plans, returns = follow_releases(settings, territory, wanted, after, effect, rates, tell)
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
