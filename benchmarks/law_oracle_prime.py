"""What openfisca-france gets wrong of the prime d'activité, set right before it is asked.

Belongs here: formulas of the prime that the code contradicts, with the article. Does not: the rest
(`law_oracle_corrections`), nor what openfisca does not model, which `law_oracle` lists.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.law_oracle_inputs import FIRST_DAY_OF_M4_TO_M2

Formula = Callable[[Any, Any, Any], Any]


def right_to_prime(law: Any) -> None:
    """The tax-benefit system itself, set right."""
    _multiply(law, "rsa_enfant_a_charge", _is_born)
    for variable in ("ppa_revenu_activite_individu", "ppa_ressources_hors_activite_individu"):
        _multiply(law, variable, _is_counted)
    _conditions(law)


def _is_born(individu: Any, period: Any) -> Any:
    """R843-1, II: the household of the last day of each month; openfisca counts children before they are born."""
    return individu("date_naissance", period) <= np.datetime64(str(period.stop))


def _is_counted(individu: Any, period: Any) -> Any:
    """L842-3, R842-3: resources and bonifications of the members of the foyer; openfisca leaves a child who earns
    too much out of the forfait, and counts its earnings and bonification all the same."""
    from openfisca_france.entities import Famille

    return individu.has_role(Famille.PARENT) + individu("rsa_enfant_a_charge", period)


def _multiply(law: Any, variable: str, by: Callable[[Any, Any], Any]) -> None:
    formulas = law.get_variable(variable).formulas
    for since, formula in list(formulas.items()):
        formulas[since] = _multiplied(formula, by)


def _multiplied(formula: Formula, by: Callable[[Any, Any], Any]) -> Formula:
    def multiplied(individu: Any, period: Any, parameters: Any) -> Any:
        return formula(individu, period, parameters) * by(individu, period)

    return multiplied


def _conditions(law: Any) -> None:
    from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
    from openfisca_france.entities import Famille

    class ppa_eligibilite(Variable):  # noqa: N801  (its name in openfisca)
        value_type = bool
        entity = Famille
        label = "Rien n'est demandé de chaque mois : âge et titre de séjour sont ceux du mois du droit (R842-2)"
        definition_period = MONTH
        set_input = set_input_dispatch_by_period

        def formula(famille, period):  # type: ignore[no-untyped-def]  # noqa: N805
            return famille.nb_persons() > 0

    class ppa_eligibilite_apprenants(Variable):  # noqa: N801
        """Of the month of the right. L842-2, R842-2: of an adult, openfisca asks the age and the permit of anybody in
        the household. L842-1: who earns; a lone parent must too. R842-2, I, b: learners earn enough in each month of
        reference, M-4 to M-2 since March 2025, where openfisca looks at M-3 to M-1."""

        value_type = bool
        entity = Famille
        label = "Conditions de la prime d'activité, au mois du droit"
        definition_period = MONTH
        set_input = set_input_dispatch_by_period

        def formula(famille, period, parameters):  # type: ignore[no-untyped-def]  # noqa: N805
            minima = parameters(period).prestations_sociales.solidarite_insertion.minima_sociaux
            shift = 1 if period.start.date >= FIRST_DAY_OF_M4_TO_M2 else 0
            months = [period.offset(-ago - shift, "month") for ago in (1, 2, 3)]
            earned = [famille.members("ppa_revenu_activite_individu", month) for month in months]
            floor = famille.members("ppa_plancher_revenu_activite_apprenant", period)
            learns = famille.members("etudiant", period) + famille.members("apprenti", period)
            works, enough = np.max(earned, axis=0) > 0, np.min(earned, axis=0) > floor
            alone = famille("rsa_majore_eligibilite", period)

            def adult(holds: Any) -> Any:
                return famille.any(holds, role=Famille.PARENT)

            return (
                adult(famille.members("age", period) >= minima.ppa.pa_cond.age_min)
                * (alone + adult(famille.members("rsa_condition_nationalite", period)))
                * adult(works)
                * (alone + adult(np.where(learns, enough, works)))
            )

    law.replace_variable(ppa_eligibilite)
    law.replace_variable(ppa_eligibilite_apprenants)
