"""Dated values of the law: one small YAML file each, with its unit, its article and the text that set every value.

A file says one number a date (`rsa/montant_base.yaml`), or, with a key `by`, a table of them by names
(`logement/plafond_loyer.yaml`, by zone and family) or by thresholds (`retraite/age_legal.yaml`, by day of birth).
"""

from collections.abc import Mapping
from datetime import date

from eligibility.parameters.model import Cells, Key, Parameter
from eligibility.parameters.reading import load_parameters

__all__ = ["Law", "Parameter", "load_parameters"]


class Law:
    """The parameters as they stand on one day: `law["rsa/montant_base"]`, `law["rsa/forfait_logement", "2"]`."""

    def __init__(
        self, day: date, parameters: Mapping[str, Parameter] | None = None, *, not_before: date = date.min
    ) -> None:
        """Where a parameter has no value yet on the day, its first one holds if it is no later than `not_before`."""
        self.day = day
        self._parameters = load_parameters() if parameters is None else parameters
        self._not_before = not_before

    def on(self, day: date, not_before: date = date.min) -> "Law":
        """The same parameters on another day."""
        return Law(day, self._parameters, not_before=not_before)

    def __getitem__(self, asked: str | tuple[str, *tuple[Key, ...]]) -> float:
        name, *keys = (asked,) if isinstance(asked, str) else asked
        return self._cells(name)[tuple(keys)]

    def table(self, name: str) -> Cells:
        """All the numbers of a parameter with a key `by`: {("1", "couple"): 312.5, …}."""
        return self._cells(name)

    def scale(self, name: str) -> list[tuple[Key, float]]:
        """Thresholds in order, each with the number that holds from it on."""
        return [(threshold, number) for (threshold,), number in self.table(name).items()]

    def _cells(self, name: str) -> Cells:
        return self._parameters[name].cells(self._day_of(name))

    def _day_of(self, name: str) -> date:
        first, _ = self._parameters[name].series[0]
        return max(self.day, min(first, self._not_before))
