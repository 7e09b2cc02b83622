"""The spreadsheet, read back by two programs other than the one that wrote it."""

from datetime import date
from pathlib import Path

import fastexcel
import openpyxl
import pytest

from campaigns.outputs import workbook
from campaigns.outputs.notice import ALGORITHM_MENTION, RETENTION_MENTION, USE_MENTION
from campaigns.outputs.workbook import write_workbook
from data_contracts.campaign import Campaign
from tests.campaigns.conftest import Territory, edited
from tests.campaigns.outputs.reaching import filled, reference


@pytest.fixture
def written(territory: Territory, inform: Campaign, tmp_path: Path) -> Path:
    territory.add(1, commune_code="01004", why="=1+1")
    territory.add(2, tier="probable", commune_code="44109")
    territory.add(3, objected=True)
    edited_campaign = edited(inform, perimeter={"departments": ["44", "2A"]})
    write_workbook(filled(territory.target(edited_campaign)), tmp_path / "list.xlsx")
    return tmp_path / "list.xlsx"


def test_dates_are_dates_and_amounts_are_numbers(written: Path) -> None:
    sheet = fastexcel.read_excel(written).load_sheet("Liste")
    types = {column.name: column.dtype for column in sheet.selected_columns}
    assert types["Date des données"] == "datetime"
    assert types["Montant mensuel minimum estimé (EUR)"] == "float"
    assert types["Code commune"] == "string"
    first, second = sheet.to_polars().to_dicts()
    assert (first["Référence"], first["Code commune"]) == (reference(1), "01004")
    assert (first["Date des données"].date(), first["Montant mensuel minimum estimé (EUR)"]) == (
        date(2014, 5, 31),
        120.5,
    )
    assert first["Pourquoi cette personne"] == "=1+1"
    assert second["Montant mensuel minimum estimé (EUR)"] is None


def test_it_is_ready_to_read_filter_and_print(written: Path) -> None:
    book = openpyxl.load_workbook(written)
    assert book.sheetnames == ["Lisez-moi", "Liste"]
    sheet = book["Liste"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("C2", "A1:T3", "$1:$1")
    page = sheet.page_setup
    fit_to_width = page.fitToWidth or 1  # one page wide is what the format means when it says nothing
    assert (page.orientation, fit_to_width, page.fitToHeight) == ("landscape", 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.column_dimensions["A"].width == pytest.approx(14, abs=1)
    assert all(dimension.width >= 10 for dimension in sheet.column_dimensions.values())
    assert sheet.row_dimensions[2].height > 12
    assert "€" in sheet["N2"].number_format
    assert sheet["T2"].number_format == "dd/mm/yyyy"
    assert sheet["P2"].data_type == "s"
    assert book.properties.created.isoformat() == "2014-05-31T00:00:00"
    assert (book.properties.title, book.properties.creator) == (
        "RSA socle, courrier aux demandeurs d'emploi à faible allocation",
        "Juste Droit",
    )


def test_the_first_sheet_says_what_to_know(written: Path) -> None:
    sheet = openpyxl.load_workbook(written)["Lisez-moi"]
    lines = [(str(left), right) for left, right in sheet.iter_rows(max_col=2, values_only=True)]
    said = dict(lines)
    assert ("Date des données", "31/05/2014") in lines
    assert said["Départements"] == "44, 2A"
    assert (said["Situations étudiées"], said["Retenus"]) == (3, 2)
    assert said["   écartés : personne qui s'est opposée à l'utilisation de ses données"] == 1
    assert {USE_MENTION, ALGORITHM_MENTION, RETENTION_MENTION} <= set(said.values())
    assert said["Adresse ligne 1 à Adresse ligne 6"]


@pytest.mark.parametrize(("people", "sheets"), [(0, 1), (3, 1), (4, 2), (7, 3)])
def test_a_long_list_goes_over_several_sheets(
    territory: Territory, inform: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, people: int, sheets: int
) -> None:
    monkeypatch.setattr(workbook, "SHEET_ROWS", 3)
    for number in range(people):
        territory.add(number)
    assert write_workbook(filled(territory.target(inform)), tmp_path / "list.xlsx") == people
    book = openpyxl.load_workbook(tmp_path / "list.xlsx")
    assert book.sheetnames == ["Lisez-moi", "Liste", "Liste 2", "Liste 3"][: sheets + 1]
    references = [row[0] for sheet in book.worksheets[1:] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert references == [reference(number) for number in range(people)]


def test_no_identity_reaches_the_temporary_folder(
    territory: Territory, inform: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file was opened")

    for name in ("mkstemp", "TemporaryFile", "NamedTemporaryFile", "mkdtemp"):
        monkeypatch.setattr(f"tempfile.{name}", refuse)
    territory.add(1)
    assert write_workbook(filled(territory.target(inform)), tmp_path / "list.xlsx") == 1
