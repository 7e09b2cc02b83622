"""The page of a family of dated values: each with its dates, numbers, texts and last check, in French.

Belongs here: those pages. Does not: what reads a value (`benefit_pages`).
"""

from collections.abc import Mapping, Sequence
from datetime import date

from eligibility.catalogue.form import Catalogue, Parameter, Value
from eligibility.catalogue.markdown import bullets, table
from eligibility.catalogue.words import in_words, key, number, of_unit

FAMILIES: Mapping[str, str] = {
    "aah": "Allocation aux adultes handicapés (AAH)",
    "ass": "Allocation de solidarité spécifique (ASS)",
    "impot": "Impôt",
    "logement": "Aides au logement",
    "minimum_vieillesse": "Minimum vieillesse et invalidité (ASPA, ASI)",
    "prestations_familiales": "Prestations familiales",
    "prime_activite": "Prime d'activité",
    "retraite": "Âges de la retraite",
    "rsa": "RSA",
    "sante": "Complémentaire santé (CMU-C, ACS, CSS)",
    "travail": "Travail et cotisations",
}
"""Folders of parameters; one that is not here goes by its own name."""
ENDED, SAME = "fin de la mesure", "même texte"


def family_of(name: str) -> str:
    return name.partition("/")[0]


def anchor_of(name: str) -> str:
    """The heading of a value on its page: plain letters, so that every reader makes the same link of it."""
    return name.partition("/")[2].replace("/", "_")


def in_force(parameter: Parameter, until: date | None) -> Value:
    """The last value that began by that day, the last of all if none is given."""
    begun = [value for value in parameter.values if until is None or value.start <= until]
    return (begun or parameter.values)[-1]


def newest(parameter: Parameter, until: date | None) -> str:
    """Its number, or that there is a table of them."""
    value = in_force(parameter, until)
    if not value.cells:
        return ENDED
    return "tableau" if parameter.dimensions else number(value.cells[0].number, parameter.unit, _in_cents(parameter))


def _in_cents(parameter: Parameter) -> bool:
    """Whether amounts are written with cents: where any of them has some."""
    numbers = [cell.number for value in parameter.values for cell in value.cells]
    return parameter.unit.startswith("EUR") and any(number != int(number) for number in numbers)


def value_page(family: str, catalogue: Catalogue) -> list[str]:
    """Lines of the page; the latest value comes first."""
    lines = [f"# {FAMILIES.get(family, family)} : valeurs de la loi", "", "[Retour au catalogue](../catalogue.md)", ""]
    names = {benefit.code: benefit.name for benefit in catalogue.benefits}
    for parameter in catalogue.parameters:
        if family_of(parameter.name) == family:
            lines += _parameter(parameter, names)
    return lines


def _parameter(parameter: Parameter, names: Mapping[str, str]) -> list[str]:
    last = parameter.values[-1]
    checked = f"{in_words(last.checked_on)}, dans {last.checked_in}" if last.checked_on else "aucune"
    readers = ", ".join(f"[{names[code]}](../prestations/{code}.md)" for code in parameter.read_by)
    return [
        f"## {anchor_of(parameter.name)}",
        "",
        f"**{parameter.description}**",
        "",
        *bullets(
            [
                f"Unité : {of_unit(parameter.unit)}.",
                f"Textes : {parameter.article}.",
                f"Dernière vérification : {checked}.",
                f"Sert à : {readers or 'aucune des prestations étudiées'}.",
                *([f"Note : {parameter.note}"] if parameter.note else []),
            ]
        ),
        *_values(parameter),
    ]


def _values(parameter: Parameter) -> list[str]:
    across = parameter.dimensions[-1] if parameter.dimensions and parameter.dimensions[-1].kind == "names" else None
    down = parameter.dimensions[: -1 if across else None]
    keys = list(dict.fromkeys(cell.keys[-1] for value in parameter.values for cell in value.cells)) if across else []
    numbers = [key(name, across) for name in keys] if across else ["Valeur"]
    headings = ["À partir du", *(dimension.name.capitalize() for dimension in down), *numbers, "Texte"]
    rows = [row for value in reversed(parameter.values) for row in _rows(parameter, value, keys)]
    first_number = 1 + len(down)
    return table(headings, rows, right=range(first_number, first_number + len(numbers)))


def _rows(parameter: Parameter, value: Value, across: Sequence[str]) -> list[list[str]]:
    """One row, or one a name or threshold down the table."""
    day = in_words(value.start)
    depth = len(parameter.dimensions) - bool(across)
    if not value.cells:
        width = len(across) or 1
        return [[day, *[""] * depth, ENDED, *[""] * (width - 1), value.source or "—"]]
    by_row: dict[tuple[str, ...], dict[str, str]] = {}
    for cell in value.cells:
        by_row.setdefault(cell.keys[:depth], {})["".join(cell.keys[depth:])] = number(
            cell.number, parameter.unit, _in_cents(parameter)
        )
    return [
        [
            day,
            *(_threshold(name, parameter, place) for place, name in enumerate(names)),
            *(found.get(name, "") for name in (across or [""])),
            (value.source or "—") if n == 0 else SAME,
        ]
        for n, (names, found) in enumerate(by_row.items())
    ]


def _threshold(name: str, parameter: Parameter, place: int) -> str:
    dimension = parameter.dimensions[place]
    said = key(name, dimension)
    return {"names": said, "dates": f"à partir du {said}", "numbers": f"à partir de {said}"}[dimension.kind]
