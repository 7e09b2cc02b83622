"""The shipped values of the law: complete, plausible, and what they were on a day."""

from datetime import date
from itertools import pairwise

import pytest

from eligibility.parameters import Law, load_parameters


def test_every_shipped_file_says_what_a_catalogue_needs() -> None:
    for name, parameter in load_parameters().items():
        assert parameter.article.startswith(("CASF", "CSS", "CCH", "CGI", "CT", "Loi", "Arrêté", "Ordonnance")), name
        assert parameter.description[0].isupper(), name
        assert any(value.source for value in parameter.values) or parameter.newest.checked_in, name
        for value in parameter.values:
            assert value.checked_on is None or value.checked_on > date(2022, 1, 1), name


def test_every_shipped_value_differs_from_the_one_before() -> None:
    for name, parameter in load_parameters().items():
        assert all(before != after for (_, before), (_, after) in pairwise(parameter.series)), name


RAISED_AT_ONCE = {
    "sante/plafond_base": 0.083,
    "logement/montant_minimum_verse": 0.34,
    "impot/deduction_salaires_maximum": 0.153,
}
"""More than prices did: the CMU-C in 2013, and, downwards, the least housing benefit paid in 2017 and the greatest
deduction for costs of work in 2012."""
ITS_OWN_WAY = {"logement/rls_montant", "sante/acs_montant", "minimum_vieillesse/asi_plafond", "sante/abattement_asi"}
"""Tables whose numbers do not all move alike."""


def test_no_amount_jumps_as_one_does_when_a_digit_slips() -> None:
    for name, parameter in load_parameters().items():
        if not parameter.unit.startswith("EUR") or name in ITS_OWN_WAY:
            continue
        for (_, old), (day, new) in pairwise(parameter.series):
            changes = [new[cell] / old[cell] - 1 for cell in new.keys() & old.keys() if old[cell] and new[cell]]
            allowed = RAISED_AT_ONCE.get(name, 0.08)
            assert all(abs(change) <= allowed for change in changes), (name, day)
            assert not changes or max(changes) - min(changes) < 0.02, (name, day)


@pytest.mark.parametrize(
    ("asked", "day", "value"),
    [
        ("rsa/montant_base", date(2013, 1, 1), 483.24),
        ("rsa/montant_base", date(2013, 8, 31), 483.24),
        ("rsa/montant_base", date(2013, 9, 1), 492.90),
        ("rsa/montant_base", date(2014, 1, 1), 499.31),
        ("rsa/montant_base", date(2014, 9, 1), 509.30),
        ("rsa/montant_base", date(2026, 3, 31), 646.52),
        ("rsa/montant_base", date(2026, 4, 1), 651.69),
        (("rsa/forfait_logement", "3"), date(2014, 5, 1), 0.165),
        ("rsa/montant_minimum_verse", date(2014, 5, 1), 6),
        ("rsa/part_revenus_activite_conservee", date(2015, 12, 31), 0.62),
        ("rsa/premier_mois_de_reference", date(2025, 2, 28), 3),
        ("rsa/premier_mois_de_reference", date(2025, 3, 1), 4),
        ("prime_activite/montant_base", date(2018, 8, 1), 551.51),
        ("prime_activite/part_revenus_activite_conservee", date(2025, 4, 1), 0.5985),
        ("sante/plafond_base", date(2013, 6, 30), 7934.90),
        ("sante/plafond_base", date(2013, 7, 1), 8592.96),
        ("sante/plafond_base", date(2014, 7, 1), 8644.52),
        ("sante/majoration_avec_participation", date(2010, 12, 31), 0.20),
        ("sante/majoration_avec_participation", date(2011, 6, 1), 0.26),
        ("sante/majoration_avec_participation", date(2014, 5, 1), 0.35),
        ("minimum_vieillesse/plafond_seul", date(2013, 4, 1), 9447.21),
        ("minimum_vieillesse/plafond_seul", date(2014, 4, 1), 9503.89),
        ("minimum_vieillesse/plafond_seul", date(2014, 10, 1), 9600),
        ("minimum_vieillesse/montant_seul", date(2026, 1, 1), 12523.14),
        ("minimum_vieillesse/duree_titre_sejour", date(2011, 12, 22), 5),
        ("ass/montant_journalier", date(2013, 1, 1), 15.90),
        ("ass/montant_journalier", date(2014, 1, 1), 16.11),
        (("ass/plafond", "couple"), date(2014, 1, 1), 110),
        (("logement/plafond_loyer", "2", "couple"), date(2014, 5, 1), 310.38),
        ("logement/participation_minimale", date(2017, 9, 30), 34.76),
        ("logement/participation_minimale", date(2017, 10, 1), 35.02),
        (("logement/r0", "seul"), date(2026, 5, 1), 5235),
        (("logement/evaluation_forfaitaire_smic", "salarie"), date(2020, 12, 31), 1015),
        ("impot/deduction_salaires_minimum", date(2013, 1, 1), 424),
    ],
)
def test_values_of_the_law(asked: str | tuple[str, str], day: date, value: float) -> None:
    assert Law(day)[asked] == Law(date(2019, 1, 1)).on(day)[asked] == value


@pytest.mark.parametrize(
    ("born", "day", "months"),
    [
        (date(1951, 6, 30), date(2013, 1, 1), 60 * 12),
        (date(1951, 7, 1), date(2013, 1, 1), 60 * 12 + 4),
        (date(1952, 5, 1), date(2011, 12, 31), 60 * 12 + 8),
        (date(1952, 5, 1), date(2012, 1, 1), 60 * 12 + 9),
        (date(1955, 1, 1), date(2014, 5, 1), 62 * 12),
        (date(1964, 1, 1), date(2026, 8, 31), 63 * 12),
        (date(1964, 1, 1), date(2026, 9, 1), 62 * 12 + 9),
        (date(1970, 1, 1), date(2026, 9, 1), 64 * 12),
    ],
)
def test_the_legal_age_depends_on_the_generation_and_on_the_reform(born: date, day: date, months: int) -> None:
    reached = [age for threshold, age in Law(day).scale("retraite/age_legal") if threshold <= born]
    assert reached[-1] == months


@pytest.mark.parametrize("name", ["retraite/age_legal", "retraite/age_taux_plein", "minimum_vieillesse/age_inaptitude"])
def test_a_later_generation_never_retires_earlier(name: str) -> None:
    for _, scale in load_parameters()[name].series:
        assert list(scale.values()) == sorted(scale.values())
