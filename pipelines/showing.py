"""How every command shows what it does. Belongs here: progress, numbers as French writes them. Does not: what any one
command says (`commands`, `keys_commands`, `review_commands`)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


@contextmanager
def progress(console: Console, title: str) -> Iterator[Callable[[str], None]]:
    """A spinner with the step it is told and the time, gone when the work is done; a line a step outside a terminal."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title)

        def tell(text: str) -> None:
            if not console.is_terminal:
                console.print(f"{title} : {escape(text)}")
            bar.update(task, description=f"{title} : {escape(text)}")

        yield tell


def as_count(number: int) -> str:
    """`12 345`."""
    return f"{number:,}".replace(",", " ")


def as_percent(share: float | None) -> str:
    """`97,40 %` of a share from 0 to 1; a dash where there is none."""
    return "—" if share is None else f"{share * 100:.2f} %".replace(".", ",")
