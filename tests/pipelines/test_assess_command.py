"""`justedroit assess`: situations from anywhere, in CSV or Parquet; every broken folder is refused in its own words."""

import csv
import os
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import duckdb
import polars as pl
import pytest
from typer.testing import CliRunner, Result

from benchmarks.law_households import households
from data_contracts.decided import BENEFITS_FOUND, Finding
from data_contracts.errors import InputError
from data_contracts.settings import Settings
from data_contracts.situation import SITUATIONS
from eligibility.assessing import assess
from eligibility.engines import OnDuckDB
from eligibility.rights import RULES
from eligibility.situations import Situations
from pipelines.cli import app
from pipelines.engine import open_scratch
from pipelines.findings import assess_folder
from pipelines.situations import read_situations

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


def test_the_example_is_assessed_as_one_reckons_it_by_hand(tmp_path: Path) -> None:
    """RSA of June 2014: 499.31 alone, half more for two; 12 % less where housed for free; 62 % of earnings kept."""
    result = run(EXAMPLE, tmp_path / "found.csv", "--benefit", "rsa_socle", "--benefit", "rsa_activite")
    assert result.exit_code == 0, result.output
    found = rows_of(tmp_path / "found.csv")
    told = {
        key: (row["verdict"], row["amount_min_eur_month"], row["amount_max_eur_month"]) for key, row in found.items()
    }
    assert told == {
        ("f1", "rsa_socle"): ("likely", "134.31", "134.31"),
        ("f1", "rsa_activite"): ("unlikely", "0.00", "0.00"),
        ("f2", "rsa_socle"): ("unlikely", "0.00", "0.00"),
        ("f2", "rsa_activite"): ("unlikely", "0.00", "0.00"),
        ("f3", "rsa_socle"): ("possible", "0.00", "383.97"),
        ("f3", "rsa_activite"): ("possible", "0.00", ""),
        ("f4", "rsa_socle"): ("likely", "374.90", "374.90"),
        ("f4", "rsa_activite"): ("likely", "297.60", "297.60"),
        ("f5", "rsa_socle"): ("receiving", "439.39", "439.39"),
        ("f5", "rsa_activite"): ("unlikely", "0.00", "0.00"),
        ("f6", "rsa_socle"): ("not_covered", "499.31", "499.31"),
        ("f6", "rsa_activite"): ("not_covered", "0.00", "0.00"),
    }
    assert found["f3", "rsa_socle"]["state"] == "refused"
    assert "salaires, rémunération d'apprenti comprise" in found["f3", "rsa_socle"]["missing"].split(" | ")
    assert "pas d'études ni de stage en cours" in found["f3", "rsa_socle"]["presumed"].split(" | ")
    assert found["f3", "rsa_activite"]["undecided"] == "activite | ressources"
    assert found["f2", "rsa_socle"]["unmet"] == "ressources"
    assert all(part in result.output for part in ("01/06/2014", "RSA socle", "6 foyers, 9 personnes", "rsa_activite"))


def test_parquet_says_what_csv_says_and_both_are_the_same_again(tmp_path: Path) -> None:
    """Another process, another order of rows, another form of the files: the same bytes."""
    converted = tmp_path / "parquet"
    converted.mkdir()
    for path in EXAMPLE.glob("*.csv"):
        relation = duckdb.sql(f"FROM read_csv('{path}', delim = ';') ORDER BY ALL DESC")
        relation.write_parquet(str(converted / f"{path.stem}.parquet"))
    few = ["--benefit", "rsa_socle", "--benefit", "ass", "--benefit", "als"]
    for suffix, asked in {"csv": [], "parquet": few}.items():
        first, second = tmp_path / f"first.{suffix}", tmp_path / f"second.{suffix}"
        run(EXAMPLE, first, *asked)
        again = ["assess", str(converted), "--as-of", str(DAY), "--out", str(second), "--memory", "500MB", *asked]
        done = subprocess.run([sys.executable, "-m", "pipelines", *again], env={**os.environ, "PYTHONHASHSEED": "1"})
        assert done.returncode == 0
        assert first.read_bytes() == second.read_bytes()
        assert first.stat().st_mode & 0o077 == 0, "situations of people are nobody else's"
    found = duckdb.sql(f"FROM '{tmp_path}/first.parquet'")
    assert dict(zip(found.columns, map(str, found.types), strict=True)) == {
        spec.name: spec.duckdb_type for spec in Finding.columns()
    }
    columns = found.columns
    for row in found.fetchall():
        Finding(**dict(zip(columns, row, strict=True)))
    keys = found.project(", ".join(Finding.key)).fetchall()
    assert keys == sorted(keys, key=lambda key: tuple(part or "" for part in key))


def test_by_parts_or_at_once_it_is_what_assess_says(tmp_path: Path) -> None:
    """Rows in any order; four parts of about a hundred people."""
    tables = households(200, DAY, seed=3)
    (folder := tmp_path / "situations").mkdir()
    for name, table in tables.items():
        table.sample(fraction=1, shuffle=True, seed=5).write_parquet(folder / f"{name}.parquet")
    con = duckdb.connect()
    relations = {name: con.from_arrow(table.to_arrow()) for name, table in tables.items()}
    expected = assess(Situations.of(relations), DAY, keep=OnDuckDB(con)).collect(backend="polars").to_native()

    with open_scratch(Settings(), tmp_path) as (con, scratch):
        read = read_situations(con, folder, DAY, scratch, people_at_once=100)
        assert read.blocks > 3
        parts = []
        for number in range(read.blocks):
            found = assess(read.block(number), DAY, keep=OnDuckDB(con))
            parts.append(found.collect(backend="polars").to_native())
        few = assess(read.of(["h0000003", "h0000150"]), DAY, keep=OnDuckDB(con)).collect(backend="polars").to_native()
    key = ["household_id", "benefit", "person_id"]
    assert pl.concat(parts).sort(key).equals(expected.sort(key))
    assert few.sort(key).equals(expected.filter(pl.col("household_id").is_in(["h0000003", "h0000150"])).sort(key))
    ranges = [(part["household_id"].min(), part["household_id"].max()) for part in parts]
    assert all(before[1] < after[0] for before, after in pairwise(ranges))  # type: ignore[operator]


def test_what_is_absent_is_not_known_and_said(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {name: SOUND[name] for name in ("households.csv", "people.csv")})
    result = run(folder, tmp_path / "found.csv", "--benefit", "rsa_socle", "--benefit", "als")
    assert result.exit_code == 0, result.output
    assert "Tables absentes, dont rien n'est connu : incomes, income_coverage, benefits." in result.output
    assert "tenure" in result.output
    assert {row["verdict"] for row in rows_of(tmp_path / "found.csv").values()} <= {"possible", "unlikely"}


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("households.csv", "household_id,couple,rent_eur_month\r\nh1,Non,300.5\r\nh2,VRAI,\r\n"),
        ("households.csv", '\ufeff"household_id";"couple"\n"h1";"0"\n\n"h2";"1"'),
        ("incomes.csv", "person_id;month;kind;net_eur_month\n"),
        ("people.csv", "person_id;household_id;role;disability_rate\np1;h1;adult;80.0\np2;h2;adult;\np3;h2;adult;0\n"),
    ],
    ids=["commas and French booleans", "quotes, byte order mark, empty line", "no row", "whole number as a decimal"],
)
def test_csv_comes_in_several_forms(tmp_path: Path, file: str, text: str) -> None:
    result = run(folder_of(tmp_path, SOUND | {file: text}), tmp_path / "found.csv", "--benefit", "aspa")
    assert result.exit_code == 0, (result.output, result.exception)
    assert {household for household, _ in rows_of(tmp_path / "found.csv")} == {"h1", "h2"}


def more(file: str, *lines: str) -> Files:
    return {file: SOUND[file] + "".join(f"{line}\n" for line in lines)}


def heading(file: str, old: str, new: str) -> Files:
    first, rest = SOUND[file].split("\n", 1)
    return {file: first.replace(old, new) + "\n" + rest}


BROKEN: dict[str, tuple[Files, list[str]]] = {
    "unknown column": (heading("people.csv", "birth_date", "born"), ["Colonne inconnue dans people.csv : born"]),
    "missing column": (heading("people.csv", "role", "place"), ["Colonne absente dans people.csv : role"]),
    "missing key": (heading("incomes.csv", "month", "mois"), ["Colonne absente dans incomes.csv : month"]),
    "no heading": ({"people.csv": f"{SECRET};h1;adult;1970-01-01\n"}, ["Colonne absente dans people.csv : person_id"]),
    "column twice": (heading("people.csv", "birth_date", "role"), ["Colonne en double dans people.csv : role"]),
    "empty file": ({"people.csv": ""}, ["Colonne absente dans people.csv"]),
    "not UTF-8": ({"households.csv": "household_id;tenure\nh1;propriété\nh2;\n"}, ["households.csv", "UTF-8"]),
    "cell too many": (more("households.csv", f"h3;true;;{SECRET}"), ["households.csv", "ligne 4", "3 colonnes"]),
    "cell too few": (more("incomes.csv", f"{SECRET}"), ["incomes.csv", "ligne 4", "4 colonnes"]),
    "open quote": (more("people.csv", f'"{SECRET};h1;adult;'), ["people.csv", "des guillemets qui se ferment"]),
    "decimal comma": (more("households.csv", "h3;false;300,50"), ["colonne rent_eur_month", "point", "ligne 4"]),
    "not a date": (more("people.csv", "p4;h1;child;31/12/2010"), ["colonne birth_date", "AAAA-MM-JJ", "ligne 5"]),
    "not a boolean": (more("households.csv", f"h3;{SECRET};1"), ["colonne couple", "vrai", "ligne 4"]),
    "not a code": (more("people.csv", f"p4;h1;{SECRET};"), ["colonne role", "adult, child", "ligne 5"]),
    "the only adult unread": (
        {"people.csv": SOUND["people.csv"].replace("p1;h1;adult", "p1;h1;adulte")}, ["people.csv, colonne role"],
    ),
    "no value": (more("people.csv", "p4;h1;;"), ["colonne role", "valeur obligatoire", "ligne 5"]),
    "below the minimum": (more("incomes.csv", "p1;2014-04-01;wages;-3"), ["colonne net_eur_month", "au moins 0"]),
    "not a first day": (more("incomes.csv", "p1;2014-04-02;wages;3"), ["colonne month", "premier jour d'un mois"]),
    "two months turned round": (
        more("income_coverage.csv", "p2;wages;2014-05-01;2014-03-01"),
        ["colonne first_month", "au plus tard last_month"],
    ),
    "several lines": (
        more("incomes.csv", "p1;2014-04-01;x;3", "p1;2014-03-01;wages;1", "p1;2014-02-01;y;3"),
        ["2 lignes ne vont pas", "la première : ligne 4"],
    ),
    "after an empty line": (more("people.csv", "", "p4;h1;;"), ["colonne role", "ligne 6"]),
    "household twice": (more("households.csv", "h1;false;2"), ["households.csv", "une même clé", "ligne 4"]),
    "person twice": (more("people.csv", "p1;h1;adult;"), ["people.csv", "une même clé : person_id", "ligne 5"]),
    "month twice": (more("incomes.csv", "p1;2014-05-01;wages;9"), ["incomes.csv", "person_id, month, kind", "ligne 4"]),
    "coverage twice": (
        more("income_coverage.csv", "p1;every;2012-01-01;2014-01-01"),
        ["income_coverage.csv", "une même clé", "ligne 3"],
    ),
    "benefit twice": (more("benefits.csv", "person;p2;ass;refused"), ["benefits.csv", "une même clé", "ligne 4"]),
    "person of no household": (more("people.csv", f"p4;{SECRET};child;"), ["colonne household_id", "ligne 5"]),
    "income of nobody": (more("incomes.csv", f"{SECRET};2014-05-01;wages;1"), ["colonne person_id", "ligne 4"]),
    "coverage of nobody": (
        more("income_coverage.csv", f"{SECRET};every;2012-01-01;2014-06-01"),
        ["income_coverage.csv", "colonne person_id", "ligne 3"],
    ),
    "benefit of nobody": (more("benefits.csv", "household;p1;ass;live"), ["colonne holder_id", "ligne 4"]),
    "household of nobody": (more("households.csv", "h3;false;2"), ["colonne household_id", "n'en a aucun", "ligne 4"]),
    "three adults": (
        more("people.csv", "p4;h2;adult;"), ["households.csv, colonne household_id", "en a plus", "ligne 3"],
    ),
    "two adults, no couple": (more("people.csv", "p4;h1;adult;"), ["colonne couple", "deux adultes", "ligne 2"]),
    "a couple of one": (
        {"people.csv": SOUND["people.csv"].replace("p3;h2;adult;1980-12-31\n", "")}, ["colonne couple", "ligne 3"],
    ),
    "not born yet": (more("people.csv", "p4;h1;child;2014-06-02"), ["colonne birth_date", "01/06/2014", "ligne 5"]),
    "misspelt file": ({"income.csv": SOUND["incomes.csv"]}, ["Fichier inconnu : income.csv"]),
    "table twice": ({"incomes.parquet": "PAR1"}, ["incomes.csv, incomes.parquet"]),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_folder_is_refused_with_the_place_and_never_the_value(tmp_path: Path, name: str) -> None:
    files, said = BROKEN[name]
    message = refusal(folder_of(tmp_path, SOUND | files), tmp_path / "found.csv")
    assert [part for part in said if part not in message] == [], message
    assert SECRET not in message
    assert all(part in message for part in ("Attendu :", "Où      :", "À faire :"))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "ne contient aucun fichier"),
        ({"people.csv": SOUND["people.csv"]}, "Fichier absent : households."),
        ({"people.csv": SOUND["people.csv"], "households.parquet": "no Parquet"}, "households.parquet ne peut pas"),
    ],
)
def test_a_folder_without_what_is_needed_is_refused(tmp_path: Path, files: Files, said: str) -> None:
    assert said in refusal(folder_of(tmp_path, files), tmp_path / "found.csv")


@pytest.mark.parametrize(
    ("column", "values", "said"),
    [
        ("rent_eur_month", ["a lot", None], "colonne rent_eur_month"),
        ("rent_eur_month", [float("nan"), 1.0], "colonne rent_eur_month"),
        ("couple", [1.5, None], "colonne couple"),
        ("housing_zone", [1.5, 2.0], "colonne housing_zone"),
        ("isolated_since", [2010, None], "colonne isolated_since"),
    ],
)
def test_a_parquet_column_of_a_wrong_type_is_refused(
    tmp_path: Path, column: str, values: list[object], said: str
) -> None:
    folder = folder_of(tmp_path, {"people.csv": "person_id;household_id;role\np1;h1;adult\np2;h2;adult\n"})
    pl.DataFrame({"household_id": ["h1", "h2"], column: values}).write_parquet(folder / "households.parquet")
    message = refusal(folder, tmp_path / "found.csv")
    assert said in message
    assert "ligne 1 du tableau" in message


def test_a_damaged_parquet_file_is_refused(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {"people.csv": "person_id;household_id;role\np1;h1;adult\np2;h2;adult\n"})
    path = folder / "households.parquet"
    pl.DataFrame({"household_id": [f"{SECRET}{n}" for n in range(5000)]}).write_parquet(path)
    content = bytearray(path.read_bytes())
    content[100:2000] = bytes(1900)
    path.write_bytes(content)
    message = refusal(folder, tmp_path / "found.csv")
    assert "households.parquet ne peut pas être lu" in message
    assert SECRET not in message


def test_parquet_as_other_tools_write_it_is_read(tmp_path: Path) -> None:
    """Numbers for names, floats for whole numbers, midnights for dates, nothing at all without a type."""
    folder = folder_of(tmp_path, {})
    pl.DataFrame(
        {
            "household_id": [1, 2],
            "couple": [0, None],
            "housing_zone": [1.0, None],
            "rent_eur_month": [300, None],
            "tenure": [None, None],
        }
    ).write_parquet(folder / "households.parquet")
    pl.DataFrame(
        {
            "person_id": ["a", "b"], "household_id": ["1", "2"], "role": pl.Series(["adult"] * 2, dtype=pl.Categorical),
            "birth_date": pl.Series([date(1970, 1, 1), None]).cast(pl.Datetime("ns")), "sex": [1, None],
        }
    ).write_parquet(folder / "people.parquet")  # fmt: skip
    result = run(folder, tmp_path / "found.csv", "--benefit", "aspa")
    assert result.exit_code == 0, (result.output, result.exception)
    assert {household for household, _ in rows_of(tmp_path / "found.csv")} == {"1", "2"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--as-of", "juin"], "n'est pas une date"),
        (["--as-of", "2009-05-31"], "Aucune règle n'est écrite pour le 31/05/2009"),
        (["--benefit", "allocations"], "Prestation inconnue : allocations."),
        (["--as-of", "2016-01-01", "--benefit", "rsa_activite"], "Prestation sans règle au 01/01/2016 : rsa_activite."),
        (["--memory", "beaucoup"], "--memory"),
    ],
)
def test_what_cannot_be_asked_is_refused(tmp_path: Path, arguments: list[str], said: str) -> None:
    message = refusal(EXAMPLE, tmp_path / "found.csv", *arguments)
    assert said in message
    assert "--benefit" not in arguments or "rsa_socle" in message


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("found.xlsx", "L'extension de found.xlsx"), ("absent/found.csv", "Le dossier où écrire n'existe pas"),
        ("situations/found.csv", "dans le dossier des situations"),
    ],
)  # fmt: skip
def test_findings_have_somewhere_to_go(tmp_path: Path, out: str, said: str) -> None:
    assert said in refusal(folder_of(tmp_path, SOUND), tmp_path / out)
    (tmp_path / "found.csv").mkdir()
    assert isinstance(run(tmp_path / "situations", tmp_path / "found.csv").exception, InputError)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "Le dossier n'existe pas" in refusal(tmp_path / "absent", tmp_path / "found.csv")


def test_what_was_there_stays_where_something_is_wrong(tmp_path: Path) -> None:
    out = tmp_path / "found.csv"
    out.write_text("before")
    files = SOUND | {"people.csv": SOUND["people.csv"] + "p4;h1;;\n"}
    assert isinstance(run(folder_of(tmp_path, files), out).exception, InputError)
    assert out.read_text() == "before"
    assert {path.name for path in tmp_path.iterdir()} == {"situations", "found.csv"}


def test_the_operators_values_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parameters = tmp_path / "values/rsa"
    parameters.mkdir(parents=True)
    value = "values:\n  - {from: 2014-01-01, value: 600.0, source: essai}\n"
    (parameters / "montant_base.yaml").write_text(value)
    monkeypatch.setenv("JUSTEDROIT_PARAMETERS", str(tmp_path / "values"))
    run(EXAMPLE, tmp_path / "found.csv", "--benefit", "rsa_socle")
    assert rows_of(tmp_path / "found.csv")["f1", "rsa_socle"]["amount_min_eur_month"] == "235.00"


def test_nothing_readable_lies_on_the_disk_meanwhile(tmp_path: Path) -> None:
    planted = {name: text.replace("h1", SECRET) for name, text in SOUND.items()}
    folder, out = folder_of(tmp_path, planted), tmp_path / "found.csv"
    looked = []

    def look(_: str) -> None:
        for path in tmp_path.glob(".justedroit-*/**/*"):
            if path.is_file():
                looked.append(path.name)
                assert SECRET.encode() not in path.read_bytes()
        assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.glob(".justedroit-*"))

    assess_folder(Settings(), folder, DAY, out, tell=look)
    assert looked
    assert SECRET in out.read_text()


def test_every_benefit_that_has_a_rule_has_a_name() -> None:
    assert {rule.benefit for rule in RULES} <= BENEFITS_FOUND.keys()


def test_the_example_holds_every_table() -> None:
    assert {path.name for path in EXAMPLE.iterdir()} == {f"{name}.csv" for name in SITUATIONS}
