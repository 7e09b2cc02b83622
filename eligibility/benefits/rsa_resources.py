"""What counts as resources of the RSA: three months' earnings, replacements and others, and benefits of the month.

Belongs here: the *base ressources* and the children who count (CASF R262-3, R262-6 to R262-14). Does not: the right
(`rsa`). A month's income that stopped, and that nothing replaces, is left out (*neutralisation*, R262-13).
"""

from datetime import date

from eligibility.benefits.common import aged, couple, financially_independent, recently_alone, younger  # noqa: F401
from eligibility.bounds import Amount, Truth, least, most, total
from eligibility.earlier import EarlierFoyer, of_today, unborn
from eligibility.frames.foyer import Foyer
from eligibility.frames.frame import Frame
from eligibility.frames.person import Person, adult, child
from eligibility.frames.quantities import quantity
from eligibility.frames.windows import Window

MONTH, MONTH_BEFORE = Window(0, 0), Window(1, 1)


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


@quantity
def could_be_child(person: Person) -> Truth:
    """Children who do not earn their living and are under 25 (CASF R262-3)."""
    return person.child & ~financially_independent(person) & younger(person, person.law["rsa/age_enfant_a_charge"])


@quantity
def rsa_child_resources(person: Person) -> Amount:
    """What a child would add to resources, EUR a month."""
    return rsa_other_income(person) + (1 - person.law["rsa/part_revenus_activite_conservee"]) * rsa_earned(person)


@rsa_child_resources.since(date(2016, 1, 1), "Tous les revenus d'activité d'un enfant comptent, et non plus 38 %.")
def _(person: Person) -> Amount:
    """Of a month before, what a child does not earn is that of the day: it seldom has any, and each month costs."""
    return rsa_other_income(of_today(person)) + rsa_earned(person)


def makes_parent_isolated(person: Person) -> Truth:
    """The only child of a parent who has been alone for a short time: gives right to the montant majoré."""
    return only_child(of_today(person)) & recently_alone(person, person.law["rsa/isolement_delai"])


@quantity
def only_child(person: Person) -> Truth:
    """One child at most, and none expected: looked at on the day, since sums over people of each month are costly."""
    pregnant = person.in_foyer(pregnant_adult(person)) > 0.0
    return ~pregnant & (person.in_foyer(could_be_child(person)) <= 1.0)


@quantity
def rsa_enfant_a_charge(person: Person) -> Truth:
    """A child who adds more to the montant than to resources; the others are left out (CASF R262-3)."""
    law = person.law
    isolated = law["rsa/isolement_montant"] - 1 + law["rsa/isolement_par_enfant"]
    added = makes_parent_isolated(person).then(isolated, law["rsa/majoration_troisieme_enfant"])
    return could_be_child(person) & (rsa_child_resources(person) < added * law["rsa/montant_base"])


@quantity
def pregnant_adult(person: Person) -> Truth:
    return person.adult & (person.number("pregnancy_month") > 0.0)


def rsa_pregnant(foyer: Foyer) -> Truth:
    expecting = foyer.any(pregnant_adult, among=adult)
    return expecting | foyer.any(unborn) if isinstance(foyer, EarlierFoyer) else expecting


def rsa_enfants(foyer: Foyer) -> Amount:
    """Children who count."""
    return foyer.sum(rsa_enfant_a_charge, among=child)


@quantity
def rsa_counted(person: Person) -> Truth:
    return person.adult | rsa_enfant_a_charge(person)


@quantity
def rsa_counted_earned(person: Person) -> Amount:
    return rsa_counted(person).then(rsa_earned(person))


@quantity
def rsa_counted_other(person: Person) -> Amount:
    return rsa_counted(person).then(rsa_other_income(person))


def rsa_revenus_activite(foyer: Foyer) -> Amount:
    """Earnings of adults and of the children who count, EUR a month."""
    return foyer.sum(rsa_counted_earned)


@quantity
def base_ressources(foyer: Foyer) -> Amount:
    """All that counts, EUR a month (CASF R262-6)."""
    return (
        rsa_revenus_activite(foyer)
        + foyer.sum(rsa_counted_other)
        + foyer.sum(rsa_minima)
        + prestations_familiales(foyer)
    )


@quantity
def monthly_family_benefit(person: Person, kind: str) -> Amount:
    """Family benefit of the month, EUR."""
    return person.income(kind, MONTH)


@quantity
def asf_child(person: Person) -> Truth:
    """Children of an age for the allocation de soutien familial, due from the month after birth (CSS L552-1)."""
    born = person.date("birth_date").until(person.law.day.replace(day=1))
    young = younger(person, person.law["prestations_familiales/age_enfant_a_charge"])
    return born & young & ~financially_independent(person)


@quantity
def counted_asf(foyer: Foyer) -> Amount:
    """Allocation de soutien familial, up to a rate a child since April 2014, EUR a month (CASF R262-10-1)."""
    rate = foyer.law["rsa/forfait_asf", "un_parent"] * foyer.law["prestations_familiales/bmaf"]
    return least(foyer.sum(monthly_family_benefit, "asf"), foyer.sum(asf_child, among=child) * rate)


@quantity
def prestations_familiales(foyer: Foyer) -> Amount:
    """Family benefits that count, EUR a month: not the increases for age (CASF R262-10, R262-11)."""
    kinds = ("af", "cf", "cf_increase", "asf", "paje_base", "prepare")
    return total([foyer.sum(monthly_family_benefit, kind) for kind in kinds])


@prestations_familiales.since(
    date(2014, 4, 1),
    "La majoration du complément familial ne compte plus, l'allocation de soutien familial ne compte que jusqu'à un "
    "montant par enfant (décrets 2014-370 et 2014-1127) ; la prestation d'éducation de l'enfant compte en moyenne de "
    "trois mois.",
)
def _(foyer: Foyer) -> Amount:
    """Without the increase of the complément familial, the ASF up to a rate (décrets 2014-370 and 2014-1127)."""
    of_the_month = [foyer.sum(monthly_family_benefit, kind) for kind in ("af", "cf", "paje_base")]
    return total([*of_the_month, counted_asf(foyer), foyer.sum(mean_prepare)])


@prestations_familiales.since(date(2017, 1, 1), "Toutes les prestations familiales comptent pour le mois même.")
def _(foyer: Foyer) -> Amount:
    return family_benefits_of_month(foyer)


@quantity
def family_benefits_of_month(foyer: Foyer) -> Amount:
    """All as of the month, EUR."""
    return counted_asf(foyer) + foyer.sum(counted_family_benefits)


@quantity
def counted_family_benefits(person: Person) -> Amount:
    """Family benefits that count whole, but the ASF."""
    return person.income(("af", "cf", "paje_base", "prepare"), MONTH)


@quantity
def mean_prepare(person: Person) -> Amount:
    return mean(person, "prepare")
