"""The values of the law that a rule asked for, on one day or several."""

from datetime import date
from typing import Any

import pytest

from eligibility.explaining.law_asked import LawAsked
from eligibility.parameters import Parameter

TODAY, BEFORE, LONG_AGO = date(2014, 6, 1), date(2012, 1, 1), date(2010, 1, 1)


def law(by: dict[str, Any], *values: Any) -> LawAsked:
    """A law of one parameter `p`, whose values began LONG_AGO, then BEFORE, then in 2014."""
    dated = zip((LONG_AGO, BEFORE, date(2014, 1, 1)), values, strict=True)
    told = [{"from": start, "value": value, "source": f"texte de {start.year}"} for start, value in dated]
    said = {"name": "p", "description": "Plafond", "unit": "EUR", "article": "L1", "by": by, "values": told}
    return LawAsked(TODAY, {"p": Parameter.model_validate(said)})


@pytest.mark.parametrize(
    ("values", "days", "told"),
    [
        ((1, 2, 3), [TODAY], [(TODAY, "3,00 €")]),
        ((1, 2, 3), [BEFORE, TODAY], [(TODAY, "3,00 €"), (BEFORE, "2,00 €")]),
        ((1, 2, 3), [BEFORE], [(BEFORE, "2,00 €")]),
        ((1, 3, 3), [BEFORE, TODAY], [(TODAY, "3,00 €")]),
        ((1, 3, 3), [BEFORE], [(TODAY, "3,00 €")]),
        ((1, 1, 3), [LONG_AGO, BEFORE], [(BEFORE, "1,00 €")]),
        ((3, 2, 3), [LONG_AGO, BEFORE, TODAY], [(TODAY, "3,00 €"), (BEFORE, "2,00 €")]),
        ((1, 2, None), [BEFORE], [(BEFORE, "2,00 €")]),
    ],
)
def test_a_value_is_told_for_each_day_on_which_it_is_another(
    values: tuple[Any, ...], days: list[date], told: list[tuple[date, str]]
) -> None:
    asked = law({}, *values)
    for day in days:
        asked.on(day)["p"]
    assert [(one.on, one.value.replace("\u00a0", " ")) for one in asked.asked()] == told
    assert [one.source for one in asked.asked()] == [f"texte de {max(day.year, 2010)}" for day, _ in told]


def test_one_cell_of_each_day_is_told_of_its_own_day() -> None:
    asked = law({"of": ["a", "b"]}, {"a": 1, "b": 1}, {"a": 2, "b": 2}, {"a": 3, "b": 3})
    assert (asked["p", "a"], asked.on(BEFORE)["p", "b"]) == (3, 2)
    assert [(one.on, one.value[:4]) for one in asked.asked()] == [(TODAY, "a : "), (BEFORE, "b : ")]


def test_days_that_differ_in_another_zone_only_are_one() -> None:
    asked = law({"zone": ["1", "2"]}, *({"1": number, "2": 4} for number in (1, 2, 3)))
    asked.table("p")
    asked.on(BEFORE).table("p")
    assert [one.on for one in asked.asked(zone=2)] == [TODAY]
    assert [one.on for one in asked.asked(zone=1)] == [TODAY, BEFORE]
