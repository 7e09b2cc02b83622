"""Who is who: from records to people, why, and by which name people go.

Belongs here: tiers, keys, comparisons, model, rules, groups, decisions, explanations, pseudonyms of people. Does not:
what one record says (`civil`), the sheets of the review (`review`).
"""
