"""The review: what a clerk is asked, what the sheet says, and every way in which it can come back wrong."""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_contracts.errors import InputError
from data_contracts.period import Period
from data_contracts.reviewed import REVIEW_REASONS, MatchReview
from linkage.matching.clusters import match_persons
from linkage.matching.decisions import latest_decisions
from linkage.matching.rules import REASONS
from linkage.review.answers import read_answers
from linkage.review.pairs import find_reviews
from linkage.review.sheet import DECISION, REFERENCE, SHEET, Pair, pair_of, questions, reference
from linkage.review.workbook import review_workbook
from tests.linkage.conftest import DATABASE, KEY, Files

PERIOD = Period(2014, 5)
TOWNS = {"44109": "Nantes", "77186": "Fontainebleau"}
SAME, DIFFERENT = "même personne", "personnes différentes"


def reviews(files: Files) -> list[dict[str, Any]]:
    """The review of the files, each row of which keeps the contract."""
    con = DATABASE.cursor()
    records = files._table(con, "records")
    found = find_reviews(con, match_persons(con, records, KEY)[1], records)
    rows = [
        dict(zip(found.columns, values, strict=True)) for values in found.order("record_no_l, record_no_r").fetchall()
    ]
    for row in rows:
        MatchReview.model_validate(row)
    return rows


def two_communes(**said: Any) -> Files:
    """One name and one birth date in two communes: nobody can tell."""
    files = Files()
    files.add("registrations", nir=None, **said)
    files.add("pensions", nir=None, commune_code="77186")
    return files


def sheet_of(rows: list[dict[str, Any]], path: Path, known: dict[Pair, bool] | None = None) -> Path:
    path.write_bytes(review_workbook(questions(rows, known or {}, TOWNS), PERIOD))
    return path


# What a clerk is asked


def test_a_pair_in_the_band_is_put_side_by_side() -> None:
    files = two_communes(birth_date=date(1980, 1, 16))
    files.rows["pensions"][0]["birth_date"] = date(1980, 1, 16)
    (row,) = reviews(files)
    assert (row["dataset_l"], row["file_l"], row["line_l"]) == ("pensions", "pensions.csv", 2), "the lesser number"
    assert (row["dataset_r"], row["file_r"], row["line_r"]) == ("registrations", "registrations.csv", 2)
    assert (row["commune_code_l"], row["commune_code_r"]) == ("77186", "44109")
    assert row["record_no_l"] < row["record_no_r"]
    assert row["reason"] == "score"
    assert set(row["agreements"][:3]) == {"prénom identique", "nom identique", "date de naissance identique"}
    assert row["disagreements"] == ["autre département"]
    assert not any("fichier" in said for said in row["agreements"] + row["disagreements"])


def test_what_is_sure_either_way_is_not_asked() -> None:
    files = Files()
    files.add("registrations")
    files.add("caf_persons", nir=None)
    files.add("pensions", nir="1500144109002", first_name="PAUL", sex="1", birth_date=date(1950, 1, 3))
    assert reviews(files) == []


def test_a_line_repeated_in_its_file_asks_nothing_twice() -> None:
    files = two_communes()
    once = reviews(files)
    again = two_communes()
    again.add("pensions", nir=None, commune_code="77186")
    assert len(once) == 1
    assert [pair_of(row["fingerprint_l"], row["fingerprint_r"]) for row in reviews(again)].count(
        pair_of(once[0]["fingerprint_l"], once[0]["fingerprint_r"])
    ) == 1


def test_every_reason_to_review_is_one_of_the_rules() -> None:
    assert REVIEW_REASONS.items() <= REASONS.items()


def test_pairs_that_share_a_record_are_asked_together_and_name_each_other() -> None:
    (row,) = reviews(two_communes())
    fingerprints = {letter: letter * 32 for letter in "abcdef"}
    asked = questions(
        [
            row | {"fingerprint_l": fingerprints[one], "fingerprint_r": fingerprints[other], "reason": "several_people"}
            for one, other in ("ab", "cd", "be", "ef")
        ],
        {(fingerprints["c"], fingerprints["d"]): False},
        TOWNS,
    )
    assert [question.pair for question in asked] == [
        (fingerprints[one], fingerprints[other]) for one, other in ("ab", "be", "ef", "cd")
    ]
    assert [question.number for question in asked] == [1, 2, 3, 4]
    assert asked[1].why == "plusieurs personnes conviendraient (voir aussi les paires 1, 3)"
    assert asked[3].why == "plusieurs personnes conviendraient"
    assert [question.already for question in asked] == ["", "", "", DIFFERENT]


# The sheet


def test_the_sheet_is_two_lines_a_pair_with_one_cell_to_fill_in(tmp_path: Path) -> None:
    (row,) = reviews(two_communes())
    path = sheet_of([row | {"birth_precision_l": "month"}], tmp_path / "review.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [SHEET, "Notice"]
    sheet = book[SHEET]
    heading, *lines = (list(row) for row in sheet.iter_rows())
    at = {cell.value: position for position, cell in enumerate(heading)}
    assert len(lines) == 2
    assert sheet.freeze_panes == "C2"
    assert sheet.protection.sheet
    unlocked = [cell.coordinate for line in lines for cell in line if not cell.protection.locked]
    assert unlocked[0] == f"{heading[at[DECISION]].column_letter}2"
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == f'"{SAME},{DIFFERENT}"'
    assert {lines[0][at["Fichier"]].value, lines[1][at["Fichier"]].value} == {"Pôle emploi", "CNAV"}
    assert "01/1980 (jour inconnu)" in {line[at["Naissance"]].value for line in lines}
    yellow = {heading[position].value for position in at.values() if lines[0][position].fill.bgColor.rgb == "FFFFEB9C"
              or lines[0][position].fill.fgColor.rgb == "FFFFEB9C"}  # fmt: skip
    assert yellow == {"Naissance", "Commune"}
    assert lines[0][at[REFERENCE]].value == lines[1][at[REFERENCE]].value
    notice = " ".join(str(value) for row in book["Notice"].iter_rows(values_only=True) for value in row)
    assert all(word in notice for word in (SAME, DIFFERENT, "zone des identités", "review import", "R114-9-7"))


def test_the_sheet_is_the_same_every_time_and_touches_no_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file was opened")

    for name in ("mkstemp", "TemporaryFile", "NamedTemporaryFile", "mkdtemp"):
        monkeypatch.setattr(f"tempfile.{name}", refuse)
    rows = reviews(two_communes())
    first, again = (sheet_of(rows, tmp_path / name).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert first == again


def test_a_name_that_looks_like_a_formula_stays_a_name(tmp_path: Path) -> None:
    (row,) = reviews(two_communes())
    path = sheet_of([row | {"used_name_l": "=1+1"}], tmp_path / "review.xlsx")
    assert openpyxl.load_workbook(path)[SHEET]["D2"].data_type == "s"


# What comes back

LETTERS = "abcdef"


def three_pairs(path: Path) -> Path:
    """A sheet of three pairs: lines 2 and 3, 4 and 5, 6 and 7."""
    (row,) = reviews(two_communes())
    rows = [
        row | {"fingerprint_l": one * 32, "fingerprint_r": other * 32, "record_no_l": number}
        for number, (one, other) in enumerate(("ab", "cd", "ef"), start=1)
    ]
    return sheet_of(rows, path)


Edit = Callable[[Any, dict[str, int]], None]


def edited(path: Path, edit: Edit) -> Path:
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    edit(sheet, {str(cell.value): cell.column for cell in sheet[1]})
    book.save(path)
    return path


def as_csv(path: Path, *, delimiter: str = ";", encoding: str = "windows-1252") -> Path:
    """The sheet of pairs as a spreadsheet saves it."""
    with path.with_suffix(".csv").open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(
            ["" if value is None else value for value in row]
            for row in openpyxl.load_workbook(path)[SHEET].iter_rows(values_only=True)
        )
    return path.with_suffix(".csv")


def answering(*answers: tuple[int, str]) -> Edit:
    def edit(sheet: Any, at: dict[str, int]) -> None:
        for line, answer in answers:
            sheet.unmerge_cells(
                next(str(area) for area in sheet.merged_cells.ranges if (line, at[DECISION]) in _cells(area))
            )
            sheet.cell(line, at[DECISION]).value = answer

    return edit


def _cells(area: Any) -> Iterator[tuple[int, int]]:
    return (
        (row, column)
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    )


@pytest.mark.parametrize("form", ["xlsx", "csv", "csv of another kind"])
def test_answers_are_read_back(tmp_path: Path, form: str) -> None:
    path = edited(three_pairs(tmp_path / "review.xlsx"), answering((2, SAME), (7, "  PERSONNES  differentes ")))
    if form != "xlsx":
        path = as_csv(path, **({} if form == "csv" else {"delimiter": ",", "encoding": "utf-8-sig"}))
    answers = read_answers(path)
    assert answers.period == PERIOD
    assert answers.same == {("a" * 32, "b" * 32): True, ("e" * 32, "f" * 32): False}
    assert len(answers.asked) == 3


def test_lines_sorted_otherwise_and_columns_moved_are_read_all_the_same(tmp_path: Path) -> None:
    path = as_csv(edited(three_pairs(tmp_path / "review.xlsx"), answering((2, SAME))))
    heading, *lines = list(csv.reader(path.read_text("windows-1252").splitlines(), delimiter=";"))
    path.write_text("\n".join(";".join(reversed(line)) for line in [heading, *reversed(lines)]), "windows-1252")
    assert read_answers(path).same == {("a" * 32, "b" * 32): True}


def _refer(line: int, text: str) -> Edit:
    def edit(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(line, at[REFERENCE]).value = text

    return edit


def _without(heading: str) -> Edit:
    def edit(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(1, at[heading]).value = "Autre chose"

    return edit


def _renamed(sheet: Any, at: dict[str, int]) -> None:
    sheet.title = "Feuille 1"


def _emptied(sheet: Any, at: dict[str, int]) -> None:
    sheet.delete_rows(2, 6)


def _both_lines(sheet: Any, at: dict[str, int]) -> None:
    answering((4, SAME))(sheet, at)
    sheet.cell(5, at[DECISION]).value = DIFFERENT


OTHER_MONTH = reference(Period(2014, 6), ("c" * 32, "d" * 32))
BROKEN: dict[str, tuple[Edit, str, str]] = {
    "a column is missing": (_without(DECISION), "Une colonne manque", "ligne 1, colonne Décision"),
    "the reference is missing": (_without(REFERENCE), "Une colonne manque", "ligne 1, colonne Référence"),
    "an unknown word": (answering((4, "DUPONT")), "n'est pas l'une de celles", "ligne 4, colonne Décision"),
    "a reference cut short": (_refer(5, "2014-05/abc"), "Une référence a été modifiée", "ligne 5, colonne Référence"),
    "a reference rubbed out": (
        lambda sheet, at: (answering((4, SAME))(sheet, at), _refer(4, "")(sheet, at))[-1],
        "Une référence a été modifiée", "ligne 4, colonne Référence",
    ),
    "two answers": (_both_lines, "deux réponses différentes", "lignes 4, 5, colonne Décision"),
    "two periods": (_refer(4, OTHER_MONTH), "plusieurs périodes", "ligne 4, colonne Référence"),
    "no such month": (
        _refer(2, OTHER_MONTH.replace("2014-06", "2014-13")), "Une référence a été modifiée", "ligne 2, ",
    ),
    "no sheet of that name": (_renamed, "La feuille « Paires à examiner » manque", "review.xlsx"),
    "no pair": (_emptied, "aucune paire", "review.xlsx"),
}  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_sheet_is_refused_with_its_line_and_its_column(tmp_path: Path, broken: str) -> None:
    edit, what, where = BROKEN[broken]
    with pytest.raises(InputError) as refused:
        read_answers(edited(three_pairs(tmp_path / "review.xlsx"), edit))
    assert what in refused.value.what
    assert where in refused.value.where
    assert not any(name in str(refused.value) for name in ("DUPONT", "JEANNE", "1980"))


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("absent.xlsx", None, "n'existe pas"),
        ("review.ods", b"", "Ce format n'est pas lu"),
        ("review.xlsx", b"DUPONT", "ne peut pas être lu"),
        ("review.csv", b"", "Une colonne manque"),
        ("review.csv", 'Référence;Décision\n"ab'.encode(), "mal formé"),
    ],
)
def test_what_is_no_sheet_is_refused(tmp_path: Path, name: str, content: bytes | None, what: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=what):
        read_answers(tmp_path / name)


def test_an_answer_about_a_pair_that_was_not_asked_is_refused(tmp_path: Path) -> None:
    answers = read_answers(edited(three_pairs(tmp_path / "review.xlsx"), answering((2, SAME), (6, DIFFERENT))))
    answers.check_asked({("a" * 32, "b" * 32), ("e" * 32, "f" * 32)})
    with pytest.raises(InputError, match="n'est pas à examiner en 2014-05") as refused:
        answers.check_asked({("a" * 32, "b" * 32)})
    assert refused.value.where == "review.xlsx, ligne 6, colonne Référence"


# Which answer holds

ANSWERS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b"]), st.booleans(), st.dates(date(2014, 5, 1), date(2014, 5, 4)),
        st.sampled_from(["2014-05", "2014-06"]),
    ),
    max_size=8, unique_by=lambda answer: (answer[0], answer[2], answer[3]),
)  # fmt: skip


@given(ANSWERS)
def test_of_several_answers_the_latest_holds(answers: list[tuple[str, bool, date, str]]) -> None:
    con = DATABASE.cursor()
    con.execute("CREATE TEMP TABLE given_answers (fingerprint_l VARCHAR, fingerprint_r VARCHAR, same_person BOOLEAN, "
                "decided_on DATE, decided_in VARCHAR)")  # fmt: skip
    for pair, same, day, period in answers:
        con.execute("INSERT INTO given_answers VALUES (?, 'z', ?, ?, ?)", [pair, same, day, period])
    held = {one: same for one, _, same in latest_decisions(con, con.table("given_answers")).fetchall()}
    by_day = sorted(answers, key=lambda answer: (answer[2], answer[3]))
    assert held == {pair: same for pair, same, _, _ in by_day}
