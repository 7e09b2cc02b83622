"""A period: one month, the pace of the whole line."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from data_contracts.errors import InputError

MONTHS_KEPT = 12
"""How long data may be kept: twelve months after they are received (CRPA R114-9-7)."""


def day_of(text: str, where: str) -> date:
    """Read `2014-06-03`, written `where`; raises InputError on anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            what=f"« {text[:40]} » n'est pas une date.",
            expected="une année, un mois et un jour, par exemple 2014-06-03",
            where=where,
            remedy="corriger la date",
        ) from None


@dataclass(frozen=True, order=True)
class Period:
    """A month, written `2014-05`."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2014-05`; raises InputError on anything else."""
        match = re.fullmatch(r"((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])", text)
        if not match:
            raise InputError(
                what=f"La période « {text} » n'est pas un mois.",
                expected="une année et un mois, par exemple 2014-05",
                where="--period",
                remedy="corriger la période et relancer",
            )
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def compact(self) -> str:
        """`201405`, as file names write it."""
        return f"{self.year:04d}{self.month:02d}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date.fromordinal(self.shift(1).first_day.toordinal() - 1)

    def shift(self, months: int) -> "Period":
        """The period `months` later (earlier if negative)."""
        index = self.year * 12 + self.month - 1 + months
        return Period(index // 12, index % 12 + 1)
