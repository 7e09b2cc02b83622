"""Reading extracts: a delivery comes in, accepted records and rejected lines go out, nothing is lost.

Belongs here: layouts (data), readers (few and generic), the gate. Does not: law, matching, campaigns.
"""
