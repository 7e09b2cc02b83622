"""What two records are compared on: a declared list of comparisons, each a list of named levels, best first.

Belongs here: the levels, their French labels, their conditions. Does not: what each is worth (`model`). Levels follow
Splink's own comparison library (a pair stands at the first level that holds), with what French files add: two last
names, compound first names, swapped fields, forced days. A pair where a value is missing says nothing either way.
"""

import re
from dataclasses import dataclass
from typing import Any

from data_contracts.relations import Relation
from linkage.matching.agreement import (
    NAMES_SWAPPED,
    SAME_BIRTH,
    SAME_BIRTH_MONTH,
    SAME_BIRTH_YEAR,
    abridged,
    any_last_name,
    close,
)


@dataclass(frozen=True)
class Level:
    """`condition`: SQL over records l and r. `frequency_of`: column whose rarer values weigh more where they agree."""

    name: str
    label: str
    condition: str
    frequency_of: str | None = None


@dataclass(frozen=True)
class Comparison:
    """`missing`: SQL of the pairs of which it says nothing. Its last level holds for all others."""

    name: str
    label: str
    missing: str
    levels: tuple[Level, ...]

    def level(self, gamma: int) -> Level | None:
        """The level of a number given by Splink: 0 the last one, counted upwards; -1 nothing can be said."""
        return None if gamma < 0 else self.levels[len(self.levels) - 1 - gamma]


ELSE = "ELSE"

COMPARISONS = (
    Comparison(
        "first_name",
        "prénom",
        "l.first_name IS NULL OR r.first_name IS NULL",
        (
            Level("exact", "prénom identique", "l.first_name = r.first_name", frequency_of="first_name"),
            Level("swapped", "nom et prénom inversés", NAMES_SWAPPED),
            Level("abridged", "prénom composé abrégé", abridged("l.first_name", "r.first_name")),
            Level("close", "prénom à une faute près", close("l.first_name", "r.first_name")),
            Level("different", "prénom différent", ELSE),
        ),
    ),
    Comparison(
        "last_name",
        "nom",
        f"l.used_name IS NULL OR r.used_name IS NULL OR coalesce({NAMES_SWAPPED}, false)",
        (
            Level("exact", "nom identique", "l.used_name = r.used_name", frequency_of="used_name"),
            Level("crossed", "nom de naissance de l'un, nom d'usage ou de naissance de l'autre",
                  any_last_name("{one} = {other}")),
            Level("abridged", "nom composé abrégé", any_last_name(abridged("{one}", "{other}"))),
            Level("close", "nom à une faute près", any_last_name(close("{one}", "{other}"))),
            Level("different", "nom différent", ELSE),
        ),
    ),
    Comparison(
        "birth",
        "naissance",
        "l.birth_date IS NULL OR r.birth_date IS NULL",
        (
            Level("exact", "date de naissance identique", SAME_BIRTH),
            Level("month", "même mois de naissance, jour inconnu ou forcé à 15", SAME_BIRTH_MONTH),
            Level("year", "même année de naissance, mois inconnu", SAME_BIRTH_YEAR),
            Level("close", "date de naissance à un ou deux chiffres près, ou jour et mois inversés",
                  "(damerau_levenshtein(strftime(l.birth_date, '%Y%m%d'), strftime(r.birth_date, '%Y%m%d')) <= 2"
                  " OR strftime(l.birth_date, '%Y%m%d') = strftime(r.birth_date, '%Y%d%m'))"),
            Level("different", "date de naissance différente", ELSE),
        ),
    ),
    Comparison(
        "sex",
        "sexe",
        "l.sex IS NULL OR r.sex IS NULL",
        (Level("same", "même sexe", "l.sex = r.sex"), Level("different", "sexe différent", ELSE)),
    ),
    Comparison(
        "commune",
        "commune",
        "l.commune_code IS NULL OR r.commune_code IS NULL",
        (
            Level("same", "même commune", "l.commune_code = r.commune_code", frequency_of="commune_code"),
            Level("department", "même département", "left(l.commune_code, 2) = left(r.commune_code, 2)"),
            Level("different", "autre département", ELSE),
        ),
    ),
    Comparison(
        "address",
        "voie",
        "l.address IS NULL OR r.address IS NULL",
        (
            Level("exact", "même adresse", "l.address = r.address"),
            Level("close", "adresse très proche", "jaro_winkler_similarity(l.address, r.address) >= 0.88"),
            Level("different", "autre adresse", ELSE),
        ),
    ),
    Comparison(
        "locality",
        "localité",
        "l.locality IS NULL OR r.locality IS NULL",
        (
            Level("exact", "même localité", "l.locality = r.locality"),
            Level("close", "localité très proche", "jaro_winkler_similarity(l.locality, r.locality) >= 0.88"),
            Level("different", "autre localité", ELSE),
        ),
    ),
    Comparison(
        "nir",
        "NIR",
        "l.shown_nir IS NULL OR r.shown_nir IS NULL",
        (
            Level("same", "NIR écrit de même", "l.shown_nir = r.shown_nir"),
            Level("close", "NIR à un ou deux caractères près", "damerau_levenshtein(l.shown_nir, r.shown_nir) <= 2"),
            Level("different", "NIR différent", ELSE),
        ),
    ),
    Comparison(
        "file",
        "fichier",
        "l.dataset IS NULL OR r.dataset IS NULL",
        (
            Level("other", "deux fichiers différents", "l.dataset <> r.dataset"),
            Level("same", "deux lignes d'un même fichier", ELSE),
        ),
    ),
)  # fmt: skip

OPTIONAL_COLUMNS = ("address", "locality")
"""Compared where the records have them; the contract of records does not ask for them."""

FREQUENCIES = tuple(level.frequency_of for each in COMPARISONS for level in each.levels if level.frequency_of)


def with_optional_columns(records: Relation) -> Relation:
    """The records, with the optional columns they lack as missing values."""
    lacking = [f"NULL::VARCHAR AS {column}" for column in OPTIONAL_COLUMNS if column not in records.columns]
    return records.project(", ".join(["*", *lacking]))


def as_splink(condition: str) -> str:
    """Splink names the two sides by suffix: `l.sex` is `sex_l`."""
    return re.sub(r"\b([lr])\.(\w+)", r"\2_\1", condition)


def splink_comparison(comparison: Comparison, worth: dict[str, dict[str, float]]) -> dict[str, Any]:
    """Splink's own declaration of a comparison; `worth`: level -> its m and u (none while training)."""
    levels: list[dict[str, Any]] = [
        {"sql_condition": as_splink(comparison.missing), "label_for_charts": "inconnu", "is_null_level": True}
    ]
    for level in comparison.levels:
        said: dict[str, Any] = {"sql_condition": as_splink(level.condition), "label_for_charts": level.label}
        if level.name in worth:
            said |= {"m_probability": worth[level.name]["m"], "u_probability": worth[level.name]["u"]}
        if level.frequency_of:
            said |= {"tf_adjustment_column": level.frequency_of, "tf_adjustment_weight": 1.0}
        levels.append(said)
    return {"output_column_name": comparison.name, "comparison_levels": levels}
