"""Clerks' reviews: the sheet that goes out, the answers that come back, and any match explained.

Belongs here: which tables of which periods are read and kept, and where the files are. Does not: what a sheet looks
like, what an answer means, why two records match (`linkage`), what is printed (`review_commands`).
"""

from data_contracts.period import Period
from data_contracts.relations import Connection, Relation
from data_contracts.reviewed import DECISION_MONTHS, MatchDecision
from linkage.decisions import latest_decisions
from pipelines.store import Store


def decisions_in_force(con: Connection, store: Store, period: Period) -> Relation | None:
    """fingerprint_l, fingerprint_r, same: what the clerks' answers of the last periods say; None if none do."""
    decisions = store.read_months(con, MatchDecision.table_name, period, DECISION_MONTHS)
    return None if decisions is None else latest_decisions(con, decisions)
