"""What a person's incomes count for in the RSA: means of three months, as far as they have not stopped.

Belongs here: earnings, replacements, others and minima of one person (CASF R262-6 to R262-13). Does not: whose are
added up (`rsa_resources`), family benefits (`rsa_family_benefits`). A month's income that stopped, and that nothing
replaces, is left out (*neutralisation*, R262-13).
"""

from eligibility.bounds import Amount, Truth, most, total
from eligibility.frames.frame import Frame
from eligibility.frames.person import Person
from eligibility.frames.quantities import quantity
from eligibility.frames.windows import MONTH, MONTH_BEFORE, Window


def reference(frame: Frame) -> Window:
    """The three months that count (CASF R262-7)."""
    first = int(frame.law["rsa/premier_mois_de_reference"])
    return Window(first, first - 2)


def mean(person: Person, *kinds: str) -> Amount:
    """Mean of the three months, EUR a month."""
    return person.income(kinds, reference(person)) / 3


def stopped(person: Person, *kinds: str) -> Truth:
    """Received the month before, no more in the month."""
    now, before = (person.income(kinds, month) for month in (MONTH, MONTH_BEFORE))
    return (now <= 0.0) & (before > 0.0)


@quantity
def rsa_replaced(person: Person) -> Truth:
    """Something replaces earnings in the month (CASF R262-13)."""
    kinds = ("unemployment", "sickness", "own_pension", "survivor_pension")
    return person.income(kinds, MONTH) > 0.0


def unless_stopped(person: Person, *kinds: str) -> Amount:
    """Earnings or what replaced them, left out where they stopped and nothing replaces them."""
    left_out = stopped(person, *kinds) & ~rsa_replaced(person)
    return left_out.then(0.0, mean(person, *kinds))


@quantity
def sickness_as_earnings(person: Person, month: int) -> Amount:
    """Daily benefits of a month that count as earnings: of the first three months of a leave (CASF R262-12)."""
    now, three_before = Window(month, month), Window(month + 3, month + 3)
    recent = (person.income("sickness", three_before) <= 0.0) | (person.income("wages", now) > 0.0)
    return recent.then(person.income("sickness", now))


@quantity
def rsa_sickness_earned(person: Person) -> Amount:
    """Mean of the three months' daily benefits that count as earnings, unless they stopped, EUR a month."""
    window = reference(person)
    months = total([sickness_as_earnings(person, month) for month in range(window.last, window.first + 1)])
    ended = (sickness_as_earnings(person, 0) <= 0.0) & (sickness_as_earnings(person, 1) > 0.0)
    return (ended & ~rsa_replaced(person)).then(0.0, months / 3)


@quantity
def rsa_sickness_other(person: Person) -> Amount:
    """Mean of the other daily benefits; those that stopped count less one forfait, EUR a month."""
    window = reference(person)
    earned = [sickness_as_earnings(person, month) for month in range(window.last, window.first + 1)]
    rest = most(mean(person, "sickness") - total(earned) / 3, 0.0)
    now, before = (
        most(person.income("sickness", Window(month, month)) - sickness_as_earnings(person, month), 0.0)
        for month in (0, 1)
    )
    return less_a_forfait(person, rest, (now <= 0.0) & (before > 0.0))


@quantity
def rsa_earned(person: Person) -> Amount:
    """Earnings, mean of three months, EUR a month (CASF R262-12)."""
    return (
        unless_stopped(person, "wages") + unless_stopped(person, "self_employment") + rsa_sickness_earned(person)
    )  # fmt: skip


@quantity
def rsa_other_income(person: Person) -> Amount:
    """Replacements of earnings and other income, mean of three months, EUR a month (CASF R262-6, R262-13)."""
    others = ("alimony_received", "invalidity_pension", "capital")
    return total(
        [
            unless_stopped(person, "unemployment"),
            unless_stopped(person, "own_pension", "survivor_pension"),
            *(less_a_forfait(person, mean(person, kind), stopped(person, kind)) for kind in others),
            rsa_sickness_other(person),
            mean(person, "other"),
        ]
    )


def less_a_forfait(person: Person, amount: Amount, ended: Truth) -> Amount:
    """Other income that stopped is left out up to the base of the RSA (CASF R262-13)."""
    return most(amount - ended.then(person.law["rsa/montant_base"]), 0.0)


@quantity
def rsa_minima(person: Person) -> Amount:
    """ASS, AAH and ASI, mean of three months, and the month's ASPA, EUR a month."""
    return mean(person, "ass", "aah", "asi") + person.income("aspa", MONTH)
