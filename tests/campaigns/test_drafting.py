"""A draw is made once: taken up again as it was, corrected by a further version, and its control people left alone."""

from pathlib import Path
from shutil import rmtree
from typing import Any

import polars as pl
import pytest

from campaigns.drafting import as_released
from campaigns.outputs import files
from campaigns.outputs.applicants import Known
from campaigns.outputs.files import NO_LONGER, outputs_of
from campaigns.outputs.printing import print_sheets, printed_of
from campaigns.publishing import folder_of, put_wave
from data_contracts.campaign import Campaign
from data_contracts.errors import StoreError
from data_contracts.tables import TABLES
from pipelines.releases import among
from tests.campaigns.conftest import PERIOD, Territory, edited, person_id
from tests.campaigns.month import Month, author, content, day, listed_in, number_of, readable, rows_of, surname, town

NAME = "rsa-socle-demandeurs-emploi"


@pytest.fixture
def month(territory: Territory, inform: Campaign, tmp_path: Path) -> Month:
    """Twenty people of their own household, some of them control, not released yet."""
    month = Month(territory, [town(inform)], tmp_path)
    month.people(*range(20))
    return month


def interrupted(month: Month, monkeypatch: pytest.MonkeyPatch) -> None:
    """Released as far as drawn: the disk is full when the list is written."""

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files, "write_csv", full)
        with pytest.raises(StoreError):
            month.run()
    assert [release.state for release in month.ledger.releases()] == ["drawn"]


def references(month: Month, version: int, *numbers: int) -> set[str]:
    found = [each for each in month.ledger.releases() if each.version == version]
    rows = pl.concat([month.ledger.targets(each) for each in found])
    return set(rows.filter(pl.col("person_id").is_in([person_id(number) for number in numbers]))["reference"])


def contacts(month: Month, version: int = 1) -> set[int]:
    """Numbers of the people that the ledger knows as contacted."""
    (release,) = [each for each in month.ledger.releases() if each.version == version]
    return set(map(number_of, month.ledger.contacts(release)["person_id"]))


# Taken up


@pytest.mark.parametrize("change", ["seed", "share", "candidates"])
def test_what_was_drawn_is_taken_up_with_its_very_arms(
    month: Month, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    interrupted(month, monkeypatch)
    (before,) = month.ledger.releases()
    targets, rights = month.ledger.targets(before), month.ledger.rights(before)
    if change == "candidates":
        month.people(*range(50, 70))
        month.change(3, signals=[])
    else:
        changes: dict[str, Any] = {"seed": {"seed": 99}, "share": {"control": {"share": 0.5, "strata": []}}}[change]
        month.campaigns = [edited(month.campaigns[0], **changes)]
    month.run()
    (after,) = month.ledger.releases()
    assert (after.state, after.inputs, after.seed) == ("published", before.inputs, before.seed)
    assert month.ledger.targets(after).equals(targets)
    assert month.ledger.rights(after).equals(rights)
    lost = references(month, 1, 3) if change == "candidates" else set()
    contacted = set(targets.filter(pl.col("arm") == "contacted")["reference"])
    assert listed_in(month.published / NAME / "2014-05") == contacted - lost


@pytest.mark.parametrize("fact", ["deceased", "objected", "protected_address"])
@pytest.mark.parametrize("moved", [False, True])
def test_what_is_learnt_since_the_draw_keeps_somebody_off_a_list_written_later(
    month: Month, monkeypatch: pytest.MonkeyPatch, fact: str, moved: bool
) -> None:
    interrupted(month, monkeypatch)
    contacted = sorted(month.arm("contacted"))
    month.campaigns = [edited(month.campaigns[0], perimeter={"departments": ["44"]})]
    month.change(contacted[0], **{fact: True}, **({"department": "77"} if moved else {}))
    month.run()
    folder = month.published / NAME / "2014-05"
    assert listed_in(folder) == references(month, 1, *contacted[1:])
    assert contacts(month) == set(contacted[1:])
    month.change(contacted[0], **{fact: False, "department": "44"})
    rmtree(folder)
    month.run()
    assert listed_in(folder) == references(month, 1, *contacted[1:]), "nor does who left it come back unrecorded"
    assert surname(contacted[0]) not in readable(folder / "contact_list.xlsx")
    assert references(month, 1, contacted[0]).pop() not in readable(folder / "returns.xlsx")


def test_a_right_that_is_no_longer_sure_is_not_opened_by_a_draw_taken_up(
    territory: Territory, simplify: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    month = Month(territory, [edited(simplify, control={"share": 0})], tmp_path)
    month.people(*range(6), benefit="acs")
    interrupted(month, monkeypatch)
    month.change(0, tier="probable")
    month.change(1, state="live")
    month.change(2, verdict="possible")
    month.run()
    folder = month.published / simplify.name / "2014-05"
    assert listed_in(folder) == references(month, 1, 3, 4, 5)
    assert contacts(month) == {3, 4, 5}
    month.run()
    assert [each.version for each in month.ledger.releases()] == [1], "who was never on a list is not withdrawn"


# Corrected


def test_deliveries_that_changed_give_a_correction_of_new_people_only(month: Month) -> None:
    month.run()
    first_list = content(month.published)
    contacted, control = sorted(month.arm("contacted")), sorted(month.arm("control"))
    dead, gone, unsure = contacted[:3]
    month.change(dead, deceased=True)
    month.change(gone, verdict="unlikely")
    month.change(unsure, tier="unsure")
    month.people(*range(50, 70))
    month.people(80, household_id=f"{contacted[4] + 4096:020x}")  # joined the household of somebody contacted
    month.people(81, household_id=f"{control[0] + 4096:020x}")  # and of a control person
    (correction,) = month.run()
    assert correction.release.version == 2
    first, second = month.ledger.releases()
    assert second.corrects == first.no
    assert month.arm("contacted", version=2) | month.arm("control", version=2) == set(range(50, 70))
    assert month.arm("contacted", version=1) == set(contacted)
    assert month.arm("control", version=2)
    folder = folder_of(month.published, second)
    assert folder.name == "2014-05-v2"
    assert listed_in(folder) == references(month, 2, *month.arm("contacted", version=2))
    written = {row["Référence"]: row["Motif"] for row in rows_of(folder / "to_withdraw.csv")}
    reasons = ("personne décédée", NO_LONGER, "rapprochement des fichiers pas assez sûr")
    assert written == {
        references(month, 1, number).pop(): reason for number, reason in zip((dead, gone, unsure), reasons, strict=True)
    }
    assert not any(surname(number) in readable(folder / "to_withdraw.csv") for number in (dead, gone, unsure))
    assert {name: content(month.published)[name] for name in first_list} == first_list, "the first is as it was"
    reached = pl.concat([month.ledger.contacts(each) for each in (first, second)])["person_id"]
    assert reached.is_unique().all()
    facts, before = month.facts(), content(month.published)
    month.run()
    assert (month.facts(), content(month.published)) == (facts, before)
    rmtree(month.published)
    month.run()
    assert month.facts() == facts
    assert content(folder).keys() == {
        "contact_list.csv",
        "contact_list.xlsx",
        "returns.xlsx",
        "summary.json",
        "to_withdraw.csv",
    }
    for name in ("contact_list.csv", "to_withdraw.csv"):
        assert (folder / name).read_bytes() == before[f"{NAME}/2014-05-v2/{name}"]
    former = listed_in(month.published / NAME / "2014-05")
    assert former == references(month, 1, *contacted[3:]), "whom a correction withdrew is on no list written since"


def test_nobody_is_withdrawn_twice(month: Month) -> None:
    month.run()
    first, second, *_ = sorted(month.arm("contacted"))
    for number, version in ((first, 2), (second, 3)):
        month.change(number, deceased=True)
        month.run()
        rows = rows_of(month.published / NAME / f"2014-05-v{version}" / "to_withdraw.csv")
        assert {row["Référence"] for row in rows} == references(month, 1, number)
    month.change(first, deceased=False)
    rmtree(month.published)
    month.run()
    (row,) = rows_of(month.published / NAME / "2014-05-v2" / "to_withdraw.csv")
    assert {row["Référence"]} == references(month, 1, first), "as it was told"
    month.change(first, deceased=True)
    month.run()
    assert [each.version for each in month.ledger.releases()] == [1, 2, 3], "nor when it was an error, then not"
    assert [line.details.get("withdrawn") for line in month.ledger.audit()] == [None, None, 1, None, 1, None]


def test_people_withdrawn_alone_are_a_correction_too(month: Month) -> None:
    month.run()
    gone = min(month.arm("contacted"))
    month.change(gone, objected=True)
    month.run()
    folder = month.published / NAME / "2014-05-v2"
    assert listed_in(folder) == set()
    (row,) = rows_of(folder / "to_withdraw.csv")
    assert row["Référence"] in references(month, 1, gone)
    facts, before = month.facts(), content(month.published)
    month.run()
    assert (month.facts(), content(month.published)) == (facts, before)


def test_a_correction_leaves_no_earlier_than_what_it_corrects(month: Month) -> None:
    """Nobody says again on which day letters left: the first of the month would be long ago."""
    month.run(on=day("2014-06-10"))
    month.people(*range(50, 60))
    month.run()
    assert [str(release.published_on) for release in month.ledger.releases()] == ["2014-06-10", "2014-06-10"]


def test_nothing_new_and_nobody_withdrawn_is_no_correction(month: Month) -> None:
    month.run()
    facts, before = month.facts(), content(month.published)
    month.change(min(month.arm("control")), deceased=True)  # never contacted: nothing to withdraw
    month.change(min(month.arm("contacted")), amount_max_eur_month=250, why="Autrement.")
    month.run()
    assert (month.facts(), content(month.published)) == (facts, before)


def test_a_refusal_that_came_back_draws_no_correction(territory: Territory, inform: Campaign, tmp_path: Path) -> None:
    """With it, too few rights are left to somebody: that is no change of the deliveries."""
    meetings = town(
        inform, name="rendez-vous", action="orient", signals=[], jobseekers_only=False, minimum_rights=2,
        benefits=["rsa_socle", "ass"], control={"share": 0}, capacity=5,
    )  # fmt: skip
    month = Month(territory, [meetings], tmp_path)
    for number in range(10):
        month.people(number)
        month.people(number, benefit="ass")
    month.run()
    assert len(month.arm("contacted")) == 5
    facts = [name for name in month.facts() if name != "audit"]
    (reference, *_) = sorted(references(month, 1, *month.arm("contacted")))
    sheet = tmp_path / "retours.csv"
    sheet.write_text(
        f"Référence;Retour;Date;Motif;Droit\n{reference};refuse cette aide;10/06/2014;;RSA socle\n", "utf-8"
    )
    month.ledger.import_returns(sheet, day("2014-06-12"), actor="agent-12", at=author().at)
    month.run()
    assert [name for name in month.facts() if name != "audit"] == facts


def test_a_correction_sees_what_other_campaigns_drew_since(
    territory: Territory, inform: Campaign, tmp_path: Path
) -> None:
    """Control people of another campaign on the benefit stay uncontacted; its contacted are not written to twice."""
    first = town(inform, name="a-premiere", perimeter={"profiles": ["single_no_work"]})
    second = town(inform, name="b-seconde")
    month = Month(territory, [first, second], tmp_path)
    month.people(*range(5))
    month.people(*range(10, 30), profile="couple_no_work")
    month.run()
    others = set(range(10, 30))
    assert month.arm("contacted", "b-seconde") | month.arm("control", "b-seconde") == others
    for number in others:
        month.change(number, profile="single_no_work")
    month.people(30, household_id=f"{min(month.arm('control', 'b-seconde')) + 4096:020x}")
    month.people(*range(40, 44))
    month.run()
    assert month.arm("contacted", "a-premiere", 2) | month.arm("control", "a-premiere", 2) == set(range(40, 44))


def test_a_control_household_that_merged_is_left_alone(month: Month) -> None:
    month.run()
    control = min(month.arm("control"))
    month.change(control, household_id=f"{9000:020x}", household_no=9000)
    month.people(60, household_id=f"{9000:020x}")
    month.people(61)
    month.run()
    assert month.arm("contacted", version=2) | month.arm("control", version=2) == {61}


def test_a_correction_keeps_within_the_capacity(month: Month) -> None:
    month.campaigns = [edited(month.campaigns[0], capacity=5, control={"share": 0})]
    month.run()
    gone = min(month.arm("contacted"))
    assert len(month.arm("contacted")) == 5
    month.change(gone, deceased=True)
    month.run()
    assert len(month.arm("contacted", version=2)) == 1, "who comes in the place of the one who is gone"


# Nobody of the control group, nowhere


def test_no_control_person_is_in_any_output(territory: Territory, inform: Campaign, tmp_path: Path) -> None:
    """Lists, workbooks, sheets of returns, letters and bilans, of waves and corrections, of all campaigns on the
    benefit, over two months."""
    letters = town(inform, name="a-courriers")
    rights = {"action": "orient", "signals": [], "jobseekers_only": False}
    meetings = town(inform, name="b-rendez-vous", benefits=["rsa_socle", "ass"], **rights)
    again = town(inform, name="c-courriers", signals=[], jobseekers_only=False)
    month = Month(territory, [letters, meetings, again], tmp_path)
    month.people(*range(12))
    month.people(*range(12, 24), signals=[])
    month.run()
    month.people(*range(24, 32))
    for number in range(12, 24):
        month.change(number, signals=["allocation_sous_montant_forfaitaire"])
    month.run()
    drawn_now = month.run(PERIOD.shift(1))
    print_everything(month, drawn_now)
    control, contacted = month.arm("control"), month.arm("contacted")
    assert len(control) >= 6
    assert not control & contacted
    written = [path for path in month.published.rglob("*") if path.is_file()]
    assert {path.suffix for path in written} == {".csv", ".xlsx", ".json", ".pdf"}
    text = "\n".join(map(readable, written))
    marks = pl.concat([month.ledger.targets(each) for each in month.ledger.releases()])
    for person, reference, arm in marks.select("person_id", "reference", "arm").iter_rows():
        assert person not in text, "no pseudonym leaves the house"
        assert (reference in text) == (arm == "contacted")
        assert (surname(number_of(person)) in text) == (arm == "contacted")


def print_everything(month: Month, releases: list[Any]) -> None:
    """A second wave to everyone contacted of the first period's releases, and all that is printed of both."""
    con, period = month.territory.con, PERIOD
    tables = month.territory.tables()
    for campaign in month.campaigns:
        for each in month.ledger.releases(campaign.name):
            if each.period != str(period):
                continue
            targeting = month.territory.target(campaign)
            seen = as_released(month.ledger, targeting, each)
            people = month.ledger.contacts(each)["person_id"].to_list()
            wave = among(seen, people)
            put_wave(wave, outputs_of(wave, 2), month.published, 2)
            columns = ", ".join(
                f"NULL::{column.duckdb_type} AS {column.name}" for column in TABLES["incomes"].columns()
            )
            known = Known(
                tables["identities"], tables["person_situations"], month.territory.households(),
                con.sql(f"SELECT {columns} WHERE false"),
            )  # fmt: skip
            for kind in printed_of(campaign):
                if kind != "applications":
                    for release_, number in ((seen, 1), (wave, 2)):
                        folder = folder_of(month.published, each, number)
                        print_sheets(release_, kind, known, day("2014-06-02"), folder, lambda done, of: None)
