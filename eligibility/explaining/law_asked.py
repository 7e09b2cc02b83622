"""The law of a day that remembers which of its values a rule asked for. Belongs here: that list. Does not: values."""

from collections.abc import Mapping
from datetime import date

from eligibility.explaining.explanation import InForce
from eligibility.explaining.french import counted, euros, number
from eligibility.explaining.french import day as in_french
from eligibility.parameters import Law, Parameter, load_parameters
from eligibility.parameters.model import Cells, Key

PERIODS = {
    "EUR/month": " par mois",
    "EUR/year": " par an",
    "EUR/day": " par jour",
    "EUR/hour": " de l'heure",
    "EUR": "",
}
NOUNS = {"years": "ans", "months": "mois", "days": "jours", "hours": "heures"}


class LawAsked(Law):
    """As `Law`; `asked` tells its values that were used so far."""

    def __init__(self, day: date, parameters: Mapping[str, Parameter] | None = None) -> None:
        self._all = load_parameters() if parameters is None else parameters
        super().__init__(day, self._all)
        self._cells: dict[str, Cells] = {}

    def __getitem__(self, asked: str | tuple[str, *tuple[Key, ...]]) -> float:
        value = super().__getitem__(asked)
        name, *keys = (asked,) if isinstance(asked, str) else asked
        self._cells[name] = {**self._cells.get(name, {}), tuple(keys): value}
        return value

    def table(self, name: str) -> Cells:
        cells = super().table(name)
        self._cells[name] = {**self._cells.get(name, {}), **cells}
        return cells

    def asked(self) -> tuple[InForce, ...]:
        """By name."""
        return tuple(self._in_force(name, cells) for name, cells in sorted(self._cells.items()))

    def _in_force(self, name: str, cells: Cells) -> InForce:
        parameter = self._all[name]
        dated = next(value for value in reversed(parameter.values) if value.start <= self.day)
        told = [f"{_key(keys)}{_written(value, parameter.unit)}" for keys, value in cells.items()]
        return InForce(name, parameter.description, " ; ".join(told), parameter.article, dated.source or "")


def _key(keys: tuple[Key, ...]) -> str:
    written = (in_french(key) if isinstance(key, date) else str(key).replace("_", " ") for key in keys)
    return f"{', '.join(written)} : " if keys else ""


def _written(value: float, unit: str) -> str:
    if unit in PERIODS:
        return euros(value) + PERIODS[unit]
    if unit == "share":
        return f"{number(100 * value, 2).removesuffix(',00')} %"
    return counted(value, NOUNS[unit]) if unit in NOUNS else number(value, 6).rstrip("0").rstrip(",")
