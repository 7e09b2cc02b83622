"""Dated values: what a file may say, what is said of a wrong one, and what the law's values were on a day."""

from datetime import date
from itertools import pairwise
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


def test_every_shipped_file_says_what_a_catalogue_needs() -> None:
    for name, parameter in load_parameters().items():
        assert parameter.article.startswith(("CASF", "CSS", "CCH", "CT", "Loi", "Arrêté", "Ordonnance")), name
        assert parameter.description[0].isupper(), name
        assert any(value.source for value in parameter.values) or parameter.newest.checked_in, name
        for value in parameter.values:
            assert value.checked_on is None or value.checked_on > date(2022, 1, 1), name


def test_every_shipped_value_differs_from_the_one_before() -> None:
    for name, parameter in load_parameters().items():
        assert all(before != after for (_, before), (_, after) in pairwise(parameter.series)), name


RAISED_AT_ONCE = {"sante/plafond_base": 0.083, "logement/montant_minimum_verse": 0.34}
"""More than prices did: the CMU-C in 2013, and, downwards, the least housing benefit paid in 2017."""
ITS_OWN_WAY = {"logement/rls_montant", "sante/acs_montant", "minimum_vieillesse/asi_plafond"}
"""Tables whose numbers do not all move alike."""


def test_no_amount_jumps_as_one_does_when_a_digit_slips() -> None:
    for name, parameter in load_parameters().items():
        if not parameter.unit.startswith("EUR") or name in ITS_OWN_WAY:
            continue
        for (_, old), (day, new) in pairwise(parameter.series):
            changes = [new[cell] / old[cell] - 1 for cell in new.keys() & old.keys() if old[cell] and new[cell]]
            allowed = RAISED_AT_ONCE.get(name, 0.08)
            assert all(abs(change) <= allowed for change in changes), (name, day)
            assert not changes or max(changes) - min(changes) < 0.02, (name, day)


@pytest.mark.parametrize(
    ("asked", "day", "value"),
    [
        ("rsa/montant_base", date(2013, 1, 1), 483.24),
        ("rsa/montant_base", date(2013, 8, 31), 483.24),
        ("rsa/montant_base", date(2013, 9, 1), 492.90),
        ("rsa/montant_base", date(2014, 1, 1), 499.31),
        ("rsa/montant_base", date(2014, 9, 1), 509.30),
        ("rsa/montant_base", date(2026, 3, 31), 646.52),
        ("rsa/montant_base", date(2026, 4, 1), 651.69),
        (("rsa/forfait_logement", "3"), date(2014, 5, 1), 0.165),
        ("rsa/montant_minimum_verse", date(2014, 5, 1), 6),
        ("rsa/part_revenus_activite_conservee", date(2015, 12, 31), 0.62),
        ("rsa/premier_mois_de_reference", date(2025, 2, 28), 3),
        ("rsa/premier_mois_de_reference", date(2025, 3, 1), 4),
        ("prime_activite/montant_base", date(2018, 8, 1), 551.51),
        ("prime_activite/part_revenus_activite_conservee", date(2025, 4, 1), 0.5985),
        ("sante/plafond_base", date(2013, 6, 30), 7934.90),
        ("sante/plafond_base", date(2013, 7, 1), 8592.96),
        ("sante/plafond_base", date(2014, 7, 1), 8644.52),
        ("sante/majoration_avec_participation", date(2010, 12, 31), 0.20),
        ("sante/majoration_avec_participation", date(2011, 6, 1), 0.26),
        ("sante/majoration_avec_participation", date(2014, 5, 1), 0.35),
        ("minimum_vieillesse/plafond_seul", date(2013, 4, 1), 9447.21),
        ("minimum_vieillesse/plafond_seul", date(2014, 4, 1), 9503.89),
        ("minimum_vieillesse/plafond_seul", date(2014, 10, 1), 9600),
        ("minimum_vieillesse/montant_seul", date(2026, 1, 1), 12523.14),
        ("minimum_vieillesse/duree_titre_sejour", date(2011, 12, 22), 5),
        ("ass/montant_journalier", date(2013, 1, 1), 15.90),
        ("ass/montant_journalier", date(2014, 1, 1), 16.11),
        (("ass/plafond", "couple"), date(2014, 1, 1), 110),
        (("logement/plafond_loyer", "2", "couple"), date(2014, 5, 1), 310.38),
        ("logement/participation_minimale", date(2017, 9, 30), 34.76),
        ("logement/participation_minimale", date(2017, 10, 1), 35.02),
        (("logement/r0", "seul"), date(2026, 5, 1), 5235),
    ],
)
def test_values_of_the_law(asked: str | tuple[str, str], day: date, value: float) -> None:
    assert Law(day)[asked] == value


@pytest.mark.parametrize(
    ("born", "day", "months"),
    [
        (date(1951, 6, 30), date(2013, 1, 1), 60 * 12),
        (date(1951, 7, 1), date(2013, 1, 1), 60 * 12 + 4),
        (date(1952, 5, 1), date(2011, 12, 31), 60 * 12 + 8),
        (date(1952, 5, 1), date(2012, 1, 1), 60 * 12 + 9),
        (date(1955, 1, 1), date(2014, 5, 1), 62 * 12),
        (date(1964, 1, 1), date(2026, 8, 31), 63 * 12),
        (date(1964, 1, 1), date(2026, 9, 1), 62 * 12 + 9),
        (date(1970, 1, 1), date(2026, 9, 1), 64 * 12),
    ],
)
def test_the_legal_age_depends_on_the_generation_and_on_the_reform(born: date, day: date, months: int) -> None:
    reached = [age for threshold, age in Law(day).scale("retraite/age_legal") if threshold <= born]
    assert reached[-1] == months


@pytest.mark.parametrize("name", ["retraite/age_legal", "retraite/age_taux_plein", "minimum_vieillesse/age_inaptitude"])
def test_a_later_generation_never_retires_earlier(name: str) -> None:
    for _, scale in load_parameters()[name].series:
        assert list(scale.values()) == sorted(scale.values())
