"""Situations: where composition comes from, and that a fact no file gives is missing, never zero."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from data_contracts.received import SOURCES
from tests.linkage.conftest import Files, Place

OTHER_NIR = "2800144109002"
QUARTER = ("earnings", "unemployment", "total")


def in_caf(files: Files, **dossier: Any) -> Place:
    files.add("caf_dossiers", **dossier)
    return files.add("caf_persons")


def quarter(**means: int | None) -> dict[str, Decimal | None]:
    """The three months of each amount, all the same."""
    return {
        f"{kind}_{ago}_eur_month": None if mean is None else Decimal(mean)
        for kind, mean in means.items()
        for ago in (1, 2, 3)
    }


@pytest.mark.parametrize(
    ("family_situation", "couple"),
    [("1", False), ("2", True), ("3", True), ("4", False), ("5", False), ("6", False), ("7", True)],
)
def test_the_caf_says_who_lives_together(family_situation: str, couple: bool) -> None:
    files = Files()
    place = in_caf(files, family_situation=family_situation, children=2)
    files.add("registrations", marital_status="C" if couple else "M", children=5)
    household = files.household(place)
    assert (household["known_from"], household["couple"], household["children"]) == ("caf", couple, 2)


def test_a_dossier_gathers_its_people_and_their_roles() -> None:
    files = Files()
    holder = in_caf(files, family_situation="2", children=1)
    spouse = files.add("caf_persons", role="CJT", nir="1750144109002", first_name="PAUL", sex="1",
                       birth_date=date(1975, 1, 3))  # fmt: skip
    child = files.add("caf_persons", role="ENF", nir=None, first_name="LEO", birth_date=date(1960, 3, 2))
    assert [files.situation(place)["role"] for place in (holder, spouse, child)] == ["adult", "adult", "child"]
    assert len({files.situation(place)["household_no"] for place in (holder, spouse, child)}) == 1
    assert files.household(holder)["oldest_adult_birth_month"] == date(1975, 1, 1)
    assert files.situation(child)["profile"] == "other"


def test_whoever_stands_in_two_dossiers_belongs_to_the_one_they_hold() -> None:
    files = Files()
    files.add("caf_dossiers", dossier_number="00000001", family_situation="2")
    files.add("caf_dossiers", dossier_number="00000002", family_situation="6")
    files.add("caf_persons", dossier_number="00000001", role="CJT")
    place = files.add("caf_persons", dossier_number="00000002", role="DEM")
    assert files.household(place)["couple"] is False
    assert files.situation(place)["role"] == "adult"


@pytest.mark.parametrize(
    ("marital_status", "couple"), [("C", False), ("D", False), ("V", False), ("M", True), (None, None)]
)
def test_pole_emploi_says_who_lives_together_where_the_caf_does_not_know(
    marital_status: str | None, couple: bool | None
) -> None:
    files = Files()
    place = files.add("registrations", marital_status=marital_status, children=3)
    files.add("unemployment_payments")
    household = files.household(place)
    assert (household["known_from"], household["couple"], household["children"]) == ("pole_emploi", couple, 3)
    assert household["replacement_eur_month"] == (Decimal(360) if couple is False else None)
    assert household["earnings_eur_month"] is household["other_eur_month"] is household["housing_status"] is None
    assert household["oldest_adult_birth_month"] == date(1980, 1, 1)


@pytest.mark.parametrize(
    ("marital_status", "spouse", "pensions"),
    [("C", None, 700), ("M", 500, 1200), ("M", None, None), (None, None, None)],
)
def test_the_cnav_says_who_lives_together_where_nobody_else_knows(
    marital_status: str | None, spouse: int | None, pensions: int | None
) -> None:
    files = Files()
    place = files.add(
        "pensions", marital_status=marital_status, minimum_kind="ASPA", minimum_eur_month=Decimal(300),
        spouse_resources_eur_month=None if spouse is None else Decimal(spouse),
    )  # fmt: skip
    household = files.household(place)
    assert household["known_from"] == "cnav"
    assert household["couple"] is {"C": False, "M": True, None: None}[marital_status]
    assert household["pensions_eur_month"] == pensions
    assert household["children"] is None


def test_means_of_three_months_and_what_remains_of_the_total() -> None:
    files = Files()
    amounts = quarter(earnings=300, unemployment=90, total=1000) | {"earnings_1_eur_month": Decimal(600)}
    place = in_caf(files, **amounts)
    files.add("pensions", own_pension_eur_month=Decimal(60), survivor_pension_eur_month=Decimal(30),
              supplements_eur_month=Decimal(5), minimum_kind="ASI", minimum_eur_month=Decimal(5))  # fmt: skip
    household = files.household(place)
    assert household["earnings_eur_month"] == 400
    assert household["replacement_eur_month"] == 90
    assert household["pensions_eur_month"] == 100
    assert household["other_eur_month"] == 410
    person = files.situation(place)
    assert (person["pension_eur_month"], person["minimum_kind"], person["minimum_eur_month"]) == (95, "ASI", 5)


def test_other_resources_are_never_negative() -> None:
    files = Files()
    assert files.household(in_caf(files, **quarter(earnings=300, unemployment=0, total=0)))["other_eur_month"] == 0


@pytest.mark.parametrize("kind", QUARTER)
@pytest.mark.parametrize("ago", [1, 2, 3])
def test_one_month_missing_makes_the_mean_and_the_rest_missing(kind: str, ago: int) -> None:
    files = Files()
    household = files.household(in_caf(files, **{f"{kind}_{ago}_eur_month": None}))
    assert household["other_eur_month"] is None
    column = {"earnings": "earnings_eur_month", "unemployment": "replacement_eur_month"}.get(kind, "other_eur_month")
    assert household[column] is None


FACTS_OF = {
    "pole_emploi": ("jobseeker", "jobseeker_category", "allowance_kind", "daily_allowance_eur_day"),
    "cnav": ("pensioner", "pension_eur_month", "minimum_kind", "minimum_eur_month"),
    "cnam": ("health_cover",),
    "caf": ("rsa_state", "rsa_eur_month", "housing_benefit_eur_month"),
}
ABSENT = {
    "jobseeker": False, "jobseeker_category": None, "allowance_kind": "NONE", "daily_allowance_eur_day": 0,
    "pensioner": False, "pension_eur_month": 0, "minimum_kind": "NONE", "minimum_eur_month": 0, "health_cover": "NONE",
    "rsa_state": "none", "rsa_eur_month": 0, "housing_benefit_eur_month": 0,
}  # fmt: skip


@pytest.mark.parametrize("source", FACTS_OF)
def test_the_facts_of_a_source_that_did_not_deliver_are_missing(source: str) -> None:
    files = Files(delivered=set(SOURCES) - {source})
    place = files.add("pensions" if source == "pole_emploi" else "registrations")
    known = {**files.household(place), **files.situation(place)}
    assert {name: known[name] for name in FACTS_OF[source]} == dict.fromkeys(FACTS_OF[source])


@pytest.mark.parametrize("source", FACTS_OF)
def test_absence_from_a_file_that_was_delivered_is_a_fact(source: str) -> None:
    files = Files()
    place = files.add("pensions" if source == "pole_emploi" else "registrations", **_uncategorised(source))
    known = {**files.household(place), **files.situation(place)}
    assert {name: known[name] for name in FACTS_OF[source]} == {name: ABSENT[name] for name in FACTS_OF[source]}


def _uncategorised(source: str) -> dict[str, Any]:
    return {} if source == "pole_emploi" else {"category": None}


def test_a_household_of_the_caf_keeps_its_pensions_missing_without_the_cnav() -> None:
    files = Files(delivered=set(SOURCES) - {"cnav"})
    household = files.household(in_caf(files, **quarter(earnings=0, unemployment=0, total=800)))
    assert household["pensions_eur_month"] is None
    assert household["other_eur_month"] == 800, "a pension nobody names is part of the rest"


@pytest.mark.parametrize(
    ("spell", "paid"),
    [
        ({"start_date": date(2014, 5, 31), "end_date": date(2014, 5, 31)}, 12),
        ({"end_date": date(2014, 5, 30)}, 0),
        ({"start_date": date(2014, 6, 1)}, 0),
        ({"payment_code": "4"}, 12),
        ({"payment_code": "2"}, 0),
        ({"payment_code": "3"}, 0),
        ({"agency_id": "7654321B002"}, 0),
    ],
)
def test_an_allowance_is_the_spell_that_covers_the_last_day(spell: dict[str, Any], paid: int) -> None:
    files = Files()
    place = files.add("registrations")
    files.add("unemployment_payments", **spell)
    person = files.situation(place)
    assert (person["daily_allowance_eur_day"], person["allowance_kind"]) == (paid, "ARE" if paid else "NONE")


def test_of_two_spells_the_later_one_counts() -> None:
    files = Files()
    place = files.add("registrations")
    later = {"start_date": date(2014, 5, 1), "daily_gross_eur_day": Decimal(20), "allowance_code": "25"}
    files.add("unemployment_payments", **later)
    files.add("unemployment_payments")
    person = files.situation(place)
    assert (person["daily_allowance_eur_day"], person["allowance_kind"]) == (20, "ASS")


@pytest.mark.parametrize(
    ("code", "kind"), [("01", "ARE"), ("AC", "ARE"), ("25", "ASS"), ("BD", "ASS"), ("73", "OTHER")]
)
def test_allowances_are_named_by_their_code(code: str, kind: str) -> None:
    files = Files()
    place = files.add("registrations")
    files.add("unemployment_payments", allowance_code=code)
    assert files.situation(place)["allowance_kind"] == kind


@pytest.mark.parametrize(
    ("dossier", "state"),
    [
        ({}, "none"),
        ({"rsa_dossier_state": "0"}, "pending"),
        ({"rsa_dossier_state": "1"}, "refused"),
        ({"rsa_dossier_state": "5"}, "none"),
        ({"rsa_dossier_state": "6"}, "none"),
        *(({"rsa_dossier_state": "2", "rsa_benefit": "RSD", "rsa_state": code}, "live") for code in "CEJL"),
        *(({"rsa_dossier_state": "2", "rsa_benefit": "RSI", "rsa_state": code}, "suspended") for code in "STU"),
        ({"rsa_dossier_state": "2"}, "live"),
        ({"rsa_dossier_state": "3"}, "suspended"),
        ({"rsa_dossier_state": "4", "rsa_benefit": "RSD"}, "suspended"),
        ({"rsa_dossier_state": "2", "rsa_benefit": "RCD", "rsa_state": "C"}, "none"),
    ],
)
def test_the_state_of_the_rsa_socle(dossier: dict[str, Any], state: str) -> None:
    files = Files()
    assert files.household(in_caf(files, **dossier))["rsa_state"] == state


@pytest.mark.parametrize(
    ("dossier", "paid"),
    [
        ({"apl_state": "1", "housing_benefit_eur_month": Decimal(200)}, 200),
        ({"als_state": "1", "housing_benefit_eur_month": None}, None),
        ({"alf_state": "2", "housing_benefit_eur_month": Decimal(14)}, 0),
        ({"housing_benefit_eur_month": None}, 0),
    ],
    ids=["paid", "paid, amount unknown", "under the minimum", "no right"],
)
def test_housing_benefit_is_what_is_paid(dossier: dict[str, Any], paid: int | None) -> None:
    files = Files()
    assert files.household(in_caf(files, **dossier))["housing_benefit_eur_month"] == paid


@pytest.mark.parametrize(
    ("cover", "held"),
    [
        ({}, "ACS"),
        ({"end_date": date(2014, 5, 31)}, "ACS"),
        ({"end_date": date(2014, 5, 30)}, "NONE"),
        ({"start_date": date(2014, 6, 1)}, "NONE"),
    ],
)
def test_a_health_cover_is_the_one_of_the_last_day(cover: dict[str, Any], held: str) -> None:
    files = Files()
    place = files.add("pensions")
    files.add("health_covers", **cover)
    assert files.situation(place)["health_cover"] == held


def test_repeated_lines_count_once() -> None:
    once, twice = Files(), Files()
    for files, copies in ((once, 1), (twice, 2)):
        for _ in range(copies):
            in_caf(files, family_situation="2", children=2, **quarter(earnings=100, unemployment=50, total=600))
            files.add("registrations")
            files.add("unemployment_payments")
            files.add("pensions")
            files.add("health_covers")
    assert once.situations == twice.situations
    assert [len(rows) for rows in twice.situations[:2]] == [1, 1]


@pytest.mark.parametrize(
    ("commune", "department", "density"),
    [("44109", "44", 1), ("77186", "77", 4), ("44999", "44", None), ("2A004", "2A", None), ("97411", "974", None),
     (None, None, None)],
)  # fmt: skip
def test_where_a_person_lives(commune: str | None, department: str | None, density: int | None) -> None:
    files = Files()
    person = files.situation(files.add("registrations", commune_code=commune))
    assert (person["department"], person["density_level"]) == (department, density)
    assert person["territory"] == {1: "urban", 4: "intermediate", None: None}[density]


def test_the_commune_of_the_caf_is_believed_first_and_a_missing_one_gives_way() -> None:
    files = Files()
    place = files.add("registrations", commune_code="44109")
    in_caf(files, commune_code="77186")
    assert files.situation(place)["commune_code"] == "77186"
    other = Files()
    other.add("registrations", commune_code="44109")
    in_caf(other, commune_code=None)
    assert other.situation(place)["commune_code"] == "44109"


@pytest.mark.parametrize(
    ("records", "tier"),
    [(({}, {}), "certain"), (({}, {"nir": None}), "probable"), (({},), "alone"), (({"nir": None},), "alone")],
)
def test_a_person_is_as_sure_as_their_weakest_match(records: tuple[dict[str, Any], ...], tier: str) -> None:
    files = Files()
    places = [files.add(name, **said) for name, said in zip(("registrations", "caf_persons"), records, strict=False)]
    assert files.situation(places[0])["tier"] == tier
    assert set(files.situation(places[0])["sources"]) == {place.dataset for place in places}


def test_homonyms_objectors_and_the_deceased_are_marked() -> None:
    files = Files()
    place, other = files.add("registrations"), files.add("caf_persons", nir=OTHER_NIR)
    files.add("objections")
    assert files.situation(place)["homonym"] is files.situation(other)["homonym"] is True
    assert files.situation(place)["objected"] is True
    assert files.situation(place)["deceased"] is False


OLD = {"nir": "2400144109001", "birth_date": date(1940, 1, 15)}


@pytest.mark.parametrize(
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
    profile: str, dossier: dict[str, Any], person: dict[str, Any], pension: int | None
) -> None:
    files = Files()
    files.add("caf_dossiers", **dossier)
    place = files.add("caf_persons", **person)
    if pension is not None:
        files.add("pensions", own_pension_eur_month=Decimal(pension), **person)
    assert files.situation(place)["profile"] == profile


def test_a_jobseeker_only_pole_emploi_knows_has_no_work_unless_in_category_5() -> None:
    for category, profile in (("1", "single_no_work"), ("5", "other"), (None, "other")):
        files = Files()
        assert files.situation(files.add("registrations", category=category))["profile"] == profile


def test_a_pensioner_only_the_cnav_knows_is_poor_whatever_the_children_nobody_told() -> None:
    for pension, profile in ((700, "single_poor_pensioner"), (1500, "other")):
        files = Files()
        place = files.add("pensions", **OLD, own_pension_eur_month=Decimal(pension))
        assert files.situation(place)["profile"] == profile


@pytest.mark.parametrize(
    ("profile", "dossier"),
    [
        ("working_poor", quarter(earnings=500, unemployment=0, total=500)),
        ("other", quarter(earnings=500, unemployment=None, total=500)),
        ("other", quarter(earnings=500, unemployment=0, total=None)),
    ],
    ids=["all known", "unemployment unknown", "other resources unknown"],
)
def test_nobody_is_poor_by_what_the_caf_does_not_know(profile: str, dossier: dict[str, Any]) -> None:
    files = Files()
    assert files.situation(in_caf(files, **dossier))["profile"] == profile


YOUNGER = {"nir": "2520144109001", "birth_date": date(1952, 1, 15)}


@pytest.mark.parametrize(
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
    profile: str, told: dict[str, int | None], person: dict[str, Any]
) -> None:
    files = Files()
    files.add("caf_dossiers", **quarter(**told))
    place = files.add("caf_persons", **person)
    files.add("pensions", **person)
    assert files.situation(place)["profile"] == profile


@pytest.mark.parametrize("in_dossier", [False, True])
def test_a_pensioner_is_not_poor_by_an_allowance_of_nobody_knows_whom(in_dossier: bool) -> None:
    sure = "other" if in_dossier else "single_poor_pensioner"
    for number, profile in (("7654321B002", sure), ("1234567A001", "other")):
        files = Files()
        if in_dossier:
            files.add("caf_dossiers", **quarter(earnings=None, unemployment=None, total=None))
            files.add("caf_persons", **OLD)
        place = files.add("pensions", **OLD)
        files.add("registrations", **OLD)
        files.add("registrations", nir=None, first_name="MARTHE", birth_date=date(1971, 2, 3), agency_id=number)
        files.add("unemployment_payments", daily_gross_eur_day=Decimal(1))
        assert files.situation(place)["profile"] == profile


def test_a_jobseeker_whose_children_nobody_told_is_not_said_to_have_none() -> None:
    for children, profile in ((0, "single_no_work"), (None, "other")):
        files = Files()
        assert files.situation(files.add("registrations", children=children))["profile"] == profile


def test_households_keep_their_pseudonym_and_lose_it_with_the_key() -> None:
    same, again, elsewhere = Files(), Files(), Files(key=b"another key")
    again.add("registrations")
    ids = {name: files.household(in_caf(files))["household_id"]
           for name, files in (("same", same), ("again", again), ("elsewhere", elsewhere))}  # fmt: skip
    assert ids["same"] == ids["again"] != ids["elsewhere"]


def test_whoever_the_caf_knows_by_a_refused_dossier_is_not_said_to_have_no_rsa() -> None:
    files = Files()
    files.add("caf_persons")
    place = files.add("registrations")
    household = files.household(place)
    assert household["known_from"] == "pole_emploi"
    assert (household["rsa_state"], household["rsa_eur_month"], household["housing_benefit_eur_month"]) == (None,) * 3
