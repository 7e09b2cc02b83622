"""What eligibility hands over: one verdict a person and benefit, with its reasons."""

from decimal import Decimal
from typing import ClassVar

from data_contracts.columns import Table, column, pseudonym
from data_contracts.facts import BENEFIT_STATES
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

VERDICTS = {
    "receiving": "droit ouvert",
    "likely": "droit probable",
    "possible": "droit possible",
    "unlikely": "droit improbable",
    "not_covered": "règle non couverte dans ce territoire",
}


class Assessment(Table):
    """The verdict of one rule on one adult; a right of the whole foyer is told of each of its adults.

    `likely`: every condition holds whatever the missing facts are, given what is presumed; `possible`: it depends
    on the facts named in `missing`; `unlikely`: no completion makes it hold. Rows are of the benefits that campaigns
    ask for and of the people who may bear the signals they require, or of everybody (`JUSTEDROIT_ASSESSED`).
    """

    table_name: ClassVar[str] = "assessments"
    key: ClassVar[tuple[str, ...]] = ("benefit", "person_no")

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
    signals: list[str] = column("named findings a campaign may ask for, such as allocation_sous_montant_forfaitaire")
    missing: list[str] = column("facts that are missing and decide, in French")
    presumed: list[str] = column("what is presumed, in French")
    unmet: list[str] = column("names of the conditions that do not hold")
    undecided: list[str] = column("names of the conditions that depend on what is missing")
    why: str | None = column(
        "reasons in French: values, thresholds, conditions, articles, presumptions; only of likely and possible rights"
    )
