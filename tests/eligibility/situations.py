"""Random situations, complete or with facts hidden, within what the rules presume.

What is presumed limits what is drawn, and is published with the rules (`PRESUMED`):
- children are never hidden: `aucun enfant à charge inconnu des fichiers`;
- a lone jobseeker of category 1 to 4 has no earnings: `aucune activité réduite`;
- a household's unemployment benefits are no less than its jobseeker's allowance of 30 days: `allocation chômage
  inchangée depuis trois mois`;
- where the CAF does not know the household nobody could say its other resources, and they are nil: `aucune ressource
  inconnue des fichiers`; so are, for a single holder of a minimum old-age benefit, resources other than pensions, and
  for a couple only the CNAV knows, the spouse's other than those declared, which are among the pensions.
- a couple on ASPA or AS has resources within the ceiling of that minimum, which was looked at before paying it.

Without the CNAV, a CAF household's pensions are not lost: they are in the rest of the total (`other_eur_month`).
"""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

AMOUNTS = (0, 0, 0, 5, 100, 360, 493, 600, 900, 1500)
VOUCHED_AMOUNTS = (0, 0, 5, 100, 493), (0, 100, 600), (0, 5, 100)
"""Wages, pensions, other resources that stay together under the ceiling of the minimum old-age benefit of 2014."""
MONTHS = (date(1940, 1, 1), date(1980, 1, 1), date(1989, 5, 1), date(1989, 6, 1), date(2000, 1, 1))
HIDEABLE = (
    "oldest_adult_birth_month", "couple", "housing_status", "housing_benefit_eur_month", "earnings_eur_month",
    "replacement_eur_month", "other_eur_month", "pensions_eur_month", "jobseeker", "jobseeker_category",
    "daily_allowance_eur_day", "health_cover",
)  # fmt: skip


def complete_situation(draw: Random, number: int) -> dict[str, Any]:
    """A person and their household as one row, of which everything is known."""
    minimum = draw.choice(["NONE", "NONE", "ASPA", "AS", "ASI"])
    in_caf, couple, jobseeker = (draw.random() < 0.5 for _ in range(3))
    jobseeker = jobseeker and minimum == "NONE"
    pensions_only = minimum != "NONE" and not (in_caf and couple)
    category = draw.choice("12345") if jobseeker else None
    daily = Decimal(draw.choice(["0", "12.00", "16.64", "40"]) if jobseeker else 0)
    status, born = draw.choice("123"), draw.choice(MONTHS)
    idle = pensions_only or (jobseeker and not couple and category != "5")
    vouched = couple and minimum in ("ASPA", "AS")
    wages, pensions, others = VOUCHED_AMOUNTS if vouched else (AMOUNTS, AMOUNTS, AMOUNTS)
    replacement = daily * 30 + (draw.choice(AMOUNTS) if couple and not pensions_only and not vouched else 0)
    return {
        "person_id": f"{number:020x}", "household_id": f"{number:020x}",
        "person_no": number + 1, "household_no": number + 1, "role": "adult", "tier": "certain",
        "household_inferred": False,
        "birth_month": born, "sex": "1", "profile": "other", "jobseeker": jobseeker, "jobseeker_category": category,
        "allowance_kind": "NONE", "daily_allowance_eur_day": daily, "pensioner": False,
        "pension_eur_month": Decimal(0), "minimum_kind": minimum, "minimum_eur_month": Decimal(100),
        "health_cover": draw.choice(["NONE", "NONE", "ACS"]),
        "deceased": False, "objected": False, "homonym": False, "sources": [],
        "known_from": "caf" if in_caf else "pole_emploi", "couple": couple, "children": draw.randrange(6),
        "oldest_adult_birth_month": born, "housing_status": status,
        "housing_benefit_eur_month": Decimal(draw.choice([0, 0, 20, 59, 250]) if status == "1" else 0),
        "earnings_eur_month": Decimal(0 if idle else draw.choice(wages)), "replacement_eur_month": replacement,
        "pensions_eur_month": Decimal(draw.choice(pensions)),
        "other_eur_month": Decimal(draw.choice(others) if in_caf and not pensions_only else 0),
        "rsa_state": draw.choice(["none", "none", "pending", "refused", "live"]), "rsa_eur_month": Decimal(0),
    }  # fmt: skip


def with_facts_hidden(draw: Random, complete: dict[str, Any]) -> dict[str, Any]:
    """The same situation, of which the files say less."""
    names = draw.sample(HIDEABLE, draw.randrange(len(HIDEABLE) // 2))
    said = complete | dict.fromkeys(names)
    if complete["known_from"] == "caf" and "pensions_eur_month" in names and said["other_eur_month"] is not None:
        said["other_eur_month"] = complete["other_eur_month"] + complete["pensions_eur_month"]
    return said
