"""RSA socle: the revenue under which a household is brought up to the *montant forfaitaire*.

Not here yet: RSA majoré, RSA jeune, family benefits among the resources, neutralisation of interrupted income,
RSA activité. Overseas and Alsace-Moselle need nothing special for the metropolitan amounts; Mayotte is not covered.
"""

from datetime import date

import narwhals as nw

from eligibility.parameters import Law
from eligibility.rule import Finding, rule
from eligibility.wording import cents, euros, only_if, sentence, written

PRESUMED = (
    "séjour stable et régulier en France",
    "pas d'études en cours",
    "aucune ressource ni épargne inconnue des fichiers",
    "aucun enfant à charge inconnu des fichiers",
    "aucune activité réduite pour un demandeur d'emploi seul de catégorie 1 à 4",
    "allocation chômage inchangée depuis trois mois",
)


@rule(
    "rsa_socle",
    article="CASF L262-2 à L262-4, R262-1, R262-6 à R262-10",
    start=date(2009, 6, 1),
    requires=("composition du foyer", "naissance", "ressources des trois derniers mois", "logement"),
    presumes=PRESUMED,
)
def rsa_socle(law: Law) -> Finding:
    """The right holds where the montant forfaitaire, less forfait logement and resources, reaches the least paid."""
    single = ~nw.col("couple")
    children = nw.coalesce(nw.col("children"), nw.lit(0))
    forfait_min, forfait_max = (
        montant_forfaitaire(law, nw.coalesce(nw.col("couple"), nw.lit(c)), children) for c in (False, True)
    )
    logement = forfait_logement(law, nw.coalesce(nw.col("couple"), nw.lit(False)), children)
    aid = nw.min_horizontal(nw.col("housing_benefit_eur_month").cast(nw.Float64), logement)
    aid_known = ~nw.col("housing_benefit_eur_month").is_null()
    housed = nw.col("housing_status").is_in(["2", "3"])
    logement_min = nw.when(housed).then(logement).when(aid_known).then(aid).otherwise(0.0)
    logement_max = nw.when((nw.col("housing_status") == "1") & aid_known).then(aid).otherwise(logement)

    lone_jobseeker = single & nw.col("jobseeker") & (nw.col("jobseeker_category") != "5")
    presumed_idle = nw.col("earnings_eur_month").is_null() & nw.coalesce(lone_jobseeker, nw.lit(False))
    earnings = nw.when(presumed_idle).then(nw.lit(0.0)).otherwise(nw.col("earnings_eur_month").cast(nw.Float64))
    own_allowance = nw.coalesce(nw.col("daily_allowance_eur_day"), nw.lit(0)).cast(nw.Float64) * 30
    replacement = nw.col("replacement_eur_month").cast(nw.Float64)
    known_least = (
        nw.coalesce(earnings, nw.lit(0.0))
        + nw.coalesce(replacement, own_allowance)
        + nw.coalesce(nw.col("pensions_eur_month").cast(nw.Float64), nw.lit(0.0))
        + nw.coalesce(nw.col("other_eur_month").cast(nw.Float64), nw.lit(0.0))
    )
    in_caf = nw.col("known_from") == "caf"
    pensions_missing = ~in_caf & nw.col("pensions_eur_month").is_null()
    others_missing = in_caf & nw.col("other_eur_month").is_null()
    resources_missing = earnings.is_null() | replacement.is_null() | pensions_missing | others_missing
    composition_missing = nw.col("couple").is_null()

    least = law["rsa/montant_minimum_verse"]
    birthday = _years_before(law.day, int(law["rsa/age_minimum"]))
    of_age = (nw.col("oldest_adult_birth_month") <= birthday) | (children > 0)
    age_missing = of_age.is_null()
    amount_max = cents(nw.max_horizontal(forfait_max - logement_min - known_least, nw.lit(0.0)))
    amount_sure = cents(nw.max_horizontal(forfait_min - logement_max - known_least, nw.lit(0.0)))
    amount_min = nw.when(resources_missing | age_missing | (amount_sure < least)).then(0.0).otherwise(amount_sure)
    open_right = nw.coalesce(of_age, nw.lit(True)) & (amount_max >= least)
    not_couple = ~nw.coalesce(nw.col("couple"), nw.lit(False))

    return Finding(
        concerns=(nw.col("role") == "adult") & ~nw.col("rsa_state").is_null(),
        receiving=nw.col("rsa_state").is_in(["live", "suspended"]),
        certain=open_right & (amount_min >= least) & ~composition_missing,
        open=open_right,
        amount_min_eur_month=nw.when(open_right).then(amount_min).otherwise(0.0),
        amount_max_eur_month=nw.when(open_right).then(amount_max).otherwise(0.0),
        signals={
            "allocation_sous_montant_forfaitaire": nw.col("jobseeker") & (own_allowance < forfait_min),
            "rsa_jamais_demande": nw.col("rsa_state") == "none",
        },
        missing={
            "ressources du conjoint": resources_missing & nw.col("couple"),
            "salaires du foyer": earnings.is_null() & not_couple,
            "allocations chômage du foyer": replacement.is_null() & not_couple,
            "pensions du foyer": pensions_missing & not_couple,
            "autres ressources du foyer": others_missing & not_couple,
            "date de naissance": age_missing,
            "vie seule ou en couple": composition_missing,
            "logement (locataire, propriétaire ou hébergé)": nw.col("housing_status").is_null(),
            "aide au logement": ~aid_known & ~nw.coalesce(housed, nw.lit(False)),
        },
        why=[
            sentence(
                "Montant forfaitaire du foyer : ", euros(forfait_min), " par mois (CASF R262-1 ; base ",
                written(law["rsa/montant_base"]), ").",
            ),
            only_if(nw.col("jobseeker"), sentence(
                "Allocation chômage : ", euros(nw.col("daily_allowance_eur_day")), " par jour, soit ",
                euros(own_allowance), " pour 30 jours (fichier Pôle emploi).",
            )),
            sentence("Ressources connues du foyer : ", euros(known_least), " par mois (", _source(), ")."),
            only_if(logement_max > 0, sentence(
                "Forfait logement : jusqu'à ", euros(logement_max), " (CASF R262-9, R262-10).",
            )),
            only_if(nw.col("rsa_state") == "none", "Aucun RSA dans le fichier de la CAF."),
            only_if(nw.col("rsa_state") == "pending", "Une demande de RSA est en attente à la CAF."),
            only_if(nw.col("rsa_state") == "refused", "Le RSA a été refusé par la CAF."),
            only_if(~of_age, "Moins de 25 ans et sans enfant à charge (CASF L262-4)."),
            only_if(open_right, f"Présumé : {' ; '.join(PRESUMED)}."),
        ],
    )  # fmt: skip


def montant_forfaitaire(law: Law, couple: nw.Expr, children: nw.Expr) -> nw.Expr:
    """Montant forfaitaire of a household, EUR a month (CASF R262-1).

    Half the base more for the second person, 30 % for each further one, 40 % for each child from the third on.
    """
    second = nw.when(couple | (children > 0)).then(law["rsa/majoration_deuxieme_personne"]).otherwise(0.0)
    counted_as_second = nw.when(~couple & (children > 0)).then(1).otherwise(0)
    next_ones = (nw.min_horizontal(children, nw.lit(2)) - counted_as_second) * law["rsa/majoration_personne_suivante"]
    from_third = nw.max_horizontal(children - 2, nw.lit(0)) * law["rsa/majoration_troisieme_enfant"]
    return (second + next_ones + from_third + 1.0) * law["rsa/montant_base"]


def forfait_logement(law: Law, couple: nw.Expr, children: nw.Expr) -> nw.Expr:
    """Forfait logement, EUR a month: a share of the montant forfaitaire of 1, 2, 3 or more persons (CASF R262-9)."""
    base = law["rsa/montant_base"]
    one = base * law["rsa/forfait_logement_1"]
    two = base * (1 + law["rsa/majoration_deuxieme_personne"]) * law["rsa/forfait_logement_2"]
    three = (
        base
        * (1 + law["rsa/majoration_deuxieme_personne"] + law["rsa/majoration_personne_suivante"])
        * law["rsa/forfait_logement_3"]
    )
    persons = nw.when(couple).then(2).otherwise(1) + children
    return nw.when(persons == 1).then(one).when(persons == 2).then(two).otherwise(three)


def _source() -> nw.Expr:
    return (
        nw.when(nw.col("known_from") == "caf")
        .then(nw.lit("dossier CAF, moyenne de trois mois"))
        .otherwise(nw.lit("fichiers Pôle emploi et CNAV"))
    )


def _years_before(day: date, years: int) -> date:
    return date(day.year - years, day.month, 1)
