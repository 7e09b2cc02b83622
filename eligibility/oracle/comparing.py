"""Our dated values set against the published ones, date by date.

Belongs here: which of our numbers is which of theirs, when both differ, whether it is declared. Does not: their files
(`openfisca`), showing the outcome (`pipelines`).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import product
from math import isclose
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict

from eligibility.oracle.openfisca import Oracle, Series, value_at
from eligibility.parameters import Parameter
from eligibility.parameters.model import Key

SINCE = date(2009, 1, 1)
HERE = Path(__file__).parent
Verdict = Literal["equal", "declared", "different", "outdated"]
"""`outdated`: a declared deviation that no longer is one, or no longer in these terms."""


class Counterpart(BaseModel):
    """Where openfisca-france keeps the numbers of one of our parameters."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: list[str]
    """With {dimension} where one of our keys comes in; the first path that has a value on a day gives it."""
    names: dict[str, dict[Any, str]] = {}
    """Dimension -> our key -> the name that the path has for it."""
    amount: str | None = None
    """What a bracket opens, where the path is a scale."""
    since: date = SINCE
    """Before that day the measure of ours did not exist, whatever they say."""


class Deviation(BaseModel):
    """A number of ours that differs from theirs from a day on, and the text that is for us."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    parameter: str
    cell: list[Any] = []
    day: date
    ours: float | None
    theirs: float | None
    text: str


class Row(NamedTuple):
    """One number from one day on; `text` says why a declared deviation is right."""

    parameter: str
    cell: tuple[Key, ...]
    day: date
    ours: float | None
    theirs: float | None
    verdict: Verdict
    text: str = ""


def compare(
    parameters: Mapping[str, Parameter], oracle: Oracle, deviations: list[Deviation] | None = None
) -> Iterator[Row]:
    """Every number since 2009, ours and theirs, each time that one of them changes; then outdated declarations."""
    listed = read_deviations() if deviations is None else deviations
    declared = {(said.parameter, tuple(said.cell), said.day): said for said in listed}
    for name, counterpart in read_map()[0].items():
        for cell, day, ours, theirs in _changes(parameters[name], counterpart, oracle):
            said = declared.get((name, cell, day))
            if _same(ours, theirs):
                yield Row(name, cell, day, ours, theirs, "equal")
            elif said and _same(ours, said.ours) and _same(theirs, said.theirs):
                del declared[name, cell, day]
                yield Row(name, cell, day, ours, theirs, "declared", said.text)
            else:
                yield Row(name, cell, day, ours, theirs, "different")
    for said in declared.values():
        yield Row(said.parameter, tuple(said.cell), said.day, said.ours, said.theirs, "outdated", said.text)


@cache
def read_map() -> tuple[dict[str, Counterpart], dict[str, str]]:
    """(parameter -> counterpart, parameter -> why openfisca-france has none)."""
    content = yaml.load((HERE / "map.yaml").read_text("utf-8"), yaml.CSafeLoader)
    counterparts = {
        name: Counterpart.model_validate({"path": [said]} if isinstance(said, str) else said)
        for name, said in content["counterparts"].items()
    }
    return counterparts, content["absent"]


def read_deviations() -> list[Deviation]:
    """The declared deviations."""
    listed = yaml.load((HERE / "deviations.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return [Deviation.model_validate(said) for said in listed]


def _changes(
    parameter: Parameter, counterpart: Counterpart, oracle: Oracle
) -> Iterator[tuple[tuple[Key, ...], date, float | None, float | None]]:
    """(cell, day, ours, theirs) at the first day compared, then wherever ours or theirs changes."""
    ours, theirs = _ours(parameter), _theirs(parameter, counterpart, oracle)
    for cell in sorted(ours.keys() | theirs.keys(), key=str):
        sides = ours.get(cell, ()), theirs.get(cell, ())
        first = max(SINCE, counterpart.since)
        days = {first} | {day for side in sides for day, _ in side if day > first}
        before: tuple[float | None, float | None] | None = None
        for day in sorted(days):
            mine, published = (value_at(side, day) for side in sides)
            if mine is None and published == 0 and day < parameter.series[0][0]:
                published = None  # they write 0 for what does not exist yet
            if (mine, published) != before and (before or (mine, published) != (None, None)):
                yield cell, day, mine, published
            before = mine, published


def _ours(parameter: Parameter) -> dict[tuple[Key, ...], Series]:
    cells = {cell: None for _, numbers in parameter.series for cell in numbers}
    return {cell: tuple((day, numbers.get(cell)) for day, numbers in parameter.series) for cell in cells}


def _theirs(parameter: Parameter, counterpart: Counterpart, oracle: Oracle) -> dict[tuple[Key, ...], Series]:
    if counterpart.amount:
        return _scale(oracle.brackets(counterpart.path[0], counterpart.amount))
    keys = [
        keys if isinstance(keys, list) else list(counterpart.names[dimension])
        for dimension, keys in parameter.by.items()
    ]  # thresholds have names only
    found: dict[tuple[Key, ...], Series] = {}
    for cell in product(*keys):
        named = {
            dimension: counterpart.names.get(dimension, {}).get(key, key)
            for dimension, key in zip(parameter.by, cell, strict=True)
        }
        found[cell] = _first_of([oracle.series(path.format(**named)) for path in counterpart.path])
    return found


def _scale(brackets: list[tuple[Series, Series]]) -> dict[tuple[Key, ...], Series]:
    days = sorted({day for bracket in brackets for side in bracket for day, _ in side})
    steps = {day: {value_at(threshold, day): value_at(amount, day) for threshold, amount in brackets} for day in days}
    thresholds = {threshold for step in steps.values() for threshold in step if threshold is not None}
    return {(threshold,): tuple((day, steps[day].get(threshold)) for day in days) for threshold in thresholds}


def _first_of(several: list[Series]) -> Series:
    if len(several) == 1:
        return several[0]
    days = sorted({day for series in several for day, _ in series})
    return tuple(
        (day, next((value for series in several if (value := value_at(series, day)) is not None), None)) for day in days
    )


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
