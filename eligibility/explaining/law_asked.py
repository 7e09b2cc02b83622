"""The law of a day that remembers which of its values a rule asked for. Belongs here: that list. Does not: values."""

from collections.abc import Mapping
from datetime import date

from data_contracts.french import counted, euros, number
from data_contracts.french import day as in_french
from eligibility.explaining.explanation import InForce
from eligibility.parameters import Law, Parameter, load_parameters
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
    """As `Law`; `asked` tells its values that were used so far."""

    def __init__(
        self, day: date, parameters: Mapping[str, Parameter] | None = None, *, not_before: date = date.min
    ) -> None:
        self._all = load_parameters() if parameters is None else parameters
        super().__init__(day, self._all, not_before=not_before)
        self._used: dict[str, Cells] = {}
        self._of_other_days: list[LawAsked] = []

    def on(self, day: date, not_before: date = date.min) -> "LawAsked":
        other = LawAsked(day, self._all, not_before=not_before)
        self._of_other_days.append(other)
        return other

    def __getitem__(self, asked: str | tuple[str, *tuple[Key, ...]]) -> float:
        value = super().__getitem__(asked)
        name, *keys = (asked,) if isinstance(asked, str) else asked
        self._used[name] = {**self._used.get(name, {}), tuple(keys): value}
        return value

    def table(self, name: str) -> Cells:
        cells = super().table(name)
        self._used[name] = {**self._used.get(name, {}), **cells}
        return cells

    def asked(self, zone: int | None = None) -> tuple[InForce, ...]:
        """By name; a value of another day where none of this one was asked for. Of tables by zone that one, if told."""
        asked = {value.name: value for other in self._of_other_days for value in other.asked(zone)}
        asked |= {name: self._in_force(name, cells, zone) for name, cells in self._used.items()}
        return tuple(asked[name] for name in sorted(asked))

    def _in_force(self, name: str, cells: Cells, zone: int | None) -> InForce:
        parameter = self._all[name]
        dated = next((v for v in reversed(parameter.values) if v.start <= self.day), parameter.values[0])
        if next(iter(parameter.by), None) == "zone":
            kept = {str(zone), REFERENCE_ZONE.get(name)} if zone else {str(keys[0]) for keys in cells}
            zones = [
                (one, {k[1:]: v for k, v in cells.items() if str(k[0]) == one}) for one in sorted(filter(None, kept))
            ]
            told = "\n".join(
                f"zone {one}{'' if one == str(zone or one) else ', de référence'} : {_listed(of_zone, parameter.unit)}"
                for one, of_zone in zones
            )
        else:
            told = _listed(cells, parameter.unit)
        return InForce(name, parameter.description, told, parameter.article, dated.source or "")


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
