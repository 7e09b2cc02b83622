"""What openfisca-france says of each benefit: entitled or not, how much, and how far from the threshold.

Belongs here: the variables asked, at which month, and how a margin is read from them. Does not: inputs
(`law_oracle_inputs`), what is set right in openfisca first (`law_oracle_corrections`).

`margin_eur_month` is what a household could receive more (positive) or would have to receive less (negative), or in
amount where resources do not count euro for euro, before its answer changes; null where another condition than
resources decides. `resources_eur_month` is the base that openfisca compares. `entitled` is null where it is not asked:
housing benefits of hostels and of owners with a loan, ASS of a second adult, anything overseas.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.law_oracle_inputs import FIRST_DAY_OF_M4_TO_M2, Asked, months_before

Array = NDArray[Any]

TENANTS = ("social_tenant", "tenant", "furnished_tenant")
NOT_ASKED = ("hostel", "owner_with_loan")
FIRST_DAY_OF_PRIME, FIRST_DAY_OF_CSS = date(2016, 1, 1), date(2019, 11, 1)


@dataclass
class Answer:
    """One benefit, one entry a household."""

    benefit: str
    amount: Array
    margin: Array
    resources: Array
    entitled: Array
    asked: Array


class Oracle:
    """Answers to one simulation; openfisca's variables at the month of `day` are called by their names."""

    def __init__(self, asked: Asked, tenure: Array, day: date) -> None:
        self.asked, self.tenure, self.day = asked, tenure, day
        self.month = f"{day:%Y-%m}"
        self.values = asked.simulation.tax_benefit_system.get_parameters_at_instant(day.isoformat())
        self.minima = self.values.prestations_sociales.solidarite_insertion.minima_sociaux

    def of(self, variable: str, month: str | None = None) -> Array:
        return np.asarray(self.asked.simulation.calculate(variable, month or self.month)).astype(float)

    def afresh(self, variable: str) -> Array:
        """A benefit that was given as received, computed instead."""
        self.asked.simulation.delete_arrays(variable, self.month)
        return self.of(variable)

    def of_claimants(self, values: Array) -> Array:
        return np.asarray(values)[self.asked.people["is_claimant"].to_numpy()]

    def of_adults(self, values: Array) -> Array:
        """Whether any adult of each household has it."""
        marked = pl.DataFrame({"home": self.asked.people["household_id"], "has": values.astype(bool)})
        adults = marked.filter(self.asked.people["role"] == "adult")
        return adults.group_by("home").agg(pl.col("has").any()).sort("home")["has"].to_numpy()

    def answers(self) -> list[Answer]:
        """Every benefit in force at the day. ASPA and ASS come last: they replace what was given as received."""
        found = self._rsa()
        if self.day >= FIRST_DAY_OF_PRIME:
            found.append(self._prime_activite())
        return [*found, *self._health(), *self._housing(), self._aspa(), self._ass()]

    def _answer(
        self,
        benefit: str,
        amount: Array,
        margin: Array,
        resources: Array,
        entitled: Array | None = None,
        **asked: Array,
    ) -> Answer:
        given = np.ones(len(amount), dtype=bool)
        entitled = amount > 0 if entitled is None else entitled.astype(bool)
        return Answer(benefit, amount, margin, resources, entitled, asked.get("asked", given))

    def _rsa(self) -> list[Answer]:
        """RSA socle, majoré or not; until 2015 apart from the RSA activité, which tops up earnings."""
        granted = np.maximum(self.of("rsa_socle"), self.of("rsa_socle_majore"))
        resources, paid = self.of("rsa_base_ressources"), self.of("rsa")
        left = granted - self.of("rsa_forfait_logement") - resources
        least = self.minima.rsa.rsa_maj.montant_minimum_verse
        met = granted > 0
        if self.day >= FIRST_DAY_OF_PRIME:
            return [self._answer("rsa_socle", paid, _where(met, left - least), resources)]
        topped = self.of("rsa_revenu_activite")
        socle = np.where(paid > 0, np.clip(left, 0, None), 0)
        return [
            self._answer("rsa_socle", socle, _where(met, np.where(topped > 0, left, left - least)), resources),
            self._answer(
                "rsa_activite", paid - socle, _where(met & (topped > 0), left + topped - least), resources,
                entitled=(paid > 0) & (topped > 0),
            ),
        ]  # fmt: skip

    def _prime_activite(self) -> Answer:
        """Mean of three months, each cut at 0: the margin is the mean's, or the best month's where all are cut."""
        shift = 1 if self.day >= FIRST_DAY_OF_M4_TO_M2 else 0
        months = [f"{months_before(self.day, ago + shift):%Y-%m}" for ago in (1, 2, 3)]
        uncut, cut, bases = [], [], []
        for month in months:
            forfait, base = self.of("ppa_fictive_montant_forfaitaire", month), self.of("ppa_base_ressources", month)
            bonus = self._by_household(self.of("ppa_bonification", month))
            kept = self.of("ppa_fictive_ressource_activite", month)
            uncut.append(forfait + bonus + kept - np.maximum(base + self.of("ppa_forfait_logement", month), forfait))
            cut.append(self.of("ppa_fictive", month))
            bases.append(base)
        least = self.minima.ppa.pa_m.montant_minimum_verse
        mean, best = np.mean(cut, axis=0), np.max(uncut, axis=0)
        met = self.of("ppa_eligibilite_apprenants").astype(bool) & self.of("ppa_eligibilite", months[0]).astype(bool)
        margin = np.where(mean > 0, mean, np.minimum(best, 0)) - least
        return self._answer("prime_activite", self.of("ppa"), _where(met, margin), np.mean(bases, axis=0))

    def _health(self) -> list[Answer]:
        """CMU-C and ACS, then CSS free and with participation, whose amount is what the household pays.

        Rights that follow from a benefit received are added, which openfisca knows of the RSA entitled to only.
        """
        resources, met = self.of("css_cmu_base_ressources") / 12, self.of("css_cmu_acs_eligibilite").astype(bool)
        ceiling, high = self.of("cmu_c_plafond") / 12, self.of("acs_plafond") / 12
        before = self.day < FIRST_DAY_OF_CSS
        free = self.of("cmu_c").astype(bool) | (met & self.asked.held["rsa"])
        deemed = self._deemed()
        whole = self.of("acs_montant") / 12 if before else self.of("css_participation_forfaitaire_montant")
        paid = met & ~free & ((resources <= high) | deemed)
        names = ("cmuc", "acs") if before else ("css_gratuite", "css_participation")
        margins = (_where(met, ceiling - resources), _where(met & ~free & ~deemed, high - resources))
        return [
            self._answer(names[0], np.zeros(len(free)), margins[0], resources, entitled=free),
            self._answer(names[1], np.where(paid, whole, 0), margins[1], resources),
        ]

    def _deemed(self) -> Array:
        """Households whose resources the CSS with participation does not look at (CSS L861-2, R861-11)."""
        held = self.asked.held
        deemed = held["aspa"] & (self.day >= date(2022, 4, 1)) | held["asi"] & (self.day >= date(2024, 7, 1))
        alone = self.of("cmu_nbp_foyer") == 1
        return np.asarray(deemed | held["aah"] & alone & (self.day >= date(2025, 7, 1)))

    def _housing(self) -> list[Answer]:
        """APL, ALF or ALS, whichever the dwelling and the children call for; rents above the suppression have none."""
        amounts = {name: self.of(name) for name in ("apl", "alf", "als")}
        whole = self.of("aide_logement_loyer_retenu") + self.of("aide_logement_charges")
        before = whole - self.of("aide_logement_participation_personnelle")
        let = self.values.prestations_sociales.aides_logement.allocations_logement.locatif
        social, many = self.tenure == "social_tenant", self.of("al_nb_personnes_a_charge") + self.of("alf") > 0
        least = np.where(social, let.seuils_minimum_versement.apl, let.seuils_minimum_versement.non_apl)
        cuts = np.zeros(len(before))
        if self.day >= date(2018, 1, 1):
            cuts = self.of("reduction_loyer_solidarite") * 0.98
        if self.day >= date(2016, 7, 1):
            cuts = cuts + let.minoration_forfaitaire + 1
        if self.day >= date(2019, 9, 1):  # the threshold is that of what is left (CCH D823-16)
            cuts, least = cuts + least, 0
        paid = sum(amounts.values())
        cheap = self.of("aide_logement_montant_brut_avant_degressivite") - self.of("aide_logement_montant_brut") < 30
        margin = np.where(
            paid > 0, np.minimum(paid, before - np.maximum(least, cuts)), before - np.maximum(least, cuts)
        )
        resources = self.of("aide_logement_base_ressources") / 12
        tenant, asked = np.isin(self.tenure, TENANTS), ~np.isin(self.tenure, NOT_ASKED)
        where = {"apl": social, "alf": ~social & many, "als": ~social & ~many}
        return [
            self._answer(name, amounts[name], _where(tenant & here & cheap, margin), resources, asked=asked)
            for name, here in where.items()
        ]

    def _aspa(self) -> Answer:
        amount, resources = self.afresh("aspa"), self.of("asi_aspa_base_ressources")
        ceilings = self.values.prestations_sociales.solidarite_insertion.minimum_vieillesse.aspa.plafond_ressources
        ceiling = np.where(self.of("en_couple") > 0, ceilings.couples, ceilings.personnes_seules) / 12
        return self._answer(
            "aspa", amount, _where(self.of_adults(self.of("aspa_eligibilite")), ceiling - resources), resources
        )

    def _ass(self) -> Answer:
        amount = self.of_claimants(self.afresh("ass"))
        resources = self.of("ass_base_ressources") / 12
        law = self.values.chomage.allocations_assurance_chomage.ass
        days = np.where(self.of("en_couple") > 0, law.plaf_coup, law.plaf_seul)
        met = self.of_claimants(self.of("ass_eligibilite_individu")).astype(bool)
        return self._answer("ass", amount, _where(met, (days - 1) * law.montant_plein - resources), resources)

    def _by_household(self, values: Array) -> Array:
        home = np.searchsorted(self.asked.household_ids, self.asked.people["household_id"].to_numpy())
        return np.bincount(home, weights=values, minlength=len(self.asked.household_ids))


def answered(asked: Asked, homes: pl.DataFrame, day: date) -> pl.DataFrame:
    """One row a household and benefit in force; the ASS names the person it was asked of."""
    homes = homes.sort("household_id")
    claimants = asked.people.filter("is_claimant")["person_id"]
    covered = pl.Series(homes["territory"].is_in(["metropole", "alsace_moselle"])).to_numpy()
    parts = []
    for answer in Oracle(asked, homes["tenure"].to_numpy().astype(str), day).answers():
        known = pl.Series(answer.asked & covered)
        part = pl.DataFrame(
            {
                "household_id": homes["household_id"],
                "person_id": claimants if answer.benefit == "ass" else pl.Series([None] * len(homes), dtype=pl.String),
                "benefit": pl.Series([answer.benefit] * len(homes)),
                "entitled": pl.Series(answer.entitled),
                "amount_eur_month": pl.Series(np.where(answer.entitled, answer.amount, 0.0)).round(2),
                "margin_eur_month": pl.Series(answer.margin).fill_nan(None).round(2),
                "resources_eur_month": pl.Series(answer.resources).round(2),
            }
        )
        unknown = ["entitled", "amount_eur_month", "margin_eur_month"]
        parts.append(part.with_columns(pl.when(known).then(pl.col(unknown))))
    return pl.concat(parts)


def _where(met: Array, margin: Array) -> Array:
    return np.where(met, margin, np.nan)
