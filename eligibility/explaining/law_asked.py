"""The law of a day that remembers which of its values a rule asked for. Belongs here: that list. Does not: values."""

from collections.abc import Iterator, Mapping
from datetime import date

from data_contracts.french import counted, euros, number
from data_contracts.french import day as in_french
from eligibility.explaining.explanation import InForce
from eligibility.parameters import Law, Parameter
from eligibility.parameters.model import Cells, Key, key_in_french

PERIODS = {
    "EUR/month": " par mois",
    "EUR/year": " par an",
    "EUR/day": " par jour",
    "EUR/hour": " de l'heure",
    "EUR": "",
}
REFERENCE_ZONE = {"logement/plafond_loyer": "2"}
"""Tables of which one zone matters to every household: rents are compared with its ceiling (`logement_amount`)."""
NOUNS = {"years": "ans", "months": "mois", "days": "jours", "hours": "heures"}


class LawAsked(Law):
    """As `Law`; `asked` tells its values that were used so far, on its own day and on others."""

    def __init__(
        self, day: date, parameters: Mapping[str, Parameter] | None = None, *, not_before: date = date.min
    ) -> None:
        super().__init__(day, parameters, not_before=not_before)
        self._used: dict[str, dict[date, Cells]] = {}

    def on(self, day: date, not_before: date = date.min) -> "LawAsked":
        other = LawAsked(day, self._parameters, not_before=not_before)
        other._used = self._used
        return other

    def __getitem__(self, asked: str | tuple[str, *tuple[Key, ...]]) -> float:
        value = super().__getitem__(asked)
        name, *keys = (asked,) if isinstance(asked, str) else asked
        self._note(name, {tuple(keys): value})
        return value

    def table(self, name: str) -> Cells:
        cells = super().table(name)
        self._note(name, cells)
        return cells

    def _note(self, name: str, cells: Cells) -> None:
        of_days = self._used.setdefault(name, {})
        of_days[self._day_of(name)] = {**of_days.get(self._day_of(name), {}), **cells}

    def asked(self, zone: int | None = None) -> tuple[InForce, ...]:
        """By name, the newest day first; days of the same numbers are one, this law's if it is among them.

        Of tables by zone that one, if told.
        """
        return tuple(value for name in sorted(self._used) for value in self._in_force(name, zone))

    def _in_force(self, name: str, zone: int | None) -> Iterator[InForce]:
        parameter = self._parameters[name]
        by_zone = next(iter(parameter.by), None) == "zone"
        zones = {str(zone), REFERENCE_ZONE.get(name)} if by_zone and zone else None
        used = {
            on: {keys: number for keys, number in cells.items() if zones is None or str(keys[0]) in zones}
            for on, cells in self._used[name].items()
        }
        keys_used = {keys for cells in used.values() for keys in cells}
        alike: dict[frozenset[object], tuple[date, dict[tuple[Key, ...], float]]] = {}
        for on in sorted({self.day, *used}, reverse=True):
            in_force: Cells = next((cells for start, cells in reversed(parameter.series) if start <= on), {})
            numbers = frozenset(cell for cell in in_force.items() if cell[0] in keys_used)
            alike.setdefault(numbers, (on, {}))[1].update(used.get(on, {}))
        for on, cells in alike.values():
            if not cells:  # not asked for on this law's own day, when it is another number
                continue
            source = next(value.source for value in reversed(parameter.values) if value.start <= on)
            told = _by_zone(cells, zone, parameter.unit) if by_zone else _listed(cells, parameter.unit)
            yield InForce(name, parameter.description, on, told, parameter.article, source or "")


def _by_zone(cells: Cells, zone: int | None, unit: str) -> str:
    """A line a zone; beside the zone of the dwelling, if told, the other is that of reference."""
    lines = []
    for one in sorted({str(keys[0]) for keys in cells}):
        of_zone = {keys[1:]: number for keys, number in cells.items() if str(keys[0]) == one}
        lines.append(f"zone {one}{'' if one == str(zone or one) else ', de référence'} : {_listed(of_zone, unit)}")
    return "\n".join(lines)


def _listed(cells: Cells, unit: str) -> str:
    return " ; ".join(f"{_key(keys)}{_written(value, unit)}" for keys, value in cells.items())


def _key(keys: tuple[Key, ...]) -> str:
    written = (in_french(key) if isinstance(key, date) else key_in_french(str(key)) for key in keys)
    return f"{', '.join(written)} : " if keys else ""


def _written(value: float, unit: str) -> str:
    if unit in PERIODS:
        return euros(value) + PERIODS[unit]
    if unit == "share":
        return f"{number(100 * value, 2).removesuffix(',00')} %"
    return counted(value, NOUNS[unit]) if unit in NOUNS else number(value, 6).rstrip("0").rstrip(",")
