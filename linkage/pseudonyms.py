"""Pseudonyms: the same person or household, month after month, without saying who.

One-step key derivation with a hash (NIST SP 800-56C rev. 2, section 4.1, option 1): SHA-256 of a counter, the key and
an anchor, cut to 80 bits. Two of 60 million people share one with probability 2e-9, and nobody can go back to the NIR
without the key. HMAC's second pass guards a whole digest against being extended; a digest cut to a third cannot be.
"""

from hashlib import sha256

LENGTH = 20
_COUNTER = (1).to_bytes(4, "big")
_KEY_BYTES = 16
RENAMED = "renamed:"


def pseudonym(anchor: str, key: bytes) -> str:
    """SQL: 20 hexadecimal characters for the SQL text expression `anchor`.

    A key of any length comes in as 16 bytes: an anchor of up to 35 then takes a single block of the hash.
    """
    secret = "".join(f"\\x{byte:02X}" for byte in _secret(key))
    return f"substr(sha256('{secret}'::BLOB || encode({anchor})), 1, {LENGTH})"


def pseudonym_of(anchor: str, key: bytes) -> str:
    """The same, of one anchor, where no table is at hand."""
    return sha256(_secret(key) + anchor.encode()).hexdigest()[:LENGTH]


def _secret(key: bytes) -> bytes:
    return _COUNTER + sha256(key).digest()[:_KEY_BYTES]


def dossier_pseudonym(key: bytes) -> str:
    """SQL: the name of the household of a CAF dossier."""
    return pseudonym("'caf:' || caf_code || dossier_number", key)


def renamed(former: str, key: bytes) -> str:
    """SQL: what a pseudonym made with a former key becomes with another."""
    return pseudonym(f"'{RENAMED}' || {former}", key)


def renamed_one(former: str, key: bytes) -> str:
    """What one pseudonym becomes."""
    return pseudonym_of(RENAMED + former, key)
