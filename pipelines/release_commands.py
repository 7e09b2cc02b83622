"""What `campaign list`, `print`, `wave`, `results`, `returns` and `audit` show, in French. Belongs here: tables and
sentences. Does not: computing anything (`releases`, `results`, `campaigns`)."""

import time
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from campaigns.impact.measuring import FEW
from campaigns.impact.report import write_results
from campaigns.impact.screen import left_out, on_screen
from campaigns.ledger.opening import open_ledger
from campaigns.ledger.releases import Release
from campaigns.outputs.printing import SHEETS
from campaigns.waves import campaign_of
from data_contracts.campaign_parts import MEANS, REACHED_AGAIN
from data_contracts.errors import InputError, StoreError
from data_contracts.period import Period, day_of
from data_contracts.returned import RETURN_KINDS
from data_contracts.settings import Settings, read_settings
from pipelines.acting import act, author
from pipelines.campaign_commands import FICTITIOUS
from pipelines.releases import follow_up, having_had, print_wave, releases_of
from pipelines.results import results_folder, results_of
from pipelines.showing import as_count, progress

STATES = {"drawn": "tiré au sort, à reprendre", "published": "publié"}
ACTIONS_NOTED = {
    "release_drawn": "tirage au sort", "wave_published": "vague publiée", "returns_imported": "retours enregistrés",
    "people_forgotten": "personnes oubliées", "sheets_printed": "documents imprimés",
}  # fmt: skip
LEFT_OUT = {
    "everyone": "c'est réglé pour elles",
    "no_answer": "elles ont répondu, leur courrier est revenu, ou c'est réglé pour elles",
    "undelivered": "leur courrier n'est pas revenu, ou c'est réglé pour elles",
}
COUNTED = {
    "contacted": "contactés",
    "control": "témoins",
    "contacts": "contacts",
    "withdrawn": "à ne plus contacter",
    "kept": "lignes",
    "people": "personnes",
    "objections": "oppositions",
}


def list_and_show(console: Console) -> None:
    """Every release, its waves, and what came back of it."""
    ledger = open_ledger(read_settings().ledger_url)
    found = ledger.releases()
    for release in found:
        counts = ledger.counts(release)
        version = "" if release.version == 1 else f", version {release.version}"
        console.print(
            f"[bold]{escape(release.campaign)}[/], {release.period}{version} : {STATES[release.state]} ; "
            f"{as_count(counts['contacted'])} contactés, {as_count(counts['control'])} témoins, "
            f"{as_count(counts['returns'])} retours"
        )
        try:
            means = campaign_of(release).means
        except StoreError as error:
            console.print(f"  {escape(error.what)}")
            continue
        for wave in ledger.waves(release).iter_rows(named=True):
            day, said = wave["published_on"], "le"
            if day is None:
                day, said = wave["due_on"], "prévue le"
            console.print(f"  vague {wave['number']}, {means(wave['number'])}, {said} {day:%d/%m/%Y}")
    if not found:
        console.print("Le registre ne contient aucun tirage.")


def print_and_show(
    console: Console, campaign: str, period: str | None, wave: int, what: list[str], by: str | None
) -> None:
    """Print what a wave has to print, with the time it took."""
    settings, acting, begun = read_settings(), act(by), time.monotonic()
    versions = _versions(settings, campaign, period)
    versions = having_had(open_ledger(settings.ledger_url), versions, wave) or versions
    with progress(console, f"Mise en page, {campaign}, {versions[0].period}") as tell:
        paths = [path for release in versions for path in print_wave(settings, release, wave, what, acting, tell)]
    for path in paths:
        console.print(f"  {escape(str(path))}")
    if paths and campaign_of(versions[-1]).fictitious:
        console.print(f"[yellow]À noter[/] {FICTITIOUS}")
    console.print(
        f"{len(paths)} fichier{'s' * (len(paths) > 1)} PDF, en {time.monotonic() - begun:.0f} s."
        if paths
        else f"Rien à imprimer : cette vague n'a ni {', ni '.join(SHEETS.values())}, ou ne touche personne."
    )


def follow_up_and_show(console: Console, campaign: str, period: str, number: int, on: str, by: str | None) -> None:
    """Prepare a later wave, and say whom it leaves out."""
    settings, acting = read_settings(), author(day_of(on, "--on"), by)
    for release in _versions(settings, campaign, period):
        made = follow_up(settings, release, number, acting)
        console.print(
            f"Vague {number}, {MEANS[made.wave.by]}, {made.on:%d/%m/%Y} : {as_count(made.reached)} personnes à "
            f"contacter, {REACHED_AGAIN[made.wave.to]}."
            + (f" {as_count(made.left_out)} autres ne le sont pas : {LEFT_OUT[made.wave.to]}." if made.left_out else "")
        )
        if made.again:
            console.print("Elle était déjà préparée ; rien n'a été changé.")
        elif made.on < made.due_on:
            console.print(f"[yellow]À noter[/] Cette vague était prévue le {made.due_on:%d/%m/%Y}.")
        for path in sorted(made.folder.iterdir()):
            console.print(f"  {escape(str(path))}")


def results_and_show(console: Console, campaign: str, period: str | None, out: Path | None) -> None:
    """Print what a screen has room for, then where the whole is written."""
    settings = read_settings()
    found = results_of(settings, campaign, Period.parse(period) if period else None)
    for given in on_screen(found):
        table = Table(title=escape(given.title), title_justify="left", show_header=any(given.headings))
        for position, heading in enumerate(given.headings):
            numbers = all(isinstance(row[position], int) for row in given.rows)
            table.add_column(escape(heading), justify="right" if numbers else "left", overflow="fold")
        for row in given.rows:
            table.add_row(*(as_count(cell) if isinstance(cell, int) else escape(cell) for cell in row))
        console.print(table)
    if small := left_out(found):
        console.print(
            f"{as_count(small)} groupes de moins de {FEW} foyers contactés, ou de moins de {FEW} témoins, ne sont que "
            "dans le classeur."
        )
    for caveat in found.caveats:
        console.print(f"[yellow]À noter[/] {escape(caveat)}")
    for path in write_results(found, out or results_folder(settings, campaign, found.period)):
        console.print(f"  {escape(str(path))}")


def import_and_show(console: Console, file: Path, on: str, by: str | None) -> None:
    """Record a returns file, and say how many of each there were."""
    acting = author(day_of(on, "--on"), by)
    ledger = open_ledger(read_settings().ledger_url)
    imported = ledger.import_returns(file, acting.on, actor=acting.actor, at=acting.at)
    for kind, count in imported.by_kind.items():
        console.print(f"  {RETURN_KINDS[kind]} : {as_count(count)}")
    console.print(
        f"{as_count(imported.kept)} retours enregistrés"
        + (f", {as_count(imported.already)} déjà connus." if imported.already else ".")
    )


def forget_and_show(console: Console, on: str, by: str | None) -> None:
    """Forget whom the ledger may no longer name on a day, and say how many they were."""
    acting = author(day_of(on, "--on"), by)
    if acting.on > acting.at.date():
        raise InputError(
            what=f"Le {acting.on:%d/%m/%Y} n'est pas encore venu, et ce qui est oublié ne se retrouve pas.",
            expected="aujourd'hui, ou un jour passé",
            where="--on",
            remedy="corriger la date",
        )
    forgotten = open_ledger(read_settings().ledger_url).forget(acting.on, actor=acting.actor, at=acting.at)
    if forgotten.people:
        console.print(f"{as_count(forgotten.people)} personnes oubliées.")
    if forgotten.objections:
        console.print(f"{as_count(forgotten.objections)} oppositions de plus de 24 mois effacées.")
    if not forgotten.people and not forgotten.objections:
        console.print("Rien n'est à oublier ce jour-là.")
    console.print(
        "Le registre oublie qui il nomme 12 mois après la fin de la campagne, 24 mois après un refus ou une opposition "
        "(CRPA, article R114-9-7) ; tirages, contacts et retours restent comptés, mais les résultats d'un tirage dont "
        "des personnes sont oubliées ne peuvent plus être mesurés : ceux qui ont été écrits restent."
    )


def verify_and_show(console: Console, noted: list[str]) -> bool:
    """Say what is wrong with the audit trail, or what to note elsewhere; whether nothing is."""
    ledger = open_ledger(read_settings().ledger_url)
    found = ledger.verify_audit([_noted(text) for text in noted])
    for fault in found:
        console.print(f"[bold red]Anomalie[/] {escape(fault)}")
    if found:
        console.print("Le journal a été touché hors de Juste Droit : le garder tel quel, et prévenir qui en répond.")
        return False
    lines = ledger.audit()
    console.print(f"Journal intact : {as_count(len(lines))} lignes.")
    if lines:
        console.print(f"À noter ailleurs, pour la prochaine vérification : {lines[-1].no}:{lines[-1].hash}")
    return True


def show_audit(console: Console, last: int) -> None:
    """The last lines of the audit trail, one each."""
    for line in open_ledger(read_settings().ledger_url).audit()[-last:]:
        told = [SHEETS[line.details["what"]]] if "what" in line.details else []
        told += [f"{label} {line.details[name]}" for name, label in COUNTED.items() if name in line.details]
        details = ", ".join(told)
        done = f"{ACTIONS_NOTED.get(line.action, line.action)} : {line.subject}" + (f" ({details})" if details else "")
        console.print(escape(f"{line.no:>5}  {line.at[:16].replace('T', ' ')}  {line.actor}  {done}"))


def _versions(settings: Settings, campaign: str, period: str | None) -> list[Release]:
    return releases_of(open_ledger(settings.ledger_url), campaign, Period.parse(period) if period else None)


def _noted(text: str) -> tuple[int, str]:
    number, _, digest = text.partition(":")
    if not number.isdigit() or not digest:
        raise InputError(
            what=f"« {text[:80]} » n'est pas une empreinte notée.",
            expected="NOMBRE:EMPREINTE, comme `justedroit audit verify` les donne",
            where="--noted",
            remedy="recopier la ligne entière",
        )
    return int(number), digest
