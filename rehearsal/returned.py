"""What comes back to the service after a wave: the file it would send, made from what truly becomes of each person.

Belongs here: who answers, when, and the file as a spreadsheet writes it. Does not: who opens the right (`responses`),
what a returns file may hold (its contract): the two are written apart, so that they can disagree.

Whoever applied is told by their decision, in the month in which the files show it; a letter that came back persuaded
nobody. Simplification: the whole household answers alike, and no return is wrong.
"""

from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from data_contracts.decided import BENEFITS
from rehearsal.engine import draw_with
from rehearsal.rates import FaultRates
from rehearsal.sql import literal
from rehearsal.writing import whole_file

LABELS = {
    "undelivered": "pli non distribué",
    "refused": "refuse cette aide",
    "objected": "s'oppose à l'utilisation de ses données",
    "answered": "a répondu",
    "appointment_kept": "rendez-vous honoré",
    "applied": "a déposé une demande",
    "awarded": "droit accordé",
    "rejected": "droit refusé",
}

# a person's fate, then its days: a letter comes back, somebody answers, then comes, then applies, then is told
FATES = """
CREATE TABLE fates AS
WITH moved AS (
    SELECT DISTINCT records.person_no FROM true_records records JOIN true_faults faults USING (dataset, file, line)
    WHERE fault = 'moved'
), reached AS (
    -- what the household obtains is told to those of it who were told of that right
    SELECT reference, person_no, household_no, told_as AS benefit, applied_in, decided_in,
           coalesce(conduct IN ('persuaded', 'in_vain'), false) AS moved_by_it,
           if(list_contains(benefits, told_as), decision, NULL) AS decision,
           moved_by_it AND decision IS NOT NULL AS responds,
           person_no IN (FROM moved) AS has_moved
    FROM sent JOIN true_people USING (person_no) LEFT JOIN responses USING (household_no)
), met AS (
    SELECT *, NOT moved_by_it AND u('{name} undelivered', person_no)
               < if(has_moved, rate('undelivered_moved'), rate('undelivered')) AS undelivered,
           u('{name} reaction', household_no) AS reaction,
           CASE WHEN undelivered THEN 'undelivered' WHEN responds THEN 'answered'
                WHEN moved_by_it OR decision IS NOT NULL THEN NULL
                WHEN reaction < rate('refuses') THEN 'refused'
                WHEN reaction < rate('refuses') + rate('objects') THEN 'objected'
                WHEN reaction < rate('refuses') + rate('objects') + rate('answers') THEN 'answered' END AS first_return,
           first_return = 'answered' AND u('{name} comes', household_no) < rate('keeps_appointment') AS comes
    FROM reached
)
SELECT reference, first_return, comes, benefit, decision, if(undelivered, NULL, decision) AS decision_told,
       DATE '{sent_on}' + 4 + floor(18 * u('{name} first', household_no))::INTEGER AS first_on,
       first_on + 5 + floor(10 * u('{name} appointment', household_no))::INTEGER AS kept_on,
       greatest(if(comes, kept_on, first_on), applied_in + floor(27 * u('{name} applied', household_no))::INTEGER)
           AS applied_on,
       greatest(applied_on + 7, decided_in + floor(27 * u('{name} decided', household_no))::INTEGER) AS decided_on,
       CASE WHEN u('{name} reason', household_no) < 0.6 THEN 'ressources supérieures au plafond'
            WHEN u('{name} reason', household_no) < 0.85 THEN 'situation du foyer différente de celle des fichiers'
            ELSE 'pièces non fournies' END AS reason
FROM met
"""

RETURNS = """
SELECT reference, kind, returned_on, reason, benefit FROM (
    SELECT reference, first_return AS kind, first_on AS returned_on, NULL AS reason, NULL AS benefit FROM fates
    UNION ALL SELECT reference, 'appointment_kept', kept_on, NULL, NULL FROM fates WHERE comes
    UNION ALL SELECT reference, 'applied', applied_on, NULL, NULL FROM fates WHERE decision_told IS NOT NULL
    UNION ALL
    SELECT reference, decision_told, decided_on, if(decision_told = 'rejected', reason, NULL), benefit FROM fates
) WHERE kind IS NOT NULL AND returned_on <= DATE '{until}' ORDER BY returned_on, reference, kind
"""


def come_back(
    sent: pl.DataFrame,
    plan: Path,
    truth_of_month: Path,
    *,
    name: str,
    seed: int,
    sent_on: date,
    until: date,
) -> pl.DataFrame:
    """Every return up to a day: reference, kind (codes of `LABELS`), returned_on, reason, benefit; in order of days.

    `sent`: those written to on `sent_on`: `reference`, the truth's `person_no`, `benefits` (codes of the rights they
    were told of). `plan`: the responses to the release (`action.plan`). `truth_of_month`: the truth of the month it was
    drawn in. `name`: the action's. `seed`: the territory's.
    """
    with duckdb.connect() as con:
        draw_with(con, seed, FaultRates())
        con.register("sent", sent.select("reference", "person_no", "benefits"))
        for table in ("people", "records", "faults"):
            con.execute(
                f"CREATE VIEW true_{table} AS FROM read_parquet({literal(truth_of_month / f'{table}.parquet')})"
            )
        con.execute(f"CREATE VIEW responses AS FROM read_parquet({literal(plan)})")
        con.execute(FATES.format(name=name.replace("'", "''"), sent_on=sent_on))
        return pl.DataFrame(con.sql(RETURNS.format(until=until)))


def write_returns(returns: pl.DataFrame, path: Path) -> None:
    """Write them as a French spreadsheet saves CSV; decisions name their right."""
    columns = [
        pl.col("reference").alias("Référence"),
        pl.col("kind").replace_strict(LABELS).alias("Retour"),
        pl.col("returned_on").dt.strftime("%d/%m/%Y").alias("Date"),
        pl.col("reason").alias("Motif"),
        pl.col("benefit").replace_strict(BENEFITS).alias("Droit"),
    ]
    with whole_file(path) as aside:
        returns.select(columns).write_csv(aside, separator=";", line_terminator="\r\n", include_bom=True)
