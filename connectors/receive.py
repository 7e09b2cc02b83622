"""Taking a delivery in: all of it, or nothing."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice

import duckdb

from connectors.deliveries import DeliveredFile, Delivery
from connectors.gate import SIDE_BY_SIDE, Judged, accept, create_rejected, judge_files
from data_contracts.columns import Table
from data_contracts.delivery import FileReceipt, Receipt
from data_contracts.errors import DeliveryError
from data_contracts.period import Period
from data_contracts.received import DATASETS, SOURCES, RejectedLine


@dataclass(frozen=True)
class Reception:
    """A delivery taken in: one relation a dataset, the refused lines, and the counts.

    Relations are lazy views of temporary tables of the connection: use them before the next delivery.
    """

    accepted: dict[str, duckdb.DuckDBPyRelation]
    rejected: duckdb.DuckDBPyRelation
    receipt: Receipt


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
        return Reception(empty, _empty(con, RejectedLine), receipt)
    create_rejected(con)
    receipts, warnings = [], list(delivery.warnings)
    judged_tables: dict[str, list[str]] = {dataset: [] for dataset in SOURCES[delivery.source]}
    met: Counter[str] = Counter()
    for files in _side_by_side(delivery.files):
        layout = files[0].layout
        table, counted = judge_files(con, [file.path for file in files], layout, position=met[layout.dataset])
        met[layout.dataset] += len(files)
        judged_tables[layout.dataset].append(table)
        for file, judged in zip(files, counted, strict=True):
            progress(f"{file.path.name} : {judged.accepted} lignes acceptées, {judged.rejected} rejetées")
            _check_rows(file, judged)
            warnings += _cut_at_the_end(file, judged)
            receipts.append(
                FileReceipt(
                    name=file.path.name, dataset=layout.dataset, layout=layout.id, sha256=file.sha256,
                    received=judged.received, accepted=judged.accepted, rejected=judged.rejected,
                    reasons=judged.reasons,
                )
            )  # fmt: skip
    for dataset, tables in judged_tables.items():
        accept(con, dataset, tables)
    _check_period(con, delivery)
    return Reception(
        {name: con.sql(f"SELECT * FROM accepted_{name}") for name in SOURCES[delivery.source]},
        con.sql("SELECT * FROM rejected"),
        Receipt(
            source=delivery.source, period=str(delivery.period), state="received", files=receipts, warnings=warnings
        ),
    )


def _side_by_side(files: Iterable[DeliveredFile]) -> Iterator[list[DeliveredFile]]:
    """Files of one layout that follow each other, a few at a time; Parquet alone, since its faults name their file."""
    for (_, form), same in groupby(files, key=lambda file: (file.layout.id, file.layout.format)):
        while few := list(islice(same, 1 if form == "parquet" else SIDE_BY_SIDE)):
            yield few


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


def _check_period(con: duckdb.DuckDBPyConnection, delivery: Delivery) -> None:
    """Where the records say their month, it is the delivery's."""
    for dataset in SOURCES[delivery.source]:
        if "reference_month" not in DATASETS[dataset].column_names():
            continue
        query = f"SELECT reference_month, count(*) FROM accepted_{dataset} GROUP BY ALL ORDER BY 2 DESC LIMIT 1"
        most = con.execute(query).fetchone()
        if most and (came := Period(most[0].year, most[0].month)) != delivery.period:
            raise DeliveryError(
                what=f"Les enregistrements de {delivery.source} ({dataset}) sont du mois {came}.",
                expected=f"le mois {delivery.period}",
                where=f"{delivery.source}/{delivery.period}",
                remedy="déposer la livraison dans le dossier de son mois, ou redemander la bonne",
            )
