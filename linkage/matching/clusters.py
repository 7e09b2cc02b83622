"""Who is who: the NIR where identities agree, then the model for the records it leaves.

Belongs here: the order of the steps and what comes out of them. Does not: any step. The tiers are those of the
contract: *certain* (one coherent NIR, compatible identities), *probable* (the model, above a set probability, or a
clerk's decision), *alone* (one file only knows the person). A pair to review joins nobody.
"""

from dataclasses import dataclass

from data_contracts.received import dataset_rank
from data_contracts.relations import Connection, Relation, bind, keep
from linkage.matching.candidates import find_candidates
from linkage.matching.certain import find_certain
from linkage.matching.comparisons import with_optional_columns
from linkage.matching.decisions import read_decisions
from linkage.matching.grouping import group_cores, keep_best
from linkage.matching.model import Model, load_model
from linkage.matching.naming import LastMonth, name_people
from linkage.matching.rules import judge_pairs
from linkage.matching.scoring import score_pairs


@dataclass(frozen=True)
class Linkage:
    """`clusters`: record_no, person_no, tier; `pairs`: every pair that was compared, see `find_clusters`.

    Both are read from temporary tables of the connection, which the next linkage replaces.
    """

    clusters: Relation
    pairs: Relation


def find_clusters(
    con: Connection,
    records: Relation,
    *,
    model: Model | None = None,
    decisions: Relation | None = None,
    one_to_one: bool = False,
    shared_numbers: bool = True,
) -> Linkage:
    """Who is who among `records` (contract NormalisedRecord).

    `clusters`: a row a record: record_no, person_no (the least record_no of the person's records), tier.
    `pairs`: a row a compared pair: record_no_l < record_no_r, probability (0 to 1), weight (bits), decision (see
    rules.DECISIONS), reason (rules.REASONS), and level_<name>, weight_<name> of every comparison.
    `decisions`: what clerks decided, fingerprint_l, fingerprint_r (see `decisions`), same; it wins over everything.
    `one_to_one`: two datasets without duplicates, each record of which has at most one counterpart, in the other.
    `shared_numbers`: numbers are NIRs, which others than their owner may bear; else each one's own.
    """
    bind(con, records=with_optional_columns(records))
    read_decisions(con, decisions)
    find_certain(con)
    find_candidates(con)
    model = model or load_model()
    score_pairs(con, model)
    judge_pairs(con, model, shared_numbers=shared_numbers)
    if one_to_one:
        keep_best(con)
    group_cores(con)
    con.execute(f"CREATE OR REPLACE TEMP VIEW quiet AS {_QUIET}")
    keep(con, "settled", _SETTLED)
    clusters = con.sql("""
        SELECT record_no, core_no AS person_no, tier FROM records JOIN quiet USING (nir) WHERE nir_state = 'usable'
        UNION ALL
        SELECT record_no, person_no, tier FROM settled
    """)
    return Linkage(clusters, con.sql("SELECT * EXCLUDE (core_no_l, core_no_r) FROM judged"))


def match_persons(
    con: Connection,
    records: Relation,
    pseudonym_key: bytes,
    *,
    previous: LastMonth | None = None,
    decisions: Relation | None = None,
) -> tuple[Relation, Relation]:
    """One row a record with its `person_id` and tier, see contract PersonRecord; and the `pairs` of the same run.

    People keep the `person_id` they had in the `previous` month, see `naming`.
    """
    pairs = find_clusters(con, records, decisions=decisions).pairs
    return name_people(con, pseudonym_key, previous), pairs


# The bulk: NIRs that nobody disputes and whose people nothing joined, untouched since the first GROUP BY.
_QUIET = """
    SELECT nir, said, core_no, CASE WHEN one_file THEN 'alone' ELSE 'certain' END AS tier
    FROM nirs WHERE NOT disputed AND core_no NOT IN (SELECT core_no FROM merged)
"""

# All other records.
_SETTLED = f"""
    WITH others AS (
        SELECT record_no, dataset, core_no, true AS sure FROM records JOIN (
            SELECT nir, core_no FROM nirs SEMI JOIN merged USING (core_no) WHERE NOT disputed) USING (nir)
        WHERE nir_state = 'usable'
        UNION ALL
        SELECT record_no, dataset, core_no, certain FROM bearers JOIN contested USING (record_no)
        UNION ALL
        SELECT record_no, dataset, record_no, false FROM leftover WHERE nir_state <> 'usable'
    )
    SELECT record_no, dataset, coalesce(m.person_no, core_no) AS person_no, CASE
        WHEN {dataset_rank("min(record_no) OVER person")} = {dataset_rank("max(record_no) OVER person")}
            AND (bool_and(sure) OVER person OR count(*) OVER person = 1) THEN 'alone'
        WHEN sure THEN 'certain' ELSE 'probable' END AS tier
    FROM others LEFT JOIN merged m USING (core_no)
    WINDOW person AS (PARTITION BY coalesce(m.person_no, core_no))
"""
