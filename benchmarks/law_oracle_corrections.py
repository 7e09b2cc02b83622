"""What openfisca-france gets wrong at the dates compared, set right before it is asked.

Belongs here: a value or a formula that a published text contradicts, with that text, and nothing of our own rules.
Does not: what openfisca does not model, which `law_oracle` lists; its `--as-published` says what these change. Most
benefits
have theirs beside: `law_oracle_health`, `_minima` (ASPA, ASS), `_housing`, `_prime`.
"""

from datetime import date
from typing import Any

from benchmarks import law_oracle_minima
from benchmarks.law_oracle_health import correct_health
from benchmarks.law_oracle_housing import correct_housing
from benchmarks.law_oracle_prime import right_to_prime

CEILINGS = ((date(2025, 4, 1), 10339.0), (date(2026, 4, 1), 10422.0))
"""CSS, one person, EUR a year. 2025: order of the JO of 29 March 2025. 2026: computed (+0.8 %, CSS L161-25), order not
read. openfisca stops at 10 166 (2024)."""


def correct(law: Any) -> Any:
    """The tax-benefit system itself, set right."""
    _raise_ceilings(law)
    _open_rsa_jeune_at_18(law)
    correct_health(law)
    law_oracle_minima.set_right(law)
    correct_housing(law)
    right_to_prime(law)
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
