"""Pseudonyms: HMAC-SHA-256, as Python computes it."""

import hmac

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from linkage.pseudonyms import LENGTH, pseudonym

CON = duckdb.connect()
ANCHORS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)
KEYS = st.binary(min_size=1, max_size=200)


def pseudonym_of(anchor: str, key: bytes) -> str:
    row = CON.execute(f"SELECT {pseudonym('anchor', key)} FROM (SELECT $1 AS anchor)", [anchor]).fetchone()
    assert row is not None
    return str(row[0])


@given(ANCHORS, KEYS)
def test_a_pseudonym_is_the_beginning_of_the_hmac(anchor: str, key: bytes) -> None:
    assert pseudonym_of(anchor, key) == hmac.digest(key, anchor.encode(), "sha256").hex()[:LENGTH]


@given(ANCHORS, KEYS, KEYS)
def test_another_key_gives_another_pseudonym(anchor: str, key: bytes, other: bytes) -> None:
    same = key.ljust(64, b"\0") == other.ljust(64, b"\0")
    assert (pseudonym_of(anchor, key) == pseudonym_of(anchor, other)) is same


@given(ANCHORS, ANCHORS)
def test_another_anchor_gives_another_pseudonym(anchor: str, other: str) -> None:
    assert (pseudonym_of(anchor, b"key") == pseudonym_of(other, b"key")) is (anchor == other)
