"""Days counted back from another, as the law counts years and months.

Belongs here: the arithmetic of the calendar. Does not: days known within bounds (`bounds`), spelling (`explaining`).
"""

from datetime import date


def years_before(day: date, years: float) -> date:
    """The day as many whole years earlier; 29 February becomes 1 March."""
    return months_before(day, round(12 * years))


def month_back(day: date, months: float) -> date:
    """The first day of the month so many months earlier."""
    return months_before(day.replace(day=1), months)


def months_before(day: date, months: float) -> date:
    """The day as many months earlier, or the first of the next month where that month has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - int(months), 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year, month + 2, 1)
