"""The border with Great Expectations: the only file that imports it, and only when a check runs (it takes seconds).

Belongs here: making its suites, having it judge one profile, reading its verdicts. Does not: bounds, wording, rows:
Great Expectations quotes failing values in its results, so it is only ever given a profile.
"""

import logging
import os
import warnings
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from data_contracts.population_bounds import Bound, Profile

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite


@cache
def _library() -> Any:
    """Great Expectations, imported once, silent and with its telemetry off (the networks are closed)."""
    os.environ["GX_ANALYTICS_ENABLED"] = "False"
    logger = logging.getLogger("great_expectations")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False  # one of its modules sets its own level: only stopping the records here silences it
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return import_module("great_expectations")


@cache
def _batch_definition() -> Any:
    """One context in memory for all the tables of a process: no file, no documentation site, no progress bar."""
    types = import_module("great_expectations.data_context.types.base")
    config = types.DataContextConfig(
        analytics_enabled=False,
        progress_bars=types.ProgressBarsConfig(globally=False),
        store_backend_defaults=types.InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
    )
    context = _library().get_context(mode="ephemeral", project_config=config)
    asset = context.data_sources.add_pandas("profiles").add_dataframe_asset("profile")
    return asset.add_batch_definition_whole_dataframe("profile")


def make_suite(name: str, bounds: Iterable[Bound]) -> "ExpectationSuite":
    """One expectation a bound. A profile has one row, so the maximum of a column is its value."""
    expectation = _library().expectations.ExpectColumnMaxToBeBetween
    made: ExpectationSuite = _library().ExpectationSuite(
        name=name,
        expectations=[
            expectation(
                column=bound.metric,
                min_value=bound.minimum,
                max_value=bound.maximum,
                severity="critical" if bound.severe else "warning",
                meta={"name": bound.name},
            )
            for bound in bounds
        ],
    )
    return made


def judge(current: Profile, suite: "ExpectationSuite") -> dict[str, tuple[bool, float]]:
    """Whether each expectation, by its name, holds on the profile, and the value it was judged on."""
    _library()
    frame = import_module("pandas").DataFrame([current])
    outcome = _batch_definition().get_batch({"dataframe": frame}).validate(suite)
    verdicts = {}
    for result in outcome.results:
        name = result.expectation_config.meta["name"]
        if "observed_value" not in result.result:
            raise RuntimeError(f"Great Expectations could not judge {suite.name}: {name}")
        verdicts[name] = bool(result.success), float(result.result["observed_value"])
    return verdicts
