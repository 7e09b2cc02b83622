"""A later wave killed anywhere, then asked for again: one wave, and nobody is contacted twice nor lost."""

from dataclasses import replace
from pathlib import Path

from campaigns.ledger.releases import Release
from tests.campaigns.killed import LATER, follow, left_behind, two_campaigns
from tests.campaigns.month import Month, content, listed_in


def contacts(month: Month) -> tuple[Release, list[tuple[object, ...]]]:
    (release,) = month.ledger.releases("a-premiere")
    return release, month.ledger.contacts(release).rows()


def test_a_wave_killed_is_taken_up_where_it_was(tmp_path: Path) -> None:
    whole, *killed = left_behind("follow", tmp_path)
    planted = two_campaigns(whole)
    undisturbed = content(planted.published)
    release, reached = contacts(planted)
    names = dict(planted.ledger.targets(release).select("person_id", "reference").iter_rows())
    first = {person for person, wave, _ in reached if wave == 1}
    again = [(person, wave, on) for person, wave, on in reached if wave == 2]
    assert {(person, 2, LATER) for person in first} == set(again)
    assert len(again) == len(first) > 0
    assert listed_in(planted.published / "a-premiere" / "2014-05-wave-2") == {names[person] for person in first}
    recorded = []
    for place in (*killed, whole):
        month = replace(planted, folder=place, url="")
        followed = follow(month)
        recorded.append(followed.again)
        assert (followed.reached, followed.left_out, followed.on) == (len(first), 0, LATER)
        assert contacts(month) == (release, reached)
        assert content(month.published) == undisturbed, "the very files of a wave that nobody disturbed"
        assert [line.action for line in month.ledger.audit()].count("wave_published") == 3
        assert month.ledger.verify_audit() == []
    assert set(recorded) == {False, True}, "points before the wave is recorded, and after"
