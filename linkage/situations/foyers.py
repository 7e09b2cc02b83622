"""Foyers as the law counts them: what the line keeps of a period, turned into the tables of `data_contracts/situation`.

Belongs here: the tables in the order in which they are made, and what is presumed for want of any file. Does not: their
SQL (`foyer_members`, `foyer_incomes`, `foyer_benefits`), what files say (`facts`, `households`, `benefits`), nor any
threshold of the law. People and households keep their numbers; those whom files only count (an unseen spouse, children
without a line) have negative ones.
"""

from dataclasses import dataclass
from functools import partial

from data_contracts.period import Period
from data_contracts.relations import Connection, Relation, bind, keep
from data_contracts.situation import KINDS_OF_INCOME
from linkage.situations.foyer_benefits import BENEFITS
from linkage.situations.foyer_incomes import COVERAGE, INCOMES, MEANS
from linkage.situations.foyer_members import ADULTS, HOMES, HOUSEHOLDS, MEMBERS, PEOPLE

PAID_BY_CAF = frozenset({"aah", "rsa"})
"""Kinds of which the CAF states all it pays."""
UNSTATED_KINDS = (
    frozenset(KINDS_OF_INCOME)
    - PAID_BY_CAF
    - {"wages", "unemployment", "ass", "own_pension", "aspa", "asi", "other", "housing_benefit"}
)
"""Kinds that no file states, and that are presumed nil; what a file states without its kind is `other`."""
MINIMA = ("ASPA", "AS", "ASI")
SETTLED_MONTHS, MONTHS = 14, 4
"""How many months before the period incomes are presumed the same: of pensions and of whoever is paid a minimum, the
longest year that the law looks at (M-13 to M-2); of others, its longest quarter (M-4 to M-2)."""
PRESUMED_AGE = 10
PRESUMED = (
    "aucune ressource inconnue des fichiers",
    "mêmes ressources depuis trois mois, douze pour les pensions et les minimums",
    "aucune activité réduite pour un demandeur d'emploi seul de catégorie 1 à 4",
    "aucun enfant inconnu des fichiers, ni de moins de 3 ans s'ils n'en disent pas l'âge",
    "couple au minimum vieillesse au plafond de celui-ci, si ses ressources manquent",
)
"""What is presumed here, in French; `UNSTATED_KINDS` too."""


@dataclass(frozen=True)
class Foyers:
    """The five tables, by name, and what to know of them."""

    tables: dict[str, Relation]
    adults: Relation
    """person_no, person_id, household_id of the adults whom a file names."""
    presumed: tuple[str, ...] = PRESUMED
    nil_kinds: frozenset[str] = UNSTATED_KINDS
    stated_kinds: frozenset[str] = PAID_BY_CAF
    """Nil wherever they have no row."""
    unknown: frozenset[str] = frozenset({"incomes.other"})
    """Unknown where they are not covered, though rules would presume them."""


def only_concerned(con: Connection, concerned: str, **known: Relation) -> dict[str, Relation]:
    """The same tables, of the households of which an adult is `concerned` (SQL over a person `p` and household `h`)."""
    bind(con, **known)
    keep(con, "concerned_households", f"""
        SELECT * FROM household_situations SEMI JOIN (
            SELECT household_no FROM person_situations p JOIN household_situations h USING (household_no)
            WHERE role = 'adult' AND ({concerned})
        ) USING (household_no)
    """)  # fmt: skip
    keep(
        con,
        "concerned_people",
        f"""
        SELECT {", ".join(_OF_PEOPLE)} FROM person_situations SEMI JOIN concerned_households USING (household_no)
    """,
    )
    keep(
        con,
        "concerned_benefits",
        """
        SELECT b.* FROM (FROM benefits_received WHERE holder = 'person') b
        SEMI JOIN concerned_people p ON b.holder_no = p.person_no
        UNION ALL
        SELECT b.* FROM (FROM benefits_received WHERE holder = 'household') b
        SEMI JOIN concerned_households h ON b.holder_no = h.household_no
    """,
    )
    tables = {"person_situations": "people", "household_situations": "households", "benefits_received": "benefits"}
    return {name: con.table(f"concerned_{kept}") for name, kept in tables.items()}


_OF_PEOPLE = (
    "person_no", "person_id", "household_no", "role", "birth_month", "sex", "department", "profile", "jobseeker",
    "jobseeker_category", "allowance_kind", "daily_allowance_eur_day", "pensioner", "pension_eur_month",
    "minimum_kind", "minimum_eur_month", "health_cover",
)  # fmt: skip


def describe_foyers(
    con: Connection,
    period: Period,
    couple_on_minimum_eur_month: float,
    *,
    person_situations: Relation,
    household_situations: Relation,
    benefits_received: Relation,
    concerned: str = "true",
) -> Foyers:
    """The foyers of which an adult is `concerned`, see `only_concerned`.

    `couple_on_minimum_eur_month`: what the law lets a couple have who is paid a minimum old-age benefit, that included.
    """
    bind(con, person_situations=person_situations, household_situations=household_situations)
    bind(con, benefits_received=benefits_received)
    place = partial(str.format, first_day=f"DATE '{period.first_day}'", last_day=f"DATE '{period.last_day}'")
    minima = f"minimum_kind IN {MINIMA}"
    keep(con, "foyer_homes", HOMES.format(concerned=concerned))
    keep(con, "foyer_adults", ADULTS.format(minima=minima))
    keep(con, "foyer_means", MEANS.format(minima=minima, ceiling=f"{couple_on_minimum_eur_month:.2f}"))
    keep(con, "foyer_members", place(MEMBERS, presumed_age=PRESUMED_AGE))
    tables = {
        "households": HOUSEHOLDS,
        "people": PEOPLE,
        "incomes": place(INCOMES, settled=SETTLED_MONTHS, others=MONTHS),
        "income_coverage": place(COVERAGE, settled=SETTLED_MONTHS, others=MONTHS),
        "benefits": BENEFITS,
    }
    adults = con.sql(
        "SELECT person_no, person_id, household_id FROM foyer_adults JOIN foyer_homes USING (household_no)"
    )
    return Foyers({name: keep(con, f"foyer_{name}", sql) for name, sql in tables.items()}, adults)
