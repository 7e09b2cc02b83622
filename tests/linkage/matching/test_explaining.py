"""Why two records are, or are not, one person: told in French, for any two records, naming nobody."""

import pytest

from data_contracts.errors import InputError
from linkage.matching.explaining import explain_pair
from linkage.matching.explanation import Explanation
from tests.linkage.conftest import DATABASE, Files, Place


def explain(files: Files, one: Place, other: Place) -> Explanation:
    con = DATABASE.cursor()
    numbers = [files.records[place]["record_no"] for place in (one, other)]
    return explain_pair(con, files._table(con, "records"), *numbers)


def test_a_probable_match_tells_the_weight_of_each_agreement() -> None:
    files = Files()
    told = explain(files, files.add("caf_persons"), files.add("pensions", nir=None))
    assert (told.decision, told.same_person) == ("probable", True)
    assert [each.level for each in told.agreements if each.weight > 1][:3] == [
        "prénom identique", "nom identique", "date de naissance identique",
    ]  # fmt: skip
    assert told.prior + sum(each.weight for each in told.agreements) == pytest.approx(told.weight)
    assert told.prior < -10, "before anything is compared, two records are two people's"
    assert told.lines()[0] == "Décision : une seule personne, probablement (selon la ressemblance)."
    assert not any(name in line for line in told.lines() for name in ("DUPONT", "JEANNE", "1980", "2800144"))


def test_a_nir_and_a_rule_are_told_as_such() -> None:
    files = Files()
    one, same = files.add("caf_persons"), files.add("pensions")
    other = files.add("registrations", nir="2800144109002")
    assert (explain(files, one, same).decision, explain(files, one, same).reason) == ("certain", "nir")
    told = explain(files, one, other)
    assert (told.decision, told.reason, told.probability, told.same_person) == ("none", "other_nir", 0, False)


def test_two_records_with_nothing_in_common_are_explained_too() -> None:
    files = Files()
    other = files.add("registrations", nir=None, last_name="MARTIN", first_name="PAUL", sex="1", commune_code="77186")
    told = explain(files, files.add("caf_persons"), other)
    assert (told.decision, told.same_person) == ("none", False)
    assert told.weight < 0


def test_a_record_that_is_not_there_is_refused() -> None:
    files = Files()
    files.add("caf_persons")
    con = DATABASE.cursor()
    with pytest.raises(InputError):
        explain_pair(con, files._table(con, "records"), 1, 2)


def test_what_a_side_does_not_say_weighs_nothing_and_is_told_once() -> None:
    files = Files()
    told = explain(files, files.add("caf_persons"), files.add("health_covers", nir=None))
    silent = [each for each in told.agreements if not each.level]
    assert {each.comparison for each in silent} >= {"commune", "sexe", "NIR"}
    assert {each.weight for each in silent} == {0.0}
    (line,) = (line for line in told.lines() if line.startswith("Inconnu d'un côté au moins, sans effet : "))
    assert line.count("commune") == 1


def test_who_else_it_could_be_is_told_of_the_people_not_of_their_other_lines() -> None:
    files = Files()
    hers = [files.add("caf_persons"), files.add("pensions")]
    twin = files.add("pensions", nir="2800144109002")
    doubtful = files.add("registrations", nir=None)
    told = explain(files, hers[0], doubtful)
    assert told.reason == "several_people"
    assert [(rival.of, rival.place) for rival in told.rivals] == [
        (f"{doubtful.file}:{doubtful.line}", f"{twin.file}:{twin.line}")
    ]
    assert explain(files, *hers).rivals == (), "of two records that are one person's nobody asks"
