"""Why a candidate is not contacted: the reasons, in the order they are looked at.

Belongs here: the reasons, their wording, their conditions. Does not: counting and keeping them (`targeting`).
Each condition is SQL over one candidate: the columns of its assessment and situation, and what `targeting` has
worked out of its identity without copying it (`deliverable`, `nir_usable`). A missing fact excludes where it would be
needed to include: an unknown commune is not in the perimeter, an unknown tier is not an accepted one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from data_contracts.campaign import Campaign
from data_contracts.period import Period

Condition = Callable[[Campaign, Period], str]


@dataclass(frozen=True)
class Exclusion:
    """One reason; a candidate gets the first that applies."""

    code: str
    label: str
    condition: Condition


def sql_list(values: Iterable[str | int]) -> str:
    """A list literal; the contract of the campaign file lets no quote through."""
    return "[" + ", ".join(f"'{value}'" if isinstance(value, str) else str(value) for value in values) + "]"


def _minor(campaign: Campaign, period: Period) -> str:
    # birth_month is a first day of month: on the last day of that month, everybody born in it has had their birthday.
    return f"birth_month + INTERVAL {campaign.minimum_age} YEAR > DATE '{period.last_day}'"


def _outside(campaign: Campaign, _: Period) -> str:
    limits = {
        "department": campaign.perimeter.departments,
        "density_level": campaign.perimeter.density_levels,
        "profile": campaign.perimeter.profiles,
    }
    inside = [f"list_contains({sql_list(wanted)}, {name})" for name, wanted in limits.items() if wanted is not None]
    return f"NOT coalesce({' AND '.join(inside)}, false)" if inside else "false"


def _doubtful(campaign: Campaign, _: Period) -> str:
    return f"NOT coalesce(list_contains({sql_list(campaign.tiers)}, tier), false)"


def _homonym(campaign: Campaign, _: Period) -> str:
    return "homonym" if campaign.action == "simplify" else "homonym AND tier <> 'certain'"


def _no_nir(campaign: Campaign, _: Period) -> str:
    return "NOT nir_usable" if campaign.needs_nir else "false"


EXCLUSIONS = (
    Exclusion("deceased", "personne décédée", lambda campaign, period: "deceased"),
    Exclusion(
        "objected", "personne qui s'est opposée à l'utilisation de ses données", lambda campaign, period: "objected"
    ),
    Exclusion("minor", "personne mineure, ou plus jeune que l'âge minimum de la campagne", _minor),
    Exclusion("outside_perimeter", "hors du périmètre de la campagne", _outside),
    Exclusion("doubtful_match", "rapprochement des fichiers pas assez sûr", _doubtful),
    Exclusion("homonym", "homonyme de même date de naissance", _homonym),
    Exclusion(
        "undeliverable",
        "adresse incomplète, où un courrier n'arriverait pas",
        lambda campaign, period: "NOT deliverable",
    ),
    Exclusion("no_nir", "pas de NIR utilisable", _no_nir),
)

HOUSEHOLD_LISTED = Exclusion(
    "household_listed",
    "une autre personne du foyer est déjà sur la liste",
    # A letter is for the household; a right opened without application is each person's own.
    lambda campaign, period: "NOT first_of_household" if campaign.action == "inform" else "false",
)
"""Looked at last, and apart: who comes first in a household depends on who was excluded before."""

LABELS = {exclusion.code: exclusion.label for exclusion in (*EXCLUSIONS, HOUSEHOLD_LISTED)}
