"""What all tests share: machines are shared and noisy, so no property is judged by the time it took."""

import fcntl
import gc
import os
import pickle
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings

settings.register_profile("juste-droit", deadline=None)
settings.load_profile("juste-droit")

Made = TypeVar("Made")
Once = Callable[[str, Callable[[Path], Made]], tuple[Path, Made]]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once[object]:
    """`once(name, make)`: the folder that `make` filled and what it gave back, made by one worker for all of them.

    For what takes seconds to make and tests only look at. What is given back is pickled: no class of a conftest.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent

    def of(name: str, make: Callable[[Path], Made]) -> tuple[Path, Made]:
        folder, given = shared / f"once-{name}", shared / f"once-{name}.pickle"
        with (shared / f"once-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not given.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                given.write_bytes(pickle.dumps(make(folder)))
        return folder, pickle.loads(given.read_bytes())

    return of


@pytest.fixture(scope="module", autouse=True)
def databases_of_a_module_end_with_it() -> Iterator[None]:
    """A process keeps a database a home, with its memory: one home in use, but not the hundred of all the tests."""
    yield
    if engine := sys.modules.get("pipelines.engine"):
        engine._database.cache_clear()
        gc.collect()
