"""Returns files, as services send them."""

from collections.abc import Iterable
from itertools import count
from pathlib import Path

from campaigns.ledger.book import Ledger
from campaigns.ledger.releases import Release
from tests.campaigns.ledger.conftest import person

HEADING = "Référence;Retour;Date;Motif;Droit"
_numbers = count()


def reference_of(ledger: Ledger, release: Release, number: int) -> str:
    references: dict[str, str] = dict(ledger.targets(release).select("person_id", "reference").iter_rows())
    return references[person(number)]


def returned(folder: Path, ledger: Ledger, release: Release, lines: Iterable[tuple[int, str, str, str, str]]) -> Path:
    """A CSV of (person, Retour, Date, Motif, Droit)."""
    text = [HEADING, *(";".join((reference_of(ledger, release, number), *rest)) for number, *rest in lines)]
    return written(folder, "\n".join(text))


def written(folder: Path, text: str, name: str = "retours.csv") -> Path:
    path = folder / f"{next(_numbers)}" / name
    path.parent.mkdir()
    path.write_text(text, "utf-8-sig")
    return path
