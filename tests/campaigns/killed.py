"""What other processes do to a release in tests: `python -m tests.campaigns.killed WHAT …`: `interrupted`, `race`.

One process imports everything, then forks the others. Each stops before each thing it does to the ledger or to files:
whatever stands on the disk then is what a kill there would leave, for somebody else to take up.
"""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from campaigns import releasing
from campaigns.drafting import as_released
from campaigns.ledger.book import Ledger
from campaigns.ledger.releases import Release
from campaigns.waves import campaign_of
from data_contracts.campaign_file import load_campaign
from data_contracts.errors import InputError
from data_contracts.settings import Settings
from pipelines import releases
from tests.campaigns.conftest import FILES, Territory
from tests.campaigns.month import Month, author, content, day, town

TOUCHING = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree")
PEOPLE = 24
TWO_LETTERS = [{"by": "letter", "after_days": 0}, {"by": "letter", "after_days": 30}]
LATER = day("2014-07-01")


def two_campaigns(folder: Path, url: str = "") -> Month:
    """A letter to people with a low allowance, then to others; a third of their households are control."""
    campaign = load_campaign(FILES / "rsa-socle-demandeurs-emploi.yaml")
    low = town(campaign, name="a-premiere", signals=["allocation_sous_montant_forfaitaire"], waves=TWO_LETTERS)
    month = Month(Territory(), [low, town(campaign, name="b-seconde", signals=["minimum_vieillesse"])], folder, url)
    month.people(*range(PEOPLE // 2), signals=low.signals)
    month.people(*range(PEOPLE // 2, PEOPLE), signals=["minimum_vieillesse"])
    return month


def publishing(folder: Path) -> Callable[[], Any]:
    """Both campaigns of a month that begins."""
    return two_campaigns(folder).run


def following(folder: Path) -> Callable[[], Any]:
    """The second letter of a month that was published."""
    month = two_campaigns(folder)
    month.run()
    return lambda: follow(month)


WORK = {"publish": publishing, "follow": following}


def follow(month: Month) -> releases.Followed:
    """Prepare the second wave of the first campaign, over the people planted in place of those of a store."""

    @contextmanager
    def planted(_: Settings, ledger: Ledger, release: Release) -> Iterator[Any]:
        yield as_released(ledger, month.territory.target(campaign_of(release)), release), None

    stored, releases.seen_again = releases.seen_again, planted
    try:
        (release,) = month.ledger.releases("a-premiere")
        return releases.follow_up(Settings(home=month.folder), release, 2, replace(author(), on=LATER))
    finally:
        releases.seen_again = stored


def points(work: Callable[[], Any], folder: Path) -> Iterator[int]:
    """Do the work in a process that stops at each of its points, with all its threads; yields that process each time,
    which goes on when the next is asked for.

    The points: before each statement of the ledger (its making among them) and each commit; before each file of what
    is published is opened to be written, made, renamed or removed.
    """

    def stop(*_: Any) -> None:
        os.kill(os.getpid(), signal.SIGSTOP)

    def touched(name: str, arguments: tuple[Any, ...]) -> None:
        if name in TOUCHING or (name == "open" and set(str(arguments[1])) & set("wax")):
            with contextlib.suppress(TypeError):
                if os.fspath(arguments[0]).startswith(str(folder / "published")):
                    stop()

    def stopping() -> None:
        prepared = work()
        sys.addaudithook(touched)
        for name in ("before_cursor_execute", "commit", "rollback"):
            event.listen(Engine, name, stop)
        prepared()

    process = forked(stopping)
    while os.WIFSTOPPED(status := os.waitpid(process, os.WUNTRACED)[1]):
        yield process
        os.kill(process, signal.SIGCONT)
    if os.waitstatus_to_exitcode(status) not in (0, -signal.SIGKILL):
        raise ChildProcessError(status)


def forked(work: Callable[[], None]) -> int:
    """Start a process that does the work, and ends there."""
    process = os.fork()
    if process == 0:
        failed = True
        try:
            work()
            failed = False
        finally:
            sys.stdout.flush()
            os._exit(failed)
    return process


def interrupted(what: str, folder: Path) -> None:
    """Do the work in `whole`, and keep what stood there, each time it was another than before, in folders of the number
    of that point; then begin again twice, and die at one of them."""
    whole, before, number = folder / "whole", None, 0
    whole.mkdir()
    for number, _ in enumerate(points(lambda: WORK[what](whole), whole), start=1):
        files = {name: held for name, held in content(whole).items() if not name.endswith("-shm")}
        now = files, sorted(whole.rglob("*/"))
        if now != before:
            shutil.copytree(whole, folder / str(number))
        before = now
    for chosen in random.Random(7).sample(range(1, number + 1), 2):
        place = folder / f"killed-{chosen}"
        place.mkdir()
        for at, process in enumerate(points(lambda place=place: WORK[what](place), place), start=1):  # type: ignore[misc]
            if at == chosen:
                os.kill(process, signal.SIGKILL)


def other(*arguments: object) -> list[str]:
    """Run this module in another process; the lines it says."""
    command = [sys.executable, "-m", "tests.campaigns.killed", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def left_behind(what: str, folder: Path) -> list[Path]:
    """Folders: of a work done whole, of every state in which a kill can leave it, and of two that were killed."""
    other("interrupted", what, folder)
    return sorted(folder.iterdir(), key=lambda place: (place.name != "whole", place.name))


def race(folder: Path, url: str) -> None:
    """Two processes publish at once; says what each was told. Who holds the first campaign is slow about it."""
    choose = releasing.target

    def slowly(*given: Any, **named: Any) -> Any:
        time.sleep(1.0)
        return choose(*given, **named)

    releasing.target = slowly
    read, write = os.pipe()

    def publish() -> None:
        os.close(write)
        month = two_campaigns(folder, url)
        os.read(read, 1)  # both wait for the end of the pipe
        try:
            month.run()
            said = "published"
        except InputError as error:
            said = error.what
        os.write(sys.stdout.fileno(), f"{said}\n".encode())

    both = [forked(publish) for _ in range(2)]
    time.sleep(1.0)
    os.close(write)
    for process in both:
        os.waitpid(process, 0)


if __name__ == "__main__":
    what, *given = sys.argv[1:]
    if what == "race":
        race(Path(given[0]), given[1])
    else:
        interrupted(given[0], Path(given[1]))
