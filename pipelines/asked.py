"""What the campaigns of an installation ask the law for: benefits, and of whom.

Belongs here: reading campaign files, and who may bear a signal before the law is applied. Does not: applying it.
A campaign lists nobody without the signals that it requires, nor outside its perimeter and ages: of others nothing
needs to be found, nor their identity read (strict necessity).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from campaigns import CAMPAIGN_FILES
from data_contracts.campaign import Campaign
from data_contracts.campaign_file import load_ready
from data_contracts.decided import BENEFITS, SAME_RIGHT
from data_contracts.errors import InputError
from data_contracts.settings import Settings
from eligibility.parameters import Law

ADULT = 18
"""Whoever is older than that is asked about by the law itself."""

MAY_BEAR = {
    # a couple counts half more than one person, a child at most as much
    "allocation_sous_montant_forfaitaire": "jobseeker AND coalesce(daily_allowance_eur_day, 0) * 30"
    " < {rsa} * (1.5 + 0.5 * coalesce(children, 0))",
    "rsa_jamais_demande": "rsa_state = 'none'",
    "minimum_vieillesse": "minimum_kind <> 'NONE'",
    "sans_complementaire_sante": "health_cover = 'NONE'",
}
"""signal -> SQL over a person and their household: where it is false the signal cannot be. `rsa`: base of the RSA."""


@dataclass(frozen=True)
class Asked:
    """Benefits to look at (None: all), of people who hold (SQL over a person and their household), and whether to write
    their reasons, which lists give but those of appointments."""

    benefits: frozenset[str] | None
    concerned: str
    reasons: bool = True


EVERYTHING = Asked(None, "true")


def campaigns_of(settings: Settings) -> list[Campaign]:
    """Every campaign, checked before anything is computed for one; raises InputError."""
    folder = settings.campaigns or CAMPAIGN_FILES
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise InputError(
            what="Aucune campagne n'est décrite.",
            expected="au moins un fichier .yaml",
            where=folder,
            remedy="corriger JUSTEDROIT_CAMPAIGNS, ou y copier un fichier de campaigns/files/",
        )
    return [load_ready(path) for path in files]


def asked_by(campaigns: Iterable[Campaign], law: Law) -> list[Asked]:
    """Benefits that are asked for of the same people go together; each benefit stands once.

    With all the forms of each right: whoever receives one is told of no other.
    """
    campaigns = list(campaigns)
    may_bear = {signal: where.format(rsa=law["rsa/montant_base"]) for signal, where in MAY_BEAR.items()}
    concerned: dict[str, set[str]] = {}
    told = {benefit for campaign in campaigns if campaign.action != "orient" for benefit in campaign.benefits}
    for campaign in campaigns:
        required = [may_bear[signal] for signal in campaign.signals if signal in may_bear] + _within(campaign, law.day)
        for benefit in forms_of(campaign.benefits):
            concerned.setdefault(benefit, set()).add(" AND ".join(sorted(required)) or "true")
    benefits: dict[tuple[str, bool], set[str]] = {}
    for benefit, conditions in concerned.items():
        where = "true" if "true" in conditions else " OR ".join(f"({condition})" for condition in sorted(conditions))
        benefits.setdefault((where, benefit in told), set()).add(benefit)
    return [Asked(frozenset(names), *asked) for asked, names in sorted(benefits.items())]


def forms_of(benefits: Collection[str]) -> list[str]:
    """Every form of the rights that these benefits are forms of."""
    rights = {SAME_RIGHT.get(benefit, benefit) for benefit in benefits}
    return [benefit for benefit in BENEFITS if SAME_RIGHT.get(benefit, benefit) in rights]


def _within(campaign: Campaign, day: date) -> list[str]:
    """SQL over a person: what a campaign's perimeter and ages ask for, in the columns that are known of everybody."""
    perimeter = campaign.perimeter
    limits = {"department": perimeter.departments, "profile": perimeter.profiles}
    found = [f"{name} IN ({', '.join(map(repr, wanted))})" for name, wanted in limits.items() if wanted is not None]
    if campaign.jobseekers_only:
        found.append("jobseeker")
    if campaign.minimum_age > ADULT:
        found.append(f"birth_month + INTERVAL {campaign.minimum_age} YEAR <= DATE '{day}'")
    return found
