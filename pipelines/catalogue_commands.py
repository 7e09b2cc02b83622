"""What `rules catalogue` does and shows. Belongs here: files and sentences. Does not: what a catalogue says."""

import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError
from rich.console import Console

from data_contracts.errors import StoreError
from data_contracts.period import day_of
from data_contracts.settings import read_settings
from eligibility.catalogue import Catalogue, files, gather
from eligibility.catalogue.pages import DATA
from eligibility.parameters import load_parameters
from pipelines.showing import as_count, progress


def write_and_show(console: Console, out: Path, as_of: str | None) -> None:
    """Write the catalogue into a folder, the operator's own values counted; say what is in it."""
    day = day_of(as_of, "--as-of") if as_of else None
    with progress(console, "Catalogue") as tell:
        catalogue = gather(load_parameters(read_settings().parameters), day, tell)
    written = files(catalogue)
    write(out, written)
    rules = sum(len(benefit.rules) for benefit in catalogue.benefits)
    console.print(
        f"{as_count(len(catalogue.benefits))} prestations, {as_count(rules)} règles datées, "
        f"{as_count(len(catalogue.parameters))} valeurs de la loi, {as_count(len(written))} fichiers : {out}"
    )


def write(folder: Path, written: Mapping[str, str]) -> None:
    """Every file aside, then each in its place, the data last; pages of the former catalogue that are no more go."""
    former = _pages_of(folder)
    aside = {folder / name: (folder / name).with_name(f".{Path(name).name}.{os.getpid()}.partial") for name in written}
    try:
        for path, text in zip(aside, written.values(), strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            aside[path].write_text(text, "utf-8", newline="\n")
        for path, partial in aside.items():
            os.replace(partial, path)
        for name in former - written.keys():
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        for partial in aside.values():
            if partial.exists():
                partial.unlink()
        raise StoreError(
            what=f"Le catalogue ne peut pas être écrit : {os.strerror(error.errno or 0)}.",
            expected="un dossier où écrire, avec assez de place",
            where=folder,
            remedy="vérifier le dossier, les droits et la place du disque",
        ) from None


def _pages_of(folder: Path) -> set[str]:
    """The files of the catalogue that is there, none if it cannot be read."""
    try:
        return set(files(Catalogue.model_validate_json((folder / DATA).read_bytes())))
    except (OSError, ValidationError):
        return set()
