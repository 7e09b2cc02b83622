"""Reaching everybody listed: the references that the draw would have given."""

from campaigns.outputs.lists import Listing, fill
from campaigns.targeting import Targeting
from data_contracts.relations import Relation
from tests.campaigns.conftest import person_id


def reference(number: int) -> str:
    """The reference given to the person of that number (up to 4095)."""
    return f"REF-{person_id(number)[-3:]}"


def everybody(targeting: Targeting) -> Relation:
    return targeting.listed.project("person_id, 'REF-' || right(person_id, 3) AS reference").distinct()


def filled(targeting: Targeting, wave: int = 1) -> Listing:
    return fill(targeting, everybody(targeting), wave)
