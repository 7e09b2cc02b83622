"""Text to types, in SQL: one expression a column type, and the condition under which the text cannot be read.

Belongs here: how a producer's text becomes a contract's value. Does not: whether that value is acceptable (the gate).
"""

import re
from dataclasses import dataclass

from data_contracts.layout import LayoutColumn
from data_contracts.row_checks import sql_literal

_PARTS = {"%d": 2, "%m": 2, "%Y": 4}
_IN_WORDS = {"%d": "JJ", "%m": "MM", "%Y": "AAAA"}


@dataclass(frozen=True)
class Parsed:
    """How one contract field is read: its value, and where the text is there but cannot be read."""

    field: str
    value: str
    unreadable: str | None
    expected: str


def parse(column: LayoutColumn, text: str) -> list[Parsed]:
    """The fields a column fills; `text` is the SQL expression of its trimmed text, NULL if empty."""
    field = str(column.field)
    match column.type:
        case "text":
            return [Parsed(field, text, None, "texte")]
        case "integer":
            value = f"CASE WHEN regexp_full_match({text}, '[+-]?\\d{{1,9}}') THEN CAST({text} AS INTEGER) END"
            return [_typed(field, value, text, "nombre entier")]
        case "decimal":
            value = f"TRY_CAST({text} AS DECIMAL(12,2))"
            if column.decimal == ",":
                number = f"replace({text}, ',', '.')"
                value = f"CASE WHEN NOT contains({text}, '.') THEN TRY_CAST({number} AS DECIMAL(12,2)) END"
            return [_typed(field, value, text, f"montant, séparateur décimal « {column.decimal} »")]
        case "cents":
            cents = f"TRY_CAST(CAST({text} AS BIGINT) * 0.01 AS DECIMAL(12,2))"
            value = f"CASE WHEN regexp_full_match({text}, '[+-]?\\d{{1,18}}') THEN {cents} END"
            return [_typed(field, value, text, "montant en centimes")]
        case "date":
            return [_typed(field, _full_date(column, text), text, f"date {_in_words(column)}")]
        case "partial_date":
            return _partial_date(column, text)


def _typed(field: str, value: str, text: str, expected: str) -> Parsed:
    return Parsed(field, value, f'{text} IS NOT NULL AND "{field}" IS NULL', expected)


def _full_date(column: LayoutColumn, text: str) -> str:
    pattern = str(column.pattern)
    width = sum(width for part, width in _PARTS.items() if part in pattern) + len(_separators(pattern))
    return f"CASE WHEN length({text}) = {width} THEN CAST(try_strptime({text}, {sql_literal(pattern)}) AS DATE) END"


def _partial_date(column: LayoutColumn, text: str) -> list[Parsed]:
    """A date whose day, or day and month, may be 00; a year 0000 is no date at all."""
    field, full = str(column.field), _full_date(column, text)
    year, month, day = (_part(column, text, part) for part in ("%Y", "%m", "%d"))
    known_month, known_day = f"replace({month}, '00', '01')", f"replace({day}, '00', '01')"
    completed = f"TRY_CAST({year} || '-' || {known_month} || '-' || {known_day} AS DATE)"
    formed = f"regexp_full_match({text}, {sql_literal(_shape(column))})"
    value = f"""CASE WHEN {year} = '0000' THEN NULL WHEN {day} <> '00' THEN {full}
        WHEN {formed} THEN {completed} END"""
    precision = f"""CASE WHEN {text} IS NULL OR {year} = '0000' THEN NULL WHEN {month} = '00' THEN 'year'
        WHEN {day} = '00' THEN 'month' ELSE 'day' END"""
    unreadable = f"""{text} IS NOT NULL AND "{field}" IS NULL AND NOT ({year} = '0000' AND {formed})"""
    return [
        Parsed(field, value, unreadable, f"date {_in_words(column)}, 00 pour une partie inconnue"),
        Parsed(field.replace("date", "precision"), precision, None, ""),
    ]


def _part(column: LayoutColumn, text: str, part: str) -> str:
    pattern, position = str(column.pattern), 1
    while pattern and not pattern.startswith(part):
        taken = next((known for known in _PARTS if pattern.startswith(known)), pattern[0])
        position += _PARTS.get(taken, 1)
        pattern = pattern[len(taken) :]
    return f"substr({text}, {position}, {_PARTS[part]})"


def _shape(column: LayoutColumn) -> str:
    shape = re.escape(str(column.pattern))
    for part, width in _PARTS.items():
        shape = shape.replace(part, f"[0-9]{{{width}}}")
    return shape


def _separators(pattern: str) -> str:
    for part in _PARTS:
        pattern = pattern.replace(part, "")
    return pattern


def _in_words(column: LayoutColumn) -> str:
    words = str(column.pattern)
    for part, word in _IN_WORDS.items():
        words = words.replace(part, word)
    return words
