"""What `explain right` does and shows. Belongs here: the command's arguments and its screen. Does not: any sentence of
an explanation (`eligibility.explaining`), reading files (`situations`)."""

from collections.abc import Collection
from datetime import date
from pathlib import Path

import duckdb
from rich.console import Console
from rich.markup import escape

from data_contracts.errors import InputError
from data_contracts.settings import read_settings
from eligibility.parameters import load_parameters
from pipelines.showing import progress

FIRST_DAY = date(2009, 6, 1)
"""The RSA's first day: no rule is older."""


def show_right(
    console: Console,
    folder: Path,
    households: Collection[str],
    as_of: str,
    benefits: Collection[str] | None,
    readers: Collection[str],
    certain: bool,
) -> None:
    """Print why each benefit is, or is not, found for households: to the agent, to the person, or both.

    What it is doing is told beside (stderr): the texts can be sent to a file.
    """
    day = _day(as_of)
    with progress(Console(stderr=True), f"Droits au {day:%d/%m/%Y}") as tell:
        tell("application de la loi")
        from eligibility.assessing import rules_in_force
        from eligibility.engines import OnDuckDB
        from eligibility.explaining import explain, for_agent, for_person
        from pipelines.situations import read_situations

        in_force = [rule.benefit for rule in rules_in_force(day)]
        _check(benefits, in_force, day)
        con = duckdb.connect()
        situations = read_situations(con, folder)
        explanations = explain(
            situations,
            day,
            households,
            load_parameters(read_settings().parameters),
            keep=OnDuckDB(con),
            benefits=benefits,
        )
    if missing := len(set(households) - {found.household_id for found in explanations}):
        raise InputError(
            what=f"{missing} foyer(s) demandé(s) n'existe(nt) pas, ou n'ont personne.",
            expected="un household_id des tables households et people",
            where="--household",
            remedy="vérifier l'identifiant",
        )
    if "agent" in readers:
        for found in explanations:
            console.print(escape(for_agent(found)))
    if "person" in readers:
        for holder in dict.fromkeys((found.household_id, found.person_id) for found in explanations):
            theirs = [found for found in explanations if (found.household_id, found.person_id) == holder]
            console.print(escape(for_person(theirs, certain=certain)))


def _check(benefits: Collection[str] | None, in_force: list[str], day: date) -> None:
    if unknown := sorted(set(benefits or ()) - set(in_force)):
        raise InputError(
            what=f"Aucune règle en vigueur au {day:%d/%m/%Y} pour : {', '.join(unknown)}.",
            expected=f"une prestation parmi {', '.join(in_force)}",
            where="--benefit",
            remedy="corriger le nom, ou la date",
        )


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if day < FIRST_DAY:
        raise InputError(
            what="La date demandée ne peut pas être utilisée.",
            expected=f"une année, un mois et un jour, à partir du {FIRST_DAY:%d/%m/%Y}, par exemple 2014-06-01",
            where="--as-of",
            remedy="corriger la date",
        )
    return day
