"""What openfisca-france gets wrong in the ASPA and the ASS, set right before it is asked, each with its text.

Belongs here: formulas of these two that a text contradicts. Does not: values and other benefits
(`law_oracle_corrections`), nor anything of our own rules. The names of variables are openfisca's.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

AGES = (("1951-07", 60, 0), ("1952-01", 60, 4), ("1953-01", 60, 9), ("1954-01", 61, 2), ("1955-01", 61, 7))
"""Born before the month -> years and months from which the unfit may have the ASPA; 62 later, also since the reform of
2023 (CSS L161-17-2, D161-2-1-9, L815-1). openfisca takes one age a year, 64 since 2023, and whole years only. Five
years more is the age of the full rate (CSS L351-8, 1°), at which the ASS ends (code du travail L5421-4)."""


def months_lived(individu: Any, period: Any) -> Array:
    """Whole months at the day itself: openfisca's ages leave out the day of birth, or are a day early."""
    born, day = individu("date_naissance", period), np.datetime64(str(period.start))
    month = born.astype("datetime64[M]")
    before = born - month > day - day.astype("datetime64[M]")
    return (day.astype("datetime64[M]") - month).astype(int) - before


def age_of_the_generation(individu: Any, period: Any) -> Array:
    """`AGES`, in months."""
    born = individu("date_naissance", period)
    bounds = [born < np.datetime64(month) for month, _, _ in AGES]
    return np.select(bounds, [12 * years + months for _, years, months in AGES], 12 * 62)


def set_right(law: Any) -> None:
    """The variables of the ASPA, then those of the ASS."""
    for variable in (*_of_aspa(law), *_of_ass(law)):
        law.replace_variable(variable)


def _variable(law: Any, name: str, formula: Any, entity: str = "individu", **more: Any) -> Any:
    """A monthly variable of openfisca by its name: an amount, or a condition where `more` says so."""
    from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period, set_input_divide_by_period

    condition = more.get("value_type") is bool
    of_it = {
        "value_type": float,
        "entity": next(known for known in law.entities if known.key == entity),
        "label": name,
        "definition_period": MONTH,
        "set_input": set_input_dispatch_by_period if condition else set_input_divide_by_period,
        "formula": formula,
    }
    return type(name, (Variable,), of_it | more)


def _of_aspa(law: Any) -> list[Any]:
    from openfisca_core.populations import ADD

    def resident(individu: Any, period: Any, parameters: Any) -> Array:
        """CSS L816-1: 10 years of permit; openfisca gives them to `logical_or` as the place of its result, and
        refuses every foreigner from outside the EEA."""
        aspa = parameters(period).prestations_sociales.solidarite_insertion.minimum_vieillesse.aspa
        european = individu("ressortissant_eee", period) + (individu("nationalite", period) == b"CH")
        return european + (individu("duree_possession_titre_sejour", period) >= aspa.duree_min_titre_sejour)

    def of_age(individu: Any, period: Any, parameters: Any) -> Array:
        """CSS R815-1, L351-7, R351-21: unfit at a rate of 50 % at least; openfisca asks for more."""
        aspa = parameters(period).prestations_sociales.solidarite_insertion.minimum_vieillesse.aspa
        disabled = individu("taux_incapacite", period) >= aspa.taux_incapacite_aspa_anticipe
        unfit = individu("inapte_travail", period) + disabled
        lived = months_lived(individu, period)
        old = (lived >= 12 * aspa.age_min) + (lived >= age_of_the_generation(individu, period)) * unfit
        return old * individu("asi_aspa_condition_nationalite", period)

    def on_asi(individu: Any, period: Any, parameters: Any) -> Array:
        """CSS D815-1: a spouse who *receives* the ASI; openfisca takes whoever might, by their pension."""
        return (individu("asi", period) > 0) * (1 - individu("aspa_eligibilite", period))

    def resources(famille: Any, period: Any, parameters: Any) -> Array:
        """CSS R815-22, R815-29: the ASI is one; the ASS is that of three months, not of the month; the abatement is on
        *revenus professionnels*, not wages alone, and for a couple there is one, not one each."""
        months = period.last_3_months
        sums = {
            kind: famille.sum(famille.members(kind, months, options=[ADD]), role=famille.entity.PARENT)
            for kind in ("ass", "asi", "salaire_de_base", "rpns_auto_entrepreneur_benefice")
        }
        aspa = parameters(period).prestations_sociales.solidarite_insertion.minimum_vieillesse.aspa
        smic = parameters(period.start.offset("first-of", "year")).marche_travail.salaire_minimum.smic
        wage = smic.smic_b_horaire * smic.nb_heures_travail_mensuel
        rates = aspa.abattement_forfaitaire
        alone, both = rates.personnes_seules * wage, rates.couples * wage
        couple = famille("en_couple", period)
        each = famille.members("salaire_de_base", months, options=[ADD])
        given = np.minimum(each, np.where(famille.project(couple), both, alone))  # what openfisca takes off
        worked = sums["salaire_de_base"] + sums["rpns_auto_entrepreneur_benefice"]
        owed = np.minimum(worked, np.where(couple, both, alone))
        others = famille.members("asi_aspa_base_ressources_individu", period)
        base = famille.sum(others + given / 3, role=famille.entity.PARENT)
        return base + (sums["ass"] + sums["asi"] - owed) / 3

    def aspa(famille: Any, period: Any, parameters: Any) -> Array:
        """CSS L815-9, D815-1, D815-2: half the couple's amount where the spouse has the ASI, whether married or not,
        reduced by the whole excess since the ASI is counted; openfisca adds a monthly ASI to yearly amounts."""
        law = parameters(period).prestations_sociales.solidarite_insertion.minimum_vieillesse.aspa
        most, ceilings = law.montant_maximum_annuel, law.plafond_ressources
        mine, theirs = famille.demandeur("aspa_eligibilite", period), famille.conjoint("aspa_eligibilite", period)
        beside = famille.demandeur("asi_eligibilite", period) + famille.conjoint("asi_eligibilite", period)
        greatest = np.select(
            [mine * theirs, (mine + theirs) * beside, mine + theirs],
            [most.couples, most.couples / 2, most.personnes_seules],
            0,
        )
        ceiling = np.where(famille("en_couple", period), ceilings.couples, ceilings.personnes_seules)
        left = ceiling / 12 - famille("asi_aspa_base_ressources", period)
        return np.clip(np.minimum(greatest / 12, left), 0, None)

    return [
        _variable(law, "asi_aspa_condition_nationalite", resident, value_type=bool, default_value=True),
        _variable(law, "aspa_eligibilite", of_age, value_type=bool),
        _variable(law, "asi_eligibilite", on_asi, value_type=bool),
        _variable(law, "asi_aspa_base_ressources", resources, "famille"),
        _variable(law, "aspa", aspa, "famille"),
    ]


def _of_ass(law: Any) -> list[Any]:
    from openfisca_core.periods import Period
    from openfisca_core.populations import ADD

    def eligible(individu: Any, period: Any, parameters: Any) -> Array:
        """Code du travail L5421-4, 2°: until the age of the full rate of each generation; openfisca has one age."""
        seeker = individu("ass_precondition_remplie", period) * (individu("chomage_net", period) == 0)
        on_aah = (individu("aah", period) > 0) * (period.start.year >= 2017)
        return seeker * (1 - on_aah) * (months_lived(individu, period) < age_of_the_generation(individu, period) + 60)

    def year(individu: Any, period: Any, *kinds: str) -> Array:
        months = Period(("year", period.start, 1)).offset(-1)
        return sum(individu(kind, months, options=[ADD]) for kind in kinds)

    def kept(individu: Any, period: Any, kind: str) -> Array:
        """R5423-5: of earnings and allowances (not of pensions, as in openfisca) that ended, nothing counts, or 70 %
        where something has taken their place."""
        last = Period(("month", period.start, 1)).offset(-1)
        ended = individu(kind, last) == 0
        replaced = sum(individu(k, last) for k in ("chomage_net", "indemnites_journalieres", "retraite_nette")) > 0
        return year(individu, period, kind) * np.where(ended, np.where(replaced, 0.7, 0), 1)

    def income(individu: Any, period: Any) -> Array:
        """R5423-2: as declared, hence pensions taxable, not net; of 12 months, of capital too; sickness benefits of
        the claimant as of the partner."""
        declared = (
            "retraite_imposable", "pensions_invalidite", "pensions_alimentaires_percues", "revenus_capital",
            "revenus_locatifs", "indemnites_journalieres", "aah",
        )  # fmt: skip
        worked = kept(individu, period, "salaire_imposable") + kept(individu, period, "rpns_auto_entrepreneur_benefice")
        return worked + year(individu, period, *declared)

    def after_alimony(individu: Any, period: Any, amount: Array) -> Array:
        """R5423-4: off the resources of whoever pays, hence at most all of them."""
        paid = np.abs(year(individu, period, "pensions_alimentaires_versees_individu"))
        return np.clip(amount - paid, 0, None)

    def of_claimant(individu: Any, period: Any, parameters: Any) -> Array:
        return after_alimony(individu, period, income(individu, period))

    def of_partner(individu: Any, period: Any, parameters: Any) -> Array:
        """R5423-2, R5423-3: the partner's ASS and ARE count, only the claimant's own do not."""
        allowances = kept(individu, period, "chomage_net") + kept(individu, period, "ass")
        return after_alimony(individu, period, income(individu, period) + allowances)

    return [
        _variable(law, "ass_eligibilite_individu", eligible, value_type=bool),
        _variable(law, "ass_base_ressources_individu", of_claimant),
        _variable(law, "ass_base_ressources_conjoint", of_partner),
    ]
