"""What the sheet of a review says: the pairs in the order a clerk takes them, each as two lines.

Belongs here: words and order, in French. Does not: the notice (`notice`), how it looks
(`workbook`), reading it back (`answers`).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data_contracts.period import Period
from data_contracts.received import BIRTH_PRECISION, SEX
from data_contracts.reviewed import REVIEW_REASONS

SHEET, NOTICE_SHEET = "Paires à examiner", "Notice"
NUMBER, DECISION, ALREADY, REFERENCE = "Paire", "Décision", "Déjà décidé", "Référence"
"""Headings; the decision and the reference are read back. What is already decided is not written as an answer: it would
come back as one, over the correction that somebody else made meanwhile."""

ANSWERS = {"même personne": True, "personnes différentes": False}
"""What a clerk may answer; nothing means later."""

FILES = {
    "registrations": "Pôle emploi",
    "caf_persons": "CAF",
    "pensions": "CNAV",
    "health_covers": "Assurance maladie",
}

_WHY = {**REVIEW_REASONS, "score": "ressemblance insuffisante pour trancher"}

Pair = tuple[str, str]
"""Two fingerprints, the lesser first."""


@dataclass(frozen=True)
class Question:
    """A pair as the sheet asks about it; `records`: for each of the two, heading -> text, in the order of columns."""

    number: int
    pair: Pair
    records: tuple[dict[str, str], dict[str, str]]
    places: tuple[str, str]
    """File and line of each, as `justedroit explain match` takes them."""
    agreements: str
    disagreements: str
    why: str
    probability: float
    already: str
    """What was decided of it, as the sheet writes answers; empty where nothing was."""

    def differs(self, heading: str) -> bool:
        """Both say something, and not the same."""
        one, other = (record[heading] for record in self.records)
        return heading in COMPARED and one != other and "" not in (one, other)


COMPARED = ("Nom d'usage", "Nom de naissance", "Prénom", "Naissance", "Sexe", "NIR", "Commune")


def questions(
    reviews: Sequence[Mapping[str, Any]], known: Mapping[Pair, bool], communes: Mapping[str, str]
) -> list[Question]:
    """The pairs of a review (rows of contract MatchReview), those that share a record side by side.

    `known`: what was already decided of some; `communes`: code -> name, of those that are known.
    """
    pairs = [pair_of(row["fingerprint_l"], row["fingerprint_r"]) for row in reviews]
    asked: list[Question] = []
    for group in _sharing(pairs):
        numbers = range(len(asked) + 1, len(asked) + 1 + len(group))
        for number, position in zip(numbers, group, strict=True):
            row, pair = reviews[position], pairs[position]
            others = [each for each in numbers if each != number]
            asked.append(
                Question(
                    number=number,
                    pair=pair,
                    records=(_record(row, "l", communes), _record(row, "r", communes)),
                    places=(f"{row['file_l']}:{row['line_l']}", f"{row['file_r']}:{row['line_r']}"),
                    agreements=", ".join(row["agreements"]),
                    disagreements=", ".join(row["disagreements"]),
                    why=_why(row["reason"], others),
                    probability=math.floor(row["probability"] * 1000) / 1000,
                    already=_word(known.get(pair)),
                )
            )
    return asked


def pair_of(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)


def reference(period: Period, pair: Pair) -> str:
    """How the sheet names a pair, in a form that no spreadsheet takes for a number or a date."""
    return "/".join([str(period), *pair])


def _record(row: Mapping[str, Any], side: str, communes: Mapping[str, str]) -> dict[str, str]:
    said = {name.removesuffix(f"_{side}"): value for name, value in row.items() if name.endswith(f"_{side}")}
    commune = said["commune_code"] or ""
    return {
        "Fichier": FILES.get(said["dataset"], said["dataset"]),
        "Nom d'usage": said["used_name"],
        "Nom de naissance": said["birth_name"] or "",
        "Prénom": said["first_name"],
        "Naissance": _birth(said),
        "Sexe": SEX.get(said["sex"] or "", ""),
        "NIR": said["nir"] or "",
        "Commune": f"{commune} {communes.get(commune, '')}".strip(),
        "Numéro du producteur": ""
        if said["dataset"] == "health_covers"
        else said["local_id"],  # there, a kind of cover
    }


def _birth(said: Mapping[str, Any]) -> str:
    form = {"day": "%d/%m/%Y", "month": "%m/%Y", "year": "%Y"}[said["birth_precision"]]
    unknown = "" if said["birth_precision"] == "day" else f" ({BIRTH_PRECISION[said['birth_precision']]})"
    return f"{said['birth_date']:{form}}{unknown}"


def _why(reason: str, others: Sequence[int]) -> str:
    shown = ", ".join(map(str, others[:6])) + (", …" if len(others) > 6 else "")
    also = f" (voir aussi {'la paire' if len(others) == 1 else 'les paires'} {shown})" if others else ""
    return _WHY[reason] + also


def _sharing(pairs: Sequence[Pair]) -> list[list[int]]:
    """Positions of the pairs, those that share a record (directly or through others) together, in order."""
    leaders: dict[str, str] = {}

    def leader(fingerprint: str) -> str:
        while (above := leaders.setdefault(fingerprint, fingerprint)) != fingerprint:
            fingerprint = above
        return fingerprint

    for one, other in pairs:
        leaders[leader(other)] = leader(one)
    groups: dict[str, list[int]] = {}
    for position, (one, _) in enumerate(pairs):
        groups.setdefault(leader(one), []).append(position)
    return list(groups.values())


def _word(same: bool | None) -> str:
    return next((word for word, meaning in ANSWERS.items() if meaning is same), "")
