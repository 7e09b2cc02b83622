"""Whoever died or said no is found among the people known, and nobody else."""

from datetime import date
from typing import Any

import pytest

from tests.linkage.conftest import NIR, Files

WITHOUT_YEAR = {"birth_date": None, "birth_precision": None}


@pytest.mark.parametrize(
    ("death", "record", "found"),
    [
        ({}, {}, True),
        ({"names": "DUPONT*JEANNE/"}, {}, True),
        ({"names": "DUPONT*JEANNE MARIE"}, {}, True),
        ({"names": "DUPONT*MARIE JEANNE/"}, {}, False),
        ({"names": "DUPONT*JEANNETTE/"}, {}, False),
        ({"names": "LE-GOFF*JEANNE-MARIE ANNE/"}, {"used_name": "Le Goff", "first_name": "Jeanne Marie"}, True),
        ({"names": "MARTIN*JEANNE/"}, {"birth_name": "MARTIN"}, True),
        ({"names": "MARTIN*JEANNE/"}, {}, True),
        ({"names": "MARTIN*JEANNE/", "birth_commune_code": "77186"}, {}, False),
        ({"names": "MARTIN*JEANNE/", "birth_commune_code": None}, {}, False),
        ({"names": "MARTIN*JEANNE/"}, {"nir": None}, False),
        ({"names": "MARTIN*JEANNE/"}, {"nir": NIR + "00"}, False),
        ({"sex": "1"}, {}, False),
        ({"birth_date": date(1980, 1, 16)}, {}, False),
        ({"birth_date": date(1980, 1, 1), "birth_precision": "month"}, {"birth_date": date(1980, 1, 1)}, False),
        (WITHOUT_YEAR, {}, False),
        ({"names": "*JEANNE/"}, {}, True),
        ({"names": "DUPONT*/"}, {}, False),
    ],
    ids=[
        "same name", "first of several first names", "no final slash", "not the first one", "longer first name",
        "compound names", "birth name", "married name and birthplace of the NIR", "another birthplace",
        "birthplace unknown", "married name without NIR", "married name and a NIR nobody trusts", "the other sex",
        "another day", "day unknown", "year unknown", "no last name but the birthplace", "no first name",
    ],
)  # fmt: skip
def test_who_is_found_among_the_deaths(death: dict[str, Any], record: dict[str, Any], found: bool) -> None:
    files = Files()
    place = files.add("caf_persons", **record)
    files.add("deaths", **death)
    files.add("deaths", **death)
    assert [row["person_id"] for row in files.deceased] == ([files.person(place)] if found else [])


def test_a_health_cover_without_sex_is_found_too() -> None:
    files = Files()
    place = files.add("health_covers")
    files.add("deaths")
    assert [row["person_id"] for row in files.deceased] == [files.person(place)]


@pytest.mark.parametrize(
    ("objection", "record", "found"),
    [
        ({}, {}, True),
        ({"last_name": "AUTRE", "first_name": "NOM", "birth_date": date(1981, 1, 1)}, {}, True),
        ({"nir": NIR + "54", "last_name": "AUTRE"}, {}, True),
        ({"nir": None}, {}, True),
        ({"nir": None, "last_name": "Dupont", "first_name": "jeanne"}, {}, True),
        ({"nir": None, "last_name": "MARTIN"}, {"birth_name": "MARTIN"}, True),
        ({"nir": None, "last_name": "MARTIN"}, {}, False),
        ({"nir": None, "first_name": "MARIE"}, {}, False),
        ({"nir": None, "birth_date": date(1980, 1, 16)}, {}, False),
        ({"last_name": "AUTRE"}, {"nir": NIR, "sex": "1"}, True),
        ({"nir": "2800144109002"}, {}, True),
        ({"nir": None, "last_name": "-"}, {"used_name": "-"}, False),
    ],
    ids=[
        "same person", "NIR only", "NIR with its key", "name only", "name in lower case", "birth name", "another name",
        "another first name", "another day", "a NIR that two people share", "name, whatever the NIR",
        "a name made of signs",
    ],
)  # fmt: skip
def test_who_is_found_among_the_objections(objection: dict[str, Any], record: dict[str, Any], found: bool) -> None:
    files = Files()
    place = files.add("caf_persons", **record)
    files.add("objections", **objection)
    assert [row["person_id"] for row in files.objectors] == ([files.person(place)] if found else [])


def test_who_is_found_among_the_protected_addresses_is_no_objector() -> None:
    files = Files()
    place, other = files.add("caf_persons"), files.add("registrations", first_name="ANNE", nir="2750144109003")
    files.add("protected_addresses", nir=None)
    files.add("objections", first_name="ANNE", nir=None)
    assert [row["person_id"] for row in files.protected_people] == [files.person(place)]
    assert [row["person_id"] for row in files.objectors] == [files.person(other)]
    assert (files.situation(place)["protected_address"], files.situation(place)["objected"]) == (True, False)
    assert (files.situation(other)["protected_address"], files.situation(other)["objected"]) == (False, True)


def test_nobody_becomes_known_by_dying_refusing_or_being_protected() -> None:
    files = Files()
    for register in ("deaths", "objections", "protected_addresses"):
        files.add(register)
    assert files.deceased == files.objectors == files.protected_people == files.person_records == []


def test_every_record_of_the_person_is_marked_by_one_of_them() -> None:
    files = Files()
    place = files.add("registrations", last_name="PETIT")
    files.add("caf_persons", used_name="PETIT", birth_name="DUPONT")
    files.add("deaths", birth_commune_code=None)
    assert files.situation(place)["deceased"] is True
    assert files.situation(place)["objected"] is False
