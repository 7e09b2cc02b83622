"""`justedroit assess`: situations from anywhere, in CSV or Parquet, and the law as one reckons it by hand."""

import os
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import duckdb
import polars as pl
import pytest

from benchmarks.law_households import households
from data_contracts.decided import BENEFITS_FOUND, Finding
from data_contracts.settings import Settings
from data_contracts.situation import SITUATIONS
from eligibility.assessing import assess
from eligibility.engines import OnDuckDB
from eligibility.parameters import Law
from eligibility.rights import RULES
from eligibility.situations.tables import Situations
from pipelines.engine import open_scratch
from pipelines.findings import assess_folder
from pipelines.situations import read_situations
from tests.pipelines.assess_folders import DAY, EXAMPLE, SECRET, SOUND, folder_of, rows_of, run


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
    """Another order of rows, another form of the files, for CSV another process too: the same bytes."""
    converted = tmp_path / "parquet"
    converted.mkdir()
    for path in EXAMPLE.glob("*.csv"):
        relation = duckdb.sql(f"FROM read_csv('{path}', delim = ';') ORDER BY ALL DESC")
        relation.write_parquet(str(converted / f"{path.stem}.parquet"))
    few = ["--benefit", "rsa_socle", "--benefit", "ass", "--benefit", "als"]
    for suffix, asked in {"csv": [], "parquet": few}.items():
        first, second = tmp_path / f"first.{suffix}", tmp_path / f"second.{suffix}"
        run(EXAMPLE, first, *asked)
        more = ["--memory", "500MB", *asked]
        if suffix == "csv":
            again = ["assess", str(converted), "--as-of", str(DAY), "--out", str(second), *more]
            environment = {**os.environ, "PYTHONHASHSEED": "1"}
            subprocess.run([sys.executable, "-m", "pipelines", *again], env=environment, check=True)
        else:
            assert run(converted, second, *more).exit_code == 0
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
    expected = assess(Situations.of(relations), Law(DAY), keep=OnDuckDB(con)).collect(backend="polars").to_native()

    with open_scratch(Settings(), tmp_path) as (con, scratch):
        read = read_situations(con, folder, DAY, scratch, people_at_once=100)
        assert read.blocks > 3
        parts = []
        for number in range(read.blocks):
            found = assess(read.block(number), Law(DAY), keep=OnDuckDB(con))
            parts.append(found.collect(backend="polars").to_native())
        few = (
            assess(read.of(["h0000003", "h0000150"]), Law(DAY), keep=OnDuckDB(con))
            .collect(backend="polars")
            .to_native()
        )
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
