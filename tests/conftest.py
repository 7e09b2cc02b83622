"""What all tests share: machines are shared and noisy, so no property is judged by the time it took."""

import fcntl
import os
import pickle
import shutil
from collections.abc import Callable
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
