"""The rules agree with openfisca-france: `python -m benchmarks.law` on few households, the dates pooled."""

import polars as pl
import pytest

from benchmarks.law import SAME_AMOUNT, SAME_RIGHT, compared, ours_of
from benchmarks.law_households import households
from benchmarks.law_oracle import DAYS, oracle

HOUSEHOLDS, SEED = 200, 20
BENEFITS = {
    "rsa_socle", "rsa_activite", "prime_activite", "cmuc", "acs", "css_gratuite", "css_participation", "aspa", "ass",
    "apl", "alf", "als",
}  # fmt: skip


@pytest.fixture(scope="module")
def both() -> pl.DataFrame:
    return pl.concat(
        compared(oracle(households(HOUSEHOLDS, day, SEED), day), ours_of(HOUSEHOLDS, day, SEED, None)).with_columns(
            day=day
        )
        for day in DAYS
    )


def test_every_benefit_is_compared_and_matters(both: pl.DataFrame) -> None:
    entitled = both.group_by("benefit").agg(pl.col("entitled").mean())
    assert set(entitled["benefit"]) == BENEFITS
    assert entitled["entitled"].min() > 0.02


def test_rights_and_amounts_are_the_same(both: pl.DataFrame) -> None:
    agreed = both.group_by("benefit").agg(pl.col("same_right", "same_amount").mean())
    short = agreed.filter((pl.col("same_right") < SAME_RIGHT) | (pl.col("same_amount") < SAME_AMOUNT))
    different = both.filter(~pl.col("same_right") | ~pl.col("same_amount"))
    assert short.is_empty(), different.select("day", "benefit", "household_id", "entitled", "amount_eur_month", "right")
