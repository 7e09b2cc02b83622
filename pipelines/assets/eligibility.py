"""What the law says of each adult."""

from data_contracts.decided import Assessment
from data_contracts.relations import Relation
from eligibility.parameters import Law, load_parameters
from pipelines.asked import EVERYTHING, asked_by, campaigns_of
from pipelines.assessing import KNOWN, assess_month
from pipelines.steps import Step, table_asset


@table_asset(
    Assessment,
    room="eligibility",
    inputs=KNOWN,
    description="One verdict a benefit and adult, with its reasons, of what campaigns ask for",
)
def assessments(step: Step) -> Relation:
    parameters = load_parameters(step.settings.parameters)
    campaigns = campaigns_of(step.settings)
    asked = asked_by(campaigns, Law(step.period.last_day, parameters))
    if step.settings.assessed == "all":
        asked = [EVERYTHING]
    return assess_month(step.con, step.period, step.pick(*KNOWN), asked, parameters)
