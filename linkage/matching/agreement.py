"""When two records agree, in SQL: names, birth dates, and what can never be one person.

Belongs here: conditions on two records `l` and `r` (contract NormalisedRecord), used by the NIR tier, the comparisons
of the model and the rules alike. Does not: weights (`comparisons`), what follows from a condition (`rules`).
"""

COMPARED = (
    "record_no, dataset, nir, nir_state, used_name, birth_name, first_name, birth_date, birth_precision, sex,"
    " commune_code, local_id, address, locality"
)
"""Columns of NormalisedRecord, and the optional ones, that comparisons and rules read."""

MONTH_KNOWN = "year(l.birth_date) = year(r.birth_date) AND month(l.birth_date) = month(r.birth_date)"


def close(one: str, other: str) -> str:
    """One slip of the hand: a letter added, lost, changed or swapped with the next, or nearly so; short names never."""
    return (
        f"(least(length({one}), length({other})) >= 4 AND (damerau_levenshtein({one}, {other}) <= 1"
        f" OR jaro_winkler_similarity({one}, {other}) >= 0.94))"
    )


def abridged(one: str, other: str) -> str:
    """One is the beginning of the other at a word's end (JEAN, JEAN PIERRE), or they differ by spaces."""
    # Most names are one word, of which nothing need be rewritten.
    return (
        f"((contains({one}, ' ') OR contains({other}, ' '))"
        f" AND (starts_with({one}, {other} || ' ') OR starts_with({other}, {one} || ' ')"
        f" OR replace({one}, ' ', '') = replace({other}, ' ', '')))"
    )


def any_last_name(test: str) -> str:
    """`test` over any last name of one and any of the other; {one} and {other} stand for them."""
    pairs = [(f"l.{one}", f"r.{other}") for one in ("used_name", "birth_name") for other in ("used_name", "birth_name")]
    return "(" + " OR ".join(f"coalesce({test.format(one=one, other=other)}, false)" for one, other in pairs) + ")"


def day_missing(side: str) -> str:
    """The day is unknown, or may be: Pôle emploi's file forces it to 15 (Dares, FHS, DATNAIS)."""
    return f"({side}.birth_precision <> 'day' OR ({side}.dataset = 'registrations' AND day({side}.birth_date) = 15))"


SAME_BIRTH = "l.birth_date = r.birth_date AND l.birth_precision = 'day' AND r.birth_precision = 'day'"
SAME_BIRTH_MONTH = (
    f"{MONTH_KNOWN} AND 'year' NOT IN (l.birth_precision, r.birth_precision)"
    f" AND ({day_missing('l')} OR {day_missing('r')})"
)
SAME_BIRTH_YEAR = "year(l.birth_date) = year(r.birth_date) AND 'year' IN (l.birth_precision, r.birth_precision)"
"""Three ways of agreeing, from the fullest to the poorest; each holds only where the better ones do not."""

NAMES_SWAPPED = (
    "(l.first_name IN (r.used_name, r.birth_name) AND r.first_name IN (l.used_name, l.birth_name)"
    " AND l.first_name <> r.first_name)"
)

SAME_FIRST_NAME = (
    f"(l.first_name = r.first_name OR {abridged('l.first_name', 'r.first_name')} OR coalesce({NAMES_SWAPPED}, false))"
)
"""More than close, which two sisters' first names may be."""

COMPATIBLE = f"""(
    coalesce(l.sex = r.sex, true)
    AND (({SAME_BIRTH}) OR ({SAME_BIRTH_MONTH}) OR ({SAME_BIRTH_YEAR}))
    AND l.first_name <> '' AND r.first_name <> ''
    AND ({SAME_FIRST_NAME} OR {close("l.first_name", "r.first_name")})
)"""
"""Two records of one NIR that may be one person: it is what makes a NIR more than a number."""

TWO_RANKS = (
    "(l.dataset = 'caf_persons' AND r.dataset = 'caf_persons' AND left(l.local_id, -3) = left(r.local_id, -3)"
    " AND l.local_id <> '' AND (l.first_name <> r.first_name OR l.birth_date <> r.birth_date))"
)
"""Two people of one CAF dossier (the last 3 characters of its number are the role): a dossier names nobody twice
otherwise, not even twins."""

OTHER_NIR = "(l.nir_state = 'usable' AND r.nir_state = 'usable' AND l.nir <> r.nir)"
OTHER_SEX_AND_YEAR = "coalesce(l.sex <> r.sex AND year(l.birth_date) <> year(r.birth_date), false)"
