"""Pseudonyms: the same person or household, month after month, without saying who.

HMAC-SHA-256 (RFC 2104) of an anchor under the project's key, cut to 80 bits: two of 60 million people share one with
probability 2e-9, and nobody can go back to the NIR without the key.
"""

from hashlib import sha256

BLOCK, LENGTH = 64, 20


def pseudonym(anchor: str, key: bytes) -> str:
    """SQL: 20 hexadecimal characters for the SQL text expression `anchor`."""
    block = (key if len(key) <= BLOCK else sha256(key).digest()).ljust(BLOCK, b"\0")
    inner, outer = (_blob(bytes(byte ^ pad for byte in block)) for pad in (0x36, 0x5C))
    return f"substr(sha256({outer} || unhex(sha256({inner} || encode({anchor})))), 1, {LENGTH})"


def _blob(value: bytes) -> str:
    return "'" + "".join(f"\\x{byte:02X}" for byte in value) + "'::BLOB"
