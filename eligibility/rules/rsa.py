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
    couple, children = nw.col("couple"), nw.coalesce(nw.col("children"), nw.lit(0))
    alone_if_unsaid = nw.coalesce(couple, nw.lit(False))
    housed, aid = nw.col("housing_status").is_in(["2", "3"]), nw.col("housing_benefit_eur_month")
    in_caf = nw.col("known_from") == "caf"
    idle = nw.coalesce(~couple & nw.col("jobseeker") & (nw.col("jobseeker_category") != "5"), nw.lit(False))
    birthday = _years_before(law.day, int(law["rsa/age_minimum"]))
    least = law["rsa/montant_minimum_verse"]
    facts = {
        "forfait_min": montant_forfaitaire(law, alone_if_unsaid, children),
        "forfait_max": montant_forfaitaire(law, nw.coalesce(couple, nw.lit(True)), children),
        "logement": forfait_logement(law, alone_if_unsaid, children),
        "earnings": nw.when(nw.col("earnings_eur_month").is_null() & idle)
        .then(nw.lit(0.0))
        .otherwise(_amount("earnings_eur_month")),
        "allowance": nw.coalesce(_amount("daily_allowance_eur_day"), nw.lit(0.0)) * 30,
        "pensions_missing": ~in_caf & nw.col("pensions_eur_month").is_null(),
        "others_missing": in_caf & nw.col("other_eur_month").is_null(),
        "of_age": (nw.col("oldest_adult_birth_month") <= birthday) | (children > 0),
    }
    logement, counted_aid = nw.col("logement"), nw.min_horizontal(_amount("housing_benefit_eur_month"), "logement")
    balance = {
        "logement_min": nw.when(housed).then(logement).when(~aid.is_null()).then(counted_aid).otherwise(0.0),
        "logement_max": nw.when((nw.col("housing_status") == "1") & ~aid.is_null())
        .then(counted_aid)
        .otherwise(logement),
        "known_least": nw.coalesce(nw.col("earnings"), nw.lit(0.0))
        + nw.coalesce(_amount("replacement_eur_month"), nw.col("allowance"))
        + nw.coalesce(_amount("pensions_eur_month"), nw.lit(0.0))
        + nw.coalesce(_amount("other_eur_month"), nw.lit(0.0)),
        "resources_missing": nw.col("earnings").is_null()
        | nw.col("replacement_eur_month").is_null()
        | nw.col("pensions_missing")
        | nw.col("others_missing"),
    }
    amounts = {
        "amount_sure": _due(nw.col("forfait_min") - nw.col("logement_max") - nw.col("known_least")),
        "amount_max": _due(nw.col("forfait_max") - nw.col("logement_min") - nw.col("known_least")),
    }
    uncertain = nw.col("resources_missing") | nw.col("of_age").is_null() | (nw.col("amount_sure") < least)
    right = {
        "amount_min": nw.when(uncertain).then(0.0).otherwise(nw.col("amount_sure")),
        "open_right": nw.coalesce(nw.col("of_age"), nw.lit(True)) & (nw.col("amount_max") >= least),
    }
    open_right, missing_alone = nw.col("open_right"), ~alone_if_unsaid

    return Finding(
        quantities=(facts, balance, amounts, right),
        concerns=(nw.col("role") == "adult") & ~nw.col("rsa_state").is_null() & _before_pension_age(law),
        receiving=nw.col("rsa_state").is_in(["live", "suspended"]),
        certain=open_right & (nw.col("amount_min") >= least) & ~couple.is_null(),
        open=open_right,
        amount_min_eur_month=nw.when(open_right).then(nw.col("amount_min")).otherwise(0.0),
        amount_max_eur_month=nw.when(open_right).then(nw.col("amount_max")).otherwise(0.0),
        signals={
            "allocation_sous_montant_forfaitaire": nw.col("jobseeker")
            & ~nw.col("daily_allowance_eur_day").is_null()
            & (nw.col("allowance") < nw.col("forfait_min")),
            "rsa_jamais_demande": nw.col("rsa_state") == "none",
        },
        missing={
            "ressources du conjoint": nw.col("resources_missing") & couple,
            "salaires du foyer": nw.col("earnings").is_null() & missing_alone,
            "allocations chômage du foyer": nw.col("replacement_eur_month").is_null() & missing_alone,
            "pensions du foyer": nw.col("pensions_missing") & missing_alone,
            "autres ressources du foyer": nw.col("others_missing") & missing_alone,
            "date de naissance": nw.col("of_age").is_null(),
            "vie seule ou en couple": couple.is_null(),
            "logement (locataire, propriétaire ou hébergé)": nw.col("housing_status").is_null(),
            "aide au logement": aid.is_null() & ~nw.coalesce(housed, nw.lit(False)),
        },
        why=[
            sentence(
                "Montant forfaitaire du foyer : ", euros(nw.col("forfait_min")), " par mois (CASF R262-1 ; base ",
                written(law["rsa/montant_base"]), ").",
            ),
            only_if(nw.col("jobseeker") & ~nw.col("daily_allowance_eur_day").is_null(), sentence(
                "Allocation chômage : ", euros(nw.col("daily_allowance_eur_day")), " par jour, soit ",
                euros(nw.col("allowance")), " pour 30 jours (fichier Pôle emploi).",
            )),
            sentence("Ressources connues du foyer : ", euros(nw.col("known_least")), " par mois (", _source(), ")."),
            only_if(nw.col("logement_max") > 0, sentence(
                "Forfait logement : jusqu'à ", euros(nw.col("logement_max")), " (CASF R262-9, R262-10).",
            )),
            only_if(nw.col("rsa_state") == "none", "Aucun RSA dans le fichier de la CAF."),
            only_if(nw.col("rsa_state") == "pending", "Une demande de RSA est en attente à la CAF."),
            only_if(nw.col("rsa_state") == "refused", "Le RSA a été refusé par la CAF."),
            only_if(~nw.col("of_age"), "Moins de 25 ans et sans enfant à charge (CASF L262-4)."),
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
    one = base * law["rsa/forfait_logement", "1"]
    two = base * (1 + law["rsa/majoration_deuxieme_personne"]) * law["rsa/forfait_logement", "2"]
    three = (
        base
        * (1 + law["rsa/majoration_deuxieme_personne"] + law["rsa/majoration_personne_suivante"])
        * law["rsa/forfait_logement", "3"]
    )
    persons = nw.when(couple).then(2).otherwise(1) + children
    return nw.when(persons == 1).then(one).when(persons == 2).then(two).otherwise(three)


def _source() -> nw.Expr:
    return (
        nw.when(nw.col("known_from") == "caf")
        .then(nw.lit("dossier CAF, moyenne de trois mois"))
        .otherwise(nw.lit("fichiers Pôle emploi et CNAV"))
    )


def _amount(column: str) -> nw.Expr:
    return nw.col(column).cast(nw.Float64)


def _due(difference: nw.Expr) -> nw.Expr:
    """What is left to pay, never negative, to the cent."""
    return cents(nw.max_horizontal(difference, nw.lit(0.0)))


def _before_pension_age(law: Law) -> nw.Expr:
    """From the age of the ASPA on people are sent to it first, the RSA being subsidiary (CASF L262-10)."""
    born_after = _years_before(law.day, int(law["minimum_vieillesse/age_minimum"]))
    return nw.col("birth_month").is_null() | (nw.col("birth_month") > born_after)


def _years_before(day: date, years: int) -> date:
    return date(day.year - years, day.month, 1)
