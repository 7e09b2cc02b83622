"""What comes back: a file such as a service would send, which says nothing that the truth denies."""

import csv
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from rehearsal import returned
from rehearsal.returned import come_back, write_returns
from tests.rehearsal.conftest import Followed

SENT = date(2014, 6, 10)


@pytest.fixture(scope="session")
def sent(followed: Followed) -> pl.DataFrame:
    """A reference for one adult of each household contacted."""
    people = duckdb.sql(
        f"SELECT person_no, household_no FROM '{followed.drawn_in}/people.parquet' WHERE role = 'head'"
    ).pl()
    contacted = followed.reached.filter(pl.col("arm") == "contacted")
    reached = contacted.with_columns(pl.concat_list("benefit").alias("benefits")).join(people, on="household_no")
    named = reached.with_columns(pl.format("REF-{}", "household_no").alias("reference"))
    return named.select("reference", "person_no", "household_no", "benefits").sort("reference")


@pytest.fixture(scope="session")
def returns(followed: Followed, sent: pl.DataFrame) -> pl.DataFrame:
    return back(followed, sent, date(2014, 12, 31))


def back(followed: Followed, sent: pl.DataFrame, until: date) -> pl.DataFrame:
    return come_back(sent, followed.plan, followed.drawn_in, name="essai", seed=1, sent_on=SENT, until=until)


def kinds(returns: pl.DataFrame) -> dict[str, set[str]]:
    return {str(reference[0]): set(group["kind"]) for reference, group in returns.group_by("reference")}


def test_every_kind_comes_back_in_plausible_shares(returns: pl.DataFrame, sent: pl.DataFrame) -> None:
    shares = {kind: count / sent.height for kind, count in returns["kind"].value_counts().iter_rows()}
    assert shares.keys() == returned.LABELS.keys()
    bounds = {
        "undelivered": (0.015, 0.07), "refused": (0.008, 0.03), "objected": (0.001, 0.02), "answered": (0.15, 0.35),
        "appointment_kept": (0.1, 0.3), "applied": (0.1, 0.35), "awarded": (0.1, 0.3), "rejected": (0.01, 0.08),
    }  # fmt: skip
    for kind, (low, high) in bounds.items():
        assert low < shares[kind] < high, kind


def test_returns_agree_with_what_becomes_of_people(
    followed: Followed, sent: pl.DataFrame, returns: pl.DataFrame
) -> None:
    plan = pl.read_parquet(followed.plan).join(sent, on="household_no")
    decisions = {row["reference"]: row["decision"] for row in plan.iter_rows(named=True)}
    conducts = {row["reference"]: row["conduct"] for row in plan.iter_rows(named=True)}
    for reference, said in kinds(returns).items():
        if told := said & {"awarded", "rejected"}:
            assert told == {decisions[reference]}
            assert "applied" in said
        if said & {"undelivered", "refused", "objected"}:
            assert len(said) == 1, "nothing else comes from who was not reached, or said no"
            assert conducts[reference] not in {"persuaded", "in_vain"}
        if conducts[reference] == "persuaded":
            assert {"answered", "applied", "awarded"} <= said


def test_a_refusal_has_its_reason_and_nothing_else_has(returns: pl.DataFrame) -> None:
    assert (returns["reason"].is_not_null() == (returns["kind"] == "rejected")).all()


def test_wrong_addresses_send_more_letters_back(followed: Followed, sent: pl.DataFrame, returns: pl.DataFrame) -> None:
    folder = followed.drawn_in
    moved = duckdb.sql(f"""
        SELECT DISTINCT person_no
        FROM '{folder}/records.parquet' JOIN '{folder}/faults.parquet' USING (dataset, file, line)
        WHERE fault = 'moved'""").pl()
    lost = set(returns.filter(pl.col("kind") == "undelivered")["reference"])
    wrong = sent.join(moved, on="person_no")["reference"].to_list()
    right = sent.join(moved, on="person_no", how="anti")["reference"].to_list()
    assert len(wrong) > 5
    assert sum(ref in lost for ref in wrong) / len(wrong) > 5 * sum(ref in lost for ref in right) / len(right)


def test_days_follow_each_other_and_a_later_file_only_adds(
    followed: Followed, sent: pl.DataFrame, returns: pl.DataFrame
) -> None:
    order = list(returned.LABELS)
    for _, group in returns.group_by("reference"):
        days = [
            day for _, day in sorted(zip((order.index(k) for k in group["kind"]), group["returned_on"], strict=True))
        ]
        assert days == sorted(days)
        assert days[0] > SENT
    july = back(followed, sent, date(2014, 7, 31))
    assert july.equals(returns.filter(pl.col("returned_on") <= date(2014, 7, 31)))
    assert 0 < july.height < returns.height


def test_the_file_is_what_a_french_spreadsheet_saves(returns: pl.DataFrame, tmp_path: Path) -> None:
    write_returns(returns, tmp_path / "retours.csv")
    with (tmp_path / "retours.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert list(rows[0]) == ["Référence", "Retour", "Date", "Motif", "Droit"]
    assert {row["Retour"] for row in rows} == set(returned.LABELS.values())
    assert all(len(row["Date"]) == 10 and row["Date"][2] == "/" for row in rows)
    assert all(bool(row["Droit"]) == (row["Retour"] in ("droit accordé", "droit refusé")) for row in rows)
    assert [path.name for path in tmp_path.iterdir()] == ["retours.csv"]
