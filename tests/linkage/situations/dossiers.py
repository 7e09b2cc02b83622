"""A person of a dossier of the CAF, and the quarter that was declared of it."""

from decimal import Decimal
from typing import Any

from tests.linkage.conftest import Files, Place


def in_caf(files: Files, **dossier: Any) -> Place:
    files.add("caf_dossiers", **dossier)
    return files.add("caf_persons")


def quarter(**means: int | None) -> dict[str, Decimal | None]:
    """The three months of each amount, all the same."""
    return {
        f"{kind}_{ago}_eur_month": None if mean is None else Decimal(mean)
        for kind, mean in means.items()
        for ago in (1, 2, 3)
    }
