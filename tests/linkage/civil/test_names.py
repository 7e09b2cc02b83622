"""Names, in the form all sources share."""

import re
import unicodedata

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage.civil.names import birth_name, normalised, worn_name

CON = duckdb.connect()
LATIN = [chr(code) for code in range(0x41, 0x180) if unicodedata.name(chr(code), "").startswith("LATIN ")]
NAMES = st.text(st.sampled_from([*LATIN, " ", "-", "'", "’", ".", "\u00a0", "\u0301"]), max_size=50)


def normal(name: str | None) -> str | None:
    row = CON.execute(f"SELECT {normalised('name')} FROM (SELECT $1::VARCHAR AS name)", [name]).fetchone()
    assert row is not None
    return None if row[0] is None else str(row[0])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("DUPONT", "DUPONT"),
        ("dupont", "DUPONT"),
        ("Jean-Pierre", "JEAN PIERRE"),
        ("JEAN  PIERRE", "JEAN PIERRE"),
        ("JEAN - PIERRE", "JEAN PIERRE"),
        ("JEAN --- . --- PIERRE", "JEAN PIERRE"),
        (" O'NEIL ", "O NEIL"),
        ("D’ARTAGNAN", "D ARTAGNAN"),
        ("d`artagnan", "D ARTAGNAN"),
        ("Éloïse", "ELOISE"),
        ("E\u0301loi\u0308se", "ELOISE"),
        ("François", "FRANCOIS"),
        ("Lætitia", "LAETITIA"),
        ("LŒUILLET", "LOEUILLET"),
        ("Strauß", "STRAUSS"),
        ("Łukasz", "LUKASZ"),
        ("Jørgensen", "JORGENSEN"),
        ("DE\u00a0LA\tTOUR", "DE LA TOUR"),
        ("ST. EXUPERY", "SAINT EXUPERY"),
        ("ST-EXUPERY", "SAINT EXUPERY"),
        ("st exupéry", "SAINT EXUPERY"),
        ("STE-MARIE", "SAINTE MARIE"),
        ("DE ST PIERRE", "DE SAINT PIERRE"),
        ("ST MARTIN DE STE CROIX", "SAINT MARTIN DE SAINTE CROIX"),
        ("ST", "ST"),
        ("AUGUST ST MARTIN", "AUGUST SAINT MARTIN"),
        ("MARTIN ST", "MARTIN ST"),
        ("Mme Dupont", "DUPONT"),
        ("MLLE. DE LA TOUR", "DE LA TOUR"),
        ("MR DUPONT", "DUPONT"),
        ("MME", "MME"),
        ("DUPONT MME", "DUPONT MME"),
        ("M'BAREK", "M BAREK"),
        ("M BAREK", "M BAREK"),
        ("M.-Claude", "M CLAUDE"),
        ("", None),
        (" - ", None),
        (None, None),
    ],
)
def test_a_name_is_upper_case_without_accents_or_signs(written: str | None, expected: str | None) -> None:
    assert normal(written) == expected


def value(expression: str, **values: str | None) -> object:
    given = ", ".join(f"${name}::VARCHAR AS {name}" for name in values)
    row = CON.execute(f"SELECT {expression} FROM (SELECT {given})", values).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize(
    ("birth", "used", "born", "worn"),
    [
        (None, "DUPONT", None, "DUPONT"),
        ("MARTIN", "DUPONT", "MARTIN", "DUPONT"),
        (None, "MARTIN EPOUSE DUPONT", "MARTIN", "DUPONT"),
        (None, "MARTIN EP DUPONT", "MARTIN", "DUPONT"),
        (None, "MARTIN EPSE DE LA TOUR", "MARTIN", "DE LA TOUR"),
        (None, "DUPONT NEE MARTIN", "MARTIN", "DUPONT"),
        (None, "VVE DUPONT NEE LE GALL", "LE GALL", "DUPONT"),
        (None, "MARTIN VEUVE DUPONT", "MARTIN", "DUPONT"),
        (None, "DUPONT NEE MARTIN EPOUSE DUPONT", "MARTIN", "DUPONT"),
        (None, "VVE DUPONT", None, "DUPONT"),
        (None, "EPOUSE DUPONT", None, "DUPONT"),
        (None, "NEE MARTIN", "MARTIN", "MARTIN"),
        ("LE GALL", "DUPONT NEE MARTIN", "LE GALL", "DUPONT"),
        ("MARTIN EPOUSE DUPONT", "DUPONT", "MARTIN", "DUPONT"),
        ("VVE DUPONT", "DUPONT", "DUPONT", "DUPONT"),
        ("NEE MARTIN", "DUPONT", "MARTIN", "DUPONT"),
        (None, "NEE", None, "NEE"),
        (None, "MARTIN EP", None, "MARTIN EP"),
        (None, "LANEE NEVEU", None, "LANEE NEVEU"),
        (None, "", None, ""),
    ],
)
def test_a_field_may_hold_the_used_and_the_birth_name(
    birth: str | None, used: str, born: str | None, worn: str
) -> None:
    assert value(birth_name("birth", "used"), birth=birth, used=used) == born
    assert value(worn_name("used"), used=used) == worn


@given(st.text(st.sampled_from("ABEINOSTUYÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ -'."), max_size=30))
def test_neither_case_nor_accents_nor_signs_count(name: str) -> None:
    form = normal(name)
    assert normal(name.lower()) == form
    assert normal(unicodedata.normalize("NFD", name)) == form
    plain = "".join(char for char in unicodedata.normalize("NFD", name) if not unicodedata.combining(char))
    assert normal(plain) == form
    assert normal(name.replace("'", " ").replace("-", "  ").replace(".", "-")) == form


FRENCH = st.lists(
    st.sampled_from(["MARTIN", "ST", "STE", "DE", "LA", "D", "MME", "EP", "NEE", "VVE", "JEAN", "É"]),
    min_size=1,
    max_size=6,
).map(" ".join)


@given(FRENCH)
def test_the_form_of_french_names_is_stable_and_the_same_however_they_are_written(name: str) -> None:
    form = normal(name)
    assert form
    assert normal(form) == form
    assert normal(name.lower().replace(" ", "-")) == form
    assert normal(f" {name.title().replace(' ', '  ')}.") == form


@given(FRENCH)
def test_both_names_of_a_field_are_taken_from_it(name: str) -> None:
    used = normal(name)
    assert used
    worn = value(worn_name("used"), used=used)
    born = value(birth_name("birth", "used"), birth=None, used=used)
    assert isinstance(worn, str)
    assert worn
    assert worn in used
    assert born is None or (born and str(born) in used)


@given(NAMES)
def test_only_letters_and_single_spaces_remain_of_latin_names(name: str) -> None:
    assert re.fullmatch(r"[A-Z]+( [A-Z]+)*", normal(name) or "A")


@given(NAMES)
def test_normalising_twice_changes_nothing(name: str) -> None:
    assert normal(normal(name)) == normal(name)


@given(NAMES)
def test_a_hyphen_is_a_space(name: str) -> None:
    assert normal(name.replace(" ", "-")) == normal(name.replace("-", " "))
