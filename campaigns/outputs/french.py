"""What paper asks of written French beyond `data_contracts.french`, and how a letter tells an amount.

Belongs here: typography of printed sheets. Does not: any sentence.
"""

from datetime import date
from math import ceil, floor

from data_contracts import french
from data_contracts.decided import UNBOUNDED_EUR_MONTH
from data_contracts.french import whole_euros


def typographic(text: str) -> str:
    """The text as `data_contracts.french` has it, and with typographic apostrophes."""
    return french.typographic(text.replace("'", "’"))


def short_day(of: date) -> str:
    """`01/06/2014`."""
    return f"{of:%d/%m/%Y}"


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
