"""What campaigns ask the law for: every form of a right, and reasons where a list gives them."""

import pytest

from campaigns import CAMPAIGN_FILES
from data_contracts.campaign_file import load_campaign
from data_contracts.decided import BENEFITS
from eligibility.parameters import Law
from pipelines.asked import asked_by
from tests.pipelines.line_situations import MAY_2014

LETTERS, MEETINGS = "rsa-socle-demandeurs-emploi", "rendez-vous-des-droits"


@pytest.mark.parametrize(
    ("names", "benefits"),
    [([LETTERS], {"rsa_socle", "rsa_activite"}), ([LETTERS, MEETINGS], set(BENEFITS)), ([MEETINGS], set(BENEFITS))],
)
def test_all_forms_of_a_right_are_asked_for_and_reasons_where_a_list_gives_them(
    names: list[str], benefits: set[str]
) -> None:
    campaigns = [load_campaign(CAMPAIGN_FILES / f"{name}.yaml") for name in names]
    asked = asked_by(campaigns, Law(MAY_2014.last_day))
    reasons = {benefit: each.reasons for each in asked for benefit in each.benefits or ()}
    assert reasons == {benefit: benefit == "rsa_socle" and LETTERS in names for benefit in benefits}
