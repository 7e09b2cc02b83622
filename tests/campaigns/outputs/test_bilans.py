"""The sheet of rights by theme."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from campaigns.outputs.bilans import bilan, write_bilans
from campaigns.outputs.notice import data_mention
from campaigns.outputs.rights import rights
from data_contracts.campaign import Campaign
from tests.campaigns.conftest import Territory
from tests.campaigns.outputs.conftest import LONGEST, MISSING, with_every_right
from tests.campaigns.outputs.pages import assert_drawn_whole, assert_within_margins, texts
from tests.campaigns.outputs.reaching import reference

ON = date(2014, 6, 10)
TOGETHER = ("rsa_socle", "rsa_activite", "cmuc", "acs", "aspa", "ass", "apl", "alf", "als")
"""As many rights as one day's law has; of the three housing benefits and the two covers one person has one each."""
Reached = Callable[[Campaign], pl.DataFrame]


def test_every_theme_with_its_rights_and_where_to_ask(
    territory: Territory, meetings: Campaign, reached: Reached, tmp_path: Path
) -> None:
    territory.add(1)
    (path,) = write_bilans(reached(meetings), meetings, ON, tmp_path / "bilans.pdf")
    pages = texts(path)
    assert 1 <= len(pages) <= 2
    whole = " ".join(pages).replace("’", "'")
    for said in (
        *rights().themes.values(), reference(1), "JEANNE DUPONT", "probablement droit (entre 120 € et 240 € par mois)",
        "À vérifier : logement et résidence stable", "Où : la CAF ou la MSA", "Aucun droit trouvé",
        "tarifs sociaux de l'électricité", "bourses de collège", "À apporter", "CCAS de Nantes, 1 place",
        "Notes du rendez-vous", "vous pouvez refuser",
        "Ce bilan a été préparé à la suite d'un traitement algorithmique", "Revenu de solidarité active (RSA) : vous",
        data_mention(meetings),
    ):  # fmt: skip
        assert said in whole, said
    assert "RSA socle" not in whole
    assert "Melun" not in whole
    assert_within_margins(path)
    assert_drawn_whole(path)


def test_a_doubtful_match_reveals_nothing(
    territory: Territory, meetings: Campaign, reached: Reached, tmp_path: Path
) -> None:
    territory.add(1, tier="probable")
    territory.add(2, tier="probable", verdict="possible", amount_max_eur_month=999, missing=["patrimoine"])
    (path,) = write_bilans(reached(meetings), meetings, ON, tmp_path / "bilans.pdf")
    pages = texts(path)
    whole = " ".join(pages)
    assert "Revenu de solidarité active (RSA)" in whole
    for secret in ("€", "probablement", "résidence stable", "patrimoine"):
        assert secret not in whole
    half = len(pages) // 2
    assert [p.replace(reference(1), "") for p in pages[:half]] == [p.replace(reference(2), "") for p in pages[half:]]


def test_never_more_than_two_pages(territory: Territory, meetings: Campaign, reached: Reached, tmp_path: Path) -> None:
    territory.add(1, missing=MISSING, **LONGEST)
    (path,) = write_bilans(with_every_right(reached(meetings), TOGETHER), meetings, ON, tmp_path / "bilans.pdf")
    assert len(texts(path)) == 2
    assert_within_margins(path)


@pytest.mark.parametrize(
    ("on", "said", "unsaid"),
    [
        (date(2017, 12, 31), "tarifs sociaux", "chèque énergie"),
        (date(2018, 1, 1), "chèque énergie", "tarifs sociaux"),
        (date(2023, 12, 31), "Pôle emploi", "France Travail"),
        (date(2024, 1, 1), "France Travail", "Pôle emploi"),
    ],
)
def test_aids_are_those_of_the_day(
    territory: Territory, meetings: Campaign, reached: Reached, on: date, said: str, unsaid: str
) -> None:
    territory.add(1)
    elsewhere = str([theme["elsewhere"] for theme in bilan(reached(meetings).to_dicts()[0], meetings, on)["themes"]])
    assert said in elsewhere
    assert unsaid not in elsewhere
