"""The « bilan des droits »: a sheet a person, by theme, for an appointment. Belongs here: what depends on the person.

Does not: the layout (`templates/bilan.typ`), the rights' words (`rights.yaml`). Every theme is there, also where no
right was found: it then says what may exist and where to ask. Below the certain tier, names of rights only.
"""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from campaigns.outputs.french import typographic
from campaigns.outputs.letters import probability_and_amount
from campaigns.outputs.notice import ALGORITHM_MENTION, data_mention
from campaigns.outputs.rights import rights
from campaigns.outputs.sending import described, places, sender
from campaigns.outputs.typesetting import typeset_files
from data_contracts.campaign import Campaign
from data_contracts.french import capital, day, listed

TEMPLATE = "bilan.typ"
KNOWN = (
    "D'après les fichiers, voici les droits que vous avez peut-être. À vous de voir, avec la personne qui vous reçoit."
)
UNSURE = "Voici des droits à examiner avec la personne qui vous reçoit. Rien n'est encore vérifié."


def write_bilans(
    addressees: pl.DataFrame,
    campaign: Campaign,
    on: date,
    path: Path,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Path]:
    """Write one sheet (two pages at most) a row of `addressees`, dated `on`: `path`, or numbered files.

    Raises InputError where the texts of the campaign do not fit.
    """
    common = {
        "title": f"Bilans des droits : {campaign.title}",
        "on": day(on),
        "sender": sender(campaign),
        "mentions": [
            typographic(ALGORITHM_MENTION.replace("Ce courrier vous est adressé", "Ce bilan a été préparé")
                        .replace("dans ce courrier", "sur cette feuille")),
            typographic(data_mention(campaign, "sur cette feuille")),
        ],
    }  # fmt: skip
    people = [bilan(row, campaign, on) for row in addressees.iter_rows(named=True)]
    return typeset_files(TEMPLATE, common, people, on, path, progress)


def bilan(person: Mapping[str, Any], campaign: Campaign, on: date) -> dict[str, Any]:
    """What one sheet says, a row of `addressees` in, strings out."""
    told = rights()
    return {
        "reference": person["reference"],
        "name": person["lines"][0] if person["lines"] else "",
        "intro": typographic(KNOWN if person["revealing"] else UNSURE),
        "themes": [
            {
                "label": label,
                "rights": [_right(r) for r in person["rights"] if told.rights[r["benefit"]].theme == theme],
                "elsewhere": [
                    typographic(f"{aid.name} : {aid.where}")
                    for aid in told.elsewhere
                    if aid.theme == theme and aid.start <= on <= aid.end
                ],
            }
            for theme, label in told.themes.items()
        ],
        "bring": typographic(capital(listed(told.bring(right["benefit"] for right in person["rights"])))),
        "places": [described(place) for place in places(campaign, person["commune_code"], person["department"])],
    }


def _right(right: Mapping[str, Any]) -> dict[str, str]:
    words = rights().rights[right["benefit"]]
    said = probability_and_amount(right, words).removeprefix("Vous y avez ").removesuffix(".")
    return {
        "label": typographic(rights().title(right["benefit"])),
        "said": typographic(f"vous y avez {said}." if said else ""),
        "check": typographic(listed(rights().plain(right["missing"] or []))),
        "where": typographic(words.where),
        "good-to-know": typographic(words.good_to_know),
    }
