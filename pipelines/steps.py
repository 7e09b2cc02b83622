"""A step: what every asset has at hand, and the one way a table is computed and kept.

Belongs here: opening the engine, reading inputs, writing the output, keeping identities out of errors. Does not: what
is computed (the rooms), which assets there are (`assets/`).
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

import dagster as dg

from connectors.layouts import load_layouts
from data_contracts.columns import Table
from data_contracts.delivery import Receipt
from data_contracts.errors import InternalError, JusteDroitError
from data_contracts.layout import Layout
from data_contracts.period import Period
from data_contracts.received import SOURCES
from data_contracts.relations import Connection, Relation
from data_contracts.settings import Settings, read_settings
from pipelines.keys import Keys
from pipelines.progress import announce
from pipelines.session import open_session
from pipelines.store import Staged, Store

MONTHS = dg.MonthlyPartitionsDefinition(start_date="2009-06-01", fmt="%Y-%m-%d", end_offset=1)
"""The RSA begins on 1 June 2009; the running month can be delivered before it ends."""


@dataclass
class Step:
    """One step of one period: its own connection, and its inputs by name."""

    name: str
    period: Period
    settings: Settings
    keys: Keys
    con: Connection
    store: Store
    on: date
    """The day on which what is drawn leaves."""
    inputs: Mapping[str, Relation] = field(default_factory=dict)

    def __getitem__(self, table: str) -> Relation:
        return self.inputs[table]

    def pick(self, *tables: str) -> dict[str, Relation]:
        """Inputs as keyword arguments of a room's function."""
        return {table: self.inputs[table] for table in tables}

    def last_month(self, *tables: str) -> dict[str, Relation] | None:
        """The same tables of the last month that has them, or None."""
        last = self.store.latest_before(self.period, tables)
        return {table: self.store.read(self.con, table, last) for table in tables} if last else None

    def keep(self, relations: Mapping[str, Relation], receipt: Receipt | None = None) -> Mapping[str, Staged]:
        """Write every table aside, then let all take their places; if one cannot be written, none changes."""
        staged: dict[str, Staged] = {}
        try:
            for table, relation in relations.items():
                staged[table] = self.store.stage(self.con, table, self.period, relation)
            if receipt:
                staged["receipt"] = self.store.stage_receipt(receipt)
        except BaseException:
            self.store.discard(staged.values())
            raise
        self.store.commit(staged.values())
        return staged

    @property
    def layouts(self) -> Mapping[str, Layout]:
        return load_layouts(*([self.settings.layouts] if self.settings.layouts else []))

    @property
    def receipts(self) -> list[Receipt]:
        """What became of every source's delivery of the period, those that were taken in or found absent."""
        found = (self.store.receipt(source, self.period) for source in SOURCES)
        return [receipt for receipt in found if receipt is not None]

    @property
    def delivered(self) -> frozenset[str]:
        return frozenset(receipt.source for receipt in self.receipts if receipt.state == "received")


class Workplace(dg.ConfigurableResource[None]):
    """Where steps work: the settings of the environment, or those given by the command line."""

    settings_json: str = ""
    on: str = ""
    """The day on which what is drawn leaves, as 2014-06-10; the first after the period unless said."""

    @property
    def settings(self) -> Settings:
        return Settings.model_validate_json(self.settings_json) if self.settings_json else read_settings()

    @contextmanager
    def step(self, name: str, partition: str, inputs: tuple[str, ...] = ()) -> Iterator[Step]:
        """Open a step; whatever fails in it fails without quoting anybody's data."""
        settings = self.settings
        period, store = Period.parse(partition[:7]), Store(settings.store_folder)
        try:
            with open_session(settings) as (keys, con):
                announce(name)
                tables = {table: store.read(con, table, period) for table in inputs}
                on = date.fromisoformat(self.on) if self.on else period.shift(1).first_day
                yield Step(name, period, settings, keys, con, store, on, tables)
        except JusteDroitError:
            raise
        except Exception as error:
            raise InternalError(error, name) from None


def table_asset(
    *models: type[Table], room: str, inputs: tuple[str, ...], description: str, after: tuple[dg.AssetDep, ...] = ()
) -> Callable[[Callable[[Step], Relation | tuple[Relation, ...]]], dg.AssetsDefinition]:
    """An asset that reads `inputs`, calls a function and keeps what it returns: one relation a model, in order.

    `after`: what the function reads by itself, of other periods or only where it is there.
    """

    def decorate(compute: Callable[[Step], Relation | tuple[Relation, ...]]) -> dg.AssetsDefinition:
        name = compute.__name__
        tables = [model.table_name for model in models]
        deps: list[dg.CoercibleToAssetDep] = [*inputs, *after]

        @dg.multi_asset(
            name=name,
            group_name=room,
            partitions_def=MONTHS,
            specs=[
                dg.AssetSpec(table, deps=deps, description=description, kinds={"duckdb", "parquet"}) for table in tables
            ],
        )
        def asset(context: dg.AssetExecutionContext, workplace: Workplace) -> Iterator[dg.MaterializeResult[None]]:
            with workplace.step(name, context.partition_key, inputs) as step:
                computed = compute(step)
                relations = dict(zip(tables, computed if isinstance(computed, tuple) else (computed,), strict=True))
                staged = step.keep(relations)
            for table in tables:
                yield dg.MaterializeResult(asset_key=table, metadata={"dagster/row_count": staged[table].rows})

        return asset

    return decorate
