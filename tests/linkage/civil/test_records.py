"""Records of every source in one form: which column comes from where."""

from datetime import date

import pytest

from tests.linkage.conftest import NIR, Files

BEARERS = ("registrations", "caf_persons", "pensions", "health_covers")


@pytest.mark.parametrize("dataset", BEARERS)
def test_a_record_of_every_source_has_one_form(dataset: str) -> None:
    files = Files()
    place = files.add(dataset, first_name="Jean-Pierre")
    record = files.records[place]
    assert (record["dataset"], record["nir"], record["nir_state"]) == (dataset, NIR, "usable")
    assert (record["used_name"], record["first_name"], record["unusual_spelling"]) == ("DUPONT", "JEAN PIERRE", True)
    assert record["nir_disagreements"] == []
    assert record["sex"] == (None if dataset == "health_covers" else "2")


@pytest.mark.parametrize("dataset", BEARERS)
def test_the_parts_of_the_nir_that_disagree_are_named_in_every_source(dataset: str) -> None:
    files = Files()
    place = files.add(dataset, nir="1801044109001", birth_date=date(1981, 10, 15))
    record = files.records[place]
    assert record["nir_state"] == "incoherent"
    assert record["nir_disagreements"] == (["birth_year"] if dataset == "health_covers" else ["sex", "birth_year"])


def test_only_the_pensions_know_the_code_of_the_birthplace_and_it_changes_no_state() -> None:
    files = Files()
    here = files.add("pensions", birth_commune_code="44109")
    moved = files.add("pensions", birth_commune_code="77186")
    silent = files.add("pensions", birth_commune_code=None)
    others = [files.add(dataset) for dataset in BEARERS if dataset != "pensions"]
    assert [files.records[place]["birth_place_code"] for place in (here, moved, silent, *others)] == [
        "44109", "77186", None, None, None, None,
    ]  # fmt: skip
    assert [files.records[place]["nir_disagreements"] for place in (here, moved, silent)] == [[], ["birthplace"], []]
    assert {record["nir_state"] for record in files.records.values()} == {"usable"}


def test_a_last_name_that_holds_both_names_is_parted() -> None:
    files = Files()
    one = files.add("registrations", last_name="MARTIN EP. DUPONT")
    two = files.add("caf_persons", used_name="Mme Dupont née Le Gall", birth_name=None)
    three = files.add("pensions", birth_name="VVE MARTIN", used_name=None)
    names = [(files.records[place]["used_name"], files.records[place]["birth_name"]) for place in (one, two, three)]
    assert names == [("DUPONT", "MARTIN"), ("DUPONT", "LE GALL"), ("MARTIN", "MARTIN")]
    assert all(files.records[place]["unusual_spelling"] for place in (one, two, three))


def test_an_abbreviated_saint_is_the_same_name_in_another_file() -> None:
    files = Files()
    short, full = files.add("registrations", last_name="ST-MARTIN"), files.add("pensions", birth_name="SAINT MARTIN")
    assert files.records[short]["used_name"] == files.records[full]["birth_name"] == "SAINT MARTIN"
