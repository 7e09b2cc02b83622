"""A layout: how one producer writes one dataset, in one version. It is data (a YAML file), never code."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from data_contracts.errors import LayoutError
from data_contracts.received import DATASETS, PROVENANCE, SOURCES, Received

PRECISION_FIELD = {"birth_date": "birth_precision"}
"""A partial date fills two fields: the date, and which of its parts are known."""

READ_INTO = {"text": str, "integer": int, "decimal": Decimal, "cents": Decimal, "date": date, "partial_date": date}
"""What each type of column gives; the contract's field must be of that type."""


class LayoutColumn(BaseModel):
    """A producer's column, and the contract field it fills; or why it is left unread (strict necessity)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    field: str | None = None
    unused: str | None = None
    type: Literal["text", "integer", "decimal", "cents", "date", "partial_date"] = "text"
    pattern: str | None = None
    decimal: Literal[".", ","] = "."
    missing: str | None = None
    start: Annotated[int, Field(ge=1)] | None = None
    width: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _is_read_or_not(self) -> "LayoutColumn":
        if (self.field is None) == (self.unused is None):
            raise ValueError(f"la colonne {self.name} doit avoir soit `field`, soit `unused` (et pourquoi)")
        if self.type in ("date", "partial_date") and self.pattern is None:
            raise ValueError(f"la colonne {self.name} est une date : `pattern` manque")
        return self


class Layout(BaseModel):
    """One layout file, checked against the contract it fills."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    source: str
    dataset: str
    version: str
    file_pattern: str
    format: Literal["delimited", "fixed_width", "parquet"]
    encoding: Literal["utf-8", "latin-1", "windows-1252"] = "utf-8"
    delimiter: str = ";"
    quoted: bool = False
    width: int | None = None
    columns: list[LayoutColumn]

    @property
    def contract(self) -> type[Received]:
        return DATASETS[self.dataset]

    @property
    def read_columns(self) -> list[LayoutColumn]:
        return [column for column in self.columns if column.field is not None]

    @model_validator(mode="after")
    def _fills_its_contract(self) -> "Layout":
        if self.source not in SOURCES or self.dataset not in SOURCES[self.source]:
            raise ValueError(f"la source {self.source} n'a pas de jeu de données {self.dataset}")
        filled = [str(column.field) for column in self.read_columns]
        filled += [
            PRECISION_FIELD.get(str(c.field), f"de précision de {c.field}")
            for c in self.read_columns
            if c.type == "partial_date"
        ]
        wanted = [name for name in self.contract.column_names() if name not in PROVENANCE]
        problems = [f"le champ {name} n'existe pas dans le contrat" for name in filled if name not in wanted]
        problems += [
            f"le champ {name} du contrat n'est rempli par aucune colonne" for name in wanted if name not in filled
        ]
        problems += [
            f"le champ {name} est rempli deux fois" for name in sorted({n for n in filled if filled.count(n) > 1})
        ]
        types = {spec.name: spec.python_type for spec in self.contract.columns()}
        problems += [
            f"la colonne {c.name} est lue comme {c.type}, le champ {c.field} attend un autre type"
            for c in self.read_columns
            if types.get(str(c.field), READ_INTO[c.type]) is not READ_INTO[c.type]
        ]
        if self.format == "fixed_width":
            problems += [
                f"la colonne {c.name} n'a pas `start` et `width`" for c in self.columns if not (c.start and c.width)
            ]
            if self.width is None:
                problems.append("`width`, la largeur de la ligne, manque")
        if problems:
            raise ValueError(" ; ".join(problems))
        return self


def load_layout(path: Path) -> Layout:
    """Read and check one layout file; raises LayoutError with every problem at once."""
    try:
        return Layout.model_validate({**yaml.safe_load(path.read_text("utf-8")), "id": path.stem})
    except (ValidationError, yaml.YAMLError, TypeError, UnicodeDecodeError) as error:
        problems = (
            "\n    - ".join(
                f"{'.'.join(str(part) for part in e['loc']) or 'fichier'} : {_said(e)}" for e in error.errors()
            )
            if isinstance(error, ValidationError)
            else "le fichier n'est pas du YAML lisible"
        )
        raise LayoutError(
            what=f"La description de format {path.name} est incorrecte :\n    - {problems}",
            expected="chaque colonne du producteur reliée à un champ du contrat, ou déclarée inutilisée avec sa raison",
            where=path,
            remedy="corriger le fichier ; les autres descriptions du même dossier servent d'exemple",
        ) from None


def _said(error: ErrorDetails) -> str:
    """In French: our own sentence, or what is wrong with a key that pydantic judges in English."""
    in_french = {"missing": "cette clé manque", "extra_forbidden": "cette clé n'existe pas"}
    if error["type"] == "value_error":
        return error["msg"].removeprefix("Value error, ")
    if error["type"] == "literal_error":
        return f"valeur inconnue ; connues : {error['ctx']['expected'].replace(' or ', ', ')}"
    return in_french.get(error["type"], "valeur du mauvais type ou hors bornes")
