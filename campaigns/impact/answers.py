"""What came back of a release: who answered, who was awarded the right, whose mail came back.

Belongs here: counting returns and decisions. Does not: reading a returns file (`ledger`), rights that later deliveries
show (`outcomes`).
"""

from dataclasses import dataclass

from campaigns.impact.measuring import Share, share_of
from data_contracts.relations import Connection, Relation, bind

ANSWERS = ("answered", "appointment_kept", "applied", "awarded", "rejected")
"""Kinds of return of somebody who followed the campaign up; a refusal or an objection is no answer about the right."""


@dataclass(frozen=True)
class Precision:
    """How right the targeting was, of a rule or a tier: rights awarded among those of people who answered.

    `awarded.share` is a lower bound while some wait for a decision; `decided` says how many have one.
    """

    by: str
    """rule, tier, or all"""
    code: str
    """benefit and verdict joined by a colon, tier, or nothing"""
    decided: int
    awarded: Share


def precision(
    con: Connection, targets: Relation, rights: Relation, returns: Relation, decisions: Relation
) -> list[Precision]:
    """Precision overall, by rule (benefit and verdict) and by tier of the match, those with an answer only.

    `targets`: `person_id, arm, tier`; `rights`: `person_id, benefit, verdict`, those a person was listed for;
    `returns`: `person_id, kind`; `decisions`: `person_id, benefit, decision` (awarded, rejected), all of one release.
    A right counts once a person, with the last word for it where two decisions disagree: an award.
    """
    bind(con, impact_targets=targets, impact_rights=rights, impact_returns=returns, impact_decisions=decisions)
    rows = con.sql(_PRECISION.format(answers=ANSWERS)).fetchall()
    return [Precision(by, code, decided, share_of(awarded, answered)) for by, code, answered, decided, awarded in rows]


def undelivered(con: Connection, contacts: Relation, returns: Relation) -> Share:
    """People whose mail came back, among those contacted; `contacts` and `returns` have a `person_id`."""
    bind(con, impact_contacts=contacts, impact_returns=returns)
    ((came_back, contacted),) = con.sql("""
        WITH came_back AS (SELECT person_id FROM impact_returns WHERE kind = 'undelivered')
        SELECT count(DISTINCT person_id) FILTER (person_id IN (FROM came_back)), count(DISTINCT person_id)
        FROM impact_contacts
    """).fetchall()
    return share_of(came_back, contacted)


_PRECISION = """
    WITH answered AS (
        SELECT person_id FROM impact_returns WHERE kind IN {answers}
        UNION SELECT person_id FROM impact_decisions),
    decided AS (
        SELECT person_id, benefit, bool_or(decision = 'awarded') AS awarded
        FROM impact_decisions GROUP BY person_id, benefit),
    judged AS (
        SELECT DISTINCT ON (person_id, benefit) benefit || ':' || verdict AS rule, tier, awarded
        FROM impact_rights JOIN impact_targets USING (person_id) SEMI JOIN answered USING (person_id)
        LEFT JOIN decided USING (person_id, benefit)
        WHERE arm = 'contacted' ORDER BY person_id, benefit, verdict),
    faces AS (
        SELECT 1 AS place, 'all' AS split, '' AS code, awarded FROM judged
        UNION ALL SELECT 2, 'rule', rule, awarded FROM judged
        UNION ALL SELECT 3, 'tier', tier, awarded FROM judged)
    SELECT split, code, count(*), count(awarded), count(*) FILTER (awarded) FROM faces
    GROUP BY place, split, code ORDER BY place, code
"""
