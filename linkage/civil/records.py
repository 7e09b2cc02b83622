"""Records of every source that bears a person, in one form.

Belongs here: which column of a source means what, and the state of its NIR. Does not: who is who (`matching`).
"""

from data_contracts.relations import Connection, Relation, bind
from linkage.civil.names import birth_name, normalised, worn_name
from linkage.civil.nir import cleaned, nir13, nir_disagreements, nir_state, number_of

_BEARERS = {
    "caf_persons": ("used_name", "birth_name", "sex", "NULL", "dossier_commune_code",
                    "caf_code || dossier_number || role"),
    "pensions": ("coalesce(used_name, birth_name)", "birth_name", "sex", "birth_commune_code", "commune_code", "''"),
    "registrations": ("last_name", "NULL", "sex", "NULL", "commune_code", "agency_id"),
    "health_covers": ("last_name", "NULL", "NULL", "NULL", "NULL", "kind"),
}  # fmt: skip
"""dataset -> SQL of used name, birth name, sex, place of birth, commune of residence, producer's own number."""


def normalise_records(
    con: Connection,
    registrations: Relation,
    caf_persons: Relation,
    caf_dossiers: Relation,
    pensions: Relation,
    health_covers: Relation,
) -> Relation:
    """One row a person-bearing record, see contract NormalisedRecord."""
    bind(con, registrations=registrations, pensions=pensions, health_covers=health_covers)
    bind(con, caf_dossiers=caf_dossiers, accepted_caf_persons_view=caf_persons)
    con.execute("""
        CREATE OR REPLACE TEMP VIEW caf_persons AS
        SELECT p.*, d.dossier_commune_code FROM accepted_caf_persons_view p LEFT JOIN (
            SELECT caf_code, dossier_number, arg_min(commune_code, record_no) AS dossier_commune_code
            FROM caf_dossiers GROUP BY ALL) d USING (caf_code, dossier_number)
    """)
    every = " UNION ALL ".join(_bearer(dataset, *columns) for dataset, columns in _BEARERS.items())
    return con.sql(every)


def _bearer(dataset: str, used: str, birth: str, sex: str, birth_place: str, commune: str, local_id: str) -> str:
    birth = f"{birth}::VARCHAR"
    state = nir_state("clean_nir", "nir", "nir_number", "sex", "birth_date", "birth_precision")
    parts = nir_disagreements("nir_state", "nir", "sex", "birth_date", "birth_precision", "birth_place_code")
    return f"""
        SELECT record_no, '{dataset}' AS dataset, file, line, nir, nir_state, {parts} AS nir_disagreements,
            used_name, birth_name, first_name,
            used_name <> raw_used OR first_name <> raw_first OR coalesce(birth_name <> raw_birth, false)
                AS unusual_spelling,
            birth_date, birth_precision, birth_place_code, sex, commune_code, local_id
        FROM (
            SELECT *, {state} AS nir_state,
                {worn_name("used_form")} AS used_name, {birth_name("birth_form", "used_form")} AS birth_name
            FROM (
                SELECT record_no, file, line, {cleaned("nir")} AS clean_nir, {nir13("clean_nir")} AS nir,
                    {number_of("clean_nir")} AS nir_number,
                    {used} AS raw_used, {birth} AS raw_birth, first_name AS raw_first,
                    coalesce({normalised(used)}, '') AS used_form, {normalised(birth)} AS birth_form,
                    coalesce({normalised("first_name")}, '') AS first_name,
                    birth_date, birth_precision, {birth_place}::VARCHAR AS birth_place_code, {sex}::VARCHAR AS sex,
                    {commune}::VARCHAR AS commune_code, {local_id} AS local_id
                FROM {dataset}
            )
        )
    """
