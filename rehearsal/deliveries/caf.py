"""CAF: the dossiers of the month, with their rights and resources, and the people in them.

Belongs here: the two layouts and the faults of these files. Does not: what a household receives (`rights`).
"""

import duckdb

from data_contracts.period import Period
from rehearsal.faults import draw
from rehearsal.writing import Dataset, Delivery, number_lines

ABSURD_EUR_MONTH = "9999.99"


def _spoiled(column: str, amount: str) -> str:
    """SQL of an amount; `spoilt` says which of the dossier's amounts bears the fault."""
    return (
        f"CASE WHEN spoilt = '{column}' AND fault = 'amount_negative' THEN '-' || euros({amount})"
        f" WHEN spoilt = '{column}' AND fault = 'amount_absurd' THEN '{ABSURD_EUR_MONTH}' ELSE euros({amount}) END"
    )


DOSSIERS = Dataset(
    source="caf",
    name="caf_dossiers",
    layout="caf_dossiers_2013",
    columns={
        "NUMCAF": "caf_code(department)",
        "NORDALLC": "dossier_number(household_no)",
        "DTREFFRE": "strftime(period_end(), '%Y%m')",
        "numcom": "commune_code",
        **{f"liblig{line}adr": f"address_{line}" for line in range(2, 7)},
        "SITFAM": "family_situation",
        "NBENLEFA": "family_children",
        "NBENFCHA": "children",
        "STALOG": "CASE tenure WHEN 'tenant' THEN '1' WHEN 'owner' THEN '2' ELSE '3' END",
        **{f"{kind}VERS": f"if(housing_kind = '{kind}', '1', '0')" for kind in ("APL", "ALF", "ALS")},
        "MTAIDELO": _spoiled("housing", "if(housing_received, housing_due, 0)"),
        # a dossier of those who no longer receive the RSA often stays, closed
        "etatdosrsa": "CASE WHEN rsa_paid > 0 THEN '2' WHEN rsa_application = 'pending' THEN '0'"
        " WHEN rsa_application = 'refused' THEN '1' WHEN u('closed', household_no) < 0.04 THEN '5' END",
        "natpf": "CASE WHEN rsa_paid > 0 THEN if(socle_received, 'RS', 'RC')"
        " || if(NOT couple AND youngest < 3, 'I', 'D') END",
        "RSAVERS": "if(rsa_paid > 0, 'C', NULL)",
        "MTRSAVER": _spoiled("rsa", "rsa_paid"),
        "PPAVERS": "CASE WHEN has_activity_bonus() THEN if(activity_received, '1', '0') END",
        "MTPPAVER": "if(has_activity_bonus(), euros(if(activity_received, activity_due, 0)), NULL)",
        "AAHVERS": "if(aah > 0, '1', '0')",
        "MTAAHVER": "euros(aah_now)",
        "PENAAHVE": "CASE WHEN minimum_received THEN '4' WHEN has_asi THEN '2' WHEN survivor_now > 0 THEN '5'"
        " WHEN pensions > 0 THEN '3' ELSE '0' END",
        **{
            f"{column}{ago}": f"if(resources_known, euros({amount}_{ago}), '99999.99')"
            for column, amount in (("MTACFOY", "wage"), ("MTCHFOY", "unemployment"), ("MTOTFOY", "total"))
            for ago in (1, 2, 3)
        },
    },
)

_QUARTER = {"wage": "wage", "unemployment": "unemployment + ass", "other": "pension + survivor + aah"}
_MONTHLY = ", ".join(
    f"sum({amount}) FILTER (ago = {ago}) AS {name}_{ago}" for name, amount in _QUARTER.items() for ago in (1, 2, 3)
)
_TOTALS = ", ".join(
    f"wage_{ago} + unemployment_{ago} + other_{ago} + coalesce(minimum_eur_month, 0) AS total_{ago}"
    for ago in (1, 2, 3)
)

DOSSIER_LINES = f"""
WITH months AS (
    SELECT household_no, {_MONTHLY},
           sum(aah) FILTER (ago = 0) AS aah_now, sum(survivor) FILTER (ago = 0) AS survivor_now
    FROM states WHERE alive OR rank = 0 GROUP BY household_no
), minimum AS (
    SELECT household_no, sum(minimum_eur_month) AS minimum_eur_month, bool_or(kind = 'ASI') AS has_asi
    FROM minima GROUP BY household_no
), known AS (
    SELECT presence.person_no, presence.household_no, benefits.* EXCLUDE (household_no), homes.* EXCLUDE (household_no),
           months.* EXCLUDE (household_no), coalesce(has_asi, false) AS has_asi,
           {_TOTALS},
           if(socle_received, socle_due, 0)
               + if(activity_received AND NOT has_activity_bonus(), activity_due, 0) AS rsa_paid,
           CASE WHEN NOT housing_received THEN 'none' WHEN u('agreed housing', benefits.household_no) < 0.5 THEN 'APL'
                WHEN family_children > 0 THEN 'ALF' ELSE 'ALS' END AS housing_kind,
           CASE WHEN couple AND married THEN '2' WHEN couple AND u('pacs', benefits.household_no) < 0.3 THEN '7'
                WHEN couple THEN '3' WHEN widowed THEN '4' WHEN separated AND married THEN '5' WHEN separated THEN '6'
                ELSE '1' END AS family_situation,
           -- the quarter's resources are asked for the RSA and the activity bonus, often known otherwise
           rsa_paid > 0 OR activity_received OR rsa_application IS NOT NULL
               OR oldest_adult < 65 AND u('resources known', benefits.household_no) < 0.85 AS resources_known,
           if(person_fault = 'deceased', person_fault, NULL) AS person_fault,
           CASE WHEN housing_received AND (rsa_paid = 0 OR u('spoilt', presence.person_no) < 0.5) THEN 'housing'
                WHEN rsa_paid > 0 THEN 'rsa' END AS spoilt,
           u('dossier values', presence.person_no) AS chance
    FROM presence JOIN benefits ON benefits.household_no = presence.household_no
    JOIN homes ON homes.household_no = presence.household_no JOIN months ON months.household_no = presence.household_no
    LEFT JOIN minimum ON minimum.household_no = presence.household_no
    LEFT JOIN person_faults USING (person_no)
    WHERE presence.in_caf AND person_no % 16 = 0
), faulty AS (
    SELECT *, {
    draw(
        "caf_dossiers",
        "person_no",
        {
            "line_cut": "true",
            "amount_negative": "spoilt IS NOT NULL",
            "amount_absurd": "spoilt IS NOT NULL",
            "duplicate": "true",
        },
    )
} AS fault FROM known
), written AS (SELECT *, {DOSSIERS.text} AS whole FROM faulty)
SELECT 'CAF_DOSSIERS_' || caf_code(department) || '_{{compact}}.csv' AS file, dossier_order(household_no) AS sort_key,
       person_no, household_no, fault, true AS seen_alone,
       if(fault = 'line_cut', cut_delimited(whole, chance), whole) AS text
FROM written
"""

PERSONS = Dataset(
    source="caf",
    name="caf_persons",
    layout="caf_persons_2013",
    columns={
        "NUMCAF": "caf_code(department)",
        "NORDALLC": "dossier_number(household_no)",
        "rolepers": "CASE role WHEN 'head' THEN 'DEM' WHEN 'partner' THEN 'CJT' ELSE 'ENF' END",
        "nom": "written_used_name",
        "nomnai": "written_birth_name",
        "prenom": "written_first_name",
        "prenom2": "norm(second_name)",
        "prenom3": "''",
        "dtnai": "CASE fault WHEN 'birth_day_unknown' THEN strftime(birth_date, '%Y-%m-00')"
        " WHEN 'birth_month_unknown' THEN strftime(birth_date, '%Y-00-00') ELSE strftime(birth_date, '%Y-%m-%d') END",
        "typedtnai": "CASE fault WHEN 'birth_day_unknown' THEN 'J' WHEN 'birth_month_unknown' THEN 'O' ELSE 'N' END",
        "nir": "spoiled_nir15(fault, nir, relative_nir, chance)",
        "topvalec": "if(u('validated', person_no) < 0.96, '1', '0')",
        "SEXE": "sex",
        "nomcomnai": "left(birth_commune_name, 26)",
        "idassedic": "if(in_pe AND u('idassedic', person_no) < 0.9, agency_id(person_no), NULL)",
    },
)

PERSON_LINES = f"""
WITH known AS (
    SELECT people.*, department, in_pe, person_fault, u('caf values', person_no) AS chance
    FROM presence JOIN people USING (person_no, household_no) JOIN homes USING (household_no)
    LEFT JOIN person_faults USING (person_no)
    WHERE in_caf
), faulty AS (
    SELECT *, {
    draw(
        "caf_persons",
        "person_no",
        {
            "line_cut": "true",
            "duplicate": "true",
            "nir_missing": "true",
            "nir_malformed": "true",
            "nir_wrong_key": "true",
            "nir_relative": "relative_nir IS NOT NULL",
            "birth_day_unknown": "true",
            "birth_month_unknown": "true",
            "used_name": "norm(birth_name) <> norm(used_name)",
            "typing_error": "length(used_name) > 3 AND length(first_name) > 3",
            "name_spelling": "has_spelling(used_name) OR has_spelling(first_name)",
            "names_swapped": "norm(used_name) <> norm(first_name)",
        },
    )
} AS fault FROM known
), spoiled AS (
    SELECT *, {{names}},
           -- of the two names a married woman has, the birth name is the one that fewer sources can contradict
           CASE fault WHEN 'nir_relative' THEN left(relative_nir, 5) <> left(nir, 5) WHEN 'used_name' THEN chance < 0.5
                      ELSE true END AS seen_alone
    FROM faulty
), written AS (SELECT *, {PERSONS.text} AS whole FROM spoiled)
SELECT 'CAF_PERSONNES_' || caf_code(department) || '_{{compact}}.csv' AS file,
       dossier_order(household_no) * 16 + person_no % 16 AS sort_key, person_no, household_no, fault, seen_alone,
       if(fault = 'line_cut', cut_delimited(whole, chance), whole) AS text
FROM written
"""

# CAF and CNAV write both names: the fault puts one where the other belongs, half of the time each way
BOTH_NAMES = """
CASE WHEN fault = 'name_spelling' AND has_spelling(used_name) THEN civil(used_name, chance)
     WHEN fault = 'typing_error' AND chance < 0.5 THEN typo(norm(used_name), 2 * chance)
     WHEN fault = 'names_swapped' THEN norm(first_name)
     WHEN fault = 'used_name' AND chance < 0.5 THEN norm(birth_name) ELSE norm(used_name) END AS written_used_name,
CASE WHEN fault = 'name_spelling' AND has_spelling(birth_name) AND has_spelling(used_name)
         THEN civil(birth_name, chance)
     WHEN fault = 'used_name' AND chance >= 0.5 THEN norm(used_name) ELSE norm(birth_name) END AS written_birth_name,
CASE WHEN fault = 'name_spelling' AND has_spelling(first_name) THEN civil(first_name, chance)
     WHEN fault = 'typing_error' AND chance >= 0.5 THEN typo(norm(first_name), 2 * chance - 1)
     WHEN fault = 'names_swapped' THEN norm(used_name) ELSE norm(first_name) END AS written_first_name
"""

MACROS = """
CREATE MACRO caf_code(department) AS rpad(replace(replace(department, 'A', '0'), 'B', '0'), 3, '1');
CREATE MACRO dossier_order(household_no) AS (household_no * 48271093 + 20140116) % 100000000;
CREATE MACRO dossier_number(household_no) AS lpad(dossier_order(household_no)::VARCHAR, 8, '0');
"""


def deliver(con: duckdb.DuckDBPyConnection, to: Delivery, period: Period) -> None:
    """Write CAF_DOSSIERS_* and CAF_PERSONNES_*, one of each a département."""
    con.execute(MACROS)
    number_lines(con, "caf_dossiers", DOSSIER_LINES.format(compact=period.compact), headings=1)
    number_lines(con, "caf_persons", PERSON_LINES.format(compact=period.compact, names=BOTH_NAMES), headings=1)
    to.add_text(con, DOSSIERS)
    to.add_text(con, PERSONS)
