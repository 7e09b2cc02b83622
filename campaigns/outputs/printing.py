"""What is printed of a release: letters, bilans des droits, pre-filled applications; which, by action and wave.

Belongs here: that, and where. Does not: what a page says (`letters`, `bilans`, `applications`).
"""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from campaigns.drafting import Drawn
from campaigns.outputs.addressees import addressees
from campaigns.outputs.applicants import Known, applicants
from campaigns.outputs.applications import write_applications
from campaigns.outputs.bilans import write_bilans
from campaigns.outputs.encryption import encrypt_in_place
from campaigns.outputs.letters import write_letters
from data_contracts.campaign import Campaign

Progress = Callable[[int, int], None]
SHEETS = {"letters": "courriers", "bilans": "bilans des droits", "applications": "demandes pré-remplies"}
"""What may be printed, and its French name."""


def printed_of(campaign: Campaign, wave: int = 1) -> list[str]:
    """The sheets of SHEETS that a wave of a campaign has."""
    by_letter = campaign.waves[wave - 1].by == "letter"
    letters = ["letters"] if by_letter and campaign.action != "simplify" else []
    return {
        "inform": letters,
        "orient": [*letters, "bilans", "applications"],
        "simplify": ["applications"],
    }[campaign.action]


def print_sheets(drawn: Drawn, what: str, known: Known, on: date, folder: Path, progress: Progress) -> list[Path]:
    """Print one kind of SHEETS for everyone whom the release reaches, as PDF files in `folder`, dated `on`.

    Encrypted where the campaign has a recipient. Raises InputError where the texts of the campaign do not fit.
    """
    campaign = drawn.targeting.campaign
    aside = folder / f".{what}.partial"  # in clear only here, and whole before it shows
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(mode=0o700)
    try:
        paths = _print(drawn, what, known, on, aside / f"{what}.pdf", progress)
        if campaign.recipient:
            paths = [encrypt_in_place(path, [campaign.recipient]) for path in paths]
        return [path.replace(folder / path.name) for path in paths]
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _print(drawn: Drawn, what: str, known: Known, on: date, path: Path, progress: Progress) -> list[Path]:
    targeting, campaign = drawn.targeting, drawn.targeting.campaign
    if what == "applications":
        given = applicants(
            targeting.con, targeting.listed, drawn.reached, known, targeting.period, needs_nir=campaign.needs_nir
        )
        return write_applications(given, campaign, targeting.period, on, path, progress)
    write = {"letters": write_letters, "bilans": write_bilans}[what]
    people = addressees(targeting.con, targeting.listed, known.identities, drawn.reached)
    return write(people, campaign, on, path, progress)
