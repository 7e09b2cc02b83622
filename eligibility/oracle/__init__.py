"""The published values our own are set against, in development: those of openfisca-france, which is never shipped.

`map.yaml` says which of its parameters is which of ours, `deviations.yaml` where we differ and which text says so.
"""
