"""The commands of campaigns, in French: files, releases, waves, what comes back, results, the audit trail."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli_options import ByOption, OnOption, PeriodOption, terminal

campaign_app = typer.Typer(help="Les campagnes : fichiers, tirages, vagues, résultats.", no_args_is_help=True)
returns_app = typer.Typer(help="Ce qui revient des campagnes.", no_args_is_help=True)
audit_app = typer.Typer(help="Le journal de ce qui a été fait.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Le nom de la campagne.", metavar="CAMPAGNE")]
OptionalPeriod = Annotated[
    str | None, typer.Option("--period", "-p", help="Le mois du tirage ; le dernier publié sinon.", metavar="AAAA-MM")
]


class Sheets(StrEnum):
    """What may be printed."""

    letters = "letters"
    bilans = "bilans"
    applications = "applications"


@campaign_app.command(
    "check", epilog="Exemple : justedroit campaign check campaigns/files/rsa-socle-demandeurs-emploi.yaml"
)
def check(file: Annotated[Path, typer.Argument(help="Le fichier de campagne.")]) -> None:
    """Vérifier un fichier de campagne : toutes ses erreurs d'un coup, ou ce qu'il demande, en clair."""
    from pipelines.campaign_commands import check_and_show

    check_and_show(terminal(), file)


@campaign_app.command(
    "preview",
    epilog="Exemple : justedroit campaign preview campaigns/files/aspa-retraites.yaml --period 2014-05",
)
def preview(file: Annotated[Path, typer.Argument(help="Le fichier de campagne.")], period: PeriodOption) -> None:
    """Montrer qui une campagne toucherait, et ce que son tirage au sort pourrait prouver. [bold]Rien n'est écrit[/]."""
    from pipelines.campaign_commands import preview_and_show

    preview_and_show(terminal(), file, period)


@campaign_app.command("list", epilog="Exemple : justedroit campaign list")
def releases() -> None:
    """Montrer les tirages du registre, leurs vagues, et ce qui en est revenu."""
    from pipelines.release_commands import list_and_show

    list_and_show(terminal())


@campaign_app.command(
    "print", epilog="Exemple : justedroit campaign print rsa-socle-demandeurs-emploi --period 2014-05"
)
def print_sheets(
    campaign: Name,
    period: OptionalPeriod = None,
    wave: Annotated[int, typer.Option(min=1, help="La vague.")] = 1,
    what: Annotated[list[Sheets] | None, typer.Option(help="Ce qui s'imprime (à répéter) ; tout sinon.")] = None,
    by: ByOption = None,
) -> None:
    """Mettre en page ce qui s'imprime, en PDF : courriers, bilans des droits, demandes pré-remplies."""
    from pipelines.release_commands import print_and_show

    print_and_show(terminal(), campaign, period, wave, [sheet.value for sheet in what or []], by)


@campaign_app.command(
    "wave",
    epilog="Exemple : justedroit campaign wave rsa-socle-demandeurs-emploi --period 2014-05 --number 2 --on 2014-07-01",
)
def wave(
    campaign: Name,
    number: Annotated[int, typer.Option(min=2, help="Le numéro de la vague, après la première.")],
    on: OnOption,
    period: PeriodOption,
    by: ByOption = None,
) -> None:
    """Préparer une vague suivante : ses listes, sans les personnes pour qui c'est réglé."""
    from pipelines.release_commands import follow_up_and_show

    follow_up_and_show(terminal(), campaign, period, number, on, by)


@campaign_app.command("results", epilog="Exemple : justedroit campaign results rsa-socle-demandeurs-emploi")
def results(
    campaign: Name,
    period: OptionalPeriod = None,
    out: Annotated[Path | None, typer.Option(help="Le dossier où écrire XLSX, JSON et graphique.")] = None,
) -> None:
    """Mesurer ce qu'une campagne a apporté : contactés et témoins comparés, précision, coût."""
    from pipelines.release_commands import results_and_show

    results_and_show(terminal(), campaign, period, out)


@campaign_app.command("forget", epilog="Exemple : justedroit campaign forget --on 2016-01-01")
def forget(on: OnOption, by: ByOption = None) -> None:
    """Oublier dans le registre les personnes qu'il n'a plus le droit de nommer ; les comptes restent."""
    from pipelines.release_commands import forget_and_show

    forget_and_show(terminal(), on, by)


@returns_app.command("import", epilog="Exemple : justedroit returns import retours.xlsx --on 2014-07-15")
def import_returns(
    file: Annotated[Path, typer.Argument(help="Le fichier de retours, XLSX ou CSV.")], on: OnOption, by: ByOption = None
) -> None:
    """Enregistrer ce qui est revenu : tout le fichier, ou rien s'il contient une erreur."""
    from pipelines.release_commands import import_and_show

    import_and_show(terminal(), file, on, by)


@audit_app.command("verify", epilog="Exemple : justedroit audit verify --noted 12:5f3a…")
def verify(
    noted: Annotated[
        list[str] | None,
        typer.Option(help="NOMBRE:EMPREINTE notés ailleurs (à répéter), comme cette commande les donne."),
    ] = None,
) -> None:
    """Vérifier que rien du journal n'a été modifié, retiré ou ajouté après coup."""
    from pipelines.release_commands import verify_and_show

    if not verify_and_show(terminal(), noted or []):
        raise typer.Exit(1)


@audit_app.command("show", epilog="Exemple : justedroit audit show --last 50")
def show(last: Annotated[int, typer.Option(min=1, help="Combien de lignes, les dernières.")] = 20) -> None:
    """Montrer les dernières lignes du journal : qui, quand, quoi. Personne n'y est nommé."""
    from pipelines.release_commands import show_audit

    show_audit(terminal(), last)
