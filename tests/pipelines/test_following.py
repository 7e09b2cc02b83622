"""Months that follow a release, run by the line: people keep their names, and the right that was opened is seen."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from campaigns.ledger.book import Ledger
from campaigns.ledger.opening import open_ledger
from campaigns.ledger.releases import Draft, Release
from data_contracts.errors import InputError
from data_contracts.period import Period
from data_contracts.settings import Settings
from pipelines.cli import app
from pipelines.following import true_targets
from pipelines.running import run_month
from tests.pipelines.conftest import FEW, Run, few_campaigns

MAY, JUNE, JULY = Period(2014, 5), Period(2014, 6), Period(2014, 7)
NOON = datetime(2014, 6, 3, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Followed:
    """The month of the draw, the months after, the release, who was drawn (as the ledger says it, then truly)."""

    months: list[Run]
    ledger: Ledger
    release: Release
    targets: pl.DataFrame
    reached: pl.DataFrame

    @property
    def settings(self) -> Settings:
        return self.months[0].settings

    def responses(self) -> pl.DataFrame:
        """A row a person drawn: person_id, household_no, arm, conduct, benefit, decided_in, decision."""
        plan = pl.read_parquet(self.settings.truth_folder / "actions" / "letter-2014-05-1.parquet")
        return self.reached.unique("person_id").join(plan.drop("arm", "benefit"), on="household_no")


def rehearse(settings: Settings, *options: str) -> Result:
    """The command, with the options of one territory."""
    arguments = ["rehearse", "--persons", "4000", "--departments", "44,77", "--seed", "1", *options]
    return CliRunner().invoke(app, arguments, env={"JUSTEDROIT_HOME": str(settings.home)})


def record(ledger: Ledger, may: Run) -> Release:
    """The month's targets as a release of one campaign, two households out of three contacted, published in June."""
    rows = may.rows(
        """SELECT DISTINCT person_id, household_id, benefit, verdict,
            if(hash(household_id) % 3 = 0, 'control', 'contacted') AS arm, 'all' AS stratum
        FROM targets WHERE exclusion IS NULL ORDER BY ALL""",
        "targets",
    )
    columns = ["person_id", "household_id", "benefit", "verdict", "arm", "stratum"]
    drawn = pl.DataFrame(rows, schema=columns, orient="row")
    settings = {"benefits": drawn["benefit"].unique().sort().to_list(), "outcome": {"within_months": 2}}
    draft = Draft("letter", str(MAY), NOON.date(), 1, settings, "0" * 64, "test")
    targets = drawn.drop("benefit", "verdict").unique(maintain_order=True)
    release = ledger.drawn(draft, targets, drawn.select("person_id", "benefit", "verdict"), actor="test", at=NOON)
    return ledger.published(release, 1, NOON.date(), actor="test", at=NOON)


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    home = tmp_path_factory.mktemp("followed")
    settings = Settings(home=home, campaigns=few_campaigns(home, ("rsa-socle-demandeurs-emploi", FEW[1])))
    assert rehearse(settings, "--period", str(MAY)).exit_code == 0
    may = Run(settings, MAY, run_month(settings, MAY))
    ledger = open_ledger(settings.ledger_url)
    release = record(ledger, may)
    done = rehearse(settings, "--period", str(JUNE), "--months", "2", "--after", "letter", "--effect", "28")
    assert done.exit_code == 0, done.output
    after = [Run(settings, period, run_month(settings, period)) for period in (JUNE, JULY)]
    targets = ledger.targets(release).join(ledger.rights(release), on="person_id")
    reached = true_targets(settings, MAY, targets.select("person_id", "household_id", "benefit", "arm"))
    return Followed([may, *after], ledger, release, targets, reached)


def test_the_months_after_run_without_a_problem(followed: Followed) -> None:
    assert [run.period for run in followed.months] == [MAY, JUNE, JULY]
    assert [problem for run in followed.months for problem in run.outcome.problems] == []


def test_targets_are_the_people_they_truly_are(followed: Followed) -> None:
    assert followed.reached.columns == ["person_id", "benefit", "arm", "person_no", "household_no"]
    assert followed.reached.height == followed.targets.height > 20
    lines = followed.months[0].rows(
        """SELECT DISTINCT person_id, t.household_no FROM person_records p JOIN records USING (record_no)
        JOIN true_records t USING (file, line) WHERE t.dataset = p.dataset""",
        "person_records", "records", "true_records",
    )  # fmt: skip
    assert set(followed.reached.select("person_id", "household_no").rows()) <= set(lines)


def test_people_keep_their_names(followed: Followed) -> None:
    drawn = set(followed.targets["person_id"])
    for run in followed.months[1:]:
        known = {name for (name,) in run.rows("SELECT DISTINCT person_id FROM person_records", "person_records")}
        assert len(drawn & known) >= 0.95 * len(drawn)


def test_the_opened_right_is_seen_by_the_linkage(followed: Followed) -> None:
    received: set[tuple[object, ...]] = set()
    for run in followed.months[1:]:
        received |= set(
            run.rows(
                """SELECT person_id, benefit FROM benefits_received b JOIN person_situations p
                    ON b.holder_no = if(b.holder = 'person', p.person_no, p.household_no)
                WHERE b.state = 'live'""",
                "benefits_received",
                "person_situations",
            )
        )
    responses = followed.responses()
    opened = responses.filter(pl.col("decision") == "awarded").select("person_id", "benefit").rows()
    assert len(opened) > 8
    assert len(set(opened) & received) >= 0.95 * len(opened)
    untouched = responses.filter(pl.col("conduct") == "nothing").select("person_id", "benefit").rows()
    assert len(set(untouched) & received) <= 0.05 * len(untouched)


def test_who_has_the_right_is_no_candidate_for_it_any_more(followed: Followed) -> None:
    july = followed.months[-1]
    listed = {
        (name, benefit)
        for name, benefit in july.rows("SELECT person_id, benefit FROM targets WHERE exclusion IS NULL", "targets")
    }
    opened = followed.responses().filter(pl.col("decision") == "awarded")
    again = [row for row in opened.select("person_id", "benefit").rows() if row in listed]
    assert len(again) <= 0.15 * opened.height


def test_a_month_that_was_not_rehearsed_has_no_truth(followed: Followed, tmp_path: Path) -> None:
    settings = followed.settings
    settings.truth_folder.joinpath(str(MAY)).rename(tmp_path / "elsewhere")
    try:
        with pytest.raises(InputError, match="vérité de 2014-05"):
            true_targets(settings, MAY, followed.targets)
    finally:
        (tmp_path / "elsewhere").rename(settings.truth_folder / str(MAY))


def test_what_comes_back_is_taken_by_the_ledger(followed: Followed) -> None:
    files = sorted((followed.settings.home / "rehearsal" / "returns" / "letter-2014-05-1").iterdir())
    assert [path.name for path in files] == ["2014-06.csv", "2014-07.csv"]
    for path in files:
        followed.ledger.import_returns(path, date(2014, 8, 1), actor="test", at=NOON)
    returns = followed.ledger.returns(followed.release)
    told = set(returns.filter(pl.col("kind") == "awarded").select("person_id", "benefit").rows())
    opened = followed.responses().filter(pl.col("decision") == "awarded", pl.col("arm") == "contacted")
    assert len(told) > 5
    assert told <= set(opened.select("person_id", "benefit").rows())


def test_the_effect_is_said_once(followed: Followed, tmp_path: Path) -> None:
    landing = followed.settings.landing_folder / "caf" / str(JULY)
    before = {path.name: path.read_bytes() for path in landing.iterdir()}
    assert rehearse(followed.settings, "--period", str(JULY), "--after", "letter").exit_code == 0
    assert {path.name: path.read_bytes() for path in landing.iterdir()} == before


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--period", "2014-06", "--after", "autre", "--effect", "12"), "n'a rien publié avant 2014-06"),
        (("--period", "2014-05", "--after", "letter", "--effect", "12"), "n'a rien publié avant 2014-05"),
        (("--period", "2014-06", "--after", "letter", "--effect", "99"), "Un effet de 99 points"),
        (("--period", "2014-06", "--after", "letter", "--effect", "12", "--seed", "2"), "n'est pas celui"),
    ],
)
def test_what_cannot_be_followed_is_told(followed: Followed, options: tuple[str, ...], told: str) -> None:
    result = rehearse(followed.settings, *options)
    assert isinstance(result.exception, InputError)
    assert told in str(result.exception)


def test_an_effect_must_be_set(followed: Followed, tmp_path: Path) -> None:
    plan = followed.settings.truth_folder / "actions" / "letter-2014-05-1.parquet"
    plan.rename(tmp_path / plan.name)
    try:
        result = rehearse(followed.settings, "--period", "2014-06", "--after", "letter")
    finally:
        (tmp_path / plan.name).rename(plan)
    assert "--effect" in str(result.exception)
