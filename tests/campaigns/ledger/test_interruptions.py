"""Killed anywhere between the draw and the publication, then run again: one release, nothing lost, nobody twice."""

import random
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from campaigns.ledger.opening import open_ledger
from tests.campaigns.ledger.conftest import new_base
from tests.campaigns.ledger.work import publication

POINTS = {"sqlite": 8, "postgresql": 5}
"""Every state that a kill of a whole publication leaves is taken up in `test_releasing_interrupted`."""


def publish_killed(url: str, folder: Path, point: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.campaigns.ledger.work", "publish", url, str(folder), str(point)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def address(kind: str, folder: Path, request: pytest.FixtureRequest) -> str:
    if kind == "postgresql":
        return new_base(request.getfixturevalue("server"))
    return f"sqlite:///{folder / 'ledger.sqlite'}"


@pytest.mark.parametrize("kind", POINTS)
def test_a_publication_killed_is_taken_up_where_it_was(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    undisturbed = publish_killed(address(kind, whole, request), whole, 0)
    assert undisturbed.returncode == 0, undisturbed.stderr
    points = int(undisturbed.stdout)
    resumed = 0
    for point in sorted(random.Random(5).sample(range(1, points + 1), POINTS[kind])):
        folder = tmp_path / str(point)
        folder.mkdir()
        url = address(kind, folder, request)
        assert publish_killed(url, folder, point).returncode == -signal.SIGKILL
        resumed += check_taken_up(url, folder)
    assert 0 < resumed < POINTS[kind], "points before and after the draw"


def check_taken_up(url: str, folder: Path) -> bool:
    """Publish again, as another draw would be; whether the draw of the killed process was there."""
    ledger = open_ledger(url)
    drawn = next(iter(ledger.releases("rsa")), None)
    before = None if drawn is None else ledger.targets(drawn)
    release = publication(ledger, folder, control=3)
    assert [kept.no for kept in ledger.releases()] == [release.no]
    assert release.state == "published"
    targets = ledger.targets(release)
    assert before is None or targets.equals(before)
    assert targets.height == 40
    contacted = targets.filter(pl.col("arm") == "contacted").sort("person_id")
    assert ledger.contacts(release)["person_id"].to_list() == contacted["person_id"].to_list()
    assert sorted((folder / "list").read_text().split("\n")) == sorted(contacted["reference"])
    assert ledger.rights(release).height == 40
    assert [line.action for line in ledger.audit()] == ["release_drawn", "wave_published"]
    assert ledger.verify_audit() == []
    return drawn is not None
