"""Doubts: what must be known of a record before trusting it, found in the record or against the other files.

Belongs here: the finding. Does not: what follows from a doubt (matching, campaigns). A doubt against another file is
noted on every record concerned, for nobody can say which of them errs.
"""

from data_contracts.received import PROVENANCE
from data_contracts.relations import Connection, Relation, bind, keep


def find_doubts(
    con: Connection,
    records: Relation,
    person_records: Relation,
    registrations: Relation,
    unemployment_payments: Relation,
    caf_dossiers: Relation,
    caf_persons: Relation,
    pensions: Relation,
    health_covers: Relation,
    deaths: Relation,
    deceased: Relation,
) -> Relation:
    """One row a record and doubt, see contract RecordDoubt."""
    bind(con, records=records, person_records=person_records, deceased=deceased)
    files = {
        "registrations": registrations,
        "unemployment_payments": unemployment_payments,
        "caf_dossiers": caf_dossiers,
        "caf_persons": caf_persons,
        "pensions": pensions,
        "health_covers": health_covers,
        "deaths": deaths,
    }
    bind(con, **files)
    keep(con, "disputed_nirs", _DISPUTED_NIRS)
    keep(con, "disputed", "SELECT r.*, births_differ FROM records r JOIN disputed_nirs USING (nir)")
    parts = [_IN_THE_RECORD, _AGAINST_OTHERS, _SHARED_NIR, _HOMONYMS, _TWINS, _DECEASED, _MOVED]
    parts += [_repeated(con, dataset, relation.columns) for dataset, relation in files.items()]
    every = " UNION ".join(f"({part})" for part in parts)
    return con.sql(f"SELECT record_no, dataset, file, line, doubt FROM ({every}) JOIN ({_PLACES}) USING (record_no)")


_PLACES = " UNION ALL ".join(
    f"SELECT record_no, {dataset} AS dataset, file, line FROM {table}"
    for table, dataset in {
        "records": "dataset",
        "caf_dossiers": "'caf_dossiers'",
        "unemployment_payments": "'unemployment_payments'",
        "deaths": "'deaths'",
    }.items()
)

_IN_THE_RECORD = """
    SELECT record_no, unnest(list_filter([
        CASE nir_state WHEN 'absent' THEN 'nir_absent' WHEN 'malformed' THEN 'nir_malforme'
            WHEN 'wrong_key' THEN 'nir_cle_fausse' WHEN 'incoherent' THEN 'nir_incoherent' END,
        CASE WHEN birth_precision <> 'day' THEN 'naissance_incomplete' END,
        CASE WHEN unusual_spelling THEN 'nom_graphie' END
    ], lambda doubt: doubt IS NOT NULL)) AS doubt
    FROM records WHERE nir_state <> 'usable' OR birth_precision <> 'day' OR unusual_spelling
"""

# NIRs whose records disagree; one scan finds them, and only their few records are then compared with each other.
_DISPUTED_NIRS = """
    SELECT nir, bool_or(nir_state = 'incoherent') AS incoherent,
        coalesce(min(birth_date) FILTER (sound) <> max(birth_date) FILTER (sound), false) AS births_differ,
        min(names) <> max(names) OR coalesce(min(birth_name) <> max(birth_name), false) AS names_differ
    FROM (
        SELECT nir, nir_state, birth_date, nir_state = 'usable' AND birth_precision = 'day' AS sound,
            hash(used_name, first_name) AS names,
            CASE WHEN birth_name IS NOT NULL THEN hash(birth_name) END AS birth_name
        FROM records WHERE nir_state IN ('usable', 'incoherent'))
    GROUP BY nir HAVING incoherent OR births_differ OR names_differ
"""

_AGAINST_OTHERS = """
    SELECT record_no, unnest(list_filter([
        CASE WHEN any_value(r.births_differ) THEN 'naissance_divergente' END,
        CASE WHEN bool_or(r.used_name = o.first_name AND r.first_name = o.used_name AND r.used_name <> r.first_name)
             THEN 'nom_prenom_inverses'
             WHEN bool_or(r.used_name <> o.used_name OR r.first_name <> o.first_name OR r.birth_name <> o.birth_name)
             THEN 'nom_divergent' END
    ], lambda doubt: doubt IS NOT NULL)) AS doubt
    FROM disputed r JOIN (SELECT nir, used_name, birth_name, first_name FROM disputed
        WHERE nir_state = 'usable' AND birth_precision = 'day') o USING (nir)
    WHERE r.nir_state = 'usable' AND r.birth_precision = 'day'
    GROUP BY record_no
"""

_SHARED_NIR = """
    SELECT r.record_no, 'nir_partage' AS doubt
    FROM disputed r JOIN disputed o USING (nir, dataset)
    WHERE r.birth_date <> o.birth_date OR (r.first_name <> o.first_name AND r.used_name <> o.first_name)
"""

_HOMONYMS = """
    SELECT record_no, 'homonyme' AS doubt FROM records
    WHERE hash(used_name, first_name, birth_date) IN (
        SELECT hash(used_name, first_name, birth_date) AS namesakes FROM records
        WHERE nir_state = 'usable' AND birth_precision = 'day'
        GROUP BY namesakes HAVING min(hash(nir)) <> max(hash(nir)))
"""

# Twins are seen in a CAF dossier; the doubt follows them into the other files.
_TWINS = """
    SELECT record_no, 'jumeaux' AS doubt
    FROM person_records SEMI JOIN (
        SELECT person_no FROM person_records JOIN (
            SELECT record_no FROM caf_persons JOIN (
                SELECT caf_code, dossier_number, birth_date FROM caf_persons WHERE birth_precision = 'day'
                GROUP BY ALL HAVING min(first_name) <> max(first_name)) USING (caf_code, dossier_number, birth_date)
        ) USING (record_no)) USING (person_no)
"""

# A dossier held by someone who died is as doubtful as the person's own lines.
_DECEASED = """
    WITH died AS (SELECT record_no FROM person_records SEMI JOIN deceased USING (person_no))
    SELECT record_no, 'decede' AS doubt FROM died
    UNION ALL
    SELECT record_no, 'decede' FROM caf_dossiers
    WHERE (caf_code, dossier_number) IN (
        SELECT (caf_code, dossier_number) FROM caf_persons SEMI JOIN died USING (record_no) WHERE role = 'DEM')
"""

_MOVED = """
    SELECT record_no, 'adresse_divergente' AS doubt
    FROM person_records SEMI JOIN (
        SELECT person_no FROM (SELECT record_no, person_no FROM person_records WHERE tier <> 'alone')
        JOIN (SELECT record_no, commune_code FROM records WHERE commune_code IS NOT NULL) USING (record_no)
        GROUP BY person_no HAVING min(commune_code) <> max(commune_code)) USING (person_no)
    WHERE dataset <> 'health_covers'
"""


def _repeated(con: Connection, dataset: str, columns: list[str]) -> str:
    """The second and later copies of a line, in the order of the file."""
    content = ", ".join(f'"{name}"' for name in columns if name not in PROVENANCE)
    keep(con, f"{dataset}_contents", f"SELECT record_no, hash({content}) AS content FROM {dataset}")
    return f"""
        SELECT record_no, 'doublon' AS doubt
        FROM {dataset}_contents SEMI JOIN (
            SELECT content FROM {dataset}_contents GROUP BY content HAVING count(*) > 1) USING (content)
        QUALIFY row_number() OVER (PARTITION BY content ORDER BY record_no) > 1
    """
