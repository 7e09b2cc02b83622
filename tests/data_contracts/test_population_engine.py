"""Great Expectations is imported late, once, quietly, and never reaches the network or the disk."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from data_contracts.population_bounds import Bound
from data_contracts.population_engine import judge, make_suite

ROOT = Path(__file__).resolve().parents[2]

QUIET = """
import logging, socket, sys, warnings
logging.basicConfig(level=logging.DEBUG)
def refuse(*args, **kwargs):
    print("NETWORK", args)
    raise OSError("no network")
socket.socket.connect = socket.getaddrinfo = socket.create_connection = socket.socket.sendto = refuse
from data_contracts.population import check_population
from data_contracts.received import CafPerson
for _ in range(2):
    for result in check_population({"rows": 0.0}, CafPerson, None):
        assert not result.passed
"""


def run(code: str, home: Path) -> subprocess.CompletedProcess[str]:
    home.mkdir(exist_ok=True)
    env = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(home), "GX_ANALYTICS_ENABLED": "True"}
    env |= {"TMPDIR": str(home)}
    return subprocess.run([sys.executable, "-c", code], cwd=home, env=env, capture_output=True, text=True, check=False)


def test_importing_the_checks_does_not_import_great_expectations(tmp_path: Path) -> None:
    code = "import sys, data_contracts.population; print({'great_expectations', 'pandas'} & set(sys.modules))"
    done = run(code, tmp_path / "home")
    assert (done.returncode, done.stdout, done.stderr) == (0, "set()\n", "")


def test_checking_prints_nothing_and_touches_neither_network_nor_disk(tmp_path: Path) -> None:
    done = run(QUIET, tmp_path / "home")
    assert (done.returncode, done.stdout) == (0, "")
    assert "great_expectations" not in done.stderr
    assert "Calculating Metrics" not in done.stderr
    assert list((tmp_path / "home").iterdir()) == []


def test_a_verdict_that_could_not_be_reached_is_no_pass() -> None:
    absent = Bound("absent", "null_share.absent", True, None, 0.5)
    with pytest.raises(RuntimeError, match="could not judge t: absent"):
        judge({"rows": 1.0}, make_suite("t", [absent]))


def test_a_profile_cannot_be_mistaken_for_the_one_before() -> None:
    bound = Bound("rows.not_empty", "rows", True, 1, None)
    suite = make_suite("t", [bound])
    assert judge({"rows": 0.0}, suite) == {"rows.not_empty": (False, 0.0)}
    assert judge({"rows": 7.0}, suite) == {"rows.not_empty": (True, 7.0)}
