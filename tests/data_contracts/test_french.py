"""How French writes amounts, days and lists."""

from datetime import date

import pytest

from data_contracts import french
from data_contracts.french import UNBROKEN

MARCH, MAY, DECEMBER = date(2014, 3, 1), date(2014, 5, 1), date(2013, 12, 1)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (french.euros(1234.5), "1 234,50 €"), (french.whole_euros(1230.4), "1 230 €"),
        (french.whole_euros(-0.2), "0 €"), (french.number(0.125, 2), "0,12"),
        (french.counted(1, "enfants"), "1 enfant"), (french.counted(2, "enfants"), "2 enfants"),
        (french.counted(1.5, "parts"), "1,50 part"), (french.counted(1, "mois"), "1 mois"),
        (french.day(date(2014, 6, 1)), "1er juin 2014"), (french.day(date(2014, 8, 15)), "15 août 2014"),
        (french.month(date(2014, 12, 31)), "décembre 2014"),
        (french.months((MARCH, MAY)), "mars à mai 2014"), (french.months((MAY, MAY)), "mai 2014"),
        (french.months((DECEMBER, MAY)), "décembre 2013 à mai 2014"),
        (french.in_months((MARCH, MAY)), "de mars à mai 2014"), (french.in_months((MAY, MAY)), "en mai 2014"),
        (french.in_months((date(2014, 4, 1), MAY)), "d'avril à mai 2014"),
        (french.listed([]), ""), (french.listed(["a"]), "a"), (french.listed(["a", "b", "c"]), "a, b et c"),
        (french.to("le RSA"), "au RSA"), (french.to("l'ASPA"), "à l'ASPA"), (french.capital("être"), "Être"),
    ],
)  # fmt: skip
def test_spellings(written: str, expected: str) -> None:
    assert written.replace(UNBROKEN, " ") == expected


def test_lines_are_not_broken_before_signs() -> None:
    said = french.typographic("l'aide : « oui » ; 3 € ?")
    assert said == "l'aide\xa0: «\xa0oui\xa0»\xa0; 3\xa0€\xa0?"
    assert french.typographic(said) == said
