"""What `review` and `explain` do and show. Belongs here: sentences for people, without any identity. Does not: any
computing."""

from pathlib import Path

from rich.console import Console
from rich.markup import escape

from data_contracts.period import Period, day_of
from data_contracts.settings import read_settings
from pipelines.showing import as_count, progress


def export_and_show(console: Console, period: str, out: Path | None) -> None:
    """Write the sheet of a period's review, and say where it is and what it is."""
    from pipelines.reviewing import export_review

    wanted, settings = Period.parse(period), read_settings()
    exported = export_review(settings, wanted, out)
    if exported is None:
        console.print(f"Aucune paire à examiner pour {wanted} : rien n'est écrit.")
        return
    path, pairs = exported
    console.print(
        f"{as_count(pairs)} {'paires' if pairs > 1 else 'paire'} à examiner pour {wanted} :\n  {escape(str(path))}\n"
        "Ce classeur contient des identités : il reste dans leur zone, et se supprime une fois rendu.\n"
        "Une fois rempli : justedroit review import FICHIER --decided-on AAAA-MM-JJ --by SERVICE"
    )


def import_and_show(console: Console, file: Path, decided_on: str, by: str | None) -> None:
    """Keep the answers of a sheet, and say how many of each there were and what applies them."""
    from pipelines.reviewing import import_review

    imported = import_review(read_settings(), file, day_of(decided_on, "--decided-on"), (by or "").strip() or None)
    console.print(
        f"Revue de {imported.period} : {as_count(imported.same)} même personne, "
        f"{as_count(imported.different)} personnes différentes, {as_count(imported.left)} laissées pour plus tard."
    )
    if imported.corrected:
        console.print(f"  Réponses qui en corrigent une précédente : {as_count(imported.corrected)}.")
    if imported.outdated:
        console.print(f"  Réponses ignorées, une plus récente étant connue : {as_count(imported.outdated)}.")
    if imported.same or imported.different:
        console.print(
            f"Pour les appliquer : justedroit run --period {imported.period}. Les mois suivants en tiendront compte."
        )


def show_match(console: Console, period: str, one: str, other: str) -> None:
    """Explain a match, a line a fact."""
    wanted, settings = Period.parse(period), read_settings()
    with progress(console, f"Rapprochement de {wanted}") as tell:
        tell("comparaison")
        from pipelines.explaining import explain_match

        explanation = explain_match(settings, wanted, one, other)
    for line in explanation.lines():
        console.print(escape(line))
