"""Population checks: does a table, as a whole, look like what it should be, and like the month before?

Belongs here: the way in (profile a table, check its profile). Great Expectations judges profiles, never rows, so
that no identity can reach its results. Does not: the checks of single rows (`row_checks`).

Behind it: `population_profile` measures, `population_bounds` says what is expected, `population_engine` has Great
Expectations judge, `population_messages` says it in French.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data_contracts.columns import Table
from data_contracts.population_bounds import Profile, bounds
from data_contracts.population_engine import judge, make_suite
from data_contracts.population_messages import message
from data_contracts.population_profile import profile, profile_query

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite

__all__ = ["PopulationResult", "Profile", "check_population", "profile", "profile_query", "suite"]


@dataclass(frozen=True)
class PopulationResult:
    """What one check found; figures of the profile only, so that it may be shown and kept anywhere."""

    name: str
    """Unique in the table, such as `rows.volume`, `null_share.commune_code.severe`, `code_share.sex.1.drift`."""
    severe: bool
    """Whether a failure must block what follows; otherwise it is a warning."""
    passed: bool
    observed: float
    bounds: tuple[float | None, float | None]
    """Inclusive; None where there is no bound on that side."""
    message: str
    """In French: what came, what was expected and, where it failed, what to do."""


def suite(model: type[Table], previous: Profile | None) -> "ExpectationSuite":
    """Every expectation on a table's profile, from its contract and from the profile of the period before."""
    return make_suite(model.table_name, bounds(model, previous))


def check_population(current: Profile, model: type[Table], previous: Profile | None) -> list[PopulationResult]:
    """Check a profile, severe results first. What it lacks (shares of an empty table) gives no result."""
    checked = [bound for bound in bounds(model, previous) if bound.metric in current]
    verdicts = judge(current, make_suite(model.table_name, checked))
    results = []
    for bound in checked:
        passed, observed = verdicts[bound.name]
        said = message(model, bound, observed, passed)
        limits = (bound.minimum, bound.maximum)
        results.append(PopulationResult(bound.name, bound.severe, passed, observed, limits, said))
    return sorted(results, key=lambda result: not result.severe)
