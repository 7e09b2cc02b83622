"""Where things are, and how much of the machine may be used; everything has a default that works on a laptop.

Keys are not settings: see pipelines/keys.py.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data_contracts.errors import InputError
from data_contracts.received import SOURCES

EXPECTED = {
    "memory": "une taille, par exemple 4GB",
    "threads": "un nombre de fils d'exécution, au moins 1",
    "ledger": "sqlite:///chemin/ledger.sqlite, ou postgresql://utilisateur@serveur/base",
    "assessed": "asked (ce que les campagnes demandent) ou all (tous les droits, tout le monde)",
}


class Settings(BaseModel):
    """Read from the environment: JUSTEDROIT_HOME, JUSTEDROIT_LANDING, … (upper-case field names)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    home: Path = Path("var")
    landing: Path | None = None
    layouts: Path | None = None
    campaigns: Path | None = None
    parameters: Path | None = None
    ledger: str | None = Field(None, pattern=r"^(sqlite|postgresql(\+psycopg)?)://.+$", repr=False)
    """The ledger's database, whose address may hold a password; see `ledger_url`."""
    memory: str = Field("4GB", pattern=r"^[0-9]+ ?(MB|GB|MiB|GiB)$")
    threads: int | None = Field(None, ge=1)
    assessed: Literal["asked", "all"] = "asked"
    """The law is applied to what campaigns ask for, or to every benefit and everybody."""
    without: frozenset[str] = frozenset()
    """Sources known not to deliver: their absence is no fault, their facts are missing."""

    @property
    def landing_folder(self) -> Path:
        return self.landing or self.home / "landing"

    @property
    def store_folder(self) -> Path:
        return self.home / "store"

    @property
    def published_folder(self) -> Path:
        return self.home / "published"

    @property
    def keys_folder(self) -> Path:
        return self.home / "keys"

    @property
    def reviews_folder(self) -> Path:
        """Sheets for clerks: they hold identities, only their owner may read them."""
        return self.home / "reviews"

    @property
    def ledger_file(self) -> Path:
        """Where the ledger is, unless JUSTEDROIT_LEDGER names another database."""
        return self.home / "ledger.sqlite"

    @property
    def ledger_url(self) -> str:
        """The database of the ledger of campaigns."""
        return self.ledger or f"sqlite:///{self.ledger_file}"

    @property
    def truth_folder(self) -> Path:
        return self.home / "rehearsal" / "truth"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment; raises InputError naming the variable that cannot be used."""
    environment = os.environ if environment is None else environment
    given: dict[str, object] = {
        name: environment[f"JUSTEDROIT_{name.upper()}"]
        for name in Settings.model_fields
        if environment.get(f"JUSTEDROIT_{name.upper()}")
    }
    if "without" in given:
        given["without"] = frozenset(str(given["without"]).replace(",", " ").split())
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        variable = f"JUSTEDROIT_{str(error.errors()[0]['loc'][0]).upper()}"
        raise InputError(
            what=f"La variable {variable} ne peut pas être utilisée.",
            expected=EXPECTED.get(str(error.errors()[0]["loc"][0]), "un chemin de dossier"),
            where="environnement",
            remedy="corriger ou retirer la variable",
        ) from None
    if unknown := sorted(settings.without - SOURCES.keys()):
        raise InputError(
            what=f"Source inconnue : {', '.join(unknown)}.",
            expected=f"une source parmi {', '.join(SOURCES)}",
            where="--without ou JUSTEDROIT_WITHOUT",
            remedy="corriger le nom",
        )
    return settings
