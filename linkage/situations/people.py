"""Situations: what the files together say of each household and person at a period.

A fact that no file gives is missing, never zero. Absence from a file that was delivered is a fact too: whoever the
CAF does not know is paid no RSA by it. Where files conflict, `PRECEDENCE` says whom to believe (data_contracts/facts).
Belongs here: putting facts together, person by person. Does not: what concerns households (`households`, `couples`),
amounts by month (`incomes`), benefits (`benefits`), any rule of law.
"""

from collections.abc import Collection

from data_contracts.described import PROFILES, HouseholdSituation, PersonSituation
from data_contracts.known import TIERS
from data_contracts.period import Period
from data_contracts.places import territory
from data_contracts.relations import Connection, Relation, bind, keep
from linkage.situations.benefits import list_benefits
from linkage.situations.couples import find_couples
from linkage.situations.facts import gather_facts, known_from
from linkage.situations.households import describe_households
from linkage.situations.incomes import MONTHS_LOOKED_BACK, list_incomes
from linkage.situations.poverty import poverty_line_eur_month
from linkage.situations.precedence import household_conflicts, person_conflicts
from linkage.situations.repeats import repeat_conflicts
from linkage.situations.spells import find_allowances


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
    protected_people: Relation,
    record_doubts: Relation,
    communes: Relation,
) -> tuple[Relation, Relation, Relation, Relation, Relation]:
    """See contracts PersonSituation, HouseholdSituation, Income, BenefitReceived and FactConflict, in that order.

    `delivered`: the sources that delivered this period; the facts of the others are missing.
    """
    bind(con, records=records, person_records=person_records, registrations=registrations)
    bind(con, unemployment_payments=unemployment_payments, caf_dossiers=caf_dossiers, caf_persons=caf_persons)
    bind(con, pensions=pensions, health_covers=health_covers, deceased=deceased, objectors=objectors)
    bind(con, record_doubts=record_doubts, communes=communes, protected_people=protected_people)
    gather_facts(con, period.last_day, pseudonym_key)
    find_couples(con)
    find_allowances(con, period.shift(-MONTHS_LOOKED_BACK), period)
    known = {source: str(source in delivered).lower() for source in ("pole_emploi", "caf", "cnav", "cnam")}
    nothing = {f"no_{name}": PersonSituation.code(name, "NONE") for name in _NOTHING}
    keep(con, "described", _DESCRIBED.format(**known, **nothing, adult=PersonSituation.code("role", "adult")))
    # Whoever the CAF knows, but whose dossier was refused at the gate, has rights nobody can say here.
    unknown_to_caf = f"{known['caf']} AND NOT ({known_from('caf_persons')})"
    households = describe_households(con, period, known, unknown_to_caf)
    profiles = {profile: PersonSituation.code("profile", profile) for profile in PROFILES}
    tiers = {tier: PersonSituation.code("tier", tier) for tier in TIERS}
    files = {f"from_{file}": HouseholdSituation.code("known_from", file) for file in ("caf", "pole_emploi", "cnav")}
    keep(con, "marks", _MARKS)
    keep(con, "places", _PLACES.format(territory=territory("density_level")))
    people = con.sql(_CLASSED.format(
        poverty_line=poverty_line_eur_month(period), first_day=f"DATE '{period.first_day}'", **profiles, **tiers,
        **files,
    ))  # fmt: skip
    conflicts = con.sql(
        f"{person_conflicts()} UNION ALL {household_conflicts()} UNION {repeat_conflicts(con, period.last_day)}"
    )
    return people, households, list_incomes(con, period), list_benefits(con, period.last_day), conflicts


_NOTHING = ("allowance_kind", "minimum_kind", "health_cover")

# Outside a CAF dossier and a couple of two files, only one member of a household is known: it goes by their number.
_DESCRIBED = """
    SELECT p.* EXCLUDE disputed, coalesce(f.household_no, m.household_no, p.person_no) AS household_no,
        f.household_no IS NOT NULL AS in_caf, f.household_no IS NULL AND m.household_no IS NOT NULL AS in_two_files,
        coalesce(f.role, {adult}) AS role,
        CASE WHEN {pole_emploi} THEN j.person_no IS NOT NULL END AS jobseeker,
        CASE WHEN {pole_emploi} AND unsure IS NOT TRUE THEN
            CASE WHEN right_paid THEN right_kind ELSE {no_allowance_kind} END END AS allowance_kind,
        CASE WHEN {pole_emploi} AND unsure IS NOT TRUE THEN coalesce(j.daily_allowance_eur_day, 0) END
            AS daily_allowance_eur_day,
        coalesce(j.said_again, false) OR coalesce(n.said_again, false) AS said_again,
        j.category, j.marital_status = 'M' AS couple_by_pole_emploi, n.marital_status = 'M' AS couple_by_cnav,
        j.children AS children_by_pole_emploi,
        n.person_no IS NOT NULL AS known_to_cnav, CASE WHEN {cnav} THEN coalesce(begun, false) END AS pensioner,
        CASE WHEN {cnav} THEN CASE WHEN begun
            THEN own_pension_eur_month + survivor_pension_eur_month + supplements_eur_month ELSE 0 END END
            AS pension_eur_month,
        CASE WHEN {cnav} THEN CASE WHEN begun THEN n.minimum_kind ELSE {no_minimum_kind} END END AS minimum_kind,
        CASE WHEN {cnav} THEN CASE WHEN begun THEN n.minimum_eur_month ELSE 0 END END AS minimum_eur_month,
        n.spouse_resources_eur_month,
        CASE WHEN {cnam} THEN coalesce(c.health_cover, {no_health_cover}) END AS health_cover
    FROM people p
    LEFT JOIN foyer f USING (person_no)
    LEFT JOIN couples m USING (person_no)
    LEFT JOIN jobseekers j USING (person_no)
    LEFT JOIN pensioners n USING (person_no)
    LEFT JOIN covered c USING (person_no)
"""

_PLACES = """
    SELECT commune_code, density_level, {territory} AS territory,
        left(commune_code, CASE WHEN left(commune_code, 2) IN ('97', '98') THEN 3 ELSE 2 END) AS department
    FROM (SELECT DISTINCT commune_code FROM people) LEFT JOIN communes USING (commune_code)
"""

_MARKS = """
    SELECT person_no, bool_or(mark = 'deceased') AS deceased, bool_or(mark = 'objected') AS objected,
        bool_or(mark = 'protected') AS protected_address,
        bool_or(mark = 'homonym') AS homonym
    FROM (
        SELECT person_no, 'deceased' AS mark FROM deceased UNION ALL SELECT person_no, 'objected' FROM objectors
        UNION ALL SELECT person_no, 'protected' FROM protected_people
        UNION ALL SELECT person_no, 'homonym' FROM person_records SEMI JOIN (
            SELECT record_no FROM record_doubts WHERE doubt = 'homonyme') USING (record_no))
    GROUP BY person_no
"""

# A profile presumes that people have none of what nobody asked them: outside a dossier of the CAF, no earnings and no
# other resources; in one, where the quarter is not asked of the old (ALLSTAT: RUC not computed from 65 on), nothing
# but the pensions that the CNAV tells; for a jobseeker of category 1 to 4, no work. Pensions unknown are in the total
# that a dossier declares. What a file should tell and does not is missing: nobody is poor by a quarter left blank, an
# allowance of nobody knows whom or a couple whose other half is unseen, nobody without children by a blank. Where
# children are unknown the line is that of none, the lowest: poor under it is poor under any.
_CLASSED = """
    WITH homes AS (
        SELECT household_no, couple, children, earnings_eur_month,
            CASE known_from
                WHEN {from_caf} THEN CASE
                    WHEN coalesce(earnings_eur_month, replacement_eur_month, other_eur_month) IS NULL
                        AND oldest_adult_birth_month <= {first_day} - INTERVAL 65 YEAR THEN pensions_eur_month
                    ELSE earnings_eur_month + replacement_eur_month + other_eur_month + coalesce(pensions_eur_month, 0)
                    END
                WHEN {from_pole_emploi} THEN replacement_eur_month + pensions_eur_month
                WHEN {from_cnav} THEN pensions_eur_month
            END < {poverty_line} * (1 + 0.5 * couple::INT + 0.3 * coalesce(children, 0)) AS poor
        FROM households
    )
    SELECT person_no, person_id, household_no, role, in_two_files AS household_inferred,
        CASE weakness WHEN 0 THEN {alone} WHEN 1 THEN {certain} ELSE {probable} END AS tier,
        birth_month, sex, commune_code,
        department, density_level, territory,
        CASE
            WHEN role = 'child' THEN {other}
            WHEN poor AND earnings_eur_month > 0 AND children > 0 THEN {working_poor_children}
            WHEN poor AND earnings_eur_month > 0 AND children = 0 THEN {working_poor}
            WHEN poor AND NOT couple AND pensioner AND birth_month <= {first_day} - INTERVAL 60 YEAR
                AND (jobseeker IS NOT TRUE OR daily_allowance_eur_day IS NOT NULL) THEN {single_poor_pensioner}
            WHEN coalesce(earnings_eur_month = 0, jobseeker AND category <> '5') AND NOT couple
                AND children = 0 AND birth_month > {first_day} - INTERVAL 60 YEAR THEN {single_no_work}
            ELSE {other} END AS profile,
        jobseeker, category AS jobseeker_category, allowance_kind, daily_allowance_eur_day, pensioner,
        pension_eur_month, minimum_kind, minimum_eur_month, health_cover,
        coalesce(deceased, false) AS deceased, coalesce(objected, false) AS objected,
        coalesce(protected_address, false) AS protected_address,
        coalesce(homonym, false) AS homonym, sources
    FROM described JOIN homes USING (household_no) JOIN source_sets USING (datasets)
        LEFT JOIN places USING (commune_code) LEFT JOIN marks USING (person_no)
"""
