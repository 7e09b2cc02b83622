"""The graph, as `dagster dev` and the command line see it."""

import dagster as dg

from pipelines.assets import campaigns, eligibility, linkage
from pipelines.assets.deliveries import DELIVERIES
from pipelines.steps import Workplace
from pipelines.triggers import landing, month, monthly

defs = dg.Definitions(
    assets=[*DELIVERIES, *dg.load_assets_from_modules([linkage, eligibility, campaigns], include_specs=True)],
    jobs=[month],
    schedules=[monthly],
    sensors=[landing],
    resources={"workplace": Workplace()},
    executor=dg.in_process_executor,
)
