"""Campaigns of a month follow one another: the first list that cannot be written stops those after it."""

from pathlib import Path
from shutil import rmtree

import pyrage
import pytest

from campaigns.outputs import files
from data_contracts.campaign import Campaign
from data_contracts.errors import InputError, StoreError
from pipelines.results import sent
from tests.campaigns.conftest import PERIOD, Territory, edited
from tests.campaigns.month import Month, content, day, listed_in, number_of, readable, town


def test_every_campaign_is_published_letters_first(
    territory: Territory, inform: Campaign, simplify: Campaign, tmp_path: Path
) -> None:
    month = Month(territory, [simplify, inform], tmp_path)
    month.people(1)
    drawn = month.run()
    assert [release.targeting.campaign for release in drawn] == [inform, simplify]
    assert month.said == [f"campagne {inform.name}", f"campagne {simplify.name}"]
    assert {path.parent.parent.name for path in tmp_path.rglob("summary.json")} == {inform.name, simplify.name}
    for release in month.ledger.releases():
        assert (release.state, release.version, release.published_on) == ("published", 1, day("2014-06-01"))


def test_a_list_that_cannot_be_written_stops_those_after_it(
    territory: Territory, inform: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise OSError(28, "No space left on device")

    campaigns = [edited(inform, name=f"{inform.name}-{number}", control={"share": 0}) for number in range(3)]
    month = Month(territory, campaigns, tmp_path)
    month.people(1)
    with monkeypatch.context() as full:
        full.setattr(files, "write_workbook", fail)
        with pytest.raises(StoreError):
            month.run()
    assert len(month.said) == 2, "the second was being drawn, the third is not begun"
    assert not [path for path in month.published.rglob("*") if path.is_file()]
    assert {release.state for release in month.ledger.releases()} == {"drawn"}
    month.run()
    assert len(month.said) == 3
    assert [release.state for release in month.ledger.releases()] == ["published"] * 3


def test_a_right_that_one_campaign_opens_no_other_opens_or_writes_of(
    territory: Territory, inform: Campaign, simplify: Campaign, tmp_path: Path
) -> None:
    given = {"control": {"share": 0}, "rest_months": 0, "outcome": {"within_months": 3}}
    first, second = (edited(simplify, name=name, **given) for name in ("a-ouverture", "b-ouverture"))
    letter = edited(inform, name="c-courrier", **given, benefits=["acs"], signals=[])
    month = Month(territory, [first, second], tmp_path)
    month.people(1, 2, benefit="acs", household_id=f"{77:020x}")
    month.people(3, benefit="acs", verdict="unlikely")
    month.run()
    assert (month.arm("contacted", first.name), month.arm("contacted", second.name)) == ({1, 2}, set())
    assert sent(month.ledger, month.ledger.releases()) == {}, "a list of rights to open is no letter"
    assert (first.means(1), letter.means(1)) == ("liste à qui ouvre le droit", "courrier")
    assert [line.code for line in month.run()[1].targeting.counts.excluded if line.count] == ["pending"], "run again"
    month.campaigns = [second, letter]
    month.change(3, verdict="likely")
    month.run(PERIOD.shift(2))
    assert (month.arm("contacted", second.name), month.arm("contacted", letter.name)) == ({3}, {3}), "letters go first"
    assert sent(month.ledger, month.ledger.releases(letter.name)) == {"letter": 1}
    month.run(PERIOD.shift(4))
    assert month.arm("contacted", second.name) == {1, 2, 3}, "the right was not opened in its time"


def test_run_again_changes_nothing(territory: Territory, inform: Campaign, simplify: Campaign, tmp_path: Path) -> None:
    month = Month(territory, [town(inform), simplify], tmp_path)
    month.people(*range(20))
    month.people(*range(20, 25), benefit="acs", role="adult")
    month.run()
    facts, files_then = month.facts(), content(month.published)
    assert month.arm("control", inform.name)
    times = {path: path.stat().st_mtime_ns for path in month.published.rglob("*")}
    month.run()
    assert month.facts() == facts
    assert content(month.published) == files_then
    assert {path: path.stat().st_mtime_ns for path in month.published.rglob("*")} == times, "nothing is written"
    assert month.ledger.verify_audit() == []


def test_files_that_are_gone_are_written_again(territory: Territory, inform: Campaign, tmp_path: Path) -> None:
    month = Month(territory, [town(inform)], tmp_path)
    month.people(*range(20))
    month.run()
    facts, before = month.facts(), content(month.published)
    for gone in (sorted(before)[0], "rsa-socle-demandeurs-emploi/2014-05/summary.json"):
        (month.published / gone).unlink()
        month.run()
        assert content(month.published) == before
    (month.published / sorted(before)[0]).write_bytes(b"")
    month.run()
    assert content(month.published) == before
    contacted = min(month.arm("contacted"))
    month.change(contacted, address_4="9 RUE NEUVE")
    month.run()
    assert content(month.published) == before, "an address alone makes no version"
    rmtree(month.published)
    month.run()
    assert "9 RUE NEUVE" in readable(month.published / inform.name / "2014-05" / "contact_list.csv")
    assert month.facts() == facts


def test_encrypted_files_are_left_alone_then_written_again_for_the_same_reader(
    territory: Territory, inform: Campaign, tmp_path: Path
) -> None:
    key = pyrage.x25519.Identity.generate()
    month = Month(territory, [town(inform, recipient=str(key.to_public()))], tmp_path)
    month.people(*range(6))
    month.run()
    before = content(month.published)
    sealed = [name for name in before if name.endswith(".age")]
    assert {Path(name).name for name in before} == {
        "contact_list.csv.age", "contact_list.xlsx.age", "returns.xlsx.age", "summary.json",
    }  # fmt: skip
    month.run()
    assert content(month.published) == before
    (month.published / sealed[0]).unlink()
    month.run()
    after = content(month.published)
    assert after.keys() == before.keys()
    for name in sealed:
        assert pyrage.decrypt(after[name], [key]) == pyrage.decrypt(before[name], [key])


def test_a_campaign_keeps_off_those_of_another_drawn_before_it(
    territory: Territory, inform: Campaign, tmp_path: Path
) -> None:
    """Whom the first reached, and whom it left alone: neither is reached by the second, now or run again."""
    first, second = (town(inform, name=name) for name in ("a-premiere", "b-seconde"))
    month = Month(territory, [second, first], tmp_path)
    month.people(*range(20))
    month.people(30, household_id=f"{4096:020x}")  # lives with person 0
    month.run()
    assert month.arm("control", "a-premiere")
    assert month.arm("contacted", "a-premiere")
    assert month.arm("contacted", "b-seconde") | month.arm("control", "b-seconde") == set()
    facts, before = month.facts(), content(month.published)
    month.people(*range(40, 45), signals=[])  # candidates of neither
    month.run()
    assert (month.facts(), content(month.published)) == (facts, before)


def test_nobody_to_reach_is_a_release_too(territory: Territory, inform: Campaign, tmp_path: Path) -> None:
    month = Month(territory, [inform], tmp_path)
    month.people(1, deceased=True)
    (drawn,) = month.run()
    assert drawn.release.state == "drawn", "as it was when the lists began to be written"
    (release,) = month.ledger.releases()
    assert release.state == "published"
    assert month.ledger.targets(release).is_empty()
    assert listed_in(month.published / inform.name / "2014-05") == set()


def test_a_campaign_published_elsewhere_is_told_and_nothing_is_drawn(
    territory: Territory, inform: Campaign, tmp_path: Path
) -> None:
    month = Month(territory, [inform], tmp_path)
    month.people(1)
    with (
        month.ledger.publishing(inform.name),
        pytest.raises(InputError, match="en cours de publication"),
    ):
        month.run()
    assert month.ledger.releases() == []
    assert not month.published.exists()


def test_everybody_drawn_is_on_the_list_or_a_control(territory: Territory, inform: Campaign, tmp_path: Path) -> None:
    month = Month(territory, [town(inform)], tmp_path)
    month.people(*range(30))
    month.run()
    (release,) = month.ledger.releases()
    targets = month.ledger.targets(release)
    contacted = set(targets.filter(targets["arm"] == "contacted")["reference"])
    assert listed_in(month.published / inform.name / "2014-05") == contacted
    assert set(map(number_of, month.ledger.contacts(release)["person_id"])) == month.arm("contacted")
    assert month.arm("control") == set(range(30)) - month.arm("contacted")
    assert len(month.arm("control")) in (9, 10)
