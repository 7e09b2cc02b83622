"""Pairs that a clerk must look at: what each record says, side by side, and what speaks for and against.

Belongs here: the rows of the review (contract MatchReview). Does not: which pairs are to be reviewed (`rules`), the
sheet a clerk fills in (`sheet`), what comes back (`answers`).
"""

from data_contracts.relations import Connection, Relation, bind, keep
from data_contracts.row_checks import sql_literal
from linkage.matching.comparisons import COMPARISONS, Comparison
from linkage.matching.decisions import FINGERPRINT

SIDES = (
    "dataset", "file", "line", "nir", "used_name", "birth_name", "first_name", "birth_date", "birth_precision", "sex",
    "commune_code", "local_id", "fingerprint",
)  # fmt: skip
"""What a clerk sees of each record, and its fingerprint."""

SHOWN = [each for each in COMPARISONS if each.name != "file"]
"""Comparisons that are told; the files stand in columns of their own."""


def find_reviews(con: Connection, pairs: Relation, records: Relation) -> Relation:
    """The pairs to review among `pairs` (see matching.find_clusters) of `records` (contract NormalisedRecord).

    One row a pair of fingerprints, see contract MatchReview: repeated lines ask no question twice.
    """
    bind(con, matched_pairs=pairs, records_of_pairs=records)
    keep(con, "pairs_to_review", "FROM matched_pairs WHERE decision = 'review'")
    keep(con, "records_to_review", f"""
        SELECT *, {FINGERPRINT} AS fingerprint FROM records_of_pairs SEMI JOIN (
            SELECT unnest([record_no_l, record_no_r]) AS record_no FROM pairs_to_review) USING (record_no)
    """)  # fmt: skip
    sides = ", ".join(f"{side}.{column} AS {column}_{side}" for column in SIDES for side in "lr")
    return con.sql(f"""
        SELECT record_no_l, record_no_r, probability, reason,
            {_told(">", "DESC")} AS agreements, {_told("<", "ASC")} AS disagreements, {sides}
        FROM pairs_to_review
            JOIN records_to_review l ON l.record_no = record_no_l JOIN records_to_review r ON r.record_no = record_no_r
        QUALIFY row_number() OVER (
            PARTITION BY least(l.fingerprint, r.fingerprint), greatest(l.fingerprint, r.fingerprint)
            ORDER BY record_no_l, record_no_r) = 1
    """)


def _told(sign: str, order: str) -> str:
    """SQL: the labels of the comparisons whose weight is of that sign, heaviest first."""
    said = ", ".join(f"struct_pack(weight := weight_{each.name}, label := {_label(each)})" for each in SHOWN)
    chosen = f"list_filter([{said}], lambda said: said.weight {sign} 0)"
    return f"list_transform(list_sort({chosen}, '{order}'), lambda said: said.label)"


def _label(comparison: Comparison) -> str:
    levels = enumerate(reversed(comparison.levels))
    cases = " ".join(f"WHEN {gamma} THEN {sql_literal(level.label)}" for gamma, level in levels)
    return f"CASE level_{comparison.name} {cases} END"
