"""A month as campaign managers preview it: in French, adding up, and leaving everything as it was."""

import re
import shutil
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from campaigns import CAMPAIGN_FILES
from data_contracts.campaign_file import load_campaign
from data_contracts.campaign_parts import Sender
from data_contracts.decided import SIGNALS
from data_contracts.errors import InputError
from data_contracts.period import Period
from data_contracts.settings import Settings
from pipelines.cli import app
from pipelines.previewing import preview_campaign, undelivered
from pipelines.running import run_month
from tests.pipelines.conftest import Run

READY = sorted(path.stem for path in CAMPAIGN_FILES.glob("*.yaml"))


def files(home: Path) -> dict[Path, tuple[bytes, int]]:
    """What each file holds, and when it was written."""
    found = (path for path in home.rglob("*") if path.is_file())
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in found}


def changed(folder: Path, name: str, **changes: object) -> Path:
    content = yaml.safe_load((CAMPAIGN_FILES / f"{name}.yaml").read_text("utf-8"))
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump({**content, **changes}, allow_unicode=True), "utf-8")
    return path


@pytest.fixture(scope="module")
def home(month_2014: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that nobody else looks at meanwhile."""
    return shutil.copytree(month_2014.settings.home, tmp_path_factory.mktemp("preview") / "home")


@pytest.mark.parametrize("name", READY)
def test_a_preview_says_all_and_writes_nothing(home: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("JUSTEDROIT_HOME", str(home))
    before = files(home)
    done = CliRunner().invoke(app, ["campaign", "preview", str(CAMPAIGN_FILES / f"{name}.yaml"), "--period", "2014-05"])
    assert done.exit_code == 0, done.output
    assert files(home) == before
    said = re.sub(r"\s+", " ", done.output)
    for words in ("Candidats", "Retenus", "Contactés", "Témoins", "Probabilité", "Profil", "Territoire", "Département"):
        assert words in said
    assert "Rien n'a été écrit." in said
    assert ("peut montrer une hausse" in said) is (name != "complementaire-sante-minimum-vieillesse")


@pytest.mark.parametrize("name", READY)
def test_a_preview_counts_who_the_month_listed(month_2014: Run, name: str) -> None:
    campaign = load_campaign(CAMPAIGN_FILES / f"{name}.yaml")
    with preview_campaign(month_2014.settings, campaign, month_2014.period) as seen:
        counts = seen.targeting.counts
    rows = month_2014.rows(f"SELECT count(*) FROM targets WHERE campaign = '{name}' AND exclusion IS NULL", "targets")
    assert [(counts.listed,)] == rows
    assert counts.candidates == counts.listed + sum(count.count for count in counts.excluded)
    assert seen.households.contacted + seen.households.control == counts.households > 0
    assert undelivered(month_2014.settings, month_2014.period) == []


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        ("aspa-retraites", {"minimum_age": 60}, "Allocation de solidarité aux personnes âgées"),
        ("rsa-socle-demandeurs-emploi", {"benefits": ["rsa_activite"]}, None),
        ("rsa-socle-demandeurs-emploi", {"benefits": ["prime_activite"]}, None),
        ("rsa-socle-demandeurs-emploi", {"perimeter": {"departments": ["44"]}}, None),
        ("rendez-vous-des-droits", {"perimeter": {}}, "RSA socle"),
    ],
)
def test_a_month_that_was_not_assessed_for_it_is_to_be_run_again(
    month_2014: Run, tmp_path: Path, name: str, changes: dict[str, object], said: str | None
) -> None:
    campaign = load_campaign(changed(tmp_path, name, **changes))
    if said is None:  # it is not in force, or others were asked about than these
        with preview_campaign(month_2014.settings, campaign, month_2014.period):
            return
    with (
        pytest.raises(InputError, match="n'a pas été évalué pour tout ce que demande") as caught,
        preview_campaign(month_2014.settings, campaign, month_2014.period),
    ):
        pass
    assert said in caught.value.what
    assert "justedroit run --period 2014-05" in caught.value.remedy


@pytest.mark.parametrize("said", [{"phone": "à compléter"}, {"data_protection_officer": "À compléter"}, {}])
def test_whatever_is_left_of_the_shipped_sender_is_to_complete(said: dict[str, str]) -> None:
    campaign = load_campaign(CAMPAIGN_FILES / f"{READY[0]}.yaml")
    sender = Sender(service="CAF fictive", **said)
    edited = campaign.model_copy(update={"sender": sender, "contact": sender.as_line})
    assert edited.to_complete is bool(said)


@pytest.mark.parametrize("name", READY)
def test_a_sound_file_is_said_in_french(name: str) -> None:
    done = CliRunner().invoke(app, ["campaign", "check", str(CAMPAIGN_FILES / f"{name}.yaml")])
    assert done.exit_code == 0
    assert "le fichier est correct" in done.output
    assert "Le service qui écrit est fictif : ne rien envoyer." in done.output
    assert not [signal for signal in SIGNALS if signal in re.sub(r"\s", "", done.output)]


@pytest.mark.parametrize(
    "who",
    [
        {"sender": {"service": "À compléter par le territoire"}},
        {"sender": None, "contact": "CCAS, à compléter"},
        {"sender": {"service": "CCAS de Nantes", "address": ["1 rue de l'Exemple", "99999 VILLE-FICTIVE"]}},
        {"sender": {"service": "CCAS de Nantes", "data_protection_officer": "delegue@exemple.invalid"}},
    ],
)
def test_nothing_is_drawn_while_who_writes_is_to_be_filled_in(tmp_path: Path, who: dict[str, object]) -> None:
    path = changed(tmp_path, "aspa-retraites", **who)
    for asked in (
        lambda: CliRunner().invoke(app, ["campaign", "check", str(path)], catch_exceptions=False),
        lambda: run_month(Settings(home=tmp_path / "home", campaigns=tmp_path), Period(2014, 5)),
    ):
        with pytest.raises(InputError, match="ne dit pas qui écrit") as caught:
            asked()
        assert caught.value.where.startswith(str(path))
    assert not (tmp_path / "home").exists(), "nothing was read, nor drawn"
