"""The faults: as often as stated, one a line at most, really wrong, and told in the truth."""

from collections import Counter
from collections.abc import Callable
from dataclasses import fields

import pytest
from stdnum.fr import nir as french_nir

from rehearsal import FaultRates, Territory
from tests.rehearsal.conftest import Rehearsed

LARGER = Territory(persons=60_000, departments=("44", "77"), seed=3)


@pytest.fixture(scope="module")
def harsh(rehearsed: Callable[..., Rehearsed]) -> Rehearsed:
    return rehearsed("2014-05", LARGER, FaultRates.harsh())


def _lines(month: Rehearsed, source: str, prefix: str, encoding: str) -> dict[tuple[str, int], str]:
    return {
        (file.name, number): line
        for file in month.delivered(source).glob(f"{prefix}*")
        for number, line in enumerate(file.read_bytes().decode(encoding).split("\n"), start=1)
    }


def test_every_kind_is_planted(harsh: Rehearsed) -> None:
    assert set(harsh.summary.faults) == {spec.name for spec in fields(FaultRates)}


def test_at_most_one_fault_a_line(harsh: Rehearsed) -> None:
    assert harsh.one("SELECT count(*) - count(DISTINCT (dataset, file, line)) FROM faults") == 0


def test_every_fault_is_on_a_written_line(harsh: Rehearsed) -> None:
    assert harsh.one("SELECT count(*) FROM faults ANTI JOIN records USING (source, dataset, file, line)") == 0


@pytest.mark.parametrize(
    ("fault", "datasets"),
    [
        ("nir_missing", ("registrations", "caf_persons", "pensions")),
        ("nir_malformed", ("registrations", "caf_persons", "pensions")),
        ("nir_wrong_key", ("caf_persons", "pensions")),
        ("birth_day_unknown", ("caf_persons", "pensions")),
        ("typing_error", ("registrations", "caf_persons", "pensions")),
        ("duplicate", ("registrations", "unemployment_payments", "caf_dossiers", "caf_persons", "pensions")),
        ("line_cut", ("registrations", "unemployment_payments", "caf_dossiers", "caf_persons", "pensions")),
        ("moved", ("registrations", "pensions")),
    ],
)
def test_faults_come_as_often_as_stated(harsh: Rehearsed, fault: str, datasets: tuple[str, ...]) -> None:
    lines = harsh.one(f"SELECT count(*) FROM records WHERE dataset IN {datasets}")
    planted = harsh.one(f"SELECT count(*) FROM faults WHERE dataset IN {datasets} AND fault = '{fault}'")
    expected = getattr(FaultRates.harsh(), fault) * lines
    # four standard deviations, and the lines that already bear another fault
    assert abs(planted - expected) < 4 * expected**0.5 + 0.12 * expected


def test_scaled_rates() -> None:
    assert FaultRates.harsh().nir_missing == pytest.approx(0.03)
    assert FaultRates.light().nir_missing == pytest.approx(0.01 / 3)


def test_spoiled_nirs_are_wrong_and_the_others_right(harsh: Rehearsed) -> None:
    fault_of = {(file, line): fault for file, line, fault in harsh.sql("SELECT file, line, fault FROM faults")}
    seen: Counter[str] = Counter()
    for place, line in _lines(harsh, "caf", "CAF_PERSONNES", "utf-8").items():
        fault = fault_of.get(place)
        if place[1] == 1 or not line or fault == "line_cut":
            continue
        number = line.split(";")[10]
        seen[str(fault)] += 1
        match fault:
            case "nir_missing":
                assert number == ""
            case "nir_malformed":
                month_is_impossible = number[3:5] == "00" or "13" <= number[3:5] <= "19"
                assert len(number) != 15 or not number.isdigit() or number[0] == "9" or month_is_impossible
            case "nir_wrong_key":
                assert len(number) == 15
                assert not french_nir.is_valid(number)
            case _:
                assert french_nir.is_valid(number), place
    assert seen["nir_malformed"] > 50


def test_a_relatives_nir_is_told_invisible_where_sex_and_month_agree(harsh: Rehearsed) -> None:
    own = dict(harsh.sql("SELECT person_no, nir FROM people"))
    planted = harsh.sql(
        "SELECT file, line, person_no, visible FROM faults JOIN records USING (dataset, file, line)"
        " WHERE fault = 'nir_relative' AND dataset = 'caf_persons'"
    )
    lines = _lines(harsh, "caf", "CAF_PERSONNES", "utf-8")
    for file, number, person, visible in planted:
        written = lines[file, number].split(";")[10]
        assert written[:13] != own[person]
        assert visible == (written[:5] != own[person][:5])


def test_a_duplicate_repeats_a_sound_line(harsh: Rehearsed) -> None:
    lines = _lines(harsh, "pole_emploi", "PE_STOCK", "cp1252")
    copies = harsh.sql("SELECT file, line FROM faults WHERE fault = 'duplicate' AND dataset = 'registrations'")
    assert copies
    for file, number in copies:
        assert lines[file, number] == lines[file, number - 1]


def test_what_cannot_be_seen_is_said_why(harsh: Rehearsed) -> None:
    assert harsh.one("SELECT count(*) FROM faults WHERE visible = (why_not IS NOT NULL)") == 0


def test_crossed_faults_are_visible_only_to_people_known_elsewhere(harsh: Rehearsed) -> None:
    (row,) = harsh.sql("""
        SELECT count(*), count(*) FILTER (others = 0) FROM (
            SELECT f.dataset, f.file, f.line, count(o.line) AS others
            FROM faults f JOIN records r USING (dataset, file, line)
            LEFT JOIN records o ON o.person_no = r.person_no AND o.source <> f.source
                AND o.dataset IN ('registrations', 'caf_persons', 'pensions', 'health_covers', 'objections')
            WHERE f.visible AND f.fault IN ('used_name', 'typing_error', 'names_swapped', 'birth_day_forced', 'moved')
            GROUP BY ALL)""")
    assert row[0] > 100
    assert row[1] == 0


def test_the_dead_who_stay_in_the_files_are_in_the_deaths_file(harsh: Rehearsed) -> None:
    dead = "SELECT person_no FROM records JOIN faults USING (dataset, file, line) WHERE fault = 'deceased'"
    assert harsh.one(f"SELECT count(*) FROM ({dead})") > 0
    assert harsh.one(f"SELECT count(*) FROM people SEMI JOIN ({dead}) USING (person_no) WHERE alive") == 0
    deaths = "SELECT person_no FROM records WHERE dataset = 'deaths'"
    assert harsh.one(f"SELECT count(*) FROM ({dead}) ANTI JOIN ({deaths}) USING (person_no)") == 0


def test_twins_share_a_birth_and_homonyms_a_name(harsh: Rehearsed) -> None:
    twins = "SELECT DISTINCT person_no FROM records JOIN faults USING (dataset, file, line) WHERE fault = 'twins'"
    assert (
        harsh.one(f"""
        SELECT min(n) FROM (SELECT count(*) AS n FROM people SEMI JOIN ({twins}) USING (person_no)
                            GROUP BY household_no, birth_date)""")
        >= 2
    )
    alike = harsh.sql("""
        SELECT count(DISTINCT nir), count(*) FROM people
        SEMI JOIN (SELECT DISTINCT person_no FROM records JOIN faults USING (dataset, file, line)
                   WHERE fault = 'homonyms') USING (person_no)
        GROUP BY strip_accents(used_name), strip_accents(first_name), birth_date""")
    assert alike
    assert all(nirs == people and people >= 2 for nirs, people in alike)
