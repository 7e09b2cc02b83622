"""Who comes first, and how far down the list the service can go.

Belongs here: the order of households by what a campaign says counts most, and how many of them its capacity lets in.
Does not: who may be listed at all (`exclusions`), who of those kept is contacted (`drawing`).
"""

from decimal import Decimal

from data_contracts.campaign import Campaign
from data_contracts.decided import UNBOUNDED_EUR_MONTH

_MIDDLE = (
    f"CASE WHEN amount_max_eur_month < {UNBOUNDED_EUR_MONTH} THEN (amount_min_eur_month + amount_max_eur_month) / 2 "
    "ELSE amount_min_eur_month END"
)

ORDERS = {
    # Of rights that exclude each other a sum would count one several times: the largest one stands for all.
    "expected_gain": f"max({_MIDDLE}) DESC NULLS LAST",
    "certainty": "min((verdict <> 'likely')::INT) ASC, min((tier = 'probable')::INT) ASC",
    # No file tells where services are: the density of the commune stands in for how far they may be.
    "distance_from_services": "max(density_level) DESC NULLS LAST",
    "oldest_first": "min(least(oldest_adult_birth_month, birth_month)) ASC NULLS LAST",
    "youngest_first": "max(birth_month) DESC NULLS LAST",
}
"""priority -> SQL that orders households, over their listed candidates. Complete by a test."""


def order_of_households(campaign: Campaign) -> str:
    """SQL: the order in which households are kept, over candidates grouped by `household_id`.

    Equals are told apart by chance, seeded apart from the draw: no household is always the last.
    """
    chance = f"sha256('capacity:{campaign.seed}:' || household_id)"
    return ", ".join([*(ORDERS[name] for name in campaign.priority), chance])


def households_kept(campaign: Campaign) -> int | None:
    """How many households go to the draw; None where the campaign has no capacity.

    With a share s of control among them, floor(capacity / (1 - s)) leave at most the capacity to contact, however the
    draw rounds; exact arithmetic, so that 70 / (1 - 0.3) is 100.
    """
    if campaign.capacity is None:
        return None
    return int(Decimal(campaign.capacity) / (1 - Decimal(str(campaign.control.share))))
