"""`justedroit rules catalogue`: files in their place, the operator's values counted, what is no more taken away."""

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from data_contracts.errors import InputError, StoreError
from eligibility.catalogue import Catalogue
from pipelines.catalogue_commands import write
from pipelines.cli import app

APRIL_2027 = "values:\n  - {from: 2027-04-01, value: 660.55, source: Décret du 30/03/2027}\n"


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["rules", "catalogue", *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_the_same_files_again(tmp_path: Path) -> None:
    said = run("--out", str(tmp_path))
    written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    run("--out", str(tmp_path))
    assert written == {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert f"{len(written)} fichiers" in said


def test_the_operators_values_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own" / "rsa" / "montant_base.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(APRIL_2027, "utf-8")
    monkeypatch.setenv("JUSTEDROIT_PARAMETERS", str(tmp_path / "own"))
    run("--out", str(tmp_path / "out"))
    assert "Décret du 30/03/2027" in (tmp_path / "out" / "valeurs" / "rsa.md").read_text("utf-8")


def test_a_page_that_is_no_more_goes_and_other_files_stay(tmp_path: Path) -> None:
    run("--out", str(tmp_path))
    (tmp_path / "prestations" / "mine.md").write_text("mine")
    assert (tmp_path / "prestations" / "rsa_activite.md").exists()
    run("--out", str(tmp_path), "--as-of", "2026-05-01")
    left = {path.name for path in (tmp_path / "prestations").iterdir()}
    assert "rsa_activite.md" not in left
    assert {"mine.md", "rsa_socle.md"} <= left
    told = Catalogue.model_validate_json((tmp_path / "catalogue.json").read_bytes())
    assert told.as_of == date(2026, 5, 1)


def test_a_day_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--as-of"):
        run("--out", str(tmp_path), "--as-of", "01/05/2026")
    assert not list(tmp_path.iterdir())


def test_nothing_is_half_written(tmp_path: Path) -> None:
    """The second file cannot be written: the first is as it was."""
    (tmp_path / "a.md").write_text("before")
    (tmp_path / "b").write_text("a file where a folder is wanted")
    with pytest.raises(StoreError, match="catalogue"):
        write(tmp_path, {"a.md": "after", "b/c.md": "after"})
    assert (tmp_path / "a.md").read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.md", "b"]
