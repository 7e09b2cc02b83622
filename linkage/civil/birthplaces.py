"""Places of birth: whether two codes can be one place, when one of them was given long before the other.

Belongs here: codes of départements and countries through time. Does not: the rest of the NIR (`nir`), communes.

A NIR holds the code its place of birth had at that time; a file may hold today's. They are compared by département
(or by country, abroad), not by commune: the commune's part may be an extension code, and communes merge.
Sources: for Algeria, Morocco and Tunisia, service-public.fr F33078; otherwise general knowledge, found in no source
that could be read: the départements of 1968 around Paris, Corsica in 1976, the islands, the country codes of the COG.
Successors of other dissolved States are not listed. All of it is soft: it raises a question, it proves nothing.
"""

from data_contracts.row_checks import sql_literal

RECODED: dict[int | None, dict[str, tuple[str, ...]]] = {
    None: {
        "20": ("2A", "2B"),
        "2A": ("20",),
        "2B": ("20",),
        "971": ("977", "978"),  # Saint-Barthélemy and Saint-Martin, once of Guadeloupe
        "985": ("976",),  # Mayotte
    },
    1967: {
        "75": ("92", "93", "94"),  # Seine
        "78": ("91", "92", "93", "94", "95"),  # Seine-et-Oise
    },
    # until independence; 99352, 99350, 99351 are the countries today
    1962: {"91": ("99352",), "92": ("99352",), "93": ("99352",), "94": ("99352",), "99352": ("91", "92", "93", "94")},
    1956: {"95": ("99350",), "99350": ("95",), "96": ("99351",), "99351": ("96",)},
}
"""Last year of birth (None: any) -> area as the NIR may have it -> other areas that a file may have for it."""


def same_birthplace(nir_place: str, place: str, birth_date: str) -> str:
    """SQL: whether a file's code (5 characters) can be the place a NIR tells (5 characters); NULL if not known."""
    both = f"{_area(nir_place)} || ' ' || {_area(place)}"
    recoded = " OR ".join(
        f"list_contains([{_pairs(codes)}], {both})" + ("" if until is None else f" AND year({birth_date}) <= {until}")
        for until, codes in RECODED.items()
    )
    return f"({nir_place} = {place} OR {_area(nir_place)} = {_area(place)} OR {recoded})"


def _area(place: str) -> str:
    """The département; overseas it has three characters, abroad the country is compared."""
    return (
        f"substr({place}, 1, CASE substr({place}, 1, 2) WHEN '97' THEN 3 WHEN '98' THEN 3 WHEN '99' THEN 5 ELSE 2 END)"
    )


def _pairs(codes: dict[str, tuple[str, ...]]) -> str:
    return ", ".join(sql_literal(f"{was} {now}") for was, others in codes.items() for now in others)
