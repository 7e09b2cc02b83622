"""`python -m pipelines` is `justedroit`."""

from pipelines.cli import main

main()
