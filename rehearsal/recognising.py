"""Who, of the fictitious people, the line's people truly are.

Belongs here: from a pseudonym, through the lines it was made from, to the truth's person. Does not: judging how well
the line did (`score`).
"""

from pathlib import Path

from data_contracts.errors import InputError
from data_contracts.period import Period
from data_contracts.relations import Connection, Relation, bind, keep

# A person whose records are several people's is who most of these records truly are, the first of them where they tie.
_RECOGNISED = """
    SELECT person_id, first(person_no ORDER BY records DESC, person_no) AS person_no,
           first(household_no ORDER BY records DESC, person_no) AS household_no
    FROM (
        SELECT person_id, t.person_no, t.household_no, count(*) AS records
        FROM linked_persons p JOIN linked_records USING (record_no) JOIN true_lines t USING (file, line)
        WHERE t.dataset = p.dataset AND t.person_no IS NOT NULL
        GROUP BY ALL
    ) GROUP BY person_id
"""


def truth_folder(truth: Path, period: Period) -> Path:
    """Where the truth of a period is; raises InputError where there is none."""
    folder = truth / str(period)
    if not folder.is_dir():
        raise InputError(
            what=f"La vérité de {period} n'est pas connue.",
            expected="un mois écrit par `justedroit rehearse`",
            where=folder,
            remedy="elle n'existe que pour un territoire fictif",
        )
    return folder


def recognise(con: Connection, truth: Path, period: Period, records: Relation, person_records: Relation) -> Relation:
    """A row a person of the period's run: person_id, and the truth's person_no and household_no."""
    folder = truth_folder(truth, period)
    bind(con, linked_records=records, linked_persons=person_records)
    con.execute(f"CREATE OR REPLACE TEMP VIEW true_lines AS FROM read_parquet('{folder}/records.parquet')")
    return keep(con, "recognised", _RECOGNISED)
