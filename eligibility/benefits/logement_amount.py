"""What housing benefits pay of a rent: L + C - Pp, less what the reforms since 2016 take away.

Belongs here: the barème of tenants (CCH D823-16 to D823-19, arrêté du 27/09/2019; until then CSS D542-5 and CCH R351-17
to R351-22). Does not: resources (`logement_resources`), rents and charges (`logement_rent`), nor who has a right
(`logement`). Amounts are EUR a month.
"""

from datetime import date

from eligibility.benefits.logement_earnings import law_of_reference
from eligibility.benefits.logement_family import al_menage, al_personnes_a_charge, by_family, by_short_family, by_zone
from eligibility.benefits.logement_rent import al_charges, al_loyer, al_loyer_retenu, al_plafond_loyer
from eligibility.benefits.logement_resources import al_ressources
from eligibility.bounds import Amount, Truth, least, most
from eligibility.frames.foyer import Foyer
from eligibility.frames.person import Person, adult
from eligibility.frames.quantities import quantity
from eligibility.frames.windows import MONTH

REFERENCE_ZONE = "2"
FIRST_DAY_OF_DEGRESSIVITE = date(2016, 7, 1)
FIRST_DAY_OF_RLS = date(2018, 2, 1)
FIRST_DAY_OF_CODIFICATION = date(2019, 9, 1)


@quantity
def al_r0(foyer: Foyer) -> Amount:
    """R0, EUR a year: shares of the RSA and of the BMAF of the year of resources (arrêté du 26/12/2000, art. 2)."""
    law, count, then = foyer.law, al_personnes_a_charge(foyer), law_of_reference(foyer)
    rsa = then["rsa/montant_base" if then.day >= date(2009, 6, 1) else "rsa/rmi"]
    alone, two, one, more, further = (
        law["logement/r0_part_rsa", family] * rsa for family in ("seul", "couple", "1", "2", "personne_suivante")
    )
    benefits, next_benefits = (
        law["logement/r0_part_bmaf", family] * then["prestations_familiales/bmaf"]
        for family in ("2", "personne_suivante")
    )
    many = most(count - 2.0, 0.0) * (further - next_benefits) + (more - benefits)
    month = (count >= 2.0).then(many, (count >= 1.0).then(one, al_menage(foyer).then(two, alone)))
    return (month * (12 * (1 - then["impot/deduction_taux", "salaires"]))).rounded(0)


@al_r0.since(date(2015, 1, 1), "L'abattement R0 est fixé par un tableau ; il se calculait (décret 2014-1739).")
def _(foyer: Foyer) -> Amount:
    """A table (décret 2014-1739; CCH D823-17, 5°)."""
    return by_family(foyer, "logement/r0")


@quantity
def al_tl(foyer: Foyer) -> Amount:
    """TL, a share that grows with the rent, of what it is to the ceiling of zone 2 (arrêté, art. 14, 2°)."""
    law, reference = foyer.law, by_short_family(foyer, "logement/plafond_loyer", REFERENCE_ZONE)
    ratio = (al_loyer_retenu(foyer) / reference).rounded(4)
    second, third = law["logement/tl_seuil", "2"], law["logement/tl_seuil", "3"]
    low = most(least(ratio, third) - second, 0.0) * law["logement/tl_taux", "2"]
    return (low + most(ratio - third, 0.0) * law["logement/tl_taux", "3"]).rounded(5)


@quantity
def al_participation_minimale(foyer: Foyer) -> Amount:
    """P0 (arrêté, art. 13)."""
    whole = al_loyer_retenu(foyer) + al_charges(foyer)
    return most(whole * foyer.law["logement/participation_minimale_part"], foyer.law["logement/participation_minimale"])


@quantity
def al_participation(foyer: Foyer) -> Amount:
    """Pp = P0 + Tp x (R - R0) (CCH D823-17)."""
    rate = by_family(foyer, "logement/tf") + al_tl(foyer)
    return al_participation_minimale(foyer) + rate * most(al_ressources(foyer) - al_r0(foyer), 0.0)


@quantity
def al_formule(foyer: Foyer) -> Amount:
    """Af = L + C - Pp, never negative (CCH D823-16)."""
    return most(al_loyer_retenu(foyer) + al_charges(foyer) - al_participation(foyer), 0.0)


@quantity
def al_holds_aah(person: Person) -> Truth:
    return person.income("aah", MONTH) > 0.0


@quantity
def al_part_apres_degressivite(foyer: Foyer) -> Amount:
    """Share left where the rent is many times its ceiling, unless an adult has the AAH (CCH D823-16)."""
    times, table = al_loyer(foyer) / al_plafond_loyer(foyer), foyer.law.table("logement/degressivite")

    def lost(zone: str) -> Amount:
        begins, ends = table[zone, "diminution"], table[zone, "suppression"]
        return least(most(times - begins, 0.0) / (ends - begins), 1.0)

    return foyer.any(al_holds_aah, among=adult).then(1.0, 1.0 - by_zone(foyer, lost))


@quantity
def al_avant_rls(foyer: Foyer) -> Amount:
    """The amount, CRDS included."""
    return al_formule(foyer)


@al_avant_rls.since(
    FIRST_DAY_OF_DEGRESSIVITE,
    "L'aide baisse quand le loyer est très élevé ; depuis octobre 2017, elle baisse aussi de cinq "
    "euros (décret 2017-1413).",
)
def _(foyer: Foyer) -> Amount:
    """Less where the rent is high, and since October 2017 five euros less (décret 2017-1413)."""
    left = (al_formule(foyer) * al_part_apres_degressivite(foyer)).rounded()
    return most(left - foyer.law["logement/minoration_forfaitaire"], 0.0)


@quantity
def al_rls(foyer: Foyer) -> Amount:
    """Cut of the rents of social landlords, for resources under a ceiling (CCH L442-2-1)."""
    ceiling = by_zone(foyer, lambda zone: by_family(foyer, "logement/rls_plafond", zone))
    cut = by_zone(foyer, lambda zone: by_short_family(foyer, "logement/rls_montant", zone))
    return (al_ressources(foyer) / 12 < ceiling).then(cut)


def crds(foyer: Foyer, amount: Amount) -> Amount:
    """To the cent below."""
    return (amount * (100 * foyer.law["travail/crds"])).floor() / 100


def net(foyer: Foyer, amount: Amount) -> Amount:
    """What the CRDS leaves: to the cent above."""
    return (amount * (100 * foyer.law["travail/crds"] - 100)).floor() * -0.01


@quantity
def al_versee(foyer: Foyer, aid: str) -> Amount:
    """What is paid, CRDS deducted, to the euro below; nothing under a threshold, which the formula must reach."""
    gross = al_avant_rls(foyer)
    if aid == "apl" and foyer.law.day >= FIRST_DAY_OF_RLS:
        gross = most(gross - al_rls(foyer) * foyer.law["logement/rls_part_deduite"], 0.0)
    reached = al_formule(foyer) >= foyer.law["logement/montant_minimum_verse", aid]
    return reached.then(most(net(foyer, gross).floor(), 0.0))


@al_versee.since(
    FIRST_DAY_OF_CODIFICATION,
    "L'aide est arrondie avant que la réduction de loyer de solidarité soit ôtée, et c'est ce qui "
    "reste qui doit atteindre le minimum versé (CCH D823-16).",
)
def _(foyer: Foyer, aid: str) -> Amount:
    """Rounded with the CRDS set aside, then less the RLS; nothing where that is under a threshold (CCH D823-16)."""
    gross, least_paid = al_avant_rls(foyer), foyer.law["logement/montant_minimum_verse", aid]
    paid = net(foyer, gross).floor()
    result = paid + crds(foyer, gross)
    if aid == "apl":
        cut = al_rls(foyer) * foyer.law["logement/rls_part_deduite"]
        result = most(result - cut, 0.0)
        paid = (cut > 0.0).then(net(foyer, result.rounded()), paid)
    return (result >= least_paid).then(paid)
