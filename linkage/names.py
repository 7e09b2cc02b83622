"""French civil names, brought to the form all sources share."""

_SIGNS = "-'’‘`´.‐‑\t\u00a0"
_LETTERS = dict(zip("ØŁĿĐÐĦŦŊŉĸ", "OLLDDHTNNK", strict=True))
_LIGATURES = {"Œ": "OE", "Æ": "AE", "ẞ": "SS", "Ĳ": "IJ", "Þ": "TH"}
"""Letters that are no letter and an accent: `strip_accents` leaves them as they are."""


def normalised(name: str) -> str:
    """SQL: upper case, no accents, hyphens and apostrophes as one space (`Jean-Pierre` -> `JEAN PIERRE`)."""
    plain = f"CASE WHEN strlen({name}) = length({name}) THEN {_spaced(f'upper({name})')} ELSE {_folded(name)} END"
    single = f"replace(replace(replace({plain}, ' ', ' \x01'), '\x01 ', ''), '\x01', '')"
    # Most names come in that form already: looking is quicker than rewriting.
    return f"CASE WHEN regexp_full_match({name}, '[A-Z]+( [A-Z]+)*') THEN {name} ELSE nullif(trim({single}), '') END"


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
