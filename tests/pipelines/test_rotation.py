"""Changing keys: nothing is lost, nobody is taken for another, and an interruption leaves one state or the other."""

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from data_contracts.errors import InputError, StoreError
from data_contracts.period import Period
from data_contracts.relations import Connection, Relation
from data_contracts.settings import Settings
from pipelines.cli import app
from pipelines.keys import NAMES, Keys, load_keys
from pipelines.rotation import rotate_keys
from pipelines.running import run_month
from pipelines.store import Staged, Store
from rehearsal import Territory, rehearse
from tests.pipelines.conftest import SPRING_2014, Run

TERRITORY = Territory(2_000, ("44", "77"), seed=1)
NEW = "ab" * 32


@pytest.fixture
def run(small_copy: Run) -> Run:
    return small_copy


def people(run: Run) -> dict[object, object]:
    return dict(run.rows("SELECT record_no, person_id FROM person_records", "person_records"))


def households(run: Run) -> dict[object, object]:
    return dict(run.rows("SELECT household_no, household_id FROM household_situations", "household_situations"))


def counts(run: Run) -> Counter[str]:
    with run.connect() as con:
        found = run.store.everything()
        return Counter({table: len(run.store.read(con, table, period).fetchall()) for table, period in found})


def keys_and_marks(run: Run) -> list[str]:
    return sorted(path.name for path in run.settings.keys_folder.iterdir() if path.suffix != ".lock")


def test_every_table_is_kept_and_everybody_has_another_name(run: Run) -> None:
    before, names, homes, rows = load_keys(run.settings.keys_folder), people(run), households(run), counts(run)
    rotated = rotate_keys(run.settings, environment={})
    after = load_keys(run.settings.keys_folder)
    assert rotated
    assert (rotated.tables, rotated.elsewhere) == (len(rows), ())
    assert counts(run) == rows
    assert not {before.identity, before.analysis, before.pseudonym} & {after.identity, after.analysis, after.pseudonym}
    renamed = people(run)
    assert len({(names[record], renamed[record]) for record in names}) == len(set(names.values()))
    assert not set(names.values()) & set(renamed.values())
    assert len(set(households(run).values())) == len(set(homes.values()))
    assert run.rows(
        "SELECT count(*) FROM assessments ANTI JOIN household_situations USING (household_id)",
        "assessments", "household_situations",
    ) == [(0,)]  # fmt: skip
    assert sorted(path.name for path in run.settings.home.iterdir() if path.name.startswith("store")) == ["store"]


def test_the_next_month_knows_people_and_dossiers_by_their_new_names(run: Run) -> None:
    rotate_keys(run.settings, environment={})
    june = SPRING_2014.shift(1)
    rehearse(TERRITORY, str(june), run.settings.landing_folder, run.settings.truth_folder)
    next_month = Run(run.settings, june, run_month(run.settings, june))
    assert next_month.outcome.problems == []
    kept, kept_homes = set(people(run).values()), set(households(run).values())
    names, homes = set(people(next_month).values()), set(households(next_month).values())
    assert len(names & kept) > 0.95 * len(names)
    assert len(homes & kept_homes) > 0.9 * len(homes)


def test_a_zone_alone_can_change_its_key(run: Run) -> None:
    before, names = load_keys(run.settings.keys_folder), people(run)
    rotate_keys(run.settings, ["identity"], environment={})
    after = load_keys(run.settings.keys_folder)
    assert (before.identity == after.identity, before.analysis == after.analysis) == (False, True)
    assert people(run) == names


@pytest.mark.parametrize("broken", range(5))
def test_an_interrupted_rotation_is_ended_by_the_next_one(
    run: Run, monkeypatch: pytest.MonkeyPatch, broken: int
) -> None:
    """The renames begin with the mark itself, then come the two of the store and the three of the keys."""
    names, rows, done = people(run), counts(run), []
    with monkeypatch.context() as interrupted:
        for name in ("rename", "replace"):

            def moved(source: Path, to: Path, move: object = getattr(os, name)) -> None:
                if "partial" not in str(source):
                    if len(done) == broken:
                        raise KeyboardInterrupt
                    done.append(source)
                move(source, to)  # type: ignore[operator]

            interrupted.setattr(os, name, moved)
        with pytest.raises(KeyboardInterrupt):
            rotate_keys(run.settings, environment={})
    if broken:
        with pytest.raises(InputError, match="pas terminé"):
            load_keys(run.settings.keys_folder)
        assert rotate_keys(run.settings, environment={}) is None
    assert counts(run) == rows
    assert (people(run) == names) is (broken == 0)


def test_two_rotations_at_once_are_one_and_no_month_is_run_meanwhile(run: Run) -> None:
    before, names, tried = counts(run), people(run), []

    def meanwhile(_: str) -> None:
        if not tried:
            for second in (
                lambda: rotate_keys(run.settings, environment={}),
                lambda: run_month(run.settings, run.period),
            ):
                with pytest.raises(InputError, match="est en cours"):
                    second()
            tried.append(True)

    assert rotate_keys(run.settings, environment={}, tell=meanwhile)
    assert tried
    assert counts(run) == before
    assert not set(names.values()) & set(people(run).values())


def test_a_store_that_cannot_be_read_is_left_as_it_was(run: Run) -> None:
    before = people(run)
    spoiled = run.store.path("targets", run.period)
    whole = spoiled.read_bytes()
    spoiled.write_bytes(whole[:100])
    with pytest.raises(StoreError, match="targets"):
        rotate_keys(run.settings, environment={})
    spoiled.write_bytes(whole)
    assert people(run) == before
    assert keys_and_marks(run) == sorted(f"{name}.key" for name in NAMES)


def unchanged(run: Run, before: dict[object, object], keys: Keys) -> None:
    """The store and keys of before, and nothing else."""
    assert load_keys(run.settings.keys_folder) == keys
    assert people(run) == before
    assert keys_and_marks(run) == sorted(f"{name}.key" for name in NAMES)
    assert sorted(path.name for path in run.settings.home.glob("store*")) == ["store"]


@pytest.mark.parametrize(("fault", "said"), [("rows", "lignes au lieu de"), ("spoiled", "ne peut pas être lue")])
def test_a_table_that_was_not_written_again_as_it_was_changes_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch, fault: str, said: str
) -> None:
    before, keys = people(run), load_keys(run.settings.keys_folder)
    stage, commit = Store.stage, Store.commit

    def fewer(self: Store, con: Connection, table: str, period: Period, relation: Relation) -> Staged:
        return stage(self, con, table, period, relation.limit(0) if table == "targets" else relation)

    def spoiled(self: Store, staged: Iterable[Staged]) -> None:
        staged = list(staged)
        commit(self, staged)
        for file in staged:
            if file.final.parent.name == "targets":
                file.final.write_bytes(file.final.read_bytes()[:-20])

    with monkeypatch.context() as faulty:
        faulty.setattr(*((Store, "stage", fewer) if fault == "rows" else (Store, "commit", spoiled)))
        with pytest.raises(StoreError, match=f"table targets de 2014-05, réécrite, .*{said}"):
            rotate_keys(run.settings, environment={})
    unchanged(run, before, keys)


@pytest.mark.parametrize(
    "name",
    [
        "analysis/of_tomorrow/2014-05.parquet",
        "analysis/targets/copie.parquet",
        "identity/targets/2014-05.parquet",
        "notes.txt",
    ],
)
def test_a_file_that_would_be_lost_stops_a_rotation(run: Run, name: str) -> None:
    before, keys = people(run), load_keys(run.settings.keys_folder)
    unknown = run.store.root / name
    unknown.parent.mkdir(exist_ok=True)
    unknown.write_bytes(b"PAR1")
    with pytest.raises(StoreError, match=name):
        rotate_keys(run.settings, environment={})
    unchanged(run, before, keys)
    assert unknown.read_bytes() == b"PAR1"


def test_what_interruptions_left_is_in_nobodys_way(run: Run) -> None:
    home, folder, rows = run.settings.home, run.settings.keys_folder, counts(run)
    (run.store.path("targets", run.period).parent / ".2014-05.parquet.7.partial").write_bytes(b"half")
    for name in ("store.before", "store.next"):
        (home / name / "analysis").mkdir(parents=True)
    for name in ("rotation.ready", "identity.next"):
        (folder / name).write_text("left")
    assert rotate_keys(run.settings, environment={})
    assert counts(run) == rows
    assert keys_and_marks(run) == sorted(f"{name}.key" for name in NAMES)
    assert sorted(path.name for path in home.glob("store*")) == ["store"]


@pytest.mark.parametrize("name", ["store.before", "store.next"])
def test_what_cannot_be_removed_is_said_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    settings = Settings(home=tmp_path)
    (tmp_path / name).mkdir()
    monkeypatch.setattr("pipelines.rotation.shutil.rmtree", lambda *_, **__: None)
    with pytest.raises(StoreError, match=f"Le dossier {name}, .* ne peut pas être supprimé"):
        rotate_keys(settings, environment={})
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["keys", "keys.lock", name]


def test_a_former_store_that_stays_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "store").mkdir()
    monkeypatch.setattr("pipelines.rotation.shutil.rmtree", lambda *_, **__: None)
    said = CliRunner().invoke(app, ["keys", "rotate"], env={"JUSTEDROIT_HOME": str(tmp_path)}).output
    assert "L'ancien entrepôt n'a pas pu être supprimé" in said
    assert "store.before" in said.replace("\n", "")
    assert load_keys(tmp_path / "keys"), "the rotation is over all the same"


def test_everything_is_on_the_disk_before_it_takes_its_place(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    written: set[str] = set()
    fsync, rename = os.fsync, os.rename

    def to_disk(descriptor: int) -> None:
        written.add(os.readlink(f"/proc/self/fd/{descriptor}"))
        fsync(descriptor)

    def moved(source: Path, to: Path) -> None:
        if source.name == "store.next":
            assert {str(path) for path in (source, *source.rglob("*"))} <= written
            assert {str(path) for path in run.settings.keys_folder.glob("*.next")} <= written
            assert str(run.settings.keys_folder / "rotation.ready") in written
            written.clear()
        rename(source, to)

    monkeypatch.setattr(os, "fsync", to_disk)
    monkeypatch.setattr(os, "rename", moved)
    assert rotate_keys(run.settings, environment={})
    assert {str(run.settings.home), str(run.settings.keys_folder)} <= written


def test_a_key_of_the_environment_is_changed_for_one_of_the_environment(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    held = {"JUSTEDROIT_KEY_IDENTITY": "cd" * 32}
    with pytest.raises(InputError, match="JUSTEDROIT_NEW_KEY_IDENTITY"):
        rotate_keys(settings, ["identity"], environment=held)
    rotated = rotate_keys(settings, ["identity"], environment={**held, "JUSTEDROIT_NEW_KEY_IDENTITY": NEW})
    assert rotated
    assert rotated.elsewhere == ("JUSTEDROIT_KEY_IDENTITY",)
    assert not (settings.keys_folder / "identity.key").exists()
    assert Store(settings.store_folder).everything() == []


def test_names_of_keys_are_those_of_the_command() -> None:
    from pipelines.cli import KeyName

    assert [key.value for key in KeyName] == list(NAMES)
