"""Each expectation with a profile that keeps it and one that breaks it; what is said; what must never be said."""

from typing import Any, ClassVar

import duckdb
import pytest

from data_contracts.columns import Table, column, identity
from data_contracts.population import PopulationResult, Profile, check_population, profile, suite
from data_contracts.received import CafPerson, Received


class Payment(Received):
    """A small received table, with a tolerance on one column."""

    table_name: ClassVar[str] = "payments"
    key: ClassVar[tuple[str, ...]] = ("file", "line")

    nir: str | None = identity("NIR", max_null_share=0.4)
    commune_code: str | None = column("commune", max_null_share=0.05)
    never_missing: str | None = column("tolerates nothing missing", max_null_share=0)
    sex: str | None = column("sex", codes={"1": "homme", "2": "femme"})
    rsa_eur_month: float | None = column("RSA", unit="EUR/month")


BEFORE: Profile = {
    "rows": 9800.0,
    "null_share.nir": 0.1,
    "null_share.commune_code": 0.02,
    "null_share.never_missing": 0.0,
    "null_share.sex": 0.1,
    "code_share.sex.1": 0.3,
    "code_share.sex.2": 0.7,
    "null_share.rsa_eur_month": 0.5,
    "mean.rsa_eur_month": 500.0,
}


def results(changes: Profile | None = None, previous: Profile | None = BEFORE) -> dict[str, PopulationResult]:
    """Results, by name, on a profile like the one before but for the changes."""
    return {result.name: result for result in check_population(BEFORE | (changes or {}), Payment, previous)}


KEPT_AND_BROKEN = [
    ("rows.not_empty", True, "rows", [1], [0]),
    ("rows.volume", True, "rows", [4900, 19600], [4899, 19601]),
    ("rows.drift", False, "rows", [8820, 10780], [8819, 10781]),
    ("null_share.commune_code.severe", True, "null_share.commune_code", [0.0, 0.15], [0.150001]),
    ("null_share.commune_code.tolerated", False, "null_share.commune_code", [0.0, 0.05], [0.050001]),
    ("null_share.commune_code.drift", False, "null_share.commune_code", [0.0, 0.07], [0.070001]),
    ("null_share.never_missing.severe", True, "null_share.never_missing", [0.0], [0.000001]),
    ("null_share.never_missing.tolerated", False, "null_share.never_missing", [0.0], [0.000001]),
    ("null_share.nir.tolerated", False, "null_share.nir", [0.4], [0.400001]),
    ("null_share.rsa_eur_month.drift", False, "null_share.rsa_eur_month", [0.45, 0.55], [0.449999, 0.550001]),
    ("code_share.sex.1.drift", False, "code_share.sex.1", [0.2, 0.4], [0.199999, 0.400001]),
    ("mean.rsa_eur_month.drift", False, "mean.rsa_eur_month", [400.0, 600.0], [399.99, 600.01]),
]


@pytest.mark.parametrize(("name", "severe", "metric", "kept", "broken"), KEPT_AND_BROKEN, ids=lambda v: str(v)[:40])
def test_each_expectation(name: str, severe: bool, metric: str, kept: list[float], broken: list[float]) -> None:
    for values, passed in ((kept, True), (broken, False)):
        for value in values:
            found = results({metric: value})[name]
            assert (found.severe, found.passed, found.observed) == (severe, passed, value)


def test_a_table_like_the_month_before_passes() -> None:
    assert [result for result in results().values() if not result.passed] == []


def test_severe_results_come_first() -> None:
    severe = [result.severe for result in results().values()]
    assert severe == sorted(severe, reverse=True)


@pytest.mark.parametrize("previous", [None, {}, {"rows": 0.0}])
def test_without_a_month_before_the_contract_alone_is_checked(previous: Profile | None) -> None:
    assert set(results(previous=previous)) == {
        "rows.not_empty",
        "null_share.nir.tolerated",  # three times 0.4 cannot be exceeded: no severe check
        "null_share.commune_code.severe",
        "null_share.commune_code.tolerated",
        "null_share.never_missing.severe",
        "null_share.never_missing.tolerated",
    }


def test_an_empty_table_has_results_on_rows_only() -> None:
    found = check_population({"rows": 0.0}, Payment, BEFORE)
    assert [(result.name, result.passed) for result in found] == [
        ("rows.not_empty", False),
        ("rows.volume", False),
        ("rows.drift", False),
    ]


def test_a_mean_of_zero_has_no_proportion_to_drift_by() -> None:
    assert "mean.rsa_eur_month.drift" not in results(previous={**BEFORE, "mean.rsa_eur_month": 0.0})


def test_the_suite_is_one_of_great_expectations() -> None:
    import great_expectations as gx

    made = suite(Payment, BEFORE)
    assert isinstance(made, gx.ExpectationSuite)
    assert {str(e.meta["name"]) for e in made.expectations if e.meta} == set(results())
    assert {e.severity.value for e in made.expectations} == {"critical", "warning"}


MESSAGES = [
    (
        "rows.volume",
        {"rows": 3120},
        "3 120 lignes reçues, contre 9 800 le mois précédent (attendu : entre 4 900 et 19 600). "
        "Vérifier que la livraison est complète.",
    ),
    (
        "rows.volume",
        {"rows": 30000},
        "30 000 lignes reçues, contre 9 800 le mois précédent (attendu : entre 4 900 et 19 600). "
        "Vérifier que la livraison ne contient pas deux fois les mêmes lignes.",
    ),
    (
        "rows.not_empty",
        {"rows": 0},
        "Aucune ligne reçue (attendu : au moins 1). Vérifier que la livraison est complète.",
    ),
    ("rows.not_empty", {"rows": 1}, "1 ligne reçue (attendu : au moins 1)."),
    (
        "null_share.commune_code.severe",
        {"null_share.commune_code": 0.4321},
        "commune_code : 43,2 % de valeurs manquantes (attendu : au plus 15 %). "
        "Vérifier auprès du producteur que cette colonne est toujours remplie.",
    ),
    (
        "code_share.sex.1.drift",
        {"code_share.sex.1": 0.7},
        "sex, code 1 (homme) : 70 % des valeurs connues, contre 30 % le mois précédent "
        "(attendu : entre 20 % et 40 %). Vérifier auprès du producteur que ses codes n'ont pas changé.",
    ),
    (
        "mean.rsa_eur_month.drift",
        {"mean.rsa_eur_month": 50000.5},
        "rsa_eur_month : 50 000,5 EUR par mois en moyenne, contre 500 EUR par mois le mois précédent "
        "(attendu : entre 400 EUR par mois et 600 EUR par mois). "
        "Vérifier auprès du producteur que l'unité et la définition du montant n'ont pas changé.",
    ),
]


@pytest.mark.parametrize(("name", "changes", "expected"), MESSAGES)
def test_messages(name: str, changes: dict[str, float], expected: str) -> None:
    assert results(changes)[name].message == expected


def test_a_table_that_is_not_received_sends_upstream() -> None:
    class Derived(Table):
        table_name: ClassVar[str] = "derived"
        key: ClassVar[tuple[str, ...]] = ("person_id",)
        person_id: str = column("pseudonym")

    (found,) = check_population({"rows": 0.0}, Derived, None)
    assert found.message == (
        "Aucune ligne (attendu : au moins 1). Vérifier d'abord les contrôles des tables dont celle-ci est tirée."
    )


def test_an_identity_never_appears_in_results() -> None:
    planted = {"used_name": "ZORGLUB", "first_name": "EULALIE", "nir": "160017712345678", "dossier_number": "77123456"}
    planted |= {"birth_date": "1960-01-31", "role": "ZORGLUB-ROLE", "sex": "ZORGLUB-SEXE", "caf_code": "ZORGLUB-CAF"}
    con = duckdb.connect()
    texts: list[Any] = [f"'{planted[c.name]}'" if c.name in planted else "NULL" for c in CafPerson.columns()]
    typed = (f"CAST({t} AS {c.duckdb_type}) AS {c.name}" for t, c in zip(texts, CafPerson.columns(), strict=True))
    current = profile(con, con.sql(f"SELECT {', '.join(typed)}"), CafPerson)
    previous = dict.fromkeys(current, 0.0) | {"rows": 5000.0}
    found = check_population(current, CafPerson, previous)
    failed = {result.name for result in found if not result.passed}
    assert {"rows.volume", "null_share.second_name.drift"} <= failed
    shown = repr([current, previous, found, suite(CafPerson, previous)])
    assert not [text for text in planted.values() if text in shown]
