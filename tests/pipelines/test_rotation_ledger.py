"""Changing keys takes the ledger along: after any interruption, it and the store name people alike."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from campaigns.ledger.book import Ledger
from campaigns.ledger.opening import open_ledger
from campaigns.ledger.releases import Draft
from pipelines.rotation import rotate_keys
from tests.pipelines.conftest import Run, copied

NAMED = "SELECT DISTINCT person_no, person_id, household_id FROM assessments ORDER BY ALL"


@pytest.fixture(scope="module")
def drawn_month(small_month: Run, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A small month, of which everybody assessed was drawn."""
    run = copied(small_month, tmp_path_factory.mktemp("drawn") / "home")
    people = pl.DataFrame(
        run.rows(NAMED, "assessments"), schema=["person_no", "person_id", "household_id"], orient="row"
    ).with_columns(arm=pl.lit("contacted"), stratum=pl.col("person_no").cast(pl.String))
    rights = people.select("person_id", benefit=pl.lit("rsa_socle"), verdict=pl.lit("likely"))
    draft = Draft("rsa", "2014-05", date(2014, 6, 2), 1, {}, "0" * 64, "0.1.0")
    at = datetime(2014, 6, 2, tzinfo=UTC)
    ledger = open_ledger(run.settings.ledger_url)
    ledger.published(
        ledger.drawn(draft, people, rights, actor="agent-12", at=at), 1, at.date(), actor="agent-12", at=at
    )
    return run


@pytest.fixture
def run(drawn_month: Run, tmp_path: Path) -> Run:
    return copied(drawn_month, tmp_path / "home")


def in_ledger(run: Run) -> set[tuple[object, ...]]:
    """Who is who in the draw of everybody, by the number within the month, kept as the stratum."""
    ledger = open_ledger(run.settings.ledger_url)
    (release,) = ledger.releases("rsa")
    named = ledger.targets(release).with_columns(pl.col("stratum").cast(pl.Int64))
    return set(named.select("stratum", "person_id", "household_id").iter_rows())


def in_store(run: Run) -> set[tuple[object, ...]]:
    return set(run.rows(NAMED, "assessments"))


def test_the_ledger_follows_the_store(run: Run) -> None:
    before = in_ledger(run)
    assert len(before) > 20
    assert rotate_keys(run.settings, environment={})
    assert in_ledger(run) == in_store(run)
    assert not before & in_ledger(run)
    assert rotate_keys(run.settings, environment={})
    assert in_ledger(run) == in_store(run)


def test_a_zone_alone_renames_nobody(run: Run) -> None:
    before = in_ledger(run)
    open_ledger(run.settings.ledger_url).stage_names(*[{name: name[::-1] for name in names} for names in _names(run)])
    rotate_keys(run.settings, ["analysis"], environment={})
    assert in_ledger(run) == before == in_store(run)


def _names(run: Run) -> tuple[list[str], list[str]]:
    return open_ledger(run.settings.ledger_url).names()


@pytest.mark.parametrize("broken", range(8))
def test_whatever_is_interrupted_they_stay_together(run: Run, monkeypatch: pytest.MonkeyPatch, broken: int) -> None:
    """The mark, two renames of the store, three of the keys, then the ledger: before its names are taken, or after."""
    before = in_ledger(run)
    with monkeypatch.context() as interrupted:
        _interrupt(interrupted, broken)
        with pytest.raises(KeyboardInterrupt):
            rotate_keys(run.settings, environment={})
    ended = rotate_keys(run.settings, ["analysis"], environment={})
    assert (ended is None) == bool(broken)
    assert in_ledger(run) == in_store(run)
    assert (in_ledger(run) == before) == (broken == 0)


def _interrupt(patch: pytest.MonkeyPatch, broken: int) -> None:
    done: list[object] = []

    def here() -> None:
        if len(done) == broken:
            raise KeyboardInterrupt
        done.append(None)

    for name in ("rename", "replace"):

        def moved(source: Path, to: Path, move: object = getattr(os, name)) -> None:
            if "partial" not in str(source):
                here()
            move(source, to)  # type: ignore[operator]

        patch.setattr(os, name, moved)
    take = Ledger.take_names

    def taken(ledger: Ledger) -> int:
        here()
        names = take(ledger)
        here()
        return names

    patch.setattr(Ledger, "take_names", taken)
