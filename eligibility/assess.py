"""Assessment: the rules in force, run over situations, on whatever engine Narwhals speaks to."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import narwhals as nw

import eligibility.rules.rsa
import eligibility.rules.sante  # noqa: F401  (importing a module of rules registers them)
from data_contracts.decided import Assessment
from eligibility.parameters import Law, Parameter
from eligibility.rule import RULES, Rule

SEPARATOR = "|"


def rules_in_force(day: date) -> list[Rule]:
    """The rules of a day, one a benefit."""
    return [rule for rule in RULES if rule.in_force(day)]


def assess(
    people: nw.LazyFrame[Any],
    households: nw.LazyFrame[Any],
    day: date,
    parameters: Mapping[str, Parameter] | None = None,
) -> nw.LazyFrame[Any]:
    """One row a person and benefit in force on `day`, as contract Assessment; lists are `|`-separated text.

    `people`: contract PersonSituation; `households`: contract HouseholdSituation; `parameters`: the shipped ones if
    none are given.
    """
    situations = people.join(households, on="household_no", how="inner")
    law = Law(day, parameters)
    return nw.concat([_apply(rule, law, situations) for rule in rules_in_force(day)])


def _apply(rule: Rule, law: Law, situations: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    finding = rule.find(law)
    verdict = (
        nw.when(finding.receiving)
        .then(nw.lit("receiving"))
        .when(finding.certain)
        .then(nw.lit("likely"))
        .when(finding.open)
        .then(nw.lit("possible"))
        .otherwise(nw.lit("unlikely"))
    )
    measured = situations.filter(finding.concerns)
    for stage in finding.quantities:
        measured = measured.with_columns(**stage)
    return measured.select(
        benefit=nw.lit(rule.benefit),
        person_no=nw.col("person_no"),
        person_id=nw.col("person_id"),
        household_id=nw.col("household_id"),
        verdict=verdict,
        amount_min_eur_month=finding.amount_min_eur_month.cast(nw.Decimal(12, 2)),
        amount_max_eur_month=finding.amount_max_eur_month.cast(nw.Decimal(12, 2)),
        signals=_listed(finding.signals),
        missing=_listed(finding.missing),
        why=nw.concat_str(finding.why, separator=" ", ignore_nulls=True),
    )


def _listed(flags: dict[str, nw.Expr]) -> nw.Expr:
    texts: Sequence[nw.Expr] = [nw.when(flag).then(nw.lit(name)) for name, flag in flags.items()]
    return nw.concat_str(texts, separator=SEPARATOR, ignore_nulls=True)


assert Assessment.column_names() == [
    "benefit", "person_no", "person_id", "household_id", "verdict", "amount_min_eur_month", "amount_max_eur_month",
    "signals", "missing", "why",
]  # fmt: skip
