"""Doubts: for each code, the smallest files that raise it, and a clean pair that raises none."""

from collections.abc import Callable
from datetime import date

import pytest

from data_contracts.known import DOUBTS
from tests.linkage.conftest import NIR, Files, Place

OTHER_NIR = "2800144109002"


def _with_certain_pair(**said: object) -> Files:
    files = Files()
    files.add("registrations")
    files.add("caf_persons", **said)
    return files


def _repeated_line() -> Files:
    files = Files()
    files.add("pensions")
    files.add("pensions")
    return files


def _shared_in_a_family() -> Files:
    files = Files()
    files.add("caf_persons", role="ENF", birth_date=date(2010, 3, 2), first_name="LEO", sex="1")
    files.add("caf_persons")
    return files


def _twins() -> Files:
    files = Files()
    files.add("caf_persons", role="ENF", nir=OTHER_NIR, first_name="LEA")
    files.add("caf_persons", role="ENF")
    return files


def _another_commune() -> Files:
    files = _with_certain_pair()
    files.add("caf_dossiers", commune_code="77186")
    return files


def _deceased() -> Files:
    files = _with_certain_pair()
    files.add("deaths")
    return files


RAISED: dict[str, Callable[[], Files]] = {
    "nir_absent": lambda: _with_certain_pair(nir=None),
    "nir_malforme": lambda: _with_certain_pair(nir="12345"),
    "nir_cle_fausse": lambda: _with_certain_pair(nir=NIR + "00"),
    "nir_incoherent": lambda: _with_certain_pair(nir="1800144109001"),
    "nir_partage": _shared_in_a_family,
    "naissance_incomplete": lambda: _with_certain_pair(birth_precision="month", birth_date=date(1980, 1, 1)),
    "naissance_divergente": lambda: _with_certain_pair(birth_date=date(1980, 1, 16)),
    "nom_graphie": lambda: _with_certain_pair(first_name="Jeanne"),
    "nom_divergent": lambda: _with_certain_pair(used_name="DUPOND"),
    "nom_prenom_inverses": lambda: _with_certain_pair(used_name="JEANNE", first_name="DUPONT"),
    "adresse_divergente": _another_commune,
    "doublon": _repeated_line,
    "homonyme": lambda: _with_certain_pair(nir=OTHER_NIR),
    "jumeaux": _twins,
    "decede": _deceased,
}
"""code -> files whose last record, Pôle emploi's apart, raises that doubt and no other."""


def test_every_code_has_its_line() -> None:
    assert set(RAISED) == set(DOUBTS)


@pytest.mark.parametrize("doubt", DOUBTS)
def test_a_doubt_is_raised_alone(doubt: str) -> None:
    files = RAISED[doubt]()
    assert files.doubts(max(place for place in files.records if place.dataset != "registrations")) == {doubt}


@pytest.mark.parametrize(
    ("doubt", "others"),
    [
        ("naissance_divergente", {"naissance_divergente"}),
        ("nom_divergent", {"nom_divergent"}),
        ("nom_prenom_inverses", {"nom_prenom_inverses"}),
        ("adresse_divergente", {"adresse_divergente"}),
        ("homonyme", {"homonyme"}),
        ("decede", {"decede"}),
        ("nir_incoherent", set()),
        ("nom_graphie", set()),
    ],
)
def test_a_doubt_between_files_is_noted_on_both_and_a_faulty_record_blames_no_other(
    doubt: str, others: set[str]
) -> None:
    assert RAISED[doubt]().doubts(Place("registrations", "registrations.csv", 2)) == others


def test_of_a_repeated_line_only_the_copy_is_doubtful() -> None:
    assert _repeated_line().doubts(Place("pensions", "pensions.csv", 2)) == set()


def test_a_repeated_dossier_or_payment_is_a_doubt_too() -> None:
    files = Files()
    files.add("caf_persons")
    for _ in range(3):
        files.add("caf_dossiers")
        dossier = files.add("caf_dossiers", dossier_number="00000002")
        payment = files.add("unemployment_payments")
    assert files.doubts(dossier) == files.doubts(payment) == {"doublon"}
    assert len(files.record_doubts) == 6


def test_whoever_shares_a_nir_has_it_noted_on_both_records() -> None:
    files = _shared_in_a_family()
    child = Place("caf_persons", "caf_persons.csv", 2)
    assert files.doubts(child) == {"nir_partage", "nir_incoherent"}


def test_a_clean_pair_raises_no_doubt() -> None:
    files = _with_certain_pair(birth_name="DUPONT")
    files.add("caf_dossiers")
    files.add("pensions")
    files.add("health_covers")
    files.add("unemployment_payments")
    assert files.record_doubts == []
