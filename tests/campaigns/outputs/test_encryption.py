"""Files for a recipient and nobody else."""

from pathlib import Path

import pyrage
import pytest

from campaigns.outputs.encryption import encrypt, encrypt_in_place

ONE, OTHER = (pyrage.x25519.Identity.generate() for _ in range(2))
KEYS = [str(ONE.to_public()), str(OTHER.to_public())]


def test_the_recipients_read_it_and_nobody_else() -> None:
    sealed = encrypt("Jeanne Dupont, née à Nantes".encode(), KEYS[:1])
    assert b"Dupont" not in sealed
    assert pyrage.decrypt(sealed, [ONE]).decode() == "Jeanne Dupont, née à Nantes"
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed, [OTHER])
    assert pyrage.decrypt(encrypt(b"x", KEYS), [OTHER]) == b"x"


def test_nothing_in_clear_is_left(tmp_path: Path) -> None:
    path = tmp_path / "contact_list.csv"
    path.write_bytes(b"JEANNE DUPONT")
    sealed = encrypt_in_place(path, KEYS)
    assert list(tmp_path.iterdir()) == [sealed]
    assert sealed.name == "contact_list.csv.age"
    assert pyrage.decrypt(sealed.read_bytes(), [ONE]) == b"JEANNE DUPONT"
