"""A month of planted people, released: campaigns, a ledger on SQLite, a folder; and all that was written read."""

import csv
import io
import zipfile
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
import pypdfium2

from campaigns.drafting import Author, Drawn
from campaigns.ledger.book import Ledger
from campaigns.ledger.opening import open_ledger
from campaigns.releasing import release
from data_contracts.campaign import Campaign
from data_contracts.period import Period
from tests.campaigns.conftest import PERIOD, Territory, edited, person_id

DELIVERIES = {"caf": {"received": 3, "accepted": 2, "rejected": 1}}
TOWN = {"outcome": {"within_months": 6}, "control": {"share": 0.3, "strata": []}}
"""Enough control people among a few."""


def author(period: Period = PERIOD) -> Author:
    """The same agent, on the day that the line gives a release."""
    on = period.shift(1).first_day
    return Author("agent-12", datetime(on.year, on.month, 2, 9, 30, tzinfo=UTC), on)


def surname(number: int) -> str:
    """A name that nobody else has, nor any word of a list."""
    return "QZ" + "".join(chr(ord("A") + int(digit)) for digit in f"{number:04}")


def number_of(person: str) -> int:
    return int(person, 16)


@dataclass
class Month:
    """Campaigns over a territory, released for a period as many times as asked."""

    territory: Territory
    campaigns: list[Campaign]
    folder: Path
    url: str = ""
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.url = self.url or f"sqlite:///{self.folder / 'ledger.sqlite'}"

    @cached_property
    def ledger(self) -> Ledger:
        return open_ledger(self.url)

    @property
    def published(self) -> Path:
        return self.folder / "published"

    def people(self, *numbers: int, **said: Any) -> None:
        """Plant people, each with a name of their own."""
        for number in numbers:
            self.territory.add(number, **{"last_name": surname(number), "birth_name": surname(number), **said})

    def change(self, number: int, **said: Any) -> None:
        """Have the next delivery say otherwise of a person."""
        for person in self.territory.people:
            if person["person_id"] == person_id(number):
                person.update(said)

    def run(self, period: Period = PERIOD, on: date | None = None) -> list[Drawn]:
        self.said.clear()
        return release(
            self.territory.con,
            self.campaigns,
            period,
            self.published,
            DELIVERIES,
            self.ledger,
            replace(author(period), on=on) if on else author(period),
            **self.territory.tables(),
            household_situations=self.territory.households(),
            progress=self.said.append,
        )

    def arm(self, name: str, campaign: str | None = None, version: int | None = None) -> set[int]:
        """Numbers of the people of an arm, of a campaign (the only one) and version (all)."""
        found = [r for r in self.ledger.releases(campaign) if version in (None, r.version)]
        rows = pl.concat([self.ledger.targets(release) for release in found])
        return set(map(number_of, rows.filter(pl.col("arm") == name)["person_id"]))

    def facts(self) -> dict[str, list[tuple[Any, ...]]]:
        """All that the ledger holds of releases, and its audit trail."""
        ledger = self.ledger
        found: dict[str, list[tuple[Any, ...]]] = {"audit": [(line.hash,) for line in ledger.audit()]}
        for each in ledger.releases():
            found[each.name] = [(str(each),)]
            for ask in (ledger.targets, ledger.rights, ledger.waves, ledger.contacts):
                found[f"{each.name} {ask.__name__}"] = ask(each).rows()
        return found


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def readable(path: Path) -> str:
    """All the text of a file: CSV, JSON and SVG as they are, of a workbook every part, of a PDF every page; of an
    image none."""
    if path.suffix == ".png":
        return ""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    if path.suffix == ".pdf":
        return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))
    return path.read_text("utf-8-sig")


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"))


def listed_in(folder: Path) -> set[str]:
    """The references of a release's list, as a service reads them."""
    (path,) = (path for path in folder.glob("*.csv") if path.name != "to_withdraw.csv")
    return {row["Référence"] for row in rows_of(path)}


def town(campaign: Campaign, **changes: Any) -> Campaign:
    """The campaign with a control group to be seen among few people."""
    return edited(campaign, **{**TOWN, **changes})


def day(text: str) -> date:
    return date.fromisoformat(text)
