"""Makes the model shipped in `linkage/matching/model.yaml` again: `python -m benchmarks.linkage_model`.

Taught by a rehearsed territory of a seed that no measurement uses.
"""

import argparse
from pathlib import Path

import duckdb

from benchmarks.linkage_data import rehearsed
from linkage.matching.model import save_model
from linkage.matching.training import train_model

PERSONS, SEED = 100_000, 1001
TRAINED_ON = (
    "répétition générale : territoire fictif de 100 000 personnes (44, 77), mai 2014, graine 1001, fautes par défaut"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("var/benchmarks"))
    parser.add_argument("--to", type=Path, default=Path("linkage/matching/model.yaml"))
    options = parser.parse_args()
    options.home.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as con:
        records = con.sql(f"FROM '{rehearsed(options.home, PERSONS, SEED)}'").project("* EXCLUDE (true_no)")
        save_model(train_model(con, records, TRAINED_ON), options.to)
    print(options.to)


if __name__ == "__main__":
    main()
