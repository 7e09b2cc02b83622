"""The people: as many as asked, of plausible ages and means, the same from month to month."""

from collections.abc import Callable

import pytest
from stdnum.fr import nir

from data_contracts.errors import InputError
from rehearsal import FaultRates, Territory
from tests.rehearsal.conftest import SMALL, Rehearsed

type_of_make = Callable[..., Rehearsed]


@pytest.mark.parametrize("period", ["2014-05", "2026-05"])
def test_as_many_people_as_asked(rehearsed: type_of_make, period: str) -> None:
    month = rehearsed(period)
    assert month.summary.persons == pytest.approx(SMALL.persons, rel=0.02)
    assert month.one("SELECT count(*) FILTER (alive) FROM people") == month.summary.persons


@pytest.mark.parametrize("period", ["2014-05", "2026-05"])
@pytest.mark.parametrize(
    ("share", "low", "high"),
    [
        ("avg((date_diff('year', birth_date, DATE '{period}-28') < 20)::INTEGER)", 0.18, 0.27),
        ("avg((date_diff('year', birth_date, DATE '{period}-28') >= 60)::INTEGER)", 0.21, 0.30),
        ("avg((date_diff('year', birth_date, DATE '{period}-28') >= 85)::INTEGER)", 0.01, 0.05),
        ("avg((sex = '2')::INTEGER)", 0.48, 0.54),
        (
            "avg(jobseeker::INTEGER) FILTER (date_diff('year', birth_date, DATE '{period}-28') BETWEEN 20 AND 60)",
            0.08,
            0.125,
        ),
        ("avg((daily_allowance = 0)::INTEGER) FILTER (jobseeker)", 0.2, 0.45),
    ],
)
def test_shares_of_people_are_plausible(
    rehearsed: type_of_make, period: str, share: str, low: float, high: float
) -> None:
    assert low <= rehearsed(period).one(f"SELECT {share.format(period=period)} FROM people WHERE alive") <= high


@pytest.mark.parametrize("period", ["2014-05", "2026-05"])
@pytest.mark.parametrize(
    ("share", "low", "high"),
    [
        ("avg(couple::INTEGER)", 0.45, 0.65),
        ("avg((tenure = 'owner')::INTEGER)", 0.40, 0.62),
        ("avg(in_caf::INTEGER)", 0.33, 0.50),
        ("avg((housing_benefit_eur_month > 0)::INTEGER)", 0.15, 0.28),
    ],
)
def test_shares_of_households_are_plausible(
    rehearsed: type_of_make, period: str, share: str, low: float, high: float
) -> None:
    assert low <= rehearsed(period).one(f"SELECT {share} FROM households") <= high


def test_take_up_follows_the_published_rates(may_2014: Rehearsed) -> None:
    shares = dict(
        may_2014.sql("SELECT benefit, avg(received::INTEGER) FROM rights WHERE entitled GROUP BY benefit ORDER BY 1")
    )
    published = {"rsa_socle": 0.64, "rsa_activite": 0.32, "aspa": 0.5, "cmuc": 0.66, "acs": 0.35}
    for benefit, share in published.items():
        assert shares[benefit] == pytest.approx(share, abs=0.1), benefit


def test_each_reform_renames_its_benefits(rehearsed: type_of_make) -> None:
    def benefits(period: str) -> set[str]:
        return {row[0] for row in rehearsed(period).sql("SELECT DISTINCT benefit FROM rights")}

    lasting = {"rsa_socle", "housing", "aspa"}
    assert benefits("2014-05") == lasting | {"rsa_activite", "cmuc", "acs"}
    assert benefits("2026-05") == lasting | {"prime_activite", "css_gratuite", "css_participation"}


def test_nobody_receives_what_they_are_not_entitled_to(may_2014: Rehearsed) -> None:
    assert may_2014.one("SELECT count(*) FROM rights WHERE received AND NOT entitled") == 0


def test_a_few_applications_for_the_rsa_are_examined_or_refused(may_2014: Rehearsed) -> None:
    rows = may_2014.sql("""
        SELECT application, entitled, count(*), bool_or(received)
        FROM rights WHERE application IS NOT NULL GROUP BY ALL""")
    found = {(application, entitled): (count, received) for application, entitled, count, received in rows}
    assert found.keys() == {("pending", True), ("refused", False)}
    assert all(count >= 3 and not received for count, received in found.values())
    written = {row[0] for row in may_2014.sql("SELECT household_no FROM rights WHERE application = 'pending'")}
    assert written <= {row[0] for row in may_2014.sql("SELECT household_no FROM households WHERE in_caf")}
    states = {"pending": "0", "refused": "1"}
    lines = dossier_states(may_2014)
    for household, application in may_2014.sql(
        "SELECT household_no, application FROM rights WHERE application IS NOT NULL"
    ):
        assert lines.get(household, states[application]) == states[application]
    assert {state for state in lines.values() if state in states.values()} == set(states.values())


def dossier_states(month: Rehearsed) -> dict[int, str]:
    """household -> `etatdosrsa` of its dossier, of the lines that are whole."""
    found = {}
    for path in month.delivered("caf").glob("CAF_DOSSIERS_*"):
        heading, *lines = path.read_text("utf-8").splitlines()
        place = heading.split(";").index("etatdosrsa")
        households = dict(month.sql(f"SELECT line, household_no FROM records WHERE file = '{path.name}'"))
        for number, line in enumerate(lines, start=2):
            if line.count(";") == heading.count(";"):
                found[households[number]] = line.split(";")[place]
    return found


def test_two_months_describe_the_same_people(rehearsed: type_of_make) -> None:
    may, june = rehearsed("2014-05"), rehearsed("2014-06")
    before = {row[0]: row[1:] for row in may.sql("SELECT person_no, nir, birth_date, sex FROM people WHERE alive")}
    after = {row[0]: row[1:] for row in june.sql("SELECT person_no, nir, birth_date, sex FROM people")}
    staying = before.keys() & after.keys()
    assert len(staying) >= 0.99 * len(before)
    assert all(before[person] == after[person] for person in staying)


def test_every_nir_is_valid_unique_and_coherent(may_2014: Rehearsed) -> None:
    people = may_2014.sql("SELECT nir, sex, strftime(birth_date, '%y%m') FROM people")
    assert len({number for number, _, _ in people}) == len(people)
    for number, sex, born in people:
        assert nir.is_valid(number + nir.calc_check_digits(number))
        assert number[:5] == sex + born


def test_some_were_born_in_corsica_overseas_and_abroad(may_2014: Rehearsed) -> None:
    places = {row[0] for row in may_2014.sql("SELECT DISTINCT substr(nir, 6, 2) FROM people")}
    assert {"2A", "2B", "20", "97", "99"} <= places


@pytest.mark.parametrize(
    "territory",
    [
        lambda: Territory(0, ("44",), 1),
        lambda: Territory(20_000, (), 1),
        lambda: Territory(20_000, ("44", "44"), 1),
    ],
)
def test_a_senseless_territory_is_refused(territory: Callable[[], Territory]) -> None:
    with pytest.raises(InputError):
        territory()


def test_an_unknown_department_is_refused(rehearsed: type_of_make) -> None:
    with pytest.raises(InputError, match="« 9Z »"):
        rehearsed("2014-05", Territory(20_000, ("44", "9Z"), 1))


def test_a_period_before_the_known_scales_is_refused(rehearsed: type_of_make) -> None:
    with pytest.raises(InputError, match="2012-12"):
        rehearsed("2012-12")


def test_harsh_rates_change_the_files_not_the_number_of_people(rehearsed: type_of_make) -> None:
    assert rehearsed("2014-05", faults=FaultRates.harsh()).summary.persons == pytest.approx(SMALL.persons, rel=0.02)
