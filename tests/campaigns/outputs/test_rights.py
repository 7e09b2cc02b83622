"""The words of rights, and French as it is printed."""

from datetime import date

import pytest

from campaigns.outputs import french
from campaigns.outputs.letters import probability_and_amount
from campaigns.outputs.rights import rights
from data_contracts.decided import BENEFITS


def test_every_benefit_has_its_words() -> None:
    told = rights()
    assert set(told.rights) == set(BENEFITS)
    assert set(told.themes) == {"famille", "emploi", "logement", "sante", "transport"}
    for day in (date(2014, 1, 1), date(2026, 5, 1)):
        assert {aid.theme for aid in told.elsewhere if aid.start <= day <= aid.end} == set(told.themes)


def test_papers_come_once_in_their_order() -> None:
    papers = rights().bring(["apl", "rsa_socle", "rsa_socle"])
    assert len(papers) == len(set(papers))
    assert papers[0].startswith("une pièce d'identité")
    assert any("bail" in paper for paper in papers)
    assert not any("bail" in paper for paper in rights().bring(["rsa_socle"]))


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (None, None, ""), (0, 0, ""), (0, 100_000, ""), (120.5, 240, "entre 120 € et 240 €"),
        (0, 243, "jusqu'à environ 250 €"),
        (438, 441, "environ 440 €"), (12, 31, "entre 10 € et 35 €"), (1204, 1800, "entre 1 200 € et 1 800 €"),
    ],
)  # fmt: skip
def test_amounts_are_rounded_outwards(low: float | None, high: float | None, said: str) -> None:
    assert french.about(low, high).replace("\xa0", " ") == said


@pytest.mark.parametrize(
    ("benefit", "said"),
    [
        ("rsa_socle", "Vous y avez peut-être droit : environ 10 € par mois."),
        ("acs", "Vous y avez peut-être droit : environ 120 € pour un an."),
        ("css_participation", "Vous y avez peut-être droit, pour environ 10 € par mois."),
    ],
)
def test_what_an_amount_is_depends_on_the_right(benefit: str, said: str) -> None:
    right = {"verdict": "possible", "amount_min": 10.0, "amount_max": 10.0}
    assert probability_and_amount(right, rights().rights[benefit]).replace("\xa0", " ") == said


def test_typography() -> None:
    assert french.typographic("l'aide : « oui » ; 3 € ?") == ("l’aide\xa0: «\xa0oui\xa0»\xa0; 3\xa0€\xa0?")
