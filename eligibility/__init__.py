"""What the law says: dated values, dated rules, verdicts with their reasons.

Belongs here: rules over situations, as Narwhals expressions. Does not: files, matching, campaigns.
"""
