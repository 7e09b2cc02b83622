"""The shared vocabulary: every table that crosses a boundary, settings and campaign files, every error.

Belongs here: what two rooms must agree on. Does not: anything that reads, matches, decides or writes.
"""
