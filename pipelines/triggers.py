"""When a month runs by itself: on schedule, or when its deliveries are all there."""

import hashlib
from collections.abc import Iterator

import dagster as dg

from connectors.deliveries import MANIFEST
from data_contracts.period import Period
from data_contracts.received import OPTIONAL_SOURCES, SOURCES
from data_contracts.settings import Settings
from pipelines.steps import Workplace

month = dg.define_asset_job(
    "month",
    selection=dg.AssetSelection.all(),
    description="Tout un mois, des fichiers aux listes",
)


@dg.schedule(job=month, cron_schedule="0 6 5 * *", execution_timezone="Europe/Paris")
def monthly(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """On the 5th, at six, the month before."""
    due = Period(context.scheduled_execution_time.year, context.scheduled_execution_time.month).shift(-1)
    return dg.RunRequest(run_key=str(due), partition_key=str(due.first_day))


@dg.sensor(job=month, minimum_interval_seconds=300)
def landing(context: dg.SensorEvaluationContext, workplace: Workplace) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """A month whose expected deliveries all have their manifest runs, and runs again when one of them changes."""
    ready = list(complete_periods(workplace.settings))
    for period, fingerprint in ready:
        yield dg.RunRequest(run_key=f"{period}-{fingerprint}", partition_key=str(period.first_day))
    if not ready:
        yield dg.SkipReason("aucun mois n'a encore toutes ses livraisons, bordereaux compris")


def complete_periods(settings: Settings) -> Iterator[tuple[Period, str]]:
    """Periods for which every expected source has a manifest, with a fingerprint of all their manifests."""
    expected = [source for source in SOURCES if source not in OPTIONAL_SOURCES | settings.without]
    folders = settings.landing_folder.glob("*/*/")
    for text in sorted({folder.name for folder in folders if folder.is_dir()}):
        manifests = {source: settings.landing_folder / source / text / MANIFEST for source in SOURCES}
        if all(manifests[source].exists() for source in expected):
            present = b"".join(path.read_bytes() for path in manifests.values() if path.exists())
            yield Period.parse(text), hashlib.sha256(present).hexdigest()[:12]
