"""ASPA, the old-age minimum: brings an old person or couple up to a yearly ceiling.

Belongs here: the right, and what counts as resources. Does not: the ASI, which is never found, and counts where it is
received. One amount a household: of a couple who both have it each is paid half (CSS D815-1).
"""

from datetime import date

from eligibility.benefits.common import aged, couple, foreigners_wait, of_age_of_generation
from eligibility.bounds import Amount, Truth, any_of, least, most, total
from eligibility.dates import years_before
from eligibility.frames.foyer import Foyer
from eligibility.frames.person import Person, adult
from eligibility.frames.quantities import quantity
from eligibility.frames.windows import MONTH, Window
from eligibility.rights import UNTOLD, Condition, Right, Shown, rule

QUARTER = Window(3, 1)
OLD = "minimum_vieillesse"


@rule(
    "aspa",
    article="CSS L815-1 à L815-9, L816-1, R815-1, R815-22 à R815-29, D815-1, D815-2",
    start=date(2009, 1, 1),
    ignores=(
        "les ressources de douze mois, qui ouvrent aussi le droit si celles de trois mois le ferment (CSS R815-29)",
        "les biens, réputés rapporter 3 % de leur valeur, et ceux donnés depuis dix ans (CSS R815-22, R815-25)",
        "les pensions de retraite à demander d'abord, celles de l'étranger comprises (CSS L815-5)",
        "les réfugiés, apatrides et anciens combattants, dispensés de la durée du titre de séjour (CSS L816-1)",
        "la résidence en France plus de six mois par an, neuf depuis 2023 (CSS L815-1, R111-2)",
        "les départs anticipés de parents, déportés et anciens combattants (CSS R815-1, L351-8)",
    ),
)
def aspa(foyer: Foyer) -> Right:
    """What lacks up to the ceiling, at most the greatest amount."""
    left = aspa_ceiling(foyer) - aspa_resources(foyer)
    law, alone = foyer.law, ~couple(foyer)
    old, of_65 = foyer.any(aspa_of_age, among=adult), foyer.any(aspa_of_65, among=adult)
    resident = foyer.any(aspa_claimant, among=adult) | (~old & foyer.any(aspa_resident, among=adult))
    resources = (
        Shown("Plafond de ressources", aspa_ceiling(foyer), article="CSS L815-9, D815-2"),
        Shown("Ressources du foyer, en moyenne sur trois mois", aspa_resources(foyer), article="CSS R815-22, R815-29"),
        Shown("dont revenus d'activité, après abattement", aspa_counted_earnings(foyer), article="CSS R815-29"),
    )
    return Right(
        (
            Condition(
                "age",
                "Avoir 65 ans, ou l'âge légal de la retraite en cas d'inaptitude au travail",
                "CSS L815-1, R815-1, L351-7",
                old,
                "L'un de vous deux au moins a l'âge de cette allocation",
                otherwise=f"Cette allocation commence en général à {law[f'{OLD}/age_minimum']:.0f} ans. Elle peut "
                "commencer plus tôt pour les personnes que leur santé empêche de travailler",
                closer=(
                    (
                        foyer.sum(aspa_of_65, among=adult) >= 2.0,
                        f"Vous avez tous les deux {law[f'{OLD}/age_minimum']:.0f} ans ou plus",
                    ),
                    (alone & of_65, f"Vous avez {law[f'{OLD}/age_minimum']:.0f} ans ou plus"),
                    (
                        alone & old,
                        "Vous avez l'âge de cette allocation pour les personnes que leur santé empêche de travailler",
                    ),
                ),
            ),
            Condition(
                "sejour",
                "Être français ou européen, ou résider en France depuis assez longtemps avec un titre de séjour",
                "CSS L816-1",
                resident,
                "Vous vivez en France de façon stable et régulière",
                otherwise=foreigners_wait(law[f"{OLD}/duree_titre_sejour"]),
            ),
            Condition(
                "ressources",
                "Les ressources du foyer sont inférieures au plafond",
                "CSS L815-9, D815-2",
                left.rounded() > 0.0,
                "Les ressources de votre foyer sont sous le plafond de l'ASPA",
                resources,
                "Les ressources de votre foyer atteignent ou dépassent le plafond de l'ASPA",
                ((~old, UNTOLD),),
            ),
        ),
        foyer.received("aspa"),
        most(least(aspa_greatest(foyer), left), 0.0),
        (Shown("Montant le plus fort pour le foyer", aspa_greatest(foyer), article="CSS L815-4, D815-1"), *resources),
    )


@quantity
def aspa_of_65(person: Person) -> Truth:
    return aged(person, person.law[f"{OLD}/age_minimum"])


@quantity
def aspa_of_age(person: Person) -> Truth:
    """65, or less for the unfit (CSS R815-1, R351-21)."""
    law = person.law
    disabled = person.number("disability_rate") >= 100 * law[f"{OLD}/taux_inaptitude"]
    unfit = person.truth("unfit_for_work") | disabled
    early = of_age_of_generation(person, f"{OLD}/age_inaptitude")
    return aspa_of_65(person) | (unfit & early)


@quantity
def aspa_resident(person: Person) -> Truth:
    """French, European, or for long in France with a permit (CSS L816-1)."""
    nationality, law = person.code("nationality"), person.law
    since = person.date("permit_since").until(years_before(law.day, law[f"{OLD}/duree_titre_sejour"]))
    return any_of(nationality.isin("FR", "EEA"), nationality.isin("OTHER") & since)


@quantity
def aspa_claimant(person: Person) -> Truth:
    """An adult who may claim."""
    return person.adult & aspa_of_age(person) & aspa_resident(person)


@quantity
def has_asi_beside(person: Person) -> Truth:
    """Receives the ASI and may not have the ASPA."""
    return person.adult & ~aspa_claimant(person) & (person.income("asi", MONTH) > 0.0)


@quantity
def aspa_greatest(foyer: Foyer) -> Amount:
    """Greatest amount, EUR a month: a couple's if both claim, half of it if the partner has the ASI (CSS D815-1)."""
    alone, both = (foyer.law[f"{OLD}/montant_{of}"] / 12 for of in ("seul", "couple"))
    claimants = foyer.sum(aspa_claimant, among=adult)
    one = foyer.any(has_asi_beside, among=adult).then(both / 2, alone)
    return (claimants >= 2.0).then(both, (claimants >= 1.0).then(one))


@quantity
def aspa_ceiling(foyer: Foyer) -> Amount:
    """EUR a month, allocation included."""
    law = foyer.law
    return couple(foyer).then(law[f"{OLD}/plafond_couple"] / 12, law[f"{OLD}/plafond_seul"] / 12)


@quantity
def aspa_professional(person: Person) -> Amount:
    """*Revenus professionnels* of the three months, gross wages, EUR."""
    return person.income("wages", QUARTER, "gross") + person.income("self_employment", QUARTER)


@quantity
def aspa_counted_earnings(foyer: Foyer) -> Amount:
    """Earnings of the adults, EUR a month."""
    return foyer.sum(aspa_professional, among=adult) / 3


@aspa_counted_earnings.since(
    date(2015, 1, 1),
    "Une partie des revenus du travail ne compte plus : sur trois mois, 0,9 SMIC mensuel pour une "
    "personne seule, 1,5 pour un couple (CSS R815-29).",
)
def _(foyer: Foyer) -> Amount:
    """Over three months 0.9 month of the SMIC of 1 January is left out, 1.5 for a couple (CSS R815-29)."""
    law = foyer.law
    smic = law.on(law.day.replace(month=1, day=1))["travail/smic_horaire"] * law["travail/heures_mensuelles"]
    alone, both = (law[f"{OLD}/abattement_revenus_activite", of] * smic for of in ("seul", "couple"))
    return most(foyer.sum(aspa_professional, among=adult) - couple(foyer).then(both, alone), 0.0) / 3


@quantity
def aspa_other_resources(person: Person) -> Amount:
    """All but earnings, of the three months, EUR: pensions gross (CSS R815-22).

    The AAH gives way to the ASPA, the ASI and invalidity pensions, and is not held against whoever has a right to them.
    """
    kinds = (
        "unemployment", "sickness", "invalidity_pension", "alimony_received", "capital", "other", "ass", "asi",
    )  # fmt: skip
    gives_way = aspa_claimant(person) | any_of(
        *(person.income(kind, MONTH) > 0.0 for kind in ("asi", "invalidity_pension"))
    )
    return total(
        [
            person.income(("own_pension", "survivor_pension"), QUARTER, "gross"),
            person.income(kinds, QUARTER),
            gives_way.then(0.0, person.income("aah", QUARTER)),
        ]
    )


@quantity
def alimony_paid(person: Person, window: Window) -> Amount:
    """EUR over the window."""
    return person.income("alimony_paid", window)


@quantity
def aspa_resources(foyer: Foyer) -> Amount:
    """Resources of the adults, mean of three months, EUR a month (CSS R815-22, R815-29)."""
    others = foyer.sum(aspa_other_resources, among=adult) - foyer.sum(alimony_paid, QUARTER, among=adult)
    return others / 3 + aspa_counted_earnings(foyer)
