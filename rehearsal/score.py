"""How well a run did, against the truth: precision and recall of each campaign and of the linkage.

Belongs here: what counts as right. Does not: running anything. Pairwise figures follow Christen, Data Matching (2012),
chapter 7: a pair is two records of one person.
"""

from dataclasses import dataclass
from pathlib import Path

from data_contracts.decided import VERDICTS
from data_contracts.period import Period
from data_contracts.relations import Connection, Relation, bind, keep
from rehearsal.recognising import truth_folder

PEOPLE_OF_CAMPAIGN = {
    "rsa-socle-demandeurs-emploi": (
        "foyers de demandeurs d'emploi, droit au RSA socle non ouvert",
        """
        SELECT DISTINCT r.household_no FROM true_rights r JOIN true_people p USING (household_no)
        WHERE r.benefit = 'rsa_socle' AND r.entitled AND NOT r.received AND r.application IS NULL
            AND p.jobseeker AND p.alive AND NOT p.objector AND p.role <> 'child'
        """,
        "household_no",
    ),
    "complementaire-sante-minimum-vieillesse": (
        "personnes au minimum vieillesse, droit à l'ACS ou à la CSS non ouvert",
        """
        SELECT p.person_no FROM true_people p
        WHERE p.alive AND NOT p.objector
            AND p.person_no IN (SELECT person_no FROM true_incomes WHERE kind IN ('minimum_old_age', 'asi'))
            AND p.person_no IN (
                SELECT person_no FROM true_rights WHERE benefit IN ('acs', 'css_participation') AND entitled)
            AND p.person_no NOT IN (
                SELECT person_no FROM true_rights
                WHERE benefit IN ('acs', 'cmuc', 'css_gratuite', 'css_participation') AND received)
        """,
        "person_no",
    ),
}
"""campaign -> what it should find, the truth of it, and the unit it is counted in."""


@dataclass(frozen=True)
class Line:
    """Found by the run, true in fact, and both."""

    label: str
    found: int
    true: int
    right: int

    @property
    def precision(self) -> float | None:
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        return self.right / self.true if self.true else None


@dataclass(frozen=True)
class Score:
    """`whole_persons`: share (0 to 1) of true persons whose records form exactly one group, alone in it."""

    lines: list[Line]
    whole_persons: float


def score(
    con: Connection, truth: Path, period: Period, records: Relation, person_records: Relation, targets: Relation
) -> Score:
    """Compare a run's `records`, `person_records` and `targets` with the rehearsal's truth of the period."""
    folder = truth_folder(truth, period)
    bind(con, records=records, person_records=person_records, targets=targets)
    for table in ("people", "records", "incomes", "rights"):
        con.execute(
            f"CREATE OR REPLACE TEMP VIEW true_{table} AS SELECT * FROM read_parquet('{folder}/{table}.parquet')"
        )
    keep(con, "matched", _MATCHED)
    keep(con, "listed", _LISTED)
    lines = [_pairs(con, f"rapprochement, paires {tier}", where) for tier, where in _TIERS.items()]
    for name in PEOPLE_OF_CAMPAIGN:
        lines += [_campaign(con, name), *(_campaign(con, name, verdict) for verdict in ("likely", "possible"))]
    return Score([line for line in lines if line.found], _whole_persons(con))


_MATCHED = """
    SELECT person_id, tier, t.person_no, t.household_no
    FROM person_records JOIN records USING (record_no) JOIN true_records t USING (file, line)
    WHERE t.dataset = person_records.dataset
"""

# A person on a list is who most of their records truly are.
_LISTED = """
    SELECT campaign, person_id, any_value(verdict) AS verdict, any_value(person_no) AS person_no,
        any_value(household_no) AS household_no
    FROM targets JOIN (
        SELECT person_id, mode(person_no) AS person_no, mode(household_no) AS household_no
        FROM matched GROUP BY person_id
    ) USING (person_id)
    WHERE exclusion IS NULL GROUP BY campaign, person_id
"""

_TIERS = {"toutes": "true", "certaines": "tier <> 'probable'"}


def _pairs(con: Connection, label: str, where: str) -> Line:
    def pairs(columns: str, where: str) -> int:
        groups = f"SELECT count(*) AS n FROM matched WHERE {where} GROUP BY {columns}"
        row = con.sql(f"SELECT coalesce(sum(n * (n - 1) // 2), 0) FROM ({groups})").fetchone()
        return int(row[0]) if row else 0

    return Line(label, pairs("person_id", where), pairs("person_no", "true"), pairs("person_id, person_no", where))


def _campaign(con: Connection, name: str, verdict: str | None = None) -> Line:
    """A whole campaign, or the part of its list that bears one verdict."""
    label, truth, unit = PEOPLE_OF_CAMPAIGN[name]
    of_verdict = f"AND verdict = '{verdict}'" if verdict else ""
    row = con.sql(f"""
        WITH found AS (SELECT DISTINCT {unit} FROM listed WHERE campaign = '{name}' {of_verdict}), wanted AS ({truth})
        SELECT (SELECT count(*) FROM found), (SELECT count(*) FROM wanted),
            (SELECT count(*) FROM found JOIN wanted USING ({unit}))
    """).fetchone() or (0, 0, 0)
    return Line(f"  dont {VERDICTS[verdict]}" if verdict else f"{name} : {label}", *map(int, row))


def _whole_persons(con: Connection) -> float:
    row = con.sql("""
        WITH groups AS (
            SELECT person_no, person_id, count(DISTINCT person_id) OVER (PARTITION BY person_no) AS ids,
                count(DISTINCT person_no) OVER (PARTITION BY person_id) AS people
            FROM matched)
        SELECT avg((ids = 1 AND people = 1)::INT)
        FROM (SELECT person_no, max(ids) AS ids, max(people) AS people FROM groups GROUP BY person_no)
    """).fetchone()
    return float(row[0]) if row and row[0] is not None else 0.0
