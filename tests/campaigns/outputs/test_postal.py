"""The norm of the address: examples from it, and what must hold of any text whatever."""

import re

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.outputs import postal

COLUMNS = ("first_name", "last_name", "address_2", "address_3", "address_4", "address_5", "address_6")
CON = duckdb.connect()
VALUES = "(VALUES (?::VARCHAR, ?::VARCHAR, ?::VARCHAR, ?::VARCHAR, ?::VARCHAR, ?::VARCHAR, ?::VARCHAR))"
TABLE = f"{VALUES} AS i({', '.join(COLUMNS)})"


def lines(**said: str | None) -> tuple[list[str], bool]:
    """The six lines printed, and whether a letter can arrive."""
    sound: dict[str, str | None] = {
        "first_name": "JEANNE", "last_name": "DUPONT", "address_4": "5 RUE HAUTE", "address_6": "44000 NANTES"
    }  # fmt: skip
    given_values = [{**sound, **said}.get(name) for name in COLUMNS]
    sql = f"SELECT {postal.kept_lines('i')}, {postal.deliverable('i')} FROM {TABLE}"
    row = CON.execute(sql, given_values).fetchone()
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        ("Jean Pierre", "Dupont", "JEAN PIERRE DUPONT"),
        ("Zoé", "L'Hôpital-Œillet", "ZOE L'HOPITAL-OEILLET"),
        ("MARIE ANTOINETTE JOSEPHE", "DE LA ROCHEFOUCAULD", "M A J DE LA ROCHEFOUCAULD"),
        ("JEAN-BAPTISTE", "DE MONTESQUIOU FEZENSAC-ARTAGNAN", "J-B DE MONTESQUIOU FEZENSAC-ARTAGNAN"),
        ("ANNE", "X" * 40, "A " + "X" * 36),
        ("", "DUPONT", "DUPONT"),
    ],
)
def test_names(first: str, last: str, written: str) -> None:
    assert lines(first_name=first, last_name=last)[0][0] == written


@pytest.mark.parametrize(
    ("street", "written"),
    [
        ("5 bis, rue de l'Église", "5 B RUE DE L EGLISE"),
        ("12 ter avenue Foch", "12 T AVENUE FOCH"),
        ("12TER AVENUE FOCH", "12 T AVENUE FOCH"),
        ("3 QUATER RUE X", "3 Q RUE X"),
        ("7 RUE TERNAUX", "7 RUE TERNAUX"),
        ("7 TERRASSE BIS", "7 TERRASSE BIS"),
        ("000005 RUE HAUTE", "5 RUE HAUTE"),
        ("5-7 R. DU 8-MAI 1945", "5 7 R DU 8 MAI 1945"),
    ],
)
def test_streets(street: str, written: str) -> None:
    assert lines(address_4=street)[0][1] == written


def test_empty_lines_are_dropped_and_the_kept_ones_come_first() -> None:
    printed, _ = lines(address_2=" - ", address_3="Bât. B", address_5="")
    assert printed == ["JEANNE DUPONT", "BAT. B", "5 RUE HAUTE", "44000 NANTES", "", ""]
    assert lines(address_2="APT 3", address_3="B", address_5="LE BOURG")[0][5] == "44000 NANTES"


@pytest.mark.parametrize(
    ("said", "arrives"),
    [
        ({}, True),
        ({"address_4": None, "address_5": "LE BOURG"}, True),
        ({"address_4": None}, False),
        ({"address_4": " - ", "address_5": ", "}, False),
        ({"address_6": None}, False),
        ({"address_6": "NANTES"}, False),
        ({"address_6": "44000"}, False),
        ({"address_6": "00000 NANTES"}, False),
        ({"address_6": "4400 NANTES"}, False),
        ({"address_6": "44000NANTES"}, True),
        ({"address_6": "44 000 Nantes Cedex 2"}, True),
        ({"address_6": "13001 1ER ARRONDISSEMENT"}, True),
        ({"last_name": "."}, False),
    ],
)
def test_where_a_letter_can_arrive(said: dict[str, str | None], arrives: bool) -> None:
    assert lines(**said)[1] is arrives


ANY = st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=90)


@settings(max_examples=150)
@given(st.tuples(*[ANY] * len(COLUMNS)))
def test_any_text_gives_short_plain_lines(values: tuple[str | None, ...]) -> None:
    sql = f"SELECT {postal.kept_lines('i')}, [{', '.join(postal.norm_lines('i'))}] FROM {TABLE}"
    row = CON.execute(sql, list(values)).fetchone()
    assert row is not None
    printed, norm = row
    assert len(printed) == 6
    assert all(len(line) <= postal.WIDTH and line == line.strip() for line in printed)
    assert all(re.fullmatch(r"[A-Z0-9]*( [A-Z0-9]+)*", line) for line in [*norm[3:], *printed[3:]])
    assert all(re.fullmatch(r"([A-Z0-9][A-Z0-9 './-]*)?", line) for line in printed)
    assert sorted(printed) == sorted(norm)
