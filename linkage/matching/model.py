"""The parameters of the matching: what each level is worth, how often people meet, where the tiers begin.

They are a file that people read and review, so that two months are matched alike; `training` makes a new one.
Probabilities m and u are those of Fellegi & Sunter (1969): how often a level is seen among pairs of one person, and
among pairs of two.
"""

from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from data_contracts.errors import InputError
from linkage.matching.comparisons import COMPARISONS


@dataclass(frozen=True)
class Model:
    """`worth`: comparison -> level -> {m, u}. `matches_per_record`: other records of the same person, on average.

    `smallest_population` (records): smaller files are compared as though they had that many, or a village's files
    would prove too much. `probable_from`, `review_from`: probabilities where these tiers begin.
    """

    trained_on: str
    probable_from: float
    review_from: float
    matches_per_record: float
    smallest_population: int
    worth: dict[str, dict[str, dict[str, float]]]

    def __post_init__(self) -> None:
        expected = {each.name: {level.name for level in each.levels} for each in COMPARISONS}
        if {name: set(levels) for name, levels in self.worth.items()} != expected:
            raise ValueError("the model's comparisons or levels are not the declared ones")
        probabilities = [p for levels in self.worth.values() for level in levels.values() for p in level.values()]
        if not (all(0 < p < 1 for p in probabilities) and 0 < self.review_from <= self.probable_from < 1):
            raise ValueError("a probability is not between 0 and 1")

    def prior(self, population: int) -> float:
        """Probability that two records drawn among `population` are one person's."""
        return self.matches_per_record / max(population, self.smallest_population)


def load_model(path: Path | None = None) -> Model:
    """The model of a file, or the one shipped with the package. Raises InputError."""
    source = path or files("linkage.matching") / "model.yaml"
    try:
        said: dict[str, Any] = yaml.safe_load(source.read_text("utf-8"))
        return Model(**said)
    except (OSError, yaml.YAMLError, TypeError, ValueError, AttributeError, KeyError):
        raise InputError(
            what="Les paramètres du rapprochement ne peuvent pas être lus.",
            expected="un fichier écrit par l'apprentissage, avec toutes les comparaisons et tous leurs niveaux",
            where=str(source),
            remedy="reprendre le fichier fourni, ou relancer l'apprentissage",
        ) from None


def save_model(model: Model, path: Path) -> None:
    path.write_text(yaml.safe_dump(asdict(model), sort_keys=False, allow_unicode=True), "utf-8")
