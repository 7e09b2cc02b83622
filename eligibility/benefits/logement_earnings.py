"""What each person earned and drew in the year that housing benefits look at, and what of it counts.

Belongs here: taxable incomes of a person, abated or left out where work has stopped (CCH R822-3 to R822-6, R822-11 to
R822-17; until September 2019 CCH R351-5 to R351-14, CSS D542-9 to D542-13 and R831-6). Does not: the foyer's resources
(`logement_resources`). The year is the second before until 2020, the twelve months M-13 to M-2 since.
"""

from datetime import date

from eligibility.bounds import Amount, Truth, least, most
from eligibility.dates import month_back
from eligibility.frames.frame import Frame
from eligibility.frames.person import Person
from eligibility.frames.quantities import quantity
from eligibility.frames.windows import MONTH, MONTH_BEFORE, Window
from eligibility.parameters import Law

FIRST_DAY_OF_ROLLING_MONTHS = date(2021, 1, 1)
"""Décret 2019-1574, art. 25, as changed by décret 2020-1816."""
CEILING_OF_OTHERS = 1.25
"""Ceilings of the ASPA that a child, or a disabled adult at charge, may have (CCH R822-6, R823-4)."""


def rolling(frame: Frame) -> bool:
    return frame.law.day >= FIRST_DAY_OF_ROLLING_MONTHS


def civil_year(frame: Frame, back: int) -> Window:
    """January to December of so many years before."""
    december = 12 * (back - 1) + frame.law.day.month
    return Window(december + 11, december)


def last_months(frame: Frame) -> Window:
    """Months of earnings, replacements and pensions (CCH R822-3, 1°)."""
    return Window(13, 2) if rolling(frame) else civil_year(frame, 2)


def year_of_alimony(frame: Frame) -> Window:
    """CCH R822-3, 2°."""
    return civil_year(frame, 1 if rolling(frame) else 2)


def law_of_reference(frame: Frame, month: int = 1, day: int = 1) -> Law:
    """The law of a day of the second year before."""
    return frame.law.on(date(frame.law.day.year - 2, month, day))


def law_of_tax(frame: Frame) -> Law:
    """The law of the year of the earnings, for the deduction of costs of work."""
    return frame.law.on(date(frame.law.day.year - 1, 1, 1)) if rolling(frame) else law_of_reference(frame)


@quantity
def al_salaires(person: Person) -> Amount:
    """Wages and daily sickness benefits of the year, taxable, EUR (CCH R822-4, I)."""
    return person.income(("wages", "sickness"), last_months(person), "taxable")


@quantity
def al_chomage(person: Person) -> Amount:
    """Unemployment benefits of the year, taxable, EUR."""
    return person.income("unemployment", last_months(person), "taxable")


@quantity
def al_independant(person: Person) -> Amount:
    """Profits of the second year before, EUR (CCH R822-5)."""
    return person.income("self_employment", civil_year(person, 2), "taxable")


def deduction(law: Law, earned: Amount) -> Amount:
    """Costs of work: 10 % between two bounds, and no more than what is earned (CGI art. 83, 3°)."""
    share = (earned * law["impot/deduction_taux", "salaires"]).rounded(0)
    lowest, highest = law["impot/deduction_salaires_minimum"], law["impot/deduction_salaires_maximum"]
    return least(most(share, lowest), highest, earned)


@quantity
def al_deduction(person: Person) -> Amount:
    return deduction(law_of_tax(person), al_salaires(person) + al_chomage(person))


@quantity
def al_pensions(person: Person) -> Amount:
    """Pensions and alimony received, less 10 % and no less than a minimum, EUR a year (CGI art. 158, 5 a)."""
    kinds = ("own_pension", "survivor_pension", "invalidity_pension")
    pensions = person.income(kinds, last_months(person), "taxable")
    received = pensions + person.income("alimony_received", year_of_alimony(person), "taxable")
    law = person.law if rolling(person) else law_of_reference(person)
    share = (received * law["impot/deduction_taux", "pensions"]).rounded(0)
    return most(received - most(share, law["impot/abattement_pensions_minimum"]), 0.0)


@quantity
def al_sans_activite(person: Person) -> Truth:
    """No earnings of work in the month."""
    return person.income(("wages", "self_employment"), MONTH) <= 0.0


@quantity
def al_retire(person: Person) -> Truth:
    """Stopped work for a pension, old age or invalidity, or for the AAH (CCH R822-13)."""
    pensioned = person.income(("invalidity_pension", "aah"), MONTH) > 0.0
    return (person.code("work_state").isin("retired") | pensioned) & al_sans_activite(person)


def jobseeker_before(person: Person, months: int) -> Truth:
    """Registered before the first day of the month so many months ago."""
    limit = month_back(person.law.day, months)
    last_day = date.fromordinal(limit.toordinal() - 1)
    return person.code("work_state").isin("jobseeker") & person.date("jobseeker_since").until(last_day)


@quantity
def al_chomeur_indemnise(person: Person) -> Truth:
    """Unemployed and paid for it, from the second month after (CCH R822-14)."""
    return jobseeker_before(person, 1) & (person.income("unemployment", MONTH) > 0.0)


@quantity
def al_chomeur_non_indemnise(person: Person) -> Truth:
    """Unemployed for two months, with nothing or the ASS (CCH R822-15)."""
    unpaid = (person.income("unemployment", MONTH) <= 0.0) | (person.income("ass", MONTH) > 0.0)
    return person.adult & jobseeker_before(person, 2) & unpaid


@quantity
def al_neutralise_le_foyer(person: Person) -> Truth:
    """Unpaid unemployment, or the RSA of the month before (CCH R822-15, R822-17)."""
    return al_chomeur_non_indemnise(person) | (person.income("rsa", MONTH_BEFORE) > 0.0)


@quantity
def al_neutralise(person: Person) -> Truth:
    """Earnings and what replaced them do not count, for somebody's sake in the couple."""
    return person.adult & (person.in_foyer(al_neutralise_le_foyer(person)) > 0.0)


def kept(person: Person, abated: Truth) -> Amount:
    """Share of an income that counts, 70 % where it is abated."""
    return abated.then(1 - person.law["logement/abattement_chomage"], 1.0)


@quantity
def al_revenus(person: Person) -> Amount:
    """Earnings and unemployment benefits that count, EUR a year (CCH R822-13 to R822-17).

    Costs of work are taken from earnings first, what is left of them from unemployment benefits.
    """
    wages, benefits, costs = al_salaires(person), al_chomage(person), al_deduction(person)
    earned = most(wages - costs, 0.0) + al_independant(person)
    replaced = most(least(benefits, wages + benefits - costs), 0.0)
    counted = earned * kept(person, al_retire(person) | al_chomeur_indemnise(person)) + replaced * kept(
        person, al_retire(person)
    )
    return al_neutralise(person).then(0.0, counted)


@quantity
def al_ressources_ordinaires(person: Person) -> Amount:
    """All that counts of a person but capital and alimony paid, EUR a year."""
    return al_revenus(person) + al_pensions(person)


@quantity
def al_capital(person: Person) -> Amount:
    """Income of capital of the second year before, EUR (CCH R822-3, 3°)."""
    return person.income("capital", civil_year(person, 2), "taxable")


@quantity
def al_alimony_paid(person: Person) -> Amount:
    return person.income("alimony_paid", year_of_alimony(person), "taxable")
