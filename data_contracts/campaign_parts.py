"""The groups of keys of a campaign file: perimeter, waves, control group, outcome, costs, sender, places.

Belongs here: what each group may say, with the description in French of each key. Does not: what holds them together
(`campaign`).
"""

import re
from typing import Annotated, Literal

from pydantic import Field

from data_contracts.campaign_values import (
    ALL,
    COMMUNE,
    DEPARTMENT,
    SOME,
    Communes,
    Departments,
    Euros,
    Part,
    Text,
    among,
    either,
    values,
)
from data_contracts.decided import BENEFITS
from data_contracts.described import PROFILES

MEANS = {"letter": "courrier", "call": "appel", "visit": "visite"}
REACHED_AGAIN = {
    "everyone": "toutes les personnes de la vague 1",
    "no_answer": "celles qui n'ont pas répondu",
    "undelivered": "celles dont le courrier est revenu",
}
STRATA = {
    "department": "département", "territory": "type de territoire", "profile": "profil",
    "tier": "sûreté du rapprochement", "sex": "sexe", "age_band": "tranche d'âge",
}  # fmt: skip
PRIORITIES = {
    "expected_gain": "le montant estimé le plus élevé d'abord",
    "certainty": "les droits et les rapprochements les plus sûrs d'abord",
    "distance_from_services": "les communes les moins denses d'abord",
    "oldest_first": "les foyers dont l'adulte le plus âgé est le plus âgé d'abord",
    "youngest_first": "les personnes les plus jeunes d'abord",
}
"""How far people live from services is in no file: the density of their commune stands in for it, and is said to."""

PEOPLE_SOURCES = {
    "pole_emploi": "Pôle emploi", "caf": "CAF", "cnav": "CNAV", "cnam": "assurance maladie",
}  # fmt: skip
"""The sources that tell of people; deaths and objections only take people away."""


class Perimeter(Part):
    """Where, which profiles, from which files; None (`all` in the file, or the key left out) restricts nothing."""

    departments: Annotated[list[str] | None, SOME, ALL, values(re.compile(DEPARTMENT))] = Field(
        default=None, description='all, ou une liste de codes de département entre guillemets, par exemple ["44", "77"]'
    )
    communes: Annotated[list[str] | None, SOME, ALL, values(re.compile(COMMUNE))] = Field(
        default=None, description='all, ou une liste de codes Insee de commune entre guillemets, par exemple ["44109"]'
    )
    density_levels: Annotated[list[int] | None, SOME, ALL, values(range(1, 8))] = Field(
        default=None, description="all, ou une liste de niveaux de la grille de densité, de 1 à 7"
    )
    profiles: Annotated[list[str] | None, SOME, ALL, values(PROFILES)] = Field(
        default=None, description=f"all, ou {among(PROFILES)}"
    )
    sources: Annotated[list[str] | None, SOME, ALL, values(PEOPLE_SOURCES)] = Field(
        default=None, description=f"all, ou {among(PEOPLE_SOURCES)} : les fichiers qui peuvent servir à la campagne"
    )


class Wave(Part):
    """One way of reaching people, some days after the first."""

    by: Literal["letter", "call", "visit"] = Field(description=either(MEANS))
    after_days: int = Field(ge=0, le=366, description="un nombre de jours après la première vague, dans l'ordre")
    to: Literal["everyone", "no_answer", "undelivered"] = Field(default="everyone", description=either(REACHED_AGAIN))


class Control(Part):
    """The group that is not contacted, so that the effect can be told; drawn by household."""

    share: float = Field(
        default=0.0, ge=0, le=0.5, description="la part des foyers tirés au sort pour le groupe témoin, de 0 à 0.5"
    )
    strata: Annotated[list[str], values(STRATA)] = Field(default=["territory", "profile"], description=among(STRATA))


class Outcome(Part):
    """What counts as a right opened, and until when (at most what may be kept: CRPA R114-9-7)."""

    benefits: Annotated[list[str] | None, SOME, values(BENEFITS)] = Field(
        default=None, description=f"{among(BENEFITS)} ; sans cette clé, les droits de la campagne"
    )
    within_months: int = Field(default=6, ge=1, le=12, description="un nombre de mois, de 1 à 12")


class Costs(Part):
    """What the campaign costs, shown beside what it opened."""

    fixed_eur: Euros = Field(default=0.0, description="un montant en euros, 0 ou plus : ce qui ne dépend de personne")
    hours: Euros = Field(default=0.0, description="un nombre d'heures de travail, 0 ou plus")
    hour_eur: Euros = Field(default=0.0, description="le coût d'une heure de travail, en euros, 0 ou plus")
    letter_eur: Euros = Field(default=0.0, description="le coût d'un courrier, en euros, 0 ou plus")
    call_eur: Euros = Field(default=0.0, description="le coût d'un appel, en euros, 0 ou plus")
    visit_eur: Euros = Field(default=0.0, description="le coût d'une visite, en euros, 0 ou plus")


class Sender(Part):
    """Who writes and who answers, as printed on a letter."""

    service: Text = Field(description="un texte : le nom du service")
    address: Annotated[list[Text], Field(max_length=6)] = Field(
        default=[], description="une liste de lignes d'adresse, 6 au plus"
    )
    phone: Text | None = Field(default=None, description="un texte entre guillemets : le numéro de téléphone")
    hours: Text | None = Field(default=None, description="un texte : les jours et heures où l'on répond")
    web: Text | None = Field(default=None, description="un texte : l'adresse du site")

    data_protection_officer: Text | None = Field(
        default=None, description="un texte : où écrire au délégué à la protection des données (courriel ou adresse)"
    )

    @property
    def as_line(self) -> str:
        """Service, phone, hours and site on one line."""
        return ", ".join(part for part in (self.service, self.phone, self.hours, self.web) if part)


class Place(Part):
    """Where appointments are held; for everybody where neither communes nor départements are given."""

    name: Text = Field(description="un texte : le nom du lieu de rendez-vous")
    address: Text = Field(description="un texte : son adresse")
    communes: Communes = Field(default=[], description='une liste de codes Insee entre guillemets : ["44109"]')
    departments: Departments = Field(default=[], description='une liste de codes de département : ["44", "77"]')
    phone: Text | None = Field(default=None, description="un texte entre guillemets : le numéro de téléphone")
    hours: Text | None = Field(default=None, description="un texte : les jours et heures d'ouverture")
