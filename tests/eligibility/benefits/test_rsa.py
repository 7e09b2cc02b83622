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
