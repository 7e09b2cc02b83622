"""What follows from a score: who is one person, what a clerk must look at, and why.

Belongs here: the rules and their order. A clerk's decision beats all; what can never be one person beats a good score;
a record that could be several people is nobody's for sure. Does not: scores (`scoring`), groups (`grouping`).
"""

from data_contracts.relations import Connection, keep
from data_contracts.reviewed import REVIEW_REASONS
from linkage.matching.agreement import COMPATIBLE, OTHER_NIR, OTHER_SEX_AND_YEAR, SAME_FIRST_NAME, TWO_RANKS
from linkage.matching.model import Model

DECISIONS = {
    "certain": "une seule personne, pour sûr",
    "probable": "une seule personne, probablement",
    "review": "à examiner",
    "none": "deux personnes",
}

REASONS = {
    "nir": "même NIR et identités compatibles",
    "clerk_same": "un agent a décidé : une seule personne",
    "clerk_different": "un agent a décidé : deux personnes",
    "other_sex_and_year": "ni le même sexe ni la même année de naissance",
    "two_ranks": "deux personnes d'un même dossier CAF",
    "other_nir": "deux NIR différents, chacun bien formé et cohérent",
    "not_the_best": "chacun n'a qu'un correspondant, et c'en est un autre",
    **REVIEW_REASONS,
}

NEVER = {"other_sex_and_year": OTHER_SEX_AND_YEAR, "two_ranks": TWO_RANKS, "other_nir": OTHER_NIR}
"""Definite-no rules, in the order they are told; a NIR that several identities contest is no proof of two people."""


def judge_pairs(con: Connection, model: Model, *, shared_numbers: bool = True) -> None:
    """From `scored`, `compared` and `decided`, fill `judged`: `scored`, with core_no_l, core_no_r, decision, reason;
    and `told`: one, other (two cores), same, of the cores that clerks decided of.

    `shared_numbers`: a number may be borne by others than its owner, as a NIR is by dependants and couples.

    `probability` becomes that of the pair given all who could be the person instead: a record is one person's, so the
    odds of several people who are surely distinct share one certainty.
    """
    keep(con, "told", _TOLD)
    keep(con, "ruled", _RULED.format(disputed=f"({OTHER_NIR} OR {SHARED_NUMBER})" if shared_numbers else OTHER_NIR))
    keep(con, "rivals", _RIVALS.format(probable=model.probable_from))
    keep(con, "judged", _JUDGED.format(probable=model.probable_from, review=model.review_from))


def never(unless_contested: bool = True) -> str:
    """SQL: the first definite-no rule that holds of l and r, or NULL.

    Of a pair, a NIR that others bear too proves nothing, and a clerk is asked; but no group ever holds two NIRs.
    """
    contested = "NOT (l.contested OR r.contested)" if unless_contested else "true"
    steps = [
        f"WHEN {condition}{f' AND {contested}' if reason == 'other_nir' else ''} THEN '{reason}'"
        for reason, condition in NEVER.items()
    ]
    return f"CASE {' '.join(steps)} END"


SHARED_NUMBER = f"""(l.shown_nir = r.shown_nir AND (NOT {COMPATIBLE} OR (NOT {SAME_FIRST_NAME}
    AND (l.record_no IN (FROM sisters) OR r.record_no IN (FROM sisters)))))"""
"""One number of two identities: whoever's it is, it is no evidence that they are one."""

# What clerks said of two cores, through any of their records.
_TOLD = """
    SELECT least(l.core_no, r.core_no) AS one, greatest(l.core_no, r.core_no) AS other, bool_and(d.same) AS same
    FROM decided d JOIN compared l ON l.record_no = record_no_l JOIN compared r ON r.record_no = record_no_r
    GROUP BY ALL
"""

_RULED = f"""
    SELECT s.*, pow(2, least(max(weight) OVER cores, 100)) AS odds, max({never()}) OVER cores AS forbidden,
        bool_or({{disputed}}) OVER cores AS disputed,
        l.core_no AS core_no_l, r.core_no AS core_no_r, l.certain AS certain_l, r.certain AS certain_r,
        told.same AS told
    FROM scored s JOIN compared l ON l.record_no = record_no_l JOIN compared r ON r.record_no = record_no_r
    LEFT JOIN told ON told.one = least(l.core_no, r.core_no) AND told.other = greatest(l.core_no, r.core_no)
    WINDOW cores AS (PARTITION BY least(l.core_no, r.core_no), greatest(l.core_no, r.core_no))
"""

# For each core without a NIR of its own: the people with one who could be it, and what their odds add up to.
_RIVALS = """
    WITH links AS (
        SELECT core_no_l AS core_no, core_no_r AS person_no, odds FROM ruled
        WHERE certain_r AND NOT certain_l AND forbidden IS NULL AND coalesce(told, true)
        UNION
        SELECT core_no_r, core_no_l, odds FROM ruled
        WHERE certain_l AND NOT certain_r AND forbidden IS NULL AND coalesce(told, true)
    )
    SELECT core_no, sum(odds) AS odds, max(odds) AS best, count(*) FILTER (odds / (1 + odds) >= {probable}) AS likely
    FROM links GROUP BY core_no
"""

# A core is torn where one of several people must be it and none stands out, or where two would each do if alone.
_JUDGED = """
    WITH rivalled AS (
        SELECT ruled.*,
            CASE WHEN NOT certain_l THEN a.odds END AS odds_l, CASE WHEN NOT certain_r THEN b.odds END AS odds_r,
            coalesce(odds_l > 1 AND (a.best / (1 + odds_l) < {probable} OR a.likely > 1), false)
                OR coalesce(odds_r > 1 AND (b.best / (1 + odds_r) < {probable} OR b.likely > 1), false) AS torn
        FROM ruled LEFT JOIN rivals a ON a.core_no = core_no_l LEFT JOIN rivals b ON b.core_no = core_no_r
    ), shared AS (
        SELECT * REPLACE (CASE WHEN forbidden IS NOT NULL OR NOT coalesce(told, true) THEN 0
            WHEN certain_l <> certain_r THEN odds / (1 + coalesce(odds_l, odds_r)) ELSE odds / (1 + odds) END
            AS probability)
        FROM rivalled
    )
    SELECT * EXCLUDE (told, forbidden, disputed, torn, certain_l, certain_r, odds_l, odds_r, odds),
        CASE WHEN told THEN 'probable' WHEN NOT told OR forbidden IS NOT NULL THEN 'none'
             WHEN odds / (1 + odds) < {review} THEN 'none'
             WHEN NOT (disputed OR torn) AND probability >= {probable} THEN 'probable'
             WHEN disputed OR torn OR probability >= {review} THEN 'review' ELSE 'none' END AS decision,
        CASE WHEN told THEN 'clerk_same' WHEN NOT told THEN 'clerk_different'
             WHEN forbidden IS NOT NULL THEN forbidden WHEN odds / (1 + odds) < {review} THEN 'score'
             WHEN disputed THEN 'contested_nir' WHEN torn THEN 'several_people' ELSE 'score' END AS reason
    FROM shared
"""
