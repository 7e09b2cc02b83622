"""Who is who, who lives with whom, and what the files together say of each.

Belongs here: NIR, names, matching, households, situations. Does not: law, campaigns, reading files.
"""
