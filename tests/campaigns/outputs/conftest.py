"""Campaigns with somebody to answer, and people with the longest of everything."""

from collections.abc import Callable, Iterable
from typing import Any

import polars as pl
import pytest

from campaigns.outputs.addressees import addressees
from data_contracts.campaign import Campaign
from data_contracts.campaign_parts import Place, Sender
from data_contracts.decided import BENEFITS
from tests.campaigns.conftest import Territory
from tests.campaigns.outputs.reaching import everybody

SENDER = Sender(
    service="Caisse d'allocations familiales de Loire-Atlantique, service de l'accès aux droits",
    address=["22 rue de Malville", "Bâtiment C", "BP 12345", "44937 Nantes Cedex 9"],
    phone="02 40 00 00 00",
    hours="du lundi au vendredi, de 9 h à 12 h et de 14 h à 16 h 30",
    web="www.caf.fr",
    data_protection_officer="dpo@caf44.exemple.fr ou 22 rue de Malville, BP 12345, 44937 Nantes Cedex 9",
)
PLACES = [
    Place(name="CCAS de Nantes", address="1 place de l'Hôtel de Ville, Nantes", communes=["44109"], phone="02 40 41"),
    Place(name="Maison de Seine-et-Marne", address="8 rue du Marché, Melun", departments=["77"]),
    Place(name="Accueil commun", address="3 rue des Lilas, Clisson"),
]
LONGEST: dict[str, Any] = {
    "first_name": "MARIE-ANTOINETTE CHARLOTTE", "last_name": "DE LA ROCHEFOUCAULD-MONTMORENCY",
    "birth_name": "ŒUVRARD-ÇELIK DE SAINT-EXUPÉRY", "address_2": "W" * 38, "address_3": "W" * 38,
    "address_4": "125 BIS BOULEVARD DU GENERAL DE GAULLES", "address_5": "LIEU DIT LA HAUTE FORET BP 12345 WWWWW",
    "address_6": "44000 SAINT SEBASTIEN SUR LOIRE CEDEX9",
}  # fmt: skip
MISSING = ["logement", "résidence stable", "revenus d'activité des trois derniers mois", "patrimoine", "études"]


def with_every_right(people: pl.DataFrame, benefits: Iterable[str] = BENEFITS) -> pl.DataFrame:
    """The same people, with their first right told of every benefit."""
    rows = people.to_dicts()
    for row in rows:
        row["rights"] = [{**row["rights"][0], "benefit": benefit} for benefit in benefits]
    return pl.DataFrame(rows, people.schema)


@pytest.fixture
def letters(inform: Campaign) -> Campaign:
    return inform.model_copy(update={"sender": SENDER})


@pytest.fixture
def meetings(inform: Campaign) -> Campaign:
    """An appointment for everybody with any likely or possible right."""
    return inform.model_copy(
        update={"action": "orient", "sender": SENDER, "places": PLACES, "signals": [], "jobseekers_only": False}
    )


@pytest.fixture
def reached(territory: Territory) -> Callable[[Campaign], pl.DataFrame]:
    """Whom a campaign writes to, as `addressees` gives them."""

    def of(campaign: Campaign) -> pl.DataFrame:
        targeting = territory.target(campaign)
        return addressees(territory.con, targeting.listed, targeting.identities, everybody(targeting))

    return of
