"""Housing benefits: named cases reckoned by hand from the barème of their day.

Most cases start from one person in zone 2 whose rent is above its ceiling, without resources; Tp is then 2.83 % and
0.305 %, since the ratio of the rent to the rent of reference is 1. Cases of a day are assessed at once.
"""

from datetime import date
from typing import Any

import pytest

from tests.eligibility.benefits.building import adult, child, foyer, told

D2014, D2022, D2026 = date(2014, 6, 1), date(2022, 8, 1), date(2026, 5, 1)
BENEFITS = ["apl", "alf", "als"]
HLM: dict[str, Any] = {"tenure": "social_tenant", "rent_eur_month": 300}


def rented(rent: float | None) -> dict[str, Any]:
    return {"tenure": "tenant", "rent_eur_month": rent}


PRIVATE = rented(500)


Case = tuple[date, dict[str, Any], float]
"""A day, a foyer, what is paid (EUR a month)."""


def found(day: date, *homes: dict[str, Any]) -> list[dict[str, tuple[str, float, float]]]:
    """For each foyer, benefit -> right, least and greatest amount."""
    rows = told(day, *homes, benefits=BENEFITS)
    return [
        {
            benefit: (row["right"], row["amount_min_eur_month"], row["amount_max_eur_month"])
            for (name, benefit), row in rows.items()
            if name == f"h{n}"
        }
        for n in range(1, len(homes) + 1)
    ]


def paid(cases: dict[str, Case]) -> dict[str, float]:
    """What is paid of the one right there is, all being known; 0 without any."""
    amounts: dict[str, float] = {}
    for day in {day for day, _, _ in cases.values()}:
        names = [name for name, case in cases.items() if case[0] == day]
        for name, rights in zip(names, found(day, *(cases[name][1] for name in names)), strict=True):
            likely = [least for right, least, _ in rights.values() if right == "likely"]
            assert len(likely) <= 1, name
            amounts[name] = likely[0] if likely else 0.0
    return amounts


def assert_paid(cases: dict[str, Case]) -> None:
    expected = {name: float(amount) for name, (_, _, amount) in cases.items()}
    assert {name: round(amount, 2) for name, amount in paid(cases).items()} == expected


def seeker(since: date, **incomes: Any) -> Any:
    return adult(40, facts={"work_state": "jobseeker", "jobseeker_since": since}, **incomes)


def test_somebody_alone_without_resources() -> None:
    def alone(day: date, facts: dict[str, Any], amount: float) -> Case:
        return day, foyer(adult(30), **facts), amount

    assert_paid(
        {
            # 253.58 + 52.93 - 34.53 = 271.98, less 1.35 of CRDS, to the euro below
            "2014": alone(D2014, HLM, 270),
            # rents of 2.5 to 3.1 ceilings of 255.23 pay less since July 2016: of 273.74 with 700, 59.56 % are left
            "high rent, before": alone(date(2016, 6, 1), rented(700), 272),
            "high rent, since": alone(date(2016, 7, 1), rented(700), 162),
            "rent of 3.1 ceilings": alone(date(2016, 7, 1), rented(792), 0),
            # five euros less since October 2017, when ceilings rose: 257.14 + 53.67 - 35.02 - 5 = 270.79
            "before the five euros": alone(date(2017, 9, 1), PRIVATE, 272),
            "five euros less": alone(date(2017, 10, 1), PRIVATE, 269),
            # HLM: 98 % of a cut of rent of 27.74 less since February 2018
            "before the RLS": alone(date(2018, 1, 1), HLM, 269),
            "RLS": alone(date(2018, 5, 1), HLM, 242),
            # since the code of 2019 rounded first: 283.36 -> 282.41, less 98 % of 44.60, less 1.19 of CRDS
            "RLS after rounding": alone(D2022, HLM, 237.51),
            # two thirds of 300: 200 + 56.12 - 36.63 - 5 = 214.49
            "furnished": alone(D2022, rented(300) | {"tenure": "furnished_tenant"}, 213),
            "owner": alone(D2014, {"tenure": "owner"}, 0),
            "housed for free": alone(D2014, {"tenure": "free"}, 0),
            "without a home": alone(D2014, {"tenure": "none"}, 0),
        }
    )


def test_a_worker_alone() -> None:
    def worker(day: date, wages: float, facts: dict[str, Any], amount: float) -> Case:
        return day, foyer(adult(30, wages=wages), **facts), amount

    assert_paid(
        {
            # 12,000 less 10 %, R0 = 4,514: 34.53 + 3.135 % x 6,286 = 231.60
            "2014": worker(D2014, 1000, HLM, 74),
            # R = 12,700 leaves 15.35, R = 12,800 leaves 12.21, and 15 is the least that is paid
            "just above 15 euros": worker(D2014, 1175, HLM, 15),
            "just under 15 euros": worker(D2014, 1180, HLM, 0),
            # what the five euros leave: 12.06 is paid, 6.03 is under 10 euros, but for the APL
            "just above 10 euros": worker(D2022, 1250, PRIVATE, 12),
            "just under 10 euros": worker(D2022, 1268, PRIVATE, 0),
            "the APL has no threshold": worker(D2022, 1268, HLM, 6),
            # published examples of 2026: 94.29 and, in a shared flat, 180.80, before the CRDS
            "2026": worker(D2026, 1111, PRIVATE, 93),
            "shared flat": worker(D2026, 555, rented(420) | {"flat_share": True}, 179),
        }
    )


def test_families() -> None:
    of_2026, of_2014 = (adult(30, wages=1388), adult(30)), (adult(30, wages=1500), adult(30))
    assert_paid(
        {
            # a published example: 220.85 before the CRDS, of a rent of 650 in zone 3 and R = 15,000
            "couple, one child": (D2026, foyer(*of_2026, child(4), **rented(650), housing_zone=3), 219),
            # R0 = 10.8 x (1.803 x 474.93 - 0.32 x 395.04) = 7,883, of the RSA and the BMAF of January 2012
            "couple, two children": (D2014, foyer(*of_2014, child(4), child(8), **PRIVATE), 212),
        }
    )


def test_one_of_the_three() -> None:
    expected = {
        "child under 21": ((adult(45), child(20.9)), "alf"),
        "child of 21": ((adult(45), child(21)), "als"),
        "child who earns a living": ((adult(45), child(18, wages=1200)), "als"),
        "disabled of 24": ((adult(50), child(24, facts={"disability_rate": 80})), "alf"),
        "less disabled of 24": ((adult(50), child(24, facts={"disability_rate": 79})), "als"),
        "fourth month of pregnancy": ((adult(30, facts={"pregnancy_month": 4}),), "als"),
        "fifth month of pregnancy": ((adult(30, facts={"pregnancy_month": 5}),), "alf"),
    }
    families = [people for people, _ in expected.values()]
    private = found(D2014, *(foyer(*people, **PRIVATE) for people in families))
    likely = [[benefit for benefit, (right, _, _) in rights.items() if right == "likely"] for rights in private]
    assert dict(zip(expected, likely, strict=True)) == {name: [benefit] for name, (_, benefit) in expected.items()}
    social = found(D2014, *(foyer(*people, **HLM) for people in families))
    assert {rights["apl"][0] for rights in social} == {"likely"}


WORKED_2022 = {"wages": dict.fromkeys(range(3, 14), 1500)}
FULL_2022 = 281
"""268.87 + 56.12 - 36.63 - 5 = 283.36, less 1.41 of CRDS."""


def test_resources_since_2021() -> None:
    in_2022 = dict.fromkeys(range(3, 14), 1000)
    paid_seeker = seeker(date(2022, 5, 15), wages=in_2022, unemployment=dict.fromkeys(range(3), 600))
    people = {
        # months M-13 to M-2 count: not those just past
        "only the last two months": (adult(30, wages=dict.fromkeys((0, 1), 1500)), FULL_2022),
        # the unemployed whom nobody pays: earnings are left out after two months
        "unpaid for two months": (seeker(date(2022, 5, 15), **WORKED_2022), FULL_2022),
        "unpaid for one month": (seeker(date(2022, 6, 15), **WORKED_2022), 0),
        "ASS": (seeker(date(2022, 5, 15), ass={0: 500}, **WORKED_2022), FULL_2022),
        "RSA": (adult(30, rsa={1: 500}, **WORKED_2022), FULL_2022),
        # paid: 70 % of 11,000 - 1,160, and 600: R = 7,500
        "paid for unemployment": (paid_seeker, 199),
        # 11,000 less 10 %: 288.36 - 3.135 % x 5,030 - 5 = 125.67
        "pension": (adult(70, own_pension=in_2022), 125),
        "sickness counts as wages": (adult(50, sickness=in_2022), 125),
        # whoever stopped for invalidity keeps 70 % of 9,900: R = 7,000, 216.58
        "invalidity": (adult(50, wages=in_2022, invalidity_pension={0: 300}), 215),
    }
    assert_paid({name: (D2022, foyer(person, **PRIVATE), amount) for name, (person, amount) in people.items()})
    # costs of work are not more than what is earned: 100 euros do not lower the partner's 16,200
    couple = (adult(50, wages={3: 100}), adult(50, own_pension=1500))
    without = (adult(50), adult(50, own_pension=1500))
    assert (
        len(
            set(
                paid({"a": (D2022, foyer(*couple, **PRIVATE), 0), "b": (D2022, foyer(*without, **PRIVATE), 0)}).values()
            )
        )
        == 1
    )


def test_resources_until_2020() -> None:
    def lately(wages: float) -> dict[int, float]:
        return dict.fromkeys(range(12), wages)

    people = {
        # nothing in 2012: twelve times the last wages count, but for the young who earn little (1,283.71)
        "evaluated": (adult(30, wages=lately(1500)), 0),
        "young of low wages": (adult(24.9, wages=lately(1200)), 270),
        "young of higher wages": (adult(24.9, wages=lately(1300)), 0),
        "AAH": (adult(30, wages=lately(1500), aah={1: 300}), 270),
        # students have 7,600 at least: 271.98 - 3.135 % x 3,086 = 175.23; with a scholarship 1,500 less
        "student": (adult(20, facts={"student": True}), 174),
        "scholar": (adult(20, facts={"student": True, "scholarship": True}), 221),
    }
    assert_paid({name: (D2014, foyer(person, **HLM), amount) for name, (person, amount) in people.items()})


def test_students_are_taken_to_have_a_forfait() -> None:
    scholar = {"student": True, "scholarship": True}
    people = {
        # published examples of 2026: 200.88 and with a scholarship 254.17, before the CRDS; whatever they earn
        "student": (adult(20, facts={"student": True}, wages=1400), 199),
        "scholar": (adult(20, facts=scholar), 252),
        # from 28 on, what they have: 306.37
        "of 28": (adult(28, facts=scholar), 304),
    }
    assert_paid({name: (D2026, foyer(person, **PRIVATE), amount) for name, (person, amount) in people.items()})


def test_foreign_students_since_july_2026() -> None:
    foreign = {"student": True, "nationality": "OTHER", "permit_since": date(2025, 9, 1)}
    homes = [foyer(adult(20, facts=foreign | {"scholarship": held}), **PRIVATE) for held in (False, True)]
    assert [rights["als"][0] for rights in found(date(2026, 6, 1), *homes)] == ["likely", "likely"]
    assert [rights["als"][0] for rights in found(date(2026, 7, 1), *homes)] == ["possible", "likely"]


def test_high_rents_are_not_cut_with_the_aah() -> None:
    homes = {"without": (adult(30), 0), "with": (adult(30, aah={0: 900}), FULL_2022)}
    assert_paid({name: (D2022, foyer(person, **rented(900)), amount) for name, (person, amount) in homes.items()})


def test_other_scales_are_possible_up_to_a_bound() -> None:
    homes = [foyer(adult(30), tenure=tenure, rent_eur_month=400) for tenure in ("hostel", "owner_with_loan")]
    for rights in found(D2014, *homes):
        assert rights["alf"] == ("unlikely", 0, 0)
        for benefit in ("apl", "als"):
            assert rights[benefit] == ("possible", 0, pytest.approx(1.5 * 253.58 + 52.93, abs=0.01))


@pytest.mark.parametrize("day", [D2014, D2022])
def test_a_hidden_fact_of_the_dwelling_gives_an_interval(day: date) -> None:
    hidden = [foyer(adult(30), **HLM | {fact: None}) for fact in ("rent_eur_month", "housing_zone", "tenure")]
    (_, true, _), *intervals = (rights["apl"] for rights in found(day, foyer(adult(30), **HLM), *hidden))
    for right, least, most in intervals:
        assert right == ("likely" if least > 0 else "possible")
        assert least <= true <= most < 500
        assert least < most


def test_a_rent_that_is_not_told_counts_at_most_for_its_ceiling() -> None:
    untold = foyer(adult(30), **rented(None))
    # 2014: charges alone are above what everybody pays (52.93 - 34.53 = 18.40); since 2016 rents may be too high
    assert found(D2014, untold)[0]["als"] == ("likely", 18, 270)
    assert found(D2022, untold)[0]["als"] == ("possible", 0, FULL_2022)
