"""Population checks: does a delivery, as a whole, look like one, and like the month before? Counts only.

They run in the step that takes the delivery in, on what it has just accepted, so that nothing is read again.
"""

from collections.abc import Mapping

import dagster as dg

from data_contracts.population import PopulationResult, check_population, profile
from data_contracts.received import DATASETS
from data_contracts.relations import Relation
from pipelines.steps import Step

SEVERE, DRIFT = "population", "drift"


def check_specs(datasets: tuple[str, ...]) -> list[dg.AssetCheckSpec]:
    """Two checks a dataset: `population` blocks what follows, `drift` warns."""
    severe = "Volume et parts manquantes : un écart arrête la suite"
    return [
        spec
        for dataset in datasets
        for spec in (
            dg.AssetCheckSpec(SEVERE, asset=dataset, blocking=True, description=severe),
            dg.AssetCheckSpec(DRIFT, asset=dataset, description="Écarts avec le mois précédent"),
        )
    ]


def check_datasets(
    step: Step, accepted: Mapping[str, Relation], delivered: bool
) -> dict[str, list[dg.AssetCheckResult]]:
    """The results of both checks for every dataset of a delivery; a source that did not deliver passes untested."""
    results = {}
    for dataset, relation in accepted.items():
        found = _check(step, dataset, relation) if delivered else []
        results[dataset] = [
            _result(dataset, SEVERE, [r for r in found if r.severe], dg.AssetCheckSeverity.ERROR),
            _result(dataset, DRIFT, [r for r in found if not r.severe], dg.AssetCheckSeverity.WARN),
        ]
    return results


def _check(step: Step, dataset: str, relation: Relation) -> list[PopulationResult]:
    model, before = DATASETS[dataset], step.period.shift(-1)
    current = profile(step.con, relation, model)
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
