"""An operator's own values: later ones added, one corrected, a file replaced; a wrong one is said."""

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from data_contracts.errors import InputError
from eligibility.parameters import Law, load_parameters
from pipelines.cli import app
from tests.pipelines.line_situations import JOBSEEKER, MAY_2014, assessed

APRIL_2027 = """
values:
  - {from: 2027-04-01, value: 660.00, source: Décret du 30/03/2027, checked_on: 2027-03-31, checked_in: JO}
"""
WHOLE = """
description: Montant forfaitaire
unit: EUR/month
article: CASF L262-3
values:
  - {from: 2014-01-01, value: 500}
"""


def operators(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def test_a_later_value_is_added_to_the_shipped_ones(tmp_path: Path) -> None:
    parameters = load_parameters(operators(tmp_path, rsa__montant_base=APRIL_2027))
    days = (date(2013, 1, 1), date(2027, 3, 31), date(2027, 4, 1))
    assert [Law(day, parameters)["rsa/montant_base"] for day in days] == [483.24, 651.69, 660]
    added = parameters["rsa/montant_base"]
    assert (added.newest.source, added.newest.checked_in) == ("Décret du 30/03/2027", "JO")
    assert added.article == load_parameters()["rsa/montant_base"].article


def test_a_value_of_the_same_day_is_corrected(tmp_path: Path) -> None:
    text = "values:\n  - {from: 2026-04-01, value: 10421, source: Arrêté lu}"
    corrected = load_parameters(operators(tmp_path, sante__plafond_base=text))["sante/plafond_base"]
    assert corrected.at(date(2026, 5, 1)) == 10421
    assert len(corrected.values) == len(load_parameters()["sante/plafond_base"].values)


def test_a_table_is_completed_whole(tmp_path: Path) -> None:
    text = "values:\n  - {from: 2027-01-01, value: {un_parent: 0.2, deux_parents: 0.3}}"
    parameters = load_parameters(operators(tmp_path, rsa__forfait_asf=text))
    assert Law(date(2027, 1, 1), parameters)["rsa/forfait_asf", "un_parent"] == 0.2


def test_a_whole_file_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    replaced = load_parameters(operators(tmp_path, rsa__montant_base=WHOLE))["rsa/montant_base"]
    assert [value.value for value in replaced.values] == [500]


def test_the_others_stay_as_shipped_and_the_shipped_ones_too(tmp_path: Path) -> None:
    shipped = load_parameters()
    parameters = load_parameters(operators(tmp_path, rsa__montant_base=APRIL_2027))
    assert {name for name in shipped if parameters[name] != shipped[name]} == {"rsa/montant_base"}
    assert shipped["rsa/montant_base"].newest.start == date(2026, 4, 1)


def test_the_folder_is_read_again_each_time(tmp_path: Path) -> None:
    operators(tmp_path, rsa__montant_base=APRIL_2027)
    load_parameters(tmp_path)
    operators(tmp_path, rsa__montant_base=APRIL_2027.replace("660.00", "661"))
    assert load_parameters(tmp_path)["rsa/montant_base"].newest.value == 661


def test_rules_apply_the_values_they_are_given(tmp_path: Path) -> None:
    dearer = load_parameters(operators(tmp_path, rsa__montant_base=WHOLE))
    shipped, own = (
        assessed([JOBSEEKER], MAY_2014, ["rsa_socle"], parameters=given)["rsa_socle", 0] for given in (None, dearer)
    )
    assert "500,00" in own["why"]
    assert "499,31" in shipped["why"]


@pytest.mark.parametrize(
    ("name", "text", "said", "expected"),
    [
        ("rsa/montant_bse", APRIL_2027, "Aucune règle ne lit de paramètre rsa/montant_bse", "rsa/montant_base"),
        ("montant_base", APRIL_2027, "Aucune règle ne lit de paramètre montant_base", "rsa/montant_base"),
        (
            "rsa/montant_base",
            "values:\n  - {from: 2027-04-01, value: 660,00}",
            "avec une virgule",
            "un nombre avec un point",
        ),
        ("rsa/forfait_asf", APRIL_2027, "value doit être un tableau par parents", "values"),
        ("rsa/montant_base", "unit: EUR/month" + APRIL_2027, "article : cette clé manque", "description"),
    ],
    ids=["misspelt", "out of its folder", "a comma", "a number for a table", "neither whole nor values only"],
)
def test_a_wrong_file_is_said(tmp_path: Path, name: str, text: str, said: str, expected: str) -> None:
    with pytest.raises(InputError) as error:
        load_parameters(operators(tmp_path, **{name.replace("/", "__"): text}))
    assert said in error.value.what
    assert expected in error.value.expected
    assert str(tmp_path) in error.value.where


def test_another_extension_is_said(tmp_path: Path) -> None:
    (tmp_path / "montant_base.yml").write_text(APRIL_2027, "utf-8")
    with pytest.raises(InputError, match=r"l'extension est \.yml"):
        load_parameters(tmp_path)


def test_a_folder_that_does_not_exist_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="n'existe pas") as error:
        load_parameters(tmp_path / "nowhere")
    assert "JUSTEDROIT_PARAMETERS" in error.value.where


def test_check_shows_what_a_folder_changes_and_what_nobody_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUSTEDROIT_PARAMETERS", str(operators(tmp_path, rsa__montant_base=APRIL_2027)))
    result = CliRunner().invoke(app, ["parameters", "check"], env={"COLUMNS": "200"})
    assert result.exit_code == 0
    assert [cell.strip() for cell in result.output.split("01/04/2027")[1].splitlines()[0].split("│")[1:4]] == [
        "651,69", "660", "+1,28 %",
    ]  # fmt: skip
    assert "sante/plafond_base (01/04/2026)" in result.output


def test_a_month_stops_before_it_begins_where_a_value_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUSTEDROIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("JUSTEDROIT_PARAMETERS", str(operators(tmp_path / "own", rsa__montant_bse=APRIL_2027)))
    result = CliRunner().invoke(app, ["run", "--period", "2014-05"])
    assert isinstance(result.exception, InputError)
    assert "rsa/montant_bse" in str(result.exception)
    assert not (tmp_path / "home" / "store").exists()
