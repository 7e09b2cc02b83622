"""Bad deliveries, one a row: what is said, in French, and that nobody is named in it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from connectors.layouts import SHIPPED
from data_contracts.errors import DeliveryError, LayoutError
from data_contracts.layout import load_layout

Landing = Any  # tests/connectors/conftest.py
HEADING = "nir;nom;prenom;date_naissance;date_opposition\n"
LINE = "2800199000101;ZYVARDEC;ONDÉLINE;1980-01-17;2014-02-03\n"
SECOND = "1751299000202;QUERBOLAN;THÉOBRIC;1975-12-29;2013-11-08\n"
OBJECTIONS, COVERS, DEATHS = "objections_2013", "health_covers_2013", "deaths_insee"
ASK_AGAIN = "redemander le fichier"


@dataclass(frozen=True)
class Bad:
    """A delivery that cannot be taken in, and a key fragment of each of the four parts of what is said."""

    id: str
    source: str
    drop: Callable[[Landing], object]
    what: str
    expected: str
    where: str
    remedy: str


def objections(content: str | bytes) -> Callable[[Landing], object]:
    return lambda landing: landing.put(OBJECTIONS, content)


def pole_emploi(content: bytes) -> Callable[[Landing], object]:
    def drop(landing: Landing) -> None:
        landing.put("registrations_2013", content)
        landing.put("unemployment_payments_2013")

    return drop


def announced(**changes: Any) -> Callable[[Landing], object]:
    """A sound file whose manifest says something else of it."""

    def drop(landing: Landing) -> None:
        landing.put(OBJECTIONS)
        top = {name: changes.pop(name) for name in ("source", "period", "files") if name in changes}
        landing.announce(OBJECTIONS, changes, **top)

    return drop


def manifest(text: str | bytes) -> Callable[[Landing], object]:
    def drop(landing: Landing) -> None:
        path = landing.put(OBJECTIONS).with_name("manifest.json")
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    return drop


def announced_then_removed(landing: Landing) -> None:
    path = landing.put(OBJECTIONS)
    landing.announce(OBJECTIONS)
    path.unlink()


def changed_after_announcement(landing: Landing) -> None:
    landing.put(OBJECTIONS)
    landing.announce(OBJECTIONS)
    landing.put(OBJECTIONS, HEADING + LINE)


def parquet(change: Callable[[bytes], bytes]) -> Callable[[Landing], object]:
    def drop(landing: Landing) -> None:
        path = landing.put(COVERS)
        path.write_bytes(change(path.read_bytes()))

    return drop


def damaged(content: bytes) -> bytes:
    """Heading and footer as they were, the pages overwritten."""
    return content[:4] + b"\xff" * 200 + content[204:]


def many_rows(landing: Landing) -> None:
    path = landing.put(COVERS)
    landing.put_parquet(path, rows=5000)
    path.write_bytes(damaged(path.read_bytes()))


def other_columns(landing: Landing) -> None:
    landing.put_parquet(landing.put(COVERS), "* EXCLUDE (NOM), 'ZYVARDEC' AS NOM_USUEL")


def caf_of_april(landing: Landing) -> None:
    landing.put("caf_persons_2013")
    path = landing.put("caf_dossiers_2013")
    path.write_text(path.read_text("utf-8").replace("201405", "201404"), "utf-8")


def utf_16_without_titles(landing: Landing) -> None:
    path = landing.put(DEATHS)
    path.write_bytes(path.read_bytes().decode("latin-1").encode("utf-16"))


BAD = [
    Bad("nothing_from_a_required_source", "cnav", lambda landing: landing.of("cnav"),
        "La source cnav n'a rien livré pour 2014-05", "un dossier", "cnav/2014-05", "--without cnav"),
    Bad("announced_file_missing", "objections", announced_then_removed,
        "OPPOSITIONS_201405.csv, annoncé par le bordereau, manque", "1 fichiers", "objections/2014-05", ASK_AGAIN),
    Bad("dataset_missing", "caf", lambda landing: landing.put("caf_persons_2013"),
        "caf est incomplète : caf_dossiers manque", "au moins un fichier de caf_dossiers, caf_persons", "caf/2014-05",
        ASK_AGAIN),
    Bad("empty_file", "objections", objections(b""),
        "OPPOSITIONS_201405.csv est vide", "une ligne de titres", "OPPOSITIONS_201405.csv", ASK_AGAIN),
    Bad("empty_fixed_width_file", "deaths", lambda landing: landing.put(DEATHS, b""),
        "deces-2014-m05.txt n'a aucun enregistrement", "au moins un enregistrement", "deces-2014-m05.txt", ASK_AGAIN),
    Bad("heading_only", "objections", objections(HEADING),
        "n'a aucun enregistrement", "après la ligne de titres", "OPPOSITIONS_201405.csv", ASK_AGAIN),
    Bad("column_missing", "objections", objections((HEADING + LINE).replace("prenom;", "").replace("ONDÉLINE;", "")),
        "colonne manquante : prenom", "nir, nom, prenom, date_naissance", "csv, ligne 1", ASK_AGAIN),
    Bad("column_unknown", "objections", objections("motif;" + HEADING + "x;" + LINE),
        "colonne inconnue : motif", "nir, nom, prenom, date_naissance", "csv, ligne 1", "décrire ce nouveau format"),
    Bad("column_repeated", "objections", objections("nom;" + HEADING + "x;" + LINE),
        "colonne répétée : nom", "nir, nom, prenom, date_naissance", "csv, ligne 1", ASK_AGAIN),
    Bad("no_heading", "objections", objections(LINE + SECOND),
        "colonne inconnue : 5 (la ligne 1 semble porter des valeurs)", "nir, nom, prenom", "csv, ligne 1", ASK_AGAIN),
    Bad("heading_runs_on", "objections", objections(HEADING.strip() + ";" + LINE + SECOND),
        "colonne inconnue : 5 (la ligne 1 semble porter des valeurs)", "nir, nom, prenom", "csv, ligne 1", ASK_AGAIN),
    Bad("carriage_returns_only", "objections", objections((HEADING + LINE).replace("\n", "\r")),
        "des lignes finissent par un retour chariot seul", "LF ou CRLF", "csv, ligne 1", "fins de ligne Windows"),
    Bad("wrong_separator", "objections", objections((HEADING + LINE).replace(";", ",")),
        "n'est pas séparé par « ; »", "5 colonnes séparées par « ; »", "csv, ligne 1", "corriger `delimiter`"),
    Bad("latin_1_in_utf_8", "objections", objections((HEADING + LINE).encode("latin-1")),
        "n'est pas écrit en utf-8", "l'encodage utf-8", "OPPOSITIONS_201405.csv", "corriger `encoding`"),
    Bad("utf_8_in_windows_1252", "pole_emploi",
        lambda landing: pole_emploi(landing.put("registrations_2013").read_text("cp1252").encode())(landing),
        "n'est pas écrit en windows-1252", "l'encodage windows-1252", "PE_STOCK_44_201405.csv", "corriger `encoding`"),
    Bad("utf_8_mark_in_windows_1252", "pole_emploi", pole_emploi(b'\xef\xbb\xbf"nir"\n'),
        "n'est pas écrit en windows-1252", "l'encodage windows-1252", "PE_STOCK_44_201405.csv", "corriger `encoding`"),
    Bad("undefined_byte_in_windows_1252", "pole_emploi",
        lambda landing: pole_emploi(landing.put("registrations_2013").read_bytes() + b'"\x81"\n')(landing),
        "n'est pas écrit en windows-1252", "l'encodage windows-1252", "PE_STOCK_44_201405.csv", "corriger `encoding`"),
    Bad("windows_1252_in_latin_1", "deaths",
        lambda landing: landing.put(DEATHS, landing.put(DEATHS).read_bytes().replace(b"\xc9", b"\x8c")),
        "n'est pas écrit en latin-1", "l'encodage latin-1", "deces-2014-m05.txt", "corriger `encoding`"),
    Bad("utf_8_in_latin_1", "deaths",
        lambda landing: landing.put(DEATHS, landing.put(DEATHS).read_text("latin-1").replace("É", "é").encode()),
        "n'est pas écrit en latin-1", "l'encodage latin-1", "deces-2014-m05.txt", "corriger `encoding`"),
    Bad("utf_16", "objections", objections((HEADING + LINE).encode("utf-16")),
        "n'est pas écrit en utf-8", "l'encodage utf-8", "OPPOSITIONS_201405.csv", "dans cet encodage"),
    Bad("utf_16_fixed_width", "deaths", utf_16_without_titles,
        "n'est pas écrit en latin-1", "l'encodage latin-1", "deces-2014-m05.txt", "dans cet encodage"),
    Bad("compressed", "objections", objections(b"\x1f\x8b\x08\x00" + bytes(range(256)) * 10),
        "n'est pas écrit en utf-8", "l'encodage utf-8", "OPPOSITIONS_201405.csv", ASK_AGAIN),
    Bad("line_of_more_than_a_megabyte", "objections", objections(HEADING + "ZYVARDEC" * 150_000 + "\n" + LINE),
        "une ligne de plus d'un million de caractères", "un enregistrement par ligne", "OPPOSITIONS_201405.csv",
        "compressé ou binaire"),
    Bad("binary_of_more_than_a_megabyte", "deaths", lambda landing: landing.put(DEATHS, bytes(range(32, 120)) * 15_000),
        "une ligne de plus d'un million de caractères", "un enregistrement par ligne", "deces-2014-m05.txt",
        "compressé ou binaire"),
    Bad("wrong_checksum", "objections", changed_after_announcement,
        "L'empreinte du fichier OPPOSITIONS_201405.csv", "reçu", "OPPOSITIONS_201405.csv", "coupé ou modifié en route"),
    Bad("wrong_row_count", "objections", announced(rows=3),
        "OPPOSITIONS_201405.csv a 2 lignes", "3 lignes, comme l'annonce le bordereau", "OPPOSITIONS_201405.csv",
        "redemander le fichier ou le bordereau"),
    Bad("manifest_of_another_month", "objections", announced(period="2014-04"),
        "Le bordereau annonce objections pour 2014-04", "objections pour 2014-05", "manifest.json", "de son mois"),
    Bad("manifest_of_another_source", "objections", announced(source="caf"),
        "Le bordereau annonce caf pour 2014-05", "objections pour 2014-05", "manifest.json", "de sa source"),
    Bad("unknown_layout", "objections", announced(layout="objections_2031"),
        "Le format objections_2031 n'est décrit nulle part", "un format connu : caf_dossiers_2013", "manifest.json",
        "décrire ce format"),
    Bad("layout_of_another_dataset", "objections", announced(layout=DEATHS),
        "lit objections avec le format deaths_insee", "un format de objections", "manifest.json", "corriger"),
    Bad("dataset_of_another_source", "objections", announced(layout=DEATHS, dataset="deaths"),
        "Le bordereau de objections lit deaths", "un format de objections", "manifest.json", "corriger le bordereau"),
    Bad("manifest_not_json", "objections", manifest('{"source": "ZYVARDEC"'),
        "Le bordereau manifest.json de objections est illisible (JSON)", "name, dataset, layout, rows, sha256",
        "manifest.json", "redemander le bordereau"),
    Bad("manifest_not_utf_8", "objections", manifest("Ondéline".encode("latin-1")),
        "illisible (JSON)", "name, dataset, layout, rows, sha256", "manifest.json", "redemander le bordereau"),
    Bad("manifest_is_a_list", "objections", manifest("[]"),
        "illisible (JSON)", "name, dataset, layout, rows, sha256", "manifest.json", "redemander le bordereau"),
    Bad("manifest_keys_missing", "objections", manifest('{"source": "objections", "files": [{"name": "a.csv"}]}'),
        "period; files.0.dataset; files.0.layout; files.0.rows; files.0.sha256", "name, dataset, layout, rows, sha256",
        "manifest.json", "redemander le bordereau"),
    Bad("manifest_leaves_the_folder", "objections", announced(name="../../secret.csv"),
        "illisible (files.0.name)", "name, dataset, layout, rows, sha256", "manifest.json", "redemander le bordereau"),
    Bad("manifest_announces_nothing", "objections", announced(files=[]),
        "incomplète : objections manque", "au moins un fichier de objections", "objections/2014-05", ASK_AGAIN),
    Bad("unknown_file", "objections", lambda landing: landing.put(OBJECTIONS, name="opposants.xlsx"),
        "Aucun format de objections ne reconnaît opposants.xlsx", "OPPOSITIONS_*.csv", "objections/2014-05",
        "joindre un bordereau"),
    Bad("twice_in_the_delivery", "objections",
        lambda landing: (landing.put(OBJECTIONS), landing.put(OBJECTIONS, name="OPPOSITIONS_bis.csv")),
        "OPPOSITIONS_bis.csv a déjà été livré (OPPOSITIONS_201405.csv, dans la même livraison)", "un fichier nouveau",
        "objections/2014-05", "redemander la livraison"),
    Bad("records_of_another_month", "caf", caf_of_april,
        "Les enregistrements de caf (caf_dossiers) sont du mois 2014-04", "le mois 2014-05", "caf/2014-05",
        "dans le dossier de son mois"),
    Bad("parquet_cut", "cnam", parquet(lambda content: content[: len(content) // 2]),
        "n'est pas un fichier Parquet lisible", "un fichier Parquet complet", "CNAM_DROITS_201405.parquet", ASK_AGAIN),
    Bad("parquet_is_text", "cnam", parquet(lambda _: (HEADING + LINE).encode()),
        "n'est pas un fichier Parquet lisible", "un fichier Parquet complet", "CNAM_DROITS_201405.parquet", ASK_AGAIN),
    Bad("parquet_pages_damaged", "cnam", many_rows,
        "n'est pas un fichier Parquet lisible", "un fichier Parquet complet", "CNAM_DROITS_201405.parquet", ASK_AGAIN),
    Bad("parquet_other_columns", "cnam", other_columns,
        "colonne manquante : NOM ; colonne inconnue : NOM_USUEL", "NIR, NOM, PRENOM", "CNAM_DROITS_201405.parquet",
        "décrire ce nouveau format"),
    Bad("parquet_without_rows", "cnam", lambda landing: landing.put_parquet(landing.put(COVERS), rows=0),
        "n'a aucun enregistrement", "au moins un enregistrement", "CNAM_DROITS_201405.parquet", ASK_AGAIN),
]  # fmt: skip


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.id)
def test_says_what_came_what_was_expected_where_and_what_to_do(bad: Bad, landing: Landing, private: list[str]) -> None:
    bad.drop(landing)
    with pytest.raises(DeliveryError) as caught:
        landing.take(bad.source)
    error = caught.value
    assert bad.what in error.what
    assert bad.expected in error.expected
    assert bad.where in error.where
    assert bad.remedy in error.remedy
    assert [value for value in private if value in str(error)] == []
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None, "a traceback would quote the library's message"


def test_a_file_of_another_period_is_not_taken_twice(landing: Landing) -> None:
    landing.put(DEATHS)
    (file,) = landing.take("deaths").receipt.files
    with pytest.raises(DeliveryError, match=r"a déjà été livré \(deaths 2014-04\)") as caught:
        landing.take("deaths", seen={file.sha256: "deaths 2014-04"})
    assert "le producteur a renvoyé la même" in caught.value.remedy


def test_a_whole_list_that_did_not_change_is_taken_again(landing: Landing) -> None:
    landing.put(OBJECTIONS)
    (file,) = landing.take("objections").receipt.files
    again = landing.take("objections", seen={file.sha256: "objections 2014-04"}).receipt
    assert (again.accepted, again.warnings) == (file.accepted, landing.take("objections").receipt.warnings)


@pytest.mark.parametrize(("source", "expected"), [("cnam", True), ("deaths", True), ("cnav", False)])
def test_a_source_that_may_be_absent_is_not_delivered(landing: Landing, source: str, expected: bool) -> None:
    reception = landing.take(source, expected=expected)
    assert reception.receipt.state == "not_delivered"
    assert reception.receipt.warnings == [f"{source} : rien de livré, les faits de cette source sont inconnus"]
    assert all(relation.fetchall() == [] for relation in (*reception.accepted.values(), reception.rejected))


def test_a_cut_last_line_is_rejected_with_a_warning_and_the_rest_is_taken(landing: Landing) -> None:
    landing.put(OBJECTIONS, (HEADING + LINE + SECOND)[:-25])
    receipt = landing.take("objections").receipt
    assert (receipt.received, receipt.accepted, receipt.rejected) == (2, 1, 1)
    assert any("la dernière ligne est incomplète et sans fin de ligne" in warning for warning in receipt.warnings)


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_whole_last_line_needs_no_end(landing: Landing, end: str) -> None:
    landing.put(OBJECTIONS, HEADING + LINE + SECOND.strip() + end)
    receipt = landing.take("objections").receipt
    assert (receipt.accepted, receipt.rejected) == (2, 0)
    assert not any("coupé" in warning for warning in receipt.warnings)


@pytest.mark.parametrize("character", ["\0", "\r"], ids=["nul", "carriage_return"])
def test_a_control_character_harms_its_line_only(landing: Landing, character: str) -> None:
    landing.put(OBJECTIONS, HEADING + LINE.replace("VARD", f"VA{character}RD") + SECOND)
    reception = landing.take("objections")
    assert [row[1] for row in reception.accepted["objections"].fetchall()] == [3]
    assert reception.receipt.files[0].reasons == {"caractère interdit (octet nul ou retour chariot) dans la ligne": 1}


def test_a_sound_delivery_with_its_manifest_has_no_warning(landing: Landing) -> None:
    landing.put(OBJECTIONS)
    landing.announce(OBJECTIONS)
    receipt = landing.take("objections").receipt
    assert (receipt.state, receipt.accepted, receipt.rejected, receipt.warnings) == ("received", 2, 0, [])


def test_a_file_that_the_manifest_forgets_is_told(landing: Landing) -> None:
    landing.put(OBJECTIONS)
    landing.announce(OBJECTIONS)
    landing.put(OBJECTIONS, name="OPPOSITIONS_bis.csv")
    receipt = landing.take("objections").receipt
    assert receipt.warnings == ["objections : non lu, car absent du bordereau : OPPOSITIONS_bis.csv"]


def test_no_manifest_is_told(landing: Landing) -> None:
    landing.put(OBJECTIONS)
    (warning,) = landing.take("objections").receipt.warnings
    assert "pas de bordereau" in warning


@pytest.mark.parametrize("name", ["OPPOSITIONS_[1].csv", "OPPOSITIONS_*.csv", "OPPOSITIONS_d'été.csv"])
def test_a_file_name_is_never_a_pattern(landing: Landing, name: str) -> None:
    landing.put(OBJECTIONS, name=name)
    landing.put(OBJECTIONS, HEADING + LINE, name="OPPOSITIONS_1.csv")
    counts = {file.name: file.received for file in landing.take("objections").receipt.files}
    assert counts == {name: 2, "OPPOSITIONS_1.csv": 1}


def shipped(layout: str = "objections/objections_2013.yaml") -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((SHIPPED / layout).read_text("utf-8"))
    return content


def changed(position: int, layout: str = "objections/objections_2013.yaml", **changes: Any) -> str:
    """A shipped layout with changes to one column; None takes a key away."""
    content = shipped(layout)
    column = {**content["columns"][position], **changes}
    content["columns"][position] = {key: value for key, value in column.items() if value is not None}
    return yaml.safe_dump(content)


WRONG_LAYOUTS = {
    "unknown_field": (changed(1, field="nickname"), "le champ nickname n'existe pas dans le contrat"),
    "field_not_filled": (changed(1, field=None, unused="no"), "le champ last_name du contrat n'est rempli par aucune"),
    "field_filled_twice": (changed(1, field="first_name"), "le champ first_name est rempli deux fois"),
    "field_and_unused": (changed(1, unused="no"), "la colonne nom doit avoir soit `field`, soit `unused`"),
    "date_without_pattern": (changed(4, pattern=None), "la colonne date_opposition est une date : `pattern` manque"),
    "partial_date_without_precision": (changed(4, type="partial_date"), "de précision de objected_on n'existe pas"),
    "text_into_a_date": (changed(4, type="text"), "date_opposition est lue comme text, le champ objected_on attend"),
    "unknown_type": (changed(4, type="datetime"), "valeur inconnue ; connues : 'text', 'integer'"),
    "fixed_width_without_width": (changed(1, "deaths/deaths_insee.yaml", width=None), "SEXE n'a pas `start`"),
    "fixed_width_without_line_width": (
        yaml.safe_dump({k: v for k, v in shipped("deaths/deaths_insee.yaml").items() if k != "width"}),
        "`width`, la largeur de la ligne, manque",
    ),
    "start_at_zero": (changed(0, "deaths/deaths_insee.yaml", start=0), "columns.0.start : valeur du mauvais type"),
    "dataset_of_another_source": (
        yaml.safe_dump(shipped() | {"source": "caf"}), "la source caf n'a pas de jeu de données objections",
    ),
    "key_missing": (yaml.safe_dump({k: v for k, v in shipped().items() if k != "format"}), "format : cette clé manque"),
    "key_unknown": (yaml.safe_dump(shipped() | {"separator": ";"}), "separator : cette clé n'existe pas"),
    "encoding_unknown": (yaml.safe_dump(shipped() | {"encoding": "cp850"}), "encoding : valeur inconnue"),
    "not_yaml": ("source: [objections", "le fichier n'est pas du YAML lisible"),
    "not_a_mapping": ("- objections", "le fichier n'est pas du YAML lisible"),
    "empty": ("", "le fichier n'est pas du YAML lisible"),
    "not_utf_8": ("# été".encode("latin-1"), "le fichier n'est pas du YAML lisible"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "said"), WRONG_LAYOUTS.values(), ids=WRONG_LAYOUTS)
def test_a_wrong_layout_file_says_what_is_wrong(tmp_path: Path, content: str | bytes, said: str) -> None:
    path = tmp_path / "objections_2031.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(LayoutError) as caught:
        load_layout(path)
    assert said in caught.value.what
    assert "objections_2031.yaml" in caught.value.what
    assert "Value error" not in str(caught.value)
    assert caught.value.where == str(path)
    assert "corriger le fichier" in caught.value.remedy
