"""Where the thresholds of the law lie at a day, roughly: so that random households are drawn around them.

Belongs here: round figures, and how far a household's other resources already carry it. Does not: the law. A figure
off by a few euros draws fewer households near a threshold, and changes no comparison.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Landmarks:
    """EUR a month, but `ass_day`."""

    since: date
    rsa: float
    activity_base: float
    aspa_single: float
    aspa_couple: float
    free_health_cover: float
    ass_day: float
    smic_net: float
    bmaf: float
    aah: float
    rent_ceiling: float
    """Zone 2, one person."""


TABLE = (
    Landmarks(date(2009, 1, 1), 483, 483, 777, 1207, 661, 15.9, 1118, 399, 777, 254),
    Landmarks(date(2013, 7, 1), 493, 493, 787, 1222, 716, 15.9, 1121, 404, 790, 254),
    Landmarks(date(2014, 4, 1), 499, 499, 792, 1230, 716, 16.1, 1129, 406, 790, 254),
    Landmarks(date(2015, 4, 1), 524, 524, 800, 1242, 720, 16.25, 1136, 406, 808, 255),
    Landmarks(date(2016, 4, 1), 525, 525, 801, 1243, 721, 16.3, 1142, 407, 808, 255),
    Landmarks(date(2018, 4, 1), 551, 532, 833, 1294, 734, 16.5, 1188, 412, 819, 257),
    Landmarks(date(2019, 4, 1), 560, 552, 868, 1348, 746, 16.7, 1204, 413, 900, 258),
    Landmarks(date(2022, 7, 1), 599, 586, 953, 1480, 798, 17.9, 1329, 439, 957, 269),
    Landmarks(date(2024, 4, 1), 636, 623, 1012, 1571, 847, 19.0, 1399, 466, 1016, 278),
    Landmarks(date(2026, 4, 1), 652, 638, 1044, 1620, 847, 19.5, 1443, 478, 1042, 290),
)


def landmarks(day: date) -> Landmarks:
    """The latest figures at the day."""
    return [row for row in TABLE if row.since <= day][-1]


def forfait(base: float, couple: Numbers, children: Numbers) -> Numbers:
    """Montant forfaitaire of the RSA, or of the prime d'activité, EUR a month."""
    persons = 1 + couple + children
    fourth = np.where(couple > 0, 0.3, 0.4)
    scale = 1 + 0.5 * (persons >= 2) + 0.3 * (persons >= 3) + fourth * (persons >= 4) + 0.4 * np.maximum(persons - 4, 0)
    return np.asarray(base * scale)


def forfait_logement(base: float, persons: Numbers, shares: tuple[float, float, float]) -> Numbers:
    return np.asarray(base * np.select([persons == 1, persons == 2], [shares[0], 1.5 * shares[1]], 1.8 * shares[2]))


def activity_exit(marks: Landmarks, day: date, couple: Numbers, children: Numbers, other: Numbers) -> Numbers:
    """Net wages at which the RSA activité, then the prime d'activité, ends; `other` resources counted in full.

    A bonification counts from the months on that it was set for: in the primes of three months later.
    """
    base = forfait(marks.activity_base, couple, children)
    if day < date(2016, 1, 1):
        return np.maximum(0, (base - other - 6) / 0.38)
    best = marks.activity_base * (0.128 if day < date(2019, 1, 1) else 0.291 if day < date(2026, 7, 1) else 0.377)
    slope = 0.61 if day < date(2026, 1, 1) else 0.5985
    return np.maximum(0, (base + best - other - 15) / (1 - slope))


def health_ceiling(marks: Landmarks, couple: Numbers, children: Numbers) -> Numbers:
    """Ceiling of the CMU-C and of the free CSS, EUR a month."""
    persons = 1 + couple + children
    scale = 1 + 0.5 * (persons >= 2) + 0.3 * np.clip(persons - 2, 0, 2) + 0.4 * np.maximum(persons - 4, 0)
    return np.asarray(marks.free_health_cover * scale)


def housing_exit(
    marks: Landmarks, day: date, couple: Numbers, children: Numbers, rent: Numbers, zone: Numbers
) -> Numbers:
    """Taxable income at which housing benefits end, EUR a month."""
    size = np.where(children > 0, 1.38 + 0.2 * (children - 1), 1 + 0.22 * couple)
    ceiling = marks.rent_ceiling * np.select([zone == 1, zone == 2], [1.14, 1.0], 0.94) * size
    kept = np.minimum(rent, ceiling) + 0.2 * marks.rent_ceiling + 12 * children
    family = np.select(
        [children == 0, children == 1, children == 2, children == 3], [0.0, 0.0270, 0.0238, 0.0201], 0.018
    )
    share = np.where(children == 0, np.where(couple > 0, 0.0315, 0.0283), family) + 0.003
    free = marks.rsa * np.select(
        [children == 0, children == 1], [9.2 + 3.9 * couple, 15.5], 15.8 + 1.2 * (children - 1)
    )
    due = kept - np.maximum(0.085 * kept, 0.137 * marks.rent_ceiling) - (15 if day < date(2016, 7, 1) else 10)
    below = 15 + 25 * (children >= 2) + (20 if day >= date(2021, 1, 1) else 0)
    return np.asarray((free + np.maximum(0, due) / share) / 12 / 0.9 - below)
