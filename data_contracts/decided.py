"""What eligibility hands over: one verdict a person and benefit, with its reasons."""

from decimal import Decimal
from typing import ClassVar

from data_contracts.columns import Table, column, pseudonym

BENEFITS = {
    "rsa_socle": "RSA socle",
    "acs": "Aide au paiement d'une complémentaire santé (ACS)",
    "css": "Complémentaire santé solidaire (CSS)",
}

VERDICTS = {
    "receiving": "droit ouvert",
    "likely": "droit probable",
    "possible": "droit possible",
    "unlikely": "droit improbable",
}


class Assessment(Table):
    """The verdict of one rule on one person.

    `likely`: every condition holds whatever the missing facts are, given what is presumed; `possible`: it depends
    on the facts named in `missing`; `unlikely`: no completion makes it hold.
    """

    table_name: ClassVar[str] = "assessments"
    key: ClassVar[tuple[str, ...]] = ("benefit", "person_no")

    benefit: str = column("benefit", codes=BENEFITS)
    person_no: int = column("the person within the month, see PersonRecord", minimum=1)
    person_id: str = pseudonym("pseudonym of the person")
    household_id: str = pseudonym("pseudonym of the household")
    verdict: str = column("verdict", codes=VERDICTS)
    amount_min_eur_month: Decimal | None = column("least amount of the right", unit="EUR/month", minimum=0)
    amount_max_eur_month: Decimal | None = column("greatest amount of the right", unit="EUR/month", minimum=0)
    signals: list[str] = column("named findings a campaign may ask for, such as allocation_sous_montant_forfaitaire")
    missing: list[str] = column("facts that are missing and decide, in French")
    why: str = column("reasons in French: conditions, values, thresholds, articles, sources, presumptions")
