"""The six lines of a French postal address (NF Z10-011), as DuckDB expressions over the columns of `identities`.

Belongs here: how the norm writes a person and an address, and when a letter cannot arrive. Does not: whether to
write (`exclusions`), nor the files (`lists`).

1 identity, 2 inside the building, 3 building, 4 number and street, 5 lieu-dit, 6 postcode and locality; 38 characters
at most, no punctuation from line 4 on, empty lines dropped. The norm asks for capitals in the last three lines; all
six are written so, without accents, because that is how most sources write names: a mixture would look careless.
Expressions and not a function per row: 50,000 addresses take a fraction of a second.
"""

WIDTH = 38

_LIGATURES = {"Œ": "OE", "Æ": "AE", "ẞ": "SS"}
_STROKES = ("ØĐŁ", "ODL")
"""What strip_accents leaves as it is, and a sorting machine cannot read."""

_NUMBER_SUFFIX = {"BIS": "B", "TER": "T", "QUATER": "Q", "QUINQUIES": "C"}


def norm_lines(identity: str) -> list[str]:
    """The six lines of the norm, one expression each, '' where there is nothing; `identity` is the table's alias."""
    inside, building, street, place = (f"{identity}.address_{number}" for number in range(2, 6))
    return [
        _name(identity),
        _cut(_loose(inside)),
        _cut(_loose(building)),
        _cut(_street_number(_plain(street))),
        _cut(_plain(place)),
        _cut(_postcode(_plain(f"{identity}.address_6"))),
    ]


def kept_lines(identity: str) -> str:
    """The lines to print, as a list of six: those that say something first, '' for the rest."""
    kept = f"list_filter([{', '.join(norm_lines(identity))}], lambda line: line <> '')"
    return f"list_resize({kept}, 6, '')"


def deliverable(identity: str) -> str:
    """Whether a letter can arrive: a name, a street or a lieu-dit, a real postcode and a locality."""
    name, _, _, street, place, locality = norm_lines(identity)
    known_postcode = f"regexp_matches({locality}, '^(0[1-9]|[1-8][0-9]|9[0-8])[0-9]{{3}} [0-9]*[A-Z]')"
    return f"({name} <> '' AND ({street} <> '' OR {place} <> '') AND {known_postcode})"


def _upper(column: str) -> str:
    text = f"translate(upper(strip_accents(coalesce({column}, ''))), '{_STROKES[0]}', '{_STROKES[1]}')"
    for letter, plain in _LIGATURES.items():
        text = f"replace({text}, '{letter}', '{plain}')"
    return text


def _plain(column: str) -> str:
    """Letters, digits and single spaces only."""
    return f"trim(regexp_replace({_upper(column)}, '[^A-Z0-9]+', ' ', 'g'))"


def _loose(column: str) -> str:
    """As `_plain`, but hyphens, apostrophes, full stops and slashes may stay inside the line."""
    return f"trim(regexp_replace({_upper(column)}, '[^A-Z0-9''./-]+', ' ', 'g'), ' ''./-')"


def _cut(text: str) -> str:
    return f"rtrim(left({text}, {WIDTH}), ' ''./-')"


def _name(identity: str) -> str:
    """`JEAN PIERRE DUPONT`; initials when it is too long, the surname being what the postman reads."""
    first, last = _loose(f"{identity}.first_name"), _loose(f"{identity}.last_name")
    initials = f"regexp_replace({first}, '([A-Z0-9])[A-Z0-9''./]*', '\\1', 'g')"
    full, short = (f"trim({given} || ' ' || {last})" for given in (first, initials))
    return f"CASE WHEN {last} = '' THEN '' WHEN length({full}) <= {WIDTH} THEN {full} ELSE {_cut(short)} END"


def _street_number(street: str) -> str:
    """`0005BIS RUE` -> `5 B RUE`: leading zeros come from the fixed width flows."""
    street = f"regexp_replace({street}, '^0+([0-9])', '\\1')"
    for suffix, letter in _NUMBER_SUFFIX.items():
        street = f"regexp_replace({street}, '^([0-9]+) ?{suffix}( |$)', '\\1 {letter}\\2')"
    return street


def _postcode(locality: str) -> str:
    """`44000NANTES`, `44 000 NANTES` -> `44000 NANTES`."""
    joined = f"regexp_replace({locality}, '^([0-9]{{2}}) ([0-9]{{3}})( |$)', '\\1\\2\\3')"
    return f"regexp_replace({joined}, '^([0-9]{{5}})([A-Z])', '\\1 \\2')"
