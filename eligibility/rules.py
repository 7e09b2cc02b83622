"""The rules of the law: every module of benefits is imported, and so registers its own.

Belongs here: which rules there are on a day. Does not: what a rule is (`rights`), any rule (`benefits`).
"""

from collections.abc import Collection
from datetime import date
from importlib import import_module
from pkgutil import iter_modules

from data_contracts.decided import BENEFITS_FOUND
from eligibility import benefits as rules_of_benefits
from eligibility.rights import RULES, Rule

for module in iter_modules(rules_of_benefits.__path__):  # importing a module of benefits registers its rules
    import_module(f"{rules_of_benefits.__name__}.{module.name}")
RULES.sort(key=lambda rule: (list(BENEFITS_FOUND).index(rule.benefit), rule.start))  # not as modules import each other


def rules_in_force(day: date, benefits: Collection[str] | None = None) -> list[Rule]:
    """The rules of a day, one a benefit, in the order of BENEFITS_FOUND; those of `benefits` if given."""
    return [rule for rule in RULES if rule.in_force(day) and (benefits is None or rule.benefit in benefits)]
