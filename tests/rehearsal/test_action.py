"""After a campaign: the set effect is there in the truth and in the files, and nothing else has changed."""

from collections.abc import Callable
from math import sqrt
from pathlib import Path
from random import Random

import duckdb
import pytest

from data_contracts.errors import InputError
from data_contracts.period import Period
from rehearsal import Action, Territory, plan
from tests.rehearsal.conftest import EFFECT, MAY, SMALL, Followed, Rehearsed, drawn


def shares(followed: Followed) -> dict[str, tuple[int, float]]:
    """arm -> households drawn, and the share of them that had the right in some month of the window."""
    rows = followed.sql("""
        SELECT arm, count(*), avg(opened::INTEGER) FROM (
            SELECT reached.household_no, reached.arm, coalesce(bool_or(received), false) AS opened
            FROM reached LEFT JOIN rights USING (household_no, benefit) GROUP BY ALL)
        GROUP BY arm""")
    return {arm: (count, share) for arm, count, share in rows}


def test_the_set_effect_is_recovered_over_all_households_drawn(followed: Followed) -> None:
    (contacted, with_it), (control, without) = shares(followed)["contacted"], shares(followed)["control"]
    assert contacted + control >= 2_000
    error = sqrt(with_it * (1 - with_it) / contacted + without * (1 - without) / control)
    assert 100 * (with_it - without) == pytest.approx(EFFECT, abs=100 * 2.6 * error)
    assert 0.06 < without < 0.14, "some open the right though nobody wrote to them"


def test_exactly_the_set_share_is_persuaded_whatever_the_arm(followed: Followed) -> None:
    ((persuaded, households),) = followed.sql("SELECT count(*) FILTER (conduct = 'persuaded'), count(*) FROM plan")
    assert households == followed.reached.height
    assert persuaded == round(EFFECT / 100 * households)
    assert followed.sql("SELECT count(*) FROM plan WHERE arm = 'control' AND conduct = 'persuaded'")[0][0] > 30
    assert followed.sql("SELECT DISTINCT decision FROM plan WHERE arm = 'control' AND conduct = 'persuaded'") == [
        (None,)
    ]


def test_the_interval_of_a_draw_covers_the_set_effect(followed: Followed) -> None:
    """Arms drawn again 400 times over the same conducts: the difference is centred on the effect."""
    conducts = [conduct for (conduct,) in followed.sql("SELECT conduct FROM plan")]
    differences, covered, lots = [], 0, Random(1)
    for _ in range(400):
        arms = [lots.random() < 0.8 for _ in conducts]
        contacted, control = sum(arms), len(arms) - sum(arms)
        opened = [
            conduct in ("by_itself", "anyway") or (conduct == "persuaded" and arm)
            for conduct, arm in zip(conducts, arms, strict=True)
        ]
        with_it = sum(o for o, arm in zip(opened, arms, strict=True) if arm) / contacted
        without = sum(o for o, arm in zip(opened, arms, strict=True) if not arm) / control
        error = sqrt(with_it * (1 - with_it) / contacted + without * (1 - without) / control)
        differences.append(100 * (with_it - without))
        covered += abs(differences[-1] - EFFECT) < 196 * error
    assert sum(differences) / 400 == pytest.approx(EFFECT, abs=0.3)
    assert covered / 400 >= 0.93


def test_without_effect_nobody_is_persuaded(may_2014: Rehearsed, tmp_path: Path) -> None:
    (tmp_path / "2014-05").symlink_to(may_2014.truth / "2014-05")
    made = plan(SMALL, Action("rien", MAY, 0, 1), drawn(may_2014), tmp_path)
    rows = duckdb.sql(f"""
        SELECT arm, avg((conduct = 'by_itself' OR decision IS NOT DISTINCT FROM 'awarded')::INTEGER)
        FROM '{made}' GROUP BY arm""").fetchall()
    opened: dict[str, float] = dict(rows)
    assert opened["contacted"] == pytest.approx(opened["control"], abs=0.045)


def test_a_right_opens_in_its_month_and_stays_open_while_there_is_one(followed: Followed) -> None:
    ((before, after, awarded, seen),) = followed.sql("""
        SELECT count(*) FILTER (received AND month < decided_in), count(*) FILTER (entitled AND NOT received
                   AND month >= decided_in), count(DISTINCT household_no),
               count(DISTINCT household_no) FILTER (received AND month = decided_in)
        FROM plan JOIN rights USING (household_no, benefit) WHERE decision = 'awarded'""")
    assert (before, after) == (0, 0)
    assert awarded == seen > 200


def test_who_has_no_right_and_applies_is_refused(followed: Followed) -> None:
    refused = followed.sql("""
        SELECT list(DISTINCT application), count(*) FILTER (received)
        FROM plan JOIN rights USING (household_no, benefit)
        WHERE decision = 'rejected' AND benefit = 'rsa_socle' AND month >= decided_in AND NOT entitled
        GROUP BY household_no
        """)
    assert refused
    assert all(received == 0 for _, received in refused)
    assert {tuple(states) for states, _ in refused} <= {("refused",), ()}
    assert followed.sql("SELECT count(*) FROM plan WHERE decision = 'rejected' AND conduct <> 'in_vain'") == [(0,)]


def caf_lines(followed: Followed, period: Period) -> dict[int, dict[str, str]]:
    """household -> its sound dossier line of the month."""
    found: dict[int, dict[str, str]] = {}
    places = {
        (file, line): household
        for file, line, household in followed.sql(
            "SELECT file, line, household_no FROM records"
            f" WHERE dataset = 'caf_dossiers' AND month = '{period.first_day}'"
        )
    }
    for path in (followed.month.landing / "caf" / str(period)).glob("CAF_DOSSIERS_*"):
        heading, *lines = path.read_text("utf-8").splitlines()
        names = heading.split(";")
        for number, line in enumerate(lines, start=2):
            if len(values := line.split(";")) == len(names):
                found[places[path.name, number]] = dict(zip(names, values, strict=True))
    return found


def test_an_opened_rsa_is_in_the_files_of_the_caf(followed: Followed) -> None:
    for period in followed.window:
        lines = caf_lines(followed, period)
        paid, pending, refused = (
            {household for (household,) in followed.sql(
                f"SELECT household_no FROM plan JOIN rights USING (household_no, benefit) WHERE benefit = 'rsa_socle'"
                f" AND month = '{period.first_day}' AND {state}"
            )}
            for state in (
                "decision = 'awarded' AND received", "decision = 'awarded' AND application = 'pending'",
                "decision = 'rejected' AND application = 'refused'",
            )
        )  # fmt: skip
        known = [household for household in paid if household in lines]
        assert len(known) >= 0.97 * len(paid)
        assert all(lines[household]["RSAVERS"] == "C" for household in known)
        assert all(float(lines[household]["MTRSAVER"]) != 0 for household in known)
        assert {lines[household]["etatdosrsa"] for household in pending if household in lines} <= {"0"}
        assert {lines[household]["etatdosrsa"] for household in refused if household in lines} <= {"1"}


def test_an_opened_aspa_is_in_the_file_of_the_cnav(followed: Followed) -> None:
    period = followed.window[-1]
    (path,) = (followed.month.landing / "cnav" / str(period)).glob("CNAV_*.txt")
    lines = path.read_bytes().decode("latin-1").splitlines()
    opened = followed.sql(f"""
        SELECT line FROM plan JOIN records USING (household_no) WHERE benefit = 'aspa' AND decision = 'awarded'
            AND dataset = 'pensions' AND month = '{period.first_day}' AND EXISTS (
                FROM rights WHERE rights.household_no = plan.household_no AND rights.month = records.month
                AND benefit = 'aspa' AND received)""")
    kinds = [lines[line - 1][140:144].strip() for (line,) in opened if len(lines[line - 1]) == 400]
    assert len(kinds) > 5
    assert set(kinds) == {"ASPA"}


def test_an_opened_cover_is_in_the_file_of_the_health_insurance_from_its_month(followed: Followed) -> None:
    period = followed.window[-1]
    (path,) = (followed.month.landing / "cnam" / str(period)).glob("CNAM_*.parquet")
    covers = duckdb.sql(f"SELECT TYPE_DROIT, DATE_DEBUT FROM '{path}'").fetchall()
    opened = followed.sql(f"""
        SELECT line, decided_in FROM plan JOIN records USING (household_no)
        WHERE benefit = 'acs' AND decision = 'awarded' AND dataset = 'health_covers'
            AND month = '{period.first_day}'""")
    found = [(covers[line - 1], decided) for line, decided in opened if covers[line - 1][0] == "ACS"]
    assert len(found) > 5
    assert all(start == str(decided) for (_, start), decided in found)


def test_everybody_else_is_as_without_the_campaign(followed: Followed, rehearsed: Callable[..., Rehearsed]) -> None:
    june = rehearsed("2014-06")
    columns = "person_no, household_no, benefit, entitled, received, application"
    alone = june.sql(f"SELECT {columns} FROM rights ORDER BY ALL")
    after = followed.sql(f"SELECT {columns} FROM rights WHERE month = '2014-06-01' ORDER BY ALL")
    responding = {
        household for (household,) in followed.sql("SELECT household_no FROM plan WHERE decision IS NOT NULL")
    }
    assert [row for row in alone if row[1] not in responding] == [row for row in after if row[1] not in responding]
    assert alone != after


def test_an_impossible_effect_says_what_is_possible(may_2014: Rehearsed) -> None:
    with pytest.raises(InputError, match=r"au plus 3[0-9](\.[0-9])? points"):
        plan(SMALL, Action("trop", MAY, 60, 1), drawn(may_2014), may_2014.truth)


@pytest.mark.parametrize(("effect", "months"), [(-1, 6), (101, 6), (12, 0), (12, 13)])
def test_a_senseless_action_is_refused(effect: float, months: int) -> None:
    with pytest.raises(InputError, match="hors des bornes"):
        Action("essai", MAY, effect, months)


def test_another_territory_is_refused(may_2014: Rehearsed) -> None:
    with pytest.raises(InputError, match="n'est pas celui"):
        plan(Territory(20_000, ("44", "77"), 2), Action("ailleurs", MAY, 12, 1), drawn(may_2014), may_2014.truth)
