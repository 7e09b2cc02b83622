"""What each benefit is called, to the person, and what it is. Belongs here: words that are true of everybody.

Does not: conditions (the rules say them), anything about one person. A test asks for the words of every benefit that
has a rule.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Words:
    """`name` begins with its article, so that it can be contracted (« au RSA », « à l'ASPA »)."""

    name: str
    full_name: str
    what: str
    amount: Literal["month", "year", "cost"] = "month"
    """Paid a month; given in yearly cheques; what the foyer pays itself."""
    good_to_know: str = ""


_COVER = "La complémentaire santé paie ce que l'assurance maladie ne rembourse pas : médecin, médicaments, hôpital."
_RENT = "Cette aide paie une partie du loyer."

WORDS: dict[str, Words] = {
    "rsa_socle": Words(
        "le RSA", "Le revenu de solidarité active (RSA)", "Le RSA complète les ressources quand elles sont faibles."
    ),
    "rsa_activite": Words(
        "le RSA activité",
        "Le revenu de solidarité active, volet activité (RSA activité)",
        "Le RSA activité complète les revenus du travail quand ils sont faibles.",
    ),
    "prime_activite": Words(
        "la prime d'activité",
        "La prime d'activité",
        "La prime d'activité complète les revenus des personnes qui travaillent et gagnent peu.",
    ),
    "cmuc": Words(
        "la CMU-C", "La couverture maladie universelle complémentaire (CMU-C)", f"{_COVER} Celle-ci est gratuite."
    ),
    "acs": Words(
        "l'ACS",
        "L'aide au paiement d'une complémentaire santé (ACS)",
        f"{_COVER} L'ACS est un chèque qui en règle une partie.",
        "year",
    ),
    "css_gratuite": Words(
        "la Complémentaire santé solidaire gratuite",
        "La Complémentaire santé solidaire gratuite",
        f"{_COVER} Celle-ci est gratuite.",
    ),
    "css_participation": Words(
        "la Complémentaire santé solidaire avec participation",
        "La Complémentaire santé solidaire, avec une participation",
        f"{_COVER} Vous n'en payez qu'une petite partie.",
        "cost",
    ),
    "aspa": Words(
        "l'ASPA",
        "L'allocation de solidarité aux personnes âgées (ASPA)",
        "L'ASPA complète les petites retraites.",
        good_to_know="Après le décès, une partie de l'ASPA peut être reprise sur l'héritage, s'il dépasse un seuil "
        "fixé par la loi. Vous pouvez demander conseil avant de choisir.",
    ),
    "ass": Words(
        "l'ASS",
        "L'allocation de solidarité spécifique (ASS)",
        "L'ASS aide les personnes qui cherchent un emploi et n'ont plus d'allocation chômage.",
    ),
    "apl": Words("l'APL", "L'aide personnalisée au logement (APL)", _RENT),
    "alf": Words("l'ALF", "L'allocation de logement familiale (ALF)", _RENT),
    "als": Words("l'ALS", "L'allocation de logement sociale (ALS)", _RENT),
}
"""Benefit -> its words."""
