"""Who writes and where to go, as a campaign says it, in the form printed sheets take. Belongs here: that, for every
sheet. Does not: anything about the person who is written to, but the places near them.
"""

from campaigns.outputs.french import typographic
from data_contracts.campaign import Campaign
from data_contracts.campaign_parts import Place

PLACES_SHOWN = 3


def sender(campaign: Campaign) -> dict[str, object]:
    """`{service, address, lines (the address, then how to reach it), phone, hours, web}`, '' or [] where not said.

    A campaign without `sender` has its `contact` alone.
    """
    if campaign.sender is None:
        service = typographic(campaign.contact)
        return {"service": service, "address": [], "lines": [], "phone": "", "hours": "", "web": ""}
    said = campaign.sender
    more = [f"Téléphone : {said.phone}" if said.phone else "", said.hours or "", said.web or ""]
    return {
        "service": typographic(said.service),
        "address": [typographic(line) for line in said.address],
        "lines": [typographic(line) for line in (*said.address, *more) if line],
        "phone": said.phone or "",
        "hours": typographic(said.hours or ""),
        "web": said.web or "",
    }


def places(campaign: Campaign, commune_code: str | None, department: str | None) -> list[Place]:
    """The places of the campaign for that commune, else for that département, else for everybody."""
    nearest = (
        [place for place in campaign.places if commune_code in place.communes],
        [place for place in campaign.places if department in place.departments],
        [place for place in campaign.places if not (place.communes or place.departments)],
    )
    return next((found for found in nearest if found), [])[:PLACES_SHOWN]


def described(place: Place) -> str:
    """`CCAS de Nantes, 1 place …, 02 40 …, du lundi au vendredi`."""
    return typographic(", ".join(part for part in (place.name, place.address, place.phone, place.hours) if part))
