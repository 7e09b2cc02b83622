"""How often each fault is planted, and how often people do this or that.

Belongs here: the rates, with what each is a share of. Does not: how a fault is written (`faults`), what conduct changes
(`rights`, `action`, `returned`).
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


@dataclass(frozen=True)
class Conduct:
    """What people do of their own accord or when written to, as shares (0 to 1). U: plausible, not published."""

    rsa_pending: float = 0.03
    """Share, each month, of the households entitled to the RSA socle without it whose application is being examined."""
    rsa_refused: float = 0.02
    """Share, each month, of the households a little above the RSA socle whose application was lately refused."""

    opens_anyway_working_poor_children: float = 0.12
    opens_anyway_working_poor: float = 0.10
    opens_anyway_single_no_work: float = 0.10
    opens_anyway_single_poor_pensioner: float = 0.07
    opens_anyway_other: float = 0.09
    """Share of the households drawn for a campaign that open the right within the window though nobody writes to them;
    with a letter to nobody, 6 % of people did (domain, section 6)."""
    in_vain_contacted: float = 0.06
    in_vain_control: float = 0.01
    """Share of the households drawn without any right that apply all the same, and are refused."""

    undelivered: float = 0.03
    undelivered_moved: float = 0.70
    """Letters that come back, and those sent to somebody whose address is wrong in a file."""
    refuses: float = 0.02
    objects: float = 0.005
    answers: float = 0.08
    """Shares of the people reached who apply for nothing."""
    keeps_appointment: float = 0.75
    """Share of those who answer."""
