"""Who may be at the keys together, between threads and between processes."""

import stat
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from data_contracts.errors import InputError
from data_contracts.settings import Settings
from pipelines.keys import ROTATION, load_keys
from pipelines.locks import changing_keys, keeping_decisions, using_keys
from pipelines.rotation import rotate_keys
from pipelines.running import run_month
from pipelines.steps import Step, Workplace
from tests.pipelines.conftest import SPRING_2014

LOCKS = {"using": using_keys, "changing": changing_keys, "deciding": keeping_decisions}
REFUSED = {
    ("using", "changing"): "un traitement s'en sert",
    ("changing", "using"): "Un changement de clés est en cours",
    ("changing", "changing"): "Un changement de clés est en cours",
    ("deciding", "deciding"): "Un autre import de décisions est en cours",
}
HOLD = """
import sys
from pathlib import Path
from pipelines import locks
with getattr(locks, sys.argv[1])(Path(sys.argv[2])):
    print("held", flush=True)
    sys.stdin.read()
"""


def taken(which: str, folder: Path, refused: str | None) -> None:
    lock: AbstractContextManager[None] = LOCKS[which](folder)
    if refused:
        with pytest.raises(InputError, match=refused), lock:
            pass
    else:
        with lock:
            pass


@pytest.mark.parametrize("second", LOCKS)
@pytest.mark.parametrize("first", LOCKS)
def test_who_may_come_second_and_the_lock_is_free_again_after(tmp_path: Path, first: str, second: str) -> None:
    with LOCKS[first](tmp_path):
        taken(second, tmp_path, REFUSED.get((first, second)))
    taken(second, tmp_path, None)


@pytest.mark.parametrize(("first", "second"), REFUSED)
def test_a_lock_holds_between_processes_and_dies_with_its_own(tmp_path: Path, first: str, second: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, LOCKS[first].__name__, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        taken(second, tmp_path, REFUSED[first, second])
        process.kill()
        process.wait()
        taken(second, tmp_path, None)


def test_the_folder_and_its_locks_are_their_owners_only(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    with changing_keys(folder), keeping_decisions(folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_a_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file where the folder should be")
    taken("using", tmp_path / "keys", "Le dossier des clés ne peut pas être utilisé")


def test_keys_do_not_change_under_a_step_nor_a_step_begin_while_they_change(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    workplace = Workplace(settings_json=settings.model_dump_json())
    with workplace.step("records", str(SPRING_2014)):
        before = load_keys(settings.keys_folder)
        with pytest.raises(InputError, match="un traitement s'en sert"):
            rotate_keys(settings, environment={})
        assert load_keys(settings.keys_folder) == before
    with changing_keys(settings.keys_folder):
        with pytest.raises(InputError, match="est en cours"), workplace.step("records", str(SPRING_2014)):
            pass
        with pytest.raises(InputError, match="est en cours"):
            run_month(settings, SPRING_2014)
    assert rotate_keys(settings, environment={})


def test_keys_do_not_change_between_two_steps_of_a_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings, begun, step = Settings(home=tmp_path), [], Workplace.step

    def before_a_step(self: Workplace, name: str, *rest: Any) -> AbstractContextManager[Step]:
        taken("changing", settings.keys_folder, "un traitement s'en sert")
        begun.append(name)
        return step(self, name, *rest)

    monkeypatch.setattr(Workplace, "step", before_a_step)
    run_month(settings, SPRING_2014)
    assert begun, "nothing is delivered, and yet deliveries are looked for"
    taken("changing", settings.keys_folder, None)


@pytest.mark.parametrize(("at_work", "said"), [(True, "est en cours"), (False, "a été interrompu")])
def test_a_mark_is_an_interruption_only_where_nobody_is_at_work(tmp_path: Path, at_work: bool, said: str) -> None:
    load_keys(tmp_path)
    (tmp_path / ROTATION).touch()
    if at_work:
        with changing_keys(tmp_path), pytest.raises(InputError, match=said):
            load_keys(tmp_path)
    else:
        with pytest.raises(InputError, match=said):
            load_keys(tmp_path)
