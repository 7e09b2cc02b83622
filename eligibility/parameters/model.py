"""What a dated value of the law is: one number, a table of them, or a scale of thresholds, from a day on.

Belongs here: the shape of a parameter, what makes one wrong, what it says on a day. Does not: files (`reading`).
The description of each key is in French: it is the "attendu" shown to whoever wrote that key wrongly.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from itertools import pairwise, product
from math import isfinite
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from data_contracts.errors import InputError

UNITS = {
    "EUR/month": "euros par mois", "EUR/year": "euros par an", "EUR/day": "euros par jour",
    "EUR/hour": "euros par heure", "EUR": "euros", "share": "part, 0.5 pour 50 %", "multiple": "coefficient",
    "years": "années", "months": "mois", "days": "jours", "hours": "heures",
}  # fmt: skip
KEYS = {
    "a_partir_de": "à partir de", "au_dela": "au-delà", "independant": "indépendant", "salarie": "salarié",
    "jusqu_a_la_limite": "jusqu'à la limite", "personne_a_charge": "personne à charge",
    "une_personne_a_charge": "une personne à charge", "apl": "APL", "al": "AL", "biactivite": "biactivité",
}  # fmt: skip
"""Names in tables that do not become French with spaces alone."""
THRESHOLDS = {"dates": (date,), "numbers": (int, float)}
"""Dimensions whose keys are not names but thresholds: « à partir de »."""
LARGEST_SHARE = 3
"""No share of the law is more than 1.83 of anything; 50 for 50 % is a slip of the pen."""

Key = str | date | float
Cells = Mapping[tuple[Key, ...], float]
"""Keys in the order of the dimensions -> number; a plain number is the cell (), a value that has ended has none."""
Text = Annotated[str, Field(pattern=r"\S")]
STRICT = ConfigDict(extra="forbid", frozen=True, strict=True)


class DatedValue(BaseModel):
    """A value from a day on, the text that set it, and the day somebody last compared it with something."""

    model_config = STRICT

    start: date = Field(alias="from", description="une date AAAA-MM-JJ")
    value: float | dict[Any, Any] | None = Field(
        description="un nombre avec un point ; null si la mesure a pris fin ; un tableau si le fichier a une clé by"
    )
    source: Text | None = Field(None, description="le texte qui a fixé la valeur")
    checked_on: date | None = Field(None, description="le jour de la dernière vérification, AAAA-MM-JJ, et checked_in")
    checked_in: Text | None = Field(None, description="dans quoi la valeur a été vérifiée le jour checked_on")


class Parameter(BaseModel):
    """A value of the law through time: all a catalogue needs, and what rules ask of it."""

    model_config = STRICT

    name: str
    description: Text = Field(description="une phrase en français")
    unit: Literal[tuple(UNITS)] = Field(description=f"une unité parmi {', '.join(UNITS)}")  # type: ignore[valid-type]
    article: Text = Field(description="l'article de code ou de loi")
    by: dict[str, list[str] | Literal["dates", "numbers"]] = Field(
        {}, description="des dimensions : noms entre crochets, ou dates ou numbers pour des seuils"
    )
    note: Text | None = Field(None, description="ce qu'il faut savoir pour lire ou tenir à jour ces valeurs")
    values: list[DatedValue] = Field(description="une liste de {from, value, source}")

    @model_validator(mode="after")
    def _is_sound(self) -> "Parameter":
        if any(isinstance(keys, str) for keys in self.by.values()) and len(self.by) > 1:
            raise ValueError("by : des seuils (dates, numbers) ne se croisent pas avec une autre dimension")
        if not self.values:
            raise ValueError("values : il faut au moins une valeur")
        for before, after in pairwise(self.values):
            if before.start >= after.start:
                raise ValueError(f"values : from {after.start} doit venir après {before.start}")
            if before.value is None and after.value is None:
                raise ValueError(f"values : la mesure a déjà pris fin avant le {after.start}")
        if self.values[0].value is None:
            raise ValueError("values : la première valeur ne peut pas être null")
        for value in self.values:
            if (value.checked_on is None) != (value.checked_in is None):
                raise ValueError(f"values, from {value.start} : checked_on et checked_in vont ensemble")
            self._cells(value)
        return self

    @cached_property
    def series(self) -> tuple[tuple[date, Cells], ...]:
        """(first day, numbers in force from it), oldest first."""
        return tuple((value.start, self._cells(value)) for value in self.values)

    @property
    def newest(self) -> DatedValue:
        """The value whose `checked_on` counts; None there means that nobody checked it."""
        return self.values[-1]

    def cells(self, day: date) -> Cells:
        """The numbers in force on a day; raises InputError before the first one and once the measure has ended."""
        in_force: Cells | None = None
        for start, cells in self.series:
            if start <= day:
                in_force = cells
        if not in_force:
            ended = in_force is not None
            raise InputError(
                what=f"Le paramètre {self.name} n'a {'plus' if ended else 'pas'} de valeur au {day:%d/%m/%Y}.",
                expected=f"une date {'avant le' if ended else 'à partir du'} {self._edge(day, ended):%d/%m/%Y}",
                where=f"{self.name}.yaml",
                remedy="ajouter la valeur d'alors, avec son texte, ou choisir une autre période",
            )
        return in_force

    def at(self, day: date, *keys: Key) -> float:
        """One number in force on a day; KeyError where the table has no such keys."""
        return self.cells(day)[keys]

    def _edge(self, day: date, ended: bool) -> date:
        return max(start for start, _ in self.series if start <= day) if ended else self.series[0][0]

    def _cells(self, value: DatedValue) -> Cells:
        if value.value is None:
            return {}
        where = f"values, from {value.start}"
        if isinstance(value.value, dict) != bool(self.by):
            form = f"un tableau par {', '.join(self.by)}" if self.by else "un seul nombre, faute de clé by"
            raise ValueError(f"{where} : value doit être {form}")
        kind = next(iter(self.by.values()), None)
        cells = _flattened(value.value, of=str if isinstance(kind, list) else lambda threshold: threshold)
        for keys, number in cells.items():
            if isinstance(number, bool) or not isinstance(number, int | float) or not isfinite(number):
                raise ValueError(f"{where} : {_together(keys)} n'est pas un nombre, avec un point")
            if self.unit.startswith("EUR") and number < 0:
                raise ValueError(f"{where} : {number}, un montant négatif")
            if self.unit == "share" and abs(number) > LARGEST_SHARE:
                raise ValueError(f"{where} : {number} pour une part, qui s'écrit 0.5 pour 50 %")
        if isinstance(kind, str):
            _check_thresholds(list(cells), kind, where)
        else:
            wanted: set[tuple[Key, ...]] = set(product(*self.by.values()))
            for said, keys_wrong in (("il manque", wanted - cells.keys()), ("n'existe pas :", cells.keys() - wanted)):
                if keys_wrong:
                    raise ValueError(f"{where} : {said} {' ; '.join(sorted(map(_together, keys_wrong)))}")
        return {keys: float(number) for keys, number in cells.items()}


def _check_thresholds(cells: list[tuple[Key, ...]], kind: str, where: str) -> None:
    if not cells:
        raise ValueError(f"{where} : il faut au moins un seuil")
    if any(len(keys) != 1 or type(keys[0]) not in THRESHOLDS[kind] for keys in cells):
        raise ValueError(f"{where} : les seuils sont des {'dates' if kind == 'dates' else 'nombres'}")
    if cells != sorted(cells):
        raise ValueError(f"{where} : les seuils doivent se suivre")


def _together(keys: tuple[Key, ...]) -> str:
    return " ".join(map(str, keys))


def _flattened(value: Any, keys: tuple[Key, ...] = (), *, of: Callable[[Any], Key]) -> dict[tuple[Key, ...], Any]:
    """`of` makes a key of what YAML reads: 1 and "1" are one name."""
    if not isinstance(value, dict):
        return {keys: value}
    inner = (_flattened(within, (*keys, of(key)), of=of) for key, within in value.items())
    return {path: number for cells in inner for path, number in cells.items()}


def key_in_french(name: str) -> str:
    """What a name in a table is called: « salarié », « personne seule »."""
    return KEYS.get(name, name.replace("_", " "))
