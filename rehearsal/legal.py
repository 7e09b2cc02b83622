"""Dated amounts that the fictitious territory lives by, and the level of wages by year.

Belongs here: values, with the month they start from. Does not: `eligibility`'s parameters, which this room never
reads: the truth is computed apart, so that the two can be compared. Values after 2014 are rounded where the source
gave no cents (ASS, AAH, ASPA of the years between); wages follow a stated index, not a statistic.
"""

from data_contracts.period import Period

Series = tuple[tuple[str, float], ...]
"""First month each value holds from, in order."""

RSA_BASE_EUR_MONTH: Series = (
    ("2013-01", 483.24), ("2013-09", 492.90), ("2014-01", 499.31), ("2014-09", 509.30), ("2015-01", 513.88),
    ("2015-09", 524.16), ("2016-09", 535.17), ("2017-09", 545.48), ("2018-04", 550.93), ("2019-04", 559.74),
    ("2020-04", 564.78), ("2021-04", 565.34), ("2022-07", 598.54), ("2023-04", 607.75), ("2024-04", 635.71),
    ("2025-04", 646.52), ("2026-04", 651.69),
)  # fmt: skip
CMUC_CEILING_EUR_YEAR: Series = (
    ("2012-07", 7934.90), ("2013-07", 8592.96), ("2014-07", 8644.52), ("2016-04", 8653.16), ("2017-04", 8723.0),
    ("2018-04", 8810.23), ("2019-04", 8951.0), ("2021-04", 9041.0), ("2022-04", 9203.0), ("2022-07", 9571.0),
    ("2023-04", 9719.0), ("2024-04", 10166.0), ("2025-04", 10339.0), ("2026-04", 10421.0),
)  # fmt: skip
ASPA_SINGLE_EUR_MONTH: Series = (
    ("2012-04", 777.17), ("2013-04", 787.26), ("2014-04", 791.99), ("2014-10", 800.0), ("2017-04", 803.20),
    ("2018-04", 833.20), ("2019-01", 868.20), ("2020-01", 903.20), ("2021-01", 906.81), ("2022-01", 916.78),
    ("2022-07", 953.45), ("2023-01", 961.08), ("2024-01", 1012.02), ("2025-01", 1034.28), ("2026-01", 1043.59),
)  # fmt: skip
AAH_EUR_MONTH: Series = (
    ("2012-09", 776.59), ("2013-09", 790.18), ("2014-09", 800.45), ("2015-09", 807.65), ("2016-09", 808.46),
    ("2017-09", 810.89), ("2018-11", 860.0), ("2019-11", 900.0), ("2021-04", 903.60), ("2022-07", 956.65),
    ("2023-04", 971.37), ("2024-04", 1016.05), ("2025-04", 1033.32), ("2026-04", 1041.59),
)  # fmt: skip
ASS_EUR_DAY: Series = (
    ("2013-01", 15.90), ("2014-01", 16.11), ("2015-01", 16.25), ("2017-01", 16.32), ("2018-01", 16.48),
    ("2019-01", 16.74), ("2020-01", 16.89), ("2022-01", 17.21), ("2023-01", 18.17), ("2024-01", 18.50),
    ("2025-01", 19.33),
)  # fmt: skip
WAGE_INDEX: Series = (
    ("2012-01", 0.985), ("2013-01", 1.0), ("2014-01", 1.01), ("2015-01", 1.018), ("2016-01", 1.027),
    ("2017-01", 1.04), ("2018-01", 1.055), ("2019-01", 1.075), ("2020-01", 1.09), ("2021-01", 1.105),
    ("2022-01", 1.15), ("2023-01", 1.20), ("2024-01", 1.23), ("2025-01", 1.255), ("2026-01", 1.275),
)  # fmt: skip
"""Net wages, 2013 = 1."""

FIRST_PERIOD = Period(2013, 4)
"""Before it, the three months looked back on have no legal value here."""
ACTIVITY_BONUS_FROM = Period(2016, 1)
"""RSA activité until the month before, prime d'activité from then on."""
CSS_FROM = Period(2019, 11)
"""CMU-C and ACS until the month before, complémentaire santé solidaire from then on."""
CSS_AUTOMATIC_FROM = Period(2022, 1)
"""From then on CSS is opened to whoever receives the RSA."""
ASPA_DEEMED_FROM, ASI_DEEMED_FROM = Period(2022, 4), Period(2024, 7)
"""From then on whoever is paid it, and does not work, is taken to have little enough for the CSS with participation."""


def value_at(series: Series, period: Period) -> float:
    """The value of a dated series at a month; the oldest one before the series starts."""
    known = [value for start, value in series if start <= str(period)]
    return known[-1] if known else series[0][1]
