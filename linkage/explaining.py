"""Why two records are, or are not, one person, in French: what agrees, what does not, and what each weighs.

Belongs here: the explanation of one pair. Does not: the decision (`rules`), which is only told. A weight is in bits: +1
doubles the odds that both are one person, -1 halves them (Fellegi & Sunter 1969; Splink's match weights).
"""

import math
from dataclasses import dataclass
from typing import Any

from data_contracts.errors import InputError
from data_contracts.relations import Connection, Relation
from linkage.candidates import compare_only
from linkage.comparisons import COMPARISONS, Comparison
from linkage.matching import find_clusters
from linkage.model import Model, load_model
from linkage.rules import DECISIONS, REASONS, judge_pairs
from linkage.scoring import score_pairs


@dataclass(frozen=True)
class Agreement:
    """What one comparison says: `level` in French, `weight` in bits (0 where nothing can be said)."""

    comparison: str
    level: str
    weight: float


@dataclass(frozen=True)
class Explanation:
    """`prior` (bits): before anything is compared; `weight`: prior and agreements together; `decision`, `reason`: codes
    of rules.DECISIONS and REASONS; `probability` counts who else it could be."""

    decision: str
    reason: str
    same_person: bool
    prior: float
    agreements: tuple[Agreement, ...]
    weight: float
    probability: float

    def lines(self) -> list[str]:
        """The explanation in French, a line a fact; it names nobody."""
        told = [f"Décision : {DECISIONS[self.decision]} ({REASONS[self.reason]})."]
        told.append(
            "Les deux enregistrements sont réunis." if self.same_person else "Les deux enregistrements sont séparés."
        )
        told.append(f"Au départ, deux enregistrements pris au hasard : {_bits(self.prior)}.")
        told += [f"{each.comparison} : {each.level} : {_bits(each.weight)}." for each in self.agreements]
        told.append(f"Total : {_bits(self.weight)} ; probabilité, tout compté : {_percent(self.probability)}.")
        return told


def explain_pair(
    con: Connection,
    records: Relation,
    one: int,
    other: int,
    *,
    model: Model | None = None,
    decisions: Relation | None = None,
) -> Explanation:
    """Why records number `one` and `other` are, or are not, one person; any two, compared by the month's run or not.

    Runs the linkage of `records` (contract NormalisedRecord). Raises InputError if a record is not among them.
    """
    left, right = sorted((one, other))
    model = model or load_model()
    linkage = find_clusters(con, records, model=model, decisions=decisions)
    persons = dict(
        linkage.clusters.filter(f"record_no IN ({left}, {right})").project("record_no, person_no").fetchall()
    )
    if len(persons) < 2:
        raise InputError(
            what="Un des deux enregistrements n'est pas parmi ceux du mois, ou les deux n'en font qu'un.",
            expected="deux numéros d'enregistrement différents de la période",
            where="numéros d'enregistrement",
            remedy="reprendre les numéros dans la table records",
        )
    row = _row(linkage.pairs, left, right) or _compare_anyway(con, model, left, right)
    agreements = tuple(_agreement(comparison, row) for comparison in COMPARISONS)
    prior = row["weight"] - sum(each.weight for each in agreements)
    return Explanation(
        row["decision"],
        row["reason"],
        persons[left] == persons[right],
        prior,
        agreements,
        row["weight"],
        row["probability"],
    )


def _compare_anyway(con: Connection, model: Model, left: int, right: int) -> dict[str, Any]:
    """A pair that shared no key, or that the NIR had already joined."""
    compare_only(con, left, right)
    score_pairs(con, model)
    judge_pairs(con, model)
    row = _row(con.table("judged"), left, right) or {}
    if row["core_no_l"] == row["core_no_r"]:
        row |= {"decision": "certain", "reason": "nir", "probability": 1.0}
    return row


def _row(pairs: Relation, left: int, right: int) -> dict[str, Any] | None:
    found = pairs.filter(f"record_no_l = {left} AND record_no_r = {right}")
    values = found.fetchone()
    return dict(zip(found.columns, values, strict=True)) if values else None


def _agreement(comparison: Comparison, row: dict[str, Any]) -> Agreement:
    level = comparison.level(row[f"level_{comparison.name}"])
    said = level.label if level else "inconnu d'un côté au moins"
    return Agreement(comparison.label, said, row[f"weight_{comparison.name}"] if level else 0.0)


def _bits(weight: float) -> str:
    return f"{weight:+.1f} bits".replace(".", ",").replace("-", "\u2212")


def _percent(probability: float) -> str:
    return f"{100 * math.floor(probability * 10_000) / 10_000:.2f} %".replace(".", ",")
