"""What counts as resources of complementary health cover: twelve months of nearly everything, and a part for housing.

Belongs here: whose resources, of which months, less which abatements (CSS L861-2, R861-4 to R861-10). Does not: the
ceilings and the right (`sante`).
"""

from collections.abc import Callable
from datetime import date

from eligibility.benefits.common import couple
from eligibility.benefits.forfait_logement import housing_benefit
from eligibility.benefits.sante_foyer import sante_counted, sante_persons, year
from eligibility.bounds import Amount, Truth, all_of, least, most, total
from eligibility.dates import months_before
from eligibility.frames.foyer import Foyer
from eligibility.frames.person import Person
from eligibility.frames.quantities import quantity
from eligibility.frames.windows import MONTH, Window
from eligibility.parameters import Law

OTHER_INCOMES = (
    "unemployment", "ass", "sickness", "own_pension", "survivor_pension", "invalidity_pension", "alimony_received",
    "other",
)  # fmt: skip
FAMILY_BENEFITS = ("af", "af_age", "cf", "cf_increase", "asf", "prepare")
FIRST_DAY_OF_ABATEMENTS = date(2020, 4, 1)
"""Those of 2018 to March 2020 are written in texts that were not read (arrêté of 20 April 2018)."""
FIRST_DAY_OF_CAPITAL_AS_TAXED, FIRST_DAY_OF_LAST_TAX_NOTICE = date(2017, 6, 1), date(2022, 1, 1)
FIRST_MONTH_OF_TAX_NOTICES, MONTH_OF_REVALUATIONS = 9, 4


def calendar_year(day: date, back: int) -> Window:
    """January to December of so many years before."""
    return Window(day.month - 1 + 12 * back, day.month + 12 * (back - 1))


@quantity
def sante_out_of_work(person: Person) -> Truth:
    """Paid unemployed, holding the ASS, or off sick for over six months: earnings are abated (CSS R861-8)."""
    ill = all_of(*(person.income("sickness", Window(month, month)) > 0.0 for month in range(7)))
    paid = person.code("work_state").isin("jobseeker") & (person.income("unemployment", MONTH) > 0.0)
    return ill | paid | (person.income("ass", MONTH) > 0.0)


@quantity
def sante_earned(person: Person) -> Amount:
    """Earnings, wages less the abatement, EUR a year."""
    kept = sante_out_of_work(person).then(1 - person.law["sante/abattement_revenus_activite"], 1.0)
    earned = person.income("wages", year(person)) * kept + person.income("self_employment", year(person))
    return sante_counted(person).then(earned)


@quantity
def sante_capital(person: Person) -> Amount:
    """EUR a year."""
    return person.income("capital", year(person))


@sante_capital.since(
    FIRST_DAY_OF_CAPITAL_AS_TAXED,
    "Les revenus de capitaux comptent tels que l'impôt les connaît, ceux de l'avant-dernière année.",
)
def _(person: Person) -> Amount:
    """Of the second year before."""
    return person.income("capital", calendar_year(person.law.day, 2), "taxable")


@sante_capital.since(
    FIRST_DAY_OF_LAST_TAX_NOTICE,
    "Les revenus de capitaux sont ceux du dernier avis d'imposition (décret 2021-1642).",
)
def _(person: Person) -> Amount:
    """Of the last tax notice, which comes by September (décret 2021-1642)."""
    day = person.law.day
    return person.income("capital", calendar_year(day, 1 if day.month >= FIRST_MONTH_OF_TAX_NOTICES else 2), "taxable")


@quantity
def sante_other_income(person: Person) -> Amount:
    """Replacements of earnings, pensions, alimony and capital, EUR a year."""
    return sante_counted(person).then(person.income(OTHER_INCOMES, year(person)) + sante_capital(person))


@quantity
def sante_paid(person: Person, kind: str, window: Window) -> Amount:
    return sante_counted(person).then(person.income(kind, window))


@quantity
def sante_months(person: Person, kind: str, window: Window) -> Amount:
    return sante_counted(person).then(person.months(kind, window))


@quantity
def sante_asi_months(person: Person, window: Window) -> Amount:
    """Months of ASI whose amount is abated: none where that of the AAH is."""
    return (person.income("aah", window) > 0.0).then(0.0, sante_months(person, "asi", window))


@quantity
def sante_holder(person: Person, kind: str) -> Truth:
    return person.adult & (person.income(kind, year(person)) > 0.0)


def abated(foyer: Foyer, kind: str, abatement: Callable[[Law, Window], Amount]) -> Amount:
    """An allowance over the year, less what is abated, EUR a year (CSS L861-2)."""
    today, parts = foyer.law.day.replace(day=1), []
    for window in _of_one_law(foyer):
        first, amount = months_before(today, window.first), foyer.sum(sante_paid, kind, window)
        if first >= FIRST_DAY_OF_ABATEMENTS:
            amount = most(amount - abatement(foyer.law.on(first), window), 0.0)
        parts.append(amount)
    return total(parts)


def _of_one_law(foyer: Foyer) -> list[Window]:
    """The year that counts, cut in April, when abatements change."""
    window, today = year(foyer), foyer.law.day.replace(day=1)
    months = range(window.first, window.last - 1, -1)
    starts = [
        month for month in months if month == window.first or months_before(today, month).month == MONTH_OF_REVALUATIONS
    ]
    return [Window(start, end) for start, end in zip(starts, [*(s + 1 for s in starts[1:]), window.last], strict=True)]


@quantity
def sante_aah(foyer: Foyer) -> Amount:
    """EUR a year."""
    return abated(
        foyer, "aah", lambda law, window: foyer.sum(sante_months, "aah", window) * law["sante/abattement_aah"]
    )


@quantity
def sante_asi(foyer: Foyer) -> Amount:
    """EUR a year; a couple of holders shares an abatement of its own."""
    two = foyer.sum(sante_holder, "asi") >= 2.0

    def abatement(law: Law, window: Window) -> Amount:
        alone, both = law["sante/abattement_asi", "seul"], law["sante/abattement_asi", "couple"]
        return foyer.sum(sante_asi_months, window) * two.then(both / 2, alone)

    return abated(foyer, "asi", abatement)


@quantity
def sante_aspa(foyer: Foyer) -> Amount:
    """EUR a year; the abatement of a couple is the same for one holder and for two."""
    two = foyer.sum(sante_holder, "aspa") >= 2.0

    def abatement(law: Law, window: Window) -> Amount:
        alone, both = law["sante/abattement_aspa", "seul"], law["sante/abattement_aspa", "couple"]
        return foyer.sum(sante_months, "aspa", window) * couple(foyer).then(two.then(both / 2, both), alone)

    return abated(foyer, "aspa", abatement)


@quantity
def sante_minima(foyer: Foyer) -> Amount:
    """AAH, ASI and ASPA, EUR a year."""
    return sante_aah(foyer) + sante_asi(foyer) + sante_aspa(foyer)


@quantity
def sante_family(person: Person) -> Amount:
    """Family benefits that count, EUR a year: not the birth grant nor the basic allowance (CSS R861-10)."""
    return person.income(FAMILY_BENEFITS, year(person))


@quantity
def sante_alimony_paid(person: Person) -> Amount:
    return sante_counted(person).then(person.income("alimony_paid", year(person)))


@quantity
def sante_forfait_logement(foyer: Foyer) -> Amount:
    """What free housing, or a housing benefit, counts for, EUR a year (CSS R861-5, R861-7)."""
    at_home = foyer.code("tenure").isin("owner", "free")
    aided = least(foyer.sum(housing_benefit), _forfait(foyer, "sante/forfait_logement_aide"))
    return at_home.then(_forfait(foyer, "sante/forfait_logement_gratuit"), aided) * 12


def _forfait(foyer: Foyer, name: str) -> Amount:
    """A share of the RSA of 1, 2, 3 or more persons, EUR a month."""
    law, persons = foyer.law, sante_persons(foyer)
    pair = 1 + law["rsa/majoration_deuxieme_personne"]
    sizes = {"1": 1.0, "2": pair, "3": pair + law["rsa/majoration_personne_suivante"]}
    one, two, three = (law["rsa/montant_base"] * size * law[name, count] for count, size in sizes.items())
    return (persons >= 3).then(three, (persons >= 2).then(two, one))


@quantity
def sante_resources(foyer: Foyer) -> Amount:
    """All that counts, EUR a year."""
    received = total([foyer.sum(part) for part in (sante_earned, sante_other_income, sante_family)])
    return received + sante_minima(foyer) + sante_forfait_logement(foyer) - foyer.sum(sante_alimony_paid)
