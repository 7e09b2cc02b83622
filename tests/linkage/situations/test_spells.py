"""Spells of compensation: a day is paid one allowance, to one person, and situations say the same as incomes."""

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
NUMBERS = ("1234567A001", "7654321B002")
PAUL = {"nir": "1750144109002", "first_name": "PAUL", "sex": "1", "birth_date": date(1975, 1, 3)}


def registered_twice(files: Files) -> Place:
    files.add("registrations", agency_id=NUMBERS[1], registered_on=date(2013, 9, 1))
    return files.add("registrations", agency_id=NUMBERS[0])


def amounts(files: Files, place: Place) -> dict[tuple[str, str], Decimal]:
    """(month, kind) -> amount."""
    return {key: amount for key, (amount, _) in files.incomes(place).items()}


def spell(first: date, last: date, **said: Any) -> dict[str, Any]:
    return {"start_date": first, "end_date": last, **said}


JANUARY = spell(date(2014, 1, 1), date(2014, 1, 31))


@town.residents(
    ("spells", "months"),
    [
        ([JANUARY, spell(date(2014, 1, 1), date(2014, 2, 10))], {("2014-01", "are"): 372, ("2014-02", "are"): 120}),
        ([spell(date(2014, 1, 1), date(2014, 2, 10)), JANUARY], {("2014-01", "are"): 372}),
        ([JANUARY, spell(date(2014, 1, 21), date(2014, 1, 31), daily_gross_eur_day=20 * EURO)],
         {("2014-01", "are"): 20 * 12 + 11 * 20}),
        ([spell(date(2014, 1, 21), date(2014, 1, 31), daily_gross_eur_day=20 * EURO), JANUARY],
         {("2014-01", "are"): 20 * 12 + 11 * 20}),
        ([JANUARY, JANUARY | {"payment_code": "3"}], {}),
        ([JANUARY, spell(date(2014, 1, 21), date(2014, 1, 31), payment_code="3")], {("2014-01", "are"): 372}),
        ([JANUARY, JANUARY | {"right_id": "2", "allowance_code": "25", "daily_gross_eur_day": 20 * EURO}],
         {("2014-01", "ass"): 620}),
        ([JANUARY, JANUARY | {"agency_id": NUMBERS[1], "daily_gross_eur_day": 20 * EURO}], {("2014-01", "are"): 620}),
    ],
    ids=["sent again longer", "sent again shorter", "another amount from a day", "whatever the order", "paid no more",
         "unpaid beside paid", "two rights", "two numbers"],
)  # fmt: skip
def test_one_day_is_paid_one_allowance(
    files: Files, spells: list[dict[str, Any]], months: dict[tuple[str, str], int]
) -> Iterator[None]:
    place = registered_twice(files)
    for said in spells:
        files.add("unemployment_payments", **said)
    yield
    assert amounts(files, place) == months


DAYS = st.dates(date(2014, 3, 1), date(2014, 6, 15))
SENT = st.tuples(DAYS, st.integers(0, 60), st.integers(1, 40), st.sampled_from(NUMBERS), st.sampled_from(["01", "25"]))


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(SENT, max_size=5, unique_by=lambda sent: sent[0]), min_size=15, max_size=15))
def test_incomes_are_the_allowance_of_each_day_and_the_situation_that_of_the_last(sent_of: list[list[Any]]) -> None:
    """Against the definition, day by day: of the spells that cover it, the one that began last."""
    files = Town()
    places = []
    for files.writing, sent in enumerate(sent_of):
        places.append(registered_twice(files))
        for first, more, daily, number, code in sent:
            files.add("unemployment_payments", start_date=first, end_date=first + timedelta(more),
                      daily_gross_eur_day=daily * EURO, agency_id=number, allowance_code=code)  # fmt: skip
    for place, sent in zip(places, sent_of, strict=True):
        expected, daily_paid = by_day(sent)
        assert amounts(files, place) == expected
        assert files.situation(place)["daily_allowance_eur_day"] == daily_paid


def by_day(sent: list[Any]) -> tuple[dict[tuple[str, str], int], int]:
    """(month, kind) -> amount, and what the last day is paid."""
    expected: dict[tuple[str, str], int] = {}
    daily_paid = 0
    for ago in range(91, -1, -1):
        day = PERIOD.last_day - timedelta(ago)
        covering = [spell for spell in sent if spell[0] <= day <= spell[0] + timedelta(spell[1])]
        daily_paid = 0
        if covering:
            _, _, daily_paid, _, code = max(covering)
            key = (f"{day:%Y-%m}", "are" if code == "01" else "ass")
            expected[key] = expected.get(key, 0) + daily_paid
    return expected, daily_paid


def of_two_people(files: Files, **said: Any) -> tuple[Place, Place]:
    """JEANNE and PAUL, registered under one number."""
    return files.add("registrations", **said), files.add("registrations", **said, **PAUL)


@town.resident
def test_what_is_paid_under_the_number_of_two_people_is_known_of_neither(files: Files) -> Iterator[None]:
    places = of_two_people(files)
    files.add("unemployment_payments")
    yield
    assert files.person(places[0]) != files.person(places[1])
    for place in places:
        person, household = files.situation(place), files.household(place)
        assert person["daily_allowance_eur_day"] is person["allowance_kind"] is None
        assert household["replacement_eur_month"] is None
        assert person["jobseeker"] is True
        assert files.incomes(place) == {} == files.benefits(place)


@town.resident
def test_a_number_of_two_people_under_which_nothing_is_paid_takes_nothing_away(files: Files) -> Iterator[None]:
    places = of_two_people(files)
    yield
    assert files.person(places[0]) != files.person(places[1])
    for place in places:
        assert files.situation(place)["daily_allowance_eur_day"] == 0
        assert files.household(place)["replacement_eur_month"] == 0


@town.resident
def test_a_dossier_says_what_pole_emploi_cannot(files: Files) -> Iterator[None]:
    files.add("caf_dossiers", **{f"unemployment_{ago}_eur_month": None for ago in (1, 2, 3)})
    files.add("caf_persons")
    place, _ = of_two_people(files)
    files.add("unemployment_payments")
    yield
    assert files.household(place)["replacement_eur_month"] is None


@town.resident
def test_the_couple_of_two_files_does_not_count_half_of_its_allowances(files: Files) -> Iterator[None]:
    place = files.add("registrations", marital_status="M")
    files.add("registrations", marital_status="M", agency_id=NUMBERS[1], **PAUL)
    third = {"nir": "1750144109003", "first_name": "LUC", "sex": "1", "birth_date": date(1990, 5, 5)}
    files.add("registrations", agency_id=NUMBERS[1], street="9 RUE AUTRE", last_name="MARTIN", **third)
    files.add("unemployment_payments")
    files.add("unemployment_payments", agency_id=NUMBERS[1])
    yield
    household = files.household(place)
    assert household["known_from"] == "two_files"
    assert household["replacement_eur_month"] is None
