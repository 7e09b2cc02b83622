"""What the model says of pairs: Splink, on pairs chosen beforehand and with saved parameters.

Belongs here: all that is Splink's, but for the training (`training`). Does not: which pairs (`candidates`), what
follows (`rules`). Splink is kept silent and leaves no table behind: it works on names.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from splink import DuckDBAPI, Linker

from data_contracts.relations import Connection, keep
from linkage.matching.comparisons import COMPARISONS, FREQUENCIES, splink_comparison
from linkage.matching.model import Model

KNOWN_RECORDS = 1_000
"""Records' worth of trained frequency that are mixed into the counted one: a village's counts prove little."""

COLUMNS = (
    "record_no, dataset, nullif(used_name, '') AS used_name, nullif(nullif(birth_name, ''), used_name) AS birth_name,"
    " nullif(first_name, '') AS first_name, birth_date, birth_precision, sex, commune_code,"
    " nullif(address, '') AS address, nullif(locality, '') AS locality, shown_nir"
)
"""What comparisons read: a birth name where it is another; of NIRs only what may be somebody's (SHOWN_NIR)."""


def score_pairs(con: Connection, model: Model) -> None:
    """From `records`, `compared` and `candidates`, fill `scored`: a row a pair, record_no_l < record_no_r, with

    probability (0 to 1, of this pair alone), weight (bits), and for each comparison level_<name> (-1: nothing can be
    said) and weight_<name> (bits, the rarity of the value included).
    """
    if not con.table("candidates").limit(1).fetchall():
        nothing = [f"NULL::TINYINT AS level_{each.name}, NULL::DOUBLE AS weight_{each.name}" for each in COMPARISONS]
        keep(con, "scored", f"""
            SELECT *, NULL::DOUBLE AS probability, NULL::DOUBLE AS weight, {", ".join(nothing)} FROM candidates
        """)  # fmt: skip
        return
    keep(con, "to_score", f"SELECT {COLUMNS} FROM compared")
    keep(con, "pairs_to_score", """
        SELECT record_no_l AS join_key_l, record_no_r AS join_key_r, '0' AS match_key FROM candidates
    """)  # fmt: skip
    with silent_linker(con, "to_score", splink_settings(model, _population(con))) as (api, linker):
        for column in FREQUENCIES:
            keep(con, f"frequency_{column}", _frequency(column, model))
            linker.table_management.register_term_frequency_lookup(api.register(f"frequency_{column}"), column)
        linker.table_management.register_blocked_pairs_for_predict(api.register("pairs_to_score"))
        predicted = linker.inference.predict(warning_mode="never").physical_name
        keep(con, "scored", f"""
            SELECT record_no_l, record_no_r, match_probability AS probability, match_weight AS weight,
                {", ".join(f"gamma_{each.name}::TINYINT AS level_{each.name}" for each in COMPARISONS)},
                {", ".join(f"{_weight(each.name)} AS weight_{each.name}" for each in COMPARISONS)}
            FROM {predicted}
        """)  # fmt: skip


@contextmanager
def silent_linker(con: Connection, table: str, settings: dict[str, Any]) -> Iterator[tuple[DuckDBAPI, Linker]]:
    """A Splink linker on a table of the connection, whose own tables are dropped in the end."""
    logging.getLogger("splink").setLevel(logging.CRITICAL)
    api = DuckDBAPI(con)
    try:
        yield api, Linker(api.register(table), settings, log_level=None, validate_settings=False)
    finally:
        api.delete_tables_created_by_splink_from_db()  # type: ignore[no-untyped-call]


def splink_settings(model: Model | None, population: int, **more: Any) -> dict[str, Any]:
    """Splink's settings, made from the declared comparisons; without a model, m and u are still to be trained."""
    worth = model.worth if model else {}
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "record_no",
        "probability_two_random_records_match": model.prior(population) if model else 1e-5,
        "comparisons": [splink_comparison(each, worth.get(each.name, {})) for each in COMPARISONS],
        "blocking_rules_to_generate_predictions": [],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
        **more,
    }


def _population(con: Connection) -> int:
    (records,) = con.execute("SELECT count(*) FROM records").fetchone() or (0,)
    return int(records)


def _frequency(column: str, model: Model) -> str:
    (usual,) = (
        model.worth[each.name][level.name]["u"]
        for each in COMPARISONS
        for level in each.levels
        if level.frequency_of == column
    )
    return f"""
        SELECT {column}, (n + {KNOWN_RECORDS * usual}) / (sum(n) OVER () + {KNOWN_RECORDS}) AS tf_{column}
        FROM (SELECT {column}, count(*) AS n FROM records WHERE {column} <> '' GROUP BY {column})
    """


def _weight(name: str) -> str:
    rarity = {each.name for each in COMPARISONS for level in each.levels if level.frequency_of}
    return f"(mw_{name} + mw_tf_adj_{name})" if name in rarity else f"mw_{name}"
