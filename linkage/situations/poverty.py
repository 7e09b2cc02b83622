"""The poverty line, used to class people into the four profiles of the pilots, never to decide a right.

Source: Insee, enquête Revenus fiscaux et sociaux, seuil de pauvreté à 60 % of the median standard of living, EUR a
month for one consumption unit, France métropolitaine (general knowledge, to be checked against Insee's series).
"""

from data_contracts.period import Period

_LINE_EUR_MONTH = {
    2012: 1003, 2013: 1000, 2014: 1008, 2015: 1015, 2016: 1026, 2017: 1041, 2018: 1063, 2019: 1102, 2021: 1158,
    2022: 1216, 2023: 1288,
}  # fmt: skip


def poverty_line_eur_month(period: Period) -> int:
    """The line of the last published year not after the period's (the first one before 2012)."""
    known = [year for year in _LINE_EUR_MONTH if year <= period.year]
    return _LINE_EUR_MONTH[max(known) if known else min(_LINE_EUR_MONTH)]
