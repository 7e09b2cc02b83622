"""Pairs that a clerk decides: the rows of the review, the sheet that goes out, the answers that come back.

Belongs here: forms and their checks. Does not: which pairs are doubtful, what a decision does (`matching`).
"""
