"""Situations: what the files together say of each household and person at a period.

A fact that no file gives is missing, never zero. Absence from a file that was delivered is a fact too: whoever the
CAF does not know is paid no RSA by it. Precedence where files conflict: the CAF's dossier for the household, Pôle
emploi for the allowance, the CNAV for pensions. Belongs here: putting facts together. Does not: any rule of law.
"""

from collections.abc import Collection

from data_contracts.period import Period
from data_contracts.relations import Connection, Relation, bind, keep
from linkage.facts import gather_facts, known_from
from linkage.poverty import poverty_line_eur_month


def describe_people(
    con: Connection,
    period: Period,
    delivered: Collection[str],
    pseudonym_key: bytes,
    *,
    records: Relation,
    person_records: Relation,
    registrations: Relation,
    unemployment_payments: Relation,
    caf_dossiers: Relation,
    caf_persons: Relation,
    pensions: Relation,
    health_covers: Relation,
    deceased: Relation,
    objectors: Relation,
    record_doubts: Relation,
    communes: Relation,
) -> tuple[Relation, Relation]:
    """(person situations, household situations), see contracts PersonSituation and HouseholdSituation.

    `delivered`: the sources that delivered this period; the facts of the others are missing.
    """
    bind(con, records=records, person_records=person_records, registrations=registrations)
    bind(con, unemployment_payments=unemployment_payments, caf_dossiers=caf_dossiers, caf_persons=caf_persons)
    bind(con, pensions=pensions, health_covers=health_covers, deceased=deceased, objectors=objectors)
    bind(con, record_doubts=record_doubts, communes=communes)
    gather_facts(con, period.last_day, pseudonym_key)
    known = {source: str(source in delivered).lower() for source in ("pole_emploi", "caf", "cnav", "cnam")}
    keep(con, "described", _DESCRIBED.format(**known))
    # Whoever the CAF knows, but whose dossier was refused at the gate, has rights nobody can say here.
    unknown_to_caf = f"{known['caf']} AND NOT ({known_from('caf_persons')})"
    keep(con, "households", _HOUSEHOLDS.format(unknown_to_caf=unknown_to_caf))
    line, first_day = poverty_line_eur_month(period), f"DATE '{period.first_day}'"
    people = con.sql(_CLASSED.format(poverty_line=line, first_day=first_day))
    return people, con.table("households")


# Outside a CAF dossier only one member of a household is known: it goes by that person's number and pseudonym.
_DESCRIBED = """
    SELECT p.* EXCLUDE birth_date, date_trunc('month', p.birth_date)::DATE AS birth_month,
        coalesce(f.household_no, p.person_no) AS household_no,
        CASE WHEN f.household_no IS NULL THEN p.person_id END AS household_id, coalesce(f.role, 'adult') AS role,
        CASE WHEN {pole_emploi} THEN j.person_no IS NOT NULL END AS jobseeker,
        CASE WHEN {pole_emploi} THEN coalesce(j.allowance_kind, 'NONE') END AS allowance_kind,
        CASE WHEN {pole_emploi} THEN coalesce(j.daily_allowance_eur_day, 0) END AS daily_allowance_eur_day,
        j.category, coalesce(j.marital_status, n.marital_status) AS marital_status, j.children AS declared_children,
        CASE WHEN {cnav} THEN n.person_no IS NOT NULL END AS pensioner,
        CASE WHEN {cnav} THEN coalesce(n.pension_eur_month, 0) END AS pension_eur_month,
        CASE WHEN {cnav} THEN coalesce(n.minimum_kind, 'NONE') END AS minimum_kind,
        CASE WHEN {cnav} THEN coalesce(n.minimum_eur_month, 0) END AS minimum_eur_month,
        n.spouse_resources_eur_month,
        CASE WHEN {cnam} THEN coalesce(c.health_cover, 'NONE') END AS health_cover
    FROM people p
    LEFT JOIN foyer f USING (person_no)
    LEFT JOIN jobseekers j USING (person_no)
    LEFT JOIN pensioners n USING (person_no)
    LEFT JOIN covered c USING (person_no)
"""

_HOUSEHOLDS = """
    WITH dossier AS (
        SELECT *, record_no AS household_no,
            round((earnings_1_eur_month + earnings_2_eur_month + earnings_3_eur_month) / 3, 2)::DECIMAL(12,2)
                AS earnings_eur_month,
            round((unemployment_1_eur_month + unemployment_2_eur_month + unemployment_3_eur_month) / 3, 2)
                ::DECIMAL(12,2) AS replacement_eur_month,
            round((total_1_eur_month + total_2_eur_month + total_3_eur_month) / 3, 2)::DECIMAL(12,2)
                AS total_eur_month
        FROM dossiers
    ), members AS (
        SELECT household_no, min(birth_month) FILTER (role = 'adult') AS oldest_adult_birth_month,
            CAST(sum(pension_eur_month + minimum_eur_month) AS DECIMAL(12,2)) AS pensions_eur_month
        FROM described WHERE household_id IS NULL GROUP BY household_no
    )
    SELECT household_no, household_id, 'caf' AS known_from,
        CASE WHEN family_situation <> '0' THEN family_situation IN ('2', '3', '7') END AS couple, children,
        oldest_adult_birth_month, housing_status,
        CASE WHEN '1' IN (apl_state, alf_state, als_state) THEN housing_benefit_eur_month ELSE 0 END
            AS housing_benefit_eur_month,
        earnings_eur_month, replacement_eur_month, pensions_eur_month,
        CASE WHEN rest_eur_month < 0 THEN 0 ELSE rest_eur_month END AS other_eur_month,
        CASE WHEN starts_with(coalesce(rsa_benefit, 'RS'), 'RC') THEN 'none'
             WHEN rsa_state IN ('C', 'E', 'J', 'L') THEN 'live' WHEN rsa_state IN ('S', 'T', 'U') THEN 'suspended'
             WHEN rsa_dossier_state = '0' THEN 'pending' WHEN rsa_dossier_state = '1' THEN 'refused'
             WHEN rsa_dossier_state = '2' THEN 'live' WHEN rsa_dossier_state IN ('3', '4') THEN 'suspended'
             ELSE 'none' END AS rsa_state,
        rsa_eur_month
    FROM (
        SELECT *, CAST(total_eur_month - earnings_eur_month - replacement_eur_month - coalesce(pensions_eur_month, 0)
            AS DECIMAL(12,2)) AS rest_eur_month
        FROM dossier LEFT JOIN members USING (household_no)
    )
    UNION ALL BY NAME
    SELECT household_no, household_id,
        CASE WHEN jobseeker THEN 'pole_emploi' WHEN pensioner THEN 'cnav' ELSE 'cnam' END AS known_from,
        marital_status = 'M' AS couple, declared_children AS children, birth_month AS oldest_adult_birth_month,
        NULL AS housing_status, CASE WHEN {unknown_to_caf} THEN 0 END AS housing_benefit_eur_month,
        NULL AS earnings_eur_month,
        CASE WHEN marital_status <> 'M' AND jobseeker
             THEN CAST(daily_allowance_eur_day * 30 AS DECIMAL(12,2)) END AS replacement_eur_month,
        CASE WHEN marital_status <> 'M' THEN pension_eur_month + minimum_eur_month
             ELSE pension_eur_month + minimum_eur_month + spouse_resources_eur_month END AS pensions_eur_month,
        NULL AS other_eur_month,
        CASE WHEN {unknown_to_caf} THEN 'none' END AS rsa_state,
        CASE WHEN {unknown_to_caf} THEN 0 END AS rsa_eur_month
    FROM described WHERE household_id IS NOT NULL
"""

_CLASSED = """
    WITH homes AS (
        SELECT household_no, couple, children, earnings_eur_month,
            coalesce(earnings_eur_month, 0) + coalesce(replacement_eur_month, 0) + coalesce(pensions_eur_month, 0)
                + coalesce(other_eur_month, 0) < {poverty_line} * (1 + 0.5 * couple::INT + 0.3 * children) AS poor
        FROM households
    )
    SELECT person_no, person_id, household_no, role, tier, birth_month, sex, commune_code,
        left(commune_code, CASE WHEN left(commune_code, 2) IN ('97', '98') THEN 3 ELSE 2 END) AS department,
        density_level,
        CASE
            WHEN role = 'child' THEN 'other'
            WHEN poor AND earnings_eur_month > 0 AND children > 0 THEN 'working_poor_children'
            WHEN poor AND earnings_eur_month > 0 AND children = 0 THEN 'working_poor'
            WHEN poor AND NOT couple AND pensioner AND birth_month <= {first_day} - INTERVAL 60 YEAR
                THEN 'single_poor_pensioner'
            WHEN coalesce(earnings_eur_month = 0, jobseeker AND category <> '5') AND NOT couple
                AND coalesce(children, 0) = 0 AND birth_month > {first_day} - INTERVAL 60 YEAR THEN 'single_no_work'
            ELSE 'other' END AS profile,
        jobseeker, category AS jobseeker_category, allowance_kind, daily_allowance_eur_day, pensioner,
        pension_eur_month, minimum_kind, minimum_eur_month, health_cover,
        person_no IN (SELECT person_no FROM deceased) AS deceased,
        person_no IN (SELECT person_no FROM objectors) AS objected,
        person_no IN (
            SELECT person_no FROM person_records SEMI JOIN (
                SELECT record_no FROM record_doubts WHERE doubt = 'homonyme') USING (record_no)) AS homonym,
        sources
    FROM described JOIN homes USING (household_no) JOIN source_sets USING (datasets)
        LEFT JOIN communes USING (commune_code)
"""
