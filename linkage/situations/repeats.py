"""What one source says twice of one person or dossier: the lines that are not believed are kept as conflicts.

Belongs here: finding what they say. Does not: which line is believed (`facts`), what two sources say (`precedence`).
A person's sex, birth and commune are in `precedence` whatever the source: records state them. Spells of an allowance
have no conflict: one sent again is a correction (`spells`).
"""

from datetime import date

from data_contracts.facts import PRECEDENCE
from data_contracts.relations import Connection, keep
from linkage.situations.precedence import kept, said_by

_AMOUNTS = ("pension_eur_month", "minimum_kind", "minimum_eur_month")


def repeat_conflicts(con: Connection, last_day: date) -> str:
    """SQL: rows of contract FactConflict, from `described`, `households` and the tables and views of `gather_facts`.

    Fills `repeated_lines`, `repeated_facts` and `repeated_pensions`: what all lines say of the few people and dossiers
    that have several; `last_day` is the period's.
    """
    keep(con, "repeated_lines", _REPEATED_LINES)
    keep(con, "repeated_facts", _REPEATED_FACTS)
    keep(con, "repeated_pensions", _REPEATED_PENSIONS.format(last_day=f"DATE '{last_day}'"))
    return " UNION ".join([*map(_of_household, ("couple", "children")), *map(_of_person, _AMOUNTS)])


_REPEATED_LINES = """
    SELECT record_no, person_no, household_no, role FROM person_records
    JOIN (SELECT person_no, household_no, role FROM described WHERE said_again) USING (person_no)
"""

# A person's own line says of a household what `households` takes from it: what an adult says.
_REPEATED_FACTS = """
    SELECT household_no, 'pole_emploi' AS source, marital_status = 'M' AS couple, children
    FROM registrations JOIN repeated_lines USING (record_no) WHERE role = 'adult'
    UNION
    SELECT household_no, 'cnav', marital_status = 'M', NULL
    FROM pensions JOIN repeated_lines USING (record_no) WHERE role = 'adult'
    UNION
    SELECT d.record_no, 'caf', CASE WHEN c.family_situation <> '0' THEN c.family_situation IN ('2', '3', '7') END,
        c.children
    FROM (FROM caf_dossiers ANTI JOIN dossiers USING (record_no)) c JOIN dossiers d USING (caf_code, dossier_number)
"""

# A line that has not begun contradicts no other: it says what comes next.
_REPEATED_PENSIONS = """
    SELECT person_no, own_pension_eur_month + survivor_pension_eur_month + supplements_eur_month AS pension_eur_month,
        coalesce(minimum_kind, 'NONE') AS minimum_kind, minimum_eur_month
    FROM pensions JOIN repeated_lines USING (record_no) WHERE effective_date <= {last_day}
"""


def _of_household(fact: str) -> str:
    sources = PRECEDENCE[fact].sources
    believed = " ".join(f"WHEN {said_by(fact, source)} IS NOT NULL THEN '{source}'" for source in sources)
    return f"""
        SELECT '{fact}' AS fact, 'household' AS holder, household_no AS holder_no, CASE {believed} END AS source_kept,
            ({kept(fact)})::VARCHAR AS value_kept, source AS source_set_aside, r.{fact}::VARCHAR AS value_set_aside
        FROM repeated_facts r JOIN households h USING (household_no) WHERE r.{fact} <> h.{fact}
    """


def _of_person(fact: str) -> str:
    (source,) = PRECEDENCE[fact].sources
    return f"""
        SELECT '{fact}' AS fact, 'person' AS holder, person_no AS holder_no, '{source}' AS source_kept,
            d.{fact}::VARCHAR AS value_kept, '{source}' AS source_set_aside, r.{fact}::VARCHAR AS value_set_aside
        FROM repeated_pensions r JOIN described d USING (person_no) WHERE r.{fact} <> d.{fact}
    """
