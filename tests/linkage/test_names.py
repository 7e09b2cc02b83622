"""Names, in the form all sources share."""

import re
import unicodedata

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage.names import normalised

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
        ("ST. EXUPERY", "ST EXUPERY"),
        ("", None),
        (" - ", None),
        (None, None),
    ],
)
def test_a_name_is_upper_case_without_accents_or_signs(written: str | None, expected: str | None) -> None:
    assert normal(written) == expected


@given(NAMES)
def test_only_letters_and_single_spaces_remain_of_latin_names(name: str) -> None:
    assert re.fullmatch(r"[A-Z]+( [A-Z]+)*", normal(name) or "A")


@given(NAMES)
def test_normalising_twice_changes_nothing(name: str) -> None:
    assert normal(normal(name)) == normal(name)


@given(NAMES)
def test_a_hyphen_is_a_space(name: str) -> None:
    assert normal(name.replace(" ", "-")) == normal(name.replace("-", " "))
