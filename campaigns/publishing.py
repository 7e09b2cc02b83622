"""Putting a release in place: all of its files, or none.

Belongs here: the folder of a release, its summary, and the order that survives a crash. Does not: what the files say.
A release is written aside, in a hidden folder next to its place, then renamed: a reader sees the old one or the new
one, never half of either. No file is left behind when a write fails, since files hold identities.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from campaigns.outputs.lists import Listing, write_csv
from campaigns.outputs.workbook import write_workbook
from campaigns.targeting import Targeting
from data_contracts.errors import StoreError

SUMMARY = "summary.json"


@dataclass(frozen=True)
class Publication:
    """A release in place: where, its files by name, and its summary (which holds no identity)."""

    folder: Path
    files: dict[str, Path]
    summary: dict[str, Any]


def publish(listing: Listing, published: Path, deliveries: Mapping[str, Any]) -> Publication:
    """Write `<published>/<campaign>/<period>/`, replacing the release of the same period as a whole.

    `deliveries` says what the release is made from, and goes into the summary as it is. Raises StoreError when the
    folder cannot be written; what was there before is then as it was.
    """
    targeting = listing.targeting
    release = published / targeting.campaign.name / str(targeting.period)
    partial, old = release.with_name(f".{release.name}.partial"), release.with_name(f".{release.name}.old")
    try:
        _recover(release, partial, old)
        partial.mkdir(parents=True, mode=0o700)
        try:
            summary = _write(listing, partial, deliveries)
            _replace(release, partial, old)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        raise StoreError(
            what=f"La liste de la campagne « {targeting.campaign.name} » n'a pas pu être écrite : {_fault(error)}.",
            expected="un dossier où écrire, avec assez de place",
            where=release,
            remedy="vérifier les droits et la place du disque, puis relancer ; une liste précédente reste intacte",
        ) from None
    return Publication(release, {name: release / name for name in [*summary["files"], SUMMARY]}, summary)


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


def _write(listing: Listing, folder: Path, deliveries: Mapping[str, Any]) -> dict[str, Any]:
    targeting = listing.targeting
    if targeting.campaign.action == "inform":
        written = {
            "contact_list.csv": write_csv(listing, folder / "contact_list.csv"),
            "contact_list.xlsx": write_workbook(listing, folder / "contact_list.xlsx"),
        }
    else:
        written = {"rights_to_open.csv": write_csv(listing, folder / "rights_to_open.csv")}
    files = {name: {"rows": rows, "sha256": _digest(folder / name)} for name, rows in written.items()}
    summary = _summary(targeting, deliveries, files)
    (folder / SUMMARY).write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", "utf-8")
    for path in folder.iterdir():
        _flush(path)
    _flush(folder)
    return summary


def _summary(targeting: Targeting, deliveries: Mapping[str, Any], files: dict[str, Any]) -> dict[str, Any]:
    settings = targeting.campaign.model_dump(mode="json", exclude={"name", "title", "action"})
    settings["perimeter"] = {key: value or "all" for key, value in settings["perimeter"].items()}
    return {
        "campaign": targeting.campaign.name,
        "title": targeting.campaign.title,
        "action": targeting.campaign.action,
        "period": str(targeting.period),
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
