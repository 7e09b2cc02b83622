"""Later waves of a release: who is reached again, once what came back is known.

Belongs here: that choice. Does not: recording waves (`ledger`), their lists (`outputs`). Only people of the arm
contacted are reached, and nobody for whom the matter is settled: they refused, objected, applied, or have the right.
"""

from collections.abc import Collection
from datetime import date

import polars as pl

from campaigns.ledger.book import Ledger
from campaigns.ledger.releases import Release
from data_contracts.campaign import Campaign
from data_contracts.errors import InputError
from data_contracts.returned import SETTLING


def campaign_of(release: Release) -> Campaign:
    """The campaign as it was when the release was drawn, whatever became of its file."""
    return Campaign.model_validate(release.settings)


def reached_again(ledger: Ledger, release: Release, number: int, on: date, settled: Collection[str]) -> pl.DataFrame:
    """person_id, reference of those whom wave `number` (2 or more) reaches; `settled`: people known to need it no more.

    Raises InputError for a wave that the campaign does not have, or that does not follow the one before.
    """
    waves = ledger.waves(release)
    foreseen = waves["number"].to_list()
    if number not in foreseen or number == 1:
        raise _refused(
            release,
            f"La vague {number} n'est pas à préparer.",
            "une vague après la première : " + (", ".join(map(str, foreseen[1:])) or "cette campagne n'en a pas"),
            "corriger --number ; la première vague est celle du tirage",
        )
    before = waves.filter(pl.col("number") == number - 1)["published_on"].item()
    if before is None:
        raise _refused(
            release,
            f"La vague {number - 1} n'est pas encore publiée.",
            "des vagues dans l'ordre",
            f"préparer d'abord la vague {number - 1}",
        )
    if on < before:
        raise _refused(
            release,
            f"Le {on:%d/%m/%Y} est avant la vague {number - 1}.",
            f"un jour à partir du {before:%d/%m/%Y}",
            "corriger --on",
        )
    contacted = ledger.targets(release).filter(pl.col("arm") == "contacted").select("person_id", "reference")
    said = ledger.returns(release).select("person_id", "kind")
    over = said.filter(pl.col("kind").is_in(SETTLING))["person_id"].to_list()
    remaining = contacted.filter(~pl.col("person_id").is_in([*over, *settled]))
    to = campaign_of(release).waves[number - 1].to
    if to == "no_answer":
        remaining = remaining.join(said, on="person_id", how="anti")
    elif to == "undelivered":
        remaining = remaining.join(said.filter(pl.col("kind") == "undelivered"), on="person_id", how="semi")
    return remaining.sort("reference")


def _refused(release: Release, what: str, expected: str, remedy: str) -> InputError:
    return InputError(
        what=what, expected=expected, where=f"campagne {release.campaign}, {release.period}", remedy=remedy
    )
