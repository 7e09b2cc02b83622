"""Who is reached, who is not, and for which one reason."""

from datetime import date
from typing import Any

import pytest

from campaigns.targeting import Targeting, target
from data_contracts.campaign import Campaign
from data_contracts.period import Period
from tests.campaigns.conftest import Territory, edited, person_id

FAULTS: dict[str, dict[str, Any]] = {
    "deceased": {"deceased": True},
    "objected": {"objected": True},
    "minor": {"birth_month": date(1996, 6, 1)},
    "too_old": {"birth_month": date(1943, 5, 1)},
    "outside_perimeter": {"department": "75"},
    "protected_address": {"protected_address": True},
    "already_open": {"state": "suspended"},
    "pending": {"state": "pending"},
    "refused_by_administration": {"state": "refused"},
    "doubtful_match": {"tier": "probable"},
    "homonym": {"homonym": True},
    "undeliverable": {"address_4": None},
    "no_nir": {"nir": None},
    "household_listed": {"household_id": f"{1:020x}"},
}
"""What makes a sound candidate be excluded for that, and that alone."""


def exclusions(targeting: Targeting) -> dict[int, str | None]:
    found = targeting.candidates.project("person_id, exclusion").fetchall()
    return {int(person, 16): exclusion for person, exclusion in found}


def excluded(targeting: Targeting) -> dict[str, int]:
    return {count.code: count.count for count in targeting.counts.excluded if count.count}


@pytest.fixture
def in_44(inform: Campaign) -> Campaign:
    return edited(inform, perimeter={"departments": ["44"]}, maximum_age=70)


@pytest.mark.parametrize("code", [code for code in FAULTS if code != "no_nir"])
def test_each_reason_excludes_alone_from_a_letter(territory: Territory, in_44: Campaign, code: str) -> None:
    campaign = edited(in_44, tiers=["certain", "alone"])
    territory.add(1, household_id=f"{1:020x}")
    fault = {**FAULTS[code], "tier": "alone"} if code == "homonym" else FAULTS[code]
    territory.add(2, **fault)
    assert exclusions(territory.target(campaign)) == {1: None, 2: code}


@pytest.mark.parametrize("code", [code for code in FAULTS if code != "household_listed"])
def test_each_reason_excludes_alone_from_an_opening(territory: Territory, simplify: Campaign, code: str) -> None:
    campaign = edited(simplify, perimeter={"departments": ["44"]}, maximum_age=70)
    territory.add(1, benefit="acs")
    territory.add(2, benefit="acs", **FAULTS[code])
    assert exclusions(territory.target(campaign)) == {1: None, 2: code}


def test_the_first_reason_of_the_declared_order_is_the_one_given(territory: Territory, in_44: Campaign) -> None:
    campaign = edited(in_44, tiers=["certain"])
    order = [
        "deceased", "objected", "protected_address", "minor", "outside_perimeter", "pending", "doubtful_match",
        "undeliverable",
    ]  # fmt: skip
    for number in range(len(order)):
        faults: dict[str, Any] = {}
        for code in order[number:]:
            faults |= FAULTS[code]
        territory.add(number, **faults)
    assert list(exclusions(territory.target(campaign)).values()) == order


def test_received_is_listed_and_excluded(territory: Territory, in_44: Campaign) -> None:
    for number, fault in enumerate([{}, *FAULTS.values(), {}, {"household_id": f"{1:020x}"}]):
        territory.add(number, **fault)
    territory.add(50, verdict="unlikely")
    territory.add(51, signals=[])
    territory.add(52, jobseeker=None)
    territory.add(53, benefit="acs")
    counts = territory.target(in_44).counts
    assert (counts.assessed, counts.with_signals, counts.candidates) == (20, 18, 17)
    assert counts.by_verdict == {"likely": 19, "unlikely": 1}
    assert counts.candidates == counts.listed + sum(count.count for count in counts.excluded)
    for split in (counts.by_department, counts.by_territory, counts.by_profile):
        assert sum(count.count for count in split) == counts.listed


def test_every_signal_is_needed(territory: Territory, inform: Campaign) -> None:
    territory.add(1)
    territory.add(2, signals=["minimum_vieillesse"])
    campaign = edited(inform, signals=["allocation_sous_montant_forfaitaire", "minimum_vieillesse"])
    assert exclusions(territory.target(campaign)) == {1: None}


def test_a_person_is_of_age_on_the_last_day_of_the_month_of_birth(territory: Territory, inform: Campaign) -> None:
    territory.add(1, birth_month=date(1996, 5, 1))
    assert exclusions(territory.target(inform, Period(2014, 5))) == {1: None}
    assert exclusions(territory.target(inform, Period(2014, 4))) == {1: "minor"}


def test_one_letter_a_household_the_smallest_reference_not_excluded(territory: Territory, inform: Campaign) -> None:
    for number in (3, 1, 2):
        territory.add(number, household_id=f"{9:020x}", deceased=number == 1)
    assert exclusions(territory.target(inform)) == {1: "deceased", 2: None, 3: "household_listed"}


def test_a_right_opened_is_each_persons_own(territory: Territory, simplify: Campaign) -> None:
    territory.add(1, benefit="css_participation", household_id=f"{9:020x}")
    territory.add(2, benefit="css_participation", household_id=f"{9:020x}")
    targeting = territory.target(simplify, Period(2021, 5))
    assert exclusions(targeting) == {1: None, 2: None}
    assert targeting.benefits_in_force == ["css_participation"]


def test_a_homonym_gets_a_letter_only_when_the_match_is_certain(territory: Territory, inform: Campaign) -> None:
    for number, tier in enumerate(["certain", "alone", "probable"]):
        territory.add(number, tier=tier, homonym=True)
    assert exclusions(territory.target(inform)) == {0: None, 1: "homonym", 2: "homonym"}


@pytest.mark.parametrize(
    ("perimeter", "missing"),
    [
        ({"departments": ["44"]}, {"department": None}),
        ({"density_levels": [1, 2]}, {"density_level": None}),
        ({"density_levels": [1, 2]}, {"density_level": 3}),
        ({"profiles": ["single_no_work"]}, {"profile": "other"}),
    ],
)
def test_an_unknown_place_is_not_in_the_perimeter(
    territory: Territory, inform: Campaign, perimeter: dict[str, Any], missing: dict[str, Any]
) -> None:
    territory.add(1)
    territory.add(2, **missing)
    assert exclusions(territory.target(edited(inform, perimeter=perimeter))) == {1: None, 2: "outside_perimeter"}
    assert exclusions(territory.target(inform)) == {1: None, 2: None}


def test_someone_assessed_of_whom_nothing_else_is_known_is_excluded_and_counted(
    territory: Territory, simplify: Campaign
) -> None:
    territory.add(1, benefit="acs")
    territory.target(simplify)
    con = territory.con
    con.execute("DELETE FROM given_person_situations; DELETE FROM given_identities")
    names = ("given_assessments", "given_person_situations", "given_identities")
    targeting = target(con, simplify, Period(2014, 5), *(con.table(name) for name in names))
    assert excluded(targeting) == {"doubtful_match": 1}


def test_people_are_counted_by_territory(territory: Territory, inform: Campaign) -> None:
    for number, code in enumerate(["urban", "rural", "rural", None]):
        territory.add(number, territory=code)
    found = {count.code: count.count for count in territory.target(inform).counts.by_territory}
    assert found == {"urban": 1, "intermediate": 0, "rural": 2, "unknown": 1}


def test_candidates_hold_no_identity_and_two_targetings_live_side_by_side(
    territory: Territory, inform: Campaign, simplify: Campaign
) -> None:
    territory.add(1)
    territory.add(2, benefit="acs")
    first, second = territory.target(inform), territory.target(simplify)
    assert exclusions(first) == {1: None}
    assert exclusions(second) == {2: None}
    assert not {"nir", "last_name", "address_4", "birth_date"} & set(first.candidates.columns)
    assert first.listed.project("person_id").fetchall() == [(person_id(1),)]


def test_one_protected_address_protects_the_household(territory: Territory, inform: Campaign) -> None:
    territory.add(1, household_id=f"{9:020x}")
    territory.add(2, household_id=f"{9:020x}", protected_address=True, verdict="unlikely")
    assert exclusions(territory.target(inform)) == {1: "protected_address"}


@pytest.mark.parametrize(
    ("perimeter", "inside"),
    [
        ({"communes": ["44109", "44143"]}, [1, 2]),
        ({"communes": ["44143"]}, [2]),
        ({"sources": ["pole_emploi"]}, [1]),
        ({"sources": ["caf", "cnav"]}, [1, 2]),
        ({"sources": ["cnam"]}, []),
    ],
)
def test_a_perimeter_of_communes_or_of_files(
    territory: Territory, inform: Campaign, perimeter: dict[str, Any], inside: list[int]
) -> None:
    territory.add(1)
    territory.add(2, commune_code="44143", sources=["caf_persons", "pensions"], household_inferred=False)
    found = exclusions(territory.target(edited(inform, perimeter=perimeter)))
    assert found == {number: None if number in inside else "outside_perimeter" for number in (1, 2)}


@pytest.mark.parametrize(
    ("said", "sources", "revealing"),
    [
        ({}, None, True),
        ({"tier": "alone"}, None, True),
        ({"tier": "probable"}, None, False),
        ({"household_inferred": True}, None, False),
        ({}, ["pole_emploi", "caf"], True),
        ({}, ["caf"], False),
        ({"sources": ["caf_dossiers", "caf_persons"]}, ["caf"], True),
    ],
)
def test_what_may_be_told_to_the_person(
    territory: Territory, inform: Campaign, said: dict[str, Any], sources: list[str] | None, revealing: bool
) -> None:
    """Nothing of a doubtful match, of a household inferred, nor of a file that the campaign leaves out."""
    territory.add(1, **said)
    campaign = edited(inform, perimeter={"sources": sources})
    assert territory.target(campaign).candidates.project("revealing").fetchall() == [(revealing,)]


def test_what_another_file_says_of_the_spouse_is_not_told(territory: Territory, inform: Campaign) -> None:
    for number, sources in ((1, ["caf_persons"]), (2, ["caf_persons", "pensions"])):
        territory.add(number, household_id=f"{9:020x}", sources=sources)
    campaign = edited(inform, perimeter={"sources": ["caf"]})
    assert territory.target(campaign).candidates.project("revealing").fetchall() == [(False,), (False,)]


@pytest.fixture
def orient(inform: Campaign) -> Campaign:
    return edited(
        inform, action="orient", signals=[], minimum_rights=2, verdicts=["likely", "possible"],
        benefits=["rsa_socle", "acs", "cmuc", "aspa", "apl", "alf", "als"], jobseekers_only=False,
    )  # fmt: skip


def by_right(targeting: Targeting) -> dict[tuple[int, str], str | None]:
    found = targeting.candidates.project("person_id, benefit, exclusion").fetchall()
    return {(int(person, 16), benefit): exclusion for person, benefit, exclusion in found}


@pytest.mark.parametrize(
    ("benefits", "enough"),
    [
        (["rsa_socle", "aspa"], True),
        (["rsa_socle"], False),
        (["apl", "alf", "als"], False),
        (["acs", "cmuc"], False),
        (["apl", "alf", "acs"], True),
    ],
)
def test_an_appointment_is_for_several_rights_and_not_for_one_that_has_several_names(
    territory: Territory, orient: Campaign, benefits: list[str], enough: bool
) -> None:
    for number, benefit in enumerate(benefits):
        territory.add(1, benefit=benefit, verdict="possible" if number else "likely")
    targeting = territory.target(orient)
    assert by_right(targeting) == ({(1, benefit): None for benefit in benefits} if enough else {})
    assert (targeting.counts.people, targeting.counts.listed) == (int(enough), len(benefits) * enough)


def test_too_few_rights_are_left_once_the_others_are_excluded(territory: Territory, orient: Campaign) -> None:
    territory.add(1, benefit="rsa_socle", state="pending")
    territory.add(1, benefit="aspa")
    territory.add(2, benefit="rsa_socle", state="refused")
    territory.add(2, benefit="aspa")
    assert by_right(territory.target(orient)) == {
        (1, "rsa_socle"): "pending",
        (1, "aspa"): "too_few_rights",
        (2, "rsa_socle"): None,  # what was refused is looked at again
        (2, "aspa"): None,
    }


def test_one_appointment_a_household_for_whoever_has_most_rights(territory: Territory, orient: Campaign) -> None:
    for number, benefits in ((1, ("rsa_socle", "aspa")), (2, ("rsa_socle", "aspa", "apl")), (3, ("aspa",))):
        for benefit in benefits:
            territory.add(number, benefit=benefit, household_id=f"{9:020x}")
    found = by_right(territory.target(orient))
    assert {number for (number, _), code in found.items() if code is None} == {2}
    assert {code for (number, _), code in found.items() if number == 1} == {"household_listed"}
    assert 3 not in {number for number, _ in found}


def test_the_person_who_stands_for_a_household_is_the_oldest_listed(territory: Territory, simplify: Campaign) -> None:
    for number, year in ((1, 1950), (2, 1940), (3, 1930)):
        born = {"birth_month": date(year, 1, 1), "sex": str(number % 2 + 1), "deceased": number == 3}
        territory.add(number, benefit="acs", household_id=f"{9:020x}", **born)
    (household,) = territory.target(simplify).households.project("household_id, birth_month, age_band, sex").fetchall()
    assert household == (f"{9:020x}", date(1940, 1, 1), "60-74", "1")


@pytest.mark.parametrize(("received", "other"), [("als", "apl"), ("rsa_activite", "rsa_socle")])
def test_whoever_receives_a_right_under_one_form_is_not_told_of_another(
    territory: Territory, inform: Campaign, received: str, other: str
) -> None:
    forms = edited(inform, benefits=[other, received], signals=[])
    territory.add(1, benefit=received, verdict="receiving")
    territory.people.append({**territory.people[0], "benefit": other, "verdict": "possible"})
    territory.add(2, benefit=other, verdict="possible")
    rows = territory.target(forms).candidates.project("person_no, benefit, exclusion").order("person_no").fetchall()
    assert rows == [(2, other, "already_open"), (3, other, None)]


def test_a_control_of_one_right_is_met_for_none(territory: Territory, inform: Campaign) -> None:
    """Whoever comes to an appointment for one right hears of the others."""
    meeting = edited(inform, action="orient", benefits=["rsa_socle", "aspa", "als"], signals=[])
    for number, fact, of in ((1, "control", "rsa_socle"), (2, "control", "ass"), (3, "refused", "apl")):
        territory.add(number)
        territory.people += [{**territory.people[-1], "benefit": benefit} for benefit in ("aspa", "als")]
        territory.know(number, fact, benefit=of)
    rows = territory.target(meeting).candidates.project("person_no, benefit, exclusion").fetchall()
    assert {benefit: why for person, benefit, why in rows if person == 2} == dict.fromkeys(
        ("rsa_socle", "aspa", "als"), "control"
    )
    assert {why for person, _, why in rows if person == 3} == {None}, "control of a right that is not spoken of"
    assert {benefit: why for person, benefit, why in rows if person == 4} == {
        "rsa_socle": None, "aspa": None, "als": "refused",
    }  # fmt: skip
