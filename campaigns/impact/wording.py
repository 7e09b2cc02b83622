"""How figures and groups are written in French, in tables, sentences and charts.

Belongs here: numbers, months, the names of codes. Does not: sentences (`caveats`, `report`).
"""

from campaigns.impact.measuring import Effect
from data_contracts.described import PROFILES
from data_contracts.french import month
from data_contracts.known import TIERS
from data_contracts.period import Period
from data_contracts.places import TERRITORIES
from data_contracts.received import SEX

LABELS = {
    **{code: label for code, (label, _) in TERRITORIES.items()},
    **PROFILES,
    **TIERS,
    **SEX,
    "unknown": "non connu",
    "ensemble": "un seul groupe",
}
MISSING = "—"


def decimal(value: float, digits: int = 1) -> str:
    """12,0; a true minus sign."""
    return f"{value:.{digits}f}".replace(".", ",").replace("-", "−")


def percent(share: float | None) -> str:
    """A share from 0 to 1: 12,0 %."""
    return MISSING if share is None else f"{decimal(100 * share)} %"


def whole(number: float) -> str:
    """1 234, with a narrow space that does not break."""
    return f"{number:,.0f}".replace(",", "\u202f")


def euros(amount: float | None) -> str:
    return MISSING if amount is None else f"{whole(amount)} €"


def signed(value: float) -> str:
    """+12,0 or −3,1."""
    return f"{'+' if round(value, 1) > 0 else ''}{decimal(value)}"


def difference(effect: Effect) -> str:
    """+12,0 [9,1 ; 14,8], in points."""
    if effect.points is None or effect.low is None or effect.high is None:
        return MISSING
    return f"{signed(effect.points)} [{decimal(effect.low)} ; {decimal(effect.high)}]"


def p_value(value: float | None) -> str:
    if value is None:
        return MISSING
    return "< 0,001" if value < 0.001 else decimal(value, 3)


def month_name(period: Period) -> str:
    """mai 2014"""
    return month(period.first_day)


def of_month(period: Period) -> str:
    """de mai 2014, d'août 2014"""
    name = month_name(period)
    return f"d'{name}" if name[0] in "ao" else f"de {name}"


def group(value: str) -> str:
    """A value of a group, or a stratum (values joined by ` | `), in French."""
    return " | ".join(LABELS.get(part, part) for part in value.split(" | "))
