"""What each benefit is called in full, and what it is for, in French; in the order of the catalogue.

Belongs here: those words. Does not: any condition or amount, which the rules say.
"""

from collections.abc import Mapping

BENEFITS: Mapping[str, tuple[str, str]] = {
    "rsa_socle": (
        "Revenu de solidarité active (RSA), part socle",
        "Porte les ressources d'un foyer jusqu'à un montant minimum, selon sa composition.",
    ),
    "rsa_activite": (
        "Revenu de solidarité active (RSA), complément d'activité",
        "Complétait les revenus modestes du travail, de juin 2009 à décembre 2015.",
    ),
    "prime_activite": (
        "Prime d'activité",
        "Complète les revenus modestes du travail.",
    ),
    "cmuc": (
        "Couverture maladie universelle complémentaire (CMU-C)",
        "Prenait en charge gratuitement la part des soins que l'assurance maladie ne rembourse pas.",
    ),
    "acs": (
        "Aide au paiement d'une complémentaire santé (ACS)",
        "Payait une partie du prix d'une complémentaire santé, au-dessus du plafond de la CMU-C.",
    ),
    "css_gratuite": (
        "Complémentaire santé solidaire (CSS), sans participation",
        "Prend en charge gratuitement la part des soins que l'assurance maladie ne rembourse pas.",
    ),
    "css_participation": (
        "Complémentaire santé solidaire (CSS), avec participation",
        "La même couverture contre une petite somme par mois, quand les ressources sont un peu plus élevées.",
    ),
    "aspa": (
        "Allocation de solidarité aux personnes âgées (ASPA)",
        "Porte les ressources d'une personne âgée, ou de son couple, jusqu'à un montant minimum.",
    ),
    "ass": (
        "Allocation de solidarité spécifique (ASS)",
        "Prend la suite de l'allocation chômage pour qui a longtemps travaillé.",
    ),
    "apl": (
        "Aide personnalisée au logement (APL)",
        "Paie une partie du loyer d'un logement conventionné.",
    ),
    "alf": (
        "Allocation de logement familiale (ALF)",
        "Paie une partie du loyer d'une famille, dans un logement qui n'est pas conventionné.",
    ),
    "als": (
        "Allocation de logement sociale (ALS)",
        "Paie une partie du loyer de qui n'a droit ni à l'APL ni à l'ALF.",
    ),
}  # fmt: skip
