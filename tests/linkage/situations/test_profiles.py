"""Profiles of the pilots: everybody is in one, and nobody is poor by what nobody knows."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from tests.linkage.conftest import Files
from tests.linkage.situations.dossiers import in_caf, quarter
from tests.linkage.town import Town

town = Town()

OLD = {"nir": "2400144109001", "birth_date": date(1940, 1, 15)}


@town.residents(
    ("profile", "dossier", "person", "pension"),
    [
        ("working_poor_children", {"children": 1, **quarter(earnings=500, unemployment=0, total=500)}, {}, None),
        ("working_poor", quarter(earnings=500, unemployment=0, total=500), {}, None),
        ("other", quarter(earnings=2000, unemployment=0, total=2000), {}, None),
        ("single_no_work", {}, {}, None),
        ("single_no_work", quarter(earnings=0, unemployment=0, total=2000), {}, None),
        ("other", {"family_situation": "2"}, {}, None),
        ("other", {"family_situation": "0"}, {}, None),
        ("other", {"children": 1}, {}, None),
        ("single_poor_pensioner", {}, OLD, 700),
        ("other", {}, OLD, 1500),
        ("other", {}, OLD, None),
        ("other", {"family_situation": "2"}, OLD, 700),
    ],
)
def test_everybody_is_in_one_profile_of_the_pilots(
    files: Files, profile: str, dossier: dict[str, Any], person: dict[str, Any], pension: int | None
) -> Iterator[None]:
    files.add("caf_dossiers", **dossier)
    place = files.add("caf_persons", **person)
    if pension is not None:
        files.add("pensions", own_pension_eur_month=Decimal(pension), **person)
    yield
    assert files.situation(place)["profile"] == profile


@town.residents(("category", "profile"), [("1", "single_no_work"), ("5", "other"), (None, "other")])
def test_a_jobseeker_only_pole_emploi_knows_has_no_work_unless_in_category_5(
    files: Files, category: str | None, profile: str
) -> Iterator[None]:
    place = files.add("registrations", category=category)
    yield
    assert files.situation(place)["profile"] == profile


@town.residents(("pension", "profile"), [(700, "single_poor_pensioner"), (1500, "other")])
def test_a_pensioner_only_the_cnav_knows_is_poor_whatever_the_children_nobody_told(
    files: Files, pension: int, profile: str
) -> Iterator[None]:
    place = files.add("pensions", **OLD, own_pension_eur_month=Decimal(pension))
    yield
    assert files.situation(place)["profile"] == profile


@town.residents(
    ("profile", "dossier"),
    [
        ("working_poor", quarter(earnings=500, unemployment=0, total=500)),
        ("other", quarter(earnings=500, unemployment=None, total=500)),
        ("other", quarter(earnings=500, unemployment=0, total=None)),
    ],
    ids=["all known", "unemployment unknown", "other resources unknown"],
)
def test_nobody_is_poor_by_what_the_caf_does_not_know(
    files: Files, profile: str, dossier: dict[str, Any]
) -> Iterator[None]:
    place = in_caf(files, **dossier)
    yield
    assert files.situation(place)["profile"] == profile


YOUNGER = {"nir": "2520144109001", "birth_date": date(1952, 1, 15)}


@town.residents(
    ("profile", "told", "person"),
    [
        ("single_poor_pensioner", {"earnings": 0, "unemployment": 0, "total": 0}, OLD),
        ("single_poor_pensioner", {"earnings": None, "unemployment": None, "total": None}, OLD),
        ("other", {"earnings": 0, "unemployment": 0, "total": None}, OLD),
        ("single_poor_pensioner", {"earnings": 0, "unemployment": 0, "total": 0}, YOUNGER),
        ("other", {"earnings": None, "unemployment": None, "total": None}, YOUNGER),
    ],
    ids=["told", "not asked from 65 on", "left blank", "told at 62", "not told at 62"],
)
def test_a_quarter_is_presumed_of_nobody_but_whom_the_caf_does_not_ask(
    files: Files, profile: str, told: dict[str, int | None], person: dict[str, Any]
) -> Iterator[None]:
    files.add("caf_dossiers", **quarter(**told))
    place = files.add("caf_persons", **person)
    files.add("pensions", **person)
    yield
    assert files.situation(place)["profile"] == profile


@town.residents(
    ("in_dossier", "number", "profile"),
    [
        (False, "7654321B002", "single_poor_pensioner"),
        (False, "1234567A001", "other"),
        (True, "7654321B002", "other"),
        (True, "1234567A001", "other"),
    ],
)
def test_a_pensioner_is_not_poor_by_an_allowance_of_nobody_knows_whom(
    files: Files, in_dossier: bool, number: str, profile: str
) -> Iterator[None]:
    if in_dossier:
        files.add("caf_dossiers", **quarter(earnings=None, unemployment=None, total=None))
        files.add("caf_persons", **OLD)
    place = files.add("pensions", **OLD)
    files.add("registrations", **OLD)
    files.add("registrations", nir=None, first_name="MARTHE", birth_date=date(1971, 2, 3), agency_id=number)
    files.add("unemployment_payments", daily_gross_eur_day=Decimal(1))
    yield
    assert files.situation(place)["profile"] == profile


@town.residents(("children", "profile"), [(0, "single_no_work"), (None, "other")])
def test_a_jobseeker_whose_children_nobody_told_is_not_said_to_have_none(
    files: Files, children: int | None, profile: str
) -> Iterator[None]:
    place = files.add("registrations", children=children)
    yield
    assert files.situation(place)["profile"] == profile
