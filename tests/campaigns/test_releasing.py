"""Campaigns of a month follow one another: the first list that cannot be written stops those after it."""

from pathlib import Path

import pytest

from campaigns import publishing
from campaigns.releasing import release
from data_contracts.campaign import Campaign
from data_contracts.errors import StoreError
from tests.campaigns.conftest import PERIOD, Territory, edited


def test_every_campaign_is_published_letters_first(
    territory: Territory, inform: Campaign, simplify: Campaign, tmp_path: Path
) -> None:
    territory.add(1)
    said: list[str] = []
    drawn = release(territory.con, [simplify, inform], PERIOD, tmp_path, {}, **territory.tables(), progress=said.append)
    assert [targeting.campaign for targeting in drawn] == [inform, simplify]
    assert said == [f"campagne {inform.name}", f"campagne {simplify.name}"]
    assert {path.parent.parent.name for path in tmp_path.rglob("summary.json")} == {inform.name, simplify.name}


def test_a_list_that_cannot_be_written_stops_those_after_it(
    territory: Territory, inform: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise OSError(28, "No space left on device")

    territory.add(1)
    monkeypatch.setattr(publishing, "write_workbook", fail)
    campaigns = [edited(inform, name=f"{inform.name}-{number}") for number in range(3)]
    said: list[str] = []
    with pytest.raises(StoreError):
        release(territory.con, campaigns, PERIOD, tmp_path, {}, **territory.tables(), progress=said.append)
    assert len(said) == 2, "the second was being drawn, the third is not begun"
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
