"""Several processes at one ledger: one wins, the other is told, and the audit trail stays one chain."""

import subprocess
import sys

import pytest

from campaigns.ledger.opening import open_ledger
from data_contracts.errors import InputError


def start(what: str, url: str, *more: str) -> subprocess.Popen[str]:
    """A process that is ready, and waits for `go`."""
    command = [sys.executable, "-m", "tests.campaigns.ledger.work", what, url, *more]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def together(*processes: subprocess.Popen[str]) -> list[str]:
    """Let all go at once; what each says at the end."""
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return [process.communicate()[0].strip() for process in processes]


def test_two_draws_of_one_release(url: str) -> None:
    said = together(start("draw", url, "4"), start("draw", url, "3"))
    winner = said.index("won")
    assert "est déjà fait" in said[1 - winner]
    ledger = open_ledger(url)
    (release,) = ledger.releases()
    control = ledger.targets(release)["arm"].to_list().count("control")
    assert control == (750, 1000)[winner]
    assert ledger.verify_audit() == []


def test_two_processes_append_to_one_chain(url: str) -> None:
    assert together(start("note", url, "1"), start("note", url, "2")) == ["won", "won"]
    ledger = open_ledger(url)
    assert len(ledger.audit()) == 50
    assert ledger.verify_audit() == []


def test_a_ledger_made_by_two_at_once(url: str) -> None:
    processes = [start("note", url, str(number)) for number in range(3)]
    assert together(*processes) == ["won"] * 3
    assert open_ledger(url).verify_audit() == []


def test_a_publication_elsewhere_is_told_and_its_lock_dies_with_it(url: str) -> None:
    ledger = open_ledger(url)
    with start("hold", url) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
        assert [process.stdout.readline() for _ in range(2)] == ["ready\n", "held\n"]
        with pytest.raises(InputError, match="en cours de publication"), ledger.publishing("rsa"):
            pass
        process.kill()
    for _ in range(50):  # a server takes a moment to see that the connection is gone
        try:
            with ledger.publishing("rsa"):
                return
        except InputError:
            subprocess.run(["sleep", "0.1"], check=True)
    pytest.fail("the lock outlived its process")
