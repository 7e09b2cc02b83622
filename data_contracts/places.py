"""Communes and their density class, as one shared reference table.

Source: Insee, grille communale de densité à 7 niveaux, 2024 (codes 1 to 7 in Insee's order); communes, postcodes and
populations from the Code officiel géographique. Shipped for the départements 13, 44, 77 and 94; a territory replaces
or completes the file, whose columns are the contract.
"""

from pathlib import Path

from data_contracts.relations import Connection, Relation

TERRITORIES = {
    "urban": ("urbain dense", (1,)),
    "intermediate": ("intermédiaire (périurbain)", (2, 3, 4)),
    "rural": ("rural", (5, 6, 7)),
}
"""The density grid in 3 levels: code -> label, levels of the 7 (Insee, Document de travail 2022-18)."""

COMMUNES = Path(__file__).parent / "reference" / "communes.csv"


def communes(con: Connection, path: Path = COMMUNES) -> Relation:
    """`commune_code, commune_name, postcode, population, density_level`, one row a commune."""
    return con.sql(f"""
        SELECT * FROM read_csv('{path}', delim = ';', header = true, columns = {{
            'commune_code': 'VARCHAR', 'commune_name': 'VARCHAR', 'postcode': 'VARCHAR',
            'population': 'INTEGER', 'density_level': 'INTEGER'}})
    """)


def territory(density_level: str) -> str:
    """SQL: the code of TERRITORIES of a level from 1 to 7; NULL of anything else."""
    cases = " ".join(f"WHEN {density_level} IN ({', '.join(map(str, levels))}) THEN '{code}'"
                     for code, (_, levels) in TERRITORIES.items())  # fmt: skip
    return f"CASE {cases} END"
