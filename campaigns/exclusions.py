"""Why a candidate is not contacted: the reasons, in the order they are looked at.

Belongs here: the reasons, their wording, their conditions. Does not: finding and counting people (`targeting`), what a
condition is made from (`candidates`, `already_known`), choosing among a household's people or over a capacity.
Each condition is SQL over one candidate: the columns of its assessment and situation, what was worked out of its
identity without copying it (`deliverable`, `nir_usable`), and what the ledger knows (`known_…`). A missing fact
excludes where it would be needed to include: an unknown commune is not in the perimeter, an unknown tier is not an
accepted one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from data_contracts.campaign import Campaign
from data_contracts.period import Period
from data_contracts.received import SOURCES

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


def datasets_of(campaign: Campaign) -> str | None:
    """SQL: the datasets that the campaign's perimeter lets be used; None where it lets all."""
    sources = campaign.perimeter.sources
    return None if sources is None else sql_list(dataset for source in sources for dataset in SOURCES[source])


def _minor(campaign: Campaign, period: Period) -> str:
    # birth_month is a first day of month: on the last day of that month, everybody born in it has had their birthday.
    return f"birth_month + INTERVAL {campaign.minimum_age} YEAR > DATE '{period.last_day}'"


def _too_old(campaign: Campaign, period: Period) -> str:
    if campaign.maximum_age is None:
        return "false"
    return f"birth_month + INTERVAL {campaign.maximum_age + 1} YEAR <= DATE '{period.last_day}'"


def _outside(campaign: Campaign, _: Period) -> str:
    perimeter = campaign.perimeter
    limits = {
        "department": perimeter.departments,
        "commune_code": perimeter.communes,
        "density_level": perimeter.density_levels,
        "profile": perimeter.profiles,
    }
    inside = [f"list_contains({sql_list(wanted)}, {name})" for name, wanted in limits.items() if wanted is not None]
    if datasets := datasets_of(campaign):
        inside.append(f"list_has_any({datasets}, sources)")
    return f"NOT coalesce({' AND '.join(inside)}, false)" if inside else "false"


def _refused_by_administration(campaign: Campaign, _: Period) -> str:
    # An appointment is where a refusal is looked at again; a letter or an opening would contradict it.
    return "false" if campaign.action == "orient" else "state = 'refused'"


def _doubtful(campaign: Campaign, _: Period) -> str:
    return f"NOT coalesce(list_contains({sql_list(campaign.tiers)}, tier), false)"


def _homonym(campaign: Campaign, _: Period) -> str:
    return "homonym" if campaign.action == "simplify" else "homonym AND tier <> 'certain'"


def _no_nir(campaign: Campaign, _: Period) -> str:
    # Rights are opened under that number; at an appointment it can be asked for.
    return "NOT nir_usable" if campaign.needs_nir and campaign.action == "simplify" else "false"


def _contacted(campaign: Campaign, _: Period) -> str:
    # Opening a right asks nothing of anybody: only this campaign's own former action, or another opening of that very
    # right (`pending`), stands in its way.
    return "known_contacted_before" if campaign.action == "simplify" else "known_contacted"


def always(sql: str) -> Condition:
    """The same condition, whatever the campaign."""
    return lambda campaign, period: sql


EXCLUSIONS = (
    Exclusion("deceased", "personne décédée", always("deceased")),
    Exclusion(
        "objected", "personne qui s'est opposée à l'utilisation de ses données", always("objected OR known_objected")
    ),
    # Before what else may keep somebody off: `drafting` must see it of people drawn before it was known.
    Exclusion("protected_address", "adresse protégée, dans le foyer", always("protected_in_household")),
    Exclusion("minor", "personne mineure, ou plus jeune que l'âge minimum de la campagne", _minor),
    Exclusion("too_old", "personne plus âgée que l'âge maximum de la campagne", _too_old),
    Exclusion("outside_perimeter", "hors du périmètre de la campagne", _outside),
    Exclusion(
        "already_open",
        "droit déjà ouvert sous une autre forme, suspendu, ou calculé sous le minimum de versement",
        always("open_otherwise OR state IN ('live', 'suspended', 'under_minimum')"),
    ),
    Exclusion(
        "pending",
        "demande déjà déposée, ou ouverture déjà en cours, pour ce droit",
        always("state = 'pending' OR known_applied OR known_opening"),
    ),
    Exclusion("refused_by_administration", "droit refusé par l'administration", _refused_by_administration),
    Exclusion("doubtful_match", "rapprochement des fichiers pas assez sûr", _doubtful),
    Exclusion("homonym", "homonyme de même date de naissance", _homonym),
    Exclusion(
        "undeliverable",
        "adresse incomplète, ou d'où un courrier est revenu",
        always("NOT deliverable OR known_undelivered"),
    ),
    Exclusion("no_nir", "pas de NIR utilisable", _no_nir),
    Exclusion("control", "foyer témoin d'un autre tirage sur ce droit", always("known_control")),
    Exclusion("refused", "personne, ou foyer, qui a dit ne pas vouloir ce droit", always("known_refused")),
    Exclusion("contacted", "foyer déjà contacté il y a peu", _contacted),
)

TOO_FEW_RIGHTS = Exclusion(
    "too_few_rights",
    "plus assez de droits à examiner, une fois les autres écartés",
    always("enough_rights IS NOT TRUE"),
)
HOUSEHOLD_LISTED = Exclusion(
    "household_listed",
    "une autre personne du foyer est déjà sur la liste",
    # A letter or an appointment is for the household; a right opened without application is each person's own.
    lambda campaign, period: "false" if campaign.action == "simplify" else "NOT first_of_household",
)
OVER_CAPACITY = Exclusion("over_capacity", "au-delà de ce que le service peut traiter", always("NOT within_capacity"))
"""Looked at last, one after the other: each depends on who was excluded before it."""

IN_RELEASE = Exclusion("in_release", "foyer déjà dans une version précédente de ce tirage", always("false"))
NOT_IN_RELEASE = Exclusion("not_in_release", "absent de ce tirage, fait plus tôt", always("false"))
"""Of a release that is corrected or seen again: `drafting` says of whom."""

LABELS = {
    exclusion.code: exclusion.label
    for exclusion in (
        *EXCLUSIONS, TOO_FEW_RIGHTS, HOUSEHOLD_LISTED, OVER_CAPACITY, IN_RELEASE, NOT_IN_RELEASE,
    )
}  # fmt: skip
