"""The files: in the producers' layouts, whole, counted, and the same bytes every time."""

import hashlib
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from rehearsal import Territory, rehearse
from tests.rehearsal.conftest import Rehearsed

LAYOUTS = Path(__file__).parents[2] / "connectors" / "layouts"
SOURCES = ("pole_emploi", "caf", "cnav", "cnam", "deaths", "objections", "protected_addresses")
ENCODINGS = {"windows-1252": "cp1252"}


def _files(month: Rehearsed) -> list[tuple[Path, dict[str, Any], dict[str, Any]]]:
    """Every file with its entry in the manifest and its layout."""
    found = []
    for source in SOURCES:
        folder = month.delivered(source)
        for entry in json.loads((folder / "manifest.json").read_text())["files"]:
            layout = yaml.safe_load((LAYOUTS / source / f"{entry['layout']}.yaml").read_text())
            found.append((folder / entry["name"], entry, layout))
    return found


def _lines(file: Path, layout: dict[str, Any]) -> list[str]:
    encoding = ENCODINGS.get(layout["encoding"], layout["encoding"])
    text = file.read_bytes().decode(encoding)
    assert text.endswith("\n")
    return text[:-1].split("\n")


def test_each_folder_holds_its_manifest_and_nothing_else(may_2014: Rehearsed) -> None:
    for source in SOURCES:
        folder = may_2014.delivered(source)
        manifest = json.loads((folder / "manifest.json").read_text())
        assert (manifest["source"], manifest["period"]) == (source, "2014-05")
        assert {file.name for file in folder.iterdir()} == {e["name"] for e in manifest["files"]} | {"manifest.json"}
        assert [path.name for path in folder.parent.iterdir()] == ["2014-05"]


def test_names_follow_the_pattern_and_there_is_one_file_a_department(may_2014: Rehearsed) -> None:
    names = [file.name for file, _, _ in _files(may_2014)]
    assert {"PE_STOCK_44_201405.csv", "PE_PJC_77_201405.csv", "CAF_DOSSIERS_441_201405.csv"} <= set(names)
    assert {"CAF_PERSONNES_771_201405.csv", "CNAV_PENSIONS_201405.txt", "deces-2014-m05.txt"} <= set(names)
    assert len(names) == 8 + 5
    for file, _, layout in _files(may_2014):
        assert file.match(layout["file_pattern"])


def test_the_manifest_counts_and_digests(may_2014: Rehearsed) -> None:
    for file, entry, layout in _files(may_2014):
        assert hashlib.sha256(file.read_bytes()).hexdigest() == entry["sha256"]
        if layout["format"] == "parquet":
            assert len(duckdb.sql(f"FROM '{file}'").fetchall()) == entry["rows"]
        else:
            assert len(_lines(file, layout)) == entry["rows"] + (layout["format"] == "delimited")


def test_the_truth_has_a_record_for_every_line(may_2014: Rehearsed) -> None:
    for file, entry, layout in _files(may_2014):
        first = 2 if layout["format"] == "delimited" else 1
        lines = may_2014.sql(
            f"SELECT line FROM records WHERE dataset = '{entry['dataset']}' AND file = '{file.name}' ORDER BY line"
        )
        assert [line for (line,) in lines] == list(range(first, first + entry["rows"]))


def _cut(month: Rehearsed, file: Path) -> set[int]:
    return {line for (line,) in month.sql(f"SELECT line FROM faults WHERE fault = 'line_cut' AND file = '{file.name}'")}


def test_delimited_files_follow_their_layout(may_2014: Rehearsed) -> None:
    for file, _, layout in _files(may_2014):
        if layout["format"] != "delimited":
            continue
        columns = [column["name"] for column in layout["columns"]]
        separator, edge = ('";"', '"') if layout["quoted"] else (";", "")
        heading, *lines = _lines(file, layout)
        assert heading == edge + separator.join(columns) + edge
        cut = _cut(may_2014, file)
        for number, line in enumerate(lines, start=2):
            if number in cut:
                assert len(line.split(";")) <= len(columns) - 3
            else:
                assert line.startswith(edge)
                assert line.endswith(edge)
                assert len(line.split(separator)) == len(columns), (file.name, number)
                assert line.count('"') == (2 * len(columns) if layout["quoted"] else 0)


def test_fixed_width_lines_have_their_width(may_2014: Rehearsed) -> None:
    for file, _, layout in _files(may_2014):
        if layout["format"] != "fixed_width":
            continue
        cut = _cut(may_2014, file)
        for number, line in enumerate(_lines(file, layout), start=1):
            assert len(line) <= layout["width"] - 30 if number in cut else len(line) == layout["width"]


def test_the_parquet_file_has_the_columns_of_its_layout(may_2014: Rehearsed) -> None:
    ((file, _, layout),) = [found for found in _files(may_2014) if found[2]["format"] == "parquet"]
    assert duckdb.sql(f"FROM '{file}'").columns == [column["name"] for column in layout["columns"]]


def test_names_are_written_in_the_producers_norm_but_where_the_fault_is_planted(may_2014: Rehearsed) -> None:
    spelled = set(may_2014.sql("SELECT file, line FROM faults WHERE fault IN ('name_spelling', 'line_cut')"))
    for file, _, layout in _files(may_2014):
        if file.name.startswith(("PE_STOCK", "CAF_PERSONNES")):
            _, *lines = _lines(file, layout)
            for number, line in enumerate(lines, start=2):
                assert (line.isascii() and line == line.upper()) or (file.name, number) in spelled


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    territory = Territory(persons=30_000, departments=("44",), seed=7)

    def made(name: str) -> dict[str, str]:
        rehearse(territory, "2014-05", tmp_path / name / "landing", tmp_path / name / "truth")
        return {
            str(file.relative_to(tmp_path / name)): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in sorted((tmp_path / name).rglob("*"))
            if file.is_file()
        }

    assert made("once") == made("again")


def test_another_seed_gives_other_people(tmp_path: Path) -> None:
    def nirs(seed: int) -> set[Any]:
        where = tmp_path / str(seed)
        rehearse(Territory(3_000, ("44",), seed), "2014-05", where / "landing", where / "truth")
        return set(duckdb.sql(f"SELECT nir FROM '{where}/truth/2014-05/people.parquet'").fetchall())

    assert len(nirs(1) & nirs(2)) < 100


def test_an_older_delivery_is_replaced_and_an_interrupted_one_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    territory = Territory(1_000, ("44",), 1)
    rehearse(territory, "2014-05", tmp_path / "landing", tmp_path / "truth")
    before = (tmp_path / "landing" / "cnav" / "2014-05" / "manifest.json").read_text()

    def fail(*_: object, **__: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("rehearsal.writing.Delivery._note", fail)
    with pytest.raises(OSError, match="no space"):
        rehearse(territory, "2014-05", tmp_path / "landing", tmp_path / "truth")
    assert (tmp_path / "landing" / "cnav" / "2014-05" / "manifest.json").read_text() == before
    assert not list(tmp_path.rglob("*.partial"))
