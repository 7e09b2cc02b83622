"""What several commands take, and where they write. Belongs here: options that are the same everywhere."""

from typing import Annotated

import typer
from rich.console import Console

PeriodOption = Annotated[str, typer.Option("--period", "-p", help="Le mois, par exemple 2014-05.", metavar="AAAA-MM")]
ByOption = Annotated[
    str | None, typer.Option(help="Qui le fait, pour le journal ; l'utilisateur de la machine sinon.", metavar="NOM")
]
OnOption = Annotated[str, typer.Option("--on", help="Le jour où cela se fait.", metavar="AAAA-MM-JJ")]


def terminal() -> Console:
    """Standard output, in plain lines."""
    return Console(highlight=False, soft_wrap=True)
