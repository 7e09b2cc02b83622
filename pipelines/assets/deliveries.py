"""Deliveries taken in: one asset a dataset, and one for the refused lines, all of a source at once or none."""

from collections.abc import Iterator
from contextlib import closing

import dagster as dg

from connectors.deliveries import find_delivery
from connectors.receive import receive
from data_contracts.received import SOURCES
from pipelines.checks import check_datasets, check_specs
from pipelines.progress import announce
from pipelines.steps import MONTHS, Workplace


def delivery_assets(source: str) -> dg.AssetsDefinition:
    """The assets of one source: `rejected_<source>` and its datasets."""
    tables = (*SOURCES[source], f"rejected_{source}")

    @dg.multi_asset(
        name=f"delivery_{source}",
        group_name="connectors",
        partitions_def=MONTHS,
        specs=[dg.AssetSpec(table, kinds={"duckdb", "parquet"}) for table in tables],
        check_specs=check_specs(SOURCES[source]),
    )
    def delivery(context: dg.AssetExecutionContext, workplace: Workplace) -> Iterator[dg.MaterializeResult[None]]:
        with workplace.step(f"delivery_{source}", context.partition_key) as step:
            expected = source not in step.settings.without
            seen = step.store.seen_files(source, other_than=step.period)
            found = find_delivery(
                step.settings.landing_folder, source, step.period, step.layouts, expected=expected, seen=seen
            )
            with closing(receive(step.con, found, progress=announce)) as reception:
                relations = {**reception.accepted, f"rejected_{source}": reception.rejected}
                announce(f"population_{source}")
                checked = check_datasets(step, reception.accepted, delivered=bool(found.files))
                staged = step.keep(relations, reception.receipt)
        for warning in reception.receipt.warnings:
            context.log.warning(warning)
        for table in tables:
            rows = {"dagster/row_count": staged[table].rows}
            yield dg.MaterializeResult(asset_key=table, metadata=rows, check_results=checked.get(table, []))

    return delivery


DELIVERIES = [delivery_assets(source) for source in SOURCES]
