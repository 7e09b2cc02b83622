"""How the pages write numbers, days and tables."""

from datetime import date

import pytest

from eligibility.catalogue.form import Dimension
from eligibility.catalogue.markdown import page, table
from eligibility.catalogue.words import in_words, key, months, number, period


@pytest.mark.parametrize(
    ("value", "unit", "in_cents", "written"),
    [
        (651.69, "EUR/month", True, "651,69"),
        (499.3, "EUR/month", True, "499,30"),
        (12523.14, "EUR/year", True, "12 523,14"),
        (10421, "EUR/year", False, "10 421"),
        (0.12345, "EUR", True, "0,12345"),
        (0.62, "share", False, "62 %"),
        (1.28412, "share", False, "128,412 %"),
        (747, "months", False, "747 (62 ans 3 mois)"),
        (720, "months", False, "720 (60 ans)"),
        (18, "months", False, "18"),
        (0.25, "years", False, "0,25 (3 mois)"),
        (25, "years", False, "25"),
    ],
)
def test_numbers(value: float, unit: str, in_cents: bool, written: str) -> None:
    """Spaces that do not break a line are read as spaces."""
    plain = number(value, unit, in_cents).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert plain == written


def test_days_and_months() -> None:
    assert in_words(date(2016, 4, 1)).split() == ["1er", "avril", "2016"]
    assert period(date(2009, 6, 1), None).startswith("Depuis le 1er")
    assert months([(30, 19), (4, 1), (0, 0)]) == "M-30 à M-19, M-4 à M-1, M"


def test_keys_of_tables() -> None:
    assert key("une_personne_a_charge", Dimension(name="famille", kind="names")) == "une personne à charge"
    assert key("personne_suivante", Dimension(name="famille", kind="names")) == "personne suivante"
    assert key("1961-09-01", Dimension(name="naissance", kind="dates")).split() == ["1er", "septembre", "1961"]


def test_a_table_is_straight_and_nothing_ends_a_cell() -> None:
    assert table(("N°", "Nom", "Texte"), [("1", "a|b", "une\nligne"), ("12", "c", "")], right=(0,)) == [
        "|  N° | Nom  | Texte |",
        "| --: | ---- | --- |",
        "|   1 | a\\|b | une ligne |",
        "|  12 | c    | |",
        "",
    ]


def test_french_signs_are_not_left_alone_at_the_end_of_a_line() -> None:
    hard = "\N{NO-BREAK SPACE}"
    assert page(["Il dit : « oui » ; non.", "", ""]) == f"Il dit{hard}: «{hard}oui{hard}»{hard}; non.\n"
