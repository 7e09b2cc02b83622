"""How often each fault is planted.

Belongs here: the rates, with what each is a share of. Does not: how a fault is written (`faults`).
"""

from dataclasses import dataclass, fields
from typing import Self


@dataclass(frozen=True)
class FaultRates:
    """One rate (0 to 1) a kind of fault: the share of the lines that can bear it, unless said otherwise."""

    line_cut: float = 0.001
    amount_negative: float = 0.0005
    amount_absurd: float = 0.0005
    nir_mismatch: float = 0.001
    nir_missing: float = 0.01
    nir_malformed: float = 0.003
    nir_wrong_key: float = 0.003
    nir_relative: float = 0.003
    """Share of the lines of people who do not live alone."""
    birth_day_unknown: float = 0.003
    birth_month_unknown: float = 0.001
    name_spelling: float = 0.02
    """Share of the lines of people whose name has an accent, a hyphen or an apostrophe."""
    duplicate: float = 0.003
    used_name: float = 0.01
    """Share of the lines of people whose birth name and used name differ."""
    typing_error: float = 0.01
    names_swapped: float = 0.002
    birth_day_forced: float = 0.005
    moved: float = 0.02
    twins: float = 0.015
    """Share of births."""
    homonyms: float = 0.0005
    """Share of households whose head is given the name and the birth date of another."""
    deceased: float = 0.001
    """People who died and are still in the files, for one living person of 60 or over."""

    @classmethod
    def light(cls) -> Self:
        """A third of the default rates."""
        return cls._scaled(1 / 3)

    @classmethod
    def default(cls) -> Self:
        return cls()

    @classmethod
    def harsh(cls) -> Self:
        """Three times the default rates."""
        return cls._scaled(3)

    @classmethod
    def _scaled(cls, factor: float) -> Self:
        return cls(**{spec.name: getattr(cls(), spec.name) * factor for spec in fields(cls)})
