"""Running a month in this process, as the command line does."""

import gc
import os
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import dagster as dg

from data_contracts.delivery import Receipt
from data_contracts.errors import InputError, JusteDroitError
from data_contracts.period import Period
from data_contracts.received import SOURCES
from data_contracts.settings import Settings
from eligibility.parameters import load_parameters
from pipelines.asked import campaigns_of
from pipelines.definitions import defs
from pipelines.locks import using_keys
from pipelines.steps import MONTHS, Workplace
from pipelines.store import Store

INSTANCE = Path(__file__).parent.parent / "dagster.yaml"


@dataclass(frozen=True)
class Outcome:
    """What became of a month: `problems` are messages ready to be shown, empty where all went well."""

    period: Period
    receipts: list[Receipt]
    problems: list[str]
    warnings: list[str]


def run_month(settings: Settings, period: Period, on: date | None = None) -> Outcome:
    """Materialise every asset of a period in process, in Dagster's instance under the settings' home.

    `on`: the day on which what is drawn leaves, after the period's end; the day after it by default. Keys cannot be
    changed between two of its steps; raises InputError while they are being changed, and for another day.
    """
    if not MONTHS.has_partition_key(str(period.first_day)):
        raise InputError(
            what=f"Le mois {period} ne peut pas être déroulé.",
            expected="un mois de 2009-06 (début du RSA) au mois en cours",
            where="--period",
            remedy="corriger la période",
        )
    if on is not None and on <= period.last_day:
        raise InputError(
            what=f"Le {on:%d/%m/%Y} est avant la fin du mois {period}.",
            expected=f"un jour à partir du {period.shift(1).first_day:%d/%m/%Y}",
            where="--on",
            remedy="corriger la date",
        )
    load_parameters(settings.parameters)  # a wrong file is said before anything is read
    campaigns_of(settings)
    job = defs.resolve_job_def("month")
    workplace = Workplace(settings_json=settings.model_dump_json(), on=on.isoformat() if on else "")
    _collect_seldom()
    with using_keys(settings.keys_folder), _instance(settings) as instance:
        result = job.execute_in_process(
            partition_key=str(period.first_day),
            instance=instance,
            resources={"workplace": workplace},
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
            raise_on_error=False,
        )
    problems = [_message(event) for event in result.all_events if event.is_step_failure]
    warnings: list[str] = []
    for evaluation in result.get_asset_check_evaluations():
        if not evaluation.passed:
            blocking = evaluation.severity is dg.AssetCheckSeverity.ERROR
            said = f"{evaluation.asset_key.to_user_string()} : {evaluation.description}"
            (problems if blocking else warnings).append(said)
    store = Store(settings.store_folder)
    receipts = [receipt for source in SOURCES if (receipt := store.receipt(source, period))]
    warnings = [warning for receipt in receipts for warning in receipt.warnings] + warnings
    return Outcome(period, receipts, problems, warnings)


def _collect_seldom() -> None:
    """Look for cycles among new objects, and seldom: what the imports made stays, and lists are millions of cells."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def _instance(settings: Settings) -> dg.DagsterInstance:
    """The instance of DAGSTER_HOME, else one under the settings' home, with the project's dagster.yaml."""
    if os.environ.get("DAGSTER_HOME"):
        return dg.DagsterInstance.get()
    home = settings.home.resolve() / "dagster"
    home.mkdir(parents=True, exist_ok=True)
    if INSTANCE.exists():
        shutil.copyfile(INSTANCE, home / "dagster.yaml")
    return dg.DagsterInstance.from_config(str(home))


def _message(event: dg.DagsterEvent) -> str:
    """The message of the fault itself, without Dagster's wrapping nor a stack trace."""
    error = event.step_failure_data.error
    ours = {kind.__name__: f"{kind.__module__}.{kind.__name__}: " for kind in JusteDroitError.__subclasses__()}
    while error and error.cause and error.cls_name not in ours:
        error = error.cause
    if error is None:
        return "étape interrompue"
    return error.message.strip().removeprefix(ours.get(error.cls_name or "", ""))
