"""Letters: what each says, to whom. Belongs here: the words that depend on the person or on the campaign.

Does not: words that are the same for everybody and the layout (`templates/letter.typ`). Below the certain tier a letter
depends on the names of the rights only.
"""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from campaigns.outputs.french import about, typographic
from campaigns.outputs.notice import ALGORITHM_MENTION, data_mention
from campaigns.outputs.rights import Right, rights
from campaigns.outputs.sending import described, places, sender
from campaigns.outputs.typesetting import typeset_files
from data_contracts.campaign import Campaign
from data_contracts.french import capital, day, listed, to

TEMPLATE = "letter.typ"

GENERAL_WHY = (
    "Certaines personnes ont droit à une aide et ne la reçoivent pas, souvent parce qu'elles ne la connaissent pas. "
    "C'est peut-être votre cas. Nous vous écrivons pour vous en parler."
)
ESTIMATE = "C'est une estimation : le montant exact dépend de votre situation, que nous regarderons ensemble."


def write_letters(
    addressees: pl.DataFrame,
    campaign: Campaign,
    on: date,
    path: Path,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Path]:
    """Write one letter a row of `addressees` (see there), dated `on`: `path`, or numbered files (see `typeset_files`).

    Two pages a letter, in the order of the rows. Raises InputError where the texts of the campaign do not fit.
    """
    people = [letter(row, campaign) for row in addressees.iter_rows(named=True)]
    return typeset_files(TEMPLATE, common(campaign, on), people, on, path, progress)


def common(campaign: Campaign, on: date) -> dict[str, Any]:
    """What all letters of a batch share."""
    return {
        "title": f"Courriers : {campaign.title}",
        "on": day(on),
        "sender": sender(campaign),
        "mentions": [typographic(text) for text in (ALGORITHM_MENTION, data_mention(campaign))],
    }


def letter(person: Mapping[str, Any], campaign: Campaign) -> dict[str, Any]:
    """What one letter says, a row of `addressees` in, strings out."""
    told = rights()
    own, known = person["rights"], person["revealing"]
    items = [_right(right, told.rights[right["benefit"]]) for right in own]
    names = [told.rights[right["benefit"]].name for right in own]
    missing = told.plain(fact for right in own for fact in right["missing"] or [])
    return {
        "reference": person["reference"],
        "lines": person["lines"],
        "subject": typographic(f"Vous avez peut-être droit {to(names[0])}" if len(names) == 1 else
                               "Vous avez peut-être droit à plusieurs aides"),
        "why": [typographic(campaign.why_sent if known else GENERAL_WHY)],
        "rights": items,
        "estimate": typographic(ESTIMATE) if any("€" in item["said"] for item in items) else "",
        "check": typographic(listed(missing)),
        "bring": typographic(capital(listed(told.bring(right["benefit"] for right in own)))),
        "places": [described(place) for place in places(campaign, person["commune_code"], person["department"])],
    }  # fmt: skip


def _right(right: Mapping[str, Any], words: Right) -> dict[str, str]:
    return {
        "label": typographic(rights().title(right["benefit"])),
        "what": typographic(words.what),
        "said": typographic(probability_and_amount(right, words)),
        "good-to-know": typographic(words.good_to_know),
    }


def probability_and_amount(right: Mapping[str, Any], words: Right) -> str:
    """`Vous y avez probablement droit (environ 440 € par mois).`; '' where nothing may be told."""
    if right["verdict"] is None:
        return ""
    times = 12 if words.amount == "year" else 1
    low, high = (None if right[name] is None else right[name] * times for name in ("amount_min", "amount_max"))
    amount = about(low, high)
    said = {"month": f" ({amount} par mois)", "year": f" ({amount} pour un an)", "cost": f", pour {amount} par mois"}
    sure = "probablement" if right["verdict"] == "likely" else "peut-être"
    return f"Vous y avez {sure} droit{said[words.amount] if amount else ''}."
