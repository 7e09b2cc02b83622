"""What other processes do to a ledger in tests: `python -m tests.campaigns.ledger.work WHAT URL …`."""

import os
import signal
import sys
from itertools import count
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Engine, event

from campaigns.ledger.book import Ledger
from campaigns.ledger.opening import open_ledger
from campaigns.ledger.releases import Release
from data_contracts.errors import InputError
from tests.campaigns.ledger.conftest import BY, ON, draft, drawn_people, rights_of

_points = count(1)


def publication(ledger: Ledger, folder: Path, control: int, point: Any = lambda: None) -> Release:
    """As publishing does it: draw, or go on with what was drawn; files aside, then in place; published."""
    with ledger.publishing("rsa"):
        release = next(iter(ledger.releases("rsa")), None)
        if release is None:
            people = drawn_people(range(1, 41), control)
            release = ledger.drawn(draft(), people, rights_of(people), **BY)
        if release.state == "drawn":
            point()
            listed = ledger.targets(release).filter(pl.col("arm") == "contacted")["reference"]
            partial = folder / ".list.partial"
            partial.write_text("\n".join(listed))
            point()
            os.replace(partial, folder / "list")
            point()
            release = ledger.published(release, 1, ON, **BY)
        point()
        return release


def killed_at(number: int) -> Any:
    """What to call at each point: before and after each statement, around each commit, and between files."""

    def point(*_: Any) -> None:
        if next(_points) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "after_cursor_execute", "commit", "rollback"):
        event.listen(Engine, name, point)
    return point


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(what: str, url: str, *more: str) -> None:
    if what == "publish":
        publication(open_ledger(url), Path(more[0]), 4, killed_at(int(more[1])))
        say(str(next(_points) - 1))
        return
    ledger = open_ledger(url)
    people = drawn_people(range(1, 3001), int(more[0]) if more else 4)
    say("ready")
    sys.stdin.readline()
    try:
        if what == "draw":
            ledger.drawn(draft(), people, rights_of(people), **BY)
        elif what == "note":
            for number in range(25):
                ledger.note("agent-12", "looked", "rsa", {"process": more[0], "number": number}, BY["at"])
        elif what == "hold":
            with ledger.publishing("rsa"):
                say("held")
                sys.stdin.readline()
        say("won")
    except InputError as error:
        say(error.what)


if __name__ == "__main__":
    main(*sys.argv[1:])
