"""Our values against openfisca-france's: the comparison itself, on small files, then every value since 2009."""

import os
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from data_contracts.errors import InputError
from eligibility.oracle import comparing
from eligibility.oracle.comparing import Counterpart, Deviation, compare, read_deviations, read_map
from eligibility.oracle.openfisca import Oracle, open_oracle, value_at
from eligibility.parameters import Parameter, load_parameters
from pipelines.cli import app

NAME = "rsa/montant"
installed = pytest.mark.skipif(
    find_spec("openfisca_france") is None and "CI" not in os.environ, reason="openfisca-france is not installed here"
)


def oracle(folder: Path, **files: Any) -> Oracle:
    """Its parameters: a.b -> values {date: value}, or the node itself."""
    for path, content in files.items():
        file = folder.joinpath(*path.split("__")).with_suffix(".yaml")
        file.parent.mkdir(parents=True, exist_ok=True)
        node = content if "brackets" in content else {"values": {day: {"value": v} for day, v in content.items()}}
        file.write_text(yaml.safe_dump(node), "utf-8")
    return Oracle(folder, "1.0")


def ours(values: dict[int, object], **more: Any) -> dict[str, Parameter]:
    """One parameter of ours: year -> value."""
    said = [{"from": date(year, 1, 1), "value": value} for year, value in values.items()]
    content = {"description": "Montant", "unit": "EUR/month", "article": "CASF", "values": said, **more}
    return {NAME: Parameter.model_validate({"name": NAME, **content})}


@pytest.fixture
def mapped(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    def to(*path: str, **more: Any) -> None:
        counterpart = Counterpart.model_validate({"path": list(path), **more})
        monkeypatch.setattr(comparing, "read_map", lambda: ({NAME: counterpart}, {}))

    to("rsa.montant")
    return to


def rows(parameters: dict[str, Parameter], published: Oracle, *deviations: Deviation) -> list[tuple[Any, ...]]:
    """(cell, year, ours, theirs, verdict)."""
    return [
        (row.cell, row.day.year, row.ours, row.theirs, row.verdict)
        for row in compare(parameters, published, list(deviations))
    ]


def deviation(year: int, mine: float | None, theirs: float | None) -> Deviation:
    return Deviation(parameter=NAME, day=date(year, 1, 1), ours=mine, theirs=theirs, text="CASF R262-1")


def test_a_number_is_compared_each_time_one_of_both_changes(mapped: Any, tmp_path: Path) -> None:
    published = oracle(tmp_path, rsa__montant={"2008-01-01": 9, "2010-01-01": 10, "2012-01-01": 12.0000000000001})
    assert rows(ours({2008: 9, 2010: 10, 2011: 11, 2012: 12}), published) == [
        ((), 2009, 9, 9, "equal"),
        ((), 2010, 10, 10, "equal"),
        ((), 2011, 11, 10, "different"),
        ((), 2012, 12, 12.0000000000001, "equal"),
    ]


def test_a_value_that_one_side_lacks_is_a_difference(mapped: Any, tmp_path: Path) -> None:
    published = oracle(tmp_path, rsa__montant={"2010-01-01": 10, "2012-01-01": None})
    assert rows(ours({2011: 10}), published) == [
        ((), 2010, None, 10, "different"),
        ((), 2011, 10, 10, "equal"),
        ((), 2012, 10, None, "different"),
    ]


def test_before_a_measure_begins_nothing_and_zero_are_the_same(mapped: Any, tmp_path: Path) -> None:
    published = oracle(tmp_path, rsa__montant={"2000-01-01": 0, "2010-01-01": 10, "2013-01-01": 0})
    assert rows(ours({2010: 10, 2013: None}), published) == [
        ((), 2010, 10, 10, "equal"),
        ((), 2013, None, 0, "different"),
    ]


def test_before_the_day_that_the_map_gives_nothing_is_compared(mapped: Any, tmp_path: Path) -> None:
    mapped("rsa.montant", since=date(2011, 1, 1))
    assert rows(ours({2011: 10}), oracle(tmp_path, rsa__montant={"1990-01-01": 10})) == [((), 2011, 10, 10, "equal")]


def test_a_declared_deviation_must_say_both_numbers_and_one_that_is_none_is_outdated(
    mapped: Any, tmp_path: Path
) -> None:
    published = oracle(tmp_path, rsa__montant={"2010-01-01": 10})
    parameters = ours({2010: 11})
    assert rows(parameters, published, deviation(2010, 11, 10)) == [((), 2010, 11, 10, "declared")]
    assert rows(parameters, published, deviation(2010, 11, 9)) == [
        ((), 2010, 11, 10, "different"),
        ((), 2010, 11, 9, "outdated"),
    ]
    assert rows(ours({2010: 10}), published, deviation(2010, 11, 10))[-1][-1] == "outdated"


def test_a_table_is_compared_cell_by_cell_through_the_names_of_the_map(mapped: Any, tmp_path: Path) -> None:
    mapped("loyer.{zone}.{famille}", names={"zone": {"1": "zone_1"}, "famille": {"seul": "isole"}})
    published = oracle(tmp_path, loyer__zone_1__isole={"2010-01-01": 1}, loyer__zone_1__couple={"2010-01-01": 3})
    table = {"by": {"zone": ["1"], "famille": ["seul", "couple"]}}
    assert sorted(rows(ours({2010: {"1": {"seul": 1, "couple": 2}}}, **table), published)) == [
        (("1", "couple"), 2010, 2, 3, "different"),
        (("1", "seul"), 2010, 1, 1, "equal"),
    ]


def test_a_scale_is_compared_threshold_by_threshold(mapped: Any, tmp_path: Path) -> None:
    mapped("acs", amount="amount")
    steps = [({"2010-01-01": 0}, {"2010-01-01": 100}), ({"2010-01-01": 59, "2011-01-01": 60}, {"2010-01-01": 500})]
    published = oracle(tmp_path, acs={"brackets": [{"threshold": at, "amount": amount} for at, amount in steps]})
    assert sorted(rows(ours({2010: {0: 100, 60: 500}}, by={"age": "numbers"}), published)) == [
        ((0,), 2010, 100, 100, "equal"),
        ((59,), 2010, None, 500, "different"),
        ((59,), 2011, None, None, "equal"),
        ((60,), 2010, 500, None, "different"),
        ((60,), 2011, 500, 500, "equal"),
    ]


def test_of_several_paths_the_first_in_force_gives_the_value(mapped: Any, tmp_path: Path) -> None:
    mapped("cmu", "css")
    published = oracle(tmp_path, cmu={"2008-01-01": 1, "2019-11-01": None}, css={"2019-11-01": 2})
    assert rows(ours({2008: 1}), published) == [((), 2009, 1, 1, "equal"), ((), 2019, 1, 2, "different")]


def test_a_path_that_leads_nowhere_is_said(tmp_path: Path) -> None:
    published = oracle(tmp_path, rsa__montant={"2010-01-01": 10})
    (tmp_path / "smic.yaml").write_text("brut:\n  values: {2010-01-01: 1}", "utf-8")
    for path in ("rsa.montants", "rsa.montant.base", "rsa", "smic"):
        with pytest.raises(InputError, match=f"n'a pas de paramètre {path}"):
            published.series(path)


def test_without_openfisca_the_command_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eligibility.oracle.openfisca.find_spec", lambda name: None)
    result = CliRunner().invoke(app, ["parameters", "compare"])
    assert isinstance(result.exception, InputError)
    assert "requirements-oracle.lock" in str(result.exception)


def test_every_parameter_has_a_counterpart_or_a_reason_to_have_none() -> None:
    counterparts, absent = read_map()
    assert set(load_parameters()) == set(counterparts) | set(absent)
    assert not set(counterparts) & set(absent)
    assert all(absent.values())


def test_every_deviation_names_a_text() -> None:
    assert all(said.text.startswith(("CASF ", "CSS ", "CCH ", "Arrêté ")) for said in read_deviations())


@installed
def test_every_value_since_2009_is_openfisca_s_or_declared() -> None:
    compared = list(compare(load_parameters(), open_oracle()))
    assert [row for row in compared if row.verdict in ("different", "outdated")] == []
    assert sum(row.verdict == "equal" for row in compared) > 1000


@installed
def test_the_command_shows_deviations_with_their_text_and_fails_on_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = CliRunner()
    result = run.invoke(app, ["parameters", "compare"], env={"COLUMNS": "200"})
    assert result.exit_code == 0
    assert "CASF R262-1 dès le décret 2009-404" in result.output
    (tmp_path / "rsa").mkdir()
    (tmp_path / "rsa" / "montant_base.yaml").write_text("values: [{from: 2013-01-01, value: 480}]", "utf-8")
    monkeypatch.setenv("JUSTEDROIT_PARAMETERS", str(tmp_path))
    result = run.invoke(app, ["parameters", "compare"], env={"COLUMNS": "200"})
    assert result.exit_code == 1
    line = next(line for line in result.output.splitlines() if "01/01/2013" in line)
    assert [cell.strip() for cell in line.split("│")[1:6]] == [
        "rsa/montant_base", "01/01/2013", "480", "483,24", "écart",
    ]  # fmt: skip


@installed
def test_its_series_are_dated_and_in_order() -> None:
    series = open_oracle().series(read_map()[0]["rsa/montant_base"].path[0])
    assert value_at(series, date(2009, 5, 31)) is None
    assert value_at(series, date(2014, 5, 31)) == 499.31
    assert list(series) == sorted(series)
