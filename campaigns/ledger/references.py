"""References: what stands for a person in a release, on paper, on the telephone, and in what comes back.

Eight characters in two groups and one to check them, `7K3M-92QX-C`, of Crockford's base 32 (no I, L, O, U). The check
is the remainder of a polynomial over GF(32), as in a Reed-Solomon code: one wrong character, or two swapped, never
passes. Crockford's own check, modulo 37, would need signs that nobody can say. Belongs here: making and reading them.
Does not: telling whose they are (the ledger's `targets`).
"""

from collections.abc import Container, Sequence
from hashlib import sha256

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
_VALUE = {letter: value for value, letter in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_IGNORED = str.maketrans("", "", " \t\u00a0\u202f-\u2010\u2011\u2012\u2013\u2014\u2212._")
_REDUCTION = 0b100101
"""x^5 + x^2 + 1, primitive over GF(2): the powers of x are the 31 numbers other than 0."""


def make(seed: int, campaign: str, period: str, person_id: str, *, version: int = 1, attempt: int = 0) -> str:
    """The reference of a person in a release; `attempt` counts up where another person already has the one before."""
    digest = sha256(f"{seed}|{campaign}|{period}|{version}|{person_id}|{attempt}".encode()).digest()
    bits = int.from_bytes(digest[:5], "big")
    return _written([bits >> shift & 31 for shift in range(35, -1, -5)])


def make_all(
    seed: int, campaign: str, period: str, people: Sequence[str], *, version: int = 1, taken: Container[str] = ()
) -> list[str]:
    """The references of several people, none in `taken`, none twice; the same whatever the order of `people`."""
    made: dict[str, str] = {}
    given: set[str] = set()
    for person_id in sorted(people):
        attempt = 0
        reference = make(seed, campaign, period, person_id, version=version)
        while reference in given or reference in taken:
            attempt += 1
            reference = make(seed, campaign, period, person_id, version=version, attempt=attempt)
        given.add(reference)
        made[person_id] = reference
    return [made[person_id] for person_id in people]


def check(text: str) -> str | None:
    """The reference as it is printed, or None where this is none.

    Case, spaces and hyphens do not count; O is read as 0, I and L as 1.
    """
    values = [_VALUE.get(letter) for letter in text.translate(_IGNORED).upper()]
    if len(values) != LENGTH + 1 or None in values:
        return None
    read = [value for value in values if value is not None]
    return _written(read[:-1]) if _check(read[:-1]) == read[-1] else None


def _written(values: list[int]) -> str:
    letters = "".join(ALPHABET[value] for value in values)
    return f"{letters[:4]}-{letters[4:]}-{ALPHABET[_check(values)]}"


def _check(values: Sequence[int]) -> int:
    result = 0
    for products, value in zip(_PRODUCTS, values, strict=True):
        result ^= products[value]
    return result


def _times_x(value: int) -> int:
    return value << 1 if value < 16 else value << 1 ^ _REDUCTION


def _products() -> tuple[tuple[int, ...], ...]:
    """By place, what each character adds to the check: its value times x, x^2, … x^8."""
    rows, row = [], tuple(range(32))
    for _ in range(LENGTH):
        row = tuple(map(_times_x, row))
        rows.append(row)
    return tuple(rows)


_PRODUCTS = _products()
