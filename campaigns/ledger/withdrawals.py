"""Whom corrections withdraw: people whom a former version contacted, and who should not be contacted any more.

Belongs here: recording them, once each, and reading them again. Does not: who they are (`drafting`).
"""

import polars as pl
from sqlalchemy import Connection, and_, insert, select

from campaigns.ledger.releases import Release, frame
from campaigns.ledger.schema import ReleaseRow, Target, Withdrawal


def record(connection: Connection, correction: Release, withdrawn: pl.DataFrame) -> None:
    """`withdrawn`: reference, reason (an exclusion, or null) of people of former versions of the correction."""
    reasons = dict(withdrawn.select("reference", "reason").iter_rows())
    former = (
        select(Target.reference, Target.release_no, Target.person_no)
        .join(ReleaseRow, ReleaseRow.no == Target.release_no)
        .where(ReleaseRow.campaign == correction.campaign, ReleaseRow.period == correction.period)
    )
    rows = [
        {"release_no": no, "person_no": person, "corrected_by": correction.no, "reason": reasons[reference]}
        for reference, no, person in connection.execute(former)
        if reference in reasons
    ]
    if rows:
        connection.execute(insert(Withdrawal), rows)


def withdrawn(connection: Connection, correction: Release) -> pl.DataFrame:
    """Whom a correction withdraws: [reference, reason], in the order of the references."""
    of_target = and_(Target.release_no == Withdrawal.release_no, Target.person_no == Withdrawal.person_no)
    query = (
        select(Target.reference, Withdrawal.reason)
        .join(Withdrawal, of_target)
        .where(Withdrawal.corrected_by == correction.no)
        .order_by(Target.reference)
    )
    return frame(connection, query)
