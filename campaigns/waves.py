"""Later waves of a release: who is reached again, once what came back is known.

Belongs here: that choice. Does not: recording waves (`ledger`), their lists (`outputs`). Only people of the arm
contacted are reached, and nobody for whom the matter is settled: they refused, objected, applied, or have the right.
"""

from collections.abc import Collection
from datetime import date

import polars as pl
from pydantic import ValidationError

from campaigns.ledger.book import Ledger
from campaigns.ledger.releases import Release
from data_contracts.campaign import Campaign
from data_contracts.decided import SAME_RIGHT
from data_contracts.errors import InputError, StoreError
from data_contracts.returned import SETTLING


def campaign_of(release: Release) -> Campaign:
    """The campaign as it was when the release was drawn, whatever became of its file.

    Raises StoreError of one that a former version accepted and this one does not.
    """
    try:
        return Campaign.model_validate(release.settings)
    except ValidationError as error:
        raise StoreError(
            what=f"Le tirage {release.name} suit des règles que cette version n'accepte plus : "
            + ", ".join(sorted({".".join(map(str, fault["loc"])) for fault in error.errors()})),
            expected="un tirage fait avec les règles d'aujourd'hui",
            where="registre des campagnes",
            remedy="le reprendre avec la version qui l'a tiré ; il n'est pas perdu",
        ) from None


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
    said = ledger.returns(release).select("person_id", "kind", "benefit")
    over = {*_settled_by(said, ledger.rights(release)), *_known_elsewhere(ledger, release, on), *settled}
    remaining = contacted.filter(~pl.col("person_id").is_in(sorted(over)))
    to = campaign_of(release).waves[number - 1].to
    if to == "no_answer":
        remaining = remaining.join(said, on="person_id", how="anti")
    elif to == "undelivered":
        remaining = remaining.join(said.filter(pl.col("kind") == "undelivered"), on="person_id", how="semi")
    return remaining.sort("reference")


def _settled_by(said: pl.DataFrame, rights: pl.DataFrame) -> list[str]:
    """People who refused or objected as a whole, or each of whose rights has had an answer."""
    answers = said.filter(pl.col("kind").is_in(SETTLING))
    whole = answers.filter(pl.col("benefit").is_null() | (pl.col("kind") == "objected"))["person_id"].to_list()
    left = rights.select("person_id", "benefit").join(answers, on=["person_id", "benefit"], how="anti")
    answered = answers.join(left, on="person_id", how="anti")["person_id"].to_list()
    return [*whole, *answered]


def _known_elsewhere(ledger: Ledger, release: Release, on: date) -> list[str]:
    """People whom the ledger knows, from any campaign, to object, to refuse or to have applied for each right, or to
    have it opened by another campaign, or as control of one."""
    known, drawn = ledger.known(on), ledger.rights(release)
    mine = pl.col("benefit").replace(SAME_RIGHT)
    rights = drawn.select("person_id", mine.alias("right")).unique()
    facts = known.select("person_id", "fact", "campaign", mine.alias("right"))
    objected = facts.filter(pl.col("fact") == "objected")["person_id"].to_list()
    controls = facts.filter(pl.col("fact") == "control").join(rights, on=["person_id", "right"])["person_id"].to_list()
    opened = (pl.col("fact") == "opening") & (pl.col("campaign") != release.campaign)
    closed = facts.filter(pl.col("fact").is_in(["refused", "applied"]) | opened).select("person_id", "right").unique()
    left = rights.join(closed, on=["person_id", "right"], how="anti")
    done = rights.join(left, on="person_id", how="anti")["person_id"].to_list()
    return [*objected, *controls, *done]


def _refused(release: Release, what: str, expected: str, remedy: str) -> InputError:
    return InputError(
        what=what, expected=expected, where=f"campagne {release.campaign}, {release.period}", remedy=remedy
    )
