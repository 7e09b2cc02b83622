"""What a profile is expected to be: bounds drawn from the contract and from the period before.

Belongs here: every tolerance, with its reason. Does not: how they are checked (`population_engine`) nor how they
are said (`population_messages`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

from data_contracts.columns import Column, Table
from data_contracts.population_profile import ROWS, code_share, is_coded, is_measured, mean, null_share

Profile = dict[str, float]

MIN_ROWS = 1
"""An empty delivery is never meant: a source that sends nothing says so by not delivering."""
LEAST_VOLUME, GREATEST_VOLUME = 0.5, 2.0
"""Of the period before. No population halves or doubles in a month: a file is missing, or was sent twice."""
FEW_ROWS = 20
"""Under it, in a register of a few people, three for one is no fault: it is said, and blocks nothing."""
ROWS_DRIFT = 0.10
"""Of the period before. The flows move by 1 to 3 % a month; 10 % is worth a look, and may be a reform."""
SEVERE_NULL_FACTOR = 3
"""Times the tolerated share. Under it the column is merely poor; over it the producer no longer fills it."""
NULL_SHARE_DRIFT = 0.05
"""Points of share. A column that was filled and is less so lowers the number of rights that can be told."""
CODE_SHARE_DRIFT = 0.10
"""Points of share, and not a ratio, so that rare codes do not cry wolf: codes swapped or renumbered move far more."""
MEAN_DRIFT = 0.20
"""Of the period before. A yearly rise is under 5 %; euros for cents, or a year for a month, is 12 to 100 times."""
DECIMALS = 6
"""As in the profile: a share that moved by the tolerance exactly is within it, whatever binary fractions say."""


@dataclass(frozen=True)
class Bound:
    """One measure of the profile, and the inclusive bounds it is expected within (None: unbounded)."""

    name: str
    metric: str
    severe: bool
    minimum: float | None
    maximum: float | None
    before: float | None = None
    """The same measure at the period before, where the bounds come from it."""
    column: Column | None = None
    code: str | None = None


def bounds(model: type[Table], previous: Profile | None) -> list[Bound]:
    """Every bound of a table; without a period before (None, or an empty one), those of the contract alone."""
    known = previous if previous and previous.get(ROWS) else {}
    found = list(_row_bounds(known.get(ROWS)))
    for column in model.columns():
        found += _null_bounds(column, known.get(null_share(column.name)))
        if is_coded(column):
            for code in column.codes:
                found += _code_bounds(column, code, known.get(code_share(column.name, code)))
        if is_measured(column, model):
            found += _mean_bounds(column, known.get(mean(column.name)))
    return found


def _row_bounds(before: float | None) -> Iterator[Bound]:
    yield Bound("rows.not_empty", ROWS, True, MIN_ROWS, None)
    if before is not None:
        least, greatest = _rows(before * LEAST_VOLUME, before * GREATEST_VOLUME)
        yield Bound("rows.volume", ROWS, before >= FEW_ROWS, least, greatest, before)
        least, greatest = _rows(before * (1 - ROWS_DRIFT), before * (1 + ROWS_DRIFT))
        yield Bound("rows.drift", ROWS, False, least, greatest, before)


def _null_bounds(column: Column, before: float | None) -> Iterator[Bound]:
    if not column.nullable:
        return
    metric = null_share(column.name)
    if column.max_null_share is not None:
        severe = _rounded(column.max_null_share * SEVERE_NULL_FACTOR)
        if severe < 1:  # beyond, nothing could break it
            yield Bound(f"{metric}.severe", metric, True, None, severe, column=column)
        yield Bound(f"{metric}.tolerated", metric, False, None, column.max_null_share, column=column)
    if before is not None:
        least, greatest = _share(before, NULL_SHARE_DRIFT)
        yield Bound(f"{metric}.drift", metric, False, least, greatest, before, column)


def _code_bounds(column: Column, code: str, before: float | None) -> Iterator[Bound]:
    if before is not None:
        metric = code_share(column.name, code)
        least, greatest = _share(before, CODE_SHARE_DRIFT)
        yield Bound(f"{metric}.drift", metric, False, least, greatest, before, column, code)


def _mean_bounds(column: Column, before: float | None) -> Iterator[Bound]:
    """None where the mean was zero: nothing can be said in proportion to it."""
    if before:
        metric, margin = mean(column.name), abs(before) * MEAN_DRIFT
        least, greatest = _rounded(before - margin), _rounded(before + margin)
        yield Bound(f"{metric}.drift", metric, False, least, greatest, before, column)


def _rounded(value: float) -> float:
    return round(value, DECIMALS)


def _rows(least: float, greatest: float) -> tuple[float, float]:
    """Whole rows, within the bounds."""
    return ceil(_rounded(least)), floor(_rounded(greatest))


def _share(before: float, margin: float) -> tuple[float, float]:
    return _rounded(max(0.0, before - margin)), _rounded(min(1.0, before + margin))
