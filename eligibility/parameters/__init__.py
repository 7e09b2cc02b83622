"""Dated values of the law: one small YAML file each, with its unit, its article and the text that set every value."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from data_contracts.errors import InputError

FOLDER = Path(__file__).parent


class DatedValue(BaseModel):
    """A value from a day on; `checked` is false where the legal text itself was not read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    start: date = Field(alias="from")
    value: float
    source: str | None = None
    checked: bool = True


class Parameter(BaseModel):
    """A value of the law through time."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    description: str
    unit: Literal["EUR/month", "EUR/year", "share", "years"]
    article: str
    values: list[DatedValue]

    @model_validator(mode="after")
    def _in_order(self) -> "Parameter":
        starts = [value.start for value in self.values]
        if starts != sorted(set(starts)) or not starts:
            raise ValueError("les dates `from` doivent se suivre, sans répétition")
        return self

    def at(self, day: date) -> float:
        """The value in force on a day; raises InputError before the first one."""
        in_force = [value.value for value in self.values if value.start <= day]
        if not in_force:
            raise InputError(
                what=f"Le paramètre {self.name} n'a pas de valeur au {day:%d/%m/%Y}.",
                expected=f"une date à partir du {self.values[0].start:%d/%m/%Y}",
                where=FOLDER / f"{self.name}.yaml",
                remedy="ajouter la valeur d'alors, avec son texte, ou choisir une période plus récente",
            )
        return in_force[-1]


class Law:
    """The parameters as they stand on one day: `law["rsa/montant_base"]`."""

    def __init__(self, day: date, parameters: Mapping[str, Parameter] | None = None) -> None:
        self.day = day
        self._parameters = parameters or load_parameters()

    def __getitem__(self, name: str) -> float:
        return self._parameters[name].at(self.day)


@cache
def load_parameters(folder: Path = FOLDER) -> Mapping[str, Parameter]:
    """Every parameter by its path (`rsa/montant_base`); raises InputError naming the file that is wrong."""
    return {name: _load(folder, name) for name in sorted(_names(folder))}


def _names(folder: Path) -> list[str]:
    return [path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.yaml")]


def _load(folder: Path, name: str) -> Parameter:
    path = folder / f"{name}.yaml"
    try:
        return Parameter.model_validate({"name": name, **yaml.safe_load(path.read_text("utf-8"))})
    except (ValidationError, yaml.YAMLError, TypeError) as error:
        raise InputError(
            what=f"Le fichier de paramètre {path.name} est incorrect : {str(error).splitlines()[0]}",
            expected="description, unit, article et une liste values de {from, value, source}",
            where=path,
            remedy="corriger le fichier ; les autres du même dossier servent d'exemple",
        ) from None
