"""Each fault planted is found again, among the rejected or the doubtful lines, in the numbers planted."""

import pytest

from tests.pipelines.conftest import Run

DOUBT_OF = {
    "nir_missing": ("nir_absent",),
    "nir_malformed": ("nir_malforme",),
    "nir_wrong_key": ("nir_cle_fausse",),
    "nir_relative": ("nir_incoherent", "nir_partage"),
    "birth_day_unknown": ("naissance_incomplete",),
    "birth_month_unknown": ("naissance_incomplete",),
    "name_spelling": ("nom_graphie",),
    "duplicate": ("doublon",),
    "used_name": ("nom_divergent",),
    "typing_error": ("nom_divergent",),
    "names_swapped": ("nom_prenom_inverses",),
    "birth_day_forced": ("naissance_divergente",),
    "moved": ("adresse_divergente",),
    "twins": ("jumeaux",),
    "homonyms": ("homonyme",),
    "deceased": ("decede",),
}
"""fault planted -> the doubts that say so."""

ONLY_IN_THE_LINE = ("nir_missing", "nir_malformed", "nir_wrong_key", "name_spelling", "duplicate")
"""Faults that a line shows by itself: nothing else may be flagged."""

REASON_OF = {
    "line_cut": "ligne incomplète",
    "amount_negative": "au moins 0",
    "amount_absurd": "au plus",
    "nir_mismatch": "identique à nir_repeated",
}
SOURCES = ("pole_emploi", "caf", "cnav", "cnam", "deaths")


@pytest.mark.parametrize("fault", DOUBT_OF)
def test_every_visible_doubtful_fault_is_found(month_2014: Run, fault: str) -> None:
    doubts = ", ".join(f"'{doubt}'" for doubt in DOUBT_OF[fault])
    ((planted, found),) = month_2014.rows(
        f"""
        SELECT count(*), count(*) FILTER ((f.dataset, f.file, f.line) IN (
            SELECT (dataset, file, line) FROM record_doubts WHERE doubt IN ({doubts})))
        FROM true_faults f WHERE f.fault = '{fault}' AND f.visible
        """,
        "record_doubts",
        "true_faults",
    )
    assert planted > 0, "the rehearsal planted none: the test would prove nothing"
    assert found == planted


@pytest.mark.parametrize("fault", ONLY_IN_THE_LINE)
def test_nothing_else_is_flagged_where_the_line_alone_shows_the_fault(month_2014: Run, fault: str) -> None:
    extra = month_2014.rows(
        f"""
        SELECT d.* FROM record_doubts d
        ANTI JOIN (SELECT * FROM true_faults WHERE fault = '{fault}') USING (dataset, file, line)
        WHERE d.doubt = '{DOUBT_OF[fault][0]}'
        """,
        "record_doubts",
        "true_faults",
    )
    assert extra == []


@pytest.mark.parametrize("fault", REASON_OF)
def test_every_rejectable_fault_is_rejected_for_that_reason(month_2014: Run, fault: str) -> None:
    tables = [f"rejected_{source}" for source in SOURCES]
    every = " UNION ALL ".join(f"SELECT dataset, file, line, reasons FROM {table}" for table in tables)
    ((planted, found),) = month_2014.rows(
        f"""
        SELECT count(*), count(*) FILTER ((f.dataset, f.file, f.line) IN (
            SELECT (dataset, file, line) FROM ({every})
            WHERE list_aggregate(reasons, 'string_agg', ' ') LIKE '%{REASON_OF[fault]}%'))
        FROM true_faults f WHERE f.fault = '{fault}'
        """,
        "true_faults",
        *tables,
    )
    assert planted > 0, "the rehearsal planted none: the test would prove nothing"
    assert found == planted


def test_no_line_is_rejected_but_for_a_fault_planted(month_2014: Run) -> None:
    tables = [f"rejected_{source}" for source in SOURCES]
    every = " UNION ALL ".join(f"SELECT dataset, file, line FROM {table}" for table in tables)
    faultless = month_2014.rows(
        f"SELECT * FROM ({every}) ANTI JOIN true_faults USING (dataset, file, line)", "true_faults", *tables
    )
    assert faultless == []


def test_a_fault_that_no_file_can_show_says_why(month_2014: Run) -> None:
    ((unexplained,),) = month_2014.rows(
        "SELECT count(*) FROM true_faults WHERE NOT visible AND coalesce(why_not, '') = ''", "true_faults"
    )
    assert unexplained == 0
