"""How printed sheets write amounts, days and lists in French. Belongs here: typography. Does not: any sentence."""

import re
from collections.abc import Sequence
from datetime import date
from math import ceil, floor

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
UNBROKEN = "\u00a0"
"""A space at which no line is broken."""
UNBOUNDED_EUR_MONTH = 100_000
"""Above, an amount says only that what decides is missing (see data_contracts.decided)."""


def typographic(text: str) -> str:
    """The text with typographic apostrophes, and unbroken spaces before ; : ? ! € % and inside « »."""
    opened = re.sub(r"«\s?", f"«{UNBROKEN}", text.replace("'", "’"))
    return re.sub(r"\s?([;?!€%»])| (:)(?=\s|$)", lambda found: UNBROKEN + (found[1] or found[2]), opened)


def day(of: date) -> str:
    """`1er juin 2014`."""
    return f"{'1er' if of.day == 1 else of.day} {MONTHS[of.month - 1]} {of.year}"


def short_day(of: date) -> str:
    """`01/06/2014`."""
    return f"{of:%d/%m/%Y}"


def month(of: date) -> str:
    """`juin 2014`."""
    return f"{MONTHS[of.month - 1]} {of.year}"


def whole_euros(amount: float) -> str:
    """`1 230 €`."""
    return f"{amount:,.0f}".replace(",", UNBROKEN) + f"{UNBROKEN}€"


def listed(parts: Sequence[str]) -> str:
    """`a, b et c`."""
    return " et ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else ""


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def of(name: str) -> str:
    """`du RSA`, `de la prime d'activité`, `de l'ASPA`."""
    return f"du {name[3:]}" if name.startswith("le ") else f"de {name}"


def to(name: str) -> str:
    """`au RSA`, `à la prime d'activité`, `à l'ASPA`."""
    return f"au {name[3:]}" if name.startswith("le ") else f"à {name}"


def about(low: float | None, high: float | None) -> str:
    """`environ 440 €`, `entre 200 € et 250 €`, `jusqu'à environ 250 €`; '' where nothing useful is known.

    Rounded to 10 euros (5 below 100): an estimate is never said to be more exact than it is.
    """
    if high is None or high >= UNBOUNDED_EUR_MONTH or high < 1:
        return ""
    low = low or 0.0
    step = 10 if high >= 100 else 5
    least, most = floor(low / step) * step, ceil(high / step) * step
    if high - low <= 0.05 * high:
        return f"environ {whole_euros(max(step, round((low + high) / 2 / step) * step))}"
    return f"jusqu'à environ {whole_euros(most)}" if least < 1 else f"entre {whole_euros(least)} et {whole_euros(most)}"
