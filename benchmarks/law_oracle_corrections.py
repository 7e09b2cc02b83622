"""What openfisca-france gets wrong at the dates compared, set right before it is asked.

Belongs here: a value or a formula that a published text contradicts, with that text, and nothing of our own rules
(health cover: `law_oracle_health`). Does not: what openfisca does not model, which `law_oracle` lists; its
`--as-published` says what these change. One has no value to name: openfisca refuses the ASPA and ASI to every foreigner
from outside the EEA, since its formula gives the 10 years of permit (CSS L816-1) to numpy's `logical_or` as the place
to write the result.
"""

from datetime import date
from typing import Any

import numpy as np

from benchmarks.law_oracle_health import correct_health

CEILINGS = ((date(2025, 4, 1), 10339.0), (date(2026, 4, 1), 10422.0))
"""CSS, one person, EUR a year. 2025: order of the JO of 29 March 2025. 2026: computed (+0.8 %, CSS L161-25), order not
read. openfisca stops at 10 166 (2024)."""

AGES_OF_THE_UNFIT = (("1951-07", 60, 0), ("1952-01", 60, 4), ("1953-01", 60, 9), ("1954-01", 61, 2), ("1955-01", 61, 7))
"""Born before the month -> years and months from which the unfit may have the ASPA; 62 later, also since the reform of
2023 (CSS L161-17-2, D161-2-1-9, L815-1). openfisca takes one age a year, 64 since 2023, and whole years only."""


def correct(law: Any) -> Any:
    """The tax-benefit system itself, set right."""
    _raise_ceilings(law)
    _open_rsa_jeune_at_18(law)
    correct_health(law)
    _right_to_aspa(law)
    return law


def _raise_ceilings(law: Any) -> None:
    ceiling = law.parameters.prestations_sociales.solidarite_insertion.minima_sociaux.cs.cmu.plafond_base
    for since, value in CEILINGS:
        ceiling.update(start=since.isoformat(), value=value)
    law._parameters_at_instant_cache.clear()


def _open_rsa_jeune_at_18(law: Any) -> None:
    """CASF L262-7-1: "dix-huit ans au moins"; openfisca asks for more than 18 years."""
    minimum = law.parameters.prestations_sociales.solidarite_insertion.minima_sociaux.rsa.rsa_cond.age_min_rsa_jeune
    minimum.update(start="2010-01-01", value=17)
    law._parameters_at_instant_cache.clear()


def _right_to_aspa(law: Any) -> None:
    from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period

    person = next(entity for entity in law.entities if entity.key == "individu")

    class asi_aspa_condition_nationalite(Variable):  # noqa: N801  (its name in openfisca)
        value_type = bool
        default_value = True
        entity = person
        label = "Nationalité et titre de séjour pour l'ASPA ou l'ASI"
        definition_period = MONTH
        set_input = set_input_dispatch_by_period

        def formula(individu, period, parameters):  # type: ignore[no-untyped-def]  # noqa: N805
            aspa = parameters(period).prestations_sociales.solidarite_insertion.minimum_vieillesse.aspa
            european = individu("ressortissant_eee", period) + (individu("nationalite", period) == b"CH")
            return european + (individu("duree_possession_titre_sejour", period) >= aspa.duree_min_titre_sejour)

    class aspa_eligibilite(Variable):  # noqa: N801
        value_type = bool
        entity = person
        label = "Éligibilité individuelle à l'ASPA"
        definition_period = MONTH
        set_input = set_input_dispatch_by_period

        def formula(individu, period, parameters):  # type: ignore[no-untyped-def]  # noqa: N805
            aspa = parameters(period).prestations_sociales.solidarite_insertion.minimum_vieillesse.aspa
            born = individu("date_naissance", period)
            early = np.select(
                [born < np.datetime64(month) for month, _, _ in AGES_OF_THE_UNFIT],
                [12 * years + months for _, years, months in AGES_OF_THE_UNFIT],
                12 * 62,
            )
            disabled = individu("taux_incapacite", period) > aspa.taux_incapacite_aspa_anticipe
            unfit = individu("inapte_travail", period) + disabled
            of_age = (individu("age", period) >= aspa.age_min) + (individu("age_en_mois", period) >= early) * unfit
            return of_age * individu("asi_aspa_condition_nationalite", period)

    law.replace_variable(asi_aspa_condition_nationalite)
    law.replace_variable(aspa_eligibilite)
