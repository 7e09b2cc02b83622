"""The NIR in SQL: its form, its key, and which parts of it disagree with the rest of a record.

Belongs here: what one number is worth beside one record. Does not: places of birth through time (`birthplaces`), nor
whether two records share a number (`matching`, `doubts`).

    S YY MM PPCCC NNN KK    sex, year and month of birth, place, order; the key is not always given

A NIR that disagrees is a doubt, never a proof of error: it may be the policyholder's, borne by a dependant.
Sources: décret 82-103, article 4 (form); domain notes of the project for the special months; the validator that the
Assurance maladie publishes (nir-validation) for 13 or 15 characters, Corsica, NNP and MIG. That validator refuses
months beyond 12, which the notes keep: an incomplete record (31-42) or an unknown month (20-30, 50-99). That NNP once
held a 0 in second place is in its comments, hence any digit is taken there. Sex digits 3 and 4 were found in no source
but as a pattern in others' code; an identifiant d'attente (NIA) is made like a NIR (net-entreprises.fr), so that one
beginning with 1 or 2 cannot be told from it.
"""

from linkage.civil.birthplaces import same_birthplace

MONTHS = r"(?:0[1-9]|1[0-2]|[23]\d|4[0-2]|[5-9]\d)"
KEY = r"(?:\d{2})?"
WELL_FORMED = rf"[12]\d{{2}}{MONTHS}(?:\d{{2}}|2[AB])\d{{6}}{KEY}"
PROVISIONAL = rf"[3-8]\d{{4}}(?:\d{{2}}|2[AB])\d{{6}}{KEY}"
"""3, 4: waiting; 5, 6: migrants of passage (MIG); 7, 8: NNP, until 2022. Nothing of birth is read in them."""


def cleaned(raw: str) -> str:
    """SQL: a NIR as written, spaces and signs removed, upper case; NULL if nothing is left."""
    rewritten = f"nullif(upper(regexp_replace({raw}, '[^0-9A-Za-z]', '', 'g')), '')"
    return f"CASE WHEN regexp_full_match({raw}, '[0-9AB]+') THEN {raw} ELSE {rewritten} END"


def nir13(clean: str) -> str:
    """SQL: the first 13 characters of a cleaned NIR."""
    return f"substr({clean}, 1, 13)"


def key_of(nir: str) -> str:
    """SQL: the key, 1 to 97, of a well-formed 13-character NIR (2A counts as 19, 2B as 18)."""
    number = f"""CASE substr({nir}, 6, 2)
        WHEN '2A' THEN substr({nir}, 1, 5) || '19' || substr({nir}, 8)
        WHEN '2B' THEN substr({nir}, 1, 5) || '18' || substr({nir}, 8)
        ELSE {nir} END"""
    return f"97 - (TRY_CAST({number} AS BIGINT) % 97)"


def number_of(clean: str) -> str:
    """SQL: a cleaned NIR of 13 or 15 digits as a number of 15 (without a key it ends in 00); NULL for any other."""
    # An E among digits would be read as a power of ten.
    digits = f"CASE WHEN NOT contains({clean}, 'E') THEN TRY_CAST({clean} AS BIGINT) END"
    return f"CASE length({clean}) WHEN 15 THEN {digits} WHEN 13 THEN {digits} * 100 END"


def nir_state(clean: str, nir: str, number: str, sex: str, birth_date: str, birth_precision: str) -> str:
    """SQL: one of NIR_STATES. `clean` may carry the key (15 characters); it is checked where it is there.
    `number` is `number_of` it.

    Incoherent is what disagrees on sex, year or month of birth, see `nir_disagreements`.
    """
    written_key = f"substr({clean}, 14)"
    parts = _civil_parts(nir, sex, birth_date, birth_precision).values()
    differs = " OR ".join(f"coalesce({part}, false)" for part in parts)
    return f"""CASE
        WHEN {_sound(clean, number, sex, birth_date)} THEN 'usable'
        WHEN {nir} IS NULL THEN 'absent'
        WHEN regexp_full_match({clean}, '{WELL_FORMED}') THEN CASE
            WHEN {written_key} NOT IN ('', printf('%02d', {key_of(nir)})) THEN 'wrong_key'
            WHEN {differs} THEN 'incoherent'
            ELSE 'usable' END
        WHEN regexp_full_match({clean}, '{PROVISIONAL}') THEN 'provisional'
        ELSE 'malformed' END"""


def nir_disagreements(state: str, nir: str, sex: str, birth_date: str, birth_precision: str, birthplace: str) -> str:
    """SQL: which of NIR_PARTS a well-formed NIR contradicts, in their order; empty where nothing can be compared.

    `birthplace` is a code of 5 characters or NULL. It is soft: alone it leaves the NIR usable.
    """
    place = same_birthplace(f"substr({nir}, 6, 5)", birthplace, birth_date)
    parts = {**_civil_parts(nir, sex, birth_date, birth_precision), "birthplace": f"NOT {place}"}
    found = ", ".join(f"CASE WHEN {differs} THEN '{part}' END" for part, differs in parts.items())
    return f"""CASE
        WHEN {state} = 'usable' AND coalesce(substr({nir}, 6, 5) = {birthplace}, true) THEN []::VARCHAR[]
        WHEN {state} IN ('absent', 'malformed', 'provisional') THEN []::VARCHAR[]
        ELSE list_filter([{found}], lambda part: part IS NOT NULL) END"""


def _civil_parts(nir: str, sex: str, birth_date: str, birth_precision: str) -> dict[str, str]:
    """SQL conditions under which a part of a well-formed NIR contradicts the record; NULL where it is not known."""
    month = f"CAST(substr({nir}, 4, 2) AS INTEGER)"
    return {
        "sex": f"substr({nir}, 1, 1) <> {sex}",
        "birth_year": f"CAST(substr({nir}, 2, 2) AS INTEGER) <> year({birth_date}) % 100",
        "birth_month": f"({birth_precision} <> 'year' AND ({month} <= 12 OR {month} BETWEEN 31 AND 42) "
        f"AND {month} % 30 <> month({birth_date}))",
    }


def _sound(clean: str, number: str, sex: str, birth_date: str) -> str:
    """SQL: all is right in a NIR of digits alone, as in nearly every one: arithmetic first, it is quicker than text.

    False or NULL says nothing.
    """
    return f"""({number} // 10000000000 % 10000 = year({birth_date}) % 100 * 100 + month({birth_date})
        AND {clean}[1] IN ('1', '2') AND coalesce({clean}[1] = {sex}, true)
        AND ({number} % 100 = 97 - {number} // 100 % 97 OR length({clean}) = 13))"""
