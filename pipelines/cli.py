"""The command line, in French. Imports on demand: `--help` answers without Dagster nor Great Expectations."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

from data_contracts.errors import InternalError, JusteDroitError
from pipelines.cli_campaigns import audit_app, campaign_app, returns_app
from pipelines.cli_options import PeriodOption, terminal

app = typer.Typer(
    help="Juste Droit : trouver les personnes qui ont sans doute droit à une prestation et ne la reçoivent pas.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
contracts_app = typer.Typer(help="Ce que les tables contiennent : colonnes, unités, codes.", no_args_is_help=True)
review_app = typer.Typer(help="Les rapprochements qu'un agent doit trancher.", no_args_is_help=True)
explain_app = typer.Typer(help="Pourquoi le programme a conclu ainsi.", no_args_is_help=True)
app.add_typer(review_app, name="review")
app.add_typer(explain_app, name="explain")
app.add_typer(contracts_app, name="contracts")
keys_app = typer.Typer(help="Les clés de l'entrepôt et des pseudonymes.", no_args_is_help=True)
parameters_app = typer.Typer(help="Les valeurs datées de la loi.", no_args_is_help=True)
rules_app = typer.Typer(help="Les règles appliquées.", no_args_is_help=True)
app.add_typer(rules_app, name="rules")
app.add_typer(campaign_app, name="campaign")
app.add_typer(returns_app, name="returns")
app.add_typer(audit_app, name="audit")
app.add_typer(parameters_app, name="parameters")
app.add_typer(keys_app, name="keys")


class KeyName(StrEnum):
    """What a key protects."""

    identity = "identity"
    analysis = "analysis"
    pseudonym = "pseudonym"


class Readers(StrEnum):
    """Whom an explanation is for."""

    agent = "agent"
    person = "person"
    both = "both"


class Faults(StrEnum):
    """How faulty the rehearsed files are."""

    light = "light"
    default = "default"
    harsh = "harsh"


@app.command(
    epilog="Exemple : justedroit rehearse --period 2014-05 --persons 100000 --departments 44,77 --seed 1 ; après une "
    "campagne : justedroit rehearse --period 2014-06 --months 5 --after rsa-socle-demandeurs-emploi --effect 10"
)
def rehearse(
    period: PeriodOption,
    persons: Annotated[int, typer.Option(min=100, help="Nombre de personnes du territoire fictif.")] = 100_000,
    departments: Annotated[str, typer.Option(help="Départements, séparés par des virgules.")] = "44,77",
    seed: Annotated[int, typer.Option(help="Le même nombre donne le même territoire.")] = 1,
    faults: Annotated[Faults, typer.Option(help="Fréquence des défauts plantés.")] = Faults.default,
    months: Annotated[int, typer.Option(min=1, max=24, help="Nombre de mois à écrire, à partir de --period.")] = 1,
    after: Annotated[
        list[str] | None,
        typer.Option(help="Campagne publiée avant ce mois, dont on joue les suites (à répéter).", metavar="CAMPAGNE"),
    ] = None,
    effect: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=100,
            help="Effet fixé : de combien de points, sur tous les foyers tirés, les contactés ouvrent plus le droit.",
        ),
    ] = None,
) -> None:
    """Écrire les livraisons d'un territoire [bold]fictif[/], et à part la vérité sur ce territoire.

    Avec --after, les mois suivent une campagne : des foyers ouvrent le droit, d'autres sont refusés, et les retours que
    le service enverrait sont écrits aussi. Reprendre les options du mois de la campagne.
    """
    from pipelines.rehearse_commands import rehearse_months

    rehearse_months(terminal(), period, months, persons, departments, seed, faults.value, after or [], effect)


@app.command(epilog="Exemple : justedroit run --period 2014-05 --on 2014-06-10")
def run(
    period: PeriodOption,
    without: Annotated[
        list[str] | None, typer.Option(help="Source qui ne livre pas ce mois-ci (à répéter) ; ses faits sont inconnus.")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            help="Le jour où les courriers partent, ou les listes sont remises ; le premier du mois suivant sinon.",
            metavar="AAAA-MM-JJ",
        ),
    ] = None,
) -> None:
    """Dérouler un mois : lire les livraisons, rapprocher, appliquer la loi, écrire les listes des campagnes."""
    from pipelines.commands import run_and_show

    if not run_and_show(terminal(), period, without or [], on):
        raise typer.Exit(1)


@app.command(epilog="Exemple : justedroit score --period 2014-05")
def score(period: PeriodOption) -> None:
    """Comparer un mois déroulé à la vérité du territoire fictif : précision et rappel."""
    from pipelines.commands import show_score

    show_score(terminal(), period)


@app.command(epilog="Exemple : justedroit rejects --period 2014-05 --source caf")
def rejects(
    period: PeriodOption,
    source: Annotated[str | None, typer.Option(help="Une seule source ; toutes sinon.")] = None,
) -> None:
    """Montrer, fichier par fichier, combien de lignes ont été reçues, acceptées, rejetées, et pourquoi."""
    from pipelines.commands import show_rejects

    show_rejects(terminal(), period, source)


@app.command(epilog="Exemple : justedroit assess docs/examples/situations --as-of 2014-06-01 --out droits.csv")
def assess(
    situations: Annotated[
        Path,
        typer.Argument(
            help="Un dossier : households et people, et s'ils sont connus incomes, income_coverage, "
            "benefits, chacun en .csv ou .parquet."
        ),
    ],
    as_of: Annotated[str, typer.Option("--as-of", help="Le jour dont on applique la loi.", metavar="AAAA-MM-JJ")],
    out: Annotated[Path, typer.Option(help="Le fichier à écrire, .csv ou .parquet.")],
    benefit: Annotated[list[str] | None, typer.Option(help="Une prestation (à répéter) ; toutes sinon.")] = None,
    memory: Annotated[str, typer.Option(help="Mémoire à ne pas dépasser.")] = "3GB",
) -> None:
    """Appliquer la loi d'un jour à des situations venues d'ailleurs (voir [bold]contracts describe situations[/])."""
    from pipelines.assess_commands import assess_and_show

    assess_and_show(terminal(), situations, as_of, out, benefit, memory)


@review_app.command("export", epilog="Exemple : justedroit review export --period 2014-05")
def export(
    period: PeriodOption,
    out: Annotated[Path | None, typer.Option(help="Le classeur à écrire, sinon dans <home>/reviews.")] = None,
) -> None:
    """Écrire le classeur des paires à trancher. Il contient des [bold]identités[/]."""
    from pipelines.review_commands import export_and_show

    export_and_show(terminal(), period, out)


@review_app.command(
    "import", epilog='Exemple : justedroit review import classeur.xlsx --decided-on 2014-06-03 --by "CAF 44"'
)
def import_(
    file: Annotated[Path, typer.Argument(help="Le classeur rempli, XLSX ou CSV.")],
    decided_on: Annotated[str, typer.Option(help="Le jour où les décisions ont été prises.", metavar="AAAA-MM-JJ")],
    by: Annotated[str | None, typer.Option(help="Qui a décidé : un service ou des initiales.")] = None,
) -> None:
    """Vérifier un classeur rempli, puis garder toutes ses décisions, ou aucune."""
    from pipelines.review_commands import import_and_show

    import_and_show(terminal(), file, decided_on, by)


@explain_app.command(
    "match", epilog="Exemple : justedroit explain match --period 2014-05 PE_STOCK_44_201405.csv:12 CNAV_201405.txt:40"
)
def match(
    one: Annotated[str, typer.Argument(help="FICHIER:LIGNE, ou un numéro d'enregistrement.", metavar="UN")],
    other: Annotated[str, typer.Argument(help="L'autre enregistrement.", metavar="AUTRE")],
    period: PeriodOption,
) -> None:
    """Dire pourquoi deux enregistrements sont, ou ne sont pas, une même personne. Aucune identité n'est montrée."""
    from pipelines.review_commands import show_match

    show_match(terminal(), period, one, other)


@explain_app.command("right", epilog="Exemple : justedroit explain right SITUATIONS --household h12 --as-of 2014-06-01")
def right(
    situations: Annotated[Path, typer.Argument(help="Le dossier des tables de situations.", metavar="SITUATIONS")],
    household: Annotated[list[str], typer.Option(help="Le foyer (à répéter) : son household_id.")],
    as_of: Annotated[str, typer.Option(help="Le jour où la loi est appliquée.", metavar="AAAA-MM-JJ")],
    benefit: Annotated[
        list[str] | None, typer.Option(help="Une prestation (à répéter) ; toutes celles en vigueur sinon.")
    ] = None,
    reader: Annotated[
        Readers, typer.Option("--for", help="Le texte de l'agent, celui de la personne, ou les deux.")
    ] = Readers.both,
    certain: Annotated[
        bool,
        typer.Option(
            "--certain/--not-certain",
            help="Rapprochement certain, ou seulement probable : le texte de l'agent prévient alors que les faits "
            "peuvent être ceux d'une autre personne, et celui de la personne ne dit rien d'elle.",
        ),
    ] = True,
) -> None:
    """Dire pourquoi un foyer a droit, peut-être droit, ou sans doute pas droit à une prestation."""
    from pipelines.explain_commands import show_right

    readers = ("agent", "person") if reader is Readers.both else (reader.value,)
    show_right(terminal(), situations, household, as_of, benefit, readers, certain)


@contracts_app.command("describe", epilog="Exemple : justedroit contracts describe registrations")
def describe(
    tables: Annotated[
        list[str] | None,
        typer.Argument(
            help="Tables à décrire, ou un groupe : situations (ce que lit assess), findings (ce qu'il écrit), "
            "known (ce que retient la chaîne)."
        ),
    ] = None,
) -> None:
    """Imprimer le dictionnaire des données, en Markdown."""
    from pipelines.commands import describe_tables

    describe_tables(tables or [])


@parameters_app.command("check", epilog="Exemple : justedroit parameters check")
def check_parameters() -> None:
    """Vérifier les fichiers de paramètres, ceux de votre dossier compris, et montrer ce que celui-ci change."""
    from pipelines.parameter_commands import check_and_show

    check_and_show(terminal())


@parameters_app.command("compare", epilog="Exemple : justedroit parameters compare --all")
def compare_parameters(
    every: Annotated[bool, typer.Option("--all", help="Montrer aussi les valeurs égales.")] = False,
) -> None:
    """Comparer nos valeurs, date par date depuis 2009, à celles d'openfisca-france (développement seulement)."""
    from pipelines.parameter_commands import compare_and_show

    if not compare_and_show(terminal(), every):
        raise typer.Exit(1)


@rules_app.command("catalogue", epilog="Exemple : justedroit rules catalogue --out catalogue --as-of 2026-05-01")
def catalogue(
    out: Annotated[Path, typer.Option(help="Le dossier où écrire ; ses autres fichiers sont laissés.")],
    as_of: Annotated[
        str | None, typer.Option(help="Seulement ce qui est en vigueur ce jour-là.", metavar="AAAA-MM-JJ")
    ] = None,
) -> None:
    """Écrire le catalogue des règles et des valeurs datées, à publier : pages Markdown et catalogue.json."""
    from pipelines.catalogue_commands import write_and_show

    write_and_show(terminal(), out, as_of)


@keys_app.command("rotate", epilog="Exemple : justedroit keys rotate --only pseudonym")
def rotate(
    only: Annotated[list[KeyName] | None, typer.Option(help="Une clé (à répéter) ; les trois sinon.")] = None,
) -> None:
    """Changer les clés : tout l'entrepôt est réécrit, et les pseudonymes deviennent d'autres pseudonymes."""
    from pipelines.keys_commands import rotate_and_show

    rotate_and_show(terminal(), [key.value for key in only or KeyName])


def main() -> NoReturn:
    """Entry point: a foreseeable fault prints its message and nothing else."""
    try:
        app(standalone_mode=True)
    except JusteDroitError as error:
        _fail(error)
    except Exception as error:
        _fail(InternalError(error, "ligne de commande"))
    raise SystemExit(0)


def _fail(error: JusteDroitError) -> NoReturn:
    Console(stderr=True, soft_wrap=True, highlight=False).print(f"[bold red]Erreur[/] {escape(str(error))}")
    raise SystemExit(1) from None
