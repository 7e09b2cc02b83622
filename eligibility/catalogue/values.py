"""Dated values of the law in the form of the catalogue.

Belongs here: which values go in, and how long each holds. Does not: what a parameter is (`parameters.model`).
"""

from datetime import date, timedelta

from eligibility.catalogue import form
from eligibility.parameters import Parameter
from eligibility.parameters.model import DatedValue

SINCE = date(2009, 1, 1)


def parameter(given: Parameter, read_by: tuple[str, ...], as_of: date | None) -> form.Parameter:
    """All its values since 2009, the one in force then included, or that of a day; none where it had none yet."""
    dimensions = tuple(
        form.Dimension(name=name, kind=keys if isinstance(keys, str) else "names") for name, keys in given.by.items()
    )
    first, last = (as_of, as_of) if as_of else (SINCE, date.max)
    values = [_value(given, place) for place in range(len(given.values))]
    held = [value for value in values if value.start <= last and (value.end is None or value.end >= first)]
    return form.Parameter(
        name=given.name,
        description=given.description,
        unit=given.unit,
        article=given.article,
        note=given.note,
        dimensions=dimensions,
        values=tuple(value for value in held if value.cells or not as_of),
        read_by=read_by,
    )


def _value(given: Parameter, place: int) -> form.Value:
    dated: DatedValue = given.values[place]
    _, cells = given.series[place]
    following = given.values[place + 1].start if place + 1 < len(given.values) else None
    return form.Value(
        start=dated.start,
        end=following - timedelta(days=1) if following else None,
        cells=tuple(form.Cell(keys=tuple(map(str, keys)), number=number) for keys, number in cells.items()),
        source=dated.source,
        checked_on=dated.checked_on,
        checked_in=dated.checked_in,
    )
