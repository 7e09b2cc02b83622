"""What openfisca-france gets wrong about complementary health cover, set right before it is asked.

Belongs here: a value or a formula that a published text contradicts, with that text. Does not: rights that follow from
a benefit received, which openfisca is not told (`law_oracle_answers`).
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np

MONTHS_OF_CSS = (date(2022, 1, 1), 2)
"""Since then M-13 to M-2 (CSS R861-8, décret 2021-1642); openfisca keeps M-12 to M-1."""

CAPITAL_AS_TAXED = date(2017, 6, 1)
"""Since then capital is that of the second year before, and since 2022 of the last tax notice, which is of that year
too until September (CSS R861-8); openfisca takes the same 12 months as of everything else."""

MONTHS_OF_SICKNESS = 7
"""Earnings are abated for whoever has been off sick for more than six months (CSS R861-8, 1°), not from the first."""

AGES_OF_ACS = {2: 50, 3: 60}
"""Bracket -> first age (CSS L863-1: 50 to 59, 60 and over); openfisca starts a year early since August 2009. Ages are
those of 1 January (the same, and arrêté of 21 June 2019 for the CSS); openfisca takes the day's."""


def correct_health(law: Any) -> None:
    resources = law.get_variable("css_cmu_base_ressources_individu").formulas
    helpers = next(iter(resources.values())).__globals__
    if not hasattr(helpers["compute_previous_year"], "corrected"):
        helpers["compute_previous_year"] = _shifted(helpers["compute_previous_year"], *MONTHS_OF_CSS)
        helpers["abattement_chomage"] = _abatement
    for start in list(resources):
        resources[start] = _with_capital_as_taxed(resources[start])
    from openfisca_core.periods import instant

    scale = law.parameters.prestations_sociales.solidarite_insertion.minima_sociaux.cs.acs.bareme
    for bracket, age in AGES_OF_ACS.items():
        scale.brackets[bracket].threshold.update(start=instant("2009-08-01"), stop=instant("2019-10-31"), value=age)
    law._parameters_at_instant_cache.clear()
    for variable in ("acs_montant_i", "css_participation_forfaitaire_montant_i"):
        formulas = law.get_variable(variable).formulas
        for start in list(formulas):
            formulas[start] = _at_new_year(formulas[start])


def _shifted(year_before: Any, since: date, months: int) -> Any:
    def shifted(period: Any) -> Any:
        return year_before(period).offset(1 - months, "month") if period.start.date >= since else year_before(period)

    shifted.corrected = True  # type: ignore[attr-defined]
    return shifted


def _abatement(individu: Any, period: Any, previous_year: Any, health: Any) -> Any:
    from openfisca_core.populations import ADD

    months = [period.offset(-ago, "month") for ago in range(MONTHS_OF_SICKNESS)]
    ill = np.all([individu("indemnites_journalieres_maladie", month) > 0 for month in months], axis=0)
    seeks = individu("activite", period) == individu("activite", period).possible_values.chomeur
    paid = seeks & (individu("chomage_net", period) > 0)
    wages = individu("salaire_net", previous_year, options=[ADD])
    return (ill | paid | (individu("ass", period) > 0)) * wages * health.abattement_chomage


def _with_capital_as_taxed(formula: Callable[..., Any]) -> Callable[..., Any]:
    def counted(individu: Any, period: Any, parameters: Any) -> Any:
        from openfisca_core.populations import ADD

        resources = formula(individu, period, parameters)
        if period.start.date < CAPITAL_AS_TAXED:
            return resources
        months = formula.__globals__["compute_previous_year"](period)
        capital = (individu("revenus_capital", year, options=[ADD]) for year in (period.n_2, months))
        return resources + next(capital) - next(capital)

    return counted


def _at_new_year(formula: Callable[..., Any]) -> Callable[..., Any]:
    """The formula asks for the age at its period: it is given that of January, and 0 for who is not born then."""

    def counted(individu: Any, period: Any, parameters: Any) -> Any:
        def as_of_january(variable: str, asked: Any) -> Any:
            if variable == "age":
                return np.maximum(individu("age", asked.this_year.first_month), 0)
            return individu(variable, asked)

        return formula(as_of_january, period, parameters)

    return counted
