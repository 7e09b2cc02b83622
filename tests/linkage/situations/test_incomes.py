"""Incomes by month and kind: what each file states, of which month, and since when."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.linkage.conftest import PERIOD, Files, Place
from tests.linkage.town import Town

town = Town()

EURO = Decimal(1)


def paid(files: Files, *spells: dict[str, Any]) -> Place:
    place = files.add("registrations")
    for said in spells:
        files.add("unemployment_payments", **said)
    return place


def spell(first: date, last: date, **said: Any) -> dict[str, Any]:
    return {"start_date": first, "end_date": last, **said}


@town.residents(
    ("spells", "months"),
    [
        ([spell(date(2014, 3, 1), date(2014, 3, 31))], {("2014-03", "are"): (372, date(2014, 3, 31))}),
        ([spell(date(2014, 2, 27), date(2014, 3, 2))],
         {("2014-02", "are"): (24, date(2014, 2, 28)), ("2014-03", "are"): (24, date(2014, 3, 2))}),
        ([spell(date(2014, 5, 31), date(2015, 1, 31))], {("2014-05", "are"): (12, date(2014, 5, 31))}),
        ([spell(date(2010, 1, 1), date(2012, 5, 2))], {("2012-05", "are"): (24, date(2012, 5, 2))}),
        ([spell(date(2010, 1, 1), date(2012, 4, 30))], {}),
        ([spell(date(2014, 6, 1), date(2014, 6, 30))], {}),
        ([spell(date(2014, 3, 1), date(2014, 3, 1), payment_code="2")], {}),
        ([spell(date(2014, 3, 1), date(2014, 3, 1), payment_code="4")], {("2014-03", "are"): (12, date(2014, 3, 1))}),
        ([spell(date(2014, 3, 1), date(2014, 3, 1))] * 2, {("2014-03", "are"): (12, date(2014, 3, 1))}),
        ([spell(date(2014, 3, 1), date(2014, 3, 5)),
          spell(date(2014, 3, 6), date(2014, 3, 6), daily_gross_eur_day=20 * EURO)],
         {("2014-03", "are"): (80, date(2014, 3, 6))}),
        ([spell(date(2014, 3, 1), date(2014, 3, 5)), spell(date(2014, 3, 6), date(2014, 3, 6), allowance_code="25")],
         {("2014-03", "are"): (60, date(2014, 3, 5)), ("2014-03", "ass"): (12, date(2014, 3, 6))}),
        ([spell(date(2014, 3, 1), date(2014, 3, 1), allowance_code="73")],
         {("2014-03", "other_allowance"): (12, date(2014, 3, 1))}),
        ([spell(date(2014, 3, 1), date(2014, 3, 1), agency_id="7654321B002")], {}),
    ],
    ids=["a month", "two months", "ends later", "begins 24 months back", "25 months back", "next month", "not paid",
         "an aid", "a repeated line", "two amounts", "two allowances", "another one", "somebody else's"],
)  # fmt: skip
def test_allowances_are_days_paid_in_each_month(
    files: Files, spells: list[dict[str, Any]], months: dict[tuple[str, str], tuple[int, date]]
) -> Iterator[None]:
    place = paid(files, *spells)
    yield
    assert files.incomes(place) == months


SPELLS = st.tuples(st.dates(date(2012, 1, 1), date(2014, 7, 1)), st.integers(0, 900))


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(SPELLS, min_size=15, max_size=15))
def test_the_months_of_a_spell_add_up_to_its_days(spells: list[tuple[date, int]]) -> None:
    files = Town()
    places = []
    for files.writing, (first, more) in enumerate(spells):
        places.append(paid(files, spell(first, first + timedelta(more))))
    for place, (first, more) in zip(places, spells, strict=True):
        last = first + timedelta(more)
        seen = max(0, (min(last, PERIOD.last_day) - max(first, PERIOD.shift(-24).first_day)).days + 1)
        incomes = files.incomes(place)
        assert sum(amount for amount, _ in incomes.values()) == 12 * seen
        assert all(month <= f"{until:%Y-%m}" <= month for (month, _), (_, until) in incomes.items())


@town.resident
def test_the_quarter_of_the_caf_keeps_its_zeros_and_its_silences(files: Files) -> Iterator[None]:
    files.add("caf_dossiers", earnings_1_eur_month=600 * EURO, earnings_2_eur_month=None, rsa_eur_month=0 * EURO)
    place = files.add("caf_persons")
    since = date(2014, 5, 1)
    yield
    assert files.incomes(place) == {
        ("2014-04", "earnings"): (600, since), ("2014-02", "earnings"): (0, since),
        **{(month, kind): (0, since) for month in ("2014-02", "2014-03", "2014-04")
           for kind in ("unemployment", "total")},
    }  # fmt: skip
    assert {row["holder"] for row in files.held(2, place)} == {"household"}


@town.resident
def test_the_months_of_a_late_dossier_are_its_own(files: Files) -> Iterator[None]:
    files.add("caf_dossiers", reference_month=date(2014, 1, 1))
    place = files.add("caf_persons")
    yield
    incomes = files.incomes(place)
    assert {month for month, _ in incomes} == {"2013-10", "2013-11", "2013-12"}


@town.resident
def test_what_the_caf_pays_is_an_income_of_its_month(files: Files) -> Iterator[None]:
    files.add(
        "caf_dossiers", rsa_eur_month=400 * EURO, aah_state="1", aah_eur_month=700 * EURO, apl_state="1",
        housing_benefit_eur_month=200 * EURO, activity_bonus_state="2", activity_bonus_eur_month=9 * EURO,
    )  # fmt: skip
    place = files.add("caf_persons")
    yield
    incomes = files.incomes(place)
    kinds = {kind: amount for (month, kind), (amount, _) in incomes.items() if month == "2014-05"}
    assert kinds == {"rsa": 400, "aah": 700, "housing_benefit": 200}


@town.resident
def test_pensions_are_those_of_now_since_their_date_of_effect(files: Files) -> Iterator[None]:
    place = files.add("pensions", own_pension_eur_month=60 * EURO, survivor_pension_eur_month=30 * EURO,
                      supplements_eur_month=5 * EURO, minimum_kind="ASPA", minimum_eur_month=7 * EURO)  # fmt: skip
    kinds = {"own_pension": 60, "survivor_pension": 30, "supplements": 5, "aspa": 7}
    since = date(2010, 1, 1)
    yield
    assert files.incomes(place) == {("2014-05", kind): (amount, since) for kind, amount in kinds.items()}


@town.resident
def test_a_pension_that_has_not_begun_is_no_income_yet(files: Files) -> Iterator[None]:
    place = files.add("pensions", effective_date=date(2014, 6, 1))
    yield
    assert files.incomes(place) == {}
