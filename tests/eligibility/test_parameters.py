"""Dated values: what a file may say, what it gives on a day, and what is said of a wrong one."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from data_contracts.errors import InputError
from eligibility.parameters import Law, Parameter, load_parameters

V2013, V2014 = {"from": date(2013, 1, 1), "value": 10.5}, {"from": date(2014, 1, 1), "value": 11}
GOOD: dict[str, Any] = {
    "description": "Montant", "unit": "EUR/month", "article": "CASF L262-2", "values": [V2013, V2014],
}  # fmt: skip
RENTS = {"1": {"seul": 300, "couple": 350}, "2": {"seul": 250, "couple": 300}}
TABLE = {**GOOD, "by": {"zone": ["1", "2"], "famille": ["seul", "couple"]}, "values": [{**V2013, "value": RENTS}]}
NOON = datetime(1950, 1, 1, 12, tzinfo=UTC)
AGES = {date(1900, 1, 1): 60, date(1955, 1, 1): 62}
SCALE = {**GOOD, "unit": "years", "by": {"naissance": "dates"}, "values": [{**V2013, "value": AGES}]}


def written(folder: Path, content: object, name: str = "rsa/montant.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    path.write_text(text, "utf-8")
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


def test_once_ended_there_is_no_value(tmp_path: Path) -> None:
    ended = {**GOOD, "values": [V2013, {"from": date(2016, 1, 1), "value": None}]}
    parameters = load_parameters(shipped=written(tmp_path, ended))
    assert Law(date(2015, 12, 31), parameters)["rsa/montant"] == 10.5
    with pytest.raises(InputError, match=r"n'a plus de valeur au 02/01/2016") as error:
        Law(date(2016, 1, 2), parameters)["rsa/montant"]
    assert error.value.expected == "une date avant le 01/01/2016"


def test_a_table_is_read_by_its_names_whole_or_by_threshold(tmp_path: Path) -> None:
    written(tmp_path, TABLE, "logement/loyer.yaml")
    written(tmp_path, SCALE, "retraite/age.yaml")
    law = Law(date(2014, 5, 31), load_parameters(shipped=tmp_path))
    assert law["logement/loyer", "2", "couple"] == 300
    assert law.table("logement/loyer") == {(zone, who): rent for zone, by in RENTS.items() for who, rent in by.items()}
    assert law.scale("retraite/age") == list(AGES.items())


def test_names_need_no_quotes_in_a_table(tmp_path: Path) -> None:
    unquoted = {**TABLE, "values": [{**V2013, "value": {int(zone): by for zone, by in RENTS.items()}}]}
    assert load_parameters(shipped=written(tmp_path, unquoted))["rsa/montant"].at(date(2013, 1, 1), "1", "seul") == 300


@given(
    st.lists(st.dates(date(2000, 1, 1), date(2030, 1, 1)), min_size=1, max_size=6, unique=True).map(sorted), st.data()
)
def test_the_value_of_a_day_is_the_last_one_begun(starts: list[date], data: st.DataObject) -> None:
    values = [{"from": start, "value": float(number)} for number, start in enumerate(starts)]
    parameter = Parameter.model_validate({**GOOD, "name": "rsa/montant", "values": values})
    day = data.draw(st.dates(starts[0], date(2040, 1, 1)))
    assert parameter.at(day) == sum(start <= day for start in starts) - 1


WRONG: dict[str, tuple[object, str]] = {
    "empty": ("", "il ne contient pas de clés"),
    "a list": ("- a list", "il ne contient pas de clés"),
    "text": ("just text", "il ne contient pas de clés"),
    "not YAML": ("unit: [", "ce n'est pas du YAML lisible"),
    "an impossible day": ("values: [{from: 2013-02-30, value: 1}]", "ce n'est pas du YAML lisible"),
    "a key twice": ("unit: share\nunit: share", "ligne 1 : clé « unit » répétée"),
    "unknown unit": ({**GOOD, "unit": "francs"}, "unit : « francs » ne convient pas"),
    "unknown key": ({**GOOD, "colour": "blue"}, "colour : cette clé n'existe pas"),
    "unknown key of a value": ({**GOOD, "values": [{**V2013, "sources": "JO"}]}, "values, 1e, sources : cette clé n'e"),
    "no value": ({**GOOD, "values": []}, "il faut au moins une valeur"),
    "backwards": ({**GOOD, "values": [V2014, V2013]}, "from 2013-01-01 doit venir après 2014-01-01"),
    "a day twice": ({**GOOD, "values": [V2013, V2013]}, "from 2013-01-01 doit venir après 2013-01-01"),
    "no date": ({**GOOD, "values": [{"from": "hier", "value": 1}]}, "values, 1e, from : « hier » ne convient pas"),
    "a comma": ({**GOOD, "values": [V2013, {**V2014, "value": "10,5"}]}, "values, 2e, value : « 10,5 » ne"),
    "a comma in braces": ("values: [{from: 2013-01-01, value: 651,69}]", "un nombre y est écrit avec une virgule"),
    "a comma in a table": ({**TABLE, "values": [{**V2013, "value": {**RENTS, "2": {"seul": 1, 69: None}}}]},
                           "2 69 n'est pas un nombre, avec un point"),
    "true": ({**GOOD, "values": [{**V2013, "value": True}]}, "values, 1e, value : « True » ne convient pas"),
    "value missing": ({**GOOD, "values": [{"from": date(2013, 1, 1)}]}, "values, 1e, value : cette clé manque"),
    "article missing": ({k: v for k, v in GOOD.items() if k != "article"}, "article : cette clé manque"),
    "ends at once": ({**GOOD, "values": [{**V2013, "value": None}]}, "la première valeur ne peut pas être null"),
    "ends twice": ({**GOOD, "values": [V2013, {**V2014, "value": None}, {"from": date(2015, 1, 1), "value": None}]},
                   "la mesure a déjà pris fin avant le 2015-01-01"),
    "checked, in what?": ({**GOOD, "values": [{**V2013, "checked_on": date(2026, 1, 1)}]}, "vont ensemble"),
    "50 for 50 %": ({**GOOD, "unit": "share"}, "10.5 pour une part, qui s'écrit 0.5 pour 50 %"),
    "not a number": ("""{description: D, unit: EUR, article: A, values: [{from: 2013-01-01, value: .nan}]}""",
                     "n'est pas un nombre"),
    "below zero": ({**GOOD, "values": [{**V2013, "value": -10.5}]}, "-10.5, un montant négatif"),
    "no threshold": ({**SCALE, "values": [{**V2013, "value": {}}]}, "il faut au moins un seuil"),
    "an hour for a threshold": ({**SCALE, "values": [{**V2013, "value": {NOON: 60, **AGES}}]},
                                "les seuils sont des dates"),
    "a table unasked": ({**GOOD, "values": [{**V2013, "value": {"seul": 1}}]}, "un seul nombre, faute de clé by"),
    "a number for a table": ({**TABLE, "values": [V2013]}, "value doit être un tableau par zone, famille"),
    "a cell missing": ({**TABLE, "values": [{**V2013, "value": {**RENTS, "2": {"seul": 1}}}]}, "il manque 2 couple"),
    "a cell too many": ({**TABLE, "values": [{**V2013, "value": {**RENTS, "4": {"seul": 1}}}]}, "n'existe pas : 4"),
    "a word in a cell": ({**TABLE, "values": [{**V2013, "value": {**RENTS, "2": {"seul": "x", "couple": 1}}}]},
                         "2 seul n'est pas un nombre"),
    "thresholds of another kind": ({**SCALE, "values": [{**V2013, "value": {1900: 60}}]}, "les seuils sont des dates"),
    "thresholds in disorder": ({**SCALE, "values": [{**V2013, "value": dict(reversed(AGES.items()))}]},
                               "les seuils doivent se suivre"),
    "thresholds crossed": ({**TABLE, "by": {"zone": ["1", "2"], "age": "numbers"}}, "ne se croisent pas"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_file_is_named_with_its_fault_and_what_was_expected(tmp_path: Path, content: object, said: str) -> None:
    with pytest.raises(InputError, match=r"montant\.yaml est incorrect") as error:
        load_parameters(shipped=written(tmp_path, content))
    assert said in error.value.what
    assert error.value.where == str(tmp_path / "rsa" / "montant.yaml")
    assert "description, unit, article" in error.value.expected


def test_every_fault_is_said_at_once_with_what_each_key_takes(tmp_path: Path) -> None:
    content = {**GOOD, "unit": "francs", "values": [{"from": "hier", "value": "x"}]}
    with pytest.raises(InputError) as error:
        load_parameters(shipped=written(tmp_path, content))
    assert error.value.what.count("\n    - ") == 3
    assert all(said in error.value.expected for said in ("EUR/month", "une date AAAA-MM-JJ", "un nombre avec un point"))


@pytest.mark.parametrize(("raw", "said"), [(b"description: \xe9", "UTF-8"), (None, "lu")], ids=["latin-1", "a folder"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, raw: bytes | None, said: str) -> None:
    path = tmp_path / "montant.yaml"
    path.write_bytes(raw) if raw else path.mkdir()
    with pytest.raises(InputError, match=said):
        load_parameters(shipped=tmp_path)
