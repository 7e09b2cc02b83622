"""The catalogue of rules, fit to be published (CRPA L312-1-3): every rule, dated value and date in force.

Made from the rules and parameters themselves, never from a second description of them: `gathering` asks each rule
(`asking`), `form` is what is found, `pages` is that in Markdown. What no rule can decide is declared (`undecided`).
"""

from eligibility.catalogue.form import Catalogue
from eligibility.catalogue.gathering import gather
from eligibility.catalogue.pages import files

__all__ = ["Catalogue", "files", "gather"]
