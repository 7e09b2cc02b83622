"""Campaign files: those we ship, and what a territory is told of a faulty one."""

from pathlib import Path
from typing import Any

import pyrage
import pytest
import yaml

from data_contracts.campaign_file import load_campaign
from data_contracts.errors import InputError
from tests.campaigns.conftest import FILES

_SHIPPED: dict[str, Any] = yaml.safe_load((FILES / "rsa-socle-demandeurs-emploi.yaml").read_text("utf-8"))
SOUND = {**{key: value for key, value in _SHIPPED.items() if key != "sender"}, "contact": "CCAS, 02 40 00 00 00"}
OPENING = {"action": "simplify", "verdicts": ["likely"], "tiers": ["certain"]}
MEETING = {"action": "orient"}
LETTER = {"by": "letter", "after_days": 0}
SECRET = pyrage.x25519.Identity.generate()
KEY = str(SECRET.to_public())
PLACE = {"name": "CCAS", "address": "1 rue des Lilas, 44000 Nantes"}


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
    ({"action": "letter"}, "action : « letter » (texte)", "inform (informer par courrier) ou orient"),
    ({"benefits": ["rsa"]}, "benefits : « rsa » n'en fait pas partie", "rsa_socle (RSA socle)"),
    ({"benefits": []}, "benefits : la liste est vide", "rsa_socle (RSA socle)"),
    ({"benefits": "rsa_socle"}, "benefits : « rsa_socle » (texte)", "une liste"),
    ({"verdicts": ["receiving"]}, "verdicts : « receiving » n'en fait pas partie", "likely (droit probable)"),
    ({"tiers": ["alone", "alone"]}, "tiers : une même valeur est écrite deux fois", "sans répétition"),
    (
        {"signals": ["x'; DROP"]},
        "signals : « x'; DROP » n'en fait pas partie",
        "sans répétition, parmi allocation_sous",
    ),
    ({"signals": ["rsa_jamais"]}, "signals : « rsa_jamais » n'en fait pas partie", "rsa_jamais_demande (pas de RSA"),
    ({"perimeter": {"departments": [44]}}, "perimeter.departments : « 44 » (nombre)", "entre guillemets"),
    ({"perimeter": {"departments": ["20"]}}, "perimeter.departments : « 20 » n'en fait pas partie", "entre guillemets"),
    ({"perimeter": {"density_levels": [8]}}, "perimeter.density_levels : « 8 » n'en fait pas partie", "de 1 à 7"),
    ({"perimeter": {"communes": []}}, "perimeter.communes : la liste est vide", "codes Insee de commune"),
    ({"perimeter": {"communes": ["Nantes"]}}, "perimeter.communes : « Nantes » n'en fait pas partie", '["44109"]'),
    ({"perimeter": {"regions": ["52"]}}, "perimeter.regions : cette clé n'existe pas", "parmi departments, communes"),
    ({"perimeter": {"sources": ["deaths"]}}, "perimeter.sources : « deaths » n'en fait pas partie", "caf (CAF)"),
    ({"perimeter": None}, "perimeter : rien n'est écrit", "les clés departments"),
    ({"minimum_age": 65, "maximum_age": 60}, "maximum_age : « 60 » est plus petit que minimum_age, 65", "minimum_age"),
    ({"minimum_rights": 3}, "minimum_rights : « 3 » ne vaut que pour un rendez-vous des droits", "action orient"),
    ({"priority": ["age"]}, "priority : « age » n'en fait pas partie", "oldest_first"),
    ({"capacity": 0}, "capacity : « 0 » (nombre)", "1 ou plus"),
    ({"waves": []}, "waves : la liste est vide", "la première à 0 jour"),
    ({"waves": [{"by": "sms", "after_days": 0}]}, "waves.1.by : « sms » (texte)", "letter (courrier) ou call (appel)"),
    ({"waves": [{"by": "call"}]}, "waves.1.after_days : cette clé manque", "un nombre de jours"),
    ({"waves": [{"by": "call", "after_days": 7}]}, "waves : la première vague n'est pas à 0 jour", "la première à 0"),
    ({"waves": [LETTER, LETTER]}, "waves : une vague n'est pas plus tard que celle d'avant", "de plus en plus tard"),
    ({"waves": [LETTER, {**LETTER, "to": "tous"}]}, "waves.2.to : « tous » (texte)", "no_answer (celles qui"),
    ({"control": {"share": 0.6}}, "control.share : « 0.6 » (nombre)", "de 0 à 0.5"),
    ({"control": {"strata": ["nom"]}}, "control.strata : « nom » n'en fait pas partie", "age_band (tranche d'âge)"),
    ({"control": 0.1}, "control : « 0.1 » (nombre)", "les clés share et strata"),
    ({"rest_months": -1}, "rest_months : « -1 » (nombre)", "de 0 à 24"),
    ({"outcome": {"within_months": 18}}, "outcome.within_months : « 18 » (nombre)", "de 1 à 12"),
    (
        {"outcome": {"benefits": ["rsa"]}},
        "outcome.benefits : « rsa » n'en fait pas partie",
        "les droits de la campagne",
    ),
    ({"costs": {"letter_eur": "0,80"}}, "costs.letter_eur : « 0,80 » (texte)", "le coût d'un courrier"),
    ({"expected_without_percent": 100}, "expected_without_percent : « 100 » (nombre)", "entre 0 et 100"),
    ({"seed": 1.5}, "seed : « 1.5 » (nombre)", "un nombre entier"),
    ({"recipient": "age1court"}, "recipient : ce n'est pas une clé publique age", "une clé publique age"),
    ({"recipient": f" {KEY}"}, "recipient : ce n'est pas une clé publique age", "62 caractères"),
    ({"recipient": KEY[:-1] + "qp"[KEY[-1] == "q"]}, "recipient : ce n'est pas une clé publique age, ou", "age1"),
    ({"recipient": "ssh-ed25519 AAAA"}, "recipient : ce n'est pas une clé publique age", "une clé publique age"),
    ({"recipient": str(SECRET)}, "recipient : c'est une clé secrète, elle ne doit être donnée à personne", "age1"),
    ({"sender": {"phone": "02"}}, "sender.service : cette clé manque", "le nom du service"),
    ({"sender": {"service": "CCAS", "phone": 240}}, "sender.phone : « 240 » (nombre)", "entre guillemets"),
    ({"contact": "(absent)"}, "contact : cette clé manque", "inutile avec la clé sender"),
    ({"places": [{"name": "CCAS", "address": "1 rue X"}]}, "places : seul un rendez-vous des droits", "action orient"),
    ({**MEETING, "places": [{"name": "CCAS"}]}, "places.1.address : cette clé manque", "son adresse"),
    ({**MEETING, "places": [PLACE, PLACE]}, "places : un même lieu est écrit deux fois", "une liste de lieux"),
    ({"minimum_age": 16}, "minimum_age : « 16 » (nombre)", "18 au moins"),
    ({"minimum_age": "18"}, "minimum_age : « 18 » (texte)", "18 au moins"),
    ({"jobseekers_only": "oui"}, "jobseekers_only : « oui » (texte)", "true ou false"),
    ({"needs_nir": True}, "needs_nir : un courrier n'a pas besoin du NIR", "jamais true pour l'action inform"),
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
    assert KEY[:-1] not in str(error)
    assert "AGE-SECRET" not in str(error)
    key = came.split(" : ")[0]
    assert came in error.what
    assert f"{key} : " in error.expected
    assert expected in error.expected
    assert error.where == f"{path}, clé {key}"
    assert error.remedy


def test_who_answers_is_the_sender_where_nothing_else_is_said(tmp_path: Path) -> None:
    sender = {"service": "CCAS de Nantes", "phone": "02 40 00 00 00", "hours": "du lundi au vendredi, 9 h - 12 h"}
    campaign = load_campaign(write(tmp_path, contact="(absent)", sender=sender))
    assert campaign.contact == "CCAS de Nantes, 02 40 00 00 00, du lundi au vendredi, 9 h - 12 h"


def test_what_a_short_file_leaves_out(tmp_path: Path) -> None:
    optional = (
        "minimum_rights", "priority", "capacity", "waves", "control", "rest_months", "outcome", "costs", "seed",
        "recipient", "expected_without_percent", "sender", "places",
    )  # fmt: skip
    campaign = load_campaign(write(tmp_path, contact="CCAS", **dict.fromkeys(optional, "(absent)")))
    assert [wave.by for wave in campaign.waves] == ["letter"]
    assert (campaign.control.share, campaign.control.strata) == (0, ["territory", "profile"])
    assert (campaign.rest_months, campaign.outcome.within_months, campaign.seed) == (6, 6, 1)
    assert campaign.outcome_benefits == ["rsa_socle"]
    assert (campaign.capacity, campaign.minimum_rights, campaign.recipient) == (None, 1, None)


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
