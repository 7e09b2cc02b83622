"""Communes and their density class, as one shared reference table.

Source: Insee, grille communale de densité à 7 niveaux, 2024 (codes 1 to 7 in Insee's order); communes, postcodes and
populations from the Code officiel géographique. Shipped for the départements 13, 44, 77 and 94; a territory replaces
or completes the file, whose columns are the contract.
"""

from pathlib import Path

from data_contracts.relations import Connection, Relation

COMMUNES = Path(__file__).parent / "reference" / "communes.csv"


def communes(con: Connection, path: Path = COMMUNES) -> Relation:
    """`commune_code, commune_name, postcode, population, density_level`, one row a commune."""
    return con.sql(f"""
        SELECT * FROM read_csv('{path}', delim = ';', header = true, columns = {{
            'commune_code': 'VARCHAR', 'commune_name': 'VARCHAR', 'postcode': 'VARCHAR',
            'population': 'INTEGER', 'density_level': 'INTEGER'}})
    """)
