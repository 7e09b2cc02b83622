"""How the pages write days, numbers, units and keys, as French does.

Belongs here: those spellings. Does not: sentences of a page (`pages`, `value_pages`).
"""

from collections.abc import Iterable
from datetime import date

from eligibility.catalogue.form import Dimension
from eligibility.parameters.model import UNITS

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
KEYS = {
    "a_partir_de": "à partir de", "au_dela": "au-delà", "independant": "indépendant", "salarie": "salarié",
    "jusqu_a_la_limite": "jusqu'à la limite", "personne_a_charge": "personne à charge",
    "une_personne_a_charge": "une personne à charge", "apl": "APL", "al": "AL", "biactivite": "biactivité",
}  # fmt: skip
"""Names of the parameters' tables that do not become French with spaces alone."""
CODES = {
    "CASF": "code de l'action sociale et des familles", "CCH": "code de la construction et de l'habitation",
    "CSS": "code de la sécurité sociale", "CT": "code du travail",
}  # fmt: skip
"""What articles begin with."""
LONG_IN_MONTHS = 120
"""Ages in months are told in years too."""
THIN, HARD = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


def in_words(day: date) -> str:
    """`1er juin 2009`."""
    return f"{'1er' if day.day == 1 else day.day}{HARD}{MONTHS[day.month - 1]}{HARD}{day.year}"


def period(start: date, end: date | None) -> str:
    """`Depuis le 1er janvier 2016`, or both ends."""
    return f"Du {in_words(start)} au {in_words(end)}" if end else f"Depuis le {in_words(start)}"


def number(value: float, unit: str, in_cents: bool = False) -> str:
    """`1 234,50` in cents, `62 %`, `747 (62 ans 3 mois)`: never a rounded number."""
    if unit == "share":
        return f"{_spelt(value * 100)}{HARD}%"
    if unit == "months" and value >= LONG_IN_MONTHS:
        years, rest = divmod(int(value), 12)
        return f"{_spelt(value)} ({years}{HARD}ans{f' {rest}{HARD}mois' if rest else ''})"
    if unit == "years" and value != int(value):
        return f"{_spelt(value)} ({_spelt(value * 12)}{HARD}mois)"
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
    return KEYS.get(name, name.replace("_", " "))


def months(spans: Iterable[tuple[int, int]]) -> str:
    """`M-3 à M-1`; M is the month of the right."""
    return ", ".join(_month(first) if first == last else f"{_month(first)} à {_month(last)}" for first, last in spans)


def _month(back: int) -> str:
    return f"M-{back}" if back else "M"


def _spelt(value: float) -> str:
    return f"{value:,.10g}".replace(",", THIN).replace(".", ",")
