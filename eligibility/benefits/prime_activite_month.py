"""The prime d'activité of one month: montant forfaitaire, bonifications and a share of earnings, less resources.

Who is counted, isolation, housing and family benefits are those of the RSA. Belongs here: what a foyer seen at that
month (`earlier`) is due for it. Does not: which months count, nor conditions (`prime_activite`).
"""

from eligibility.benefits.forfait_logement import forfait_logement_entier, housing_counted
from eligibility.benefits.rsa_children import rsa_counted
from eligibility.benefits.rsa_family_benefits import family_benefits_of_month
from eligibility.benefits.rsa_incomes import sickness_as_earnings
from eligibility.benefits.rsa_montant import lone_parent, majore, rsa_personnes, scale
from eligibility.bounds import Amount, Truth, least, most, total
from eligibility.earlier import of_today
from eligibility.frames.foyer import Foyer
from eligibility.frames.person import Person
from eligibility.frames.quantities import quantity
from eligibility.frames.windows import MONTH, Window


@quantity
def prime_of_month(foyer: Foyer) -> Amount:
    """Forfait, bonifications and a share of earnings, less resources deemed at least the forfait (CSS L842-3), EUR."""
    kept, earned = foyer.law["prime_activite/part_revenus_activite_conservee"], prime_earnings(foyer)
    return most(least(prime_left(foyer), kept * earned) + prime_bonifications(foyer), 0.0)


@quantity
def prime_left(foyer: Foyer) -> Amount:
    """What resources, and the share of earnings that counts, leave of the forfait; below 0 if they pass it, EUR."""
    counted = (1 - foyer.law["prime_activite/part_revenus_activite_conservee"]) * prime_earnings(foyer)
    return prime_forfait(foyer) - prime_other(foyer) - prime_forfait_logement(foyer) - counted


@quantity
def prime_forfait(foyer: Foyer) -> Amount:
    """By the number of persons, or a lone parent's (CSS L842-7, D843-1), EUR a month."""
    ordinary = foyer.law["prime_activite/montant_base"] * scale(foyer, rsa_personnes(foyer), "prime_activite")
    return lone_parent(foyer).then(majore(foyer, "prime_activite"), ordinary)


@quantity
def prime_forfait_logement(foyer: Foyer) -> Amount:
    return housing_counted(foyer, forfait_logement_entier(foyer, "prime_activite"))


@quantity
def prime_earnings(foyer: Foyer) -> Amount:
    """Revenus professionnels of adults and of the children who count, of the month, EUR."""
    return foyer.sum(prime_counted_earnings)


@quantity
def prime_bonifications(foyer: Foyer) -> Amount:
    return foyer.sum(prime_bonification)


@quantity
def prime_other(foyer: Foyer) -> Amount:
    """All that counts but earnings and housing, of the month, EUR."""
    return foyer.sum(prime_counted_other) + family_benefits_of_month(foyer)


@quantity
def prime_counted_earnings(person: Person) -> Amount:
    return rsa_counted(person).then(revenus_professionnels(person))


@quantity
def prime_counted_other(person: Person) -> Amount:
    return rsa_counted(person).then(autres_ressources(person)) + person.income("aspa", MONTH)


@quantity
def earned_of_work(person: Person) -> Amount:
    """Wages, self-employment and sickness benefits of the first three months, of the month, EUR (CSS R844-1)."""
    return total(
        [person.income("wages", MONTH), person.income("self_employment", MONTH), sickness_as_earnings(person, 0)]
    )


@quantity
def aah_as_earnings(person: Person) -> Truth:
    """The AAH counts as earnings from so many hours of SMIC earned on (CSS R844-2)."""
    law = person.law
    return earned_of_work(person) >= law["prime_activite/aah_heures_minimum"] * law["travail/smic_horaire"]


@quantity
def revenus_professionnels(person: Person) -> Amount:
    """Earnings and what counts as such, of the month, EUR (CSS R844-1, R844-2)."""
    return earned_of_work(person) + aah_as_earnings(person).then(person.income("aah", MONTH))


@quantity
def autres_ressources(person: Person) -> Amount:
    """Replacements of earnings and other resources, of the month, EUR (CSS L842-4, R844-2 to R844-5)."""
    kinds = (
        "unemployment", "own_pension", "survivor_pension", "invalidity_pension", "alimony_received", "other", "ass",
        "asi",
    )  # fmt: skip
    other_sickness = most(person.income("sickness", MONTH) - sickness_as_earnings(person, 0), 0.0)
    aah = aah_as_earnings(person).then(0.0, person.income("aah", MONTH))
    return total([person.income(kinds, MONTH), other_sickness, aah, capital_of_year(of_today(person))])


@quantity
def capital_of_year(person: Person) -> Amount:
    """A twelfth of the income of capital of the second year before, EUR a month (CSS R843-1, III)."""
    month = person.law.day.month
    return person.income("capital", Window(month + 23, month + 12)) / 12


@quantity
def prime_bonification(person: Person) -> Amount:
    """Of each who works, from so many hours of SMIC earned to a greatest amount (CSS D843-2), EUR a month."""
    law = person.law
    first, last = (
        law["travail/smic_horaire"] * law[f"prime_activite/bonification_heures_{of}"] for of in ("minimum", "maximum")
    )
    greatest = round(law["prime_activite/bonification_maximum"] * law["prime_activite/montant_base"], 2)
    return least(most(prime_counted_earnings(person) - first, 0.0) * (greatest / (last - first)), greatest)
