"""Pseudonyms: one-step key derivation with SHA-256, as Python computes it."""

from hashlib import sha256

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
def test_a_pseudonym_is_the_beginning_of_the_derived_key(anchor: str, key: bytes) -> None:
    derived = sha256(b"\0\0\0\1" + sha256(key).digest()[:16] + anchor.encode()).hexdigest()
    assert pseudonym_of(anchor, key) == derived[:LENGTH]


@given(ANCHORS, KEYS, KEYS)
def test_another_key_gives_another_pseudonym(anchor: str, key: bytes, other: bytes) -> None:
    assert (pseudonym_of(anchor, key) == pseudonym_of(anchor, other)) is (key == other)


@given(ANCHORS, ANCHORS)
def test_another_anchor_gives_another_pseudonym(anchor: str, other: str) -> None:
    assert (pseudonym_of(anchor, b"key") == pseudonym_of(other, b"key")) is (anchor == other)
