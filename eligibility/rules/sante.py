"""Complementary health for people on a minimum old-age benefit: ACS until October 2019, CSS since November 2019.

The classic gap of 2013-14: the ASPA is above the CMU-C ceiling and under the ACS one. Not here yet: the ordinary
route (resources of twelve months), CMU-C and free CSS, the abatement on the ASPA of 2021.
"""

from datetime import date

import narwhals as nw

from eligibility.parameters import Law
from eligibility.rule import Finding, rule
from eligibility.rules.rsa import forfait_logement
from eligibility.wording import cents, euros, only_if, sentence, written

MINIMUM = {
    "ASPA": "ASPA (CSS L815-1)",
    "AS": "allocation supplémentaire (CSS, ancien L815-2)",
    "ASI": "ASI (CSS L815-24)",
}
PRESUMED = (
    "séjour stable et régulier en France",
    "aucune ressource inconnue des fichiers",
    "mêmes ressources depuis douze mois",
    "forfait logement compté",
    "ressources d'un couple à l'ASPA ou à l'allocation supplémentaire dans le plafond qui a permis de la verser",
)
LAST_DAY_OF_ACS = date(2019, 10, 31)


@rule(
    "acs",
    article="CSS L863-1, R861-2 à R861-8",
    start=date(2009, 1, 1),
    end=LAST_DAY_OF_ACS,
    requires=("minimum vieillesse", "ressources du foyer", "couverture complémentaire actuelle"),
    presumes=PRESUMED,
)
def acs(law: Law) -> Finding:
    """Resources between the CMU-C ceiling and that ceiling raised by 35 %."""
    return _under_the_ceiling(law, "ACS", "CSS L863-1", nw.lit(False))


@rule(
    "css",
    article="CSS L861-1, R861-2 à R861-8",
    start=date(2019, 11, 1),
    end=date(2022, 3, 31),
    requires=("minimum vieillesse", "ressources du foyer", "couverture complémentaire actuelle"),
    presumes=PRESUMED,
)
def css(law: Law) -> Finding:
    """The same thresholds under their new name: CSS with participation."""
    return _under_the_ceiling(law, "CSS avec participation", "CSS L861-1", nw.lit(False))


@rule(
    "css",
    article="CSS L861-1, L861-2 (présomption pour l'ASPA)",
    start=date(2022, 4, 1),
    requires=("minimum vieillesse", "couverture complémentaire actuelle"),
    presumes=(*PRESUMED, "aucune activité salariée dans les trois derniers mois"),
)
def css_with_presumption(law: Law) -> Finding:
    """Since 1 April 2022 whoever is paid the ASPA is presumed to meet the resource condition (CSS L861-2)."""
    works = nw.coalesce(~nw.col("couple") & (nw.col("earnings_eur_month") > 0), nw.lit(False))
    aspa = nw.col("minimum_kind") == "ASPA"
    return _under_the_ceiling(law, "CSS avec participation", "CSS L861-1", aspa & ~works)


def _under_the_ceiling(law: Law, name: str, article: str, deemed_met: nw.Expr) -> Finding:
    """`deemed_met`: where the law presumes the resource condition."""
    couple = nw.coalesce(nw.col("couple"), nw.lit(False))
    size = nw.when(couple).then(1 + law["sante/majoration_deuxieme_personne"]).otherwise(1.0)
    own_allowance = nw.col("daily_allowance_eur_day").cast(nw.Float64) * 30
    earnings, replacement, other = (
        nw.col(fact).cast(nw.Float64) for fact in ("earnings_eur_month", "replacement_eur_month", "other_eur_month")
    )
    others = (earnings, nw.coalesce(replacement, own_allowance), other)
    unsaid = earnings.is_null() | replacement.is_null() | other.is_null()
    most_vouched = law["minimum_vieillesse/plafond_couple"]
    facts = {
        "ceiling": size * law["sante/plafond_base"] * (1 + law["sante/majoration_avec_participation"]),
        "housing": forfait_logement(law, couple, nw.lit(0)),
        "known_others": sum((nw.coalesce(amount, nw.lit(0.0)) for amount in others), start=nw.lit(0.0)),
        "resources_missing": nw.col("pensions_eur_month").is_null()
        | (couple & (nw.col("known_from") == "caf") & unsaid),
        "deemed_met": deemed_met,
    }
    monthly = nw.col("pensions_eur_month").cast(nw.Float64) + nw.col("known_others") + nw.col("housing")
    balance = {
        "resources": cents(12 * monthly),
        "vouched": _vouched_couple()
        & nw.col("resources_missing")
        & (most_vouched + 12 * nw.col("housing") <= nw.col("ceiling")),
    }
    ceiling, resources, vouched = nw.col("ceiling"), nw.col("resources"), nw.col("vouched")
    deemed_met, resources_missing = nw.col("deemed_met"), nw.col("resources_missing")
    missing = resources_missing | nw.col("couple").is_null()
    meets = deemed_met | (resources <= ceiling)
    on_minimum = nw.col("minimum_kind").is_in(list(MINIMUM))
    uncovered = nw.col("health_cover") == "NONE"
    cover_unknown = nw.col("health_cover").is_null()
    amount = nw.lit(None, nw.Float64)

    return Finding(
        quantities=(facts, balance),
        concerns=on_minimum,
        receiving=~nw.col("health_cover").is_in(["NONE"]),
        certain=uncovered & (deemed_met | vouched | (~missing & meets)),
        open=(uncovered | cover_unknown) & (missing | meets),
        amount_min_eur_month=amount,
        amount_max_eur_month=amount,
        signals={"minimum_vieillesse": on_minimum},
        missing={
            "couverture complémentaire actuelle": cover_unknown,
            "ressources du conjoint": resources_missing & ~deemed_met & ~vouched,
            "vie seule ou en couple": nw.col("couple").is_null() & ~deemed_met,
        },
        why=[
            sentence(
                "Minimum vieillesse versé : ", _kind(), ", ", euros(nw.col("minimum_eur_month")),
                " par mois (fichier CNAV).",
            ),
            only_if(vouched, sentence(
                "Ressources du couple : au plus ", written(most_vouched), " par an, plafond du minimum vieillesse"
                " (CSS L815-9), et le forfait logement ; plafond ", name, " : ", euros(ceiling), f" ({article}).",
            )),
            only_if(~deemed_met & ~vouched, sentence(
                "Ressources : ", euros(resources), " par an, forfait logement compris ; plafond ", name, " : ",
                euros(ceiling), f" ({article}).",
            )),
            only_if(
                deemed_met,
                "Condition de ressources présumée remplie pour l'ASPA depuis le 1er avril 2022, sauf activité salariée"
                " dans les trois derniers mois (CSS L861-2).",
            ),
            only_if(uncovered, "Aucune couverture complémentaire dans le fichier de l'assurance maladie."),
            only_if((uncovered | cover_unknown) & (missing | meets), f"Présumé : {' ; '.join(PRESUMED)}."),
        ],
    )  # fmt: skip


def _vouched_couple() -> nw.Expr:
    """Couples whose resources were looked at, both spouses', before the minimum was paid (CSS L815-9)."""
    return nw.coalesce(nw.col("couple"), nw.lit(False)) & nw.col("minimum_kind").is_in(["ASPA", "AS"])


def _kind() -> nw.Expr:
    label = nw.lit("")
    for code, text in MINIMUM.items():
        label = nw.when(nw.col("minimum_kind") == code).then(nw.lit(text)).otherwise(label)
    return label
