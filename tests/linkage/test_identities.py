"""The identity to write to: which file is believed for the name, the address, the NIR."""

import pytest

from tests.linkage.conftest import NIR, Files


def test_the_caf_is_believed_first_then_the_cnav_then_pole_emploi() -> None:
    files = Files()
    files.add("registrations", last_name="A LA POSTE")
    files.add("pensions", used_name="A LA RETRAITE", birth_name="NEE")
    caf = files.add("caf_persons", used_name="A LA CAF", birth_name="NEE")
    files.add("caf_dossiers")
    person = files.person(caf)
    identity = files.identities(person)[person]
    assert (identity["last_name"], identity["birth_name"], identity["nir"]) == ("A LA CAF", "NEE", NIR)
    assert (identity["address_4"], identity["address_6"]) == ("2 RUE DE LA CAF", "44000 NANTES")

    without_caf = Files()
    without_caf.add("registrations", last_name="A LA POSTE")
    without_caf.add("pensions", used_name=None, birth_name="NEE")
    identity = without_caf.identities(person)[person]
    assert (identity["last_name"], identity["address_4"]) == ("NEE", "3 RUE DE LA CNAV")


@pytest.mark.parametrize("address_6", [None, "77000 MELUN"])
def test_an_address_without_locality_gives_way_to_the_next_files(address_6: str | None) -> None:
    files = Files()
    place = files.add("caf_persons")
    files.add("caf_dossiers", address_6=address_6)
    files.add("registrations", street="1 RUE DES LICES", locality="44000 NANTES")
    person = files.person(place)
    identity = files.identities(person)[person]
    expected = ("2 RUE DE LA CAF", "77000 MELUN") if address_6 else ("1 RUE DES LICES", "44000 NANTES")
    assert (identity["address_4"], identity["address_6"]) == expected


def test_whoever_only_health_insurance_knows_has_a_name_and_no_address() -> None:
    files = Files()
    person = files.person(files.add("health_covers"))
    identity = files.identities(person)[person]
    assert identity["last_name"] == "DUPONT"
    assert [identity[f"address_{line}"] for line in range(2, 7)] == [None] * 5


def test_a_nir_nobody_trusts_is_not_written() -> None:
    files = Files()
    person = files.person(files.add("caf_persons", nir=NIR + "00"))
    assert files.identities(person)[person]["nir"] is None


def test_where_a_match_is_only_probable_the_caf_is_believed_last() -> None:
    files = Files()
    files.add("caf_persons", nir=None, first_name="Jeanne")
    files.add("caf_dossiers")
    place = files.add("registrations")
    person = files.person(place)
    assert files.identities(person)[person]["address_4"] == "1 RUE DES LICES"


def test_a_repeated_dossier_gives_one_identity() -> None:
    files = Files()
    place = files.add("caf_persons")
    files.add("caf_persons")
    files.add("caf_dossiers", address_4="1 RUE DU PREMIER DOSSIER")
    files.add("caf_dossiers", address_4="2 RUE DU SECOND")
    (identity,) = files.identities(files.person(place)).values()
    assert identity["address_4"] == "1 RUE DU PREMIER DOSSIER"


def test_only_the_people_asked_for_have_an_identity() -> None:
    files = Files()
    wanted = files.person(files.add("caf_persons"))
    files.add("caf_persons", nir="2800144109002", first_name="LEA")
    assert list(files.identities(wanted)) == [wanted]
    assert files.identities() == {}
