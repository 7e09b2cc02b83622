"""Design rule 4, on what the line knows: hide columns at random, and what was said with certainty stays true.

What is presumed limits what is drawn (`PRESUMED`, linkage/situations/foyers): children are never hidden; a lone
jobseeker of category 1 to 4 has no earnings; whoever is paid a minimum has nothing that the files do not say, and a
couple on the ASPA or the AS is at its ceiling; where the CAF does not know a household it has no other resources.
Without the CNAV a minimum stands in the total declared to the CAF, and nobody can leave it out of what the ASPA counts:
of those who are paid one, nothing is said here of the ASPA.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from campaigns import CAMPAIGN_FILES
from data_contracts.campaign import Campaign
from data_contracts.campaign_file import load_campaign
from data_contracts.decided import SIGNALS
from data_contracts.described import PROFILES
from data_contracts.period import Period
from eligibility.graph import graph
from eligibility.parameters import Law, load_parameters
from pipelines.asked import MAY_BEAR, asked_by
from tests.pipelines.line_situations import MAY_2014, assessed

CENT = Decimal("0.01")
SIGNALS_OF_AMOUNTS = {"allocation_sous_montant_forfaitaire"}
"""Made from what a household is paid, which is one person's or another's as more or less is known."""
NOTHING = Decimal(0)
AMOUNTS = (0, 0, 0, 5, 100, 360, 493, 600, 900, 1500)
MONTHS = (date(1940, 1, 1), date(1955, 1, 1), date(1980, 1, 1), date(1989, 5, 1), date(1989, 6, 1), date(2000, 1, 1))
OF_CNAV = ("pension_eur_month", "minimum_kind", "minimum_eur_month", "pensions_eur_month")
OF_POLE_EMPLOI = ("allowance_kind", "daily_allowance_eur_day", "replacement_eur_month")
HIDEABLE: tuple[tuple[str, ...], ...] = (
    ("couple",), ("housing_status",), ("housing_benefit_eur_month",), ("earnings_eur_month",),
    ("replacement_eur_month",), ("other_eur_month",), ("pensions_eur_month",), OF_CNAV, OF_POLE_EMPLOI,
    ("jobseeker", "jobseeker_category"), ("jobseeker_category",), ("health_cover",), ("rsa_state",), ("department",),
)  # fmt: skip
"""Columns that are hidden together: a source that did not deliver leaves all of its own empty."""
BENEFITS = ["rsa_socle", "acs", "cmuc", "css_gratuite", "css_participation", "aspa"]


def complete_situation(draw: Random, ceiling: Decimal) -> dict[str, Any]:
    """A person and their household, of which files say all they can."""
    known_from = draw.choice(["caf", "caf", "pole_emploi", "cnav"])
    in_caf, couple = known_from == "caf", draw.random() < 0.5
    minimum = draw.choice(["NONE", "NONE", "ASPA", "AS", "ASI"]) if known_from != "pole_emploi" else "NONE"
    jobseeker = known_from == "pole_emploi" or (in_caf and minimum == "NONE" and draw.random() < 0.6)
    pensioner = minimum != "NONE" or known_from == "cnav"
    daily = Decimal(draw.choice(["0", "12.00", "16.64", "40"]) if jobseeker else 0)
    category = draw.choice("12345") if jobseeker else None
    alone_with_pensions = minimum != "NONE" and not (in_caf and couple)
    idle = alone_with_pensions or (jobseeker and not couple and category != "5")
    pension = Decimal(draw.choice(AMOUNTS) if pensioner else 0)
    paid = Decimal(draw.choice([100, 250]) if minimum != "NONE" else 0)
    spouses = Decimal(draw.choice(AMOUNTS)) if couple and known_from == "cnav" else NOTHING
    of_household = {
        "earnings_eur_month": Decimal(0 if idle else draw.choice(AMOUNTS)),
        "replacement_eur_month": daily * 30 + (draw.choice(AMOUNTS) if couple and in_caf else 0),
        "pensions_eur_month": pension + paid + spouses,
        "other_eur_month": Decimal(draw.choice(AMOUNTS) if in_caf and not alone_with_pensions else 0),
    }
    if couple and minimum in ("ASPA", "AS"):  # brought up to the ceiling
        of_household |= {"earnings_eur_month": NOTHING, "replacement_eur_month": NOTHING}
        rest = ceiling - pension - paid
        in_files = "other_eur_month" if in_caf else "pensions_eur_month"
        of_household |= {"other_eur_month": NOTHING, "pensions_eur_month": pension + paid}
        of_household[in_files] = rest if in_caf else ceiling
        if rest < 0:
            return complete_situation(draw, ceiling)
    status = draw.choice("123") if in_caf else None
    return {
        "birth_month": draw.choice(MONTHS), "jobseeker": jobseeker, "jobseeker_category": category,
        "allowance_kind": draw.choice(["ARE", "ASS"]) if daily else "NONE", "daily_allowance_eur_day": daily,
        "pensioner": pensioner, "pension_eur_month": pension, "minimum_kind": minimum, "minimum_eur_month": paid,
        "health_cover": draw.choice(["NONE", "NONE", "ACS"]), "known_from": known_from, "couple": couple,
        "children": draw.randrange(4), "housing_status": status,
        "housing_benefit_eur_month": Decimal(draw.choice([0, 0, 20, 59, 250]) if status == "1" else 0),
        "rsa_state": draw.choice(["none", "none", "pending", "refused", "live"]), **of_household,
    }  # fmt: skip


def with_columns_hidden(draw: Random, complete: Mapping[str, Any]) -> dict[str, Any]:
    """The same situation, of which the files say less."""
    hidden = {name for names in draw.sample(HIDEABLE, draw.randrange(len(HIDEABLE) // 2)) for name in names}
    said = dict(complete) | dict.fromkeys(hidden)
    if "pensions_eur_month" in hidden and said["pension_eur_month"] is not None and not complete["couple"]:
        said["pensions_eur_month"] = complete["pensions_eur_month"]  # one's own pension is all of the household's
    if complete["known_from"] == "caf" and said["pensions_eur_month"] is None and "other_eur_month" not in hidden:
        own = NOTHING if said["pension_eur_month"] is None else said["pension_eur_month"] + said["minimum_eur_month"]
        said["other_eur_month"] = complete["other_eur_month"] + complete["pensions_eur_month"] - own
    return said


@pytest.mark.parametrize("period", [MAY_2014, Period(2020, 1), Period(2026, 5)], ids=str)
@settings(max_examples=1, phases=[Phase.generate], deadline=None)
@given(st.integers(0, 2**32))
def test_ignorance_never_contradicts_knowledge(period: Period, seed: int) -> None:
    """Each example is five hundred households, drawn from a seed: the message of a failure holds one of them."""
    draw = Random(seed)
    ceiling = Decimal(str(round(Law(period.last_day)["minimum_vieillesse/plafond_couple"] / 12, 2)))
    found = [(complete, with_columns_hidden(draw, complete))
             for complete in (complete_situation(draw, ceiling) for _ in range(500))]  # fmt: skip
    known = assessed([complete for complete, _ in found], period, BENEFITS)
    told = assessed([said for _, said in found], period, BENEFITS)
    assert known.keys() == told.keys()
    for key, row in told.items():
        truth, context = known[key], (key[0], *found[key[1]])
        if key[0] == "aspa" and found[key[1]][0]["minimum_kind"] != found[key[1]][1]["minimum_kind"]:
            continue
        if "receiving" in (truth["verdict"], row["verdict"]):
            assert truth["verdict"] == "receiving", context
            assert row["verdict"] == "receiving" or row["state"] is None, context
            continue
        if row["verdict"] in ("likely", "unlikely"):
            assert truth["verdict"] == row["verdict"], context
        if row["verdict"] == "possible":
            assert row["missing"] or key[0].startswith("css"), context  # states of people's benefits are not named
        if row["amount_min_eur_month"] is not None and truth["verdict"] != "unlikely":
            assert row["amount_min_eur_month"] - CENT <= truth["amount_min_eur_month"], context
            assert row["amount_max_eur_month"] + CENT >= truth["amount_max_eur_month"], context
        assert (set(row["signals"]) - SIGNALS_OF_AMOUNTS) <= set(truth["signals"]), context


def may_be_listed(campaign: Campaign, person: dict[str, Any], period: Period) -> bool:
    profiles, birth = campaign.perimeter.profiles, person["birth_month"]
    youngest = birth.replace(year=birth.year + campaign.minimum_age)
    return (profiles is None or person["profile"] in profiles) and youngest <= period.last_day


def test_what_campaigns_may_ask_to_find_is_what_rules_find() -> None:
    laws = [Law(period.last_day, load_parameters()) for period in (MAY_2014, Period(2026, 5))]
    found = {name for law in laws for _, right in graph(law, ()).rights.values() for name in right.signals}
    assert found == SIGNALS.keys() == MAY_BEAR.keys()


@pytest.mark.parametrize("period", [MAY_2014, Period(2026, 5)], ids=str)
def test_whoever_may_bear_the_signals_of_a_campaign_is_looked_at(period: Period) -> None:
    """Applied to everybody, the law finds no candidate of a campaign but among those it asks about.

    Nobody is a candidate outside the perimeter and the ages of the campaign.
    """
    campaigns = [load_campaign(path) for path in sorted(CAMPAIGN_FILES.glob("*.yaml"))]
    draw, ceiling = Random(period.year), Decimal(1000)
    people = [complete_situation(draw, ceiling) for _ in range(600)]
    people = [with_columns_hidden(draw, person) | {"profile": draw.choice(list(PROFILES))} for person in people]
    everybody = assessed(people, period)
    some = assessed(people, period, asked=asked_by(campaigns, Law(period.last_day)))
    assert {key: some[key]["verdict"] for key in some} == {key: everybody[key]["verdict"] for key in some}
    assert len(some) < len(everybody)
    looked_at = 0
    for campaign in campaigns:
        for key, row in everybody.items():
            person = people[key[1]]
            if key[0] not in campaign.benefits or not set(campaign.signals) <= set(row["signals"]):
                continue
            if may_be_listed(campaign, person, period):
                assert key in some, (campaign.name, people[key[1]])
                looked_at += 1
    assert looked_at > 20
