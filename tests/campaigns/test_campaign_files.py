"""Campaign files: those we ship, and what a territory is told of a faulty one."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from data_contracts.campaign import load_campaign
from data_contracts.errors import InputError
from tests.campaigns.conftest import FILES

SOUND: dict[str, Any] = yaml.safe_load((FILES / "rsa-socle-demandeurs-emploi.yaml").read_text("utf-8"))
OPENING = {"action": "simplify", "verdicts": ["likely"], "tiers": ["certain"]}


def write(folder: Path, **changes: Any) -> Path:
    said = {key: value for key, value in {**SOUND, "name": "essai", **changes}.items() if value != "(absent)"}
    path = folder / "essai.yaml"
    path.write_text(yaml.safe_dump(said, allow_unicode=True), "utf-8")
    return path


@pytest.mark.parametrize("path", sorted(FILES.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_files_shipped_are_sound(path: Path) -> None:
    assert load_campaign(path).name == path.stem


@pytest.mark.parametrize("value", ["all", "(absent)"])
def test_a_perimeter_left_open(tmp_path: Path, value: str) -> None:
    campaign = load_campaign(write(tmp_path, perimeter={"departments": "all"} if value == "all" else value))
    assert campaign.perimeter.departments is None


FAULTY = [
    ({"name": "autre"}, "name : « autre » n'est pas le nom du fichier, « essai »", "le nom du fichier sans .yaml"),
    ({"name": "Mon essai"}, "name : « Mon essai » ne peut pas nommer un fichier", "en minuscules"),
    ({"title": " "}, "title : rien n'est écrit", "un titre en français"),
    ({"title": "(absent)"}, "title : cette clé manque", "un titre en français"),
    ({"titre": "x"}, "titre : cette clé n'existe pas", "une clé parmi name, title, action"),
    ({"action": "orient"}, "action : « orient » (texte)", "inform (informer par courrier) ou simplify"),
    ({"benefits": ["rsa"]}, "benefits : « rsa » n'en fait pas partie", "rsa_socle (RSA socle)"),
    ({"benefits": []}, "benefits : la liste est vide", "rsa_socle (RSA socle)"),
    ({"benefits": "rsa_socle"}, "benefits : « rsa_socle » (texte)", "une liste"),
    ({"verdicts": ["receiving"]}, "verdicts : « receiving » n'en fait pas partie", "likely (droit probable)"),
    ({"tiers": ["alone", "alone"]}, "tiers : une même valeur est écrite deux fois", "sans répétition"),
    ({"signals": ["x'; DROP"]}, "signals : « x'; DROP » n'en fait pas partie", "minuscules, chiffres et _"),
    ({"perimeter": {"departments": [44]}}, "perimeter.departments : « 44 » (nombre)", "entre guillemets"),
    ({"perimeter": {"departments": ["20"]}}, "perimeter.departments : « 20 » n'en fait pas partie", "entre guillemets"),
    ({"perimeter": {"density_levels": [8]}}, "perimeter.density_levels : « 8 » n'en fait pas partie", "de 1 à 7"),
    ({"perimeter": {"communes": []}}, "perimeter.communes : cette clé n'existe pas", "departments, density_levels"),
    ({"perimeter": None}, "perimeter : rien n'est écrit", "les clés departments"),
    ({"minimum_age": 16}, "minimum_age : « 16 » (nombre)", "18 au moins"),
    ({"minimum_age": "18"}, "minimum_age : « 18 » (texte)", "18 au moins"),
    ({"jobseekers_only": "oui"}, "jobseekers_only : « oui » (texte)", "true ou false"),
    ({"needs_nir": True}, "needs_nir : un courrier n'a pas besoin du NIR", "true seulement pour l'action simplify"),
    ({"sources_needed": ["impots"]}, "sources_needed : « impots » n'en fait pas partie", "pensions"),
    ({**OPENING, "verdicts": ["possible"]}, "verdicts : « possible » n'est pas assez sûr", "likely seul"),
    ({**OPENING, "tiers": ["probable"]}, "tiers : « probable » n'est pas assez sûr", "sans probable"),
]


@pytest.mark.parametrize(("changes", "came", "expected"), FAULTY, ids=[came for _, came, _ in FAULTY])
def test_a_faulty_key(tmp_path: Path, changes: dict[str, Any], came: str, expected: str) -> None:
    path = write(tmp_path, **changes)
    with pytest.raises(InputError) as caught:
        load_campaign(path)
    error = caught.value
    key = came.split(" : ")[0]
    assert came in error.what
    assert f"{key} : " in error.expected
    assert expected in error.expected
    assert error.where == f"{path}, clé {key}"
    assert error.remedy


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    path = write(tmp_path, title="", benefits=["rsa"], perimeter={"departments": [44, 77]}, contact="(absent)")
    with pytest.raises(InputError) as caught:
        load_campaign(path)
    assert caught.value.where.endswith("clés title, benefits, perimeter.departments, contact")
    assert caught.value.what.count("\n") == 5


@pytest.mark.parametrize(
    ("content", "what", "where"),
    [
        (b"name: [essai\ntitle: x\n", "n'est pas du YAML lisible", "ligne"),
        (b"title: a\ntitle: b\n", "« title » répétée", "ligne 1"),
        (b"- essai\n", "ne contient pas de clés", "essai.yaml"),
        (b"", "ne contient pas de clés", "essai.yaml"),
        ("title: é".encode("latin-1"), "n'est pas en UTF-8", "essai.yaml"),
        (None, "ne peut pas être lu", "essai.yaml"),
    ],
)
def test_a_file_that_is_not_a_campaign(tmp_path: Path, content: bytes | None, what: str, where: str) -> None:
    path = tmp_path / "essai.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        load_campaign(path)
    assert what in caught.value.what
    assert where in caught.value.where
