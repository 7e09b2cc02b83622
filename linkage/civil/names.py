"""French civil names, brought to the form all sources share.

Belongs here: one name at a time, in SQL. Does not: whether two records are one person (`matching`). `normalised` is for
equality; all others take names already normalised.
"""

_SIGNS = "-'’‘`´.‐‑\t\u00a0"
_LETTERS = dict(zip("ØŁĿĐÐĦŦŊŉĸ", "OLLDDHTNNK", strict=True))
_LIGATURES = {"Œ": "OE", "Æ": "AE", "ẞ": "SS", "Ĳ": "IJ", "Þ": "TH"}
"""Letters that are no letter and an accent: `strip_accents` leaves them as they are."""

_TITLES = "MME|MLLE|MLE|MR|MONSIEUR|MADAME|MADEMOISELLE"
"""Titles in front of a name. A lone M is none of them: it is M'BAREK without its sign, or M.-CLAUDE for MARIE."""
_MARRIED = "EPOUSE|EPSE|EP|VEUVE|VVE"
_BORN = "NEE"
"""Words between two names of one field: MARTIN EPOUSE DUPONT, DUPONT NEE MARTIN. NE is left out, it is a name."""


def normalised(name: str) -> str:
    """SQL: upper case, no accents, hyphens and apostrophes as one space (`Jean-Pierre` -> `JEAN PIERRE`), ST and STE
    in full before another word (`St-Exupéry` -> `SAINT EXUPERY`), no title in front; NULL if nothing is left."""
    plain = f"CASE WHEN strlen({name}) = length({name}) THEN {_spaced(f'upper({name})')} ELSE {_folded(name)} END"
    single = f"trim(replace(replace(replace({plain}, ' ', ' \x01'), '\x01 ', ''), '\x01', ''))"
    # Most names come in that form already, in one word: looking is quicker than rewriting.
    return f"""CASE
        WHEN regexp_full_match({name}, '[A-Z]+') THEN {name}
        WHEN regexp_full_match({name}, '[A-Z]+( [A-Z]+)*') THEN {_in_full(name)}
        ELSE nullif({_in_full(single)}, '') END"""


def worn_name(normal: str) -> str:
    """SQL: the used name in a normalised last name, which may hold both (`MARTIN EPOUSE DUPONT` -> `DUPONT`)."""
    worn = f"regexp_replace({normal}, '^(?:.* )?(?:{_MARRIED}) ', '')"
    worn = f"regexp_replace(regexp_replace({worn}, '^{_BORN} ', ''), ' {_BORN} .*$', '')"
    return f"CASE WHEN {_holds_both(normal)} THEN {worn} ELSE {normal} END"


def birth_name(birth: str, used: str) -> str:
    """SQL: the birth name of normalised birth (or NULL) and used names, either of which may hold both names.

    The field for the birth name comes first; where it is empty, `DUPONT NEE MARTIN` as a used name tells MARTIN.
    """
    told = f"coalesce({_born_name(birth)}, {worn_name(birth)}, {_born_name(used)})"
    return f"CASE WHEN {_holds_both(birth)} OR {_holds_both(used)} THEN {told} ELSE {birth} END"


def _in_full(single: str) -> str:
    untitled = f"regexp_replace({single}, '^(?:(?:{_TITLES}) )+', '')"
    in_full = f"regexp_replace({untitled}, '\\bST(E?) ', 'SAINT\\1 ', 'g')"
    return f"CASE WHEN regexp_matches({single}, '\\b(?:STE?|{_TITLES}) ') THEN {in_full} ELSE {single} END"


def _born_name(normal: str) -> str:
    """SQL: the birth name in a normalised last name that holds both (`MARTIN EPOUSE DUPONT` -> `MARTIN`), else NULL."""
    after = f"regexp_replace(regexp_extract({normal}, '(?:^| ){_BORN} (.+)$', 1), ' (?:{_MARRIED}) .*$', '')"
    before = f"regexp_extract({normal}, '^(.+?) (?:{_MARRIED}) ', 1)"
    return f"coalesce(nullif({after}, ''), nullif({before}, ''))"


def _holds_both(normal: str) -> str:
    return f"(contains({normal}, ' ') AND regexp_matches({normal}, '\\b(?:{_MARRIED}|{_BORN}) '))"


def _spaced(upper: str) -> str:
    """Signs as spaces, in a name of ASCII characters."""
    return f"translate({upper}, '-''`.\t', '     ')"


def _folded(name: str) -> str:
    """The same for any name, letter by letter."""
    signs = _SIGNS.replace("'", "''")
    flat = f"upper(strip_accents({name}))"
    for ligature, letters in _LIGATURES.items():
        flat = f"replace({flat}, '{ligature}', '{letters}')"
    return f"translate({flat}, '{signs}{''.join(_LETTERS)}', '{' ' * len(_SIGNS)}{''.join(_LETTERS.values())}')"
