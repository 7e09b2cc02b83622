"""Who may be at the keys together: many who work with them, or one who changes them.

Locks of the operating system, on files beside the keys: they hold between processes, and end with the process that
holds them, however it ends. Nobody waits: whoever comes second is told so. Belongs here: taking locks, and saying who
stands in the way. Does not: what is done meanwhile.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from data_contracts.errors import InputError

_KEYS, _DECISIONS = "keys.lock", "decisions.lock"


@contextmanager
def using_keys(folder: Path) -> Iterator[None]:
    """The keys of a folder stay what they are meanwhile; any number may use them. Raises InputError."""
    with _opened(folder / _KEYS) as taken:
        if not taken(fcntl.LOCK_SH):
            raise _changing(folder)
        yield


@contextmanager
def changing_keys(folder: Path) -> Iterator[None]:
    """Nobody else uses nor changes the keys of a folder meanwhile; raises InputError where somebody does."""
    with _opened(folder / _KEYS) as taken:
        if not taken(fcntl.LOCK_EX):
            if not taken(fcntl.LOCK_SH):
                raise _changing(folder)
            raise InputError(
                what="Les clés ne peuvent pas changer maintenant : un traitement s'en sert.",
                expected="aucun mois en cours, ni import, export ou consultation",
                where=folder,
                remedy="attendre sa fin, puis relancer `justedroit keys rotate`",
            )
        yield


@contextmanager
def keeping_decisions(folder: Path) -> Iterator[None]:
    """Nobody else brings in clerks' decisions meanwhile, which would lose one or the other's; raises InputError."""
    with _opened(folder / _DECISIONS) as taken:
        if not taken(fcntl.LOCK_EX):
            raise InputError(
                what="Un autre import de décisions est en cours.",
                expected="un import à la fois",
                where=folder,
                remedy="attendre sa fin, puis relancer : rien de ce fichier n'a été gardé",
            )
        yield


@contextmanager
def _opened(path: Path) -> Iterator[Callable[[int], bool]]:
    """What tries to take the lock, given its kind, and tells whether it could; it is free again when this is left.

    Each time a descriptor of its own, so that a lock binds the threads of one process as it binds processes.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _unusable(path, error) from None

    def taken(kind: int) -> bool:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            raise _unusable(path, error) from None
        return True

    try:
        yield taken
    finally:
        os.close(descriptor)


def _changing(folder: Path) -> InputError:
    return InputError(
        what="Un changement de clés est en cours.",
        expected="un entrepôt que personne n'est en train de réécrire",
        where=folder,
        remedy="attendre sa fin, puis relancer",
    )


def _unusable(path: Path, error: OSError) -> InputError:
    return InputError(
        what=f"Le dossier des clés ne peut pas être utilisé : {os.strerror(error.errno or 0)}.",
        expected="un dossier où écrire, sur un disque qui connaît les verrous",
        where=path.parent,
        remedy="vérifier le dossier et ses droits",
    )
