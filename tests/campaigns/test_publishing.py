"""A release is there as a whole, or not at all."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from campaigns import publishing
from campaigns.drafting import drawn
from campaigns.ledger.opening import open_ledger
from campaigns.outputs import files
from campaigns.outputs.files import outputs_of
from campaigns.publishing import publish
from data_contracts.campaign import Campaign
from data_contracts.errors import StoreError
from tests.campaigns.conftest import Territory, edited
from tests.campaigns.month import DELIVERIES, author, content

IDENTITIES = ("DUPONT", "JEANNE", "EGLISE", "2800144109001")


Release = Callable[[], publishing.Publication]
CONTACT_FILES = ["contact_list.csv", "contact_list.xlsx", "returns.xlsx", "summary.json"]


def released(territory: Territory, campaign: Campaign, folder: Path) -> publishing.Publication:
    """The campaign drawn, or taken up again, without a control group, and published under the folder."""
    ledger = open_ledger(f"sqlite:///{folder.with_suffix('.sqlite')}")
    everybody = edited(campaign, control={"share": 0})
    release = drawn(ledger, territory.target(everybody), author())
    return publish(release, outputs_of(release), folder, DELIVERIES)


@pytest.fixture
def release(territory: Territory, inform: Campaign, tmp_path: Path) -> Release:
    territory.add(1)
    territory.add(2, deceased=True)
    return lambda: released(territory, inform, tmp_path)


def test_a_letter_campaign(release: Release, tmp_path: Path) -> None:
    publication = release()
    assert publication.folder == tmp_path / "rsa-socle-demandeurs-emploi" / "2014-05"
    assert list(publication.files) == CONTACT_FILES
    assert {path.name for path in publication.folder.iterdir()} == set(publication.files)
    written = (publication.folder / "summary.json").read_text("utf-8")
    assert json.loads(written) == publication.summary
    assert not any(identity in written for identity in IDENTITIES)


def test_the_summary(release: Release) -> None:
    publication = release()
    summary = publication.summary
    csv_bytes = publication.files["contact_list.csv"].read_bytes()
    assert summary["files"]["contact_list.csv"] == {"rows": 1, "sha256": hashlib.sha256(csv_bytes).hexdigest()}
    assert summary["benefits_in_force"] == ["rsa_socle"]
    assert summary["deliveries"] == DELIVERIES
    kinds = ("departments", "communes", "density_levels", "profiles", "sources")
    assert summary["settings"]["perimeter"] == dict.fromkeys(kinds, "all")
    counts = summary["counts"]
    assert counts["excluded"][0] == {"code": "deceased", "label": "personne décédée", "count": 1}
    assert counts["candidates"] == counts["listed"] + sum(reason["count"] for reason in counts["excluded"]) == 2


def test_an_opening_of_rights_has_no_workbook(territory: Territory, simplify: Campaign, tmp_path: Path) -> None:
    territory.add(1, benefit="acs")
    publication = released(territory, simplify, tmp_path)
    assert list(publication.files) == ["rights_to_open.csv", "returns.xlsx", "summary.json"]


def test_run_again_gives_the_same_bytes(release: Release) -> None:
    first = content(release().folder)
    assert content(release().folder) == first
    assert sorted(first) == CONTACT_FILES


def test_a_release_is_replaced_as_a_whole(release: Release, tmp_path: Path) -> None:
    publication = release()
    (publication.folder / "left_over.csv").write_text("x")
    release()
    assert not (publication.folder / "left_over.csv").exists()
    assert [path.name for path in publication.folder.parent.iterdir()] == ["2014-05"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("existing", [True, False])
def test_a_write_that_fails_leaves_what_was_there(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, existing: bool
) -> None:
    if existing:
        release()
    before = content(tmp_path)

    def fail(_: object, path: Path) -> int:
        path.write_bytes(b"half")
        raise error

    monkeypatch.setattr(files, "write_workbook", fail)
    with pytest.raises(StoreError if isinstance(error, OSError) else KeyboardInterrupt):
        release()
    assert content(tmp_path) == before


def test_the_fault_of_the_disk_is_named_whoever_met_it(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise OSError("No space left on device (os error 28)")  # as Polars says it, without a number of its own

    monkeypatch.setattr(files, "write_csv", fail)
    with pytest.raises(StoreError, match=os.strerror(28)):
        release()


def test_a_rename_that_fails_puts_the_old_release_back(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release()
    before = content(tmp_path)
    rename = os.replace

    def fail(source: Path, destination: Path) -> None:
        if source.name.endswith(".partial"):
            raise PermissionError(13, "Permission denied")
        rename(source, destination)

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(StoreError, match="le même tirage est repris"):
        release()
    assert content(tmp_path) == before


@pytest.mark.parametrize("crash", ["writing", "between_renames", "before_deletion"])
def test_a_crash_is_mended_by_the_next_run(release: Release, crash: str) -> None:
    folder = release().folder
    before = content(folder)
    partial, old = folder.with_name(".2014-05.partial"), folder.with_name(".2014-05.old")
    if crash == "writing":
        shutil.copytree(folder, partial)
    elif crash == "between_renames":
        shutil.copytree(folder, partial)
        folder.rename(old)
    else:
        shutil.copytree(folder, old)
    release()
    assert content(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == ["2014-05"]


def test_the_message_says_where_and_what_to_do(release: Release, tmp_path: Path) -> None:
    (tmp_path / "rsa-socle-demandeurs-emploi").write_text("a file where the folder should be")
    with pytest.raises(StoreError) as caught:
        release()
    message = str(caught.value)
    assert "n'a pas pu être écrite" in message
    assert str(tmp_path) in message
    assert not any(identity in message for identity in IDENTITIES)


def test_settings_cannot_be_lost(release: Release) -> None:
    settings: dict[str, Any] = release().summary["settings"]
    assert settings["signals"] == ["allocation_sous_montant_forfaitaire"]
    assert settings["minimum_age"] == 18
