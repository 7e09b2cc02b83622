"""A review, end to end: exported, filled in, imported, applied to its month and to those that follow; and explained.

The month's records are made by hand, and only the step that matches them is run: it is the one that Dagster runs.
"""

import errno
import shutil
import stat
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg
import openpyxl
import pytest
from typer.testing import CliRunner

from data_contracts.errors import InputError, StoreError
from data_contracts.period import MONTHS_KEPT, Period
from data_contracts.reviewed import MatchReview
from data_contracts.settings import Settings
from linkage.review.sheet import DECISION, REFERENCE, SHEET
from pipelines.assets.linkage import person_records
from pipelines.cli import app
from pipelines.engine import connect
from pipelines.explaining import explain_match
from pipelines.keys import load_keys
from pipelines.locks import changing_keys, keeping_decisions
from pipelines.reviewing import import_review
from pipelines.steps import Workplace
from pipelines.store import Store
from tests.linkage.conftest import Files, Place
from tests.pipelines.conftest import Run

MAY, JUNE = Period(2014, 5), Period(2014, 6)
SAME, DIFFERENT = "même personne", "personnes différentes"
A_DAY = date(2014, 6, 3)
NAMES = ("DUPONT", "JEANNE", "1980", "15/01", "2800144")
ONE, OTHER = Place("pensions", "pensions.csv", 2), Place("registrations", "registrations.csv", 2)


def doubtful() -> Files:
    """One name and one birth date in two communes: the model asks."""
    files = Files()
    files.add("registrations", nir=None)
    files.add("pensions", nir=None, commune_code="77186")
    return files


@dataclass
class Home:
    """A home whose months are matched, and commands run there."""

    folder: Path
    months: dict[Period, Files] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        return Settings(home=self.folder, threads=1)

    @property
    def store(self) -> Store:
        return Store(self.settings.store_folder)

    def match(self, period: Period, files: Files) -> None:
        """Run the step of the graph that says who is who."""
        self.months[period] = files
        with connect(self.settings, load_keys(self.settings.keys_folder)) as con:
            self.store.commit([self.store.stage(con, "records", period, files._table(con, "records"))])
            con.execute("DROP TABLE given_records")
        workplace = Workplace(settings_json=self.settings.model_dump_json())
        assert dg.materialize(
            [person_records], partition_key=str(period.first_day), resources={"workplace": workplace},
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        ).success  # fmt: skip

    def rows(self, table: str, period: Period) -> list[dict[str, Any]]:
        with connect(self.settings, load_keys(self.settings.keys_folder)) as con:
            found = self.store.read(con, table, period)
            return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]

    def one_person(self, period: Period, one: Place = ONE, other: Place = OTHER) -> bool:
        numbers = [self.months[period].records[place]["record_no"] for place in (one, other)]
        people = {row["person_id"] for row in self.rows("person_records", period) if row["record_no"] in numbers}
        return len(people) == 1

    def run(self, *command: str) -> str:
        """What a command prints; the exception it ends with, if any, is raised."""
        result = CliRunner().invoke(app, [*command], env={"JUSTEDROIT_HOME": str(self.folder)}, catch_exceptions=False)
        return result.output

    @property
    def sheet(self) -> Path:
        (path,) = self.settings.reviews_folder.iterdir()
        return path

    def answer(self, *answers: str) -> Path:
        """Fill in the exported sheet, pair by pair."""
        return fill(self.sheet, *answers)

    def decide(self, answer: str, *, on: str = str(A_DAY)) -> str:
        self.run("review", "export", "--period", str(MAY))
        try:
            return self.run("review", "import", str(self.answer(answer)), "--decided-on", on, "--by", "CAF 44")
        finally:
            self.sheet.unlink()


def fill(path: Path, *answers: str) -> Path:
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    (column,) = (cell.column for cell in sheet[1] if cell.value == DECISION)
    for position, answer in enumerate(answers):
        sheet.cell(2 + 2 * position, column).value = answer
    book.save(path)
    return path


@pytest.fixture(scope="module")
def matched(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("matched") / "home")
    home.match(MAY, doubtful())
    return home


@pytest.fixture
def home(matched: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.delenv("JUSTEDROIT_HOME", raising=False)
    return Home(shutil.copytree(matched.folder, tmp_path / "home"), dict(matched.months))


# The clerk's word


def test_a_clerks_decision_that_contradicts_the_score_holds_in_its_month_and_in_the_next(home: Home) -> None:
    assert not home.one_person(MAY)
    (asked,) = home.rows("match_reviews", MAY)
    MatchReview.model_validate(asked)
    said = home.run("review", "export", "--period", "2014-05")
    assert str(home.sheet) in said.replace("\n", "")
    assert not [name for name in NAMES if name in said]
    said = home.run("review", "import", str(home.answer(SAME)), "--decided-on", "2014-06-03", "--by", "CAF 44")
    assert "1 même personne, 0 personnes différentes, 0 laissées" in said
    assert "justedroit run --period 2014-05" in said
    assert not home.one_person(MAY), "nothing changes before the month is run again"

    home.match(MAY, doubtful())
    assert home.one_person(MAY)
    assert home.rows("match_reviews", MAY) == []

    june = Files()
    june.add("pensions", nir=None, birth_name="PETIT", first_name="ANNE")  # all record numbers change
    moved = june.add("pensions", nir=None, commune_code="77186")
    registered = june.add("registrations", nir=None)
    home.match(JUNE, june)
    assert home.one_person(JUNE, moved, registered)
    assert {row["tier"] for row in home.rows("person_records", JUNE)} == {"probable", "alone"}


def test_a_clerk_parts_what_looks_alike(home: Home) -> None:
    home.decide(DIFFERENT)
    home.match(MAY, doubtful())
    assert not home.one_person(MAY)
    assert home.rows("match_reviews", MAY) == [], "it is decided: nobody is asked again"


def test_a_clerk_may_correct_themselves_on_a_later_day_or_on_the_same(home: Home) -> None:
    home.run("review", "export", "--period", "2014-05")
    for answer, day, outcome in ((SAME, 3, True), (DIFFERENT, 3, False), (SAME, 5, True)):
        said = home.run("review", "import", str(home.answer(answer)), "--decided-on", f"2014-06-0{day}")
        assert ("corrigent une précédente : 1" in said) == ((answer, day) != (SAME, 3))
        home.match(MAY, doubtful())
        assert home.one_person(MAY) is outcome, "a sheet may come back after its month was run again"
    said = home.run("review", "import", str(home.answer(DIFFERENT)), "--decided-on", "2014-06-04")
    assert "une plus récente étant connue : 1" in said
    home.match(MAY, doubtful())
    assert home.one_person(MAY), "the later answer holds, whatever the order they came back in"


def test_a_decision_given_twice_is_kept_once(home: Home) -> None:
    home.decide(SAME)
    said = home.decide(SAME)
    assert "corrigent" not in said
    (kept,) = home.rows("match_decisions", MAY)
    assert kept["fingerprint_l"] < kept["fingerprint_r"]
    assert (kept["same_person"], kept["decided_on"], kept["decided_in"], kept["decided_by"]) == (
        True, A_DAY, "2014-05", "CAF 44",
    )  # fmt: skip


def test_a_later_review_wins_over_an_earlier_one_and_an_earlier_month_does_not_know_of_it(home: Home) -> None:
    home.match(JUNE, doubtful())
    home.decide(SAME)
    home.run("review", "export", "--period", "2014-06")
    home.run("review", "import", str(home.answer(DIFFERENT)), "--decided-on", "2014-07-03")
    for period in (MAY, JUNE):
        home.match(period, doubtful())
    assert home.one_person(MAY)
    assert not home.one_person(JUNE)


def test_a_decision_holds_no_longer_than_the_records_it_is_drawn_from_may_be_kept(home: Home) -> None:
    home.decide(SAME)
    last, after = MAY.shift(MONTHS_KEPT - 1), MAY.shift(MONTHS_KEPT)
    assert str(after) == "2015-05"
    for period in (last, after):
        home.match(period, doubtful())
    assert home.one_person(last)
    assert not home.one_person(after)
    assert len(home.rows("match_reviews", after)) == 1, "the question is asked again"


def test_an_empty_cell_decides_nothing_and_takes_nothing_back(home: Home) -> None:
    assert "1 laissées pour plus tard" in home.decide("")
    assert not home.store.has("match_decisions", MAY)
    home.decide(SAME)
    home.run("review", "export", "--period", "2014-05")
    shown = [cell.value for cell in openpyxl.load_workbook(home.sheet)[SHEET][2]]
    assert shown.count(SAME) == 1, "what is decided is told, apart from the cell to fill in"
    home.run("review", "import", str(home.sheet), "--decided-on", "2014-06-09")
    assert [row["same_person"] for row in home.rows("match_decisions", MAY)] == [True]


# The files


def test_the_sheet_is_its_owners_only_and_is_never_replaced(home: Home) -> None:
    home.run("review", "export", "--period", "2014-05")
    assert stat.S_IMODE(home.sheet.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.sheet.parent.stat().st_mode) == 0o700
    before = home.answer(SAME).read_bytes()
    with pytest.raises(InputError, match="existe déjà"):
        home.run("review", "export", "--period", "2014-05")
    assert home.sheet.read_bytes() == before
    elsewhere = home.folder / "elsewhere.xlsx"
    home.run("review", "export", "--period", "2014-05", "--out", str(elsewhere))
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o600
    with pytest.raises(StoreError, match="ne peut pas être écrit"):
        home.run("review", "export", "--period", "2014-05", "--out", str(home.folder / "absent" / "review.xlsx"))


def test_a_month_without_any_doubt_writes_nothing(home: Home) -> None:
    files = Files()
    files.add("registrations")
    home.match(JUNE, files)
    assert "Aucune paire à examiner pour 2014-06" in home.run("review", "export", "--period", "2014-06")
    assert not home.settings.reviews_folder.exists()


def test_a_month_that_was_not_run_says_so(home: Home) -> None:
    for command in (["review", "export"], ["explain", "match", "1", "2"]):
        with pytest.raises(StoreError, match="n'est pas dans l'entrepôt"):
            home.run(*command, "--period", "2013-01")


@pytest.mark.parametrize(
    ("decided_on", "by", "what"),
    [
        ("2014-04-30", "CAF", "antérieure"),
        ("3 juin", "CAF", "n'est pas une date"),
        ("2014-06-03", "x" * 51, "trop long"),
    ],
)
def test_a_date_or_an_author_that_cannot_be_is_refused(home: Home, decided_on: str, by: str, what: str) -> None:
    home.run("review", "export", "--period", "2014-05")
    with pytest.raises(InputError, match=what):
        home.run("review", "import", str(home.answer(SAME)), "--decided-on", decided_on, "--by", by)
    assert not home.store.has("match_decisions", MAY)


@pytest.mark.parametrize(
    ("altered", "what"),
    [
        ("2014-01/{one}/{other}", "n'est pas dans l'entrepôt"),
        ("2014-06/{one}/{other}", "n'est pas à examiner en 2014-06"),
        ("2014-05/" + "0" * 32 + "/{other}", "n'est pas à examiner en 2014-05"),
        ("2014-05/{one}", "Une référence a été modifiée"),
    ],
    ids=["a month that was not run", "another month", "another record", "cut"],
)
def test_nothing_is_kept_of_a_sheet_that_does_not_fit_its_review(home: Home, altered: str, what: str) -> None:
    june = Files()
    june.add("registrations")
    home.match(JUNE, june)
    home.run("review", "export", "--period", "2014-05")
    book = openpyxl.load_workbook(home.answer(SAME))
    (column,) = (cell.column for cell in book[SHEET][1] if cell.value == REFERENCE)
    _, one, other = str(book[SHEET].cell(2, column).value).split("/")
    for line in (2, 3):
        book[SHEET].cell(line, column).value = altered.format(one=one, other=other)
    book.save(home.sheet)
    with pytest.raises((InputError, StoreError), match=what) as refused:
        import_review(home.settings, home.sheet, A_DAY, None)
    assert one not in str(refused.value)
    assert not any(home.store.has("match_decisions", period) for period in (MAY, JUNE))


@pytest.mark.parametrize(("lock", "said"), [(keeping_decisions, "Un autre import"), (changing_keys, "en cours")])
def test_an_import_that_comes_at_the_wrong_moment_keeps_nothing_and_says_so(
    home: Home, lock: Callable[[Path], AbstractContextManager[None]], said: str
) -> None:
    home.run("review", "export", "--period", "2014-05")
    sheet = home.answer(SAME)
    with lock(home.settings.keys_folder), pytest.raises(InputError, match=said):
        import_review(home.settings, sheet, A_DAY, None)
    assert not home.store.has("match_decisions", MAY)
    import_review(home.settings, sheet, A_DAY, None)
    assert home.store.has("match_decisions", MAY)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_file_without_the_right_to_read_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    """The reader is denied by hand: an administrator, as tests may run, can read whatever the rights."""
    sheet = tmp_path / f"rendu{suffix}"
    sheet.write_text("Référence;Décision\n")

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "denied")

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(InputError, match=rf"(?s)ne peut pas être ouvert.*rendu\{suffix}.*vérifier les droits"):
        import_review(Settings(home=tmp_path), sheet, A_DAY, None)


# Explained


def test_a_match_is_explained_by_file_and_line_without_a_name(home: Home) -> None:
    said = home.run("explain", "match", "--period", "2014-05", "pensions.csv:2", "registrations.csv:2")
    assert "Décision : à examiner (selon la ressemblance)." in said
    assert "pensions.csv:2 : niveau seul (un seul fichier connaît la personne)." in said
    assert "prénom identique : +" in said
    assert "+1 bit double les chances" in said
    assert not [name for name in NAMES if name in said]
    home.decide(SAME)
    said = home.run("explain", "match", "--period", "2014-05", "registrations.csv:2", "pensions.csv:2")
    assert "un agent a décidé : une seule personne" in said
    assert "Les deux enregistrements sont réunis." in said


def test_who_else_it_could_be_is_told(home: Home) -> None:
    files = Files()
    files.add("pensions")
    files.add("pensions", nir="2800144109002")
    files.add("registrations", nir=None)
    home.match(JUNE, files)
    told = explain_match(home.settings, JUNE, "registrations.csv:2", "pensions.csv:2")
    assert (told.decision, told.reason) == ("review", "several_people")
    assert [(rival.of, rival.place) for rival in told.rivals] == [("registrations.csv:2", "pensions.csv:3")]
    assert any(
        line.startswith("registrations.csv:2 pourrait aussi être la personne de pensions.csv:3 :")
        for line in told.lines()
    )
    assert len(home.rows("match_reviews", JUNE)) == 2


def test_a_reference_to_no_record_is_refused_and_not_repeated(home: Home) -> None:
    secret = "2800144109001"
    for wrong, what in {
        "DUPONT": "n'est pas désigné comme il faut",
        ":12": "n'est pas désigné comme il faut",
        "pensions.csv:x": "n'est pas désigné comme il faut",
        secret: "n'est pas parmi les enregistrements du mois",
        "pensions.csv:999": "n'est pas parmi les enregistrements du mois",
        "caf_dossiers.csv:2": "d'un fichier qui n'a livré aucune personne",
    }.items():
        with pytest.raises(InputError, match=what) as refused:
            home.run("explain", "match", "--period", "2014-05", "registrations.csv:2", wrong)
        assert "Le second enregistrement" in refused.value.what
        assert not any(word in str(refused.value) for word in ("DUPONT", secret))


def test_a_rejected_line_is_told_as_such_and_every_review_of_a_run_keeps_the_contract(month_2014: Run) -> None:
    ((file, line),) = month_2014.rows("SELECT file, line FROM rejected_caf LIMIT 1", "rejected_caf")
    with pytest.raises(InputError, match="Le premier enregistrement a été rejeté à la lecture"):
        explain_match(month_2014.settings, month_2014.period, f"{file}:{line}", "1")
    with month_2014.connect() as con:
        found = month_2014.store.read(con, "match_reviews", month_2014.period)
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
    assert rows, "harsh faults leave doubts"
    for row in rows:
        MatchReview.model_validate(row)
    told = explain_match(month_2014.settings, month_2014.period, f"{rows[0]['file_l']}:{rows[0]['line_l']}",
                         str(rows[0]["record_no_r"]))  # fmt: skip
    assert (told.decision, told.reason) == ("review", rows[0]["reason"])
    assert told.probability == pytest.approx(rows[0]["probability"])
