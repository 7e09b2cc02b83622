"""RSA: named cases reckoned by hand from the barème."""

from datetime import date

import pytest

from tests.eligibility.benefits.building import adult, foyer, told

DAYS_2014, DAYS_2016 = date(2014, 6, 1), date(2016, 6, 1)


def test_somebody_alone_without_income_housed_for_free() -> None:
    # 499,31 less a forfait logement of 12 %: 59,92
    found = told(DAYS_2014, foyer(adult(30)))["h1", "rsa_socle"]
    assert found["right"] == "likely"
    assert found["amount_min_eur_month"] == found["amount_max_eur_month"] == pytest.approx(439.39, abs=0.01)


@pytest.mark.parametrize(
    ("day", "right"), [(date(2009, 12, 1), "unlikely"), (date(2010, 8, 31), "unlikely"), (date(2010, 9, 1), "likely")]
)
def test_before_25_with_two_years_of_work_since_september_2010(day: date, right: str) -> None:
    worked = adult(22, facts={"hours_worked_of_3_years": 3214})
    assert told(day, foyer(worked))["h1", "rsa_socle"]["right"] == right


def test_the_first_months_of_the_rsa_have_their_law() -> None:
    # 454,63 less a forfait logement of 12 %: 54,56
    found = told(date(2009, 6, 1), foyer(adult(30)))["h1", "rsa_socle"]
    assert found["amount_min_eur_month"] == found["amount_max_eur_month"] == pytest.approx(400.07, abs=0.01)
