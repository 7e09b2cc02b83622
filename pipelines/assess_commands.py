"""What `assess` does and shows. Belongs here: what is asked, tables and sentences. Does not: any computing."""

import time
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from data_contracts.decided import BENEFITS_FOUND, FOUND
from data_contracts.errors import InputError
from data_contracts.period import day_of
from data_contracts.settings import Settings, read_settings
from pipelines.showing import as_count, progress

FIRST_DAY = date(2009, 6, 1)
"""The RSA's, before which no rule is written."""


def assess_and_show(
    console: Console, folder: Path, as_of: str, out: Path, benefits: list[str] | None, memory: str
) -> None:
    """Assess a folder of situations, say how many of each verdict there are, and where the findings are."""
    day, settings = day_of_law(as_of), _with_memory(memory)
    begun = time.monotonic()
    with progress(console, f"Situations au {day:%d/%m/%Y}") as tell:
        tell("chargement des règles")
        from pipelines.findings import assess_folder

        asked = _asked(benefits, day)
        _check_out(out, folder)
        assessed = assess_folder(settings, folder, day, out, asked, tell)
    read = assessed.folder
    table = Table(title=f"Droits au {day:%d/%m/%Y}", title_justify="left")
    table.add_column("Prestation", overflow="fold")
    for verdict in FOUND.values():
        table.add_column(verdict.split(" :")[0].removeprefix("droit ").capitalize(), justify="right")
    for benefit in asked:
        counts = [assessed.counts.get((benefit, verdict), 0) for verdict in FOUND]
        table.add_row(escape(BENEFITS_FOUND[benefit]), *map(as_count, counts))
    console.print(table)
    console.print(f"{as_count(read.households)} foyers, {as_count(read.people)} personnes.")
    console.print(f"Règles en vigueur ce jour-là, appliquées : {', '.join(asked)}.")
    if read.absent:
        console.print(f"Tables absentes, dont rien n'est connu : {', '.join(read.absent)}.")
    for name, file in read.files.items():
        if file.absent_columns:
            console.print(f"Colonnes absentes de {name}, dont rien n'est connu : {', '.join(file.absent_columns)}.")
    console.print(
        f"Ce ne sont pas des décisions : un droit se vérifie avec la personne, qui peut y renoncer.\n"
        f"{as_count(sum(assessed.counts.values()))} lignes, en {time.monotonic() - begun:.0f} s : {escape(str(out))}"
    )


def day_of_law(text: str) -> date:
    """The day of `--as-of`, one that the rules know."""
    day = day_of(text, "--as-of")
    if day < FIRST_DAY:
        raise InputError(
            what=f"Aucune règle n'est écrite pour le {day:%d/%m/%Y}.",
            expected=f"une date à partir du {FIRST_DAY:%d/%m/%Y}, début du RSA",
            where="--as-of",
            remedy="demander une date plus récente",
        )
    return day


def _with_memory(memory: str) -> Settings:
    """The environment's settings, within the memory asked for."""
    settings = read_settings()
    try:
        return read_settings({"JUSTEDROIT_MEMORY": memory}).model_copy(update=settings.model_dump(exclude={"memory"}))
    except InputError as error:
        raise InputError(
            what="La mémoire demandée n'est pas une taille.", expected=error.expected, where="--memory",
            remedy="corriger la taille",
        ) from None  # fmt: skip


def _asked(benefits: list[str] | None, day: date) -> list[str]:
    """The codes of the benefits to assess, each in force that day."""
    from eligibility.rules import rules_in_force

    in_force = [rule.benefit for rule in rules_in_force(day)]
    if unknown := [benefit for benefit in benefits or [] if benefit not in in_force]:
        known = [benefit for benefit in unknown if benefit in BENEFITS_FOUND]
        raise InputError(
            what=f"Prestation sans règle au {day:%d/%m/%Y} : {', '.join(unknown)}."
            if known == unknown
            else f"Prestation inconnue : {', '.join(b for b in unknown if b not in known)}.",
            expected=f"à cette date : {', '.join(in_force)}",
            where="--benefit",
            remedy="corriger le code ou la date",
        )
    return [benefit for benefit in in_force if not benefits or benefit in benefits]


def _check_out(out: Path, folder: Path) -> None:
    from pipelines.findings import FORMATS

    wrong = {
        f"L'extension de {out.name} n'est pas connue.": out.suffix not in FORMATS,
        "Le dossier où écrire n'existe pas.": not out.parent.is_dir(),
        f"{out.name} est un dossier.": out.is_dir(),
        "Le fichier à écrire est dans le dossier des situations.": out.parent.resolve() == folder.resolve(),
    }
    for what, holds in wrong.items():
        if holds:
            raise InputError(
                what=what,
                expected=f"un fichier {' ou '.join(FORMATS)} dans un dossier qui existe, hors de celui des situations",
                where=f"--out {out}",
                remedy="corriger le chemin, ou créer le dossier",
            )
