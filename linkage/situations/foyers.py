"""Foyers as the law counts them: what the line keeps of a period, turned into the tables of `data_contracts/situation`.

Belongs here: who is counted, in which months their incomes stand, what is known of each kind, and what is presumed for
want of any file. Does not: what files say (`facts`, `households`, `benefits`), nor any threshold of the law. People
and households keep their numbers; those whom files only count (an unseen spouse, children without a line) have
negative ones.
"""

from dataclasses import dataclass
from functools import partial

from data_contracts.period import Period
from data_contracts.relations import Connection, Relation, bind, keep
from data_contracts.situation import KINDS_OF_INCOME

PAID_BY_CAF = frozenset({"aah", "rsa"})
"""Kinds of which the CAF states all it pays."""
UNSTATED_KINDS = (
    frozenset(KINDS_OF_INCOME)
    - PAID_BY_CAF
    - {"wages", "unemployment", "ass", "own_pension", "aspa", "asi", "other", "housing_benefit"}
)
"""Kinds that no file states, and that are presumed nil; what a file states without its kind is `other`."""
MINIMA = ("ASPA", "AS", "ASI")
SETTLED_MONTHS, MONTHS = 14, 4
"""How many months before the period incomes are presumed the same: of pensions and of whoever is paid a minimum, the
longest year that the law looks at (M-13 to M-2); of others, its longest quarter (M-4 to M-2)."""
PRESUMED_AGE = 10

PRESUMED = (
    "aucune ressource inconnue des fichiers",
    "mêmes ressources depuis trois mois, douze pour les pensions et les minimums",
    "aucune activité réduite pour un demandeur d'emploi seul de catégorie 1 à 4",
    "aucun enfant inconnu des fichiers, ni de moins de 3 ans s'ils n'en disent pas l'âge",
    "couple au minimum vieillesse au plafond de celui-ci, si ses ressources manquent",
)
"""What is presumed here, in French; `UNSTATED_KINDS` too."""


@dataclass(frozen=True)
class Foyers:
    """The five tables, by name, and what to know of them."""

    tables: dict[str, Relation]
    adults: Relation
    """person_no, person_id, household_id of the adults whom a file names."""
    presumed: tuple[str, ...] = PRESUMED
    nil_kinds: frozenset[str] = UNSTATED_KINDS
    stated_kinds: frozenset[str] = PAID_BY_CAF
    """Nil wherever they have no row."""
    unknown: frozenset[str] = frozenset({"incomes.other"})
    """Unknown where they are not covered, though rules would presume them."""


def only_concerned(con: Connection, concerned: str, **known: Relation) -> dict[str, Relation]:
    """The same tables, of the households of which an adult is `concerned` (SQL over a person `p` and household `h`)."""
    bind(con, **known)
    keep(con, "concerned_households", f"""
        SELECT * FROM household_situations SEMI JOIN (
            SELECT household_no FROM person_situations p JOIN household_situations h USING (household_no)
            WHERE role = 'adult' AND ({concerned})
        ) USING (household_no)
    """)  # fmt: skip
    keep(
        con,
        "concerned_people",
        f"""
        SELECT {", ".join(_OF_PEOPLE)} FROM person_situations SEMI JOIN concerned_households USING (household_no)
    """,
    )
    keep(
        con,
        "concerned_benefits",
        """
        SELECT b.* FROM (FROM benefits_received WHERE holder = 'person') b
        SEMI JOIN concerned_people p ON b.holder_no = p.person_no
        UNION ALL
        SELECT b.* FROM (FROM benefits_received WHERE holder = 'household') b
        SEMI JOIN concerned_households h ON b.holder_no = h.household_no
    """,
    )
    tables = {"person_situations": "people", "household_situations": "households", "benefits_received": "benefits"}
    return {name: con.table(f"concerned_{kept}") for name, kept in tables.items()}


_OF_PEOPLE = (
    "person_no", "person_id", "household_no", "role", "birth_month", "sex", "department", "profile", "jobseeker",
    "jobseeker_category", "allowance_kind", "daily_allowance_eur_day", "pensioner", "pension_eur_month",
    "minimum_kind", "minimum_eur_month", "health_cover",
)  # fmt: skip


def describe_foyers(
    con: Connection,
    period: Period,
    couple_on_minimum_eur_month: float,
    *,
    person_situations: Relation,
    household_situations: Relation,
    benefits_received: Relation,
    concerned: str = "true",
) -> Foyers:
    """The foyers of which an adult is `concerned`, see `only_concerned`.

    `couple_on_minimum_eur_month`: what the law lets a couple have who is paid a minimum old-age benefit, that included.
    """
    bind(con, person_situations=person_situations, household_situations=household_situations)
    bind(con, benefits_received=benefits_received)
    place = partial(str.format, first_day=f"DATE '{period.first_day}'", last_day=f"DATE '{period.last_day}'")
    minima = f"minimum_kind IN {MINIMA}"
    keep(con, "foyer_homes", _HOMES.format(concerned=concerned))
    keep(con, "foyer_adults", _ADULTS.format(minima=minima))
    keep(con, "foyer_means", _MEANS.format(minima=minima, ceiling=f"{couple_on_minimum_eur_month:.2f}"))
    keep(con, "foyer_members", place(_MEMBERS, presumed_age=PRESUMED_AGE))
    tables = {
        "households": _HOUSEHOLDS,
        "people": _PEOPLE,
        "incomes": place(_INCOMES, settled=SETTLED_MONTHS, others=MONTHS),
        "income_coverage": place(_COVERAGE, settled=SETTLED_MONTHS, others=MONTHS),
        "benefits": _BENEFITS,
    }
    adults = con.sql(
        "SELECT person_no, person_id, household_id FROM foyer_adults JOIN foyer_homes USING (household_no)"
    )
    return Foyers({name: keep(con, f"foyer_{name}", sql) for name, sql in tables.items()}, adults)


_HOMES = """
    SELECT household_no, household_id, known_from = 'caf' AS in_caf, couple, children, housing_status,
        housing_benefit_eur_month, earnings_eur_month, replacement_eur_month, pensions_eur_month, other_eur_month,
        rsa_state, rsa_eur_month
    FROM household_situations
    SEMI JOIN (
        SELECT household_no FROM person_situations p JOIN household_situations h USING (household_no)
        WHERE role = 'adult' AND ({concerned})
    ) USING (household_no)
"""

# Of more adults than the law counts, a record not seen as another's, who has most to do with the benefits comes first.
_ADULTS = """
    SELECT household_no, person_no, person_id, birth_month, sex, department, jobseeker, jobseeker_category,
        allowance_kind, daily_allowance_eur_day * 30 AS allowance, pensioner, pension_eur_month AS pension,
        CASE WHEN {minima} THEN minimum_kind END AS minimum_kind, minimum_eur_month AS minimum,
        minimum_kind IS NOT NULL AS minimum_known, health_cover,
        minimum_kind IS NOT NULL AND allowance_kind IS NOT NULL AND health_cover IS NOT NULL AS all_benefits_known,
        row_number() OVER (PARTITION BY household_no ORDER BY coalesce({minima}, false) DESC,
            coalesce(jobseeker, false) DESC, person_no) AS place
    FROM person_situations JOIN (SELECT household_no, couple FROM foyer_homes) USING (household_no)
    WHERE role = 'adult'
    QUALIFY place <= CASE WHEN couple IS FALSE THEN 1 ELSE 2 END
"""

# `*_known`: whether everything is known of it. What pensions of the household are nobody's whom files name, as those a
# pensioner declared of a spouse, is `unnamed`; a couple on the ASPA whose resources lack is brought up to its ceiling.
_MEANS = """
    WITH said AS (
        SELECT household_no, count(*) AS adults, bool_or(minimum_kind IS NOT NULL) AS on_minimum,
            bool_or(minimum_kind IN ('ASPA', 'AS')) AS on_old_age_minimum,
            bool_or(jobseeker AND jobseeker_category <> '5') AS idle,
            sum(coalesce(pension, 0) + coalesce(minimum, 0)) AS pensions, sum(coalesce(allowance, 0)) AS allowances,
            bool_and(pension IS NOT NULL AND minimum_known) AS pensions_told,
            arg_min(person_no, (minimum_kind IS NOT NULL, pensioner IS TRUE,
                jobseeker IS TRUE AND jobseeker_category IS DISTINCT FROM '5', place)) AS earner_no,
            arg_max(person_no, (coalesce(allowance, 0), -place)) AS payee_no
        FROM foyer_adults GROUP BY household_no
    ), known AS (
        SELECT h.* EXCLUDE (couple, pensions_eur_month), h.couple OR adults > 1 AS couple,
            s.* EXCLUDE (household_no, pensions), s.pensions AS own_pensions,
            on_minimum AND (NOT in_caf OR h.couple IS NOT TRUE) AS settled,
            earnings_eur_month IS NOT NULL OR settled OR (h.couple IS FALSE AND idle) AS wages_known,
            replacement_eur_month IS NOT NULL OR settled AS allowances_known,
            other_eur_month IS NOT NULL OR settled OR NOT in_caf AS other_known,
            h.pensions_eur_month IS NOT NULL OR (in_caf AND other_eur_month IS NOT NULL) AS spouse_known,
            greatest(coalesce(h.pensions_eur_month, 0) - own_pensions, 0) AS unnamed,
            h.couple AND adults = 1 AS spouse_unseen
        FROM foyer_homes h JOIN said s USING (household_no)
    )
    SELECT *, couple AND on_old_age_minimum AND (spouse_unseen OR NOT (wages_known AND allowances_known
            AND other_known AND (spouse_known OR pensions_told))) AS vouched,
        CASE WHEN vouched THEN greatest({ceiling} - own_pensions - unnamed - coalesce(earnings_eur_month, 0)
            - coalesce(replacement_eur_month, allowances) - coalesce(other_eur_month, 0), 0) ELSE 0 END AS vouched_for,
        CASE WHEN spouse_unseen THEN -32 * household_no ELSE earner_no END AS bearer_no
    FROM known
"""

# Children that a line names are counted from the youngest on, up to the number that the household is known to have.
_MEMBERS = """
    WITH children AS (
        SELECT household_no, person_no, birth_month,
            row_number() OVER (PARTITION BY household_no ORDER BY birth_month DESC, person_no) AS place
        FROM person_situations SEMI JOIN foyer_homes USING (household_no) WHERE role = 'child'
    ), counted AS (
        SELECT household_no, person_no, birth_month FROM children JOIN foyer_means USING (household_no)
        WHERE place <= coalesce(children, place)
    )
    SELECT person_no, household_no, 'adult' AS role, birth_month AS birth_date, sex,
        CASE WHEN jobseeker THEN 'jobseeker' WHEN pensioner THEN 'retired' END AS work_state
    FROM foyer_adults
    UNION ALL
    SELECT bearer_no, household_no, 'adult', NULL, NULL, NULL FROM foyer_means WHERE spouse_unseen
    UNION ALL
    SELECT person_no, household_no, 'child', birth_month, NULL, NULL FROM counted
    UNION ALL
    SELECT -32 * household_no - place, household_no, 'child', {first_day} - INTERVAL {presumed_age} YEAR, NULL, NULL
    FROM (
        SELECT household_no, unnest(range(1, children - coalesce(listed, 0) + 1)) AS place
        FROM foyer_means LEFT JOIN (SELECT household_no, count(*) AS listed FROM counted GROUP BY household_no)
            USING (household_no)
        WHERE children > coalesce(listed, 0)
    )
"""

_HOUSEHOLDS = """
    SELECT m.household_no AS household_id, couple, NULL::DATE AS isolated_since,
        CASE WHEN department IN ('57', '67', '68') THEN 'alsace_moselle' WHEN department = '976' THEN 'mayotte'
             WHEN department IN ('971', '972', '973', '974') THEN 'drom' WHEN department[1:2] IN ('97', '98') THEN 'com'
             WHEN department IS NOT NULL THEN 'metropole' END AS territory,
        NULL::BIGINT AS housing_zone,
        CASE housing_status WHEN '1' THEN 'some_tenant' WHEN '2' THEN 'some_owner' WHEN '3' THEN 'free' END AS tenure,
        NULL::DECIMAL(12,2) AS rent_eur_month, NULL::BOOLEAN AS flat_share
    FROM foyer_means m
    LEFT JOIN (SELECT household_no, department FROM foyer_adults WHERE place = 1) USING (household_no)
"""

_PEOPLE = """
    SELECT person_no AS person_id, household_no AS household_id, role, birth_date::DATE AS birth_date, sex,
        NULL::VARCHAR AS nationality, NULL::DATE AS permit_since, NULL::BOOLEAN AS student,
        NULL::BOOLEAN AS scholarship, NULL::BOOLEAN AS apprentice, NULL::BOOLEAN AS independent,
        NULL::BIGINT AS pregnancy_month, NULL::BIGINT AS disability_rate, NULL::BOOLEAN AS unfit_for_work,
        NULL::VARCHAR AS marital_state, NULL::BOOLEAN AS alternating_custody, work_state,
        NULL::DATE AS jobseeker_since, NULL::BIGINT AS years_worked_of_10, NULL::BIGINT AS hours_worked_of_3_years
    FROM foyer_members
"""

# What is stated of a household stands under one of its adults. An allowance that is paid now is the month's; of one
# that is not, the month is presumed to be as those before. The AAH that the CAF pays is in the total that the household
# declared to it, and so in what is left of that total.
_INCOMES = """
    WITH aah AS (
        SELECT holder_no AS household_no, amount_eur_month AS aah FROM benefits_received
        WHERE holder = 'household' AND benefit = 'aah' AND state = 'live'
    ), stated AS (
        SELECT earner_no AS person_no, 'wages' AS kind, earnings_eur_month AS amount, amount AS now, settled
        FROM foyer_means
        UNION ALL
        SELECT person_no, CASE allowance_kind WHEN 'ASS' THEN 'ass' ELSE 'unemployment' END,
            CASE WHEN replacement_eur_month IS NULL THEN allowance
                WHEN payee_no = person_no THEN replacement_eur_month ELSE 0 END AS amount,
            CASE WHEN allowance > 0 THEN allowance ELSE amount END, settled
        FROM foyer_adults JOIN foyer_means USING (household_no)
        UNION ALL
        SELECT person_no, 'own_pension', pension, pension, true FROM foyer_adults
        UNION ALL
        SELECT bearer_no, 'own_pension', unnamed, unnamed, true FROM foyer_means
        UNION ALL
        SELECT person_no, CASE minimum_kind WHEN 'ASI' THEN 'asi' ELSE 'aspa' END, minimum, minimum, true
        FROM foyer_adults WHERE minimum_kind IS NOT NULL
        UNION ALL
        SELECT bearer_no, 'other', greatest(coalesce(other_eur_month, 0) - coalesce(aah, 0), 0) + vouched_for AS amount,
            amount, settled OR vouched
        FROM foyer_means LEFT JOIN aah USING (household_no)
        UNION ALL
        SELECT earner_no, 'aah', aah, aah, false FROM foyer_means JOIN aah USING (household_no)
        UNION ALL
        SELECT earner_no, 'rsa', rsa_eur_month, rsa_eur_month, false FROM foyer_means WHERE rsa_state = 'live'
        UNION ALL
        SELECT earner_no, 'housing_benefit', housing_benefit_eur_month, housing_benefit_eur_month, false
        FROM foyer_means
    ), by_month AS (
        SELECT person_no, kind, amount, now,
            unnest(range(0, 1 + CASE WHEN settled THEN {settled} ELSE {others} END)) AS back
        FROM stated WHERE amount > 0 OR now > 0
    )
    SELECT person_no AS person_id, ({first_day} - to_months(back::INTEGER))::DATE AS month, kind,
        sum(CASE back WHEN 0 THEN now ELSE amount END)::DECIMAL(12,2) AS net_eur_month,
        CASE WHEN kind IN ('aspa', 'asi', 'aah', 'rsa', 'housing_benefit') THEN 0 ELSE net_eur_month END
            AS taxable_eur_month,
        net_eur_month AS gross_eur_month
    FROM by_month GROUP BY person_no, kind, back
"""

_COVERAGE = """
    WITH known AS (
        SELECT person_no, settled OR vouched AS settled, vouched OR wages_known AS wages,
            vouched OR allowances_known OR allowance IS NOT NULL AS allowances,
            vouched OR (pension IS NOT NULL AND minimum_known) OR (in_caf AND other_eur_month IS NOT NULL) AS pensions,
            vouched OR other_known AS other, housing_benefit_eur_month IS NOT NULL AS housing
        FROM foyer_adults JOIN foyer_means USING (household_no)
        UNION ALL
        SELECT bearer_no, settled OR vouched, vouched OR wages_known, vouched OR allowances_known,
            vouched OR spouse_known, vouched OR other_known, true
        FROM foyer_means WHERE spouse_unseen
        UNION ALL
        SELECT person_no, true, true, true, true, true, true FROM foyer_members WHERE role = 'child'
    ), covered AS (
        SELECT person_no, settled, unnest(CASE WHEN wages AND allowances AND pensions AND other AND housing
            THEN ['every'] ELSE list_filter([
                CASE WHEN wages THEN 'wages' END, CASE WHEN allowances THEN 'unemployment' END,
                CASE WHEN allowances THEN 'ass' END, CASE WHEN pensions THEN 'own_pension' END,
                CASE WHEN pensions THEN 'aspa' END, CASE WHEN pensions THEN 'asi' END,
                CASE WHEN other THEN 'other' END, CASE WHEN housing THEN 'housing_benefit' END
            ], lambda kind: kind IS NOT NULL) END) AS kind
        FROM known
    )
    SELECT person_no AS person_id, kind,
        ({first_day} - to_months(CASE WHEN settled OR kind IN ('own_pension', 'aspa', 'asi')
            THEN {settled} ELSE {others} END::INTEGER))::DATE AS first_month,
        {first_day} AS last_month
    FROM covered
"""

# A person of whom every source delivered has no other benefit than those with a row; so has a household that the CAF
# knows or would know. Elsewhere each source says what it would know.
_BENEFITS = """
    WITH said AS (
        SELECT person_no, unnest(list_concat(
            CASE WHEN all_benefits_known THEN ['every_other'] ELSE [] END,
            CASE WHEN health_cover IS NOT NULL AND NOT all_benefits_known
                THEN ['cmuc', 'acs', 'css_gratuite', 'css_participation'] ELSE [] END,
            CASE WHEN minimum_known AND NOT all_benefits_known THEN ['aspa', 'as', 'asi'] ELSE [] END,
            CASE WHEN allowance_kind IS NOT NULL AND NOT all_benefits_known
                THEN ['are', 'ass', 'other_allowance'] ELSE [] END)) AS benefit
        FROM foyer_adults
    )
    SELECT holder, holder_no AS holder_id, benefit, state, amount_eur_month, fact_date AS since
    FROM (FROM benefits_received WHERE holder = 'person') b SEMI JOIN foyer_adults a ON b.holder_no = a.person_no
    UNION ALL
    SELECT holder, holder_no, benefit, state, amount_eur_month, fact_date
    FROM (FROM benefits_received WHERE holder = 'household') b SEMI JOIN foyer_homes h ON b.holder_no = h.household_no
    UNION ALL
    SELECT 'person', person_no, benefit, 'none', NULL, NULL FROM said ANTI JOIN (
        SELECT holder_no AS person_no, benefit FROM benefits_received WHERE holder = 'person'
    ) USING (person_no, benefit)
    UNION ALL
    SELECT 'household', household_no, 'every_other', 'none', NULL, NULL FROM foyer_means WHERE rsa_state IS NOT NULL
"""
