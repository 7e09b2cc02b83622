"""openfisca-france's dated values, read from the YAML files it publishes: its code (AGPL) is neither run nor imported.

Belongs here: where its files are, how they say a series or a scale. Does not: comparing (`comparing`).
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

from data_contracts.errors import InputError

Series = tuple[tuple[date, float | None], ...]
"""(first day, value from it), oldest first; None where the measure is not in force."""


class Oracle:
    """The parameters of the openfisca-france that is installed, by their dotted path."""

    def __init__(self, folder: Path, release: str) -> None:
        self.folder, self.release = folder, release

    def series(self, path: str) -> Series:
        """A number through time; raises InputError where there is no such parameter."""
        return _series(self._node(path, "values")["values"])

    def brackets(self, path: str, amount: str) -> list[tuple[Series, Series]]:
        """A scale: thresholds through time, and the `amount` (or `rate`) that each opens."""
        node = self._node(path, "brackets")
        return [(_series(bracket["threshold"]), _series(bracket[amount])) for bracket in node["brackets"]]

    def _node(self, path: str, holding: str) -> Mapping[str, Any]:
        """The longest part of the path that is a file; what is left are keys inside."""
        for file, keys in _ways(self.folder, path):
            if file.is_file():
                node: Mapping[str, Any] = _content(file)
                for key in keys:
                    node = node.get(key, {})
                if holding in node:
                    return node
        raise InputError(
            what=f"openfisca-france {self.release} n'a pas de paramètre {path}.",
            expected="un chemin de ses paramètres",
            where="eligibility/oracle/map.yaml",
            remedy="corriger le chemin : il a pu changer d'une version à l'autre",
        )


def open_oracle() -> Oracle:
    """The openfisca-france that is installed; raises InputError where there is none."""
    found = find_spec("openfisca_france")
    if found is None or not found.submodule_search_locations:
        raise InputError(
            what="openfisca-france n'est pas installé : ses valeurs ne peuvent pas être comparées aux nôtres.",
            expected="le paquet openfisca-france, pour le développement seulement",
            where="l'environnement Python",
            remedy="make install-dev, ou pip install --no-deps -r requirements-oracle.lock",
        )
    return Oracle(Path(found.submodule_search_locations[0]) / "parameters", version("openfisca-france"))


def value_at(series: Series, day: date) -> float | None:
    """The value in force on a day, None before the first."""
    in_force = bisect_right([start for start, _ in series], day)
    return series[in_force - 1][1] if in_force else None


def _ways(folder: Path, path: str) -> Iterator[tuple[Path, list[str]]]:
    parts = path.split(".")
    for depth in range(len(parts), 0, -1):
        yield folder.joinpath(*parts[:depth]).with_suffix(".yaml"), parts[depth:]


@cache
def _content(file: Path) -> Any:
    return yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)


def _series(values: Mapping[Any, Any]) -> Series:
    dated = {_day(day): value["value"] if isinstance(value, dict) else value for day, value in values.items()}
    return tuple(sorted(dated.items(), key=lambda item: item[0]))


def _day(written: date | str) -> date:
    return written if isinstance(written, date) else date.fromisoformat(written)
