"""The rehearsal itself: one month of a fictitious territory, from its people to its files.

Belongs here: the order of the steps, and what is said at the end. Does not: any step.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data_contracts.period import Period
from data_contracts.places import COMMUNES
from rehearsal import faults as planting
from rehearsal.deliveries import caf, cnam, cnav, deaths, objections, pole_emploi, protected_addresses
from rehearsal.month import living
from rehearsal.rates import FaultRates
from rehearsal.territory import Territory, check_departments, check_period
from rehearsal.truth import write_truth
from rehearsal.writing import delivery

SOURCES = {
    "pole_emploi": pole_emploi.deliver,
    "caf": caf.deliver,
    "cnav": cnav.deliver,
    "cnam": cnam.deliver,
    "deaths": deaths.deliver,
    "objections": objections.deliver,
    "protected_addresses": protected_addresses.deliver,
}
DATASETS = {
    "registrations": "pole_emploi",
    "unemployment_payments": "pole_emploi",
    "caf_dossiers": "caf",
    "caf_persons": "caf",
    "pensions": "cnav",
    "health_covers": "cnam",
    "deaths": "deaths",
    "objections": "objections",
    "protected_addresses": "protected_addresses",
}


@dataclass(frozen=True)
class Summary:
    """What was made: living people, households, lines by dataset, planted faults by kind."""

    period: str
    persons: int
    households: int
    lines: dict[str, int]
    faults: dict[str, int]


def rehearse(
    territory: Territory,
    period: str,
    landing: Path,
    truth: Path,
    *,
    faults: FaultRates = FaultRates(),  # noqa: B008 - frozen
    after: Sequence[Path] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Summary:
    """Write landing/<source>/<period>/ for the six sources, and truth/<period>/, from the same fictitious people.

    `after`: the planned responses to the campaigns that came before (see `plan`). The same arguments give the same
    bytes. Raises InputError for a département that the reference of communes does not know, or a month before April
    2013.
    """
    month = Period.parse(period)
    check_period(month)
    check_departments(territory.departments, COMMUNES)
    with living(territory, month, faults, after=after, progress=progress) as con:
        planting.prepare(con)
        for source, deliver in SOURCES.items():
            progress(f"Écriture des fichiers : {source}")
            with delivery(landing, source, month) as to:
                deliver(con, to, month)
        progress("Écriture de la vérité")
        planting.conclude(con, DATASETS)
        write_truth(con, truth, month)
        return _summary(con, month)


def _summary(con: duckdb.DuckDBPyConnection, period: Period) -> Summary:
    def one(query: str) -> int:
        row = con.execute(query).fetchone()
        return int(row[0]) if row else 0

    def counts(query: str) -> dict[str, int]:
        return dict(con.execute(query).fetchall())

    return Summary(
        period=str(period),
        persons=one("SELECT count(*) FROM people WHERE alive"),
        households=one("SELECT count(*) FROM benefits WHERE present"),
        lines=counts("SELECT dataset, count(*) FROM all_lines GROUP BY ALL ORDER BY ALL"),
        faults=counts("SELECT fault, count(*) FROM faults GROUP BY ALL ORDER BY ALL"),
    )
