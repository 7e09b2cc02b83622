"""Complementary health cover: named cases reckoned by hand from the ceilings.

Ceilings in June 2014, EUR a year: one person 8,592.96, rounded to 8,593; 35 % more is 11,600. Adults of 24 are there to
keep the RSA out: it gives right to free cover.
"""

from datetime import date
from typing import Any

import polars as pl
import pytest

from tests.eligibility.benefits.building import Found, adult, assessed, child, foyer, tables, told, told_together

JUNE_2014, DEC_2019, AUGUST_2022 = date(2014, 6, 1), date(2019, 12, 1), date(2022, 8, 1)
Home = dict[str, Any]


def tenant(*people: Any, **more: Any) -> Home:
    """Without housing benefit: no forfait logement."""
    return foyer(*people, **{"tenure": "tenant", **more})


def right(day: date, home: Home, benefit: str) -> str:
    return str(told(day, home, benefits=[benefit])["h1", benefit]["right"])


KEPT = {"independent": False}
FREE, PAID, NONE = ("likely", "unlikely"), ("unlikely", "likely"), ("unlikely", "unlikely")
LAST_YEAR, SIX_MONTHS_AGO = range(1, 13), range(7, 13)


def young(**incomes: Any) -> Any:
    return adult(24, **incomes)


def earner(eur_month: float) -> Home:
    return tenant(young(wages=eur_month))


def family(eur_month: float) -> Home:
    """A ceiling of 1 + 0.5 + 0.3 + 0.3 + 0.4 times the base: 21,482."""
    return tenant(adult(40, wages=eur_month), adult(40), child(9), child(7), child(5))


def parent_sharing(eldest: bool, age: float = 10) -> Home:
    """1,150 a month; shared eldest: 1 + 0.25 + 0.3, 13,319 a year; shared youngest: 1 + 0.5 + 0.15, 14,178."""
    sharing = {"alternating_custody": True}
    return tenant(
        adult(40, wages=1150), child(age, facts=sharing if eldest else {}), child(5, facts={} if eldest else sharing)
    )


def seeker(paid: float) -> Home:
    """12,000 of wages in twelve months, paid unemployment benefit in the thirteenth."""
    facts = {"work_state": "jobseeker"}
    return tenant(adult(24, facts=facts, wages=dict.fromkeys(LAST_YEAR, 1000), unemployment={0: paid}))


def ill(months: int) -> Home:
    """1,900 a month until seven months ago: 11,400; off sick for the last `months` at 100."""
    return tenant(young(wages=dict.fromkeys(SIX_MONTHS_AGO, 1900), sickness=dict.fromkeys(range(months), 100)))


CASES: dict[str, tuple[date, Home, tuple[str, str]]] = {
    # the classic gaps of 2014
    "ASPA alone, 9,503.88": (JUNE_2014, tenant(adult(70, aspa=791.99)), PAID),
    "ASPA alone, housed for free, 719.01 more": (JUNE_2014, foyer(adult(70, aspa=791.99)), PAID),
    "ASS alone, housed for free, 6,518.61": (JUNE_2014, foyer(adult(45, ass=483.30)), FREE),
    "RSA received, though rich": (JUNE_2014, tenant(adult(40, wages=3000), benefits={"rsa_socle": "live"}), FREE),
    "RSA suspended": (JUNE_2014, tenant(adult(40, wages=3000), benefits={"rsa_socle": "suspended"}), NONE),
    "RSA due, 12,000 earned until four months ago": (JUNE_2014,
     tenant(adult(40, wages=dict.fromkeys(range(4, 13), 1500))), FREE),
    # thresholds
    "8,592.96": (JUNE_2014, earner(716.08), FREE),
    "8,593.08": (JUNE_2014, earner(716.09), PAID),
    "11,599.92": (JUNE_2014, earner(966.66), PAID),
    "11,600.40": (JUNE_2014, earner(966.70), NONE),
    "a couple and three children, 21,481.92": (JUNE_2014, family(1790.16), FREE),
    "a couple and three children, 21,482.40": (JUNE_2014, family(1790.20), PAID),
    "the ceiling of June 2013 is 7,934.90": (date(2013, 6, 1), earner(670), PAID),
    "that of July 2013 is 8,592.96": (date(2013, 7, 1), earner(670), FREE),
    # shared custody
    "the eldest shared": (JUNE_2014, parent_sharing(eldest=True), PAID),
    "the youngest shared": (JUNE_2014, parent_sharing(eldest=False), FREE),
    "a child of age is not shared": (JUNE_2014, parent_sharing(eldest=True, age=18), FREE),
    # what counts
    "paid unemployed: 8,400 of 12,000": (JUNE_2014, seeker(600), FREE),
    "unemployed, not paid": (JUNE_2014, seeker(0), NONE),
    "seven months off sick: 7,980 of 11,400, and 600": (JUNE_2014, ill(7), FREE),
    "six months off sick: 11,400 and 500": (JUNE_2014, ill(6), NONE),
    "RSA and basic allowance do not count": (JUNE_2014, tenant(young(wages=700, rsa=400, paje_base=180)), FREE),
    "the parental benefit does": (JUNE_2014, tenant(young(wages=700, prepare=180)), PAID),
    "alimony paid is deducted": (JUNE_2014, tenant(young(wages=800, alimony_paid=100)), FREE),
    "children's wages count": (JUNE_2014, tenant(adult(45, wages=900), child(19, wages=300)), PAID),
    # forfait logement: 59.92 a month at most for one, 104.86 for a couple at home
    "housing benefit of 200: 7,920 and 719": (JUNE_2014, tenant(young(wages=660, housing_benefit=200)), PAID),
    "housing benefit of 30: 7,920 and 360": (JUNE_2014, tenant(young(wages=660, housing_benefit=30)), FREE),
    "a couple of owners, 11,628 and 1,258": (JUNE_2014, foyer(young(wages=969), young(), tenure="owner"), FREE),
    "a couple of owners, 11,640 and 1,258": (JUNE_2014, foyer(young(wages=970), young(), tenure="owner"), PAID),
    # one's own foyer
    "20, kept by parents": (JUNE_2014, foyer(adult(20, facts=KEPT)), NONE),
    "20, kept by parents, with a child": (JUNE_2014, foyer(adult(20, facts=KEPT), child(1)), FREE),
    "20, on alimony": (JUNE_2014, foyer(adult(20, alimony_received=50)), NONE),
    "25, on alimony": (JUNE_2014, foyer(adult(25, alimony_received=50)), FREE),
    # dates of what counts
    "the month before counts in 2021": (date(2021, 12, 1), tenant(young(wages={1: 13000})), NONE),
    "it does not in 2022": (date(2022, 1, 1), tenant(young(wages={1: 13000})), FREE),
    "capital of the year in 2016": (date(2016, 6, 1), tenant(young(capital=dict.fromkeys(LAST_YEAR, 1000))), NONE),
    "of 2016 in 2018": (date(2018, 5, 1), tenant(young(capital=dict.fromkeys(LAST_YEAR, 1000))), FREE),
    "too much in 2016": (date(2018, 5, 1), tenant(young(capital=dict.fromkeys(range(17, 29), 1000))), NONE),
    # abatements on allowances
    "AAH of 745.90 in 2019: 8,950.80": (DEC_2019, tenant(adult(40, aah=745.90)), FREE),
    "AAH of 746 in 2019: 8,952": (DEC_2019, tenant(adult(40, aah=746)), PAID),
    "six months of 2020 abated: 8,950.80": (date(2020, 10, 1), tenant(adult(40, aah=779.90)), FREE),
    "six months of 2020 abated: 8,952": (date(2020, 10, 1), tenant(adult(40, aah=780)), PAID),
    "AAH less 68: 9,570.96": (AUGUST_2022, tenant(adult(40, aah=865.58)), FREE),
    "AAH less 68: 9,572.40": (AUGUST_2022, tenant(adult(40, aah=865.70)), PAID),
    "ASPA of a couple less 110: 14,356.80": (AUGUST_2022, tenant(adult(70, aspa=1306.40), adult(68)), FREE),
    "the same in two halves": (AUGUST_2022, tenant(adult(70, aspa=653.20), adult(68, aspa=653.20)), FREE),
    "14,358": (AUGUST_2022, tenant(adult(70, aspa=653.25), adult(68, aspa=653.25)), PAID),
    "ASI of two less 86: 14,356.80": (AUGUST_2022, tenant(adult(50, asi=641.20), adult(50, asi=641.20)), FREE),
    "ASI of one less 49: 9,570.96": (AUGUST_2022, tenant(adult(50, asi=846.58)), FREE),
    "ASI less 49: 9,571.20": (AUGUST_2022, tenant(adult(50, asi=846.60)), PAID),
}  # fmt: skip


@pytest.fixture(scope="module")
def covers() -> dict[str, Found]:
    """Every case of `CASES`, assessed."""
    every = ["cmuc", "acs", "css_gratuite", "css_participation"]
    return told_together({name: (day, home) for name, (day, home, _) in CASES.items()}, every)


@pytest.mark.parametrize("case", CASES)
def test_rights(covers: dict[str, Found], case: str) -> None:
    day, _, expected = CASES[case]
    free, paid = ("cmuc", "acs") if day < date(2019, 11, 1) else ("css_gratuite", "css_participation")
    assert (covers[case]["h1", free]["right"], covers[case]["h1", paid]["right"]) == expected


RICH = {"own_pension": 3000}


@pytest.mark.parametrize(
    ("case", "home", "before", "since"),
    [
        ("ASPA", tenant(adult(70, benefits={"aspa": "live"}, **RICH)), date(2022, 3, 1), date(2022, 4, 1)),
        ("ASPA of one of a couple", tenant(adult(70, **RICH), adult(70, benefits={"aspa": "live"})),
         date(2022, 3, 1), date(2022, 4, 1)),
        ("ASI", tenant(adult(50, benefits={"asi": "live"}, **RICH)), date(2024, 6, 1), date(2024, 7, 1)),
        ("AAH", tenant(adult(50, benefits={"aah": "live"}, **RICH)), date(2025, 6, 1), date(2025, 7, 1)),
        ("ASS", tenant(adult(50, benefits={"ass": "live"}, **RICH)), date(2026, 6, 1), date(2026, 7, 1)),
    ],
)  # fmt: skip
def test_resources_that_the_law_does_not_look_at(case: str, home: Home, before: date, since: date) -> None:
    assert right(before, home, "css_participation") == "unlikely", case
    assert right(since, home, "css_participation") == "likely", case


@pytest.mark.parametrize(
    ("case", "day", "home"),
    [
        ("works", AUGUST_2022, tenant(adult(70, benefits={"aspa": "live"}, wages={2: 100}, **RICH))),
        ("suspended", AUGUST_2022, tenant(adult(70, benefits={"aspa": "suspended"}, **RICH))),
        ("AAH with a child", date(2025, 7, 1), tenant(adult(50, benefits={"aah": "live"}, **RICH), child(9))),
        ("AAH in a couple", date(2025, 7, 1), tenant(adult(50, benefits={"aah": "live"}, **RICH), adult(50))),
    ],
)
def test_resources_that_the_law_looks_at_all_the_same(case: str, day: date, home: Home) -> None:
    assert right(day, home, "css_participation") == "unlikely", case


@pytest.mark.parametrize(
    ("case", "day", "benefit", "home", "eur_month"),
    [
        ("550 from 60 on", JUNE_2014, "acs", tenant(adult(70, aspa=791.99)), 45.83),
        ("500 until 2013", date(2013, 6, 1), "acs", tenant(adult(70, own_pension=800)), 41.67),
        ("61, 49, 16 and 15: 550, 200, 200, 100", JUNE_2014, "acs",
         tenant(adult(61, own_pension=1800), adult(49.8), child(16.9), child(15)), 87.50),
        ("30 on 1 January", AUGUST_2022, "css_participation",
         tenant(adult(30, facts={"birth_date": date(1992, 1, 1)}, own_pension=900)), 14),
        ("30 on 2 January", AUGUST_2022, "css_participation",
         tenant(adult(30, facts={"birth_date": date(1992, 1, 2)}, own_pension=900)), 8),
        ("a couple of 72 and 65 and a grandchild", AUGUST_2022, "css_participation",
         tenant(adult(72, own_pension=1600), adult(65), child(10)), 63),
    ],
)  # fmt: skip
def test_what_is_given_or_paid(case: str, day: date, benefit: str, home: Home, eur_month: float) -> None:
    found = told(day, home, benefits=[benefit])["h1", benefit]
    assert found["right"] == "likely", case
    assert found["amount_min_eur_month"] == found["amount_max_eur_month"] == pytest.approx(eur_month, abs=0.01), case


@pytest.mark.parametrize(
    ("day", "benefits"),
    [(date(2019, 10, 31), {"cmuc", "acs"}), (date(2019, 11, 1), {"css_gratuite", "css_participation"})],
)
def test_one_cover_follows_another(day: date, benefits: set[str]) -> None:
    found = told(day, earner(700), benefits=["cmuc", "acs", "css_gratuite", "css_participation"])
    assert {benefit for _, benefit in found} == benefits


def test_the_reason_is_told() -> None:
    found = told(JUNE_2014, foyer(adult(20, facts=KEPT)))["h1", "cmuc"]
    assert found["unmet"] == "foyer"


def hidden(given: dict[str, pl.DataFrame], table: str, fact: str, person: str) -> dict[str, pl.DataFrame]:
    """The same situations, without a fact of somebody's."""
    blank = pl.when(pl.col("person_id") != person).then(pl.col(fact))
    return given | {table: given[table].with_columns(blank.alias(fact))}


def test_an_unknown_age_leaves_the_right_and_opens_the_amount() -> None:
    given = hidden(tables(JUNE_2014, tenant(adult(70, aspa=791.99))), "people", "birth_date", "h1-1")
    found = assessed(given, JUNE_2014, ["acs"])["h1", "acs"]
    assert found["right"] == "likely"
    assert (found["amount_min_eur_month"], found["amount_max_eur_month"]) == (8.33, 45.83)  # in truth 45.83


def test_unknown_resources_leave_both_covers_possible_unless_the_rsa_is_received() -> None:
    without = earner(900)
    holder = tenant(young(wages=900), benefits={"rsa_socle": "live"})
    given = tables(JUNE_2014, without, holder)
    found = assessed(given | {"income_coverage": given["income_coverage"].clear()}, JUNE_2014, ["cmuc", "acs"])
    assert found["h1", "acs"]["right"] == "possible"
    assert found["h1", "acs"]["amount_max_eur_month"] == pytest.approx(16.67)  # in truth 200 a year
    assert found["h2", "cmuc"]["right"] == "likely"
    assert found["h2", "acs"]["right"] == "unlikely"


def test_which_child_is_the_eldest_may_decide() -> None:
    given = hidden(tables(JUNE_2014, parent_sharing(eldest=True)), "people", "birth_date", "h1-3")
    assert assessed(given, JUNE_2014, ["cmuc"])["h1", "cmuc"]["right"] == "possible"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"cmuc": "live"}, {}, "live"),
        ({"cmuc": "pending"}, {"cmuc": "live"}, "live"),
        ({"cmuc": "pending"}, {"cmuc": "refused"}, "pending"),
        ({"cmuc": "suspended"}, {"cmuc": "suspended"}, "suspended"),
        ({"acs": "live"}, {}, "none"),
        ({"cmuc": "live"}, None, "live"),
        ({}, None, None),
        ({"cmuc": "refused"}, None, None),
    ],
)
def test_the_state_of_a_cover_is_that_of_either_adult(
    one: dict[str, str], other: dict[str, str] | None, expected: str | None
) -> None:
    """`other` None: nothing is said of the second adult."""
    given = tables(JUNE_2014, foyer(adult(40, benefits=one), adult(40, benefits=other or {})))
    if other is None:
        given["benefits"] = given["benefits"].filter(pl.col("holder_id") != "h1-2")
    assert assessed(given, JUNE_2014, ["cmuc"])["h1", "cmuc"]["state"] == expected


def test_the_price_of_alsace_moselle_is_another() -> None:
    home = tenant(adult(40, wages=900), territory="alsace_moselle")
    verdicts = {name: told(AUGUST_2022, home, benefits=[name])["h1", name]["verdict"] for name in
                ("css_gratuite", "css_participation")}  # fmt: skip
    assert verdicts["css_participation"] == "not_covered" != verdicts["css_gratuite"]
