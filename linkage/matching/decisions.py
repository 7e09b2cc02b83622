"""What clerks decided of two records, found again in any month.

Record numbers change from month to month; a fingerprint does not, as long as the record says the same of the person.
It hashes an identity without a key: it belongs in the identity zone, with the review file it comes from.
"""

from data_contracts.relations import Connection, Relation, bind, keep

_BUCKET = """((coalesce(birth_date - DATE '1850-01-01', 0) * 26 + ascii(first_name)) * 26 + ascii(used_name)) * 32
    + length(first_name) + length(used_name)"""
_BUCKETS = 16**6

FINGERPRINT = f"""printf('%06x', ({_BUCKET}) % {_BUCKETS}) || substr(sha256(concat_ws('|', dataset, coalesce(nir, ''),
    used_name, coalesce(birth_name, ''), first_name, coalesce(birth_date::VARCHAR, ''), birth_precision,
    regexp_replace(coalesce(local_id, ''), '[^0-9]', '', 'g'))), 1, 26)"""
"""SQL of a record's fingerprint, 32 hexadecimal characters: dataset, NIR, names, birth, and the digits of the
producer's own number (dossier, agency identifier), which tell apart two dossiers of one person. The commune is left
out, people move. The first 6 characters are plain arithmetic on names and birth: a month has millions of records, and
only those that may be looked for are hashed."""


def fingerprints(con: Connection, records: Relation) -> Relation:
    """record_no, fingerprint of records (contract NormalisedRecord)."""
    bind(con, to_name=records)
    return con.sql(f"SELECT record_no, {FINGERPRINT} AS fingerprint FROM to_name")


def read_decisions(con: Connection, decisions: Relation | None) -> None:
    """From the view `records`, fill `decided`: record_no_l < record_no_r, same.

    Where two lines contradict each other "different" wins, for it reveals nothing: whoever has dates takes the latest
    beforehand (`latest_decisions`).
    """
    if decisions is None:
        keep(con, "decided", "SELECT NULL::BIGINT AS record_no_l, NULL::BIGINT AS record_no_r, true AS same LIMIT 0")
        return
    bind(con, decisions=decisions)
    keep(con, "decided", f"""
        WITH sought AS (
            SELECT ('0x' || left(unnest([fingerprint_l, fingerprint_r]), 6))::INTEGER AS bucket FROM decisions
        ), named AS (
            SELECT record_no, {FINGERPRINT} AS fingerprint FROM records
            WHERE ({_BUCKET}) % {_BUCKETS} IN (SELECT bucket FROM sought)
        )
        SELECT least(l.record_no, r.record_no) AS record_no_l, greatest(l.record_no, r.record_no) AS record_no_r,
            bool_and(d.same) AS same
        FROM decisions d JOIN named l ON l.fingerprint = d.fingerprint_l JOIN named r ON r.fingerprint = d.fingerprint_r
        WHERE l.record_no <> r.record_no GROUP BY ALL
    """)  # fmt: skip


def latest_decisions(con: Connection, decisions: Relation) -> Relation:
    """One row a pair of all `decisions` (contract MatchDecision, of several periods): the answer that holds.

    Clerks may correct themselves: the later answer holds, by its day, then by the period of its review.
    """
    bind(con, every_decision=decisions)
    return con.sql("""
        SELECT fingerprint_l, fingerprint_r, arg_max(same_person, (decided_on, decided_in)) AS same
        FROM every_decision GROUP BY ALL
    """)
