"""Who is who: the NIR where identities agree, then the model for the records it leaves.

Belongs here: the order of the steps and what comes out of them. Does not: any step. The tiers are those of the
contract: *certain* (one coherent NIR, compatible identities), *probable* (the model, above a set probability, or a
clerk's decision), *alone* (one file only knows the person). A pair to review joins nobody.
"""

from dataclasses import dataclass

from data_contracts.relations import Connection, Relation, bind, keep
from linkage.candidates import find_candidates
from linkage.certain import find_certain
from linkage.comparisons import with_optional_columns
from linkage.decisions import read_decisions
from linkage.grouping import group_cores, keep_best
from linkage.model import Model, load_model
from linkage.pseudonyms import pseudonym
from linkage.rules import judge_pairs
from linkage.scoring import score_pairs


@dataclass(frozen=True)
class Linkage:
    """`clusters`: record_no, person_no, tier; `pairs`: every pair that was compared, see `find_clusters`."""

    clusters: Relation
    pairs: Relation


def find_clusters(
    con: Connection,
    records: Relation,
    *,
    model: Model | None = None,
    decisions: Relation | None = None,
    one_to_one: bool = False,
) -> Linkage:
    """Who is who among `records` (contract NormalisedRecord).

    `clusters`: a row a record: record_no, person_no (the least record_no of the person's records), tier.
    `pairs`: a row a compared pair: record_no_l < record_no_r, probability (0 to 1), weight (bits), decision (see
    rules.DECISIONS), reason (rules.REASONS), and level_<name>, weight_<name> of every comparison.
    `decisions`: what clerks decided, fingerprint_l, fingerprint_r (see `decisions`), same; it wins over everything.
    `one_to_one`: two datasets without duplicates, each record of which has at most one counterpart, in the other.
    """
    bind(con, records=with_optional_columns(records))
    read_decisions(con, decisions)
    find_certain(con)
    find_candidates(con)
    model = model or load_model()
    score_pairs(con, model)
    judge_pairs(con, model)
    if one_to_one:
        keep_best(con)
    group_cores(con)
    pairs = con.sql("SELECT * EXCLUDE (core_no_l, core_no_r) FROM judged")
    return Linkage(keep(con, "clusters", _CLUSTERS), pairs)


def match_persons(
    con: Connection, records: Relation, pseudonym_key: bytes, *, decisions: Relation | None = None
) -> tuple[Relation, Relation]:
    """One row a record with its `person_id` and tier, see contract PersonRecord; and the `pairs` of the same run."""
    pairs = find_clusters(con, records, decisions=decisions).pairs
    keep(con, "people", _ANCHORED.format(person_id=pseudonym("anchor", pseudonym_key)))
    persons = con.sql("""
        SELECT record_no, dataset, person_no, person_id, tier
        FROM clusters JOIN people USING (person_no) JOIN (SELECT record_no, dataset FROM records) USING (record_no)
    """)
    return persons, pairs


# A person is named after their NIR where it is theirs alone, else after what their first record says of them.
_ANCHORED = """
    WITH numbered AS (
        SELECT coalesce(m.person_no, core_no) AS person_no, min(nir) AS nir
        FROM nirs LEFT JOIN merged m USING (core_no) WHERE NOT disputed GROUP BY ALL
    ), nameless AS (
        SELECT record_no AS person_no, concat_ws(':', dataset, nir, local_id, used_name, first_name, birth_date) AS said
        FROM records SEMI JOIN (
            SELECT person_no AS record_no FROM clusters ANTI JOIN numbered USING (person_no)) USING (record_no)
    )
    SELECT person_no, {person_id} AS person_id FROM (
        SELECT person_no, 'nir:' || nir AS anchor FROM numbered
        UNION ALL
        SELECT person_no, said || ':' || row_number() OVER (PARTITION BY said ORDER BY person_no) FROM nameless
    )
"""

# The bulk: records whose NIR nobody disputes and that nothing joined, untouched since the first GROUP BY.
_CLUSTERS = """
    WITH held AS (
        SELECT record_no, dataset, core_no, one_file FROM records JOIN nirs USING (nir)
        WHERE nir_state = 'usable' AND NOT disputed AND core_no NOT IN (SELECT core_no FROM merged)
    ), others AS (
        SELECT record_no, dataset, coalesce(m.person_no, core_no) AS person_no, sure FROM (
            SELECT record_no, dataset, core_no, true AS sure FROM records JOIN nirs USING (nir)
            WHERE nir_state = 'usable' AND NOT disputed AND core_no IN (SELECT core_no FROM merged)
            UNION ALL
            SELECT record_no, dataset, core_no, certain FROM records JOIN contested USING (record_no)
            UNION ALL
            SELECT record_no, dataset, record_no, false FROM records WHERE nir_state <> 'usable'
        ) LEFT JOIN merged m USING (core_no)
    )
    SELECT record_no, core_no AS person_no, CASE WHEN one_file THEN 'alone' ELSE 'certain' END AS tier FROM held
    UNION ALL
    SELECT record_no, person_no, CASE
        WHEN min(dataset) OVER person = max(dataset) OVER person
            AND (bool_and(sure) OVER person OR count(*) OVER person = 1) THEN 'alone'
        WHEN sure THEN 'certain' ELSE 'probable' END
    FROM others WINDOW person AS (PARTITION BY person_no)
"""
