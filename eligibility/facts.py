"""The facts that rules may ask of a situation, what each is called in French, and which are presumed when missing.

A fact that is presumed is taken as said here where a situation does not tell it, and the verdict names it; any other
missing fact is unknown. Belongs here: names. Does not: where facts are read from (`situations`), nor the law.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from data_contracts.situation import KINDS_OF_INCOME, VAGUE_TENURES

HOUSEHOLD, PERSON = "household_id", "person_id"
"""The keys by which rows are joined."""


@dataclass(frozen=True)
class Fact:
    """A column of `people` or `households`, or a kind of income."""

    label: str
    presumed: bool | str | float | None = None
    presumption: str = ""
    """In French, what is presumed."""
    of_children: bool = False
    """Whether children have it too; of others it matters to adults alone."""


OF_HOUSEHOLDS: Mapping[str, Fact] = {
    "couple": Fact("vie seule ou en couple"),
    "isolated_since": Fact("date d'isolement"),
    "territory": Fact("territoire", "metropole", "résidence en métropole, hors Alsace-Moselle"),
    "housing_zone": Fact("zone du logement"),
    "tenure": Fact("logement (locataire, propriétaire, hébergé)"),
    "rent_eur_month": Fact("loyer"),
    "flat_share": Fact("colocation", False, "logement qui n'est pas une colocation"),
}
OF_PEOPLE: Mapping[str, Fact] = {
    "birth_date": Fact("date de naissance", of_children=True),
    "sex": Fact("sexe"),
    "nationality": Fact("nationalité", "FR", "séjour stable et régulier en France, durée de titre comprise"),
    "permit_since": Fact("ancienneté du titre de séjour"),
    "student": Fact("études en cours", False, "pas d'études ni de stage en cours"),
    "scholarship": Fact("bourse", False, "pas de bourse"),
    "apprentice": Fact("apprentissage", False, "pas d'apprentissage"),
    "independent": Fact("rattachement aux parents", True, "adulte qui ne vit pas à la charge de ses parents"),
    "pregnancy_month": Fact("grossesse", 0.0, "pas de grossesse"),
    "disability_rate": Fact("taux d'incapacité", 0.0, "pas d'incapacité reconnue"),
    "unfit_for_work": Fact("inaptitude au travail", False, "pas d'inaptitude reconnue"),
    "marital_state": Fact("situation matrimoniale"),
    "alternating_custody": Fact("garde alternée", False, "pas de garde alternée", of_children=True),
    "work_state": Fact("emploi, chômage ou retraite"),
    "jobseeker_since": Fact("date d'inscription comme demandeur d'emploi"),
    "years_worked_of_10": Fact("années travaillées sur dix ans"),
    "hours_worked_of_3_years": Fact("heures travaillées en trois ans", 0.0, "moins de deux ans de travail sur trois"),
}
INCOMES, STATES = "incomes.", "benefits."
"""What the name of a fact begins with that is a kind of income, or the state of a benefit."""
PRESUMED_KINDS: Mapping[str, str] = {
    "capital": "ni revenus de capitaux ni loyers perçus",
    "alimony_received": "pas de pension alimentaire reçue",
    "alimony_paid": "pas de pension alimentaire versée",
    "self_employment": "pas d'activité à son compte",
    "other": "aucune ressource de nature inconnue",
}
"""Kinds of income that are presumed to be nil where nothing is said of them."""
OF_INCOMES: Mapping[str, Fact] = {
    f"{INCOMES}{kind}": Fact(label, 0.0 if kind in PRESUMED_KINDS else None, PRESUMED_KINDS.get(kind, ""), True)
    for kind, label in KINDS_OF_INCOME.items()
}
FACTS: Mapping[str, Fact] = {**OF_HOUSEHOLDS, **OF_PEOPLE, **OF_INCOMES}

OF_LONE_PARENTS = frozenset({"isolated_since"})
"""Facts that decide nothing of couples, nor of whoever has no child."""

VAGUE: Mapping[str, Mapping[str, frozenset[str]]] = {
    "tenure": {code: frozenset(tenures) for code, (_, tenures) in VAGUE_TENURES.items()}
}
"""fact -> codes that stand for one of several, nobody knows which."""


@dataclass(frozen=True)
class Presumptions:
    """What whoever made situations presumed in making them, or would not have presumed by rules."""

    nil_kinds: frozenset[str] = frozenset()
    """Kinds of income that nobody has."""
    stated_kinds: frozenset[str] = frozenset()
    """Kinds of income that are nil wherever they have no row, whatever the coverage."""
    covered_alone: bool = False
    """Every month whose amount is known is covered: amounts need not be looked at to say so."""
    unknown: frozenset[str] = frozenset()
    """Facts that are unknown where they are missing, though rules would presume them; incomes as `incomes.KIND`."""
    absent: frozenset[str] = frozenset()
    """Facts of households and people that nobody's row tells: looked for in the tables, they need no column."""
    said: tuple[str, ...] = ()
    """In French, what was presumed in making them: every verdict says so."""


NONE_MORE = Presumptions()
