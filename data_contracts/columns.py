"""The language contracts are written in: a table is a pydantic model, a column is a field with a meaning.

Belongs here: what a column can say of itself (type, unit, codes, bounds, sensitivity) and how it is stored.
Does not: the tables themselves (one module a room), nor how they are checked (`row_checks`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, ClassVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.fields import FieldInfo

DUCKDB_TYPES: dict[type, str] = {
    str: "VARCHAR",
    int: "BIGINT",
    bool: "BOOLEAN",
    date: "DATE",
    Decimal: "DECIMAL(12,2)",
    float: "DOUBLE",
    list: "VARCHAR[]",
}


PSEUDONYM = r"[0-9a-f]{20}"
"""The form of a pseudonym."""


class Sensitivity(StrEnum):
    """Which zone a column may live in (design rule 2)."""

    IDENTITY = "identity"
    """NIR, name, address, exact birth date: only in the identity zone."""
    PSEUDONYMOUS = "pseudonymous"
    """About one person, without saying who: the analysis zone."""
    OPEN = "open"
    """Says nothing of anybody."""


@dataclass(frozen=True)
class Column:
    """What a contract says of one column; everything else (SQL, dictionary, checks) is derived from it."""

    name: str
    python_type: type
    nullable: bool
    description: str
    sensitivity: Sensitivity
    unit: str | None
    codes: dict[str, str]
    pattern: str | None
    minimum: Decimal | int | date | None
    maximum: Decimal | int | date | None
    max_length: int | None
    max_null_share: float | None

    @property
    def is_pseudonym(self) -> bool:
        """Whether the column names a person or a household, and changes with the key of pseudonyms."""
        return self.pattern == PSEUDONYM

    @property
    def duckdb_type(self) -> str:
        return DUCKDB_TYPES[self.python_type]

    @property
    def written_type(self) -> str:
        """The type a column is written as: codes as an ENUM, lighter to sort and to write, which admits no other code.

        Parquet keeps the codes as text, and so they are read.
        """
        if not self.codes or self.python_type is not str:
            return self.duckdb_type
        return "ENUM (" + ", ".join("'" + code.replace("'", "''") + "'" for code in self.codes) + ")"


def column(
    description: str,
    *,
    sensitivity: Sensitivity = Sensitivity.PSEUDONYMOUS,
    unit: str | None = None,
    codes: dict[str, str] | None = None,
    pattern: str | None = None,
    minimum: Decimal | int | date | None = None,
    maximum: Decimal | int | date | None = None,
    max_length: int | None = None,
    max_null_share: float | None = None,
) -> Any:
    """Declare a column.

    Bounds are inclusive; `pattern` must match the whole value; `codes` lists every accepted value with its
    meaning; `max_null_share` (0 to 1) is what the population checks tolerate, beyond the row checks.
    """
    pattern = pattern.replace(r"\d", "[0-9]") if pattern else None  # \d is wider for pydantic than for SQL
    spec: Any = {
        "sensitivity": sensitivity,
        "unit": unit,
        "codes": codes or {},
        "pattern": pattern,
        "minimum": minimum,
        "maximum": maximum,
        "max_length": max_length,
        "max_null_share": max_null_share,
    }
    return Field(
        description=description,
        pattern=None if pattern is None else f"^(?:{pattern})$",
        ge=minimum,
        le=maximum,
        max_length=max_length,
        json_schema_extra={"column": spec},
    )


def pseudonym(description: str) -> Any:
    """Declare a column that names a person or a household without saying who."""
    return column(description, pattern=PSEUDONYM)


def identity(description: str, **constraints: Any) -> Any:
    """Declare a column that may only live in the identity zone."""
    return column(description, sensitivity=Sensitivity.IDENTITY, **constraints)


class Table(BaseModel):
    """A table that crosses a boundary between rooms; one instance is one row."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    table_name: ClassVar[str]
    key: ClassVar[tuple[str, ...]]
    """Columns that identify a row, and the order rows are stored in."""
    comes_in_order: ClassVar[bool] = False
    """Whether rows are made in the order they are stored in, so that nothing sorts them."""
    not_after: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Pairs of columns of which the first may not exceed the second, where both are known."""
    same: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Pairs of columns that must be equal, where both are known."""
    months: ClassVar[tuple[str, ...]] = ()
    """Columns that name a month by its first day."""

    @model_validator(mode="after")
    def _codes_and_pairs(self) -> "Table":
        for spec in self.columns():
            value = getattr(self, spec.name)
            if spec.codes and value is not None and value not in spec.codes:
                raise ValueError(f"{spec.name}: unknown code")
        for first, second in self.not_after:
            low, high = getattr(self, first), getattr(self, second)
            if low is not None and high is not None and low > high:
                raise ValueError(f"{first} is after {second}")
        for first, second in self.same:
            left, right = getattr(self, first), getattr(self, second)
            if left is not None and right is not None and left != right:
                raise ValueError(f"{first} differs from {second}")
        for name in self.months:
            if (day := getattr(self, name)) is not None and day.day != 1:
                raise ValueError(f"{name} is not the first of a month")
        return self

    @classmethod
    def columns(cls) -> Iterator[Column]:
        """The table's columns, in storage order."""
        for name, info in cls.model_fields.items():
            yield _column_of(name, info)

    @classmethod
    def column_names(cls) -> list[str]:
        return list(cls.model_fields)

    @classmethod
    def code(cls, column: str, value: str) -> str:
        """SQL: a code of a column, in the type it is written as: in a long table, far lighter than text."""
        return f"'{value}'::{cls.written_type(column)}"

    @classmethod
    def written_type(cls, column: str) -> str:
        """The SQL type a column is written as."""
        return next(spec.written_type for spec in cls.columns() if spec.name == column)

    @classmethod
    def holds_identity(cls) -> bool:
        return any(spec.sensitivity is Sensitivity.IDENTITY for spec in cls.columns())


def _column_of(name: str, info: FieldInfo) -> Column:
    extra = info.json_schema_extra
    if not isinstance(extra, dict) or "column" not in extra:
        raise TypeError(f"column {name} must be declared with column() or identity()")
    spec: Any = extra["column"]
    python_type, nullable = _unwrap(info.annotation)
    return Column(name=name, python_type=python_type, nullable=nullable, description=info.description or "", **spec)


def _unwrap(annotation: Any) -> tuple[type, bool]:
    """`str | None` -> (str, True); `list[str]` -> (list, False)."""
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        kept = [part for part in get_args(annotation) if part is not NoneType]
        return _unwrap(kept[0])[0], True
    return (origin or annotation), False
