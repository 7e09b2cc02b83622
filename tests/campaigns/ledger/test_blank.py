"""The sheet given with a list is the one that is read when it comes back."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from campaigns.ledger.blank import NOTICE_SHEET, blank_returns
from campaigns.ledger.book import Ledger
from data_contracts.decided import BENEFITS
from data_contracts.errors import InputError
from data_contracts.returned import COLUMNS, RETURN_KINDS, SHEET
from tests.campaigns.ledger.conftest import BY, launch

DAY, TODAY = date(2014, 5, 31), date(2014, 7, 15)


def test_a_sheet_filled_in_comes_back(quick: Ledger, tmp_path: Path) -> None:
    release = launch(quick, range(1, 9), "rsa_socle", "als")
    sent = quick.contacts(release).join(quick.targets(release), on="person_id")
    references = sent["reference"].to_list()
    path = tmp_path / "retours.xlsx"
    path.write_bytes(blank_returns("RSA socle", references, ["rsa_socle", "als"], DAY))
    with pytest.raises(InputError, match="aucune ligne n'y est remplie"):
        quick.import_returns(path, TODAY, **BY)
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    assert [sheet.cell(row, 1).value for row in range(2, 8)] == references
    lines = [
        (2, "a répondu", datetime(2014, 6, 10), None, None),  # noqa: DTZ001
        (4, "droit refusé", "12/06/2014", "dossier incomplet", BENEFITS["als"]),
        (8, "droit accordé", datetime(2014, 6, 13), None, BENEFITS["rsa_socle"]),  # noqa: DTZ001
    ]
    sheet.cell(8, 1).value = references[0]
    for row, *cells in lines:
        for place, value in enumerate(cells, start=2):
            sheet.cell(row, place).value = value
    book.save(path)
    assert quick.import_returns(path, TODAY, **BY).kept == 3
    found = quick.returns(release).select("person_id", "kind", "returned_on", "benefit", "reason").rows()
    people = dict(zip(references, sent["person_id"], strict=True))
    assert found == [
        (people[references[0]], "answered", date(2014, 6, 10), None, None),
        (people[references[2]], "rejected", date(2014, 6, 12), "als", "dossier incomplet"),
        (people[references[0]], "awarded", date(2014, 6, 13), "rsa_socle", None),
    ]


def test_what_is_chosen_is_what_is_read(tmp_path: Path) -> None:
    data = blank_returns("RSA socle", ["7K3M-92QX-C"], list(BENEFITS), DAY)
    assert data == blank_returns("RSA socle", ["7K3M-92QX-C"], list(BENEFITS), DAY)
    (tmp_path / "retours.xlsx").write_bytes(data)
    book = openpyxl.load_workbook(tmp_path / "retours.xlsx")
    assert book.sheetnames == [SHEET, NOTICE_SHEET]
    sheet = book[SHEET]
    choices = {str(rule.sqref)[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert choices["B"] == '"' + ",".join(RETURN_KINDS.values()) + '"'
    cells = sheet[choices["E"].lstrip("=").replace("$", "")]
    assert [row[0].value for row in cells] == list(BENEFITS.values())
