"""Keys: one a zone, one for pseudonyms; from the environment, else made on first run in owner-only files.

A fund gives its own through JUSTEDROIT_KEY_IDENTITY, JUSTEDROIT_KEY_ANALYSIS and JUSTEDROIT_KEY_PSEUDONYM (64
hexadecimal characters each). Losing the files means losing the store; they are changed by `justedroit keys rotate`, see
`rotation`.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from data_contracts.errors import InputError
from pipelines.locks import using_keys

NAMES = ("identity", "analysis", "pseudonym")
ROTATION = "rotation"
"""A file of the keys' folder that stands there while keys are being changed, see `rotation`."""


@dataclass(frozen=True)
class Keys:
    """Three keys of 32 bytes, never shown."""

    identity: bytes = field(repr=False)
    analysis: bytes = field(repr=False)
    pseudonym: bytes = field(repr=False)


def load_keys(folder: Path, environment: Mapping[str, str] | None = None) -> Keys:
    """Read the keys, making those that neither the environment nor the folder has. Raises InputError."""
    if (folder / ROTATION).exists():
        with using_keys(folder):  # refused while somebody is changing them: then nothing was interrupted
            _check_no_rotation(folder)
    environment = os.environ if environment is None else environment
    return Keys(
        **{name: _load(folder / f"{name}.key", f"JUSTEDROIT_KEY_{name.upper()}", environment) for name in NAMES}
    )


def _check_no_rotation(folder: Path) -> None:
    if (folder / ROTATION).exists():
        raise InputError(
            what="Un changement de clés a été interrompu, et n'est pas terminé.",
            expected="un entrepôt et des clés qui vont ensemble",
            where=folder,
            remedy="lancer `justedroit keys rotate` : il termine ou annule ce changement",
        )


def _load(path: Path, variable: str, environment: Mapping[str, str]) -> bytes:
    if variable in environment:
        return decoded(environment[variable], variable)
    if not path.exists():
        partial = path.with_suffix(f".{os.getpid()}")
        write_key(partial, secrets.token_bytes(32))
        try:
            os.link(partial, path)  # never replaces a key that another process has just made
        except FileExistsError:
            pass
        finally:
            partial.unlink()
    return decoded(path.read_text("ascii").strip(), str(path))


def fingerprints(keys: Keys) -> dict[str, str]:
    """By name, 16 hexadecimal characters that tell a key from another and give nobody the key."""
    return {
        name: hashlib.sha256(f"juste droit, {name}:".encode() + getattr(keys, name)).hexdigest()[:16] for name in NAMES
    }


def check_fingerprints(keys: Keys, known: Mapping[str, str], folder: Path) -> None:
    """Raise InputError unless the keys are those whose fingerprints are known, naming the ones that are not."""
    found = fingerprints(keys)
    if others := [name for name in NAMES if found[name] != known.get(name)]:
        raise InputError(
            what=f"Ces clés ne sont pas celles de l'entrepôt : {', '.join(others)}.",
            expected="les clés avec lesquelles l'entrepôt a été écrit, ou celles de son dernier changement de clés",
            where=", ".join(f"JUSTEDROIT_KEY_{name.upper()}, sinon {folder / name}.key" for name in others),
            remedy="remettre ces clés dans l'environnement ou, depuis une sauvegarde, dans leur dossier",
        )


def write_key(path: Path, key: bytes) -> None:
    """A file that only its owner reads; raises FileExistsError rather than replace one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(key.hex())


def decoded(text: str, where: str) -> bytes:
    """A key from its 64 hexadecimal characters; raises InputError naming where it stands."""
    if not re.fullmatch(r"[0-9a-fA-F]{64}", text):
        raise InputError(
            what="Une clé n'a pas la forme voulue.",
            expected="64 caractères hexadécimaux",
            where=where,
            remedy="corriger la clé ; `openssl rand -hex 32` en donne une",
        )
    return bytes.fromhex(text)
