"""What comes back is read whole or not at all, and every fault is told with its line."""

import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from campaigns.ledger import returns
from campaigns.ledger.book import Ledger
from campaigns.ledger.releases import Release
from data_contracts.errors import InputError
from tests.campaigns.ledger.conftest import BY, draft, drawn_people, launch, person, rights_of
from tests.campaigns.ledger.sheets import HEADING, reference_of, returned, written

TODAY = date(2014, 7, 15)
LINES = [
    (1, "a répondu", "10/06/2014", "", ""),
    (2, "pli non distribué", "2014-06-12", "", ""),
    (3, "s'oppose à l'utilisation de ses données", "13/06/2014", "", ""),
    (5, "a déposé une demande", "14/06/2014", "", ""),
    (5, "droit refusé", "30/06/2014", "ressources au-dessus du plafond", ""),
    (6, "awarded", "30/06/2014", "", "RSA socle"),
]


def kept(ledger: Ledger, release: Release) -> list[tuple[str, str, str | None, date]]:
    return list(ledger.returns(release).select("person_id", "kind", "benefit", "returned_on").iter_rows())


def test_returns_are_recorded_with_what_follows(ledger: Ledger, tmp_path: Path) -> None:
    release = launch(ledger)
    ledger.published(release, 2, date(2014, 6, 20), [person(5), person(6)], **BY)
    imported = ledger.import_returns(returned(tmp_path, ledger, release, LINES), TODAY, **BY)
    assert (imported.kept, imported.already) == (6, 0)
    assert imported.by_kind == dict.fromkeys(
        ["answered", "applied", "awarded", "objected", "rejected", "undelivered"], 1
    )
    found = ledger.returns(release)
    assert found.filter(pl.col("kind").is_in(["awarded", "rejected"]))["benefit"].to_list() == ["rsa_socle"] * 2
    assert found.filter(pl.col("kind") == "rejected")["reason"].item() == "ressources au-dessus du plafond"
    assert dict(found.select("kind", "wave_number").iter_rows()) == {
        "answered": 1, "undelivered": 1, "objected": 1, "applied": 1, "rejected": 2, "awarded": 2,
    }  # fmt: skip
    assert {row["person_id"] for row in ledger.known(TODAY).to_dicts() if row["fact"] == "objected"} == {person(3)}
    assert ledger.verify_audit() == []
    assert not any(
        person(number) in line.subject + str(line.details) for line in ledger.audit() for number in range(1, 9)
    )


def test_the_same_file_again_changes_nothing(ledger: Ledger, tmp_path: Path) -> None:
    release = launch(ledger)
    path = returned(tmp_path, ledger, release, LINES)
    ledger.import_returns(path, TODAY, **BY)
    before, trail = kept(ledger, release), ledger.audit()
    again = ledger.import_returns(path, TODAY, **BY)
    assert (again.kept, again.already) == (0, 6)
    longer = returned(tmp_path, ledger, release, [*LINES, (7, "a répondu", "01/07/2014", "", "")])
    assert ledger.audit() == trail
    grown = ledger.import_returns(longer, TODAY, **BY)
    assert (grown.kept, grown.already) == (1, 6)
    assert sorted(kept(ledger, release)) == sorted([*before, (person(7), "answered", None, date(2014, 7, 1))])


def test_references_are_read_as_people_write_them(ledger: Ledger, tmp_path: Path) -> None:
    release = launch(ledger)
    reference = reference_of(ledger, release, 1).lower().replace("-", " ").replace("0", "o")
    text = f"Date,RETOUR,Reference,Nom\n10/06/2014,A RÉPONDU,{reference},ignoré\n,,{reference},\n"
    ledger.import_returns(written(tmp_path, text), TODAY, **BY)
    assert kept(ledger, release) == [(person(1), "answered", None, date(2014, 6, 10))]


NAMING = (
    "vu 1850644109001, revient", "185064410900123", "1 85 06 44 109 001 23", "2.85.06.2a.109.001-23", "06 12 34 56 78",
    "appeler le +33612345678", "0033 6 12 34 56 78", "écrire à jeanne@exemple.fr",
)  # fmt: skip
NAMES_NOBODY = (
    "plafond 12 000,50 € dépassé le 10/06/2014", "du 10/06/2014 au 12/06/2014", "10/06/2014 - 12/06/2014",
    "dossier 1234567", "12 500 13 400 14 200",
    "12.05.2014 10.06.2014", "2014-05-12 2014-06-10",
    "dossier n° 2014 0512 33445", "CASF L262-2, R262-6", "n° 201400123456", "01/02/2014 03/04",
)  # fmt: skip

# Each line is written with {1}, {4}… for the reference of that person; person 4 is in the control group.
WRONG_LINES = {
    "no reference": (";a répondu;10/06/2014;;", "ligne 2, colonne Référence : la référence manque"),
    "check character": (
        "7K3M-92QX-0;a répondu;10/06/2014;;",
        "ligne 2, colonne Référence : la référence est mal recopiée",
    ),
    "unknown": (
        "ZZQZ-BH30-7;a répondu;10/06/2014;;",
        "ligne 2, colonne Référence : cette référence n'est dans aucun envoi",
    ),
    "control": (
        "{4};a répondu;10/06/2014;;",
        "ligne 2, colonne Référence : cette personne est du groupe témoin, rien ne lui a été envoyé",
    ),
    "not sent": (
        "{101};a répondu;10/06/2014;;",
        "ligne 2, colonne Référence : rien n'a encore été envoyé à cette personne",
    ),
    "no kind": ("{1};;10/06/2014;;", "ligne 2, colonne Retour : le retour manque"),
    "unknown kind": ("{1};content;10/06/2014;;", "ligne 2, colonne Retour : ce retour n'existe pas"),
    "no day": ("{1};a répondu;;;", "ligne 2, colonne Date : la date manque"),
    "unreadable day": ("{1};a répondu;31/06/2014;;", "ligne 2, colonne Date : la date ne peut pas être lue"),
    "day in words": ("{1};a répondu;le 3 juin;;", "ligne 2, colonne Date : la date ne peut pas être lue"),
    "future day": ("{1};a répondu;16/07/2014;;", "ligne 2, colonne Date : la date est dans le futur"),
    "early day": (
        "{1};a répondu;01/06/2014;;",
        "ligne 2, colonne Date : la date est avant le premier envoi à cette personne",
    ),
    "no reason": ("{1};droit refusé;10/06/2014;;ALS", "ligne 2, colonne Motif : le motif du refus manque"),
    "long reason": (f"{{1}};a répondu;10/06/2014;{'très ' * 50};", "ligne 2, colonne Motif : le motif est trop long"),
    **{
        f"reason {text}": (
            f"{{1}};a répondu;10/06/2014;{text};",
            "ligne 2, colonne Motif : le motif contient un numéro de sécurité sociale, un numéro de téléphone ou une "
            "adresse électronique",
        )
        for text in NAMING
    },
    "unknown benefit": ("{1};droit accordé;10/06/2014;;prime", "ligne 2, colonne Droit : cette aide n'existe pas"),
    "other benefit": (
        "{1};droit accordé;10/06/2014;;aspa",
        "ligne 2, colonne Droit : cette aide n'a pas été proposée à cette personne",
    ),
    "no benefit": (
        "{1};droit accordé;10/06/2014;;",
        "ligne 2, colonne Droit : l'aide manque, alors que plusieurs ont été proposées",
    ),
    "needless benefit": (
        "{1};pli non distribué;10/06/2014;;als",
        "ligne 2, colonne Droit : ce retour ne porte pas sur une aide en particulier",
    ),
    "repeated": (
        "{1};a répondu;10/06/2014;;\n{2};a répondu;10/06/2014;;\n{1};answered;2014-06-10;;",
        "ligne 4, colonne Retour : ce retour est écrit plusieurs fois",
    ),
    "awarded and rejected": (
        "{1};droit accordé;10/06/2014;;als\n{1};droit refusé;10/06/2014;trop;als",
        "lignes 2, 3, colonne Retour : des retours du même jour se contredisent",
    ),
    "undelivered and answered": (
        "{1};pli non distribué;10/06/2014;;\n{1};a répondu;10/06/2014;;",
        "lignes 2, 3, colonne Retour : des retours du même jour se contredisent",
    ),
    "against what is recorded": (
        "{7};droit refusé;10/06/2014;trop;als",
        "ligne 2, colonne Retour : une décision contraire, du même jour, est déjà enregistrée",
    ),
}


@pytest.fixture
def sent(quick: Ledger, tmp_path: Path) -> tuple[Ledger, Release, dict[str, str]]:
    """A release sent, another only drawn (people from 101 on), and a decision on person 7."""
    release = launch(quick, range(1, 9), "rsa_socle", "als")
    others = drawn_people(range(101, 103))
    waiting = quick.drawn(draft(period="2014-06"), others, rights_of(others), **BY)
    references = {str(number): reference_of(quick, release, number) for number in range(1, 9)}
    references["101"] = reference_of(quick, waiting, 101)
    quick.import_returns(written(tmp_path, f"{HEADING}\n{references['7']};awarded;10/06/2014;;als"), TODAY, **BY)
    return quick, release, references


def filled(lines: str, references: dict[str, str]) -> str:
    return re.sub(r"\{(\d+)\}", lambda match: references[match[1]], lines)


@pytest.mark.parametrize("case", WRONG_LINES)
def test_a_wrong_line_is_told_and_nothing_is_kept(
    case: str, sent: tuple[Ledger, Release, dict[str, str]], tmp_path: Path
) -> None:
    ledger, release, references = sent
    lines, expected = WRONG_LINES[case]
    before, trail = kept(ledger, release), ledger.audit()
    sound = filled("{3};a répondu;10/06/2014;;", references)
    path = written(tmp_path, f"{HEADING}\n{filled(lines, references)}\n{sound}\n")
    with pytest.raises(InputError) as error:
        ledger.import_returns(path, TODAY, **BY)
    bullets = re.findall(r"^ {4}- (lignes? .*)$", error.value.what, re.MULTILINE)
    assert bullets == [expected]
    assert not any(reference in str(error.value) for reference in references.values())
    assert not any(text in str(error.value) for text in NAMING)
    assert (kept(ledger, release), ledger.audit()) == (before, trail)


@pytest.mark.parametrize("reason", NAMES_NOBODY)
def test_a_reason_that_names_nobody_is_kept(reason: str) -> None:
    cells = dict(zip(HEADING.split(";"), ("ZZQZ-BH30-7", "a répondu", "10/06/2014", reason, ""), strict=True))
    (said,), faults = returns.understand([(2, cells)], TODAY)
    assert (said.reason, faults) == (reason, [])


def test_every_fault_is_told_at_once(sent: tuple[Ledger, Release, dict[str, str]], tmp_path: Path) -> None:
    ledger, _, references = sent
    text = filled(f"{HEADING}\n{{4}};content;demain;;\n{{1}};content;10/06/2014;;\n;;10/06/2014;;\n", references)
    with pytest.raises(InputError) as error:
        ledger.import_returns(written(tmp_path, text), TODAY, **BY)
    assert str(error.value) == (
        "Ce fichier de retours n'est pas importé, rien n'en est gardé :\n"
        "    - lignes 2, 3, colonne Retour : ce retour n'existe pas\n"
        "    - ligne 2, colonne Date : la date ne peut pas être lue\n"
        "    - ligne 4, colonne Référence : la référence manque\n"
        "    - ligne 4, colonne Retour : le retour manque\n"
        "  Attendu : \n"
        f"    - {returns.UNKNOWN_KIND.column} : {returns.UNKNOWN_KIND.expected}\n"
        "    - Date : un jour, écrit jj/mm/aaaa\n"
        "    - Référence : la référence telle qu'elle est imprimée, par exemple 7K3M-92QX-C\n"
        "    - Retour : un retour de la liste, ou une ligne laissée vide\n"
        "  Où      : retours.csv\n"
        "  À faire : corriger ces lignes, puis importer de nouveau le fichier entier"
    )


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("retours.csv", "", "les colonnes Référence, Retour, Date manquent"),
        ("retours.csv", HEADING, "aucune ligne n'y est remplie"),
        ("retours.csv", f"{HEADING}\nZZQZ-BH30-7;;;;\n", "aucune ligne n'y est remplie"),
        ("retours.csv", "Référence;Retour\nZZQZ-BH30-7;a répondu", "la colonne Date manque"),
        ("retours.csv", "Référence;Retour;Date;retour\n", "la colonne Retour y figure deux fois"),
        ("retours.csv", f'{HEADING}\nZZQZ-BH30-7;"a répondu;;;', "le CSV est mal formé"),
        ("retours.ods", HEADING, "ce format n'est pas lu"),
        ("retours.xlsx", HEADING, "le classeur ne peut pas être lu"),
    ],
)
def test_a_file_that_cannot_be_read(quick: Ledger, tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        quick.import_returns(written(tmp_path, text, name), TODAY, **BY)


def test_a_file_that_is_not_there(quick: Ledger, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="il n'existe pas"):
        quick.import_returns(tmp_path / "retours.csv", TODAY, **BY)
    with pytest.raises(InputError, match="ne peut pas être lu"):
        quick.import_returns(tmp_path, TODAY, **BY)
