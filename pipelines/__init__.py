"""The shell: Dagster's graph, the encrypted store, the command line. Thin: it calls the rooms and keeps their tables.

Belongs here: assets, checks, partitions, sensors, schedules, resources, I/O. Does not: any rule, match or format.
"""
