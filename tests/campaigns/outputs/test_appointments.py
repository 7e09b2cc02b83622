"""Appointments by place, and the guard of rights to open."""

from pathlib import Path
from typing import Any

import pytest

from campaigns.outputs.lists import fill, write_csv
from campaigns.outputs.workbook import write_workbook
from data_contracts.campaign import Campaign
from data_contracts.errors import InternalError
from tests.campaigns.conftest import Territory, person_id
from tests.campaigns.outputs.reaching import everybody, filled, reference
from tests.campaigns.outputs.test_lists import read


def test_appointments_are_listed_by_place(territory: Territory, meetings: Campaign, tmp_path: Path) -> None:
    territory.add(1)
    territory.add(2, commune_code="77288", department="77", tier="probable")
    territory.add(3, commune_code="94028", department="94", verdict="possible")
    territory.add(4)
    listing = filled(territory.target(meetings))
    assert write_csv(listing, tmp_path / "list.csv") == 4
    rows = read(tmp_path / "list.csv")
    assert [(row["Lieu"], row["Référence"]) for row in rows] == [
        ("Accueil commun", reference(3)),
        ("CCAS de Nantes", reference(1)),
        ("CCAS de Nantes", reference(4)),
        ("Maison de Seine-et-Marne", reference(2)),
    ]
    assert [row["Droits à examiner"] for row in rows] == [
        "RSA socle : droit possible", "RSA socle : droit probable", "RSA socle : droit probable", "RSA socle",
    ]  # fmt: skip
    assert rows[1]["Adresse du lieu"] == "1 place de l'Hôtel de Ville, Nantes, 02 40 41"
    assert {row[name] for row in rows for name in ("Téléphone", "Date du rendez-vous", "Heure", "Venu")} == {""}
    assert write_workbook(listing, tmp_path / "list.xlsx") == 4


def test_one_row_a_person_whatever_the_rights(territory: Territory, meetings: Campaign, tmp_path: Path) -> None:
    territory.add(1)
    targeting = territory.target(meetings.model_copy(update={"benefits": ["rsa_socle", "apl"]}))
    twice = targeting.candidates.union(
        targeting.candidates.project("* REPLACE ('apl' AS benefit, 'possible' AS verdict)")
    )
    object.__setattr__(targeting, "candidates", twice)
    write_csv(fill(targeting, everybody(targeting)), tmp_path / "list.csv")
    (row,) = read(tmp_path / "list.csv")
    assert row["Droits à examiner"] == (
        "RSA socle : droit probable ; Aide personnalisée au logement (APL) : droit possible"
    )


@pytest.mark.parametrize("action", ["inform", "meetings", "simplify"])
def test_who_is_not_among_the_targets_is_on_no_list(
    territory: Territory, request: pytest.FixtureRequest, tmp_path: Path, action: str
) -> None:
    campaign: Campaign = request.getfixturevalue(action)
    benefit = campaign.benefits[0]
    territory.add(1, benefit=benefit, last_name="CONTACTEE")
    territory.add(2, benefit=benefit, last_name="TEMOIN")
    targeting = territory.target(campaign)
    write_csv(fill(targeting, everybody(targeting).filter("reference = 'REF-001'")), tmp_path / "list.csv")
    text = (tmp_path / "list.csv").read_text("utf-8-sig")
    assert "CONTACTEE" in text
    assert "TEMOIN" not in text
    assert person_id(1) not in text


@pytest.mark.parametrize(
    "unsure", [{"tier": "probable"}, {"verdict": "possible"}, {"why": None}, {"why": " "}, {"tier": None}]
)
def test_no_unsure_right_can_be_opened(territory: Territory, simplify: Campaign, unsure: dict[str, Any]) -> None:
    """Even if the campaign file and targeting let it through."""
    territory.add(1, benefit="acs")
    territory.add(2, benefit="acs", last_name="CACHEE")
    targeting = territory.target(simplify)
    part, of = ("texts", "person_no = 2") if "why" in unsure else ("candidates", f"person_id = '{person_id(2)}'")
    changed = ", ".join(
        f"CASE WHEN {of} THEN {'NULL' if v is None else repr(v)} ELSE {k} END AS {k}" for k, v in unsure.items()
    )
    object.__setattr__(targeting, part, getattr(targeting, part).project(f"* REPLACE ({changed})"))
    with pytest.raises(InternalError, match="pas assez sûre") as told:
        fill(targeting, everybody(targeting))
    assert "CACHEE" not in str(told.value)


def test_a_right_to_open_comes_with_its_evidence(territory: Territory, simplify: Campaign, tmp_path: Path) -> None:
    territory.add(1, benefit="acs")
    write_csv(filled(territory.target(simplify)), tmp_path / "rights.csv")
    (row,) = read(tmp_path / "rights.csv")
    assert row["Référence"] == reference(1)
    assert row["Éléments retenus"] == "Allocation de 12,00 EUR par jour ; CASF, article L262-2."
    assert row["Probabilité"] == "droit probable"
    assert row["Sûreté du rapprochement"] == "NIR et naissance concordants"
    assert row["Date des données"] == "31/05/2014"
