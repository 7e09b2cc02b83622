"""What is known of a person that an application asks for: identity, family, housing, resources of the last months.

Belongs here: that one query. Does not: which rights are asked for, words, layout (`applications`). Of an unsure match
(see `addressees`) only the name and the address to write to are kept: the rest of the form stays empty.
"""

from dataclasses import dataclass

import polars as pl

from campaigns.outputs.addressees import revealing
from campaigns.outputs.postal import kept_lines
from data_contracts.period import Period
from data_contracts.relations import Connection, Relation, bind

MONTHS_SHOWN = 4
"""The quarter that the CAF declares (M-3 to M-1), and the period's own month, which the others pay."""


@dataclass(frozen=True)
class Known:
    """The tables that tell of people, as the line keeps them (contracts of the same names)."""

    identities: Relation
    person_situations: Relation
    household_situations: Relation
    incomes: Relation


def applicants(
    con: Connection, listed: Relation, targets: Relation, known: Known, period: Period, *, needs_nir: bool
) -> pl.DataFrame:
    """One row a person of `targets` who is listed, ordered by commune then reference.

    Columns: `reference`, `revealing`, `lines` (postal), `last_name`, `first_name`, `commune_code`, `department`; and,
    empty or null unless `revealing`: `likely` and `possible` (lists of benefits), `birth_name`, `birth_date`, `nir`
    (only where `needs_nir`: strict necessity, CNIL 2022-101), `couple`, `children`, `known_from`, `housing_status`,
    `incomes`, a list of {holder, kind, month, source, amount (EUR/month), fact_date}.
    """
    bind(
        con,
        output_listed=listed,
        output_targets=targets,
        output_identities=known.identities,
        output_people=known.person_situations,
        output_households=known.household_situations,
        output_incomes=known.incomes,
    )
    nir = "identity.nir" if needs_nir else "NULL::VARCHAR"
    rows = con.sql(f"""
        WITH person AS (
            SELECT reference, person_id, any_value(commune_code) AS commune_code, any_value(department) AS department,
                bool_and({revealing(listed)}) AS revealing,
                list(benefit ORDER BY benefit) FILTER (verdict = 'likely') AS likely,
                list(benefit ORDER BY benefit) FILTER (verdict = 'possible') AS possible
            FROM output_listed JOIN output_targets USING (person_id) GROUP BY reference, person_id),
        applicant AS (
            SELECT person.*, identity.person_no, household_no
            FROM person JOIN output_identities AS identity USING (person_id)
            LEFT JOIN (SELECT person_no, household_no FROM output_people) USING (person_no)),
        income AS (
            SELECT person_no, list(struct_pack(holder := holder, kind := kind, month := month, source := income.source,
                    amount := amount_eur_month::DOUBLE, fact_date := fact_date)
                ORDER BY kind, month, income.source) AS incomes
            FROM output_incomes AS income JOIN applicant ON holder_no = CASE holder
                WHEN 'person' THEN person_no WHEN 'household' THEN household_no END
            WHERE revealing AND month BETWEEN DATE '{period.shift(1 - MONTHS_SHOWN).first_day}'
                AND DATE '{period.first_day}'
            GROUP BY person_no)
        SELECT reference, revealing, list_filter({kept_lines("identity")}, lambda line: line <> '') AS lines,
            identity.last_name, identity.first_name, commune_code, department,
            CASE WHEN revealing THEN coalesce(likely, []) ELSE [] END AS likely,
            CASE WHEN revealing THEN coalesce(possible, []) ELSE [] END AS possible,
            {_if_revealing(nir, "nir")}, {_if_revealing("identity.birth_name", "birth_name")},
            {_if_revealing("identity.birth_date", "birth_date")}, {_if_revealing("couple", "couple")},
            {_if_revealing("children", "children")}, {_if_revealing("known_from", "known_from")},
            {_if_revealing("housing_status", "housing_status")}, incomes
        FROM applicant JOIN output_identities AS identity USING (person_no)
        LEFT JOIN (SELECT household_no, couple, children, known_from, housing_status
                   FROM output_households) USING (household_no)
        LEFT JOIN income USING (person_no)
        ORDER BY commune_code NULLS LAST, reference
    """)
    return pl.DataFrame(rows)


def _if_revealing(sql: str, name: str) -> str:
    return f"CASE WHEN revealing THEN {sql} END AS {name}"
