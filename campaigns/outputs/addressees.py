"""Who is written to: one row a person contacted, with the postal lines and the rights, as every sheet needs them.

Belongs here: meeting targets, identities and rights, and taking away what may not be told. Does not: choosing people
(`targeting`, the draw), wording (`letters`, `bilans`, `applications`). Pseudonyms stop here: what comes out has the
reference only.
"""

import polars as pl

from campaigns.outputs import postal
from data_contracts.known import REVEALING_TIERS
from data_contracts.relations import Connection, Relation, bind


def revealing(listed: Relation) -> str:
    """SQL over a row of `listed`: whether what the files know may be told.

    Never of an unsure match, nor of a spouse whom no file names as such, nor where targeting itself says no.
    """
    told = "AND coalesce(revealing, false)" if "revealing" in listed.columns else ""
    return f"(coalesce(tier IN {REVEALING_TIERS}, false) AND NOT coalesce(household_inferred, true) {told})"


def addressees(con: Connection, listed: Relation, identities: Relation, targets: Relation) -> pl.DataFrame:
    """One row a person of `targets` who is listed, ordered by commune then reference (the order of the lists).

    `listed`: rows person and benefit (`Targeting.listed`); `targets`: `person_id, reference` of those to contact: who
    is not in it is in no output. Columns: `reference`; `lines`, the postal lines to print, 1 to 6; `commune_code`,
    `department`; `revealing`; `rights`, a list of {benefit, verdict, amount_min, amount_max (EUR/month), missing},
    likely first, where all but `benefit` are null unless `revealing`.
    """
    bind(con, output_listed=listed, output_identities=identities, output_targets=targets)
    rows = con.sql(f"""
        WITH said AS (
            SELECT target.reference, listed.*, {revealing(listed)} AS told
            FROM output_listed AS listed JOIN output_targets AS target USING (person_id)),
        person AS (
            SELECT reference, person_id, any_value(commune_code) AS commune_code, any_value(department) AS department,
                bool_and(told) AS revealing,
                list(struct_pack(
                    benefit := benefit,
                    verdict := CASE WHEN told THEN verdict END,
                    amount_min := CASE WHEN told THEN amount_min_eur_month::DOUBLE END,
                    amount_max := CASE WHEN told THEN amount_max_eur_month::DOUBLE END,
                    missing := CASE WHEN told THEN missing END
                ) ORDER BY told AND verdict <> 'likely', benefit) AS rights
            FROM said GROUP BY reference, person_id)
        SELECT reference, list_filter({postal.kept_lines("identity")}, lambda line: line <> '') AS lines,
            commune_code, department, revealing, rights
        FROM person JOIN output_identities AS identity USING (person_id)
        ORDER BY commune_code NULLS LAST, reference
    """)
    return pl.DataFrame(rows)
