"""A month of the territory, from its people to what they receive, before anything is written.

Belongs here: the order of those steps. Does not: any step, files (`rehearse`).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from data_contracts.period import Period
from rehearsal import identities, lives, openings, rights, world
from rehearsal.engine import open_engine
from rehearsal.rates import FaultRates
from rehearsal.territory import Territory


@contextmanager
def living(
    territory: Territory,
    period: Period,
    rates: FaultRates,
    *,
    after: Sequence[Path] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that holds `people`, `homes`, `states`, `benefits`, `minima` of the period.

    `after`: the planned responses to campaigns (see `action`), which change who receives what.
    """
    with open_engine(territory, period, rates) as con:
        progress("Peuplement du territoire")
        world.populate(con, territory.persons)
        progress("Identités et adresses")
        identities.identify(con)
        progress("Travail, chômage, retraite")
        lives.live(con)
        progress("Droits et recours")
        openings.gather(con, after)
        rights.decide(con)
        yield con
