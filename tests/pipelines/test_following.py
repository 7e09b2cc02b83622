"""Months that follow a release, run by the line: people keep their names, and the right that was opened is seen."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from data_contracts.errors import InputError
from data_contracts.period import Period
from data_contracts.settings import Settings
from pipelines.following import rehearse_following, true_targets
from pipelines.running import run_month
from rehearsal import Action, Territory, rehearse
from tests.pipelines.conftest import Run

TERRITORY = Territory(4_000, ("44", "77"), seed=1)
MAY, JUNE, JULY = Period(2014, 5), Period(2014, 6), Period(2014, 7)


@dataclass(frozen=True)
class Followed:
    """The month of the draw, the months after, who was drawn (as the ledger says it, then truly), the plan."""

    months: list[Run]
    targets: pl.DataFrame
    reached: pl.DataFrame
    plan: Path

    def responses(self) -> pl.DataFrame:
        """A row a person drawn: person_id, household_no, arm, conduct, benefit, decided_in, decision."""
        plan = pl.read_parquet(self.plan).drop("arm", "benefit")
        return self.reached.unique("person_id").join(plan, on="household_no")


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    settings = Settings(home=tmp_path_factory.mktemp("followed"))
    rehearse(TERRITORY, str(MAY), settings.landing_folder, settings.truth_folder)
    may = Run(settings, MAY, run_month(settings, MAY))
    # as the ledger would give them; two households out of three contacted
    rows = may.rows(
        """SELECT DISTINCT person_id, household_id, benefit,
            if(hash(household_id) % 3 = 0, 'control', 'contacted') AS arm
        FROM targets WHERE exclusion IS NULL ORDER BY ALL""",
        "targets",
    )
    targets = pl.DataFrame(rows, schema=["person_id", "household_id", "benefit", "arm"], orient="row")
    action = Action("letter-2014-05", MAY, effect_points=30, within_months=2)
    plan = rehearse_following(settings, TERRITORY, action, targets, action.window)
    after = [Run(settings, period, run_month(settings, period)) for period in action.window]
    return Followed([may, *after], targets, true_targets(settings, MAY, targets), plan)


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
    july = followed.months[-1]
    rows = july.rows(
        """SELECT person_id, list(benefit) FROM benefits_received b JOIN person_situations p
            ON b.holder_no = if(b.holder = 'person', p.person_no, p.household_no)
        WHERE b.state = 'live' GROUP BY person_id""",
        "benefits_received", "person_situations",
    )  # fmt: skip
    received = dict(rows)
    opened = followed.responses().filter(pl.col("decision") == "awarded")
    seen = [benefit in received.get(person, []) for person, benefit in opened.select("person_id", "benefit").rows()]
    assert len(seen) > 8
    assert sum(seen) >= 0.85 * len(seen), "some no longer have the right in the last month"


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
    settings = followed.months[0].settings
    settings.truth_folder.joinpath(str(MAY)).rename(tmp_path / "elsewhere")
    try:
        with pytest.raises(InputError, match="vérité de 2014-05"):
            true_targets(settings, MAY, followed.targets)
    finally:
        (tmp_path / "elsewhere").rename(settings.truth_folder / str(MAY))
