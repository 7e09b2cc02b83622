"""`justedroit assess` refuses every broken folder in its own words: the place, never the value."""

from pathlib import Path

import polars as pl
import pytest

from data_contracts.errors import InputError
from tests.pipelines.assess_folders import EXAMPLE, SECRET, SOUND, Files, folder_of, refusal, run


def more(file: str, *lines: str) -> Files:
    return {file: SOUND[file] + "".join(f"{line}\n" for line in lines)}


def heading(file: str, old: str, new: str) -> Files:
    first, rest = SOUND[file].split("\n", 1)
    return {file: first.replace(old, new) + "\n" + rest}


BROKEN: dict[str, tuple[Files, list[str]]] = {
    "unknown column": (heading("people.csv", "birth_date", "born"), ["Colonne inconnue dans people.csv : born"]),
    "missing column": (heading("people.csv", "role", "place"), ["Colonne absente dans people.csv : role"]),
    "missing key": (heading("incomes.csv", "month", "mois"), ["Colonne absente dans incomes.csv : month"]),
    "no heading": ({"people.csv": f"{SECRET};h1;adult;1970-01-01\n"}, ["Colonne absente dans people.csv : person_id"]),
    "column twice": (heading("people.csv", "birth_date", "role"), ["Colonne en double dans people.csv : role"]),
    "empty file": ({"people.csv": ""}, ["Colonne absente dans people.csv"]),
    "not UTF-8": ({"households.csv": "household_id;tenure\nh1;propriété\nh2;\n"}, ["households.csv", "UTF-8"]),
    "cell too many": (more("households.csv", f"h3;true;;{SECRET}"), ["households.csv", "ligne 4", "3 colonnes"]),
    "cell too few": (more("incomes.csv", f"{SECRET}"), ["incomes.csv", "ligne 4", "4 colonnes"]),
    "open quote": (more("people.csv", f'"{SECRET};h1;adult;'), ["people.csv", "des guillemets qui se ferment"]),
    "decimal comma": (more("households.csv", "h3;false;300,50"), ["colonne rent_eur_month", "point", "ligne 4"]),
    "not a date": (more("people.csv", "p4;h1;child;31/12/2010"), ["colonne birth_date", "AAAA-MM-JJ", "ligne 5"]),
    "not a boolean": (more("households.csv", f"h3;{SECRET};1"), ["colonne couple", "vrai", "ligne 4"]),
    "not a code": (more("people.csv", f"p4;h1;{SECRET};"), ["colonne role", "adult, child", "ligne 5"]),
    "the only adult unread": (
        {"people.csv": SOUND["people.csv"].replace("p1;h1;adult", "p1;h1;adulte")}, ["people.csv, colonne role"],
    ),
    "no value": (more("people.csv", "p4;h1;;"), ["colonne role", "valeur obligatoire", "ligne 5"]),
    "below the minimum": (more("incomes.csv", "p1;2014-04-01;wages;-3"), ["colonne net_eur_month", "au moins 0"]),
    "not a first day": (more("incomes.csv", "p1;2014-04-02;wages;3"), ["colonne month", "premier jour d'un mois"]),
    "two months turned round": (
        more("income_coverage.csv", "p2;wages;2014-05-01;2014-03-01"),
        ["colonne first_month", "au plus tard last_month"],
    ),
    "several lines": (
        more("incomes.csv", "p1;2014-04-01;x;3", "p1;2014-03-01;wages;1", "p1;2014-02-01;y;3"),
        ["2 lignes ne vont pas", "la première : ligne 4"],
    ),
    "after an empty line": (more("people.csv", "", "p4;h1;;"), ["colonne role", "ligne 6"]),
    "household twice": (more("households.csv", "h1;false;2"), ["households.csv", "une même clé", "ligne 4"]),
    "person twice": (more("people.csv", "p1;h1;adult;"), ["people.csv", "une même clé : person_id", "ligne 5"]),
    "month twice": (more("incomes.csv", "p1;2014-05-01;wages;9"), ["incomes.csv", "person_id, month, kind", "ligne 4"]),
    "coverage twice": (
        more("income_coverage.csv", "p1;every;2012-01-01;2014-01-01"),
        ["income_coverage.csv", "une même clé", "ligne 3"],
    ),
    "benefit twice": (more("benefits.csv", "person;p2;ass;refused"), ["benefits.csv", "une même clé", "ligne 4"]),
    "person of no household": (more("people.csv", f"p4;{SECRET};child;"), ["colonne household_id", "ligne 5"]),
    "income of nobody": (more("incomes.csv", f"{SECRET};2014-05-01;wages;1"), ["colonne person_id", "ligne 4"]),
    "coverage of nobody": (
        more("income_coverage.csv", f"{SECRET};every;2012-01-01;2014-06-01"),
        ["income_coverage.csv", "colonne person_id", "ligne 3"],
    ),
    "benefit of nobody": (more("benefits.csv", "household;p1;ass;live"), ["colonne holder_id", "ligne 4"]),
    "household of nobody": (more("households.csv", "h3;false;2"), ["colonne household_id", "n'en a aucun", "ligne 4"]),
    "three adults": (
        more("people.csv", "p4;h2;adult;"), ["households.csv, colonne household_id", "en a plus", "ligne 3"],
    ),
    "two adults, no couple": (more("people.csv", "p4;h1;adult;"), ["colonne couple", "deux adultes", "ligne 2"]),
    "a couple of one": (
        {"people.csv": SOUND["people.csv"].replace("p3;h2;adult;1980-12-31\n", "")}, ["colonne couple", "ligne 3"],
    ),
    "not born yet": (more("people.csv", "p4;h1;child;2014-06-02"), ["colonne birth_date", "01/06/2014", "ligne 5"]),
    "misspelt file": ({"income.csv": SOUND["incomes.csv"]}, ["Fichier inconnu : income.csv"]),
    "table twice": ({"incomes.parquet": "PAR1"}, ["incomes.csv, incomes.parquet"]),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_folder_is_refused_with_the_place_and_never_the_value(tmp_path: Path, name: str) -> None:
    files, said = BROKEN[name]
    message = refusal(folder_of(tmp_path, SOUND | files), tmp_path / "found.csv")
    assert [part for part in said if part not in message] == [], message
    assert SECRET not in message
    assert all(part in message for part in ("Attendu :", "Où      :", "À faire :"))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "ne contient aucun fichier"),
        ({"people.csv": SOUND["people.csv"]}, "Fichier absent : households."),
        ({"people.csv": SOUND["people.csv"], "households.parquet": "no Parquet"}, "households.parquet ne peut pas"),
    ],
)
def test_a_folder_without_what_is_needed_is_refused(tmp_path: Path, files: Files, said: str) -> None:
    assert said in refusal(folder_of(tmp_path, files), tmp_path / "found.csv")


@pytest.mark.parametrize(
    ("column", "values", "said"),
    [
        ("rent_eur_month", ["a lot", None], "colonne rent_eur_month"),
        ("rent_eur_month", [float("nan"), 1.0], "colonne rent_eur_month"),
        ("couple", [1.5, None], "colonne couple"),
        ("housing_zone", [1.5, 2.0], "colonne housing_zone"),
        ("isolated_since", [2010, None], "colonne isolated_since"),
    ],
)
def test_a_parquet_column_of_a_wrong_type_is_refused(
    tmp_path: Path, column: str, values: list[object], said: str
) -> None:
    folder = folder_of(tmp_path, {"people.csv": "person_id;household_id;role\np1;h1;adult\np2;h2;adult\n"})
    pl.DataFrame({"household_id": ["h1", "h2"], column: values}).write_parquet(folder / "households.parquet")
    message = refusal(folder, tmp_path / "found.csv")
    assert said in message
    assert "ligne 1 du tableau" in message


def test_a_damaged_parquet_file_is_refused(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {"people.csv": "person_id;household_id;role\np1;h1;adult\np2;h2;adult\n"})
    path = folder / "households.parquet"
    pl.DataFrame({"household_id": [f"{SECRET}{n}" for n in range(5000)]}).write_parquet(path)
    content = bytearray(path.read_bytes())
    content[100:2000] = bytes(1900)
    path.write_bytes(content)
    message = refusal(folder, tmp_path / "found.csv")
    assert "households.parquet ne peut pas être lu" in message
    assert SECRET not in message


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--as-of", "juin"], "n'est pas une date"),
        (["--as-of", "2009-05-31"], "Aucune règle n'est écrite pour le 31/05/2009"),
        (["--benefit", "allocations"], "Prestation inconnue : allocations."),
        (["--as-of", "2016-01-01", "--benefit", "rsa_activite"], "Prestation sans règle au 01/01/2016 : rsa_activite."),
        (["--memory", "beaucoup"], "--memory"),
    ],
)
def test_what_cannot_be_asked_is_refused(tmp_path: Path, arguments: list[str], said: str) -> None:
    message = refusal(EXAMPLE, tmp_path / "found.csv", *arguments)
    assert said in message
    assert "--benefit" not in arguments or "rsa_socle" in message


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("found.xlsx", "L'extension de found.xlsx"), ("absent/found.csv", "Le dossier où écrire n'existe pas"),
        ("situations/found.csv", "dans le dossier des situations"),
    ],
)  # fmt: skip
def test_findings_have_somewhere_to_go(tmp_path: Path, out: str, said: str) -> None:
    assert said in refusal(folder_of(tmp_path, SOUND), tmp_path / out)
    (tmp_path / "found.csv").mkdir()
    assert isinstance(run(tmp_path / "situations", tmp_path / "found.csv").exception, InputError)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "Le dossier n'existe pas" in refusal(tmp_path / "absent", tmp_path / "found.csv")


def test_what_was_there_stays_where_something_is_wrong(tmp_path: Path) -> None:
    out = tmp_path / "found.csv"
    out.write_text("before")
    files = SOUND | {"people.csv": SOUND["people.csv"] + "p4;h1;;\n"}
    assert isinstance(run(folder_of(tmp_path, files), out).exception, InputError)
    assert out.read_text() == "before"
    assert {path.name for path in tmp_path.iterdir()} == {"situations", "found.csv"}
