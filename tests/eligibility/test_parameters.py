"""Dated values: what a file may say, and what the law's values were on a day."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from data_contracts.errors import InputError
from eligibility.parameters import Law, load_parameters

GOOD = {
    "description": "Montant", "unit": "EUR/month", "article": "CASF L262-2",
    "values": [{"from": date(2013, 1, 1), "value": 10.5}, {"from": date(2014, 1, 1), "value": 11}],
}  # fmt: skip


def written(folder: Path, content: object) -> Path:
    (folder / "rsa").mkdir(parents=True)
    text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
    (folder / "rsa" / "montant.yaml").write_text(text, "utf-8")
    return folder


def test_a_value_holds_from_its_day_to_the_eve_of_the_next(tmp_path: Path) -> None:
    parameter = load_parameters(shipped=written(tmp_path, GOOD))["rsa/montant"]
    days = (date(2013, 1, 1), date(2013, 12, 31), date(2014, 1, 1), date(2050, 1, 1))
    assert [parameter.at(day) for day in days] == [10.5, 10.5, 11, 11]


def test_before_the_first_day_there_is_no_value(tmp_path: Path) -> None:
    parameters = load_parameters(shipped=written(tmp_path, GOOD))
    with pytest.raises(InputError, match=r"rsa/montant n'a pas de valeur au 31/12/2012") as error:
        Law(date(2012, 12, 31), parameters)["rsa/montant"]
    assert "01/01/2013" in error.value.expected
    assert error.value.where.endswith("montant.yaml")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "- a list",
        "just text",
        "unit: [",
        {**GOOD, "unit": "francs"},
        {**GOOD, "colour": "blue"},
        {**GOOD, "values": []},
        {**GOOD, "values": GOOD["values"][::-1]},
        {**GOOD, "values": [GOOD["values"][0]] * 2},
        {**GOOD, "values": [{"from": "hier", "value": 1}]},
        {**GOOD, "values": [{"from": date(2013, 1, 1), "value": "beaucoup"}]},
        {**GOOD, "values": [{"from": date(2013, 1, 1)}]},
        {key: value for key, value in GOOD.items() if key != "article"},
    ],
    ids=[
        "empty", "a list", "text", "not YAML", "unknown unit", "unknown key", "no value", "backwards", "a day twice",
        "no date", "no number", "value missing", "article missing",
    ],
)  # fmt: skip
def test_a_wrong_file_is_named_with_what_was_expected(tmp_path: Path, content: object) -> None:
    with pytest.raises(InputError, match=r"montant\.yaml est incorrect") as error:
        load_parameters(shipped=written(tmp_path, content))
    assert error.value.where == str(tmp_path / "rsa" / "montant.yaml")
    assert "description, unit, article" in error.value.expected


def test_every_file_of_the_law_can_be_read_and_names_its_article() -> None:
    parameters = load_parameters()
    assert len(parameters) == 143


@pytest.mark.parametrize(
    ("name", "day", "value"),
    [
        ("rsa/montant_base", date(2013, 1, 1), 483.24),
        ("rsa/montant_base", date(2013, 8, 31), 483.24),
        ("rsa/montant_base", date(2013, 9, 1), 492.90),
        ("rsa/montant_base", date(2014, 1, 1), 499.31),
        ("rsa/montant_base", date(2014, 9, 1), 509.30),
        ("rsa/montant_base", date(2026, 3, 31), 646.52),
        ("rsa/montant_base", date(2026, 4, 1), 651.69),
        ("sante/plafond_base", date(2013, 6, 30), 7934.90),
        ("sante/plafond_base", date(2013, 7, 1), 8592.96),
        ("sante/plafond_base", date(2014, 7, 1), 8644.52),
        ("sante/majoration_avec_participation", date(2014, 5, 1), 0.35),
        ("rsa/montant_minimum_verse", date(2014, 5, 1), 6),
    ],
)
def test_values_of_the_law(name: str, day: date, value: float) -> None:
    assert Law(day)[name] == value
