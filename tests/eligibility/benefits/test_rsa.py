"""RSA: named cases reckoned by hand from the barème."""

from datetime import date

import pytest

from tests.eligibility.benefits.building import adult, child, foyer, told

JUNE_2014 = date(2014, 6, 1)


def test_somebody_alone_without_income_housed_for_free() -> None:
    # 499,31 less a forfait logement of 12 %: 59,92
    found = told(JUNE_2014, foyer(adult(30)))["h1", "rsa_socle"]
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


def test_a_jobseeker_at_12_eur_a_day_alone_has_it_and_not_with_a_working_partner() -> None:
    # 499,31 - 59,92 - 360,00; with a partner 748,97 is far under 360,00 and 1 200,00 of wages
    seeker = adult(35, unemployment=360, facts={"work_state": "jobseeker"})
    found = told(JUNE_2014, foyer(seeker), foyer(seeker, adult(35, wages=1200)), benefits=["rsa_socle"])
    assert found["h1", "rsa_socle"]["right"] == "likely"
    assert found["h1", "rsa_socle"]["amount_min_eur_month"] == pytest.approx(79.39, abs=0.01)
    assert found["h2", "rsa_socle"]["right"] == "unlikely"
    assert found["h2", "rsa_socle"]["unmet"] == "ressources"


def test_a_worker_at_half_time_with_two_children_has_the_rsa_activite() -> None:
    # 898,76 for three persons, less 148,30 of forfait logement, 570,00 of wages and 129,35 of family benefits: 51,11 of
    # socle; 62 % of the wages are added
    found = told(JUNE_2014, foyer(adult(35, wages=570, af=129.35), child(6), child(9)))
    assert found["h1", "rsa_socle"]["amount_min_eur_month"] == pytest.approx(51.11, abs=0.01)
    assert found["h1", "rsa_activite"]["right"] == "likely"
    assert found["h1", "rsa_activite"]["amount_min_eur_month"] == pytest.approx(353.40, abs=0.01)
