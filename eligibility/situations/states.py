"""States of benefits, of each person and of each foyer as a whole, a column each.

Belongs here: which of several lines is told, and where having none is known. Does not: what a state means for a right
(`benefits`).
"""

from collections.abc import Collection

import narwhals as nw

from eligibility.facts import HOUSEHOLD, PERSON
from eligibility.situations.tables import NONE, OTHERS, Rows, Situations, joined, number_where


def with_states_of_people(rows: Rows, benefits: Rows, asked: Collection[str]) -> Rows:
    """A column `state_BENEFIT`: the state, `none` where the person has no other benefit, null where nobody says."""
    if not asked:
        return rows
    rows = joined(rows, _held(benefits, "person", PERSON, "state", asked), PERSON)
    return rows.with_columns(**{f"state_{b}": _state(b, nw.col("no_other") > 0) for b in asked})


def with_states_of_foyers(rows: Rows, situations: Situations, asked: Collection[str]) -> Rows:
    """The same, of a foyer: what it holds as a whole, and what any of its people holds."""
    if not asked:
        return rows
    of_people = (
        situations.benefits.filter(nw.col("holder") == "person")
        .rename({"holder_id": PERSON})
        .join(situations.people.select(PERSON, HOUSEHOLD, "role"), on=PERSON, how="inner")
        .group_by(HOUSEHOLD)
        .agg(
            saying=number_where(_NO_OTHER & (nw.col("role") == "adult")),
            **{f"state_{b}": _strongest(b) for b in asked},
        )
    )
    as_a_whole = _held(situations.benefits, "household", HOUSEHOLD, "whole", asked)
    rows = joined(joined(rows, of_people, HOUSEHOLD), as_a_whole, HOUSEHOLD)
    everybody, whole = nw.col("saying") >= nw.col("adults"), nw.col("no_other") > 0
    live = BY_STRENGTH.index("live")  # nothing that is not known of another could be more
    of_all = {b: nw.when(everybody | (nw.col(f"state_{b}") == live)).then(nw.col(f"state_{b}")) for b in asked}
    both = {f"state_{b}": nw.max_horizontal(of_all[b], nw.col(f"whole_{b}")) for b in asked}
    return rows.with_columns(**both).with_columns(
        **{f"state_{b}": _state(b, everybody if b in BENEFITS_OF_A_PERSON else whole) for b in asked}
    )


def _held(benefits: Rows, holder: str, key: str, prefix: str, asked: Collection[str]) -> Rows:
    """By holder, the rank of each state, and in `no_other` whether a line says that there is no other."""
    return (
        benefits.filter(nw.col("holder") == holder)
        .group_by("holder_id")
        .agg(no_other=number_where(_NO_OTHER), **{f"{prefix}_{b}": _strongest(b) for b in asked})
        .rename({"holder_id": key})
    )


_NO_OTHER = (nw.col("benefit") == OTHERS) & (nw.col("state") == NONE)
BY_STRENGTH = (NONE, "refused", "under_minimum", "pending", "suspended", "live")
"""From the weakest to the strongest: of several lines the strongest is told."""
BENEFITS_OF_A_PERSON = frozenset(
    {"aah", "aspa", "as", "asi", "are", "ass", "other_allowance", "cmuc", "acs", "css_gratuite", "css_participation"}
)


def _strongest(benefit: str) -> nw.Expr:
    rank = nw.lit(None, nw.Int64)
    for n, state in enumerate(BY_STRENGTH):
        rank = nw.when((nw.col("benefit") == benefit) & (nw.col("state") == state)).then(n).otherwise(rank)
    return rank.max()


def _state(benefit: str, no_other: nw.Expr) -> nw.Expr:
    """The code of the rank in `state_BENEFIT`."""
    told: nw.Expr = nw.when(no_other).then(nw.lit(NONE))
    for n, state in enumerate(BY_STRENGTH):
        told = nw.when(nw.col(f"state_{benefit}") == n).then(nw.lit(state)).otherwise(told)
    return told
