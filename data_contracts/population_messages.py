"""What a population check says, in French: what came, what was expected and, where it failed, what to do.

Belongs here: wording. Does not: bounds. Only names of columns, declared codes and figures of the profile can be said.
"""

from data_contracts.columns import Table
from data_contracts.population_bounds import Bound
from data_contracts.received import Received

UNITS = {"EUR/day": "EUR par jour", "EUR/month": "EUR par mois", "EUR/year": "EUR par an"}

TOO_FEW = "Vérifier que la livraison est complète."
TOO_MANY = "Vérifier que la livraison ne contient pas deux fois les mêmes lignes."
NULLS = "Vérifier auprès du producteur que cette colonne est toujours remplie."
CODES = "Vérifier auprès du producteur que ses codes n'ont pas changé."
MEAN = "Vérifier auprès du producteur que l'unité et la définition du montant n'ont pas changé."
UPSTREAM = "Vérifier d'abord les contrôles des tables dont celle-ci est tirée."


def message(model: type[Table], bound: Bound, observed: float, passed: bool) -> str:
    """One or two sentences, ready to be shown."""
    before = "" if bound.before is None else f", contre {_figure(bound, bound.before)} le mois précédent"
    said = f"{_came(model, bound, observed)}{before} (attendu : {_expected(bound)})."
    return said if passed else f"{said} {_remedy(model, bound, observed)}"


def _came(model: type[Table], bound: Bound, observed: float) -> str:
    figure = _figure(bound, observed)
    if bound.column is None:
        plural = "s" if observed >= 2 else ""
        received = f" reçue{plural}" if issubclass(model, Received) else ""
        return f"{figure if observed else 'Aucune'} ligne{plural}{received}"
    if bound.code is not None:
        meaning = bound.column.codes[bound.code]
        return f"{bound.column.name}, code {bound.code} ({meaning}) : {figure} des valeurs connues"
    if bound.metric.startswith("mean."):
        return f"{bound.column.name} : {figure} en moyenne"
    return f"{bound.column.name} : {figure} de valeurs manquantes"


def _expected(bound: Bound) -> str:
    if bound.minimum is not None and bound.maximum is not None:
        return f"entre {_figure(bound, bound.minimum)} et {_figure(bound, bound.maximum)}"
    if bound.minimum is not None:
        return f"au moins {_figure(bound, bound.minimum)}"
    return "sans limite" if bound.maximum is None else f"au plus {_figure(bound, bound.maximum)}"


def _remedy(model: type[Table], bound: Bound, observed: float) -> str:
    if not issubclass(model, Received):
        return UPSTREAM
    if bound.column is None:
        return TOO_MANY if bound.maximum is not None and observed > bound.maximum else TOO_FEW
    if bound.code is not None:
        return CODES
    return MEAN if bound.metric.startswith("mean.") else NULLS


def _figure(bound: Bound, value: float) -> str:
    if bound.column is None:
        return _number(value, 0)
    if bound.metric.startswith("mean."):
        unit = bound.column.unit
        return _number(value, 2) + ("" if unit is None else f" {UNITS.get(unit, unit)}")
    return f"{_number(value * 100, 1)} %"


def _number(value: float, decimals: int) -> str:
    """`9800` -> `9 800`, `12.40` -> `12,4`."""
    text = f"{value:,.{decimals}f}".replace(",", " ").replace(".", ",")
    return text.rstrip("0").rstrip(",") if "," in text else text
