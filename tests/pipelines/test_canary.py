"""People with unmistakable names never leave the identity zone, whether a run passes or fails.

Searched: what is printed, Dagster's storage, check results, errors, temporary files, and every file of the home but
the deliveries, the encrypted identity zone and the published lists (the one place where names come back).
"""

import io
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.console import Console

import pipelines.assets.linkage as linkage_assets
from data_contracts.relations import Connection, Relation
from data_contracts.settings import Settings
from data_contracts.tables import TABLES, zone_of
from pipelines.commands import run_and_show
from pipelines.engine import connect
from pipelines.keys import load_keys
from pipelines.store import Store
from rehearsal import Territory, rehearse
from tests.pipelines.conftest import SPRING_2014

LAST, FIRST, NIR, STREET, BORN = "ZZCANARIX", "ZYXWVA", "1730344999777", "9977 RUE DU CANARI ROUGE", "07/03/1973"
MARKS = (LAST, FIRST, NIR, "CANARI ROUGE", BORN, "1973-03-07")
LINE = ";".join(
    f'"{value}"'
    for value in (
        NIR, "7777777Z777", LAST, FIRST, BORN, "31/05/2014", "1", NIR, "44109", "44000 NANTES", STREET, "44001", "1",
        "C", "0", "1", "01/02/2014",
    )
)  # fmt: skip
BAD_LINE = LINE.replace('"C"', '"9"').replace('"44109"', f'"{LAST}"')


@dataclass
class Told:
    """Everything a run said or left behind outside the places where identities may be."""

    succeeded: bool
    output: str
    home: Path
    temporary: Path

    def everything(self) -> Iterator[tuple[str, bytes]]:
        yield "output", self.output.encode()
        for folder in (self.home, self.temporary):
            for path in sorted(folder.rglob("*")):
                parts = path.relative_to(folder).parts
                lists = parts[0] == "published" and path.suffix in (".csv", ".xlsx")
                if path.is_file() and parts[0] != "landing" and not lists:
                    yield str(path), path.read_bytes()


def run(home: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch) -> Told:
    settings = Settings(home=home)
    rehearse(Territory(2_000, ("44",), seed=3), str(SPRING_2014), settings.landing_folder, home / "truth_elsewhere")
    delivery = settings.landing_folder / "pole_emploi" / str(SPRING_2014)
    (delivery / "manifest.json").unlink()
    with next(delivery.glob("PE_STOCK_*")).open("a", encoding="windows-1252") as file:
        file.write(f"{LINE}\n{BAD_LINE}\n")
    temporary.mkdir()
    monkeypatch.setenv("JUSTEDROIT_HOME", str(home))
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        succeeded = run_and_show(Console(file=said, width=200), str(SPRING_2014), [])
    return Told(succeeded, said.getvalue(), home, temporary)


def found(told: Told) -> list[tuple[str, str]]:
    return [
        (mark, place)
        for place, content in told.everything()
        for mark in MARKS
        if mark.encode() in content and "truth_elsewhere" not in place
    ]


def events_searched(told: Told) -> int:
    databases = [Path(place) for place, _ in told.everything() if place.endswith(".db")]
    return sum(
        count
        for path in databases
        for (table,) in sqlite3.connect(path).execute("SELECT name FROM sqlite_master WHERE name = 'event_logs'")
        for (count,) in sqlite3.connect(path).execute(f"SELECT count(*) FROM {table}")
    )


def test_a_run_that_passes_tells_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = run(tmp_path / "home", tmp_path / "tmp", monkeypatch)
    assert told.succeeded, told.output
    assert "rsa-socle-demandeurs-emploi : Le service qui écrit est fictif" in " ".join(told.output.split())
    listed = tmp_path / "home/published/rsa-socle-demandeurs-emploi/2014-05/contact_list.csv"
    assert LAST in listed.read_text("utf-8-sig"), "the canary must have gone the whole way for the search to mean much"
    assert found(told) == []
    settings = Settings(home=tmp_path / "home")
    with connect(settings, load_keys(settings.keys_folder)) as con:
        analysis = [table for table in TABLES if zone_of(table) == "analysis"]
        for table in analysis:
            rows = repr(Store(settings.store_folder).read(con, table, SPRING_2014).fetchall())
            assert not [mark for mark in MARKS if mark in rows], table
    assert events_searched(told) > 100, "Dagster's storage must have been searched"


def test_a_run_that_fails_on_somebodys_name_tells_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def quotes_a_name(con: Connection, records: Relation, **_: Relation) -> Relation:
        return records.filter(f"used_name = '{LAST}'").project(
            "CAST(used_name AS INTEGER) AS person_no, used_name AS person_id"
        )

    monkeypatch.setattr(linkage_assets, "find_deceased", quotes_a_name)
    told = run(tmp_path / "home", tmp_path / "tmp", monkeypatch)
    assert not told.succeeded
    assert "Panne imprévue (ConversionException) à l'étape flags" in told.output
    assert "Traceback" not in told.output
    assert found(told) == []
