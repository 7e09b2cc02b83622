"""`justedroit explain right`: a household's texts from a folder, one message for each thing that is wrong."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from data_contracts.errors import InputError
from pipelines.cli import app
from tests.eligibility.benefits.building import adult, foyer, tables
from tests.eligibility.explaining.examples import EXAMPLES, KEPT, PERSON

NAME = "rsa_possible_partner_wages_unknown"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example's foyer and another, as CSV and Parquet, without the table that nobody needs."""
    example = EXAMPLES[NAME]
    told = example.less(tables(example.day, example.home, foyer(adult(70, own_pension=500))))
    for name, table in told.items():
        if name in ("households", "people"):
            table.write_csv(tmp_path / f"{name}.csv")
        else:
            table.write_parquet(tmp_path / f"{name}.parquet")
    return tmp_path


def explain(folder: Path, *options: str) -> str:
    arguments = ["explain", "right", str(folder), "--as-of", "2014-06-01", *options]
    outcome = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert outcome.exit_code == 0, outcome.output
    return outcome.stdout


def test_texts_are_those_of_the_household(folder: Path) -> None:
    said = explain(folder, "--household", "h1", "--benefit", "rsa_socle")
    agent, person = (KEPT / f"{NAME}.txt").read_text(encoding="utf-8").split(f"===== {PERSON} =====\n\n")
    assert agent.split("\n\n", 1)[1].strip() in said
    assert person.strip() in said


def test_one_reader_and_no_certain_match(folder: Path) -> None:
    said = explain(folder, "--household", "h2", "--benefit", "rsa_socle", "--not-certain")
    assert "peuvent être ceux de quelqu'un d'autre" in said
    person = explain(folder, "--household", "h2", "--for", "person", "--not-certain")
    assert "Conclusion" not in person
    assert "€" not in person


@pytest.mark.parametrize(
    ("options", "where"),
    [
        (["--household", "h9"], "--household"),
        (["--household", "h1", "--benefit", "rmi"], "--benefit"),
        (["--household", "h1", "--as-of", "2014-06"], "--as-of"),
        (["--household", "h1", "--as-of", "2009-05-31"], "--as-of"),
    ],
)
def test_what_cannot_be_used_is_said_without_a_household_name(folder: Path, options: list[str], where: str) -> None:
    with pytest.raises(InputError) as error:
        explain(folder, *options)
    assert error.value.where == where
    assert "h9" not in str(error.value)


def test_a_folder_without_people_is_refused(folder: Path) -> None:
    (folder / "people.csv").unlink()
    with pytest.raises(InputError, match="people"):
        explain(folder, "--household", "h1")
