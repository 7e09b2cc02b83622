"""A campaign followed for two months with an effect that is set: what is measured, and who was left alone."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from benchmarks.campaign_months import LAUNCH, NAME, Played, contacted_wrongly, covers
from campaigns.impact.report import write_results
from campaigns.ledger.known import months_after
from campaigns.ledger.releases import Release
from data_contracts.returned import SETTLING
from pipelines.following import action_of, releases_before
from pipelines.results import results_of
from tests.pipelines.conftest import EFFECT, MONTHS_PLAYED, WIDE


def first(played: Played) -> Release:
    return next(release for release in played.ledger.releases(NAME) if release.period == str(LAUNCH))


def test_every_month_runs_and_draws_newcomers(played: Played) -> None:
    assert played.problems == []
    drawn = [release.period for release in played.ledger.releases(NAME)]
    assert drawn == [str(LAUNCH.shift(after)) for after in range(MONTHS_PLAYED + 1)]


def test_the_interval_covers_the_effect_that_was_set(played: Played) -> None:
    opened = played.results.opened
    assert covers(opened, EFFECT), opened
    assert opened.demonstrated
    assert min(opened.arms.contacted, opened.arms.control) >= 30
    assert played.results.missing == {}


def test_what_is_measured_is_what_truly_became_of_the_households(played: Played) -> None:
    plan = pl.read_parquet(action_of(first(played), EFFECT).plan_in(played.settings.truth_folder))
    opened = (pl.col("decision") == "awarded") | (pl.col("conduct") == "by_itself")
    true = dict(plan.group_by("arm").agg(opened.fill_null(value=False).mean()).iter_rows())
    arms = played.results.opened.arms
    assert arms.share_contacted == pytest.approx(true["contacted"], abs=0.08)
    assert arms.share_control == pytest.approx(true["control"], abs=0.08)


def test_nobody_is_contacted_by_two_draws_nor_while_control(played: Played) -> None:
    assert contacted_wrongly(played) == (0, 0)
    later = [release for release in played.ledger.releases(NAME) if release.no != first(played).no]
    assert sum(played.ledger.contacts(release).height for release in later) > 0


def test_households_rest_after_a_contact(played: Played) -> None:
    """Whatever the release: a household's contacts are those of one draw's waves, or as far apart as it must rest."""
    days: dict[str, list[tuple[date, int]]] = {}
    for release in played.ledger.releases(NAME):
        homes = dict(played.ledger.targets(release).select("person_id", "household_id").iter_rows())
        for person, day in played.ledger.contacts(release).select("person_id", "contacted_on").iter_rows():
            days.setdefault(homes[person], []).append((day, release.no))
    for contacts in days.values():
        contacts.sort()
        for (before, one), (after, other) in pairwise(contacts):
            assert one == other or after >= months_after(before, WIDE["rest_months"])


def test_a_later_wave_leaves_out_whoever_it_is_settled_for(played: Played) -> None:
    release, ledger = first(played), played.ledger
    waves = dict(ledger.waves(release).select("number", "published_on").iter_rows())
    contacts = ledger.contacts(release)
    assert set(contacts["wave_number"]) >= {1, 2}
    told = ledger.returns(release).filter(pl.col("returned_on") <= waves[2])
    settled = set(told.filter(pl.col("kind").is_in(SETTLING))["person_id"])
    answered = set(told["person_id"])
    second = set(contacts.filter(wave_number=2)["person_id"])
    assert settled
    assert second
    assert second & answered == set()


def test_control_households_are_in_no_file(played: Played) -> None:
    published = played.settings.published_folder / NAME
    listed = set[str]()
    for path in sorted(published.glob("*/contact_list.csv")):
        listed |= set(pl.read_csv(path, separator=";", infer_schema=False)["Référence"])
    arms = pl.concat([played.ledger.targets(release) for release in played.ledger.releases(NAME)])
    assert listed & set(arms.filter(arm="control")["reference"]) == set()
    assert listed == set(arms.filter(arm="contacted")["reference"])


def test_the_same_results_again_are_the_same_bytes(played: Played, tmp_path: Path) -> None:
    once = write_results(played.results, tmp_path / "once")
    again = write_results(results_of(played.settings, NAME, LAUNCH), tmp_path / "again")
    assert [path.read_bytes() for path in once] == [path.read_bytes() for path in again]


def test_a_plan_goes_on_when_the_campaign_was_drawn_again_since(played: Played) -> None:
    """`rehearse --after` of a later month takes up the plan of the first release, not only of the last."""
    before = releases_before(played.ledger, NAME, LAUNCH.shift(MONTHS_PLAYED))
    planned = [action_of(release, 0).plan_in(played.settings.truth_folder).exists() for release in before]
    assert planned == [True, False]
