"""Asset checks: does a delivery, as a whole, look like one, and like the month before? Counts only."""

from collections.abc import Iterator

import dagster as dg

from data_contracts.population import PopulationResult, check_population, profile
from data_contracts.received import DATASETS, SOURCES
from pipelines.steps import Step, Workplace

SEVERE, DRIFT = "population", "drift"


def population_checks(source: str) -> dg.AssetChecksDefinition:
    """Two checks a dataset: `population` blocks what follows, `drift` warns."""
    datasets = SOURCES[source]

    @dg.multi_asset_check(
        name=f"population_{source}",
        specs=[
            spec
            for dataset in datasets
            for spec in (
                dg.AssetCheckSpec(SEVERE, asset=dataset, blocking=True, description="Volume et parts manquantes"),
                dg.AssetCheckSpec(DRIFT, asset=dataset, description="Écarts avec le mois précédent"),
            )
        ],
    )
    def check(context: dg.AssetCheckExecutionContext, workplace: Workplace) -> Iterator[dg.AssetCheckResult]:
        partition = context.run.tags["dagster/partition"]
        with workplace.step(f"population_{source}", partition, datasets) as step:
            results = {name: _check(step, name) if source in step.delivered else [] for name in datasets}
        for dataset, found in results.items():
            severe, drift = ([r for r in found if r.severe is wanted] for wanted in (True, False))
            yield _result(dataset, SEVERE, severe, dg.AssetCheckSeverity.ERROR)
            yield _result(dataset, DRIFT, drift, dg.AssetCheckSeverity.WARN)

    return check


def _check(step: Step, dataset: str) -> list[PopulationResult]:
    model, before = DATASETS[dataset], step.period.shift(-1)
    current = profile(step.con, step[dataset], model)
    known_before = step.store.has(dataset, before)
    previous = profile(step.con, step.store.read(step.con, dataset, before), model) if known_before else None
    return check_population(current, model, previous if previous and previous["rows"] else None)


def _result(
    dataset: str, name: str, found: list[PopulationResult], severity: dg.AssetCheckSeverity
) -> dg.AssetCheckResult:
    failed = [result.message for result in found if not result.passed]
    return dg.AssetCheckResult(
        asset_key=dataset,
        check_name=name,
        passed=not failed,
        severity=severity,
        description="\n".join(failed) or f"{len(found)} attentes tenues",
        metadata={"attentes": len(found), "écarts": len(failed)},
    )


CHECKS = [population_checks(source) for source in SOURCES]
