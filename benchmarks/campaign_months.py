"""Six months of a campaign whose effect is known, end to end: `python -m benchmarks.campaign_months`.

A fictitious territory is rehearsed and run for a month, which draws and publishes a campaign of its own; the five
months after are rehearsed with the effect that is set (`justedroit rehearse --after … --effect 12`), each is run (and
draws newcomers), what comes back is imported, and two further waves are prepared when they are due; the results are
then measured from the ledger and from the deliveries, which know nothing of what was set. What is looked at: whether
the interval holds the effect, and that nobody was contacted by two draws, nor while control of one. The last line is
one JSON object.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as day_time
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from campaigns.drafting import Author
from campaigns.impact.measuring import Effect
from campaigns.impact.report import tables
from campaigns.impact.results import Results
from campaigns.ledger.book import Ledger
from campaigns.ledger.known import outcome_ends
from campaigns.ledger.opening import open_ledger
from data_contracts.period import Period
from data_contracts.settings import Settings
from pipelines.following import follow_releases
from pipelines.releases import follow_up, releases_of
from pipelines.results import results_of
from pipelines.running import run_month
from rehearsal import FaultRates, Territory, rehearse

NAME, LAUNCH, MONTHS_AFTER = "rsa-six-mois", Period(2014, 5), 5
CAMPAIGN: dict[str, Any] = {
    "name": NAME,
    "title": "RSA socle, courrier aux demandeurs d'emploi, suivi six mois",
    "action": "inform",
    "benefits": ["rsa_socle"],
    "verdicts": ["likely", "possible"],
    "signals": ["allocation_sous_montant_forfaitaire", "rsa_jamais_demande"],
    "tiers": ["certain", "probable", "alone"],
    "perimeter": {"departments": "all"},
    "jobseekers_only": True,
    "priority": ["certainty"],
    "capacity": 450,
    "control": {"share": 0.5, "strata": ["territory", "profile"]},
    "waves": [
        {"by": "letter", "after_days": 0},
        {"by": "letter", "after_days": 30, "to": "no_answer"},
        {"by": "call", "after_days": 60, "to": "no_answer"},
    ],
    "rest_months": 6,
    "outcome": {"within_months": MONTHS_AFTER},
    "costs": {"hours": 20, "hour_eur": 35, "letter_eur": 1.2, "call_eur": 4},
    "why_sent": "Vous avez peut-être droit au RSA socle.",
    "next_step": "Proposer un rendez-vous.",
    "sender": {"service": "Service de répétition", "phone": "02 00 00 00 00"},
    "sources_needed": ["caf_dossiers", "caf_persons"],
}
"""Half of the households are control: the narrowest interval of a draw. The likely ones come first, so that at 100,000
people 12 points of all those drawn can open the right."""


@dataclass(frozen=True)
class Played:
    """What became of a rehearsed campaign: where it all is, its first month's results, what went wrong in any month."""

    settings: Settings
    results: Results
    problems: list[str]

    @property
    def ledger(self) -> Ledger:
        return open_ledger(self.settings.ledger_url)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--effect", type=float, default=12.0, help="points, over all households drawn")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--home", type=Path, help="where to write it all, and leave it; else a folder that goes away")
    options = parser.parse_args()
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as aside:
        territory = Territory(options.persons, ("44", "77"), options.seed)
        played = play(options.home or Path(aside), territory, options.effect, progress=lambda text: print(text))
        show(played.results)
        told = {
            "benchmark": "campaign_months",
            "persons": options.persons,
            **figures(played, options.effect),
            "seconds": round(time.perf_counter() - begun, 1),
            "seed": options.seed,
        }
    print(json.dumps(told, ensure_ascii=False))


def play(
    home: Path,
    territory: Territory,
    effect: float,
    *,
    campaign: dict[str, Any] = CAMPAIGN,
    faults: FaultRates = FaultRates(),  # noqa: B008 - frozen
    progress: Callable[[str], None] = lambda _: None,
) -> Played:
    """Launch `campaign` on the data of LAUNCH, follow it over the months of its outcome, and measure it."""
    folder = home / "campaigns"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{campaign['name']}.yaml").write_text(yaml.safe_dump(campaign, allow_unicode=True), "utf-8")
    settings, name = Settings(home=home, campaigns=folder), campaign["name"]
    months = [LAUNCH.shift(after) for after in range(1, campaign["outcome"]["within_months"] + 1)]

    def deliver(month: Period, plans: list[Path]) -> None:
        progress(f"deliveries of {month}")
        rehearse(territory, str(month), settings.landing_folder, settings.truth_folder, faults=faults, after=plans)

    deliver(LAUNCH, [])
    progress(f"the line, {LAUNCH}")
    problems = run_month(settings, LAUNCH).problems
    plans, returned = follow_releases(settings, territory, months, [name], effect, faults)
    for month in months:
        deliver(month, plans)
    for month in months:
        progress(f"the line, {month}")
        problems += run_month(settings, month).problems
        _take_back(settings, name, [path for path in returned if path.stem == str(month)], month)
    return Played(settings, results_of(settings, name, LAUNCH), problems)


def _take_back(settings: Settings, name: str, files: list[Path], month: Period) -> None:
    """Import what came back in a month, then prepare the wave of LAUNCH's release that is due in the days after."""
    ledger, acting = open_ledger(settings.ledger_url), _author(month.shift(1).first_day)
    for path in files:
        ledger.import_returns(path, acting.on, actor=acting.actor, at=acting.at)
    for release in releases_of(ledger, name, LAUNCH):
        for number, published_on, due_on in ledger.waves(release).select("number", "published_on", "due_on").rows():
            if published_on is None and due_on < acting.on + timedelta(days=30):
                follow_up(settings, release, number, _author(max(due_on, acting.on)))


def _author(on: date) -> Author:
    return Author("benchmark", datetime.combine(on, day_time(12), UTC), on)


def figures(played: Played, effect: float) -> dict[str, Any]:
    """What is promised of the results, in figures: points, shares from 0 to 1."""
    found = played.results
    overall = next((each for each in found.precision if each.by == "all"), None)
    twice, control = contacted_wrongly(played)
    return {
        "effect_set": effect,
        "effect": found.opened.points,
        "interval": [found.opened.low, found.opened.high],
        "covered": covers(found.opened, effect),
        "p_value": found.opened.p_value,
        "contacted": found.opened.arms.contacted,
        "control": found.opened.arms.control,
        "undelivered": found.undelivered.share,
        "precision": overall.awarded.share if overall else None,
        "per_right_eur": found.cost.per_right_eur if found.cost else None,
        "draws": len(played.ledger.releases(found.campaign)),
        "contacted_by_two_draws": twice,
        "control_contacted": control,
        "problems": played.problems,
    }


def covers(effect: Effect, points: float) -> bool:
    return effect.low is not None and effect.high is not None and effect.low <= points <= effect.high


def contacted_wrongly(played: Played) -> tuple[int, int]:
    """People contacted by two draws of the campaign in these months; people contacted while they are control."""
    ledger = played.ledger
    releases = ledger.releases(played.results.campaign)
    reached = pl.concat([ledger.contacts(release).with_columns(draw=release.no) for release in releases])
    control = pl.concat(
        [
            ledger.targets(release).filter(arm="control").select("person_id", until=outcome_ends(release))
            for release in releases
        ]
    )
    draws = reached.group_by("person_id").agg(pl.col("draw").n_unique())
    meanwhile = reached.join(control, on="person_id").filter(pl.col("contacted_on") < pl.col("until"))
    return draws.filter(pl.col("draw") > 1).height, meanwhile["person_id"].n_unique()


def show(results: Results) -> None:
    """The summary, as the command prints it."""
    for name, said in tables(results)[0].rows:
        print(f"{name:<36}{said}")


if __name__ == "__main__":
    main()
