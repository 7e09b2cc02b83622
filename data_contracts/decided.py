"""What eligibility hands over: one verdict a person and benefit, with its reasons."""

from decimal import Decimal
from typing import ClassVar

from data_contracts.columns import Table, column, pseudonym
from data_contracts.facts import BENEFIT_STATES, BENEFITS_RECEIVED
from data_contracts.situation import NOT_RECEIVED

BENEFITS = {
    "rsa_socle": "RSA socle",
    "rsa_activite": "RSA activité",
    "prime_activite": "Prime d'activité",
    "cmuc": "Couverture maladie universelle complémentaire (CMU-C)",
    "acs": "Aide au paiement d'une complémentaire santé (ACS)",
    "css_gratuite": "Complémentaire santé solidaire (CSS), gratuite",
    "css_participation": "Complémentaire santé solidaire (CSS), avec participation",
    "aspa": "Allocation de solidarité aux personnes âgées (ASPA)",
    "ass": "Allocation de solidarité spécifique (ASS)",
    "apl": "Aide personnalisée au logement (APL)",
    "alf": "Allocation de logement familiale (ALF)",
    "als": "Allocation de logement sociale (ALS)",
}

SAME_RIGHT = {
    "rsa_activite": "rsa_socle", "cmuc": "health_cover", "acs": "health_cover", "css_gratuite": "health_cover",
    "css_participation": "health_cover", "apl": "housing_benefit", "alf": "housing_benefit", "als": "housing_benefit",
}  # fmt: skip
"""Benefits that are forms of one right: three housing benefits possible, as long as the files do not say which flat it
is, are one right to examine. Whoever receives one form has nothing to be told of another: an ALS leaves no APL, nor a
CMU-C the ACS, and one dossier gives both forms of the RSA (CASF L262-2)."""

SIGNALS = {
    "allocation_sous_montant_forfaitaire": "demandeur d'emploi dont l'allocation, s'il en a une, est sous le montant "
    "forfaitaire du RSA",
    "rsa_jamais_demande": "pas de RSA, ni de demande de RSA, connus de la CAF",
    "minimum_vieillesse": "un minimum vieillesse ou d'invalidité versé",
    "sans_complementaire_sante": "ni CMU-C, ni ACS, ni CSS, connue de l'assurance maladie",
}
"""What rules find of an adult whatever the verdict, and a campaign may ask for."""

VERDICTS = {
    "receiving": "droit ouvert",
    "likely": "droit probable",
    "possible": "droit possible",
    "unlikely": "droit improbable",
    "not_covered": "règle non couverte dans ce territoire",
}


RIGHTS = {code: VERDICTS[code] for code in ("likely", "possible", "unlikely")}
FOUND = VERDICTS | {"not_covered": "non couvert : la règle n'est pas la loi de ce territoire"}
_WITH_RULES = (
    "rsa_socle", "rsa_activite", "prime_activite", "cmuc", "acs", "css_gratuite", "css_participation", "aspa", "ass",
    "apl", "alf", "als",
)  # fmt: skip
BENEFITS_FOUND = {code: BENEFITS_RECEIVED[code] for code in _WITH_RULES}
"""The benefits that have rules, in the order in which they are told everywhere."""
UNBOUNDED_EUR_MONTH = 100_000
"""An upper bound above this one says only that what decides is missing: it is not told."""


class Finding(Table):
    """What `justedroit assess` writes: the verdict on one benefit of one household, or of one person.

    `likely`: every condition holds whatever the missing facts are, given what is presumed; `possible`: it depends
    on what is named in `missing`; `unlikely`: no completion makes it hold. In CSV, lists are separated by ` | `.
    """

    table_name: ClassVar[str] = "findings"
    key: ClassVar[tuple[str, ...]] = ("household_id", "benefit", "person_id")

    benefit: str = column("benefit", codes=BENEFITS_FOUND)
    household_id: str = column("your own name of the household")
    person_id: str | None = column("your own name of the person, of a right that each adult has; empty elsewhere")
    verdict: str = column("verdict: what is received, else the right", codes=FOUND)
    right: str = column("the right alone, leaving aside what is received and where", codes=RIGHTS)
    state: str | None = column(
        "state of the benefit as the situation tells it; empty where it does not", codes=BENEFIT_STATES | NOT_RECEIVED
    )
    amount_min_eur_month: Decimal | None = column(
        "least amount of the right, 0 where it may not be; empty where a right has no amount",
        unit="EUR/month",
        minimum=0,
    )
    amount_max_eur_month: Decimal | None = column(
        "greatest amount of the right; empty too where nothing bounds it", unit="EUR/month", minimum=0
    )
    unmet: list[str] = column("conditions that surely fail, by name")
    undecided: list[str] = column("conditions that depend on missing facts, by name")
    missing: list[str] = column("facts that are missing and decide, in French")
    presumed: list[str] = column("what is presumed, since the situation does not tell it, in French")


class Assessment(Table):
    """The verdict of one rule on one adult; a right of the whole foyer is told of each of its adults.

    `likely`: every condition holds whatever the missing facts are, given what is presumed; `possible`: it depends
    on the facts named in `missing`; `unlikely`: no completion makes it hold. Rows are of the benefits that campaigns
    ask for and of the people who may bear the signals they require, or of everybody (`JUSTEDROIT_ASSESSED`).
    """

    table_name: ClassVar[str] = "assessments"
    key: ClassVar[tuple[str, ...]] = ("benefit", "person_no")
    comes_in_order: ClassVar[bool] = True
    """Benefit by benefit: sorted at once, the reasons of millions of rows would not fit in memory."""

    benefit: str = column("benefit", codes=BENEFITS)
    person_no: int = column("the person within the month, see PersonRecord", minimum=1)
    person_id: str = pseudonym("pseudonym of the person")
    household_id: str = pseudonym("pseudonym of the household")
    verdict: str = column("verdict", codes=VERDICTS)
    state: str | None = column(
        "state of the benefit as the files tell it; missing where none tells", codes={**BENEFIT_STATES, **NOT_RECEIVED}
    )
    amount_min_eur_month: Decimal | None = column("least amount of the right", unit="EUR/month", minimum=0)
    amount_max_eur_month: Decimal | None = column("greatest amount of the right", unit="EUR/month", minimum=0)
    signals: list[str] = column(f"named findings a campaign may ask for: {', '.join(SIGNALS)}")
    missing: list[str] = column("facts that are missing and decide, in French")
    presumed: list[str] = column("what is presumed, in French")
    unmet: list[str] = column("names of the conditions that do not hold")
    undecided: list[str] = column("names of the conditions that depend on what is missing")
    why: str | None = column(
        "reasons in French: values, thresholds, conditions, articles, presumptions; of likely and possible rights of "
        "which a list gives them"
    )
