"""How French writes amounts, days, months and lists, wherever it is read: on a screen, in a page or on paper.

Belongs here: typography. Does not: any sentence; how only the catalogue spells values of the law (`catalogue.words`);
what paper alone asks for (`campaigns/outputs/french.py`).
"""

import re
from collections.abc import Sequence
from datetime import date

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
UNBROKEN = "\u00a0"
"""A space at which no line is broken."""
Months = tuple[date, date]
"""First days of the first and of the last month."""


def typographic(text: str) -> str:
    """The text with unbroken spaces before ; : ? ! € % and inside « »."""
    opened = re.sub(r"«\s?", f"«{UNBROKEN}", text)
    return re.sub(r"\s?([;?!€%»])| (:)(?=\s|$)", lambda found: UNBROKEN + (found[1] or found[2]), opened)


def euros(amount: float) -> str:
    """`1 234,50 €`."""
    return f"{number(amount, 2)}{UNBROKEN}€"


def whole_euros(amount: float) -> str:
    """`1 230 €`."""
    return f"{number(amount, 0)}{UNBROKEN}€"


def number(value: float, digits: int) -> str:
    """`1 234,50`; a zero has no sign."""
    written = f"{round(value, digits) + 0.0:,.{digits}f}"
    return written.replace(",", UNBROKEN).replace(".", ",")


def counted(value: float, noun: str) -> str:
    """`1 enfant`, `2 enfants`, of a noun in the plural: French has a plural from two on."""
    written = number(value, 0 if float(value).is_integer() else 2)
    single = noun if noun == "mois" else noun.removesuffix("s")
    return f"{written}{UNBROKEN}{noun if abs(value) >= 2 else single}"


def day(of: date) -> str:
    """`1er juin 2014`."""
    return f"{'1er' if of.day == 1 else of.day} {MONTHS[of.month - 1]} {of.year}"


def month(of: date) -> str:
    """`juin 2014`."""
    return f"{MONTHS[of.month - 1]} {of.year}"


def months(span: Months) -> str:
    """`mars à mai 2014`, `décembre 2013 à février 2014`, `juin 2014`."""
    first, last = span
    if (first.year, first.month) == (last.year, last.month):
        return month(last)
    year = "" if first.year == last.year else f" {first.year}"
    return f"{MONTHS[first.month - 1]}{year} à {month(last)}"


def in_months(span: Months) -> str:
    """`de mars à mai 2014`, `d'avril à juin 2014`, `en juin 2014`."""
    written = months(span)
    if " à " not in written:
        return f"en {written}"
    return f"d'{written}" if written[0] in "ao" else f"de {written}"


def listed(parts: Sequence[str]) -> str:
    """`a, b et c`."""
    return " et ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else ""


def to(name: str) -> str:
    """`au RSA`, `à la prime d'activité`, `à l'ASPA`."""
    return f"au {name[3:]}" if name.startswith("le ") else f"à {name}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
