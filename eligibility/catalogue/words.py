"""How the pages write days, numbers, units and keys, as French does.

Belongs here: those spellings. Does not: sentences of a page (`pages`, `value_pages`).
"""

from collections.abc import Iterable
from datetime import date

from data_contracts.french import UNBROKEN
from data_contracts.french import day as in_french
from eligibility.catalogue.form import Dimension
from eligibility.parameters.model import UNITS, key_in_french

CODES = {
    "CASF": "code de l'action sociale et des familles", "CCH": "code de la construction et de l'habitation",
    "CSS": "code de la sécurité sociale", "CT": "code du travail",
}  # fmt: skip
"""What articles begin with."""
LONG_IN_MONTHS = 120
"""Ages in months are told in years too."""
THIN = "\N{NARROW NO-BREAK SPACE}"


def in_words(day: date) -> str:
    """`1er juin 2009`."""
    return in_french(day).replace(" ", UNBROKEN)


def period(start: date, end: date | None) -> str:
    """`Depuis le 1er janvier 2016`, or both ends."""
    return f"Du {in_words(start)} au {in_words(end)}" if end else f"Depuis le {in_words(start)}"


def number(value: float, unit: str, in_cents: bool = False) -> str:
    """`1 234,50` in cents, `62 %`, `747 (62 ans 3 mois)`: never a rounded number."""
    if unit == "share":
        return f"{_spelt(value * 100)}{UNBROKEN}%"
    if unit == "months" and value >= LONG_IN_MONTHS:
        years, rest = divmod(int(value), 12)
        return f"{_spelt(value)} ({years}{UNBROKEN}ans{f' {rest}{UNBROKEN}mois' if rest else ''})"
    if unit == "years" and value != int(value):
        return f"{_spelt(value)} ({_spelt(value * 12)}{UNBROKEN}mois)"
    spelt = _spelt(value)
    whole, _, cents = spelt.partition(",")
    return f"{whole},{cents:0<2}" if in_cents else spelt


def of_unit(unit: str) -> str:
    """`euros par mois`, or the noun itself."""
    return "part, en pourcentage" if unit == "share" else UNITS.get(unit, unit)


def key(name: str, dimension: Dimension) -> str:
    """What a name or threshold of a table is called."""
    if dimension.kind == "dates":
        return in_words(date.fromisoformat(name))
    if dimension.kind == "numbers":
        return _spelt(float(name))
    return key_in_french(name)


def months(spans: Iterable[tuple[int, int]]) -> str:
    """`M-3 à M-1`; M is the month of the right."""
    return ", ".join(_month(first) if first == last else f"{_month(first)} à {_month(last)}" for first, last in spans)


def _month(back: int) -> str:
    return f"M-{back}" if back else "M"


def _spelt(value: float) -> str:
    return f"{value:,.10g}".replace(",", THIN).replace(".", ",")
