"""A whole publication killed anywhere, or done by two at once: one release of each campaign, and everything agrees."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from typing import Any

import polars as pl
import pytest

from campaigns import releasing
from campaigns.ledger.opening import open_ledger
from data_contracts.campaign import Campaign
from tests.campaigns.conftest import Territory
from tests.campaigns.killed import PEOPLE, left_behind, other, two_campaigns
from tests.campaigns.ledger.conftest import server, url  # noqa: F401  (both databases)
from tests.campaigns.month import Month, content, listed_in, number_of, rows_of, town


def assert_one_release_each(month: Month) -> None:
    """Ledger, lists and contacts say the same; nobody is in two arms or contacted twice; nothing is half-written."""
    ledger, reached = month.ledger, []
    releases = ledger.releases()
    assert sorted((each.campaign, each.version, each.state) for each in releases) == [
        ("a-premiere", 1, "published"), ("b-seconde", 1, "published"),
    ]  # fmt: skip
    for each in releases:
        targets = ledger.targets(each)
        contacted = targets.filter(pl.col("arm") == "contacted")
        folder = month.published / each.campaign / "2014-05"
        assert listed_in(folder) == set(contacted["reference"])
        assert {row["Référence"] for row in rows_of(folder / "contact_list.csv")} == set(contacted["reference"])
        contacts = ledger.contacts(each)
        assert sorted(contacts["person_id"]) == sorted(contacted["person_id"])
        assert ledger.rights(each).height == targets.height == PEOPLE // 2
        reached += list(map(number_of, targets["person_id"]))
    assert sorted(reached) == list(range(PEOPLE))
    assert ledger.verify_audit() == []
    assert len(ledger.audit()) == 4
    left = [path.name for path in month.published.rglob("*") if path.name.startswith(".")]
    assert left == [], "no .partial nor .old"


def test_a_publication_killed_is_taken_up_where_it_was(tmp_path: Path) -> None:
    whole, *killed = left_behind("publish", tmp_path)
    planted = two_campaigns(whole)
    assert_one_release_each(planted)
    undisturbed, before = content(planted.published), set()
    assert len(killed) > 10, "19 to 24 states of the disk: two threads write, one aside of the other"
    for place in killed:
        month = replace(planted, folder=place, url="")
        states = tuple(sorted(each.state for each in month.ledger.releases()))
        arms = {each.name: month.ledger.targets(each).rows() for each in month.ledger.releases()}
        before.add(states)
        month.run()
        assert_one_release_each(month)
        assert content(month.published) == undisturbed, "the very files of a publication that nobody disturbed"
        after = {each.name: month.ledger.targets(each).rows() for each in month.ledger.releases()}
        assert {name: after[name] for name in arms} == arms
    assert {("drawn",), ("drawn", "published"), ("drawn", "drawn")} & before, before
    assert {(), ("published", "published")} & before, before
    assert len(before) >= 3, "points before a draw, between draw and publication, and after"


def test_two_publish_at_once_and_one_is_told(url: str, tmp_path: Path) -> None:  # noqa: F811
    month = two_campaigns(tmp_path, url)
    open_ledger(url)
    said = other("race", tmp_path, url)
    assert len(said) == 2
    assert said.count("published") == 1
    assert "en cours de publication" in min(said, key=lambda text: text == "published")
    assert_one_release_each(month)

    facts, files = month.facts(), content(month.published)
    month.run()
    assert (month.facts(), content(month.published)) == (facts, files)


def test_two_campaigns_drawn_at_once_share_nobody(
    inform: Campaign,
    url: str,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both choose among the same people at the same moment, unless the second waits until the first has drawn."""
    choose, both = releasing.target, Barrier(2)

    def together(*given: Any, **named: Any) -> Any:
        with suppress(BrokenBarrierError):
            both.wait(timeout=0.5)
        return choose(*given, **named)

    monkeypatch.setattr(releasing, "target", together)
    months = []
    for name in ("a-premiere", "b-seconde"):
        month = Month(Territory(), [town(inform, name=name)], tmp_path / name, url)
        month.people(*range(20))
        months.append(month)
    open_ledger(url)
    with ThreadPoolExecutor() as threads:
        assert [len(released) for released in threads.map(Month.run, months)] == [1, 1]
    people = [month.ledger.targets(release)["person_id"] for release in months[0].ledger.releases()]
    assert sorted(map(len, people)) == [0, 20]
