"""What every table, period, setting and error promises."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data_contracts import errors
from data_contracts.columns import Sensitivity, Table
from data_contracts.errors import InputError, InternalError, JusteDroitError
from data_contracts.period import Period
from data_contracts.received import DATASETS, OPTIONAL_SOURCES, SOURCES
from data_contracts.settings import read_settings
from data_contracts.tables import ANALYSIS_ZONE, IDENTITY_ZONE, TABLES, zone_of

EVERY_TABLE = pytest.mark.parametrize("name", TABLES)


# Tables


@EVERY_TABLE
def test_a_table_and_its_columns_say_what_they_are(name: str) -> None:
    model = TABLES[name]
    assert model.__doc__ != Table.__doc__
    assert [spec.name for spec in model.columns() if not spec.description.strip()] == []
    assert [spec.name for spec in model.columns() if not all(spec.codes.values())] == []


@EVERY_TABLE
def test_key_and_pairs_name_columns(name: str) -> None:
    model = TABLES[name]
    named = {*model.key, *(column for pair in (*model.not_after, *model.same) for column in pair)}
    assert model.key
    assert named <= set(model.column_names())


@EVERY_TABLE
def test_a_key_is_never_missing(name: str) -> None:
    model = TABLES[name]
    assert [spec.name for spec in model.columns() if spec.name in model.key and spec.nullable] == []


@EVERY_TABLE
def test_bounds_and_shares_make_sense(name: str) -> None:
    for spec in TABLES[name].columns():
        assert spec.minimum is None or spec.maximum is None or spec.minimum < spec.maximum
        assert spec.max_null_share is None or 0 <= spec.max_null_share <= 1
        assert spec.max_null_share is None or spec.nullable
        assert spec.duckdb_type


@EVERY_TABLE
def test_an_amount_says_its_unit_in_its_name_and_in_its_contract(name: str) -> None:
    for spec in TABLES[name].columns():
        parts = spec.name.split("_")
        written = f"EUR/{parts[-1]}" if "eur" in parts else None
        assert spec.unit == written or (written is None and spec.unit is not None and "EUR" not in spec.unit)


@EVERY_TABLE
def test_no_identity_in_the_analysis_zone(name: str) -> None:
    identities = [s.name for s in TABLES[name].columns() if s.sensitivity is Sensitivity.IDENTITY]
    assert zone_of(name) == (IDENTITY_ZONE if identities else ANALYSIS_ZONE)


WORDS_OF_AN_IDENTITY = ("nir", "name", "first_name", "birth_date", "address", "street", "raw", "dossier", "agency")


@pytest.mark.parametrize("name", [name for name in TABLES if zone_of(name) == ANALYSIS_ZONE])
def test_no_column_of_the_analysis_zone_sounds_like_an_identity(name: str) -> None:
    """Sensitivity is declared by hand: a name that says otherwise is a mistake."""
    heard = [column for column in TABLES[name].column_names() if column.startswith(WORDS_OF_AN_IDENTITY)]
    assert heard == []


def test_what_producers_send_and_what_was_rejected_stays_in_the_identity_zone() -> None:
    assert {zone_of(name) for name in (*DATASETS, *(f"rejected_{source}" for source in SOURCES))} == {IDENTITY_ZONE}


def test_every_dataset_has_one_source() -> None:
    assert sorted(dataset for datasets in SOURCES.values() for dataset in datasets) == sorted(DATASETS)
    assert set(SOURCES) > OPTIONAL_SOURCES


# Periods


def test_a_period_is_read_and_written_alike() -> None:
    period = Period.parse("2014-05")
    assert (period, str(period), period.compact) == (Period(2014, 5), "2014-05", "201405")
    assert (period.first_day, period.last_day) == (date(2014, 5, 1), date(2014, 5, 31))


@pytest.mark.parametrize(
    "text", ["", "2014", "2014-13", "2014-00", "2014-5", "201405", "05/2014", "2014-05-01", " 2014-05", "2014-05\n"]
)
def test_anything_else_is_no_period(text: str) -> None:
    with pytest.raises(InputError, match="n'est pas un mois") as caught:
        Period.parse(text)
    assert "2014-05" in caught.value.expected
    assert caught.value.where == "--period"


@pytest.mark.parametrize(
    ("months", "came"),
    [(0, "2014-05"), (7, "2014-12"), (8, "2015-01"), (-5, "2013-12"), (-17, "2012-12"), (120, "2024-05")],
)
def test_months_are_counted_over_the_years(months: int, came: str) -> None:
    assert str(Period(2014, 5).shift(months)) == came
    assert Period(2014, 5).shift(months).shift(-months) == Period(2014, 5)


@pytest.mark.parametrize(("text", "day"), [("2014-02", 28), ("2016-02", 29), ("1900-02", 28), ("2014-12", 31)])
def test_the_last_day_is_the_calendar_s(text: str, day: int) -> None:
    assert Period.parse(text).last_day.day == day


def test_periods_are_in_the_order_of_time() -> None:
    assert sorted([Period(2014, 5), Period(2013, 12), Period(2014, 1)])[0] == Period(2013, 12)


# Settings


def test_everything_has_a_default() -> None:
    settings = read_settings({})
    assert settings.landing_folder == Path("var/landing")
    assert (settings.memory, settings.threads, settings.without) == ("4GB", None, frozenset())


def test_settings_come_from_the_environment() -> None:
    settings = read_settings(
        {"JUSTEDROIT_HOME": "/srv/jd", "JUSTEDROIT_THREADS": "2", "JUSTEDROIT_WITHOUT": "cnam, deaths", "HOME": "/root"}
    )
    assert settings.landing_folder == Path("/srv/jd/landing")
    assert settings.store_folder == Path("/srv/jd/store")
    assert settings.threads == 2
    assert settings.without == {"cnam", "deaths"}
    assert read_settings({"JUSTEDROIT_LANDING": "/mnt/drop"}).landing_folder == Path("/mnt/drop")


def test_an_empty_variable_is_no_setting() -> None:
    assert read_settings({"JUSTEDROIT_THREADS": "", "JUSTEDROIT_WITHOUT": ""}) == read_settings({})


def test_a_wrong_value_names_its_variable() -> None:
    with pytest.raises(InputError, match="JUSTEDROIT_THREADS") as caught:
        read_settings({"JUSTEDROIT_THREADS": "deux"})
    assert caught.value.where == "environnement"
    assert "corriger" in caught.value.remedy


def test_an_unknown_source_is_named_with_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"Source inconnue : caff, cnaf\.") as caught:
        read_settings({"JUSTEDROIT_WITHOUT": "cnaf caff caf"})
    assert all(source in caught.value.expected for source in SOURCES)


# Errors

ERRORS = [error for error in vars(errors).values() if isinstance(error, type) and issubclass(error, JusteDroitError)]
WITH_FOUR_PARTS = [error for error in ERRORS if error is not InternalError]


@pytest.mark.parametrize("error", WITH_FOUR_PARTS, ids=lambda error: error.__name__)
def test_an_error_has_its_four_parts(error: type[JusteDroitError]) -> None:
    parts: dict[str, Any] = {"what": "Ceci.", "expected": "cela", "where": Path("ici"), "remedy": "refaire"}
    said = error(**parts)
    assert str(said).splitlines() == ["Ceci.", "  Attendu : cela", "  Où      : ici", "  À faire : refaire"]
    assert (said.what, said.expected, said.where, said.remedy) == ("Ceci.", "cela", "ici", "refaire")
    for missing in parts:
        with pytest.raises(TypeError):
            error(**{name: part for name, part in parts.items() if name != missing})


def test_an_unforeseen_error_has_its_four_parts_and_drops_what_it_quoted() -> None:
    try:
        int("ZYVARDEC ONDÉLINE")
    except ValueError as error:
        said = InternalError(error, "linkage")
    assert "ZYVARDEC" not in str(said)
    assert "ValueError" in said.what
    assert "linkage" in said.what
    assert said.where.startswith("test_contracts.py, ligne ")
    assert len(str(said).splitlines()) == 4
    assert InternalError(ValueError("x"), "linkage").where == "inconnu"
