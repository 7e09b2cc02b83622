"""What campaigns hand over: who is on a list, who is not, and why. On pseudonyms."""

from typing import ClassVar

from data_contracts.columns import Table, column, pseudonym
from data_contracts.decided import BENEFITS, VERDICTS
from data_contracts.described import PROFILES
from data_contracts.known import TIERS


class Target(Table):
    """A candidate of a campaign at a period: listed where `exclusion` is missing."""

    table_name: ClassVar[str] = "targets"
    key: ClassVar[tuple[str, ...]] = ("campaign", "benefit", "person_id")

    campaign: str = column("name of the campaign")
    benefit: str = column("benefit", codes=BENEFITS)
    person_id: str = pseudonym("pseudonym of the person")
    household_id: str = pseudonym("pseudonym of the household")
    verdict: str = column("verdict", codes=VERDICTS)
    tier: str = column("how sure the match is", codes=TIERS)
    department: str | None = column("département of residence")
    profile: str | None = column("profile of the pilots", codes=PROFILES)
    exclusion: str | None = column("why the person is not listed; missing where listed")
    arm: str | None = column(
        "arm of the draw, by household; missing where not listed", codes={"contacted": "contacté", "control": "témoin"}
    )
