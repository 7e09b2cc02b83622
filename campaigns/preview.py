"""What a campaign would do at a period, before anything is recorded: who is kept, in which arm, what could be shown.

Belongs here: putting the choice and the draw side by side, in counts. Does not: writing anything, wherever it may be;
how counts are shown (the command line).
"""

import math
from dataclasses import dataclass

from campaigns.drawing import draw, seed_of
from campaigns.impact.power import smallest_effect
from campaigns.targeting import BALANCE, UNKNOWN, Targeting
from data_contracts.campaign import CONTACTABLE
from data_contracts.described import PROFILES
from data_contracts.places import TERRITORIES
from data_contracts.relations import bind, keep


@dataclass(frozen=True)
class Arms:
    """Of what, and how many people in each arm; the label is in French."""

    code: str
    label: str
    contacted: int
    control: int


@dataclass(frozen=True)
class Preview:
    """A campaign drawn and not recorded. `splits`: heading -> counts of people."""

    targeting: Targeting
    households: Arms
    people: Arms
    splits: dict[str, list[Arms]]
    smallest_effect_points: float | None
    """The smallest rise that the draw would show at 80 % power; None without two arms, or where nothing would show."""


SPLITS: dict[str, tuple[str, dict[str, str]]] = {
    "Probabilité": ("verdict", CONTACTABLE),
    "Profil": ("profile", PROFILES),
    "Territoire": ("territory", {code: label for code, (label, _) in TERRITORIES.items()}),
    "Département": ("department", {}),
}
"""Heading -> column of candidates, labels of its values. Of several rights, a person counts by the most probable."""


def preview(targeting: Targeting) -> Preview:
    """Draw the control group of a targeting as its release would, and count."""
    con, campaign = targeting.con, targeting.campaign
    arms = draw(
        con,
        targeting.households,
        share=campaign.control.share,
        strata=campaign.control.strata,
        balance=BALANCE,
        seed=seed_of(campaign.seed, campaign.name, str(targeting.period)),
    )
    bind(con, previewed_rows=targeting.listed, previewed_arms=arms)
    keep(con, "previewed", """
        SELECT person_id, any_value(household_id) AS household_id, any_value(arm) AS arm,
            if(bool_or(verdict = 'likely'), 'likely', 'possible') AS verdict,
            any_value(profile) AS profile, any_value(territory) AS territory,
            any_value(department) AS department
        FROM previewed_rows JOIN previewed_arms USING (household_id) GROUP BY person_id
    """)  # fmt: skip
    households = _arms(targeting, "count(DISTINCT household_id)", "'foyers'", {"foyers": "foyers"})[0]
    effect = smallest_effect(households.contacted, households.control, campaign.expected_without_percent / 100)
    return Preview(
        targeting,
        households,
        _arms(targeting, "count(*)", "'personnes'", {"personnes": "personnes"})[0],
        {heading: _arms(targeting, "count(*)", column, labels) for heading, (column, labels) in SPLITS.items()},
        None if effect is None or math.isnan(effect) else effect,
    )


def _arms(targeting: Targeting, counted: str, column: str, labels: dict[str, str]) -> list[Arms]:
    """Counts by value of a column: the declared values met, in their order, then any other."""
    found = {
        code: (contacted, control)
        for code, contacted, control in targeting.con.sql(f"""
            SELECT coalesce({column}, '{UNKNOWN[0]}') AS code, {counted} FILTER (arm = 'contacted'),
                {counted} FILTER (arm = 'control')
            FROM previewed GROUP BY code ORDER BY code
        """).fetchall()
    }
    if not found and len(labels) == 1:
        found = dict.fromkeys(labels, (0, 0))
    named = {**labels, **{code: UNKNOWN[1] if code == UNKNOWN[0] else code for code in found if code not in labels}}
    return [Arms(code, label, *found[code]) for code, label in named.items() if code in found]
