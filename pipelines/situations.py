"""Situations from a folder: read once, checked, and given to the law some households at a time.

Every file is read once into encrypted Parquet, in the types of its contract and parted by households, so that neither
its size nor the order of its rows matters. Belongs here: that reading, and what tables must be to each other. Does
not: files (`situation_files`), how faults are found and told (`situation_faults`), the law.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from data_contracts.relations import Connection, Relation, keep
from data_contracts.row_checks import RowCheck, row_checks, sql_literal
from data_contracts.situation import SITUATIONS
from eligibility.situations.tables import Situations
from pipelines.engine import SCRATCH_FORMAT, scratch_rows
from pipelines.situation_faults import Reading, check_keys, check_rows, misread_file
from pipelines.situation_files import SituationFile, find_files, open_file

_NOT_MORE = "un adulte, ou deux en couple"
_READ_IN_TURN = ("people", *(name for name in SITUATIONS if name != "people"))
"""People first: a household whose adult cannot be read would seem to have none."""
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Folder:
    """Situations that keep their contract, in `blocks` parts; households go up from one part to the next."""

    con: Connection
    staged: Path
    files: dict[str, SituationFile]
    households: int
    people: int
    blocks: int
    absent: list[str] = field(default_factory=list)
    """Tables that the folder does not hold."""

    def block(self, number: int) -> Situations:
        """The tables of a part, from 0."""
        return Situations.of({name: self._part(name, number) for name in SITUATIONS})

    def of(self, households: list[str]) -> Situations:
        """The tables of a few households; those that the folder does not hold have no row."""
        wanted = ", ".join(map(sql_literal, households)) or "NULL"
        (numbers,) = self.con.execute(
            f"SELECT list(DISTINCT block ORDER BY block) FROM homes WHERE household_id IN ({wanted})"
        ).fetchone() or (None,)
        tables = {}
        for name, model in SITUATIONS.items():
            whole = [self._part(name, number) for number in numbers or []]
            rows = whole[0] if whole else self.con.sql(_empty(name))
            for part in whole[1:]:
                rows = rows.union(part)
            kept = f"household_id IN ({wanted})"
            people = f"SELECT person_id FROM members WHERE {kept}"
            if name == "benefits":
                kept = (
                    f"holder_id IN ({wanted}) AND holder = 'household' OR holder_id IN ({people}) AND holder = 'person'"
                )
            elif "household_id" not in model.column_names():
                kept = f"person_id IN ({people})"
            tables[name] = rows.filter(kept)
        return Situations.of(tables)

    def _part(self, name: str, number: int) -> Relation:
        source = staged_rows(self.staged, name, number)
        columns = ", ".join(f'"{column}"' for column in SITUATIONS[name].column_names())
        return self.con.sql(f"SELECT {columns} FROM {source}" if source else _empty(name))


def read_situations(
    con: Connection, folder: Path, day: date, scratch: Path, people_at_once: int, tell: Tell = lambda _: None
) -> Folder:
    """Read and check a folder of situations, with what `engine.open_scratch` gives.

    Raises InputError, in French, where the folder, a file or a row is not as `contracts describe situations` says.
    """
    files = {name: open_file(con, path) for name, path in find_files(folder).items()}
    tell("lecture des foyers et des personnes")
    households, people, blocks = _number(con, files, people_at_once)
    for name in [name for name in _READ_IN_TURN if name in files]:
        tell(f"lecture et contrôle de {files[name].path.name}")
        reading = Reading(files[name], _linked(name), _checks(files[name], day))
        _stage(con, reading, scratch / name)
        parts = [part for n in range(blocks) if (part := staged_rows(scratch, name, n))]
        check_rows(con, reading, parts)
        check_keys(con, reading, parts)
    absent = [name for name in SITUATIONS if name not in files]
    return Folder(con, scratch, files, households, people, blocks, absent)


def staged_rows(staged: Path, name: str, number: int) -> str | None:
    """SQL: the rows of a part of a table; None where there are none."""
    files = sorted(str(path) for path in (staged / name / f"block={number}").glob("*.parquet"))
    return scratch_rows(files) if files else None


def _number(con: Connection, files: dict[str, SituationFile], people_at_once: int) -> tuple[int, int, int]:
    """Tables `homes`, `members` and `holders`: who is of which household, and in which part."""
    with misread_file(files["households"]):
        homes = keep(con, "home_ids", f"SELECT DISTINCT household_id FROM ({files['households'].typed})")
    with misread_file(files["people"]):
        one = "any_value(household_id) AS household_id, any_value(role) AS role"
        who = f"SELECT person_id, {one} FROM ({files['people'].typed}) GROUP BY person_id"
        members = keep(con, "member_ids", who)
    households, people = len(homes), len(members)
    blocks = max(1, -(-people // people_at_once))
    rank = f"(row_number() OVER (ORDER BY household_id) - 1) * {blocks} // {max(1, households)}"
    keep(con, "adults", "SELECT household_id, count(*) FILTER (role = 'adult') AS adults FROM member_ids GROUP BY 1")
    keep(con, "homes", f"SELECT *, {rank} AS block FROM home_ids LEFT JOIN adults USING (household_id)")
    keep(con, "members", "SELECT person_id, household_id, block FROM member_ids JOIN homes USING (household_id)")
    keep(con, "holders", """
        SELECT 'household' AS holder, household_id AS holder_id, block FROM homes
        UNION ALL SELECT 'person', person_id, block FROM members
    """)  # fmt: skip
    return households, people, blocks


def _linked(name: str) -> str:
    """SQL: the rows of a table beside what they belong to, with its part; NULL where they belong to nobody."""
    table, on = {
        "households": ("homes", "household_id"),
        "people": ("homes", "household_id"),
        "benefits": ("holders", "holder, holder_id"),
    }.get(name, ("(SELECT person_id, block FROM members)", "person_id"))
    return f"FROM ({{rows}}) LEFT JOIN {table} USING ({on})"


def _checks(file: SituationFile, day: date) -> list[RowCheck]:
    """What every row must be, from what is written to what it is among the others."""
    name = file.model.table_name
    among = {
        "households": [
            RowCheck("household_id", f"{_NOT_MORE} (table people) ; ce foyer n'en a aucun", "coalesce(adults, 0) = 0"),
            RowCheck("household_id", f"{_NOT_MORE} (table people) ; ce foyer en a plus", "adults > 2"),
            RowCheck("couple", "true ou vide : ce foyer a deux adultes dans people", "adults = 2 AND NOT couple"),
            RowCheck(
                "couple",
                "une ligne de people pour chacun des deux, même sans rien d'autre que person_id, household_id et role",
                "adults = 1 AND couple",
            ),
        ],
        "people": [
            RowCheck("household_id", "un foyer de la table households", "block IS NULL"),
            RowCheck("birth_date", f"au plus tard le {day:%d/%m/%Y}, jour demandé", f"birth_date > {sql_literal(day)}"),
        ],
        "benefits": [RowCheck("holder_id", "un foyer de households ou une personne de people", "block IS NULL")],
    }.get(name, [RowCheck("person_id", "une personne de la table people", "block IS NULL")])
    coded = {spec.name for spec in file.model.columns() if spec.codes}
    ours = [check for check in row_checks(file.model) if check.column not in coded or "NULL" in check.broken]
    return [*file.checks(), *ours, *among]


def _stage(con: Connection, reading: Reading, folder: Path) -> None:
    """Write the rows of a file in parts, with `broken`."""
    columns = ", ".join(f'"{column}"' for column in reading.file.model.column_names())
    with misread_file(reading.file):
        con.execute(f"""
            COPY (SELECT {columns}, {reading.broken} AS broken, coalesce(block, 0) AS block {reading.rows})
            TO {sql_literal(str(folder))} ({SCRATCH_FORMAT}, PARTITION_BY (block))
        """)


def _empty(name: str) -> str:
    columns = ", ".join(f'NULL::{c.duckdb_type} AS "{c.name}"' for c in SITUATIONS[name].columns())
    return f"SELECT {columns} LIMIT 0"
