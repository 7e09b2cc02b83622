"""Slow measures, as commands: `python -m benchmarks.NAME`. Each ends with one JSON line of every figure."""
