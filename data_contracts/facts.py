"""Single facts that the linkage hands over beside situations: incomes, benefits received, what files disagree on.

Belongs here: those three tables, narrow since they are long, and the order in which sources are believed. Does not:
situations, one row a person or household (`described`). A fact is a household's where the CAF says it of a whole
foyer, a person's elsewhere: `holder` says which number `holder_no` is.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from data_contracts.columns import Table, column

HOLDERS = {"person": "une personne (person_no)", "household": "un foyer (household_no)"}
SOURCES_OF_FACTS = {
    "caf": "CAF", "cnav": "CNAV", "pole_emploi": "Pôle emploi", "cnam": "assurance maladie",
}  # fmt: skip

INCOME_KINDS = {
    "earnings": "salaires et autres revenus d'activité du foyer, déclarés à la CAF",
    "unemployment": "allocations chômage du foyer, déclarées à la CAF",
    "total": "toutes les ressources du foyer, déclarées à la CAF (les deux précédentes comprises)",
    "are": "allocation d'assurance (ARE)",
    "ass": "allocation de solidarité spécifique (ASS)",
    "other_allowance": "autre allocation de Pôle emploi",
    "own_pension": "pension de droit direct",
    "survivor_pension": "pension de réversion",
    "supplements": "majorations de pension",
    "aspa": "ASPA",
    "as": "allocation supplémentaire (ancien L815-2)",
    "asi": "ASI",
    "rsa": "RSA, socle et activité",
    "activity_bonus": "prime d'activité",
    "aah": "AAH",
    "housing_benefit": "aide au logement",
}

BENEFITS_RECEIVED = {
    "rsa_socle": "RSA socle", "rsa_activite": "RSA activité seul", "prime_activite": "prime d'activité", "aah": "AAH",
    "apl": "APL", "alf": "ALF", "als": "ALS", "aspa": "ASPA", "as": "allocation supplémentaire (ancien L815-2)",
    "asi": "ASI", "are": "ARE", "ass": "ASS", "other_allowance": "autre allocation de Pôle emploi", "cmuc": "CMU-C",
    "acs": "ACS", "css_gratuite": "CSS gratuite", "css_participation": "CSS avec participation",
}  # fmt: skip
BENEFIT_STATES = {
    "live": "versé ou ouvert",
    "suspended": "suspendu",
    "refused": "refusé",
    "pending": "en attente : demande à l'étude, ou droit accordé qui n'a pas commencé",
    "under_minimum": "calculé, mais sous le minimum de versement : rien n'est versé",
}


@dataclass(frozen=True)
class Precedence:
    """Whom to believe of a fact: the first of `sources` that says anything; what the others say is kept beside."""

    label: str
    holder: str
    sources: tuple[str, ...]
    reason: str
    """Why this order, in French: it is published in the dictionary."""
    tolerance: float = 0.0
    """Share (0 to 1) of the larger amount by which two amounts may differ and still say the same."""

    @property
    def published(self) -> str:
        order = ", puis ".join(SOURCES_OF_FACTS[source] for source in self.sources)
        return f"{self.label} ; on croit {order} : {self.reason}"


_ONE_LINE = (
    "elle seule le dit, une ligne par personne ; de plusieurs lignes, celle dont la date d'effet est la dernière "
    "passée, puis la dernière envoyée"
)
_OF_A_PERSON = ("caf", "cnav", "pole_emploi", "cnam")

PRECEDENCE: dict[str, Precedence] = {
    "sex": Precedence(
        "sexe", "person", _OF_A_PERSON, "la CAF et la CNAV tiennent l'état civil, Pôle emploi recueille une déclaration"
    ),
    "birth_month": Precedence(
        "mois de naissance", "person", _OF_A_PERSON,
        "même raison que pour le sexe ; un mois connu passe toujours avant un mois inconnu",
    ),
    "commune_code": Precedence(
        "commune de résidence", "person", _OF_A_PERSON,
        "la CAF verse une aide liée à l'adresse et la contrôle, la CNAV y paie, Pôle emploi l'apprend sur déclaration",
    ),
    "couple": Precedence(
        "vie en couple", "household", ("caf", "pole_emploi", "cnav"),
        "la CAF décrit le foyer au sens de la loi, Pôle emploi est actualisé chaque mois, la CNAV à la liquidation",
    ),
    "children": Precedence(
        "nombre d'enfants à charge", "household", ("caf", "pole_emploi"),
        "la CAF contrôle la charge effective, Pôle emploi recueille une déclaration à l'inscription",
    ),
    "unemployment": Precedence(
        "allocations chômage, moyenne mensuelle des trois derniers mois", "household", ("caf", "pole_emploi"),
        "le trimestre de la CAF est celui que la loi regarde, net et pour tout le foyer ; Pôle emploi donne du brut",
        tolerance=0.15,
    ),
    "old_age_minimum": Precedence(
        "minimum vieillesse ou d'invalidité perçu", "household", ("cnav", "caf"),
        "la CNAV le paie, la CAF l'apprend ; une caisse d'un autre régime n'est connue que par la CAF",
    ),
    "pension_eur_month": Precedence("pensions et majorations, par mois", "person", ("cnav",), _ONE_LINE),
    "minimum_kind": Precedence("minimum vieillesse ou d'invalidité payé par la CNAV", "person", ("cnav",), _ONE_LINE),
    "minimum_eur_month": Precedence("son montant, par mois", "person", ("cnav",), _ONE_LINE),
}  # fmt: skip
"""fact -> whom to believe. The SQL of the kept value and of what is set aside is made from it (linkage/situations)."""


class Income(Table):
    """An amount of a month that a file states, of a household (CAF) or a person (Pôle emploi, CNAV).

    Months go from 24 before the period (what the law's longest reference periods need: twelve months up to M-13, or
    twelve rolling ones) to the period's own. The CAF states its quarter M-1 to M-3, where 0 is a statement and a
    missing row says that it does not know, and what it pays in the month of the dossier. Pôle emploi's months come from
    the days paid, each by one allowance: a month without a row is a month unpaid, where the source delivered and the
    person's `daily_allowance_eur_day` is known. The CNAV states what it pays now, since the date of effect: earlier
    months had other amounts, and have no row. Amounts come from where they are stated, so the same euro may stand
    twice (`unemployment` of the CAF, `are` of Pôle emploi): a reader chooses one source a kind.
    """

    table_name: ClassVar[str] = "incomes"
    key: ClassVar[tuple[str, ...]] = ("holder", "holder_no", "month", "kind")

    holder: str = column("whose income it is", codes=HOLDERS)
    holder_no: int = column("the person or household within the month", minimum=1)
    month: date = column("first day of the month it is the income of")
    kind: str = column("kind of income", codes=INCOME_KINDS)
    source: str = column("source that states it", codes=SOURCES_OF_FACTS)
    amount_eur_month: Decimal = column(
        "amount of the month; gross from Pôle emploi, as declared or paid from the others", unit="EUR/month", minimum=0
    )
    fact_date: date = column(
        "date of the fact: the dossier's month (CAF), the last day paid in the month (Pôle emploi), the date "
        "of effect (CNAV)"
    )


class BenefitReceived(Table):
    """A benefit that a file knows for a person or a household, with its state at the end of the period.

    Rows only where there is something: a benefit without a row is not received, where the source that would know it
    delivered this period, and unknown where it did not (an allowance also where `allowance_kind` is missing).
    Refusals and requests are known of the RSA and the prime d'activité only: no other file tells them. A minimum that
    another fund than the CNAV pays is known by the CAF alone, without an amount and for the household.
    """

    table_name: ClassVar[str] = "benefits_received"
    key: ClassVar[tuple[str, ...]] = ("holder", "holder_no", "benefit")

    holder: str = column("who receives it", codes=HOLDERS)
    holder_no: int = column("the person or household within the month", minimum=1)
    benefit: str = column("benefit", codes=BENEFITS_RECEIVED)
    state: str = column("state at the end of the period", codes=BENEFIT_STATES)
    amount_eur_month: Decimal | None = column(
        "amount paid, 30 days of an allowance; missing where none is paid or the file does not say",
        unit="EUR/month", minimum=0,
    )  # fmt: skip
    source: str = column("source that states it", codes=SOURCES_OF_FACTS)
    fact_date: date = column("the dossier's month (CAF), the first day of the right or of its spell (the others)")


class FactConflict(Table):
    """A fact of which two lines say different things: the value that the situation keeps, and the one set aside.

    The lines may be of one source (`source_kept` is then `source_set_aside`), as two lines of one pensioner. Only what
    differs from the kept value has a row; a file that says nothing contradicts nobody.
    """

    table_name: ClassVar[str] = "fact_conflicts"
    key: ClassVar[tuple[str, ...]] = ("fact", "holder_no", "source_set_aside", "value_set_aside")

    fact: str = column("fact", codes={name: precedence.published for name, precedence in PRECEDENCE.items()})
    holder: str = column("whose fact it is", codes=HOLDERS)
    holder_no: int = column("the person or household within the month", minimum=1)
    source_kept: str = column("source believed", codes=SOURCES_OF_FACTS)
    value_kept: str = column("what it says: a code, a month (2014-05), a number, an amount in euros, true or false")
    source_set_aside: str = column("source set aside", codes=SOURCES_OF_FACTS)
    value_set_aside: str = column("what it says, in the same form")
