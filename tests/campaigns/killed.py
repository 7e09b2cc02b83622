"""What other processes do to a release in tests: `python -m tests.campaigns.killed WHAT …`, `kill` or `race`.

One process imports everything, then forks the others: each is killed, or told, on its own.
"""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from campaigns import releasing
from data_contracts.campaign_file import load_campaign
from data_contracts.errors import InputError
from tests.campaigns.conftest import FILES, Territory
from tests.campaigns.month import Month, town

TOUCHING = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree")
PEOPLE = 24


def two_campaigns(folder: Path, url: str = "") -> Month:
    """A letter to people with a low allowance, then to others; a third of their households are control."""
    campaign = load_campaign(FILES / "rsa-socle-demandeurs-emploi.yaml")
    low = town(campaign, name="a-premiere", signals=["allocation_sous_montant_forfaitaire"])
    month = Month(Territory(), [low, town(campaign, name="b-seconde", signals=["minimum_vieillesse"])], folder, url)
    month.people(*range(PEOPLE // 2), signals=low.signals)
    month.people(*range(PEOPLE // 2, PEOPLE), signals=["minimum_vieillesse"])
    return month


def kill_at(number: int, folder: Path) -> Callable[[], int]:
    """Kill this process at its `number`-th point: before each statement of the ledger (its making among them) and each
    commit, before each file is opened to be written, made, renamed or removed. Returns what counts the points met."""
    points = count(1)
    met = 0

    def point(*_: Any) -> None:
        nonlocal met
        met = next(points)
        if met == number:
            os.kill(os.getpid(), signal.SIGKILL)

    def touched(name: str, arguments: tuple[Any, ...]) -> None:
        if name in TOUCHING or (name == "open" and set(str(arguments[1])) & set("wax")):
            with contextlib.suppress(TypeError):
                if os.fspath(arguments[0]).startswith(str(folder / "published")):
                    point()

    sys.addaudithook(touched)
    for name in ("before_cursor_execute", "commit", "rollback"):
        event.listen(Engine, name, point)
    return lambda: met


def forked(work: Callable[[], None]) -> int:
    """Start a process that does the work, and ends there."""
    process = os.fork()
    if process == 0:
        try:
            work()
        finally:
            sys.stdout.flush()
            os._exit(0)
    return process


def kill(folder: Path, *points: int) -> None:
    """For each point, publish in a folder of that name, and die there; says how each ended (0: not killed)."""
    for point in points:

        def publish(point: int = point) -> None:
            place = folder / str(point)
            place.mkdir()
            month = two_campaigns(place)
            met = kill_at(point, place)
            month.run()
            if not point:
                sys.stdout.write(f"{met()}\n")

        _, status = os.waitpid(forked(publish), 0)
        sys.stdout.write(f"{point} {os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


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
    if sys.argv[1] == "kill":
        kill(Path(sys.argv[2]), *map(int, sys.argv[3:]))
    else:
        race(Path(sys.argv[2]), sys.argv[3])
