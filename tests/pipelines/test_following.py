"""Months that follow a release: people keep their names, the right that was opened is seen, what cannot be is told."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from benchmarks.campaign_months import LAUNCH, NAME, Played
from campaigns.ledger.book import Ledger
from campaigns.ledger.opening import open_ledger
from data_contracts.errors import InputError
from data_contracts.period import Period
from data_contracts.settings import Settings
from pipelines.cli import app
from pipelines.following import action_of, true_targets
from pipelines.releases import releases_of
from pipelines.running import Outcome
from tests.pipelines.conftest import EFFECT, PLAYED_BY, Run

JUNE, JULY = LAUNCH.shift(1), LAUNCH.shift(2)


@dataclass(frozen=True)
class Followed:
    """What was played, who was drawn at first (as the ledger says it, then truly), and the plan of who responds."""

    settings: Settings
    targets: pl.DataFrame
    reached: pl.DataFrame
    plan: Path

    @property
    def ledger(self) -> Ledger:
        return open_ledger(self.settings.ledger_url)

    def run(self, period: Period) -> Run:
        return Run(self.settings, period, Outcome(period, [], [], []))

    def responses(self, **of: str) -> pl.DataFrame:
        """A row a person drawn: person_id, household_no, arm, conduct, benefit, decided_in, decision."""
        people = self.reached.drop("arm", "benefit").unique()
        return people.join(pl.read_parquet(self.plan).filter(**of), on="household_no")


@pytest.fixture(scope="module")
def followed(played: Played) -> Followed:
    (release,) = releases_of(played.ledger, NAME, LAUNCH)
    targets = played.ledger.targets(release).join(played.ledger.rights(release), on="person_id")
    reached = true_targets(played.settings, LAUNCH, targets.select("person_id", "household_id", "benefit", "arm"))
    return Followed(played.settings, targets, reached, action_of(release, EFFECT).plan_in(played.settings.truth_folder))


@pytest.fixture
def apart(followed: Followed, tmp_path: Path) -> Settings:
    """What was played, in a home of its own, for what writes."""
    home = shutil.copytree(followed.settings.home, tmp_path / "home")
    return followed.settings.model_copy(update={"home": home})


def rehearse(settings: Settings, *options: str) -> Result:
    """The command, with the options of what was played."""
    arguments = ["rehearse", *PLAYED_BY, *options]
    return CliRunner().invoke(app, arguments, env={"JUSTEDROIT_HOME": str(settings.home)})


def test_targets_are_the_people_they_truly_are(followed: Followed) -> None:
    assert followed.reached.columns == ["person_id", "benefit", "arm", "person_no", "household_no"]
    assert followed.reached.height == followed.targets.height > 20
    lines = followed.run(LAUNCH).rows(
        """SELECT DISTINCT person_id, t.household_no FROM person_records p JOIN records USING (record_no)
        JOIN true_records t USING (file, line) WHERE t.dataset = p.dataset""",
        "person_records", "records", "true_records",
    )  # fmt: skip
    assert set(followed.reached.select("person_id", "household_no").rows()) <= set(lines)


def test_people_keep_their_names(followed: Followed) -> None:
    drawn = set(followed.targets["person_id"])
    for month in (JUNE, JULY):
        rows = followed.run(month).rows("SELECT DISTINCT person_id FROM person_records", "person_records")
        assert len(drawn & {name for (name,) in rows}) >= 0.95 * len(drawn)


def test_the_opened_right_is_seen_by_the_linkage(followed: Followed) -> None:
    received: set[tuple[object, ...]] = set()
    for month in (JUNE, JULY):
        received |= set(
            followed.run(month).rows(
                """SELECT person_id, benefit FROM benefits_received b JOIN person_situations p
                    ON b.holder_no = if(b.holder = 'person', p.person_no, p.household_no)
                WHERE b.state = 'live'""",
                "benefits_received",
                "person_situations",
            )
        )
    opened = followed.responses(decision="awarded").select("person_id", "benefit").rows()
    assert len(opened) > 8
    assert len(set(opened) & received) >= 0.95 * len(opened)
    nothing = followed.responses(conduct="nothing").select("person_id")
    untouched = followed.reached.join(nothing, on="person_id").select("person_id", "benefit").rows()
    assert len(set(untouched) & received) <= 0.05 * len(untouched)


def test_who_has_the_right_is_no_candidate_for_it_any_more(followed: Followed) -> None:
    listed = set(followed.run(JULY).rows("SELECT person_id, benefit FROM targets WHERE exclusion IS NULL", "targets"))
    opened = followed.responses(decision="awarded").select("person_id", "benefit").rows()
    assert len(set(opened) & listed) <= 0.15 * len(opened)


def test_a_month_that_was_not_rehearsed_has_no_truth(followed: Followed, apart: Settings) -> None:
    shutil.rmtree(apart.truth_folder / str(LAUNCH))
    with pytest.raises(InputError, match="vérité de 2014-05"):
        true_targets(apart, LAUNCH, followed.targets)


def test_what_comes_back_is_taken_by_the_ledger(followed: Followed) -> None:
    files = sorted((followed.settings.home / "rehearsal" / "returns" / f"{NAME}-2014-05-1").iterdir())
    assert [path.name for path in files] == ["2014-06.csv", "2014-07.csv"]
    (release,) = releases_of(followed.ledger, NAME, LAUNCH)
    returns = followed.ledger.returns(release)
    assert returns.height == sum(pl.read_csv(path, separator=";").height for path in files)
    told = set(returns.filter(pl.col("kind") == "awarded")["person_id"])
    assert len(told) > 5
    assert told <= set(followed.responses(decision="awarded", arm="contacted")["person_id"])


def test_the_effect_is_said_once(apart: Settings) -> None:
    landing = apart.landing_folder / "caf" / str(JULY)
    before = {path.name: path.read_bytes() for path in landing.iterdir()}
    assert rehearse(apart, "--period", str(JULY), "--after", NAME).exit_code == 0
    assert {path.name: path.read_bytes() for path in landing.iterdir()} == before


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--period", "2014-06", "--after", "autre", "--effect", "12"), "n'a rien publié avant 2014-06"),
        (("--period", "2014-05", "--after", NAME, "--effect", "12"), "n'a rien publié avant 2014-05"),
        (("--period", "2014-06", "--after", NAME, "--effect", "99"), "Un effet de 99 points"),
        (("--period", "2014-06", "--after", NAME, "--effect", "12", "--seed", "2"), "n'est pas celui"),
    ],
)
def test_what_cannot_be_followed_is_told(apart: Settings, options: tuple[str, ...], told: str) -> None:
    result = rehearse(apart, *options)
    assert isinstance(result.exception, InputError)
    assert told in str(result.exception)


def test_an_effect_must_be_set(followed: Followed, apart: Settings) -> None:
    (apart.truth_folder / "actions" / followed.plan.name).unlink()
    result = rehearse(apart, "--period", "2014-06", "--after", NAME)
    assert "--effect" in str(result.exception)
