"""A landing folder to fill by hand, and fictitious people to put in it. No name, number or address is anybody's."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from connectors.deliveries import find_delivery
from connectors.gate import INTAKE, Judged, accepted, judge_file, rejected
from connectors.layouts import load_layouts
from connectors.receive import Reception, receive
from data_contracts.layout import Layout
from data_contracts.period import Period

MAY = "2014-05"
Row = dict[str, str]

OBJECTORS: list[Row] = [
    {"nir": "2800199000101", "nom": "ZYVARDEC", "prenom": "ONDÉLINE", "date_naissance": "1980-01-17",
     "date_opposition": "2014-02-03"},
    {"nir": "1751299000202", "nom": "QUERBOLAN", "prenom": "THÉOBRIC", "date_naissance": "1975-12-29",
     "date_opposition": "2013-11-08"},
]  # fmt: skip
JOBSEEKER: Row = {
    "nir": "2800199000101", "identifiantpe": "0037240Z999", "nom": "ZYVARDEC", "prenom": "ONDÉLINE",
    "dtnai": "17/01/1980", "date": "31/05/2014", "code": "1", "nir2": "2800199000101", "codeinsee": "44109",
    "localite": "44000 NANTES", "adresse": "32 IMPASSE DU MÛRIER", "ale": "44008", "SEXE": "2", "SITMAT": "C",
    "NENF": "0", "CATREGR": "1", "DATINS": "31/08/2012",
}  # fmt: skip
PAYMENT: Row = {
    "identifiantpe": "0037240Z999", "KROD3": "A1", "KDDPJ": "01/05/2014", "KDFPJ": "31/05/2014", "KQBPJP": "31,42",
    "KQRSPP": "55,00", "KCALF": "01", "KCPJC": "1", "KCFPP": "",
}  # fmt: skip
DOSSIER: Row = {
    "NUMCAF": "441", "NORDALLC": "00119880", "DTREFFRE": "201405", "numcom": "44109", "SITFAM": "1", "NBENLEFA": "0",
    "APLVERS": "0", "ALFVERS": "0", "ALSVERS": "0", "MTACFOY1": "99999.99",
}  # fmt: skip
MEMBER: Row = {
    "NUMCAF": "441", "NORDALLC": "00119880", "rolepers": "DEM", "nom": "ZYVARDEC", "prenom": "ONDÉLINE",
    "dtnai": "1980-01-17", "validated": "1", "topvalec": "1", "SEXE": "2",
}  # fmt: skip
COVER: Row = {
    "NIR": "280019900010112", "NOM": "ZYVARDEC", "PRENOM": "ONDÉLINE", "DATE_NAISSANCE": "1980-01-17",
    "TYPE_DROIT": "CMUC", "DATE_DEBUT": "2014-01-01", "DATE_FIN": "2014-12-31",
}  # fmt: skip
DEATH: Row = {
    "NOM_PRENOMS": "ZYVARDEC*ONDÉLINE/", "SEXE": "2", "DATE_NAISSANCE": "19800117", "CODE_LIEU_NAISSANCE": "44109",
    "DATE_DECES": "20140502",
}  # fmt: skip

PRIVATE = [
    value
    for person in (*OBJECTORS, JOBSEEKER, PAYMENT, DOSSIER, MEMBER, COVER, DEATH)
    for value in person.values()
    if len(value) > 4 and value != "201405"
]
"""What no message may quote."""

LAYOUTS = load_layouts()
NAMES = {
    "objections_2013": "OPPOSITIONS_201405.csv",
    "registrations_2013": "PE_STOCK_44_201405.csv",
    "unemployment_payments_2013": "PE_PJC_44_201405.csv",
    "caf_dossiers_2013": "CAF_DOSSIERS_441_201405.csv",
    "caf_persons_2013": "CAF_PERSONNES_441_201405.csv",
    "health_covers_2013": "CNAM_DROITS_201405.parquet",
    "deaths_insee": "deces-2014-m05.txt",
}
SOUND = {
    "objections_2013": OBJECTORS, "registrations_2013": [JOBSEEKER], "unemployment_payments_2013": [PAYMENT],
    "caf_dossiers_2013": [DOSSIER], "caf_persons_2013": [MEMBER], "health_covers_2013": [COVER],
    "deaths_insee": [DEATH],
}  # fmt: skip


def written(layout: Layout, rows: Iterable[Row], columns: Sequence[str] | None = None, end: str = "\n") -> str:
    """Rows as their producer writes them, headings included."""
    if layout.format == "fixed_width":
        return "".join(_sliced(layout, row) + end for row in rows)
    names = columns or [column.name for column in layout.columns]
    quote = (lambda text: '"' + text.replace('"', '""') + '"') if layout.quoted else str
    lines = [names, *([row.get(name, "") for name in names] for row in rows)]
    return "".join(layout.delimiter.join(map(quote, line)) + end for line in lines)


def _sliced(layout: Layout, row: Row) -> str:
    line = [" "] * int(layout.width or 0)
    for column in layout.columns:
        start, width = int(column.start or 1) - 1, int(column.width or 1)
        line[start : start + width] = row.get(column.name, "").ljust(width)[:width]
    return "".join(line)


class Landing:
    """A landing folder of a test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def of(self, source: str, period: str = MAY) -> Path:
        path = self.folder / source / period
        path.mkdir(parents=True, exist_ok=True)
        return path

    def put(self, layout_id: str, content: str | bytes | None = None, *, name: str | None = None) -> Path:
        """Drop a file in the layout's encoding, sound unless its content is given; bytes go in as they are."""
        layout = LAYOUTS[layout_id]
        path = self.of(layout.source) / (name or NAMES[layout_id])
        if layout.format == "parquet" and content is None:
            self.put_parquet(path)
            return path
        text = written(layout, SOUND[layout_id]) if content is None else content
        path.write_bytes(text if isinstance(text, bytes) else text.encode(layout.encoding))
        return path

    def put_parquet(self, path: Path, select: str = "*", rows: int = 1) -> None:
        columns = ", ".join(f"'{value}' AS {name}" for name, value in COVER.items())
        duckdb.connect().execute(
            f"COPY (SELECT {select} FROM (SELECT {columns} FROM range({rows}))) TO '{path}' (FORMAT parquet)"
        )

    def announce(self, layout_id: str, changes: dict[str, Any] | None = None, **top: Any) -> Path:
        """Write the manifest of a one-file delivery; `changes` are to its only file, `top` to the manifest itself."""
        layout = LAYOUTS[layout_id]
        path = self.of(layout.source) / NAMES[layout_id]
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        file = {"name": path.name, "dataset": layout.dataset, "layout": layout_id, "rows": len(SOUND[layout_id]),
                "sha256": sha256}  # fmt: skip
        manifest = {"source": layout.source, "period": MAY, "files": [{**file, **(changes or {})}], **top}
        written_at = path.with_name("manifest.json")
        written_at.write_text(json.dumps(manifest), "utf-8")
        return written_at

    def take(self, source: str, *, expected: bool = True, seen: dict[str, str] | None = None) -> Reception:
        found = find_delivery(self.folder, source, Period.parse(MAY), LAYOUTS, expected=expected, seen=seen)
        return receive(duckdb.connect(), found)


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    return Landing(tmp_path)


def _rows(relation: duckdb.DuckDBPyRelation) -> list[dict[str, Any]]:
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.order("line").fetchall()]


class Gate:
    """Judges one file of its own: what was counted, accepted and rejected, for the last file judged."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "FILE.csv"
        self.con = duckdb.connect(config={"threads": 4})
        self.accepted: list[dict[str, Any]] = []
        self.rejected: list[dict[str, Any]] = []

    def judge(self, layout: Layout, content: str | bytes) -> Judged:
        self.path.write_bytes(content if isinstance(content, bytes) else content.encode(layout.encoding))
        self.con.execute(f"CREATE SCHEMA IF NOT EXISTS {INTAKE}")
        judged = judge_file(self.con, self.path, layout)
        self.accepted = _rows(accepted(self.con, layout.dataset, files=1))
        self.rejected = _rows(rejected(self.con, {layout.dataset: 1}))
        return judged


@pytest.fixture
def gate(tmp_path: Path) -> Gate:
    return Gate(tmp_path)


@pytest.fixture
def write() -> Callable[..., str]:
    return written


@pytest.fixture
def layout_of() -> Callable[..., Layout]:
    """A shipped layout, with changes."""
    return lambda layout_id, **changes: Layout.model_validate(LAYOUTS[layout_id].model_dump() | changes)


@pytest.fixture
def sound() -> dict[str, list[Row]]:
    return {name: [dict(row) for row in rows] for name, rows in SOUND.items()}


@pytest.fixture
def private() -> list[str]:
    return PRIVATE
