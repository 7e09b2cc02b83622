"""Taking a delivery in: all of it, or nothing."""

from collections import Counter
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass

import duckdb

from connectors.deliveries import DeliveredFile, Delivery
from connectors.gate import INTAKE, Judged, accepted, judge_file, rejected
from data_contracts.columns import Table
from data_contracts.delivery import FileReceipt, Receipt
from data_contracts.errors import DeliveryError
from data_contracts.period import Period
from data_contracts.received import DATASETS, SOURCES, RejectedLine

SIDE_BY_SIDE = 2
"""Files judged at once: a small file alone keeps one processor busy. Their lines are in memory together, those of fixed
width twice while they are sorted out by accents."""


@dataclass(frozen=True)
class Reception:
    """A delivery taken in: one relation a dataset, the refused lines, and the counts.

    Relations are views of tables in memory, which `close` frees: use them before.
    """

    accepted: dict[str, duckdb.DuckDBPyRelation]
    rejected: duckdb.DuckDBPyRelation
    receipt: Receipt
    con: duckdb.DuckDBPyConnection

    def close(self) -> None:
        _free(self.con)


def receive(
    con: duckdb.DuckDBPyConnection, delivery: Delivery, progress: Callable[[str], None] = lambda text: None
) -> Reception:
    """Judge every line of a delivery. Raises DeliveryError where a file as a whole cannot be taken.

    A delivery without files gives empty tables and the state `not_delivered`.
    """
    if not delivery.files:
        receipt = Receipt(
            source=delivery.source, period=str(delivery.period), state="not_delivered", warnings=delivery.warnings
        )
        empty = {name: _empty(con, DATASETS[name]) for name in SOURCES[delivery.source]}
        return Reception(empty, _empty(con, RejectedLine), receipt, con)
    try:
        reception = _take_in(con, delivery, progress)
        _check_period(reception, delivery)
    except BaseException:
        _free(con)
        raise
    return reception


def _take_in(con: duckdb.DuckDBPyConnection, delivery: Delivery, progress: Callable[[str], None]) -> Reception:
    _free(con)
    con.execute(f"CREATE SCHEMA {INTAKE}")
    receipts, warnings = [], list(delivery.warnings)
    met: Counter[str] = Counter()
    with closing(_judged_in_turn(con, delivery.files, met)) as files:
        for file, judged in files:
            progress(f"{file.path.name} : {judged.accepted} lignes acceptées, {judged.rejected} rejetées")
            _check_rows(file, judged)
            warnings += _cut_at_the_end(file, judged)
            receipts.append(
                FileReceipt(
                    name=file.path.name, dataset=file.layout.dataset, layout=file.layout.id, sha256=file.sha256,
                    received=judged.received, accepted=judged.accepted, rejected=judged.rejected,
                    reasons=judged.reasons,
                )
            )  # fmt: skip
    return Reception(
        {name: accepted(con, name, met[name]) for name in SOURCES[delivery.source]},
        rejected(con, met),
        Receipt(
            source=delivery.source, period=str(delivery.period), state="received", files=receipts, warnings=warnings
        ),
        con,
    )


def _judged_in_turn(
    con: duckdb.DuckDBPyConnection, files: Iterable[DeliveredFile], met: Counter[str]
) -> Generator[tuple[DeliveredFile, Judged]]:
    """Every file with its counts, in order, though some are judged at once; `met` counts the files of each dataset.

    Where one fails, or nobody wants the rest, those being judged are interrupted.
    """
    with ThreadPoolExecutor(max_workers=SIDE_BY_SIDE) as judges:
        waiting = []
        for file in files:
            cursor = con.cursor()
            waiting.append((file, cursor, judges.submit(_judge, cursor, file, met[file.layout.dataset])))
            met[file.layout.dataset] += 1
        try:
            for file, _, judging in waiting:
                yield file, judging.result()
        finally:
            judges.shutdown(wait=False, cancel_futures=True)
            for _, cursor, judging in waiting:
                if judging.running():
                    with suppress(duckdb.ConnectionException):  # it has just ended
                        cursor.interrupt()


def _judge(con: duckdb.DuckDBPyConnection, file: DeliveredFile, position: int) -> Judged:
    with con:
        return judge_file(con, file.path, file.layout, position)


def _free(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(f"DROP SCHEMA IF EXISTS {INTAKE} CASCADE")


def _empty(con: duckdb.DuckDBPyConnection, model: type[Table]) -> duckdb.DuckDBPyRelation:
    columns = ", ".join(f'CAST(NULL AS {column.duckdb_type}) AS "{column.name}"' for column in model.columns())
    return con.sql(f"SELECT {columns} WHERE false")


def _check_rows(file: DeliveredFile, judged: Judged) -> None:
    if judged.received == 0:
        raise DeliveryError(
            what=f"Le fichier {file.path.name} n'a aucun enregistrement.",
            expected="au moins un enregistrement"
            + (" après la ligne de titres" if file.layout.format == "delimited" else ""),
            where=file.path,
            remedy="redemander le fichier",
        )
    if file.announced_rows is not None and file.announced_rows != judged.received:
        raise DeliveryError(
            what=f"Le fichier {file.path.name} a {judged.received} lignes.",
            expected=f"{file.announced_rows} lignes, comme l'annonce le bordereau",
            where=file.path,
            remedy="redemander le fichier ou le bordereau",
        )


def _cut_at_the_end(file: DeliveredFile, judged: Judged) -> list[str]:
    """A last line that is refused and has no end of line is the mark of a file cut on its way."""
    if not judged.last_line_rejected or file.layout.format == "parquet":
        return []
    with file.path.open("rb") as opened:
        opened.seek(-1, 2)
        if opened.read(1) == b"\n":
            return []
    return [
        f"{file.path.name} : la dernière ligne est incomplète et sans fin de ligne, le fichier est sans doute coupé"
    ]


def _check_period(reception: Reception, delivery: Delivery) -> None:
    """Where the records say their month, it is the delivery's."""
    for dataset, rows in reception.accepted.items():
        if "reference_month" not in DATASETS[dataset].column_names():
            continue
        most = rows.aggregate("reference_month, count(*) AS records").order("records DESC").limit(1).fetchone()
        if most and (came := Period(most[0].year, most[0].month)) != delivery.period:
            raise DeliveryError(
                what=f"Les enregistrements de {delivery.source} ({dataset}) sont du mois {came}.",
                expected=f"le mois {delivery.period}",
                where=f"{delivery.source}/{delivery.period}",
                remedy="déposer la livraison dans le dossier de son mois, ou redemander la bonne",
            )
