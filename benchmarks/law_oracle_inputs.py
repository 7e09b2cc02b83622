"""Situations as openfisca-france reads them: one foyer is a famille, a foyer fiscal and a ménage.

Belongs here: which of its variables each fact is given to, at which months. Does not: what is asked of it
(`law_oracle_answers`). Every income of every month is given, zeros too, so that openfisca computes none of them: what
a household received is a fact, and each benefit is judged given the others as received. What it cannot be told:

- `wages` of the net, taxable and gross forms go to `salaire_net`, `salaire_imposable`, `salaire_de_base`; pensions,
  own and survivor's, alike; daily sickness benefits to `indemnites_journalieres_maladie`, which it leaves out of the
  resources of housing benefits.
- Self-employment is `rpns_auto_entrepreneur_benefice`, monthly in every base (the yearly forms make the RSA
  *non calculable* before 2017), and `rpns_imposables` of the years, for housing benefits.
- Whether both of a couple earn, which openfisca reads from one month, is worked out from the year and given.
- The claimant of the ASS is the *demandeur*, whose resources are counted otherwise than the partner's: the first adult
  in `order_of_adults`. Only a jobseeker who worked 5 years of 10 is one (since 2017 openfisca asks for the years only).
- Alternating custody is of minors only (code civil 373-2-9, CSS R861-3).
- The family is what it is at the day in every earlier month; pregnancy, registration and 18 months alone go by month.
- `abattements_speciaux_prestations_familiales` is set to 0: openfisca grants it to those born before 1931 only.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

Array = NDArray[Any]
Sum = tuple[tuple[str, str], ...]
"""Kinds of income and the form of each, added up."""

OF_A_PERSON: dict[str, Sum] = {
    "salaire_net": (("wages", "net"),),
    "salaire_imposable": (("wages", "taxable"),),
    "salaire_de_base": (("wages", "gross"),),
    "chomage_net": (("unemployment", "net"),),
    "chomage_imposable": (("unemployment", "taxable"),),
    "retraite_nette": (("own_pension", "net"), ("survivor_pension", "net")),
    "retraite_imposable": (("own_pension", "taxable"), ("survivor_pension", "taxable")),
    "retraite_brute": (("own_pension", "gross"), ("survivor_pension", "gross")),
    "indemnites_journalieres_maladie": (("sickness", "net"),),
    "pensions_invalidite": (("invalidity_pension", "net"),),
    "pensions_alimentaires_percues": (("alimony_received", "net"),),
    "pensions_alimentaires_versees_individu": (("alimony_paid", "net"),),
    "revenus_capital": (("capital", "net"),),
    "rpns_auto_entrepreneur_benefice": (("self_employment", "net"),),
    "ass": (("ass", "net"),),
    "aah": (("aah", "net"),),
    "asi": (("asi", "net"),),
    **dict.fromkeys(("caah", "remuneration_apprenti", "rente_accident_travail", "revenus_locatifs"), ()),
    "indemnites_compensatrices_conges_payes": (),
}  # fmt: skip
OF_A_HOUSEHOLD: dict[str, Sum] = {
    "aspa": (("aspa", "net"),),
    "aide_logement": (("housing_benefit", "net"),),
    "af_base": (("af", "net"),),
    "af": (("af", "net"), ("af_age", "net")),
    "cf_non_majore_avant_cumul": (("cf", "net"),),
    "cf": (("cf", "net"), ("cf_increase", "net")),
    "asf": (("asf", "net"),),
    "paje_base": (("paje_base", "net"),),
    "paje_prepare": (("prepare", "net"),),
    **dict.fromkeys(("paje_clca", "paje_colca", "aeeh"), ()),
}
TENURES = {
    "owner": "proprietaire", "owner_with_loan": "primo_accedant", "social_tenant": "locataire_hlm",
    "tenant": "locataire_vide", "furnished_tenant": "locataire_meuble", "hostel": "locataire_foyer",
    "free": "loge_gratuitement", "none": "sans_domicile",
}  # fmt: skip
MARITAL_STATES = {
    "single": "celibataire", "married": "marie", "pacs": "pacse", "widowed": "veuf", "divorced": "divorce",
}  # fmt: skip
WORK_STATES = {"working": "actif", "jobseeker": "chomeur", "retired": "retraite", "other": "inactif"}
COUNTRIES = {"FR": "FR", "EEA": "DE", "OTHER": "DZ"}
HOURS_OF_RSA_JEUNE = 3214
FIRST_DAY_OF_M4_TO_M2 = date(2025, 3, 1)
"""Since then RSA and prime d'activité count M-4 to M-2, which openfisca knows as an experiment of some départements."""


@dataclass(frozen=True)
class Asked:
    """A simulation with its inputs, and who stands where in its arrays."""

    simulation: Any
    household_ids: Array
    people: pl.DataFrame
    """In the order of its arrays; `is_claimant` marks the *demandeur*."""
    held: dict[str, Array]
    """By benefit, whether a household receives it in the month; of ASPA, ASI and AAH, who has not worked for three."""


def order_of_adults(people: pl.DataFrame) -> pl.DataFrame:
    """People by household: who may claim the ASS first, then adults, then children; each in the order given.

    Students come after other adults, with a scholarship last: openfisca looks whether the *demandeur* of housing
    benefits studies, and nothing tells which of a couple that is.
    """
    seeker = (pl.col("work_state") == "jobseeker") & (pl.col("years_worked_of_10") >= 5)
    ranked = (pl.col("role") == "child", ~seeker, "student", "scholarship", "given")
    return (
        people.with_row_index("given")
        .sort("household_id", *ranked, maintain_order=True)
        .with_columns(rank=pl.int_range(pl.len()).over("household_id"))
        .with_columns(is_claimant=pl.col("rank") == 0)
    )


def asked(law: Any, tables: dict[str, pl.DataFrame], day: date) -> Asked:
    """A simulation of these households under `law` (a tax-benefit system), with every input set."""
    from openfisca_core.simulations import SimulationBuilder

    homes = tables["households"].sort("household_id")
    people = order_of_adults(tables["people"])
    ids, count = homes["household_id"].to_numpy(), len(people)
    builder = SimulationBuilder()
    builder.create_entities(law)
    builder.declare_person_entity("individu", np.arange(count))
    child, first = (people["role"] == "child").to_numpy(), people["is_claimant"].to_numpy()
    for entity, (one, two, young) in {
        "famille": ("demandeur", "conjoint", "enfant"),
        "foyer_fiscal": ("declarant_principal", "conjoint", "personne_a_charge"),
        "menage": ("personne_de_reference", "conjoint", "enfant"),
    }.items():
        population = builder.declare_entity(entity, ids)
        builder.join_with_persons(
            population, people["household_id"].to_numpy(), np.select([child, first], [young, one], two)
        )
    simulation = builder.build(law)
    inputs = _Inputs(simulation, homes, people, day)
    inputs.set_facts()
    inputs.set_incomes(tables["incomes"])
    return Asked(simulation, ids, people, inputs.held)


class _Inputs:
    def __init__(self, simulation: Any, homes: pl.DataFrame, people: pl.DataFrame, day: date) -> None:
        self.simulation, self.homes, self.people, self.day = simulation, homes, people, day
        first = date(day.year - 2, 1, 1)
        self.months = [date(first.year + m // 12, m % 12 + 1, 1) for m in range(24 + day.month)]
        self.whole = f"month:{first:%Y-%m}:{len(self.months)}"
        self.last = len(self.months) - 1

    def set_facts(self) -> None:
        people, homes, put = self.people, self.homes, self.simulation.set_input
        adult = (people["role"] == "adult").to_numpy()
        independent = people["independent"].to_numpy()
        put("date_naissance", "ETERNITY", people["birth_date"].to_numpy())
        put("date_debut_chomage", "ETERNITY", people["jobseeker_since"].fill_null(date(9999, 12, 31)).to_numpy())
        stay = people.select((self.day - pl.col("permit_since")).dt.total_days().fill_null(0) / 365.25).to_series()
        state = people["work_state"].replace_strict(WORK_STATES).to_numpy().astype(str)
        by_person = {
            "nationalite": people["nationality"].replace_strict(COUNTRIES).to_numpy().astype("S2"),
            "duree_possession_titre_sejour": stay.to_numpy(),
            "etudiant": people["student"].to_numpy(),
            "apprenti": people["apprentice"].to_numpy(),
            "habite_chez_parents": adult & ~independent,
            "taux_incapacite": people["disability_rate"].to_numpy() / 100,
            "handicap": people["disability_rate"].to_numpy() >= 80,
            "inapte_travail": people["unfit_for_work"].to_numpy(),
            "statut_marital": people["marital_state"].replace_strict(MARITAL_STATES).to_numpy().astype(str),
            "garde_alternee": (people["alternating_custody"] & self._minor()).to_numpy(),
            "ass_precondition_remplie": (state == "chomeur") & (people["years_worked_of_10"].to_numpy() >= 5),
            "rsa_jeune_condition_heures_travail_remplie": people["hours_worked_of_3_years"].to_numpy()
            >= HOURS_OF_RSA_JEUNE,
        }
        tenure = homes["tenure"].to_numpy()
        by_household = {
            "statut_occupation_logement": homes["tenure"].replace_strict(TENURES).to_numpy().astype(str),
            "loyer": np.where(tenure == "owner_with_loan", 1.0, homes["rent_eur_month"].cast(pl.Float64).to_numpy()),
            "zone_apl": np.char.add("zone_", homes["housing_zone"].to_numpy().astype(str)),
            "coloc": homes["flat_share"].to_numpy(),
            "depcom": np.full(len(homes), b"44109"),
            "departement_experimentation_rsa": np.full(len(homes), self.day >= FIRST_DAY_OF_M4_TO_M2),
        }
        for variable, values in (by_person | by_household).items():
            self._each_month(variable, values)
        self._by_month(state)
        put("boursier", f"{self.day:%Y-%m}", people["scholarship"].to_numpy())
        for year in range(self.day.year - 2, self.day.year + 1):
            put("enfant_a_charge", str(year), ~independent)
            put("abattements_speciaux_prestations_familiales", str(year), np.zeros(len(homes)))

    def _minor(self) -> pl.Series:
        return self.people["birth_date"] > months_before(self.day, 12 * 18)

    def _each_month(self, variable: str, values: Array) -> None:
        for month in self.months:
            self.simulation.set_input(variable, f"{month:%Y-%m}", values)

    def _by_month(self, state: Array) -> None:
        """What changes with the month: work, pregnancy, months alone."""
        since = self.people["jobseeker_since"].to_numpy()
        pregnancy = self.people["pregnancy_month"].to_numpy()
        alone = self.homes["isolated_since"].to_numpy()
        for ago, month in zip(range(self.last, -1, -1), self.months, strict=True):
            text, before = f"{month:%Y-%m}", np.datetime64(months_before(month, 18))
            put = self.simulation.set_input
            put("activite", text, np.where((state == "chomeur") & (since > np.datetime64(month)), "actif", state))
            put("enceinte", text, pregnancy > ago)
            put("rsa_isolement_recent", text, alone > before)

    def set_incomes(self, incomes: pl.DataFrame) -> None:
        place = pl.DataFrame({"person_id": self.people["person_id"], "at": np.arange(len(self.people))})
        placed = incomes.join(place, on="person_id").with_columns(
            column=(pl.col("month").dt.year() - self.months[0].year) * 12 + pl.col("month").dt.month() - 1
        )
        by_kind = {str(kind): part for (kind,), part in placed.partition_by("kind", as_dict=True).items()}
        home = self.homes["household_id"].to_numpy().searchsorted(self.people["household_id"].to_numpy())
        put, months = self.simulation.set_input, [f"{month:%Y-%m}" for month in self.months]
        for variables, entity in ((OF_A_PERSON, None), (OF_A_HOUSEHOLD, home)):
            for variable, sources in variables.items():
                amounts = self._amounts(by_kind, sources, entity)
                for column, month in enumerate(months):
                    put(variable, month, amounts[:, column])
        rsa = self._amounts(by_kind, (("rsa", "net"),), home)
        earned = self._amounts(by_kind, (("wages", "net"), ("self_employment", "net")), None)[:, -4:-1].sum(axis=1)
        self.held = {"rsa": rsa[:, -1] > 0}
        for kind in ("aspa", "asi", "aah"):
            idle = (self._amounts(by_kind, ((kind, "net"),), None)[:, -1] > 0) & (earned <= 0)
            self.held[kind] = np.bincount(home, weights=idle, minlength=len(self.homes)) > 0
        put("rsa", months[-2], rsa[:, -2])
        self._set_years(by_kind, home)
        self._set_two_earners(by_kind)

    def _set_years(self, by_kind: dict[str, pl.DataFrame], home: Array) -> None:
        own = self._amounts(by_kind, (("self_employment", "taxable"),), None)
        capital = self._amounts(by_kind, (("capital", "taxable"),), home)
        paid = self._amounts(by_kind, (("alimony_paid", "taxable"),), home)
        for n, year in enumerate(range(self.day.year - 2, self.day.year + 1)):
            months = slice(12 * n, 12 * n + 12)
            self.simulation.set_input("rpns_imposables", str(year), own[:, months].sum(axis=1))
            self.simulation.set_input("revenu_categoriel_capital", str(year), capital[:, months].sum(axis=1))
            self.simulation.set_input("pensions_alimentaires_versees", str(year), -paid[:, months].sum(axis=1))

    def _set_two_earners(self, by_kind: dict[str, pl.DataFrame]) -> None:
        """Couples who both earned 12 times the BMAF in the year that housing benefits look at (CCH R822-7)."""
        rolling = self.day.year >= 2021
        months = slice(self.last - 13, self.last - 1) if rolling else slice(0, 12)
        earned = self._amounts(by_kind, (("wages", "taxable"), ("self_employment", "taxable")), None)[:, months].sum(
            axis=1
        )
        at = self.day if rolling else self.months[months][-1]
        values = self.simulation.tax_benefit_system.get_parameters_at_instant(at.isoformat())
        enough = earned >= 12 * values.prestations_sociales.prestations_familiales.bmaf.bmaf
        adults = pl.DataFrame({"home": self.people["household_id"], "enough": enough}).filter(
            self.people["role"] == "adult"
        )
        both = adults.group_by("home").agg((pl.col("enough").sum() == 2).alias("both")).sort("home")["both"]
        month = f"{self.day:%Y-%m}" if rolling else f"{self.day.year - 3}-12"  # where openfisca looks for it
        self.simulation.set_input("aide_logement_biactivite", month, both.to_numpy())

    def _amounts(self, by_kind: dict[str, pl.DataFrame], sources: Sum, home: Array | None) -> Array:
        """Amounts by person, or household if `home` gives each person's, and month."""
        rows = len(self.people) if home is None else len(self.homes)
        amounts = np.zeros((rows, len(self.months)), dtype=np.float64)
        for kind, form in sources:
            if kind in by_kind:
                part = by_kind[kind]
                at = part["at"].to_numpy() if home is None else home[part["at"].to_numpy()]
                euros = part[f"{form}_eur_month"].cast(pl.Float64).to_numpy()
                np.add.at(amounts, (at, part["column"].to_numpy()), euros)
        return amounts


def months_before(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)
