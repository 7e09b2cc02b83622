"""Windows of months, and the incomes that rules ask for over them.

Belongs here: what is asked, and the columns it is found in. Does not: adding up rows of incomes (`situations.incomes`),
which months a benefit looks at (`benefits`).
"""

from dataclasses import dataclass

FORMS = ("net", "taxable", "gross")
MONTHS = "months"
"""Not an amount but how many months have one."""


@dataclass(frozen=True, order=True)
class Window:
    """Whole months counted back from the month of the day: `Window(3, 1)` is M-3 to M-1, `Window(0, 0)` the month."""

    first: int
    last: int

    @property
    def months(self) -> int:
        return self.first - self.last + 1

    def __str__(self) -> str:
        return f"m{self.first}_m{self.last}"


MONTH, MONTH_BEFORE = Window(0, 0), Window(1, 1)


@dataclass(frozen=True, order=True)
class Income:
    """Amounts of some kinds in a form, added up over a window."""

    kinds: tuple[str, ...]
    form: str
    window: Window

    @property
    def column(self) -> str:
        return f"{'_'.join(self.kinds)}_{self.form}_{self.window}"


KNOWN = "__known"


def known_column(kind: str, window: Window) -> str:
    """Whether everything is known of a kind of income over a window."""
    return f"{kind}_{window}{KNOWN}"
