"""What came of a campaign: outcomes in both arms, the effect and its interval, precision, costs, how they are shown.

Belongs here: measuring. Does not: choosing and drawing people, keeping what was done (`ledger`).
"""
