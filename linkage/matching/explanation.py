"""What an explanation holds and how it is told in French, naming records by file and line and nobody by name.

Belongs here: the words. Does not: finding the facts (`explaining`). A weight is in bits: +1 doubles the odds that both
are one person, -1 halves them (Fellegi & Sunter 1969; Splink's match weights).
"""

import math
from dataclasses import dataclass

from data_contracts.known import TIERS
from linkage.matching.rules import DECISIONS, REASONS

TIERS_IN_FRENCH = {"certain": "certain", "probable": "probable", "alone": "seul"}

LEGEND = (
    "Poids : +1 bit double les chances que ce soit une seule personne, \u22121 bit les divise par deux ; dix bits font "
    "environ mille fois."
)

MOST_RIVALS = 5
"""Shown; past them nobody reads."""


@dataclass(frozen=True)
class Agreement:
    """What one comparison says: `level` in French, `weight` in bits; empty and 0 where a side says nothing."""

    comparison: str
    level: str
    weight: float


@dataclass(frozen=True)
class Rival:
    """Someone else that one of the two records could be, by their likeliest record (`place`)."""

    of: str
    place: str
    decision: str
    probability: float


@dataclass(frozen=True)
class Explanation:
    """`places`: file and line of both; `tiers`: of the person each was given to (contract PersonRecord).

    `decision`, `reason`: codes of rules.DECISIONS and REASONS; `prior` (bits): before anything is compared; `weight`:
    prior and agreements together; `probability` counts who else it could be: `rivals`, the likeliest first.
    `probable_from`, `review_from`: where the model begins to join, and to doubt.
    """

    places: tuple[str, str]
    tiers: tuple[str, str]
    decision: str
    reason: str
    same_person: bool
    prior: float
    agreements: tuple[Agreement, ...]
    weight: float
    probability: float
    rivals: tuple[Rival, ...]
    probable_from: float
    review_from: float

    def lines(self) -> list[str]:
        """The explanation in French, a line a fact; it names nobody."""
        told = [f"Décision : {DECISIONS[self.decision]} ({REASONS[self.reason]})."]
        told.append(
            "Les deux enregistrements sont réunis." if self.same_person else "Les deux enregistrements sont séparés."
        )
        told += [
            f"{place} : niveau {TIERS_IN_FRENCH[tier]} ({TIERS[tier]})."
            for place, tier in zip(self.places, self.tiers, strict=True)
        ]
        told.append(LEGEND)
        told.append(f"Au départ, deux enregistrements pris au hasard : {_bits(self.prior)}.")
        told += [f"{each.comparison} : {each.level} : {_bits(each.weight)}." for each in self.agreements if each.level]
        if silent := [each.comparison for each in self.agreements if not each.level]:
            told.append(f"Inconnu d'un côté au moins, sans effet : {', '.join(silent)}.")
        told.append(f"Total : {_bits(self.weight)} ; probabilité, tout compté : {_percent(self.probability)}.")
        told.append(
            f"Le modèle réunit à partir de {_percent(self.probable_from)}, demande à un agent à partir de "
            f"{_percent(self.review_from)}."
        )
        told += [
            f"{each.of} pourrait aussi être la personne de {each.place} : {_percent(each.probability)} "
            f"({DECISIONS[each.decision]})."
            for each in self.rivals[:MOST_RIVALS]
        ]
        if len(self.rivals) > MOST_RIVALS:
            told.append(f"Et {len(self.rivals) - MOST_RIVALS} autres encore.")
        return told


def _bits(weight: float) -> str:
    return f"{weight:+.1f} bit{'s' if abs(weight) >= 2 else ''}".replace(".", ",").replace("-", "\u2212")


def _percent(probability: float) -> str:
    return f"{100 * math.floor(probability * 10_000) / 10_000:.2f} %".replace(".", ",")
