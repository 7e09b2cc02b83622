"""Files that leave the house, encrypted to whom they are for, with age.

Belongs here: that one step, in memory. Does not: keys of the store (`pipelines`), who may receive what (campaign file).
age (C2SP) rather than a password on a spreadsheet: nothing secret to send, a public key is enough. The encrypted file
stands in the place of the one in clear, never beside it.
"""

from collections.abc import Sequence
from pathlib import Path

from data_contracts.errors import InputError

SUFFIX = ".age"


def encrypt(content: Path | bytes, recipients: Sequence[str]) -> bytes:
    """The content of a file, or bytes, that any of the recipients (`age1…` public keys) can read, and nobody else.

    Encrypting twice does not give the same bytes: age draws a key each time. Raises InputError for a key that is not
    one, or for no key at all.
    """
    import pyrage  # type: ignore[import-untyped]

    if not recipients:
        raise _wrong_key("Aucune clé de destinataire n'est donnée.")
    keys = []
    for recipient in recipients:
        try:
            keys.append(pyrage.x25519.Recipient.from_str(recipient.strip()))
        except pyrage.RecipientError:
            secret = recipient.strip().upper().startswith("AGE-SECRET-KEY-")
            what = "C'est une clé secrète : elle ne doit être donnée à personne." if secret else None
            raise _wrong_key(what or "La clé du destinataire n'est pas une clé publique age.") from None
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


def _wrong_key(what: str) -> InputError:
    return InputError(
        what=what,
        expected="une clé publique age : age1, puis 58 lettres et chiffres",
        where="la clé recipient du fichier de campagne",
        remedy="demander au destinataire sa clé publique (celle que donne age-keygen, ligne « public key »)",
    )
