"""Dates of birth of two records: whether they can be one, given what each file knows.

Belongs here: unknown and forced parts of a date. Does not: the NIR's year and month (`nir`).
"""

FORCED_DAY = {"registrations": 15}
"""Files that may write a day for any other: the FHS forces the day of birth to 15 (Dares, MiDAS dictionary)."""


def known_precision(dataset: str, birth_date: str, birth_precision: str) -> str:
    """SQL: a birth_precision that trusts no day which the file may have forced."""
    forced = " OR ".join(
        f"({dataset} = '{name}' AND day({birth_date}) = {day} AND {birth_precision} = 'day')"
        for name, day in FORCED_DAY.items()
    )
    return f"CASE WHEN {forced} THEN 'month' ELSE {birth_precision} END"


def births_agree(left: str, left_precision: str, right: str, right_precision: str) -> str:
    """SQL: every part of the date that both know is the same; `…_precision` as `known_precision` says it."""
    return f"""(year({left}) = year({right})
        AND ('year' IN ({left_precision}, {right_precision}) OR month({left}) = month({right}))
        AND ({left_precision} <> 'day' OR {right_precision} <> 'day' OR {left} = {right}))"""
