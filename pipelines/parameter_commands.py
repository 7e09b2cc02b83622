"""What `parameters` does and shows. Belongs here: tables and sentences for people. Does not: any comparing."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from data_contracts.settings import read_settings
from eligibility.parameters import Parameter, load_parameters
from eligibility.parameters.model import Cells, Key
from pipelines.showing import as_count, progress

VERDICTS_IN_FRENCH = {
    "equal": "égal",
    "declared": "écart déclaré",
    "different": "[bold red]écart[/]",
    "outdated": "[bold red]déclaration périmée[/]",
}


def compare_and_show(console: Console, every: bool) -> bool:
    """Set our values against openfisca-france's; False where they differ and no text is declared that says why."""
    from eligibility.oracle.comparing import compare, read_map
    from eligibility.oracle.openfisca import open_oracle

    oracle = open_oracle()
    with progress(console, f"Comparaison à openfisca-france {oracle.release}") as tell:
        tell("lecture de ses paramètres")
        rows = list(compare(load_parameters(read_settings().parameters), oracle))
    verdicts = Counter(row.verdict for row in rows)
    table = Table(title=f"Nos valeurs et celles d'openfisca-france {oracle.release}", title_justify="left")
    table.add_column("Paramètre", overflow="fold")
    table.add_column("Du", no_wrap=True)
    for heading in ("Nous", "Eux"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("Verdict")
    notes = {text: number for number, text in enumerate(dict.fromkeys(row.text for row in rows if row.text), start=1)}
    for row in rows:
        if every or row.verdict != "equal":
            table.add_row(
                escape(_named(row.parameter, row.cell)), f"{row.day:%d/%m/%Y}", _number(row.ours), _number(row.theirs),
                VERDICTS_IN_FRENCH[row.verdict] + (f" ({notes[row.text]})" if row.text else ""),
            )  # fmt: skip
    if table.row_count:
        console.print(table)
    for text, number in notes.items():
        console.print(f"  ({number}) {escape(text)}")
    counterparts, absent = read_map()
    console.print(
        f"{as_count(len(counterparts))} paramètres comparés depuis 2009 : "
        f"{as_count(verdicts['equal'])} valeurs égales, {as_count(verdicts['declared'])} écarts déclarés, "
        f"{as_count(verdicts['different'])} écarts sans texte, {as_count(verdicts['outdated'])} déclarations périmées."
    )
    console.print(f"{as_count(len(absent))} paramètres qu'openfisca-france n'a pas : {', '.join(absent)}.")
    return not verdicts["different"] and not verdicts["outdated"]


def check_and_show(console: Console) -> None:
    """Read every parameter, show what the operator's folder changes and what nobody has ever checked."""
    settings = read_settings()
    shipped, read = load_parameters(), load_parameters(settings.parameters)
    console.print(f"{as_count(len(read))} paramètres, tous corrects.")
    if settings.parameters:
        changes = _changes(shipped, read)
        console.print(changes if changes.row_count else f"{settings.parameters} ne change aucune valeur livrée.")
    unchecked = [f"{name} ({p.newest.start:%d/%m/%Y})" for name, p in read.items() if p.newest.checked_on is None]
    if unchecked:
        console.print(
            f"Dernière valeur jamais vérifiée ({as_count(len(unchecked))}) : {', '.join(unchecked)}.\n"
            "Une fois comparée à son texte, elle reçoit checked_on et checked_in."
        )


def _changes(shipped: Mapping[str, Parameter], read: Mapping[str, Parameter]) -> Table:
    table = Table(title="Valeurs de votre dossier, et celles qu'elles remplacent", title_justify="left")
    table.add_column("Paramètre", overflow="fold")
    table.add_column("À partir du", no_wrap=True)
    for heading in ("Avant", "Maintenant", "Évolution"):
        table.add_column(heading, justify="right", no_wrap=True)
    for name, parameter in read.items():
        days = {start for source in (shipped[name], parameter) for start, _ in source.series}
        for day in sorted(days):
            old, new = _in_force(shipped[name], day), _in_force(parameter, day)
            for cell in sorted(old.keys() | new.keys(), key=str):
                before, after = old.get(cell), new.get(cell)
                if before != after:
                    share = f"{100 * (after / before - 1):+.2f} %".replace(".", ",") if before and after else ""
                    table.add_row(escape(_named(name, cell)), f"{day:%d/%m/%Y}", _number(before), _number(after), share)
    return table


def _in_force(parameter: Parameter, day: date) -> Cells:
    return next((cells for start, cells in reversed(parameter.series) if start <= day), {})


def _named(parameter: str, cell: tuple[Key, ...]) -> str:
    return f"{parameter} [{', '.join(map(str, cell))}]" if cell else parameter


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.10g}".replace(",", " ").replace(".", ",")
