"""Civil status: names, NIR, places of birth, and records that bear a person in the form all sources share.

Belongs here: what one record says. Does not: what two records have to do with each other (`matching`).
"""
