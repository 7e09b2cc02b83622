"""The tables that situations come in from anywhere: well declared, ignorance allowed, and not tables of the store."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from data_contracts.facts import BENEFITS_RECEIVED
from data_contracts.situation import KINDS_OF_INCOME, SITUATIONS, Household, IncomeCoverage, Member, MonthlyIncome
from data_contracts.tables import TABLES

EVERY_TABLE = pytest.mark.parametrize("name", SITUATIONS)


@EVERY_TABLE
def test_columns_and_codes_say_what_they_are(name: str) -> None:
    for spec in SITUATIONS[name].columns():
        assert spec.description.strip()
        assert all(spec.codes.values())
        assert spec.duckdb_type
        assert (spec.unit == "EUR/month") == spec.name.endswith("_eur_month")


@EVERY_TABLE
def test_only_what_names_a_row_and_its_place_is_required(name: str) -> None:
    """Everything else may be unknown."""
    model = SITUATIONS[name]
    required = {spec.name for spec in model.columns() if not spec.nullable}
    assert set(model.key) <= required
    assert required - set(model.key) <= {"household_id", "role", "state", "last_month"}


def test_they_are_no_tables_of_the_store() -> None:
    assert not set(SITUATIONS.values()) & set(TABLES.values())


def test_birth_dates_are_identities() -> None:
    assert [name for name, model in SITUATIONS.items() if model.holds_identity()] == ["people"]


def test_what_a_benefit_pays_is_an_income_of_the_same_name() -> None:
    paid_by_month = {"rsa_socle": "rsa", "rsa_activite": "rsa", "apl": "housing_benefit", "as": "aspa"}
    paid_by_month |= {"alf": "housing_benefit", "als": "housing_benefit", "are": "unemployment"}
    covers = {"cmuc", "acs", "css_gratuite", "css_participation", "other_allowance"}
    assert {paid_by_month.get(benefit, benefit) for benefit in BENEFITS_RECEIVED} - covers <= set(KINDS_OF_INCOME)


@pytest.mark.parametrize(
    ("model", "wrong"),
    [
        (Household, {"household_id": "h", "tenure": "rented"}),
        (Household, {"household_id": "h", "housing_zone": 4}),
        (Member, {"person_id": "p", "household_id": "h", "role": "cousin"}),
        (Member, {"person_id": "p", "household_id": "h", "role": "adult", "pregnancy_month": 10}),
        (MonthlyIncome, {"person_id": "p", "month": date(2014, 6, 1), "kind": "every"}),
        (MonthlyIncome, {"person_id": "p", "month": date(2014, 6, 2), "kind": "wages"}),
        (
            IncomeCoverage,
            {"person_id": "p", "kind": "every", "first_month": date(2014, 6, 1), "last_month": date(2014, 5, 1)},
        ),
    ],
)
def test_what_the_law_cannot_read_is_refused(model: type[Any], wrong: dict[str, Any]) -> None:
    unknown = dict.fromkeys(model.column_names())
    with pytest.raises(ValidationError):
        model(**(unknown | wrong))


def test_a_person_of_whom_nothing_is_known_is_a_row() -> None:
    unknown: dict[str, Any] = dict.fromkeys(Member.column_names())
    assert Member(**(unknown | {"person_id": "p", "household_id": "h", "role": "adult"})).birth_date is None
