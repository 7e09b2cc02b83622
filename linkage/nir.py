"""The NIR in SQL: its form, its key, and whether it agrees with the rest of a record.

Source: Insee, répertoire national d'identification des personnes physiques (décret 82-103); domain notes of the
project for the special months. A NIR that disagrees is a doubt, never a proof of error.
"""

WELL_FORMED = r"[1-8]\d{2}(0[1-9]|1[0-2]|[23]\d|4[0-2]|[5-9]\d)(\d{2}|2[AB])\d{6}"
PROVISIONAL = r"[5-8][12]\d{11}"


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


def nir_state(clean: str, nir: str, sex: str, birth_date: str, birth_precision: str) -> str:
    """SQL: one of NIR_STATES. `clean` may carry the key (15 characters); it is checked where it is there."""
    written_key = f"substr({clean}, 14)"
    month = f"CAST(substr({nir}, 4, 2) AS INTEGER)"
    return f"""CASE
        WHEN {nir} IS NULL THEN 'absent'
        WHEN regexp_full_match({nir}, '{PROVISIONAL}') THEN 'provisional'
        WHEN length({clean}) NOT IN (13, 15) OR NOT regexp_full_match({nir}, '{WELL_FORMED}') THEN 'malformed'
        WHEN {written_key} NOT IN ('', printf('%02d', {key_of(nir)})) THEN 'wrong_key'
        WHEN substr({nir}, 1, 1) IN ('1', '2') AND substr({nir}, 1, 1) <> {sex} THEN 'incoherent'
        WHEN CAST(substr({nir}, 2, 2) AS INTEGER) <> year({birth_date}) % 100 THEN 'incoherent'
        WHEN {birth_precision} <> 'year' AND ({month} <= 12 OR {month} BETWEEN 31 AND 42)
            AND {month} % 30 <> month({birth_date}) THEN 'incoherent'
        ELSE 'usable' END"""
