"""The model: a file that is read back as it was written, refused where it does not fit, and learnt without labels."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from data_contracts.errors import InputError
from linkage.matching.clusters import find_clusters
from linkage.matching.comparisons import COMPARISONS
from linkage.matching.model import Model, load_model, save_model
from linkage.matching.training import train_model
from tests.linkage.conftest import DATABASE, Files

FIRST_NAMES = ["ANNE", "BERNARD", "CLAIRE", "DENIS", "ELODIE", "FABRICE", "GAELLE", "HUGUES"]


def test_the_shipped_model_is_that_of_the_declared_comparisons() -> None:
    model = load_model()
    assert list(model.worth) == [each.name for each in COMPARISONS]
    assert "répétition" in model.trained_on


def test_agreement_never_weighs_against_a_match_nor_difference_for_one() -> None:
    for name, levels in load_model().worth.items():
        best, *_, worst = levels.values()
        assert best["m"] >= best["u"], name
        assert worst["m"] <= worst["u"], name


def test_a_model_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    model = replace(load_model(), trained_on="essai", probable_from=0.97)
    save_model(model, tmp_path / "model.yaml")
    assert load_model(tmp_path / "model.yaml") == model


@pytest.mark.parametrize(
    ("found", "written"),
    [
        ("  sex:", "  sexe:"),
        ("probable_from: 0.99", "probable_from: 1.99"),
        ("review_from", "revue"),
        ("worth:", "worth: ["),
        ("m: 0.992", "m: beaucoup"),
    ],
    ids=["a comparison nobody declared", "not a probability", "a missing value", "no YAML", "no number"],
)
def test_a_model_that_does_not_fit_is_refused(tmp_path: Path, found: str, written: str) -> None:
    save_model(load_model(), tmp_path / "model.yaml")
    text = (tmp_path / "model.yaml").read_text("utf-8")
    assert found in text
    (tmp_path / "model.yaml").write_text(text.replace(found, written), "utf-8")
    with pytest.raises(InputError, match="paramètres du rapprochement"):
        load_model(tmp_path / "model.yaml")


def test_a_small_file_is_weighed_like_a_large_one_up_to_a_point() -> None:
    model = load_model()
    assert model.prior(10) == model.prior(model.smallest_population) > model.prior(2 * model.smallest_population)


def _two_files() -> Files:
    files = Files()
    for number, name in enumerate(FIRST_NAMES):
        said = {"birth_date": date(1980, 1, 1) + timedelta(number), "first_name": name}
        nir = f"2800144109{number + 1:03}"
        files.add("registrations", nir=nir, **said)
        files.add("pensions", nir=nir, **said)
    return files


def test_training_learns_from_the_nir_alone_and_gives_the_same_twice() -> None:
    files = _two_files()

    def learnt() -> Model:
        con = DATABASE.cursor()
        return train_model(con, files._table(con, "records"), "essai", pairs=1e4)

    model = learnt()
    assert model == learnt()
    assert model.matches_per_record == 1
    assert model.worth["first_name"]["exact"]["m"] > 0.99 > 0.01 > model.worth["first_name"]["different"]["m"]
    assert len({share for level in model.worth["address"].values() for share in level.values()}) == 1, "never seen"


def test_one_to_one_keeps_the_best_counterpart_only() -> None:
    files = Files()
    wanted = files.add("registrations", nir=None)
    best = files.add("pensions", nir=None)
    files.add("pensions", nir=None, commune_code="77186", first_name="JEANNNE")
    con = DATABASE.cursor()
    linkage = find_clusters(con, files._table(con, "records"), one_to_one=True)
    people: dict[int, set[int]] = {}
    for record_no, person_no, _ in linkage.clusters.fetchall():
        people.setdefault(person_no, set()).add(record_no)
    assert {files.records[place]["record_no"] for place in (wanted, best)} in people.values()
    assert len(people) == 2


def test_nothing_of_splink_stays_in_the_database_and_nothing_is_logged(capfd: pytest.CaptureFixture[str]) -> None:
    files = _two_files()
    files.add("caf_persons", nir=None, first_name="ANNE", birth_date=date(1980, 1, 1))
    con = DATABASE.cursor()
    find_clusters(con, files._table(con, "records"))
    tables = con.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()
    assert [name for (name,) in tables if "splink" in name] == []
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ("", "")
