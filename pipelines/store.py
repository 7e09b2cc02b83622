"""The store: one encrypted Parquet file per table and period, in two zones, written aside and then renamed.

DuckDB computes, Parquet stores: readers never wait, a crash leaves what was there, a purge is a deletion. Belongs
here: paths, atomic writing, receipts, which keys were used. Does not: what the tables mean (contracts), who writes them
(steps).
"""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

import duckdb

from data_contracts.columns import Table
from data_contracts.delivery import Receipt
from data_contracts.errors import InputError, StoreError
from data_contracts.period import MONTHS_KEPT, Period
from data_contracts.relations import Connection, Relation, bind
from data_contracts.row_checks import sql_literal
from data_contracts.tables import TABLES, zone_of

_FORMAT = "FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT 5000"
"""A dictionary is soon given up where nearly every value differs (names, pseudonyms): quicker to write, no larger."""

KEYS = "keys.json"
"""Fingerprints of the keys, which change place with the tables written with them."""


@dataclass(frozen=True)
class Staged:
    """A file written aside, waiting to take its place."""

    partial: Path
    final: Path
    rows: int


class Store:
    """The tables of all periods, under one folder; `key_prefix` begins the names of the keys they are written with."""

    def __init__(self, root: Path, key_prefix: str = "") -> None:
        self.root, self._key_prefix = root, key_prefix

    def everything(self) -> list[tuple[str, Period]]:
        """Every table and period that is there."""
        found = ((path.parent.name, _period_of(path)) for path in self.root.glob("*/*/*.parquet"))
        return sorted(
            {(table, period) for table, period in found if table in TABLES and period and self.has(table, period)}
        )

    def unknown_files(self) -> list[Path]:
        """What is neither a table, a receipt, the fingerprints of keys, nor what an interrupted step left."""
        found = (path for path in sorted(self.root.rglob("*")) if not path.is_dir() and path.suffix != ".partial")
        known = {self.root / KEYS, *(self.path(table, period) for table, period in self.everything())}
        return [path for path in found if path not in known and self.root / "receipts" not in path.parents]

    def path(self, table: str, period: Period) -> Path:
        return self.root / zone_of(table) / table / f"{period}.parquet"

    def has(self, table: str, period: Period) -> bool:
        return self.path(table, period).exists()

    def latest_before(self, period: Period, tables: Iterable[str]) -> Period | None:
        """The last earlier period that has all these tables, among those whose data may be kept (CRPA R114-9-7)."""
        tables = list(tables)
        earlier = (period.shift(-ago) for ago in range(1, MONTHS_KEPT + 1))
        return next((each for each in earlier if all(self.has(table, each) for table in tables)), None)

    def read(self, con: Connection, table: str, period: Period) -> Relation:
        """A table of a period, lazily; raises StoreError where it is not there or its key is another."""
        path = self.path(table, period)
        if not path.exists():
            raise _absent(table, period, path)
        try:
            config = f"encryption_config = {{footer_key: '{self._key_prefix}{zone_of(table)}'}}"
            return con.sql(f"SELECT * FROM read_parquet({sql_literal(str(path))}, {config})")
        except duckdb.Error:
            raise StoreError(
                what=f"La table {table} de {period} ne peut pas être lue.",
                expected="un fichier entier, chiffré avec la clé de cette installation",
                where=path,
                remedy="vérifier les clés (dossier keys ou variables JUSTEDROIT_KEY_…), sinon relancer la période",
            ) from None

    def require(self, tables: Iterable[str], period: Period) -> None:
        """Raise StoreError, before any key is looked for, unless all these tables are there."""
        for table in tables:
            if not self.has(table, period):
                raise _absent(table, period, self.path(table, period))

    def read_months(self, con: Connection, table: str, last: Period, months: int) -> Relation | None:
        """A table over the `months` periods up to `last`, those that have it; None where none has."""
        periods = [last.shift(-ago) for ago in range(months)]
        tables = [self.read(con, table, period) for period in periods if self.has(table, period)]
        return reduce(lambda every, more: every.union(more), tables) if tables else None

    def stage(self, con: Connection, table: str, period: Period, relation: Relation) -> Staged:
        """Write a relation aside, in its contract's columns, types and order."""
        final, model = self.path(table, period), TABLES[table]
        partial = final.with_name(f".{final.name}.{os.getpid()}.partial")
        bind(con, to_store=relation)
        query = f"SELECT {_in_contract_form(model)} FROM to_store{_in_order(model)}"
        try:
            final.parent.mkdir(parents=True, exist_ok=True)
            (rows,) = con.execute(
                f"COPY ({query}) TO {sql_literal(str(partial))} ({_FORMAT}, "
                f"ENCRYPTION_CONFIG {{footer_key: '{self._key_prefix}{zone_of(table)}'}})"
            ).fetchone() or (0,)
        except (duckdb.IOException, OSError) as error:
            partial.unlink(missing_ok=True)
            raise _cannot_write(final, error) from None
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
        return Staged(partial, final, int(rows))

    def commit(self, staged: Iterable[Staged]) -> None:
        """Let the files take their places; each rename is atomic, and nothing is computed in between."""
        for file in staged:
            os.replace(file.partial, file.final)

    def discard(self, staged: Iterable[Staged]) -> None:
        for file in staged:
            file.partial.unlink(missing_ok=True)

    def stage_receipt(self, receipt: Receipt) -> Staged:
        return _stage_text(self._receipt_path(receipt.source, receipt.period), receipt.model_dump_json(indent=2) + "\n")

    def key_fingerprints(self) -> Mapping[str, str] | None:
        """By name, those of the keys that the store is written with (`keys`); None where nobody noted them yet."""
        path = self.root / KEYS
        return dict(json.loads(path.read_text("utf-8"))) if path.exists() else None

    def keep_key_fingerprints(self, fingerprints: Mapping[str, str]) -> None:
        self.commit([_stage_text(self.root / KEYS, json.dumps(fingerprints, indent=2) + "\n")])

    def receipt(self, source: str, period: Period) -> Receipt | None:
        path = self._receipt_path(source, str(period))
        return Receipt.model_validate_json(path.read_text("utf-8")) if path.exists() else None

    def seen_files(self, source: str, other_than: Period) -> Mapping[str, str]:
        """sha256 of every file taken in from a source for other periods, with the delivery it came in."""
        folder = self.root / "receipts" / source
        receipts = [Receipt.model_validate_json(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
        return {
            file.sha256: f"{source}, {receipt.period}"
            for receipt in receipts
            if receipt.period != str(other_than)
            for file in receipt.files
        }

    def _receipt_path(self, source: str, period: str) -> Path:
        return self.root / "receipts" / source / f"{period}.json"


def _period_of(path: Path) -> Period | None:
    try:
        return Period.parse(path.stem)
    except InputError:
        return None


def _stage_text(final: Path, text: str) -> Staged:
    partial = final.with_name(f".{final.name}.{os.getpid()}.partial")
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, "utf-8")
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise _cannot_write(final, error) from None
    return Staged(partial, final, 1)


def _in_contract_form(model: type[Table]) -> str:
    return ", ".join(f'CAST("{column.name}" AS {column.written_type}) AS "{column.name}"' for column in model.columns())


def _in_order(model: type[Table]) -> str:
    """Rows are sorted by their key, to be the same again, unless they come so; codes sort as they are declared."""
    if model.comes_in_order:
        return ""
    return " ORDER BY " + ", ".join(f'"{name}"' for name in model.key)


def _absent(table: str, period: Period, path: Path) -> StoreError:
    return StoreError(
        what=f"La table {table} de {period} n'est pas dans l'entrepôt.",
        expected="une table déjà calculée",
        where=path,
        remedy=f"lancer d'abord `justedroit run --period {period}`",
    )


def _cannot_write(path: Path, error: Exception) -> StoreError:
    full = "No space left" in str(error)
    return StoreError(
        what="Le disque est plein." if full else f"Le fichier {path.name} ne peut pas être écrit.",
        expected="de la place et le droit d'écrire ; l'entrepôt est resté comme avant",
        where=path.parent,
        remedy="libérer de la place ou corriger les droits, puis relancer la période",
    )
