"""The single application, pre-filled: RSA, ASS, ASPA, complementary health and housing benefit on one form.

Belongs here: what the form says of a person, and where each thing comes from. Does not: the query (`applicants`), the
layout (`templates/application.typ`). What is not known stays empty; below the certain tier nothing is filled in but the
name and the address, and no right is ticked.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from campaigns.outputs.applicants import MONTHS_SHOWN
from campaigns.outputs.french import short_day, typographic
from campaigns.outputs.notice import data_mention
from campaigns.outputs.rights import rights
from campaigns.outputs.sending import sender
from campaigns.outputs.typesetting import typeset_files
from data_contracts.campaign import Campaign
from data_contracts.facts import SOURCES_OF_FACTS
from data_contracts.french import day, month, whole_euros
from data_contracts.period import Period

TEMPLATE = "application.typ"

LAST_DAY_OF_CMUC = date(2019, 10, 31)
LAST_DAY_OF_RSA_ACTIVITE = date(2015, 12, 31)
KNOWN_FROM = {
    "caf": "CAF", "two_files": "Pôle emploi et CNAV", "pole_emploi": "Pôle emploi", "cnav": "CNAV",
    "cnam": "assurance maladie",
}  # fmt: skip

RESOURCES: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    ("Salaires et autres revenus d'activité", (("earnings",),)),
    # What the CAF was told of the foyer counts the same allowances as what Pôle emploi pays: the first that is known.
    ("Allocations chômage (ARE, ASS…)", (("unemployment",), ("are", "ass", "other_allowance"))),
    ("Retraites et réversion", (("own_pension", "survivor_pension", "supplements"),)),
    ("Minimum vieillesse ou d'invalidité", (("aspa", "as", "asi"),)),
    ("RSA, prime d'activité, AAH", (("rsa", "activity_bonus", "aah"),)),
    ("Aide au logement", (("housing_benefit",),)),
)
"""Line of the form -> groups of kinds that are added up; of several groups, the first that any file tells of."""


def write_applications(
    applicants: pl.DataFrame,
    campaign: Campaign,
    period: Period,
    on: date,
    path: Path,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Path]:
    """Write one form (two to four pages) a row of `applicants`: `path`, or numbered files (see `typeset_files`).

    `period` is that of the data, `on` the day of the form. Raises InputError where a form does not fit.
    """
    months = [period.shift(offset).first_day for offset in range(1 - MONTHS_SHOWN, 1)]
    common = {
        "title": f"Demandes simplifiées : {campaign.title}",
        "on": day(on),
        "data-date": day(period.last_day),
        "sender": sender(campaign),
        "months": [month(first) for first in months],
        "needs-nir": campaign.needs_nir,
        "mention": typographic(data_mention(campaign, "en haut de la première page")),
        "papers": [typographic(paper) for paper in rights().papers.values()],
    }
    people = [application(row, campaign, period) for row in applicants.iter_rows(named=True)]
    return typeset_files(TEMPLATE, common, people, on, path, progress)


def application(person: Mapping[str, Any], campaign: Campaign, period: Period) -> dict[str, Any]:
    """What one form says, a row of `applicants` in, strings out ('' where the person is to write)."""
    known = bool(person["revealing"])
    born = person["birth_date"]
    resources, origins = _resources(person["incomes"] or [], period)
    household = f"{KNOWN_FROM.get(person['known_from'] or '', '')}, {month(period.first_day)}"
    if known and (person["couple"] is not None or person["children"] is not None):
        origins = [("Situation de famille", household), *origins]
    if known and person["housing_status"] is not None:
        origins.append(("Logement", f"CAF, {month(period.first_day)}"))
    if known and born is not None:
        origins.insert(0, ("Identité et adresse", f"fichiers rapprochés au {short_day(period.last_day)}"))
    return {
        "reference": person["reference"],
        "lines": person["lines"],
        "last-name": person["last_name"],
        "first-name": person["first_name"],
        "birth-name": person["birth_name"] or "",
        "birth-date": "" if born is None else short_day(born),
        "nir": _nir(person["nir"]) if campaign.needs_nir else "",
        "couple": {True: "yes", False: "no", None: ""}[person["couple"]],
        "children": "" if person["children"] is None else str(person["children"]),
        "housing": person["housing_status"] or "",
        "resources": resources,
        "asked": _asked(person, period.last_day),
        "origins": [{"what": typographic(what), "where": typographic(where)} for what, where in origins],
    }


def _asked(person: Mapping[str, Any], on: date) -> list[dict[str, Any]]:
    """The rights of the form in force that day, those ticked that are likely; the person may untick them."""
    health = "Complémentaire santé solidaire (CSS)" if on > LAST_DAY_OF_CMUC else "Complémentaire santé (CMU-C ou ACS)"
    lines: list[tuple[str, tuple[str, ...]]] = [
        ("Revenu de solidarité active (RSA)", ("rsa_socle", "rsa_activite")),
        ("Prime d'activité", ("prime_activite",)),
        ("Allocation de solidarité spécifique (ASS)", ("ass",)),
        ("Allocation de solidarité aux personnes âgées (ASPA)", ("aspa",)),
        (health, ("cmuc", "acs", "css_gratuite", "css_participation")),
        ("Aide au logement (APL, ALF ou ALS)", ("apl", "alf", "als")),
    ]
    if on <= LAST_DAY_OF_RSA_ACTIVITE:
        del lines[1]
    known = bool(person["revealing"])
    return [
        {
            "label": typographic(label),
            "ticked": known and any(benefit in person["likely"] for benefit in benefits),
            "possible": known and any(benefit in person["possible"] for benefit in benefits),
        }
        for label, benefits in lines
    ]


def _resources(
    incomes: Sequence[Mapping[str, Any]], period: Period
) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    """The lines of the table, an amount a month ('' where no file tells), and what each was taken from."""
    months = [period.shift(offset).first_day for offset in range(1 - MONTHS_SHOWN, 1)]
    lines, origins = [], []
    for label, groups in RESOURCES:
        told = next((rows for kinds in groups if (rows := [row for row in incomes if row["kind"] in kinds])), [])
        amounts = {first: [row["amount"] for row in told if row["month"] == first] for first in months}
        lines.append(
            {
                "label": typographic(label),
                "amounts": [whole_euros(sum(amounts[first])) if amounts[first] else "" for first in months],
            }
        )
        if told:
            sources = " et ".join(sorted({SOURCES_OF_FACTS[row["source"]] for row in told}))
            whose = "pour tout le foyer" if all(row["holder"] == "household" for row in told) else "pour vous seulement"
            origins.append((label, f"{sources}, {whose}, au {short_day(max(row['fact_date'] for row in told))}"))
    return lines, origins


def _nir(nir: str | None) -> str:
    """`2 80 01 44 109 001`, as on the card."""
    if not nir:
        return ""
    return " ".join((nir[0], nir[1:3], nir[3:5], nir[5:7], nir[7:10], nir[10:13]))
