"""The territory asked for: how many people, where, from which seed; and the checks of these arguments.

Belongs here: what the caller says. Does not: who lives there (`world`).
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from data_contracts.errors import InputError
from data_contracts.period import Period
from rehearsal.legal import FIRST_PERIOD
from rehearsal.sql import literal

FEWEST, MOST = 1_000, 10_000_000
"""Persons; above, the order numbers of a month's births in one commune could need a fourth digit."""


@dataclass(frozen=True)
class Territory:
    """A fictitious territory: about `persons` living people, in these départements, drawn from `seed`."""

    persons: int
    departments: tuple[str, ...]
    seed: int

    def __post_init__(self) -> None:
        if not FEWEST <= self.persons <= MOST:
            raise InputError(
                what=f"Le nombre de personnes demandé ({self.persons}) est hors des bornes.",
                expected=f"un nombre entre {FEWEST} et {MOST}",
                where="persons",
                remedy="choisir un territoire plus grand ou plus petit",
            )
        if not self.departments or len(set(self.departments)) < len(self.departments):
            raise InputError(
                what="La liste des départements est vide ou répète un code.",
                expected="un ou plusieurs codes différents, par exemple 44 et 77",
                where="departments",
                remedy="corriger la liste et relancer",
            )


def check_departments(departments: tuple[str, ...], communes: Path) -> None:
    """Raise InputError if the reference file of communes knows none of a département's communes."""
    rows = duckdb.sql(
        f"SELECT DISTINCT left(commune_code, CASE WHEN commune_code LIKE '97%' THEN 3 ELSE 2 END)"
        f" FROM read_csv({literal(communes)}, delim = ';', header = true, all_varchar = true) ORDER BY 1"
    ).fetchall()
    known = [row[0] for row in rows]
    for department in departments:
        if department not in known:
            raise InputError(
                what=f"Le département « {department} » n'a aucune commune dans le référentiel.",
                expected="un de ceux du référentiel : " + ", ".join(known),
                where=communes.name,
                remedy="choisir un autre département, ou compléter le référentiel des communes",
            )


def check_period(period: Period) -> None:
    """Raise InputError for a month before the first one whose legal values are known."""
    if period < FIRST_PERIOD:
        raise InputError(
            what=f"La période {period} précède les barèmes connus.",
            expected=f"un mois à partir de {FIRST_PERIOD}",
            where="period",
            remedy="choisir une période plus récente",
        )
