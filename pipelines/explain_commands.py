"""What `explain right` does and shows. Belongs here: the command's arguments and its screen. Does not: any sentence of
an explanation (`eligibility.explaining`), reading files (`situations`)."""

import tempfile
from collections.abc import Collection
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from data_contracts.errors import InputError
from data_contracts.settings import read_settings
from eligibility.parameters import load_parameters
from pipelines.assess_commands import day_of_law
from pipelines.showing import progress


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
    day, settings = day_of_law(as_of), read_settings()
    with progress(Console(stderr=True), f"Droits au {day:%d/%m/%Y}") as tell:
        tell("application de la loi")
        from eligibility.engines import OnDuckDB
        from eligibility.explaining import explain, for_agent, for_person
        from eligibility.rules import rules_in_force
        from pipelines.engine import open_scratch
        from pipelines.findings import people_at_once
        from pipelines.situations import read_situations

        in_force = [rule.benefit for rule in rules_in_force(day)]
        _check(benefits, in_force, day)
        with open_scratch(settings, beside=Path(tempfile.gettempdir())) as (con, scratch):
            read = read_situations(con, folder, day, scratch, people_at_once(settings.memory), tell)
            explanations = explain(
                read.of(list(households)),
                day,
                households,
                load_parameters(settings.parameters),
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
            console.print(escape(for_agent(found, certain=certain)))
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
