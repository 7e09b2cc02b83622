"""What the files together say of people and households at a period.

Belongs here: facts, incomes, benefits, couples, households, conflicts and whom to believe. Does not: who is who
(`matching`), any rule of law.
"""
