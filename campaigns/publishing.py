"""Putting a release in place: all of its files, or none.

Belongs here: the folder of a release, its summary, and the order that survives a crash. Does not: what the files are
(`outputs.files`), what the ledger records (`releasing`).
A release is written aside, in a hidden folder next to its place, then renamed: a reader sees the old one or the new
one, never half of either. No file is left behind when a write fails, since files hold identities.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from campaigns.drafting import Drawn
from campaigns.ledger.releases import Release
from campaigns.outputs.files import Outputs
from data_contracts.errors import StoreError

SUMMARY = "summary.json"


@dataclass(frozen=True)
class Publication:
    """A release in place: where, its files by name, and its summary (which holds no identity)."""

    folder: Path
    files: dict[str, Path]
    summary: dict[str, Any]


def folder_of(published: Path, release: Release, wave: int = 1) -> Path:
    """`<published>/<campaign>/<period>`; a correction has its version after the period, a later wave its number."""
    version = "" if release.version == 1 else f"-v{release.version}"
    return published / release.campaign / f"{release.period}{version}{'' if wave == 1 else f'-wave-{wave}'}"


def whole(folder: Path) -> bool:
    """Whether all the files of a folder are there, as they were written."""
    try:
        files = json.loads((folder / SUMMARY).read_text("utf-8"))["files"]
        return all(_digest(folder / name) == file["sha256"] for name, file in files.items())
    except (OSError, ValueError, KeyError):
        return False


def publish(drawn: Drawn, outputs: Outputs, published: Path, deliveries: Mapping[str, Any]) -> Publication:
    """Write the folder of a release, whole.

    `deliveries` says what the release is made from, and goes into the summary as it is. Raises StoreError when the
    folder cannot be written; what was there before is then as it was.
    """
    return _put(folder_of(published, drawn.release), lambda folder: _write(drawn, outputs, folder, deliveries))


def put_wave(drawn: Drawn, outputs: Outputs, published: Path, number: int) -> Publication:
    """Write the folder of a later wave, whole, for those whom `drawn` reaches; raises StoreError as `publish` does."""
    return _put(folder_of(published, drawn.release, number), lambda folder: _write(drawn, outputs, folder, {}, number))


def _put(folder: Path, write: Callable[[Path], dict[str, Any]]) -> Publication:
    partial, old = folder.with_name(f".{folder.name}.partial"), folder.with_name(f".{folder.name}.old")
    try:
        _recover(folder, partial, old)
        partial.mkdir(parents=True, mode=0o700)
        try:
            summary = write(partial)
            _replace(folder, partial, old)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        raise StoreError(
            what=f"La liste de la campagne « {folder.parent.name} » n'a pas pu être écrite : {_fault(error)}.",
            expected="un dossier où écrire, avec assez de place",
            where=folder,
            remedy="vérifier les droits et la place du disque, puis relancer : le même tirage est repris",
        ) from None
    return Publication(folder, {name: folder / name for name in [*summary["files"], SUMMARY]}, summary)


def _fault(error: OSError) -> str:
    """What the system says; Polars gives its faults a number only within their text."""
    number = error.errno or next(map(int, re.findall(r"os error (\d+)", str(error))), None)
    return os.strerror(number) if number else type(error).__name__


def _recover(release: Path, partial: Path, old: Path) -> None:
    """Undo what a crash left: between its two renames, the release in force is the old one."""
    if partial.exists():
        shutil.rmtree(partial)
    if old.exists() and not release.exists():
        os.replace(old, release)
    elif old.exists():
        shutil.rmtree(old)


def _replace(release: Path, partial: Path, old: Path) -> None:
    if release.exists():
        os.replace(release, old)
    try:
        os.replace(partial, release)
    except OSError:
        if old.exists():
            os.replace(old, release)
        raise
    # The release is in place: an old folder that will not go is the next run's to delete, not a failure of this one.
    shutil.rmtree(old, ignore_errors=True)


def _write(
    drawn: Drawn, outputs: Outputs, folder: Path, deliveries: Mapping[str, Any], wave: int = 1
) -> dict[str, Any]:
    written = outputs.write(folder)
    files = {name: {"rows": rows, "sha256": _digest(folder / name)} for name, rows in written.items()}
    summary = _summary(drawn, deliveries, files, wave)
    (folder / SUMMARY).write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", "utf-8")
    for path in folder.iterdir():
        _flush(path)
    _flush(folder)
    return summary


def _summary(drawn: Drawn, deliveries: Mapping[str, Any], files: dict[str, Any], wave: int) -> dict[str, Any]:
    targeting = drawn.targeting
    settings = targeting.campaign.model_dump(mode="json", exclude={"name", "title", "action"})
    settings["perimeter"] = {key: value or "all" for key, value in settings["perimeter"].items()}
    return {
        "campaign": targeting.campaign.name,
        "title": targeting.campaign.title,
        "action": targeting.campaign.action,
        "period": str(targeting.period),
        "version": drawn.release.version,
        "wave": wave,
        "published_on": drawn.release.published_on.isoformat(),
        "data_date": str(targeting.period.last_day),
        "benefits_in_force": targeting.benefits_in_force,
        "counts": asdict(targeting.counts),
        "settings": settings,
        "deliveries": dict(deliveries),
        "files": files,
    }


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(path: Path) -> None:
    """Ask the disk to hold the bytes before the rename makes them the release."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
