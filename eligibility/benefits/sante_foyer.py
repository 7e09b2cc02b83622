"""Who is of the foyer of complementary health cover, and what follows from that: ceilings, sums given or paid by age.

Belongs here: people, and numbers that depend on them alone (CSS L861-1, L861-11, L863-1, R861-2, R861-3). Does not:
resources (`sante_resources`), the right (`sante`).
"""

from datetime import date

from eligibility.benefits.common import couple, younger
from eligibility.bounds import Amount, Truth, total
from eligibility.dates import years_before
from eligibility.frames.foyer import Foyer
from eligibility.frames.frame import Frame
from eligibility.frames.person import Person, adult, child
from eligibility.frames.quantities import quantity
from eligibility.frames.windows import Window


def year(frame: Frame) -> Window:
    """The twelve months that count (CSS R861-8)."""
    first = int(frame.law["sante/premier_mois_de_reference"])
    return Window(first, first - 11)


@quantity
def sante_child(person: Person) -> Truth:
    """Children under 25 (CSS R861-2)."""
    return person.child & younger(person, person.law["sante/age_enfant_a_charge"])


@quantity
def sante_counted(person: Person) -> Truth:
    return person.adult | sante_child(person)


@quantity
def sante_persons(foyer: Foyer) -> Amount:
    return foyer.adults + foyer.sum(sante_child, among=child)


@quantity
def sante_own_foyer(foyer: Foyer) -> Truth:
    """Somebody of 25, a child, or nobody kept by parents."""
    grown = foyer.any(sante_of_age, among=adult)
    return grown | foyer.any(sante_child, among=child) | ~foyer.any(sante_kept_by_parents, among=adult)


@quantity
def sante_of_age(person: Person) -> Truth:
    return ~younger(person, person.law["sante/age_enfant_a_charge"])


@quantity
def sante_kept_by_parents(person: Person) -> Truth:
    """At the charge of parents, or paid alimony: of their foyer, if under 25 (CSS R861-2)."""
    return ~person.truth("independent") | (person.income("alimony_received", year(person)) > 0.0)


@quantity
def sante_ceiling(foyer: Foyer) -> Amount:
    """Without participation, EUR a year, rounded to the euro (CSS L861-1, R861-3)."""
    return _ceiling(foyer).rounded(0)


@quantity
def sante_high_ceiling(foyer: Foyer) -> Amount:
    """Of the ACS, or of the CSS with participation, EUR a year."""
    return (_ceiling(foyer) * (1 + foyer.law["sante/majoration_avec_participation"])).rounded(0)


def _ceiling(foyer: Foyer) -> Amount:
    law = foyer.law
    spouse = couple(foyer).then(law["sante/majoration_deuxieme_personne"])
    return (1.0 + spouse + foyer.sum(sante_share_of_child, among=child)) * law["sante/plafond_base"]


@quantity
def sante_share_of_child(person: Person) -> Amount:
    """What a child adds to the ceiling by rank, from the eldest on, after the spouse; half in alternating custody."""
    law, rank, counted = person.law, person.rank_by_age(sante_child(person)), sante_child(person)
    second, third, fifth = (
        law[f"sante/majoration_{of}"] for of in ("deuxieme_personne", "personnes_3_et_4", "personne_suivante")
    )
    of_couple = (rank >= 3).then(fifth, third)
    of_one = (rank >= 4).then(fifth, (rank >= 2).then(third, second))
    shared = person.truth("alternating_custody") & younger(person, 18)
    return counted.then(couple(person).then(of_couple, of_one) * shared.then(0.5, 1.0))


@quantity
def acs_of_person(person: Person) -> Amount:
    return sante_counted(person).then(_by_age(person, "sante/acs_montant"))


@quantity
def participation_of_person(person: Person) -> Amount:
    return sante_counted(person).then(_by_age(person, "sante/css_participation"))


def _by_age(person: Person, name: str) -> Amount:
    """The number of the age on 1 January, which rises with it."""
    law, born = person.law, person.date("birth_date")
    (_, youngest), *older = law.scale(name)
    steps, reached = [], youngest
    for age, number in older:
        of_age = born.until(years_before(date(law.day.year, 1, 1), age))  # type: ignore[arg-type]  # a number
        steps.append(of_age.then(number - reached))
        reached = number
    return total(steps) + youngest
