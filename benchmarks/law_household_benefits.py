"""The benefits that random households hold at the day, from what they are paid.

Belongs here: which income shows which benefit, and states that pay nothing. Does not: amounts by month
(`law_household_incomes`).
"""

from datetime import date

import numpy as np
import polars as pl

from benchmarks.law_household_people import Foyers, People


def benefits_of(
    draw: np.random.Generator, homes: Foyers, people: People, incomes: pl.DataFrame, home_names: pl.Series,
    names: pl.Series, day: date,
) -> pl.DataFrame:  # fmt: skip
    """Benefits held at the day: those paid in its month, health cover, RSA asked for or refused, and nothing else."""
    children = np.bincount(people.home[~people.adult], minlength=len(homes))
    housing = pl.Series(np.select([homes.tenure == "social_tenant", children > 0], ["apl", "alf"], "als"))
    paid = incomes.filter(pl.col("month") == day)
    paid = paid.with_columns(home=pl.Series(people.home).gather(paid["person"]))
    own = {"unemployment": "are", "ass": "ass", "aah": "aah", "aspa": "aspa", "asi": "asi"}
    shared = {"rsa": "rsa_socle", "prime_activite": "prime_activite", "housing_benefit": ""}
    of_people = paid.filter(pl.col("kind").is_in(list(own)))
    by_person = of_people.select(
        holder=pl.lit("person"),
        holder_id=names.gather(of_people["person"]),
        benefit=pl.col("kind").replace(own),
        amount_eur_month="net_eur_month",
    )
    of_homes = paid.filter(pl.col("kind").is_in(list(shared)))
    by_home = of_homes.select(
        holder=pl.lit("household"),
        holder_id=home_names.gather(of_homes["home"]),
        benefit=pl.when(pl.col("kind") == "housing_benefit")
        .then(housing.gather(of_homes["home"]))
        .otherwise(pl.col("kind").replace(shared)),
        amount_eur_month="net_eur_month",
    )
    covers = ["cmuc", "acs"] if day < date(2019, 11, 1) else ["css_gratuite", "css_participation"]
    covered = draw.random(len(people)) < 0.15
    cover = pl.DataFrame({"holder_id": names, "benefit": draw.choice(covers, size=len(people))}).filter(covered)
    live = pl.concat([by_person, by_home, cover.with_columns(holder=pl.lit("person"))], how="diagonal_relaxed")
    without = np.setdiff1d(np.arange(len(homes)), paid.filter(pl.col("kind") == "rsa")["home"].to_numpy())
    asked = without[draw.random(len(without)) < 0.04]
    waiting = pl.DataFrame(
        {
            "holder_id": home_names.gather(asked),
            "state": draw.choice(["suspended", "pending", "refused"], size=len(asked)),
        }
    ).with_columns(holder=pl.lit("household"), benefit=pl.lit("rsa_socle"))
    nothing_else = pl.concat(
        [
            pl.DataFrame({"holder_id": names}).with_columns(holder=pl.lit("person")),
            pl.DataFrame({"holder_id": home_names}).with_columns(holder=pl.lit("household")),
        ]
    ).with_columns(benefit=pl.lit("every_other"), state=pl.lit("none"))
    held = pl.concat([live.with_columns(state=pl.lit("live")), waiting, nothing_else], how="diagonal_relaxed")
    started = pl.Series(draw.integers(0, 1500, len(held)))
    return held.with_columns(
        since=pl.when(pl.col("state").is_in(["live", "suspended"])).then(pl.lit(day) - pl.duration(days=started))
    )
