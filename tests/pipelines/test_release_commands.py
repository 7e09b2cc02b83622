"""Releases as campaign managers follow them: listed, printed, followed by waves and returns, measured, audited."""

import re
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import yaml
from sqlalchemy import text
from typer.testing import CliRunner

from campaigns import CAMPAIGN_FILES
from campaigns.impact.measuring import cost_of_rights
from campaigns.ledger.book import Ledger
from campaigns.ledger.opening import open_ledger
from campaigns.ledger.releases import Release
from data_contracts.errors import InputError
from data_contracts.returned import RETURN_KINDS
from data_contracts.settings import read_settings
from pipelines.cli import app, main
from pipelines.results import results_of
from tests.campaigns.month import content, listed_in, readable
from tests.pipelines.conftest import SPRING_2014, Run, copied, few_campaigns, rehearse_and_run

LETTERS, RIGHTS = "rsa-socle-demandeurs-emploi", "complementaire-sante-minimum-vieillesse"
REFERENCE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-Z*~$=]\b")


@pytest.fixture(scope="module")
def drawn_month(tmp_path_factory: pytest.TempPathFactory) -> Run:
    home = tmp_path_factory.mktemp("followed")
    campaigns = few_campaigns(home, LETTERS, RIGHTS)
    run = rehearse_and_run(home, SPRING_2014, persons=2_000, campaigns=campaigns, on=date(2014, 6, 10))
    assert run.outcome.problems == []
    return run


@pytest.fixture
def month(drawn_month: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The month, in a home of its own that commands find."""
    month = copied(drawn_month, tmp_path / "home")
    monkeypatch.setenv("JUSTEDROIT_HOME", str(month.settings.home))
    monkeypatch.setenv("JUSTEDROIT_CAMPAIGNS", str(month.settings.campaigns))
    return month


def done(*arguments: str) -> str:
    """What a command says, on one line, once it is done."""
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, (result.output, result.exception)
    return " ".join(result.output.split())


def refused(*arguments: str) -> str:
    """What a command refuses, in four lines, with exit code 1."""
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 1
    assert isinstance(result.exception, InputError), result.exception
    message = str(result.exception)
    assert all(part in message for part in ("Attendu :", "Où      :", "À faire :"))
    return message


def of(month: Run, campaign: str = LETTERS) -> tuple[Ledger, Release, pl.DataFrame]:
    """The ledger, the release of a campaign, and the people it contacted."""
    ledger = open_ledger(month.settings.ledger_url)
    (release,) = ledger.releases(campaign)
    targets = ledger.targets(release)
    return ledger, release, targets.filter(pl.col("arm") == "contacted")


def tampered(ledger: Ledger, change: str) -> None:
    """As whoever owns the database could: its guards away, then the change."""
    with ledger.database.write() as connection:
        guards = text("SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'")
        for statement in [*connection.scalars(guards), change]:
            connection.execute(text(statement))


def filled_in(month: Run, *lines: tuple[str, str]) -> Path:
    """The blank sheet of the month, as a service fills it in: reference, kind of return."""
    path = month.settings.published_folder / LETTERS / "2014-05" / "returns.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Retours"]
    rows = {sheet.cell(row, 1).value: row for row in range(2, sheet.max_row + 1)}
    for reference, kind in lines:
        sheet.cell(rows[reference], 2).value = RETURN_KINDS[kind]
        sheet.cell(rows[reference], 3).value = "12/06/2014"
        sheet.cell(rows[reference], 4).value = "ressources" if kind == "rejected" else None
    kept = month.settings.home / "retours.xlsx"
    book.save(kept)
    return kept


def test_a_release_followed_from_its_letters_to_its_results(month: Run) -> None:
    ledger, release, contacted = of(month)
    references = contacted["reference"].to_list()
    controls = ledger.targets(release).filter(pl.col("arm") == "control")
    assert len(references) >= 6
    assert controls.height

    said = done("campaign", "list")
    assert f"{LETTERS}, 2014-05 : publié ; {len(references)} contactés, {controls.height} témoins, 0 retours" in said
    assert "vague 1, courrier, le 10/06/2014" in said
    assert "vague 3, appel, prévue le 09/08/2014" in said

    folder = month.settings.published_folder / LETTERS / "2014-05"
    said = done("campaign", "print", LETTERS, "--by", "agent-12")
    assert "letters.pdf" in said
    assert "Le service qui écrit est fictif : ne rien envoyer." in said
    assert readable(folder / "letters.pdf").count("ne pas envoyer") >= len(references), "nor would whoever gets one"
    assert set(REFERENCE.findall(readable(folder / "letters.pdf"))) == set(references)
    assert "10 juin 2014" in readable(folder / "letters.pdf")
    assert f"agent-12 documents imprimés : {LETTERS} 2014-05 v1, vague 1 (courriers, personnes {len(references)})" in (
        done("audit", "show", "--last", "1")
    )

    refuses, comes_back, answers, *silent = references
    sheet = filled_in(month, (refuses, "refused"), (comes_back, "undelivered"), (answers, "answered"))
    said = done("returns", "import", str(sheet), "--on", "2014-06-15", "--by", "agent-12")
    assert "refuse cette aide : 1" in said
    assert "3 retours enregistrés." in said
    assert "0 retours enregistrés, 3 déjà connus." in done("returns", "import", str(sheet), "--on", "2014-06-16")

    wave = ("campaign", "wave", LETTERS, "-p", "2014-05", "--number", "2", "--on", "2014-07-01", "--by", "agent-12")
    said = done(*wave)
    assert f"Vague 2, courrier, 01/07/2014 : {len(silent)} personnes à contacter" in said
    assert "3 autres ne le sont pas" in said
    second = month.settings.published_folder / LETTERS / "2014-05-wave-2"
    assert listed_in(second) == set(silent)
    facts, before = ledger.contacts(release), content(second)
    assert "Elle était déjà préparée" in done(*wave)
    shutil.rmtree(second)
    assert "Elle était déjà préparée" in done(*wave[:-4], "--on", "2014-07-20"), (
        "as it was, and its lists written again"
    )
    assert content(second) == before
    assert ledger.contacts(release).equals(facts)
    done("campaign", "print", LETTERS, "--wave", "2", "--what", "letters")
    assert set(REFERENCE.findall(readable(second / "letters.pdf"))) == set(silent)

    said = done("campaign", "results", LETTERS)
    assert "À noter" in said
    for path in (month.settings.published_folder / LETTERS / "2014-05-resultats").iterdir():
        assert path.name in said

    said = done("audit", "show", "--last", "3")
    assert "agent-12 retours enregistrés : " in said
    assert f"agent-12 vague publiée : {LETTERS} 2014-05 v1, vague 2 (contacts {len(silent)})" in said
    names = contacted["person_id"].to_list()
    assert not any(name in done("audit", "show") for name in names)
    said = done("audit", "verify")
    assert f"Journal intact : {len(ledger.audit())} lignes." in said
    noted = said.split()[-1]
    assert "Journal intact" in done("audit", "verify", "--noted", noted)
    everything = [path for path in month.settings.published_folder.rglob("*") if path.is_file()]
    for path in everything:
        assert not set(controls["reference"]) & set(REFERENCE.findall(readable(path)))


def test_costs_are_those_of_today_and_nothing_else_is(month: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hours are entered once they are spent; what counts as a right opened stays as it was at the draw."""
    file = month.settings.home / "today" / f"{LETTERS}.yaml"
    file.parent.mkdir()
    monkeypatch.setenv("JUSTEDROIT_CAMPAIGNS", str(file.parent))
    assert results_of(read_settings(), LETTERS, None).costs_from == "release"
    said = yaml.safe_load((CAMPAIGN_FILES / f"{LETTERS}.yaml").read_text("utf-8"))
    changed = {"costs": {"hours": 10.0, "hour_eur": 35.0}, "outcome": {"within_months": 1}, "title": "Autre titre"}
    file.write_text(yaml.safe_dump(said | changed, allow_unicode=True), "utf-8")
    found = results_of(read_settings(), LETTERS, None)
    assert (found.cost, found.costs_from) == (cost_of_rights(350.0, found.opened), "file")
    assert (found.title, len(found.window)) == (said["title"], 6)
    assert found.since == SPRING_2014, "the last month that ended before letters left"


def test_results_are_not_measured_once_people_are_forgotten(month: Run) -> None:
    done("campaign", "results", LETTERS)
    assert "personnes oubliées." in done("campaign", "forget", "--on", "2016-01-01")
    said = refused("campaign", "results", LETTERS)
    assert "ne peuvent plus être mesurés" in said
    assert str(month.settings.published_folder / LETTERS / "2014-05-resultats") in said


def test_the_returns_of_a_control_person_are_refused(month: Run) -> None:
    ledger, release, _ = of(month)
    control = ledger.targets(release).filter(pl.col("arm") == "control")["reference"][0]
    sheet = month.settings.home / "retours.csv"
    sheet.write_text(f"Référence;Retour;Date\n{control};a répondu;12/06/2014\n", "utf-8")
    assert "groupe témoin" in refused("returns", "import", str(sheet), "--on", "2014-06-15")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("campaign print inconnue", "La campagne « inconnue » n'a rien publié."),
        (f"campaign print {LETTERS} --period 2014-06", f"La campagne « {LETTERS} » n'a rien publié pour 2014-06."),
        (f"campaign print {LETTERS} --wave 2", "La vague 2 n'est pas publiée"),
        (f"campaign print {LETTERS} --what bilans", "Cette vague n'a pas de bilans des droits."),
        (f"campaign print {RIGHTS} --what letters", "une sortie parmi applications"),
        (f"campaign print {LETTERS} --period mai", "n'est pas un mois"),
        ("campaign wave inconnue -p 2014-05 --number 2 --on 2014-07-01", "La campagne « inconnue » n'a rien publié"),
        (f"campaign wave {LETTERS} -p 2014-05 --number 9 --on 2014-07-01", "La vague 9 n'est pas à préparer."),
        (f"campaign wave {LETTERS} -p 2014-05 --number 3 --on 2014-07-01", "La vague 2 n'est pas encore publiée."),
        (f"campaign wave {LETTERS} -p 2014-05 --number 2 --on 2014-05-31", "Le 31/05/2014 est avant la vague 1."),
        (f"campaign wave {LETTERS} -p 2014-05 --number 2 --on 31/05/2014", "--on"),
        ("campaign results inconnue", "La campagne « inconnue » n'a rien publié."),
        ("returns import absent.xlsx --on 2014-06-15", "absent.xlsx"),
        ("run --period 2014-05 --on 2014-05-31", "Le 31/05/2014 est avant la fin du mois 2014-05."),
        ("audit verify --noted x", "« x » n'est pas une empreinte notée."),
    ],
)
def test_a_mistake_is_said_in_french(
    drawn_month: Run, monkeypatch: pytest.MonkeyPatch, command: str, said: str
) -> None:
    monkeypatch.setenv("JUSTEDROIT_HOME", str(drawn_month.settings.home))
    before = open_ledger(drawn_month.settings.ledger_url).audit_head()
    assert said in refused(*command.split())
    assert open_ledger(drawn_month.settings.ledger_url).audit_head() == before


def test_a_month_without_releases_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUSTEDROIT_HOME", str(tmp_path))
    assert done("campaign", "list") == "Le registre ne contient aucun tirage."
    assert done("audit", "verify") == "Journal intact : 0 lignes."
    assert done("audit", "show") == ""
    assert "le registre n'en contient aucun" in refused("campaign", "results", LETTERS)


def test_a_release_that_is_not_published_is_not_there_to_be_followed(month: Run) -> None:
    ledger, _, _ = of(month)
    tampered(ledger, f"UPDATE releases SET state = 'drawn' WHERE campaign = '{LETTERS}'")
    assert "n'a rien publié" in refused("campaign", "print", LETTERS)
    assert "tiré au sort, à reprendre" in done("campaign", "list")


@pytest.mark.parametrize("column", ["actor", "at", "details", "subject"])
def test_one_past_line_of_the_trail_altered_shows(month: Run, column: str) -> None:
    ledger, _, _ = of(month)
    value = {"details": "{}"}.get(column, "autre")
    tampered(ledger, f"UPDATE audit SET {column} = '{value}' WHERE no = 2")
    result = CliRunner().invoke(app, ["audit", "verify"])
    assert result.exit_code == 1
    said = " ".join(result.output.split())
    assert "Anomalie La ligne 2 a été modifiée." in said
    assert "Journal intact" not in said
    assert "prévenir qui en répond" in said


@pytest.mark.parametrize(
    "command", [f"run --period {SPRING_2014}", f"campaign wave {LETTERS} -p 2014-05 --number 2 --on 2014-07-01"]
)
def test_a_campaign_published_elsewhere_is_told(
    month: Run, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], command: str
) -> None:
    ledger, _, _ = of(month)
    before = ledger.audit_head()
    monkeypatch.setattr("sys.argv", ["justedroit", *command.split()])
    with ledger.publishing(LETTERS), pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    said = capfd.readouterr()
    assert "en cours de publication" in said.out + said.err
    assert "Traceback" not in said.out + said.err
    assert ledger.audit_head() == before
