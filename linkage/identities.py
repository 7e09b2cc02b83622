"""The identity to write to, for the people who need one and nobody else (strict necessity).

Precedence, file by file: the CAF has birth names and an address it pays to, then the CNAV, then Pôle emploi; health
insurance has no address. A producer's own spelling is kept; the postal form is made when a list is written.
"""

from data_contracts.relations import Connection, Relation, bind, keep

_NAMES = {
    "caf_persons": "last_name := used_name, birth_name := birth_name, first_name := first_name",
    "pensions": "last_name := coalesce(used_name, birth_name), birth_name := birth_name, first_name := first_name",
    "registrations": "last_name := last_name, birth_name := NULL::VARCHAR, first_name := first_name",
    "health_covers": "last_name := last_name, birth_name := NULL::VARCHAR, first_name := first_name",
}
_ADDRESSES = {
    "caf_persons": "address_2, address_3, address_4, address_5, address_6",
    "pensions": "address_2, address_3, address_4, address_5, address_6",
    "registrations": "NULL, NULL, street, NULL, locality",
    "health_covers": "NULL, NULL, NULL, NULL, NULL",
}


def find_identities(
    con: Connection,
    people: Relation,
    records: Relation,
    person_records: Relation,
    registrations: Relation,
    caf_persons: Relation,
    caf_dossiers: Relation,
    pensions: Relation,
    health_covers: Relation,
) -> Relation:
    """One row a person of `people` (a `person_no` column), see contract PersonIdentity."""
    bind(con, records=records, person_records=person_records, people=people)
    bind(con, registrations=registrations, pensions=pensions, health_covers=health_covers)
    bind(con, caf_dossiers=caf_dossiers, received_caf_persons=caf_persons)
    keep(con, "wanted", _WANTED)
    con.execute("""
        CREATE OR REPLACE TEMP VIEW caf_persons AS
        WITH holders AS (SELECT * FROM received_caf_persons SEMI JOIN wanted USING (record_no))
        SELECT p.*, d.address_2, d.address_3, d.address_4, d.address_5, d.address_6
        FROM holders p LEFT JOIN (
            FROM caf_dossiers SEMI JOIN holders USING (caf_code, dossier_number)
            QUALIFY row_number() OVER (PARTITION BY caf_code, dossier_number ORDER BY record_no) = 1
        ) d USING (caf_code, dossier_number)
    """)
    every = " UNION ALL ".join(
        f"""
        SELECT w.person_no, w.person_id, w.trust, w.nir, w.nir_state, w.birth_date, w.sex,
            {_lines(_ADDRESSES[dataset])} AS address, struct_pack({names}) AS name
        FROM wanted w JOIN {dataset} t USING (record_no)
        """
        for dataset, names in _NAMES.items()
    )
    return con.sql(f"""
        SELECT person_no, person_id, nir, unnest(name), birth_date, sex, address[1] AS address_2,
            address[2] AS address_3, address[3] AS address_4, address[4] AS address_5, address[5] AS address_6
        FROM (
            SELECT person_no, any_value(person_id) AS person_id, arg_min(name, trust) AS name,
                arg_min(address, trust) FILTER (address[5] IS NOT NULL) AS address,
                arg_min(nir, trust) FILTER (nir_state = 'usable') AS nir,
                arg_min(birth_date, trust) AS birth_date, arg_min(sex, trust) AS sex
            FROM ({every}) GROUP BY person_no
        )
    """)


# Records are numbered in the order of trust. Where a match is not certain the order is turned round: the person is
# written to by the file that made them a candidate, never at an address that another file may have of someone else;
# health insurance, which has no address, stays last.
_WANTED = """
    SELECT record_no, person_no, person_id, nir, nir_state, birth_date, sex,
        CASE WHEN dataset <> 'health_covers' AND bool_or(tier = 'probable') OVER (PARTITION BY person_no)
             THEN -record_no ELSE record_no END AS trust
    FROM (SELECT * FROM person_records SEMI JOIN people USING (person_no))
    JOIN (SELECT record_no, nir, nir_state, birth_date, sex FROM records) USING (record_no)
"""


def _lines(columns: str) -> str:
    return "[" + ", ".join(f"{column}::VARCHAR" for column in columns.split(", ")) + "]"
