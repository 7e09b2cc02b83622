"""The data dictionary: what the contracts say of each column, written for people.

Belongs here: contracts as Markdown. Does not: anything that a contract does not say, nor any data.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from inspect import getdoc

from data_contracts.columns import Column, Sensitivity, Table

HEADINGS = ("Table", "Colonne", "Type", "Unité", "Codes", "Bornes", "Sensibilité", "Description")

TYPES: dict[type, str] = {
    str: "texte",
    int: "nombre entier",
    bool: "oui ou non",
    date: "date",
    Decimal: "nombre décimal",
    float: "nombre réel",
    list: "liste de textes",
}
SENSITIVITIES = {
    Sensitivity.IDENTITY: "identité",
    Sensitivity.PSEUDONYMOUS: "pseudonyme",
    Sensitivity.OPEN: "libre",
}


def describe(model: type[Table]) -> list[dict[str, str]]:
    """The columns of a table in storage order, each as heading -> text."""
    return [_row(model, column) for column in model.columns()]


def markdown(models: Iterable[type[Table]]) -> str:
    """The dictionary of a set of tables, one section a table, in the order given."""
    return "\n".join(["# Dictionnaire des données", "", *(_section(model) for model in models)])


def _section(model: type[Table]) -> str:
    header = [f"| {' | '.join(HEADINGS)} |", "|" + " --- |" * len(HEADINGS)]
    rows = [f"| {' | '.join(_cell(text) for text in row.values())} |" for row in describe(model)]
    between = [f"`{first}` ≤ `{second}`" for first, second in model.not_after]
    between += [f"`{first}` = `{second}`" for first, second in model.same]
    between += [f"`{name}` est le premier jour d'un mois" for name in model.months]
    facts = [f"Clé : {', '.join(f'`{name}`' for name in model.key)}"]
    facts += [f"Entre colonnes, là où elles sont connues : {', '.join(between)}"] if between else []
    return "\n".join([f"## {model.table_name}", "", getdoc(model) or "", "", *_paragraphs(facts), *header, *rows, ""])


def _paragraphs(facts: list[str]) -> list[str]:
    return [line for fact in facts for line in (fact, "")]


def _row(model: type[Table], column: Column) -> dict[str, str]:
    texts = (
        model.table_name,
        column.name,
        TYPES[column.python_type] + (", facultatif" if column.nullable else ""),
        column.unit or "",
        " ; ".join(f"{code} = {meaning}" for code, meaning in column.codes.items()),
        " ; ".join(_bounds(column)),
        SENSITIVITIES[column.sensitivity],
        column.description,
    )
    return dict(zip(HEADINGS, texts, strict=True))


def _bounds(column: Column) -> list[str]:
    texts = []
    if column.minimum is not None:
        texts.append(f"au moins {column.minimum}")
    if column.maximum is not None:
        texts.append(f"au plus {column.maximum}")
    if column.max_length is not None:
        texts.append(f"au plus {column.max_length} caractères")
    if column.pattern is not None:
        texts.append(f"forme `{column.pattern}`")
    if column.max_null_share is not None:
        texts.append(f"{column.max_null_share:.1%} de valeurs manquantes tolérées".replace(".", ",").replace("%", " %"))
    return texts


def _cell(text: str) -> str:
    """Text that cannot end its cell or its row."""
    return " ".join(text.split()).replace("|", "\\|")
