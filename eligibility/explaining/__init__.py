"""Why a benefit is found likely, possible or unlikely: as data, then in French for the agent and for the person."""

from eligibility.explaining.agent import for_agent
from eligibility.explaining.evaluating import explain
from eligibility.explaining.explanation import Explanation
from eligibility.explaining.notice import Organisation, algorithm_notice
from eligibility.explaining.person import for_person

__all__ = ["Explanation", "Organisation", "algorithm_notice", "explain", "for_agent", "for_person"]
