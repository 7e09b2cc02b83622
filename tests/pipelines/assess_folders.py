"""Folders of situations for `justedroit assess`: a sound one, running the command, and being refused."""

import csv
from datetime import date
from pathlib import Path

from typer.testing import CliRunner, Result

from data_contracts.errors import InputError
from pipelines.cli import app

EXAMPLE = Path(__file__).parents[2] / "docs/examples/situations"
DAY = date(2014, 6, 1)
Files = dict[str, str]
SOUND: Files = {
    "households.csv": "household_id;couple;rent_eur_month\nh1;false;300.50\nh2;true;\n",
    "people.csv": "person_id;household_id;role;birth_date\n"
    "p1;h1;adult;1970-01-02\np2;h2;adult;\np3;h2;adult;1980-12-31\n",
    "incomes.csv": "person_id;month;kind;net_eur_month\np1;2014-05-01;wages;100\np1;2014-06-01;wages;120\n",
    "income_coverage.csv": "person_id;kind;first_month;last_month\np1;every;2012-01-01;2014-06-01\n",
    "benefits.csv": "holder;holder_id;benefit;state\nhousehold;h1;every_other;none\nperson;p2;ass;live\n",
}
SECRET = "jeanne-dupont"


def folder_of(tmp_path: Path, files: Files) -> Path:
    folder = tmp_path / "situations"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_bytes(text.encode("latin-1" if "é" in text else "utf-8"))
    return folder


def run(folder: Path, out: Path, *more: str) -> Result:
    asked = ["--as-of", str(DAY), *more] if "--as-of" not in more else list(more)
    return CliRunner().invoke(app, ["assess", str(folder), "--out", str(out), *asked])


def refusal(folder: Path, out: Path, *more: str) -> str:
    result = run(folder, out, *more)
    assert isinstance(result.exception, InputError), result.output
    assert not out.exists()
    assert not list(out.parent.glob(".justedroit-*"))
    return str(result.exception)


def rows_of(path: Path) -> dict[tuple[str, str], dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["household_id"], row["benefit"]): row for row in csv.DictReader(file, delimiter=";")}
