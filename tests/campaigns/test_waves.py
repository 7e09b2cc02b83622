"""Later waves: whom each reaches again, once what came back is known."""

from datetime import date
from pathlib import Path

import pytest

from campaigns.ledger.releases import Release
from campaigns.waves import campaign_of, reached_again
from data_contracts.campaign import Campaign
from data_contracts.errors import InputError
from data_contracts.returned import RETURN_KINDS, SETTLING
from tests.campaigns.conftest import PERIOD, Territory, edited, person_id
from tests.campaigns.month import Month, author, day, number_of, town

SENT, SECOND = day("2014-06-01"), day("2014-07-01")
WAVES = {
    to: [
        {"by": "letter", "after_days": 0},
        {"by": "letter", "after_days": 30, "to": to},
        {"by": "call", "after_days": 60},
    ]
    for to in ("everyone", "no_answer", "undelivered")
}


def launched(territory: Territory, inform: Campaign, folder: Path, to: str) -> tuple[Month, Release]:
    month = Month(territory, [town(inform, waves=WAVES[to])], folder)
    month.people(*range(16))
    month.run()
    (release,) = month.ledger.releases()
    return month, release


def came_back(month: Month, release: Release, **kinds: int) -> None:
    """One return a kind, each of the person of that number, ten days after the letter."""
    names = dict(month.ledger.targets(release).select("person_id", "reference").iter_rows())
    lines = [
        f"{names[person_id(number)]};{RETURN_KINDS[kind]};11/06/2014;{'ressources' if kind == 'rejected' else ''};"
        for kind, number in kinds.items()
    ]
    sheet = month.folder / f"{'-'.join(kinds)}.csv"
    sheet.write_text("\n".join(["Référence;Retour;Date;Motif;Droit", *lines]), "utf-8-sig")
    month.ledger.import_returns(sheet, day("2014-06-20"), actor="agent-12", at=author().at)


def reached(
    month: Month, release: Release, number: int = 2, on: date = SECOND, settled: list[int] | None = None
) -> set[int]:
    people = reached_again(month.ledger, release, number, on, [person_id(one) for one in settled or []])
    return set(map(number_of, people["person_id"]))


@pytest.mark.parametrize("to", WAVES)
def test_each_wave_reaches_those_it_is_for(territory: Territory, inform: Campaign, tmp_path: Path, to: str) -> None:
    month, release = launched(territory, inform, tmp_path, to)
    contacted = sorted(month.arm("contacted"))
    silent = set(contacted[len(RETURN_KINDS) :])
    back = dict(zip(RETURN_KINDS, contacted, strict=False))
    assert len(back) == len(RETURN_KINDS)
    assert silent
    came_back(month, release, **back)
    # Who answered or came has nothing settled: only a wave for those who did not answer leaves them out.
    unsettled = {back[kind] for kind in RETURN_KINDS if kind not in SETTLING}
    assert unsettled == {back["undelivered"], back["answered"], back["appointment_kept"]}
    expected = {"everyone": silent | unsettled, "no_answer": silent, "undelivered": {back["undelivered"]}}
    assert reached(month, release) == expected[to]
    assert reached(month, release) == expected[to], "asked again"
    assert not reached(month, release) & month.arm("control")


@pytest.mark.parametrize("kind", SETTLING)
@pytest.mark.parametrize("to", ["everyone", "undelivered"])
def test_whoever_has_it_settled_is_reached_no_more(
    territory: Territory, inform: Campaign, tmp_path: Path, kind: str, to: str
) -> None:
    month, release = launched(territory, inform, tmp_path, to)
    one, *others = sorted(month.arm("contacted"))
    came_back(month, release, undelivered=one)
    came_back(month, release, **{kind: one} if kind in ("refused", "objected") else {kind: others[0]})
    gone = one if kind in ("refused", "objected") else others[0]
    assert gone not in reached(month, release)
    assert reached(month, release) == ({one} if to == "undelivered" else {one, *others}) - {gone}


def test_what_the_files_say_settles_too(territory: Territory, inform: Campaign, tmp_path: Path) -> None:
    month, release = launched(territory, inform, tmp_path, "everyone")
    one, *others = sorted(month.arm("contacted"))
    assert reached(month, release, settled=[one]) == set(others)


@pytest.mark.parametrize(
    ("number", "on", "said"),
    [
        (1, SECOND, "La vague 1 n'est pas à préparer"),
        (4, SECOND, "La vague 4 n'est pas à préparer"),
        (3, SECOND, "La vague 2 n'est pas encore publiée"),
        (2, day("2014-05-31"), "Le 31/05/2014 est avant la vague 1"),
    ],
)
def test_a_wave_that_cannot_be_is_told(
    territory: Territory, inform: Campaign, tmp_path: Path, number: int, on: date, said: str
) -> None:
    month, release = launched(territory, inform, tmp_path, "everyone")
    with pytest.raises(InputError, match=said) as caught:
        reached(month, release, number, on)
    assert f"campagne {release.campaign}, 2014-05" in str(caught.value)


def test_a_wave_follows_the_one_before(territory: Territory, inform: Campaign, tmp_path: Path) -> None:
    month, release = launched(territory, inform, tmp_path, "no_answer")
    contacted = sorted(month.arm("contacted"))
    second = [person_id(number) for number in contacted[:5]]
    month.ledger.published(release, 2, SECOND, second, actor="agent-12", at=author().at)
    with pytest.raises(InputError, match="Le 30/06/2014 est avant la vague 2"):
        reached(month, release, 3, day("2014-06-30"))
    assert reached(month, release, 3, SECOND) == set(contacted)


def test_a_wave_is_the_campaigns_as_it_was_drawn(territory: Territory, inform: Campaign, tmp_path: Path) -> None:
    month, release = launched(territory, inform, tmp_path, "everyone")
    month.campaigns = [town(inform)]
    assert campaign_of(release) == town(inform, waves=WAVES["everyone"])
    assert reached(month, release, on=SENT) == month.arm("contacted")


def test_a_right_that_another_campaign_opens_is_settled_and_its_own_is_not(
    territory: Territory, inform: Campaign, simplify: Campaign, tmp_path: Path
) -> None:
    given = {"benefits": ["acs"], "signals": ["minimum_vieillesse"], "control": {"share": 0}}
    letter = edited(inform, waves=WAVES["everyone"], **given)
    month = Month(territory, [letter], tmp_path)
    month.people(1, 2, 3, benefit="acs")
    month.run()
    month.change(3, tier="probable")
    month.campaigns = [edited(simplify, waves=WAVES["everyone"], **given)]
    month.run(PERIOD.shift(1))
    asked, opened = month.ledger.releases()
    assert month.arm("contacted", opened.campaign) == {1, 2}
    assert reached(month, asked) == {3}
    assert reached(month, opened, on=day("2014-08-01")) == {1, 2}
