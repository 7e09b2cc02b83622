"""What openfisca-france gets wrong of housing benefits, set right before it is asked; each with the article.

Belongs here: formulas of `aides_logement` that a text contradicts, wrapped or replaced. Does not: what it does not
model, which `law_oracle` lists.

- Resources: the deduction for costs of work is never more than what is earned (CGI art. 83, 3°), daily sickness
  benefits count (CCH R822-4, I, 1°), and since 2021 invalidity pensions are those of M-13 to M-2 (R822-3, 1°).
- 30 % abatement: an invalidity pension gives it as old age does, to whoever no longer works; the unemployed have it
  where they are paid, from the second month after (R822-13, R822-14; before 2019 R351-13).
- The AAH of an adult, not a disability of 80 %, spares the cut of high rents (D823-16).
- A woman alone is counted as a couple, and has the ALF, from the fifth month of pregnancy, not from the first, and
  then not the ALS (L841-1, 6°, R841-2).
- Since the code of September 2019 the threshold is that of the final result, minoration and RLS deducted, and the
  rounding comes before the RLS (D823-16; arrêté du 27/09/2019, art. 12).
"""

from collections.abc import Callable
from typing import Any

import numpy as np


def correct_housing(law: Any) -> None:
    _wrap(law, "aide_logement_base_ressources_individu", _resources)
    _wrap(law, "aide_logement_montant_brut", _spared_by_aah)
    for variable in _replacements(law):
        law.update_variable(variable)


def _wrap(law: Any, name: str, around: Callable[[Any], Any]) -> None:
    formulas = law.get_variable(name).formulas
    for day, formula in list(formulas.items()):
        formulas[day] = around(formula)


def _called(formula: Any, population: Any, period: Any, parameters: Any) -> Any:
    if formula.__code__.co_argcount == 2:
        return formula(population, period)
    return formula(population, period, parameters)


class _Answering:
    """A population that answers some questions otherwise."""

    def __init__(self, population: Any, **answers: Callable[..., Any]) -> None:
        self._population, self._answers = population, answers

    def __call__(self, name: str, period: Any, **options: Any) -> Any:
        answer = self._answers.get(name)
        return answer(period, **options) if answer else self._population(name, period, **options)

    def members(self, name: str, period: Any, **options: Any) -> Any:
        answer = self._answers.get(name)
        return answer(period, **options) if answer else self._population.members(name, period, **options)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._population, name)


def _resources(formula: Any) -> Any:
    def resources(individu, period, parameters):  # type: ignore[no-untyped-def]
        from openfisca_core.model_api import ADD
        from openfisca_core.periods import Period

        rolling = period.start.year >= 2021
        twelve = Period(("year", period.start.offset(-13, "month"), 1))
        year = twelve if rolling else period.n_2

        def wages(asked: Any, **options: Any) -> Any:
            found = individu("salaire_imposable", asked, **options)
            return found + individu("indemnites_journalieres_maladie", asked, **options) if options else found

        def invalidity(asked: Any, **options: Any) -> Any:
            return individu("pensions_invalidite", twelve if rolling else asked, **options)

        answering = _Answering(individu, salaire_imposable=wages, pensions_invalidite=invalidity)
        add = {"options": [ADD]}
        earned = wages(year, **add) + individu("chomage_imposable", year, **add)
        law = parameters(period.last_year if rolling else period.n_2).impot_revenu.calcul_revenus_imposables
        too_much = np.where(earned > 0, np.maximum(law.deductions.abatpro.min - earned, 0), 0)
        share = parameters(period).prestations_sociales.aides_logement.allocations_logement.ressources.abattements
        counted = 1 - share.chomage_indemnise * individu("aide_logement_abattement_indemnites_chomage", period)
        counted = counted * (1 - individu("aide_logement_condition_neutralisation", period))
        return _called(formula, answering, period, parameters) + too_much * counted

    return resources


def _spared_by_aah(formula: Any) -> Any:
    def paid(famille, period, parameters):  # type: ignore[no-untyped-def]
        answering = _Answering(famille, handicap=lambda asked: famille.members("aah", asked) > 0)
        return _called(formula, answering, period, parameters)

    return paid


def _replacements(law: Any) -> list[Any]:
    from openfisca_core.model_api import Variable

    class aide_logement_abattement_indemnites_chomage(Variable):  # noqa: N801  (its name in openfisca)
        def formula(individu, period):  # type: ignore[no-untyped-def]  # noqa: N805
            return _stopped_for_a_pension(individu, period)

    class aide_logement_abattement_revenus_activite_professionnelle(Variable):  # noqa: N801
        def formula(individu, period):  # type: ignore[no-untyped-def]  # noqa: N805
            seeking = individu("activite", period).decode_to_str() == "chomeur"
            registered = individu("date_debut_chomage", period)
            before = registered < np.datetime64(period.offset(-1, "month").start)
            paid = seeking & before & (individu("chomage_imposable", period) > 0)
            return paid | _stopped_for_a_pension(individu, period)

    class aide_logement_montant_brut_avant_degressivite(Variable):  # noqa: N801
        def formula_2019_09_01(famille, period):  # type: ignore[no-untyped-def]  # noqa: N805
            return famille("aide_logement_montant_selectionne_avant_seuil", period)

    class al_couple(Variable):  # noqa: N801
        def formula(famille, period):  # type: ignore[no-untyped-def]  # noqa: N805
            return famille("en_couple", period) | _expecting(famille, period)

    class alf(Variable):  # noqa: N801
        def formula(famille, period):  # type: ignore[no-untyped-def]  # noqa: N805
            social = famille.demandeur.menage("logement_conventionne", period)
            return famille("aide_logement_montant", period) * ~social * _family(famille, period)

    class als(Variable):  # noqa: N801
        def formula(famille, period):  # type: ignore[no-untyped-def]  # noqa: N805
            social = famille.demandeur.menage("logement_conventionne", period)
            return famille("aide_logement_montant", period) * ~social * ~_family(famille, period)

    class aide_logement_montant(Variable):  # noqa: N801
        def formula_2019_09_01(famille, period, parameters):  # type: ignore[no-untyped-def]  # noqa: N805
            values = parameters(period)
            aid, rate = (
                values.prestations_sociales.aides_logement,
                values.prelevements_sociaux.contributions_sociales.crds,
            )
            before = famille("aide_logement_montant_brut", period)
            crds = np.floor(before * 100 * rate + 1e-9) / 100
            cut = (
                famille("reduction_loyer_solidarite", period)
                * aid.reduction_loyer_solidarite.fraction_baisse_aide_logement
            )
            whole = np.floor(before - crds + 1e-9)
            result = np.round(np.maximum(whole + crds - cut, 0), 2)
            social = famille.demandeur.menage("logement_conventionne", period)
            least = aid.allocations_logement.locatif.seuils_minimum_versement
            paid = np.where(cut > 0, np.round(result - np.floor(result * 100 * rate + 1e-9) / 100, 2), whole)
            return np.where(result < np.where(social, least.apl, least.non_apl), 0, paid)

    return [
        aide_logement_abattement_indemnites_chomage,
        aide_logement_abattement_revenus_activite_professionnelle,
        aide_logement_montant_brut_avant_degressivite,
        aide_logement_montant,
        al_couple,
        alf,
        als,
    ]


def _expecting(famille: Any, period: Any) -> Any:
    """Pregnant four months ago already."""
    before = famille.members("enceinte", period.offset(-4, "month"))
    return famille.any(before)


def _family(famille: Any, period: Any) -> Any:
    alone = ~famille("en_couple", period).astype(bool)
    return (famille("al_nb_personnes_a_charge", period) > 0) | (alone & _expecting(famille, period))


def _stopped_for_a_pension(individu: Any, period: Any) -> Any:
    earned = individu("salaire_imposable", period) + individu("rpns_auto_entrepreneur_benefice", period)
    pension = individu("pensions_invalidite", period) + individu("aah", period)
    retired = individu("activite", period).decode_to_str() == "retraite"
    return (earned <= 0) & (retired | (pension > 0))
