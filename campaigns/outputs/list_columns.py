"""What a column of a list is, and the columns that several lists have.

Belongs here: their SQL, headings and meanings. Does not: which list has which (`contacts`, `appointments`, `openings`).
The SQL of a column sees `listed` (a row of `Targeting.listed`, with its `reference` and `told`: whether what the files
know may be told, see `addressees.revealing`) and `identity`.
"""

from dataclasses import dataclass
from typing import Literal

from campaigns.outputs import postal
from campaigns.targeting import UNKNOWN, Targeting


@dataclass(frozen=True)
class ListColumn:
    """A column of a list: heading, meaning (both in French), the SQL that fills it, and how a spreadsheet shows it."""

    header: str
    sql: str
    meaning: str
    kind: Literal["text", "eur", "date"] = "text"
    width: float = 12


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def labels(column: str, of: dict[str, str]) -> str:
    """SQL: the French label of a code."""
    cases = " ".join(f"WHEN '{code}' THEN {quoted(label)}" for code, label in of.items())
    return f"CASE {column} {cases} ELSE {quoted(UNKNOWN[1])} END"


def if_sure(sql: str, otherwise: str) -> str:
    """Nothing that another file knows, where it may be somebody else's, or a spouse's whom no file names as such."""
    return f"CASE WHEN told THEN {sql} ELSE {otherwise} END"


def reference() -> ListColumn:
    meaning = "Repère de la personne, imprimé sur son courrier ; à rappeler dans les retours. Ce n'est pas un NIR."
    return ListColumn("Référence", "reference", meaning, width=14)


def address_columns() -> list[ListColumn]:
    widths = (26, 26, 22, 18, 14, 14)
    return [
        ListColumn(
            f"Adresse ligne {number}",
            f"{postal.kept_lines('identity')}[{number}]",
            "Adresse à imprimer telle quelle (norme NF Z10-011), lignes vides retirées.",
            width=width,
        )
        for number, width in enumerate(widths, start=1)
    ]


def data_date(targeting: Targeting) -> ListColumn:
    sql = f"DATE '{targeting.period.last_day}'"
    return ListColumn("Date des données", sql, "Dernier jour du mois que décrivent les fichiers.", "date", 11)
