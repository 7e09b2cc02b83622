"""One month from end to end, in 2014 and in 2026."""

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from data_contracts.columns import Sensitivity
from data_contracts.decided import BENEFITS
from data_contracts.received import SOURCES
from data_contracts.relations import unpack
from data_contracts.tables import TABLES
from eligibility.parameters import Law
from pipelines.asked import asked_by, campaigns_of
from pipelines.assessing import KNOWN, assess_month
from pipelines.scoring import score_month
from tests.pipelines.conftest import Run

LETTERS, RIGHTS = "rsa-socle-demandeurs-emploi", "complementaire-sante-minimum-vieillesse"


@pytest.fixture(params=["month_2014", "month_2026"])
def month(request: pytest.FixtureRequest) -> Run:
    run: Run = request.getfixturevalue(request.param)
    return run


def summary(run: Run, campaign: str) -> dict[str, Any]:
    path = run.settings.published_folder / campaign / str(run.period) / "summary.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def published(run: Run, campaign: str, name: str) -> Path:
    return run.settings.published_folder / campaign / str(run.period) / name


def test_nothing_goes_wrong(month: Run) -> None:
    assert month.outcome.problems == []
    assert {receipt.source for receipt in month.outcome.receipts} == set(SOURCES)


def test_received_is_accepted_and_rejected_for_every_file(month: Run) -> None:
    files = [file for receipt in month.outcome.receipts for file in receipt.files]
    assert len(files) == 13
    for file in files:
        assert file.received == file.accepted + file.rejected
        (written,) = month.rows(
            f"SELECT count(*) FROM true_records WHERE dataset = '{file.dataset}' AND file = '{file.name}'",
            "true_records",
        )
        assert file.received == written[0]
        (kept,) = month.rows(f"SELECT count(*) FROM {file.dataset} WHERE file = '{file.name}'", file.dataset)
        assert file.accepted == kept[0]


def test_every_accepted_record_that_bears_a_person_is_one_person(month: Run) -> None:
    ((records, matched, people),) = month.rows(
        "SELECT (SELECT count(*) FROM records), count(*), count(DISTINCT record_no) FROM person_records",
        "records",
        "person_records",
    )
    assert records == matched == people


def test_the_benefit_is_the_one_in_force(month_2014: Run, month_2026: Run) -> None:
    assert summary(month_2014, RIGHTS)["benefits_in_force"] == ["acs"]
    assert summary(month_2026, RIGHTS)["benefits_in_force"] == ["css_gratuite", "css_participation"]


@pytest.mark.parametrize("campaign", [LETTERS, RIGHTS])
def test_counts_add_up_from_candidates_to_lists(month: Run, campaign: str) -> None:
    counts = summary(month, campaign)["counts"]
    assert counts["listed"] > 0
    assert counts["candidates"] == counts["listed"] + sum(excluded["count"] for excluded in counts["excluded"])
    assert counts["assessed"] == sum(counts["by_verdict"].values())
    assert counts["listed"] == counts["people"] == counts["contacted"] + counts["control"]
    assert (counts["control"] > 0) is (campaign == LETTERS)
    files = summary(month, campaign)["files"]
    assert {file["rows"] for file in files.values()} == {counts["contacted"]}


def test_nobody_deceased_nor_objecting_is_listed(month: Run) -> None:
    listed = month.rows(
        """
        SELECT p.person_no FROM targets JOIN person_records USING (person_id) JOIN records r USING (record_no)
        JOIN true_records t ON (t.dataset, t.file, t.line) = (r.dataset, r.file, r.line)
        JOIN true_people p ON p.person_no = t.person_no
        WHERE exclusion IS NULL AND (NOT p.alive OR p.objector)
        """,
        "targets",
        "person_records",
        "records",
        "true_records",
        "true_people",
    )
    assert listed == []


def test_the_contact_list_reads_the_same_as_csv_and_as_a_spreadsheet(month: Run) -> None:
    with published(month, LETTERS, "contact_list.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    book = openpyxl.load_workbook(published(month, LETTERS, "contact_list.xlsx"))
    sheet = book["Liste"]
    assert [cell.value for cell in sheet[1]] == rows[0]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [row[0] for row in rows[1:]]
    lines = [position for position, name in enumerate(rows[0]) if name.startswith("Adresse ligne")]
    assert len(lines) == 6
    assert max(len(row[position]) for row in rows[1:] for position in lines) <= 38


def test_the_summary_names_nobody(month: Run) -> None:
    names = {str(name) for (name,) in month.rows("SELECT nir FROM identities WHERE nir IS NOT NULL", "identities")}
    for campaign in (LETTERS, RIGHTS):
        text = published(month, campaign, "summary.json").read_text("utf-8")
        assert not any(name in text for name in names)


def test_the_store_holds_identities_in_their_zone_only(month: Run) -> None:
    specs = [spec for model in TABLES.values() for spec in model.columns()]
    identifying = {spec.name for spec in specs if spec.sensitivity is Sensitivity.IDENTITY}
    assert {"nir", "used_name", "birth_date", "address_4"} <= identifying
    paths = list((month.settings.store_folder / "analysis").rglob("*.parquet"))
    assert paths
    for path in paths:
        written = {str(row[0]) for row in month.rows(f"DESCRIBE {path.parent.name}", path.parent.name)}
        assert not written & identifying
        assert path.read_bytes()[:4] == b"PARE", "an encrypted Parquet file begins with PARE, a plain one with PAR1"


def test_the_linkage_and_the_rights_agree_with_the_truth(month: Run) -> None:
    lines = {line.label.split(" : ")[0]: line for line in score_month(month.settings, month.period).lines}
    assert (lines["rapprochement, paires certaines"].precision or 0) > 0.999
    assert (lines["rapprochement, paires toutes"].recall or 0) > 0.97
    assert (lines[RIGHTS].precision or 0) > 0.97
    assert (lines[RIGHTS].recall or 0) > 0.85
    assert (lines[LETTERS].recall or 0) > 0.85


def test_what_is_stored_is_what_the_rules_say(month_2014: Run) -> None:
    """The law applied to the stored situations again, some in two parts, gives the stored rows in their order."""
    with month_2014.connect() as con:
        known = {table: month_2014.store.read(con, table, month_2014.period) for table in KNOWN}
        asked = asked_by(campaigns_of(month_2014.settings), Law(month_2014.period.last_day))
        said = assess_month(con, month_2014.period, known, asked, people_at_once=5_000).pl()
        stored = month_2014.store.read(con, "assessments", month_2014.period).pl()
        unpack(con)
    assert said.with_columns(benefit=pl.col("benefit").cast(stored["benefit"].dtype)).equals(stored)
    keys = [(list(BENEFITS).index(benefit), number) for benefit, number in stored.select("benefit", "person_no").rows()]
    assert keys == sorted(set(keys))
