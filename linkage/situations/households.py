"""Households: who lives together, and what they live on, from every file that knows one of them.

Belongs here: the CAF's foyers with what the other files say of their members, couples of two files, people alone in
theirs. Does not: finding those couples (`couples`), what one person's files say (`facts`), any rule of law.
"""

from collections.abc import Mapping

from data_contracts.described import HouseholdSituation
from data_contracts.period import Period
from data_contracts.relations import Connection, Relation, keep
from linkage.situations.facts import RSA_STATE
from linkage.situations.precedence import kept


def describe_households(con: Connection, period: Period, known: Mapping[str, str], unknown_to_caf: str) -> Relation:
    """Rows of contract HouseholdSituation, from `described`, `dossiers` and `allowances`.

    Fills `households`, which has beside them what each source says of each fact of PRECEDENCE. `known`: SQL, whether a
    source delivered; `unknown_to_caf`: SQL over `described`, whether the CAF did and does not know the person.
    """
    keep(con, "told", _TOLD.format(first=period.shift(-3).first_day, last=period.shift(-1).first_day))
    written = HouseholdSituation.written_type
    codes = {f"from_{source}": HouseholdSituation.code("known_from", source)
             for source in ("caf", "two_files", "pole_emploi", "cnav", "cnam")}  # fmt: skip
    codes["no_rsa"] = HouseholdSituation.code("rsa_state", "none")
    parts = " UNION ALL BY NAME ".join((_FOYERS, _COUPLES, _ALONE)).format(
        unknown_to_caf=unknown_to_caf, rsa_state=f"({RSA_STATE})::{written('rsa_state')}", **codes, **known
    )
    keep(con, "households", f"""
        SELECT *, {kept("couple")} AS couple, {kept("children")} AS children,
            {kept("unemployment")} AS replacement_eur_month
        FROM ({parts})
    """)  # fmt: skip
    return con.sql(f"SELECT {', '.join(HouseholdSituation.column_names())} FROM households")


# What Pôle emploi and the CNAV say of the foyers whose members they know; of unemployment, what was paid a month over
# the quarter that the CAF looks at.
_TOLD = """
    SELECT household_no, bool_or(couple_by_pole_emploi) FILTER (role = 'adult') AS couple_by_pole_emploi,
        bool_or(couple_by_cnav) FILTER (role = 'adult') AS couple_by_cnav,
        max(children_by_pole_emploi) FILTER (role = 'adult') AS children_by_pole_emploi,
        CASE WHEN bool_and(daily_allowance_eur_day IS NOT NULL) FILTER (jobseeker)
             THEN CAST(coalesce(sum(paid), 0) / 3 AS DECIMAL(12,2)) END AS unemployment_by_pole_emploi,
        CASE WHEN bool_or(known_to_cnav) THEN coalesce(max(nullif(minimum_kind, 'NONE')), 'NONE') END
            AS old_age_minimum_by_cnav,
        CAST(sum(pension_eur_month + minimum_eur_month) AS DECIMAL(12,2)) AS pensions_eur_month
    FROM (SELECT * FROM described WHERE in_caf AND (jobseeker OR known_to_cnav))
    LEFT JOIN (
        SELECT person_no, sum(amount_eur_month) AS paid
        FROM allowances WHERE month BETWEEN DATE '{first}' AND DATE '{last}' GROUP BY person_no
    ) USING (person_no)
    GROUP BY household_no
"""

_FOYERS = """
    SELECT household_no, household_id, {from_caf} AS known_from,
        CASE WHEN family_situation <> '0' THEN family_situation IN ('2', '3', '7') END AS couple_by_caf,
        couple_by_pole_emploi, couple_by_cnav, children AS children_by_caf, children_by_pole_emploi,
        oldest_adult_birth_month, housing_status,
        CASE WHEN '1' IN (apl_state, alf_state, als_state) THEN housing_benefit_eur_month ELSE 0 END
            AS housing_benefit_eur_month,
        earnings_eur_month, unemployment_by_caf, unemployment_by_pole_emploi, pensions_eur_month,
        CASE WHEN rest_eur_month < 0 THEN 0 ELSE rest_eur_month END AS other_eur_month,
        CASE WHEN starts_with(rsa_benefit, 'RC') THEN {no_rsa} ELSE coalesce({rsa_state}, {no_rsa}) END AS rsa_state,
        rsa_eur_month, old_age_minimum_by_cnav,
        CASE pension_kind WHEN '0' THEN 'NONE' WHEN '2' THEN 'ASI'
             WHEN '4' THEN CASE old_age_minimum_by_cnav WHEN 'AS' THEN 'AS' ELSE 'ASPA' END
             END AS old_age_minimum_by_caf
    FROM (
        SELECT *, CASE WHEN {cnav} AND oldest_adult_birth_month IS NOT NULL THEN coalesce(pensions_told, 0) END
                AS pensions_eur_month,
            CAST(total_eur_month - earnings_eur_month - unemployment_by_caf - coalesce(pensions_eur_month, 0)
                AS DECIMAL(12,2)) AS rest_eur_month
        FROM (
            SELECT *, record_no AS household_no,
                round((earnings_1_eur_month + earnings_2_eur_month + earnings_3_eur_month) / 3, 2)::DECIMAL(12,2)
                    AS earnings_eur_month,
                round((unemployment_1_eur_month + unemployment_2_eur_month + unemployment_3_eur_month) / 3, 2)
                    ::DECIMAL(12,2) AS unemployment_by_caf,
                round((total_1_eur_month + total_2_eur_month + total_3_eur_month) / 3, 2)::DECIMAL(12,2)
                    AS total_eur_month
            FROM dossiers
        ) LEFT JOIN (
            SELECT household_no, min(birth_month) AS oldest_adult_birth_month
            FROM described WHERE in_caf AND role = 'adult' GROUP BY household_no
        ) USING (household_no)
        LEFT JOIN (SELECT * RENAME (pensions_eur_month AS pensions_told) FROM told) USING (household_no)
    )
"""

# What a member declared of the other's resources, beyond what the other's own files say of them, is not lost.
_COUPLES = """
    SELECT household_no, min(person_id) AS household_id, {from_two_files} AS known_from,
        bool_or(couple_by_pole_emploi) AS couple_by_pole_emploi, bool_or(couple_by_cnav) AS couple_by_cnav,
        max(children_by_pole_emploi) AS children_by_pole_emploi, min(birth_month) AS oldest_adult_birth_month,
        CASE WHEN bool_and({unknown_to_caf}) THEN 0 END AS housing_benefit_eur_month,
        CASE WHEN bool_and(daily_allowance_eur_day IS NOT NULL)
             THEN CAST(sum(allowance_eur_month) AS DECIMAL(12,2)) END AS unemployment_by_pole_emploi,
        CAST(sum(pensions_eur_month) AS DECIMAL(12,2)) AS pensions_eur_month,
        CAST(sum(CASE WHEN unseen < 0 THEN 0 ELSE unseen END) AS DECIMAL(12,2)) AS other_eur_month,
        CASE WHEN bool_and({unknown_to_caf}) THEN {no_rsa} END AS rsa_state,
        CASE WHEN bool_and({unknown_to_caf}) THEN 0 END AS rsa_eur_month
    FROM (
        SELECT *, spouse_resources_eur_month
            - (sum(allowance_eur_month + pensions_eur_month) OVER (PARTITION BY household_no)
               - allowance_eur_month - pensions_eur_month) AS unseen
        FROM (
            SELECT *, coalesce(daily_allowance_eur_day, 0) * 30 AS allowance_eur_month,
                pension_eur_month + minimum_eur_month AS pensions_eur_month
            FROM described WHERE in_two_files
        )
    )
    GROUP BY household_no
"""

_ALONE = f"""
    SELECT household_no, person_id AS household_id,
        CASE WHEN jobseeker THEN {{from_pole_emploi}} WHEN known_to_cnav THEN {{from_cnav}} ELSE {{from_cnam}} END
            AS known_from,
        couple_by_pole_emploi, couple_by_cnav, children_by_pole_emploi, birth_month AS oldest_adult_birth_month,
        CASE WHEN {{unknown_to_caf}} THEN 0 END AS housing_benefit_eur_month,
        CASE WHEN NOT in_couple AND jobseeker
             THEN CAST(daily_allowance_eur_day * 30 AS DECIMAL(12,2)) END AS unemployment_by_pole_emploi,
        CASE WHEN NOT in_couple THEN pension_eur_month + minimum_eur_month
             ELSE pension_eur_month + minimum_eur_month + spouse_resources_eur_month END AS pensions_eur_month,
        CASE WHEN {{unknown_to_caf}} THEN {{no_rsa}} END AS rsa_state,
        CASE WHEN {{unknown_to_caf}} THEN 0 END AS rsa_eur_month
    FROM (
        SELECT *, {kept("couple")} AS in_couple
        FROM (SELECT *, NULL::BOOLEAN AS couple_by_caf FROM described WHERE NOT in_caf AND NOT in_two_files)
    )
"""
