"""Why two records are, or are not, one person: what agrees, what does not, what each weighs, who else it could be.

Belongs here: the facts of the explanation of one pair. Does not: how they are told (`explanation`), the decision
(`rules`), which is only told.
"""

from typing import Any

from data_contracts.errors import InputError
from data_contracts.relations import Connection, Relation, bind
from linkage.matching.candidates import compare_only
from linkage.matching.clusters import Linkage, find_clusters
from linkage.matching.comparisons import COMPARISONS, Comparison
from linkage.matching.explanation import Agreement, Explanation, Rival
from linkage.matching.model import Model, load_model
from linkage.matching.rules import judge_pairs
from linkage.matching.scoring import score_pairs


def explain_pair(
    con: Connection,
    records: Relation,
    one: int,
    other: int,
    *,
    model: Model | None = None,
    decisions: Relation | None = None,
) -> Explanation:
    """Why records number `one` and `other` are, or are not, one person; any two, compared by the month's run or not.

    Runs the linkage of `records` (contract NormalisedRecord). Raises InputError if a record is not among them.
    """
    left, right = sorted((one, other))
    model = model or load_model()
    linkage = find_clusters(con, records, model=model, decisions=decisions)
    bind(con, explained_records=records)
    found = {
        record_no: (person_no, tier, place)
        for record_no, person_no, tier, place in linkage.clusters.filter(f"record_no IN ({left}, {right})")
        .join(con.sql("SELECT record_no, file || ':' || line AS place FROM explained_records"), "record_no")
        .project("record_no, person_no, tier, place")
        .fetchall()
    }
    if len(found) < 2:
        raise InputError(
            what="Un des deux enregistrements n'est pas parmi ceux du mois, ou les deux n'en font qu'un.",
            expected="deux numéros d'enregistrement différents de la période",
            where="numéros d'enregistrement",
            remedy="reprendre les numéros dans la table records",
        )
    persons, tiers, places = zip(found[left], found[right], strict=True)
    rivals = _rivals(con, linkage, left, right) if persons[0] != persons[1] else ()
    row = _row(linkage.pairs, left, right) or _compare_anyway(con, model, left, right)
    agreements = tuple(_agreement(comparison, row) for comparison in COMPARISONS)
    return Explanation(
        places=places,
        tiers=tiers,
        decision=row["decision"],
        reason=row["reason"],
        same_person=persons[0] == persons[1],
        prior=row["weight"] - sum(each.weight for each in agreements),
        agreements=agreements,
        weight=row["weight"],
        probability=row["probability"],
        rivals=rivals,
        probable_from=model.probable_from,
        review_from=model.review_from,
    )


def _rivals(con: Connection, linkage: Linkage, left: int, right: int) -> tuple[Rival, ...]:
    """Who else the two records could be: the people of other compared records that the rules did not set aside."""
    bind(con, explained_pairs=linkage.pairs, explained_clusters=linkage.clusters)
    found = con.sql(f"""
        WITH either AS (
            SELECT record_no_l AS of, record_no_r AS other, decision, probability FROM explained_pairs
            UNION ALL
            SELECT record_no_r, record_no_l, decision, probability FROM explained_pairs
        ), others AS (
            SELECT of, other, decision, probability FROM either JOIN explained_clusters ON record_no = other
            WHERE of IN ({left}, {right}) AND decision IN ('probable', 'review') AND person_no NOT IN (
                SELECT person_no FROM explained_clusters WHERE record_no IN ({left}, {right}))
            QUALIFY row_number() OVER (PARTITION BY of, person_no ORDER BY probability DESC, other) = 1
        ), places AS (SELECT record_no, file || ':' || line AS place FROM explained_records)
        SELECT l.place, r.place, decision, probability
        FROM others JOIN places l ON l.record_no = of JOIN places r ON r.record_no = other
        ORDER BY probability DESC, of, other
    """)
    return tuple(Rival(*row) for row in found.fetchall())


def _compare_anyway(con: Connection, model: Model, left: int, right: int) -> dict[str, Any]:
    """A pair that shared no key, or that the NIR had already joined."""
    compare_only(con, left, right)
    score_pairs(con, model)
    judge_pairs(con, model)
    row = _row(con.table("judged"), left, right) or {}
    if row["core_no_l"] == row["core_no_r"]:
        row |= {"decision": "certain", "reason": "nir", "probability": 1.0}
    return row


def _row(pairs: Relation, left: int, right: int) -> dict[str, Any] | None:
    found = pairs.filter(f"record_no_l = {left} AND record_no_r = {right}")
    values = found.fetchone()
    return dict(zip(found.columns, values, strict=True)) if values else None


def _agreement(comparison: Comparison, row: dict[str, Any]) -> Agreement:
    level = comparison.level(row[f"level_{comparison.name}"])
    return (
        Agreement(comparison.label, level.label, row[f"weight_{comparison.name}"])
        if level
        else Agreement(comparison.label, "", 0.0)
    )
