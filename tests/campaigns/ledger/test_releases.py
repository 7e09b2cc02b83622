"""Releases are recorded whole, published once, and never change."""

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from sqlalchemy import text

from campaigns.ledger.book import Ledger
from campaigns.ledger.opening import open_ledger
from campaigns.ledger.releases import SPLIT
from data_contracts.errors import InputError, StoreError
from tests.campaigns.ledger.conftest import BY, ON, draft, drawn_people, launch, person, rights_of


def test_a_draw_comes_back_as_it_was_recorded(ledger: Ledger) -> None:
    people = drawn_people(range(1, 9)).with_columns(jobseeker=pl.Series([True, False, None] * 2 + [True, None]))
    rights = rights_of(people, "rsa_socle", "als")
    release = ledger.drawn(draft(), people.sample(fraction=1, shuffle=True, seed=3), rights, **BY)
    assert (release.no, release.state, release.published_on) == (1, "drawn", ON)
    kept = ledger.targets(release)
    assert kept.columns == ["person_id", "household_id", "reference", "arm", *SPLIT]
    assert kept["reference"].is_sorted()
    assert kept.select(people.columns).sort("person_id").equals(people)
    assert ledger.rights(release).sort("person_id", "benefit").equals(rights.sort("person_id", "benefit"))
    assert ledger.releases("rsa") == [release]
    assert ledger.counts(release) == {"contacted": 6, "control": 2, "returns": 0}
    waves = ledger.waves(release).rows()
    assert waves == [(1, "letter", ON, None), (2, "call", ON + timedelta(days=30), None)]
    assert ledger.contacts(release).is_empty()


def test_the_same_draw_has_the_same_references_in_whatever_order(quick: Ledger, url: str) -> None:
    people = drawn_people(range(1, 50))
    one = quick.targets(quick.drawn(draft(), people, rights_of(people), **BY))
    other = open_ledger(url)
    two = other.targets(other.drawn(draft(), people.reverse(), rights_of(people), **BY))
    assert one.equals(two)


def test_a_second_draw_is_told_and_leaves_nothing(ledger: Ledger) -> None:
    people = drawn_people(range(1, 9))
    release = ledger.drawn(draft(), people, rights_of(people), **BY)
    before = ledger.targets(release)
    others = drawn_people(range(20, 30))
    with pytest.raises(InputError, match="déjà fait"):
        ledger.drawn(draft(seed=2), others, rights_of(others), **BY)
    assert ledger.releases() == [release]
    assert ledger.targets(release).equals(before)
    assert len(ledger.names()[0]) == 8
    assert ledger.verify_audit() == []
    ledger.drawn(draft(version=2, corrects=release.no), others, rights_of(others), **BY)
    assert [(one.version, one.corrects) for one in ledger.releases()] == [(1, None), (2, 1)]


def test_publishing_reaches_the_arm_contacted_and_nobody_else(ledger: Ledger) -> None:
    people = drawn_people(range(1, 9))
    release = ledger.drawn(draft(), people, rights_of(people), **BY)
    published = ledger.published(release, 1, date(2014, 6, 4), **BY)
    assert published == replace(release, state="published", published_on=date(2014, 6, 4))
    contacted = people.filter(pl.col("arm") == "contacted")["person_id"].to_list()
    assert ledger.contacts(release).rows() == [(name, 1, date(2014, 6, 4)) for name in contacted]
    again = ledger.published(release, 1, date(2014, 7, 1), **BY)
    assert again == published
    assert ledger.contacts(release).height == 6
    assert [line.action for line in ledger.audit()] == ["release_drawn", "wave_published"]


def test_a_later_wave_reaches_whom_it_is_told(ledger: Ledger) -> None:
    release = launch(ledger)
    ledger.published(release, 2, date(2014, 7, 2), [person(1), person(2)], **BY)
    ledger.published(release, 2, date(2014, 7, 9), [person(3)], **BY)
    second = ledger.contacts(release).filter(pl.col("wave_number") == 2).rows()
    assert second == [(person(1), 2, date(2014, 7, 2)), (person(2), 2, date(2014, 7, 2))]
    assert ledger.waves(release)["published_on"].to_list() == [ON, date(2014, 7, 2)]


@pytest.mark.parametrize(
    ("wave", "people"), [(2, [person(4)]), (2, [person(99)]), (2, None), (3, [person(1)])]
)  # 4 is in the control group
def test_a_wave_of_others_is_refused(ledger: Ledger, wave: int, people: list[str] | None) -> None:
    release = launch(ledger)
    with pytest.raises(ValueError, match="wave"):
        ledger.published(release, wave, date(2014, 7, 2), people, **BY)
    assert ledger.contacts(release).height == 6


def test_no_wave_comes_before_the_first(ledger: Ledger) -> None:
    people = drawn_people(range(1, 9))
    release = ledger.drawn(draft(), people, rights_of(people), **BY)
    with pytest.raises(ValueError, match="later wave"):
        ledger.published(release, 2, ON, [person(1)], **BY)


CHANGES = [
    "UPDATE releases SET seed = 2",
    "UPDATE releases SET state = 'drawn'",
    "UPDATE releases SET published_on = '2014-06-03'",
    "DELETE FROM waves",
    "UPDATE waves SET kind = 'visit'",
    "UPDATE waves SET published_on = NULL WHERE number = 1",
    "INSERT INTO waves (release_no, number, kind, due_on) VALUES (1, 9, 'visit', '2014-09-01')",
    "UPDATE targets SET arm = 'contacted'",
    "UPDATE targets SET reference = '00000000-0' WHERE person_no = 1",
    "UPDATE targets SET commune_code = '44001' WHERE person_no = 1",
    "DELETE FROM targets",
    "INSERT INTO people (no) VALUES (99); "
    "INSERT INTO targets (release_no, person_no, household_no, arm, stratum) VALUES (1, 99, 1, 'contacted', '')",
    "UPDATE target_rights SET verdict = 'possible'",
    "DELETE FROM target_rights",
    "INSERT INTO target_rights (release_no, person_no, benefit, verdict) VALUES (1, 1, 'aspa', 'likely')",
    "DELETE FROM contacts",
    "UPDATE contacts SET contacted_on = '2014-06-03'",
    "INSERT INTO contacts (release_no, wave_number, person_no, contacted_on) VALUES (1, 1, 4, '2014-06-02')",
    "INSERT INTO withdrawals (release_no, person_no, corrected_by) VALUES (1, 1, 1)",
    "DELETE FROM audit",
    "UPDATE audit SET actor = 'somebody'",
    "DELETE FROM audit_head",
    "UPDATE audit_head SET lines = 0",
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_itself_refuses_to_change_what_is_published(ledger: Ledger, change: str) -> None:
    release = launch(ledger)
    before = (ledger.releases(), ledger.targets(release), ledger.contacts(release), ledger.waves(release))
    *prepared, refused = change.split("; ")
    with ledger.database.write() as connection:
        for statement in prepared:
            connection.execute(text(statement))
    with pytest.raises(StoreError, match="ne change pas ce qui est publié"), ledger.database.write() as connection:
        connection.execute(text(refused))
    after = (ledger.releases(), ledger.targets(release), ledger.contacts(release), ledger.waves(release))
    assert all(
        one.equals(two) if isinstance(one, pl.DataFrame) else one == two for one, two in zip(before, after, strict=True)
    )
    assert ledger.verify_audit() == []


def test_a_release_still_drawn_keeps_its_draw_too(ledger: Ledger) -> None:
    people = drawn_people(range(1, 9))
    ledger.drawn(draft(), people, rights_of(people), **BY)
    for change in ("UPDATE targets SET arm = 'contacted'", "UPDATE releases SET seed = 2", "DELETE FROM releases"):
        with pytest.raises(StoreError), ledger.database.write() as connection:
            connection.execute(text(change))


def test_postgresql_refuses_to_empty_the_past(server: str) -> None:
    ledger = open_ledger(server)
    launch(ledger)
    for table in ("releases", "targets", "contacts", "audit", "audit_head"):
        with pytest.raises(StoreError), ledger.database.write() as connection:
            connection.execute(text(f"TRUNCATE {table} CASCADE"))


def test_one_process_at_a_time_publishes_a_campaign(ledger: Ledger) -> None:
    with ledger.publishing("rsa"):
        with pytest.raises(InputError, match="en cours de publication"), ledger.publishing("rsa"):
            pass
        with ledger.publishing("aspa"):
            pass
        launch(ledger)  # the lock does not keep its own holder from recording
    with ledger.publishing("rsa"):
        pass


def test_a_month_with_nobody_to_draw_is_recorded_and_published(quick: Ledger) -> None:
    nobody = drawn_people(range(1, 2)).clear()
    release = quick.drawn(draft(), nobody, rights_of(drawn_people(range(1, 2))).clear(), **BY)
    quick.published(release, 1, ON, **BY)
    assert [one.no for one in quick.releases("rsa")] == [release.no]
    assert quick.counts(release) == {"contacted": 0, "control": 0, "returns": 0}
    assert quick.targets(release).is_empty()
    assert quick.contacts(release).is_empty()
