"""Files that leave the house, encrypted to whom they are for, with age.

Belongs here: that one step, in memory. Does not: keys of the store (`pipelines`), who may receive what (campaign file).
age (C2SP) rather than a password on a spreadsheet: nothing secret to send, a public key is enough. The encrypted file
stands in the place of the one in clear, never beside it.
"""

from collections.abc import Sequence
from pathlib import Path

SUFFIX = ".age"


def encrypt(content: Path | bytes, recipients: Sequence[str]) -> bytes:
    """The content of a file, or bytes, that any of the recipients (`age1…` public keys) can read, and nobody else.

    Encrypting twice does not give the same bytes: age draws a key each time. The campaign file checked keys.
    """
    import pyrage  # type: ignore[import-untyped]

    keys = [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]
    return bytes(pyrage.encrypt(content.read_bytes() if isinstance(content, Path) else content, keys))


def encrypt_in_place(path: Path, recipients: Sequence[str]) -> Path:
    """Put `<name>.age` in the place of a file; the file in clear is gone. Returns the new path."""
    encrypted = path.with_name(path.name + SUFFIX)
    aside = path.with_name(f".{encrypted.name}.partial")
    try:
        aside.write_bytes(encrypt(path, recipients))
        aside.replace(encrypted)
    finally:
        aside.unlink(missing_ok=True)
    path.unlink()
    return encrypted
