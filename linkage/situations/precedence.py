"""SQL of whom to believe: the value kept of a fact, and what is set aside, both from one declared order.

Belongs here: `PRECEDENCE` (data_contracts/facts) as SQL. Does not: where each source's value comes from (`facts`,
`households`), one source that says two things of a household or of an amount (`repeats`). What a source says of a
household's fact stands in a column `<fact>_by_<source>`.
"""

from itertools import combinations

from data_contracts.facts import PRECEDENCE, Precedence
from data_contracts.received import rank_of

BEARERS = {"caf": "caf_persons", "cnav": "pensions", "pole_emploi": "registrations", "cnam": "health_covers"}
"""source -> its dataset that bears persons."""


def kept(fact: str) -> str:
    """SQL: what the first source that says anything says."""
    return f"coalesce({', '.join(said_by(fact, source) for source in PRECEDENCE[fact].sources)})"


def said_by(fact: str, source: str) -> str:
    """The column of what a source says of a household's fact."""
    return f"{fact}_by_{source}"


PERSON_FACTS = tuple(
    fact for fact, precedence in PRECEDENCE.items() if precedence.holder == "person" and len(precedence.sources) > 1
)
"""Facts that records state of their person: the least record number that says anything is believed."""
for _fact in PERSON_FACTS:
    _ranks = [rank_of(BEARERS[source]) for source in PRECEDENCE[_fact].sources]
    assert _ranks == sorted(_ranks), f"{_fact}: records are numbered in another order of trust (DATASETS)"


def person_conflicts() -> str:
    """SQL over `disputed_statements`: rows of contract FactConflict."""
    sources = " ".join(f"WHEN {1 << rank_of(dataset)} THEN '{source}'" for source, dataset in BEARERS.items())
    return " UNION ALL ".join(
        f"""
        SELECT DISTINCT '{fact}' AS fact, 'person' AS holder, person_no AS holder_no, source_kept, value_kept,
            source AS source_set_aside, value AS value_set_aside
        FROM (
            SELECT person_no, source, value, first_value(source) OVER believed AS source_kept,
                first_value(value) OVER believed AS value_kept
            FROM (SELECT person_no, record_no, CASE dataset_bit {sources} END AS source, {value} AS value
                FROM disputed_statements WHERE {value} IS NOT NULL)
            WINDOW believed AS (PARTITION BY person_no ORDER BY record_no))
        WHERE value <> value_kept
        """
        for fact, value in {fact: _WRITTEN.get(fact, f"{fact}::VARCHAR") for fact in PERSON_FACTS}.items()
    )


_WRITTEN = {"birth_month": "CASE WHEN month_known THEN strftime(birth_month, '%Y-%m') END"}
"""A person's fact -> SQL of how it is written in a conflict, where not as it is."""


def household_conflicts() -> str:
    """SQL over `households`: rows of contract FactConflict."""
    facts = {fact: precedence for fact, precedence in PRECEDENCE.items() if precedence.holder == "household"}
    return " UNION ALL ".join(
        _conflict(fact, precedence, first, second)
        for fact, precedence in facts.items()
        for first, second in combinations(range(len(precedence.sources)), 2)
    )


def _conflict(fact: str, precedence: Precedence, first: int, second: int) -> str:
    """Where the source at `first` is the one believed, and the one at `second` says something else."""
    columns = [said_by(fact, source) for source in precedence.sources]
    unsaid = "".join(f"{column} IS NULL AND " for column in columns[:first])
    kept_value, other = columns[first], columns[second]
    differ = f"{kept_value} <> {other}"
    if precedence.tolerance:
        differ = f"abs({kept_value} - {other}) > {precedence.tolerance} * greatest({kept_value}, {other})"
    return f"""
        SELECT '{fact}' AS fact, 'household' AS holder, household_no AS holder_no,
            '{precedence.sources[first]}' AS source_kept, {kept_value}::VARCHAR AS value_kept,
            '{precedence.sources[second]}' AS source_set_aside, {other}::VARCHAR AS value_set_aside
        FROM households WHERE {unsaid}{differ}
    """
