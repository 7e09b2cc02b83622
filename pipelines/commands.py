"""What the commands do and show. Belongs here: tables and sentences for people. Does not: any computing."""

import json
import time
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from data_contracts.columns import Table as Contract
from data_contracts.decided import BENEFITS, VERDICTS
from data_contracts.delivery import Receipt
from data_contracts.errors import InputError
from data_contracts.period import Period, day_of
from data_contracts.received import SOURCES
from data_contracts.settings import read_settings
from pipelines.campaign_commands import FICTITIOUS
from pipelines.showing import as_count, as_percent, progress


def run_and_show(console: Console, period: str, without: list[str], on: str | None = None) -> bool:
    """Run a month, show counts, warnings and paths; False where something could not be done."""
    wanted, day = Period.parse(period), day_of(on, "--on") if on else None
    settings = read_settings()
    if unknown := sorted(set(without) - SOURCES.keys()):
        raise InputError(
            what=f"Source inconnue : {', '.join(unknown)}.",
            expected=f"une source parmi {', '.join(SOURCES)}",
            where="--without",
            remedy="corriger le nom",
        )
    settings = settings.model_copy(update={"without": settings.without | set(without)})
    begun = time.monotonic()
    with progress(console, f"Mois {wanted}") as tell:
        tell("chargement de l'orchestrateur")
        from pipelines.asked import campaigns_of
        from pipelines.progress import listening
        from pipelines.running import run_month

        with listening(lambda text: tell(STEPS_IN_FRENCH.get(text, text))):
            outcome = run_month(settings, wanted, day)
    if outcome.receipts:
        console.print(_receipts_table(wanted, outcome.receipts))
    if not outcome.problems:  # what an earlier run published is not this one's
        for found in ("*/{}/summary.json", "*/{}-v[0-9]*/summary.json"):
            for path in sorted(settings.published_folder.glob(found.format(wanted))):
                _show_campaign(console, path)
        if named := [campaign.name for campaign in campaigns_of(settings) if campaign.fictitious]:
            console.print(f"[yellow]À noter[/] {', '.join(named)} : {FICTITIOUS}")
    for warning in outcome.warnings:
        console.print(f"[yellow]Avertissement[/] {escape(warning)}")
    for problem in outcome.problems:
        console.print(f"[bold red]Erreur[/] {escape(problem)}")
    ending = "terminé" if not outcome.problems else "interrompu : les autres sources et le mois précédent sont intacts"
    console.print(f"Mois {wanted} {ending}, en {time.monotonic() - begun:.0f} s.")
    return not outcome.problems


def show_rejects(console: Console, period: str, source: str | None) -> None:
    """Counts and reasons of every file of a period, from the receipts: no identity in them."""
    from pipelines.store import Store

    wanted, store = Period.parse(period), Store(read_settings().store_folder)
    receipts = [r for name in SOURCES if source in (None, name) and (r := store.receipt(name, wanted))]
    if not receipts:
        raise InputError(
            what=f"Aucune livraison prise en compte pour {wanted}.",
            expected=f"un mois déjà déroulé et une source parmi {', '.join(SOURCES)}",
            where="--period, --source",
            remedy=f"lancer `justedroit run --period {wanted}`",
        )
    console.print(_receipts_table(wanted, receipts))
    table = Table(title="Motifs de rejet (une ligne peut en avoir plusieurs)", title_justify="left")
    table.add_column("Fichier")
    table.add_column("Motif")
    table.add_column("Lignes", justify="right")
    for receipt in receipts:
        for file in receipt.files:
            for reason, count in file.reasons.items():
                table.add_row(file.name, escape(reason), as_count(count))
    console.print(table)


def show_score(console: Console, period: str) -> None:
    """Compare a run with the rehearsal's truth."""
    from pipelines.scoring import score_month

    settings = read_settings()
    with progress(console, "Comparaison à la vérité") as tell:
        tell("lecture")
        score = score_month(settings, Period.parse(period))
    table = Table(title=f"Comparaison à la vérité, {period}", title_justify="left")
    table.add_column("", overflow="fold")
    for heading in ("Trouvés", "Vrais", "Justes", "Précision", "Rappel"):
        table.add_column(heading, justify="right", no_wrap=True)
    for line in score.lines:
        table.add_row(
            line.label, as_count(line.found), as_count(line.true), as_count(line.right),
            as_percent(line.precision), as_percent(line.recall),
        )  # fmt: skip
    console.print(table)
    console.print(
        f"Personnes dont tous les enregistrements forment un seul groupe : {as_percent(score.whole_persons)}."
    )


def describe_tables(names: list[str]) -> None:
    """Print the data dictionary of some or all tables."""
    from data_contracts.decided import Finding
    from data_contracts.dictionary import markdown
    from data_contracts.situation import SITUATIONS
    from data_contracts.tables import TABLES

    store = ("person_situations", "household_situations", "incomes", "benefits_received", "fact_conflicts")
    groups: dict[str, list[type[Contract]]] = {
        "situations": list(SITUATIONS.values()),
        "findings": [Finding],
        "known": [TABLES[name] for name in store],
        **{name: [model] for name, model in TABLES.items()},
    }
    if unknown := sorted(set(names) - groups.keys()):
        raise InputError(
            what=f"Table inconnue : {', '.join(unknown)}.",
            expected=f"une table parmi {', '.join(groups)}",
            where="justedroit contracts describe",
            remedy="corriger le nom",
        )
    print(markdown(model for name in names or TABLES for model in groups[name]))  # noqa: T201  (to be redirected)


STEPS_IN_FRENCH = {
    **{f"delivery_{source}": f"lecture de la livraison {source}" for source in SOURCES},
    **{f"population_{source}": f"contrôles de population, {source}" for source in SOURCES},
    "records": "mise en forme commune des enregistrements",
    "person_records": "rapprochement des personnes",
    "flags": "personnes décédées, opposées, ou dont l'adresse est protégée",
    "record_doubts": "recherche des doutes",
    "situations": "situations des personnes et des foyers",
    "assessments": "application de la loi",
    "identities": "identités des personnes retenues",
    "releases": "écriture des listes",
}


def _receipts_table(period: Period, receipts: list[Receipt]) -> Table:
    table = Table(title=f"Livraisons de {period}", title_justify="left")
    table.add_column("Source")
    table.add_column("Fichier")
    for heading in ("Reçues", "Acceptées", "Rejetées"):
        table.add_column(heading, justify="right")
    for receipt in receipts:
        if receipt.state == "not_delivered":
            table.add_row(receipt.source, "rien de livré", "", "", "")
        for file in receipt.files:
            table.add_row(
                receipt.source, file.name, as_count(file.received), as_count(file.accepted), as_count(file.rejected)
            )
    return table


def _show_campaign(console: Console, path: Path) -> None:
    """One campaign's funnel and the paths of its files, from its summary."""
    summary = json.loads(path.read_text("utf-8"))
    if summary["wave"] > 1:  # prepared by its own command, which shows it
        return
    counts = summary["counts"]
    version = "" if summary["version"] == 1 else f" (correction, version {summary['version']})"
    table = Table(title=f"Campagne : {escape(summary['title'])}{version}", title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    in_force = ", ".join(BENEFITS[benefit] for benefit in summary["benefits_in_force"])
    table.add_row(f"Personnes évaluées ({in_force or 'aucun droit en vigueur'})", as_count(counts["assessed"]))
    for verdict, count in counts["by_verdict"].items():
        table.add_row(f"  {VERDICTS[verdict]}", as_count(count))
    table.add_row("Candidats", as_count(counts["candidates"]))
    for excluded in counts["excluded"]:
        if excluded["count"]:
            table.add_row(f"  écartés : {excluded['label']}", as_count(excluded["count"]))
    table.add_row("Retenus", as_count(counts["listed"]))
    table.add_row("  personnes tirées au sort comme témoins, sur aucune liste", as_count(counts["control"]))
    table.add_row("[bold]  personnes à contacter[/]", f"[bold]{as_count(counts['contacted'])}[/]")
    table.add_row("Jour du départ", f"{date.fromisoformat(summary['published_on']):%d/%m/%Y}")
    console.print(table)
    for name in [*summary["files"], path.name]:
        console.print(f"  {path.with_name(name)}")
