"""What a list says, and what it must not."""

import csv
from pathlib import Path

import pytest

from campaigns.outputs.contacts import GENERAL_REASON
from campaigns.outputs.lists import FORMULA_STARTS, write_csv
from data_contracts.campaign import Campaign
from data_contracts.period import Period
from tests.campaigns.conftest import Territory, edited
from tests.campaigns.outputs.reaching import filled, reference


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_a_contact(territory: Territory, inform: Campaign, tmp_path: Path) -> None:
    territory.add(1)
    assert write_csv(filled(territory.target(inform)), tmp_path / "list.csv") == 1
    assert read(tmp_path / "list.csv") == [
        {
            "Référence": reference(1),
            "Vague": "1",
            "Moyen": "courrier",
            "Adresse ligne 1": "JEANNE DUPONT",
            "Adresse ligne 2": "5 B RUE DE L EGLISE",
            "Adresse ligne 3": "44000 NANTES",
            "Adresse ligne 4": "",
            "Adresse ligne 5": "",
            "Adresse ligne 6": "",
            "Code commune": "44109",
            "Type de territoire": "urbain dense",
            "Droit": "RSA socle",
            "Probabilité": "droit probable",
            "Montant mensuel minimum estimé (EUR)": "120,50",
            "Montant mensuel maximum estimé (EUR)": "240,00",
            "Pourquoi cette personne": "Allocation de 12,00 EUR par jour ; CASF, article L262-2.",
            "Ce qui reste à vérifier": "logement ; résidence stable",
            "Prochaine étape": inform.next_step,
            "Sûreté du rapprochement": "NIR et naissance concordants",
            "Date des données": "31/05/2014",
        }
    ]


@pytest.mark.parametrize("tier", ["certain", "alone", "probable"])
def test_a_doubtful_match_reveals_nothing(territory: Territory, inform: Campaign, tmp_path: Path, tier: str) -> None:
    territory.add(1, tier=tier)
    write_csv(filled(territory.target(inform)), tmp_path / "list.csv")
    (row,) = read(tmp_path / "list.csv")
    revealed = "120,50" in row.values() or "logement" in str(row) or "12,00" in str(row)
    assert revealed is (tier != "probable")
    if tier == "probable":
        assert row["Montant mensuel minimum estimé (EUR)"] == row["Montant mensuel maximum estimé (EUR)"] == ""
        assert row["Pourquoi cette personne"] == GENERAL_REASON


def test_a_household_put_together_from_two_files_reveals_neither_to_the_other(
    territory: Territory, inform: Campaign, tmp_path: Path
) -> None:
    territory.add(1, household_inferred=True)
    write_csv(filled(territory.target(inform)), tmp_path / "list.csv")
    (row,) = read(tmp_path / "list.csv")
    assert row["Pourquoi cette personne"] == GENERAL_REASON
    assert row["Montant mensuel minimum estimé (EUR)"] == row["Montant mensuel maximum estimé (EUR)"] == ""


def test_a_right_to_open(territory: Territory, simplify: Campaign, tmp_path: Path) -> None:
    territory.add(1, benefit="acs", nir="2550814168025")
    territory.add(2, benefit="acs", nir="253072B073004")
    territory.add(3, benefit="acs", nir="253072A073004")
    write_csv(filled(territory.target(simplify, Period(2014, 12))), tmp_path / "rights.csv")
    rows = read(tmp_path / "rights.csv")
    keys = {row["NIR"]: row["Clé"] for row in rows}
    assert keys == {"2550814168025": "38", "253072B073004": "70", "253072A073004": "43"}
    assert {name: rows[0][name] for name in ("Nom", "Nom de naissance", "Prénom", "Date de naissance")} == {
        "Nom": "DUPONT", "Nom de naissance": "MARTIN", "Prénom": "JEANNE", "Date de naissance": "15/01/1980",
    }  # fmt: skip
    assert rows[0]["À compter du"] == "01/01/2015"
    assert rows[0]["Droit à ouvrir"] == "Aide au paiement d'une complémentaire santé (ACS)"


def test_the_nir_goes_out_only_where_it_is_needed(
    territory: Territory, inform: Campaign, simplify: Campaign, tmp_path: Path
) -> None:
    territory.add(1)
    territory.add(2, benefit="acs")
    write_csv(filled(territory.target(inform)), tmp_path / "letters.csv")
    write_csv(filled(territory.target(edited(simplify, needs_nir=False))), tmp_path / "rights.csv")
    for name in ("letters.csv", "rights.csv"):
        assert "2800144109001" not in (tmp_path / name).read_text("utf-8-sig")
        assert not {"NIR", "Clé"} & set(read(tmp_path / name)[0])


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_text_is_computed_by_a_spreadsheet(
    territory: Territory, simplify: Campaign, tmp_path: Path, start: str
) -> None:
    territory.add(1, benefit="acs", last_name=f"{start}cmd|' /C calc'!A0", why=f'{start}1+1;"x"\r\nfin')
    write_csv(filled(territory.target(simplify)), tmp_path / "rights.csv")
    (row,) = read(tmp_path / "rights.csv")
    assert row["Nom"] == f"'{start}cmd|' /C calc'!A0"
    assert row["Éléments retenus"] == f'\'{start}1+1;"x"\r\nfin'
    assert not any(value.startswith(FORMULA_STARTS) for value in row.values())


def test_it_opens_in_a_french_excel(territory: Territory, inform: Campaign, tmp_path: Path) -> None:
    territory.add(1, why='Première ; « œuvre » et "guillemets"')
    write_csv(filled(territory.target(inform)), tmp_path / "list.csv")
    raw = (tmp_path / "list.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfR")
    assert raw.count(b"\r\n") == raw.count(b"\n") == 2
    assert "Référence;Vague;Moyen;Adresse ligne 1;".encode() in raw
    assert '"Première ; « œuvre » et ""guillemets"""'.encode() in raw


def test_rows_follow_the_commune_then_the_reference(territory: Territory, inform: Campaign, tmp_path: Path) -> None:
    for number, commune in ((4, "44109"), (1, None), (3, "44109"), (2, "77001"), (5, "01004")):
        territory.add(number, commune_code=commune)
    write_csv(filled(territory.target(inform)), tmp_path / "list.csv")
    assert [row["Référence"] for row in read(tmp_path / "list.csv")] == [reference(n) for n in (5, 3, 4, 2, 1)]


def test_the_list_is_a_heading_when_nobody_is_reached(territory: Territory, inform: Campaign, tmp_path: Path) -> None:
    assert write_csv(filled(territory.target(inform)), tmp_path / "list.csv") == 0
    assert read(tmp_path / "list.csv") == []
