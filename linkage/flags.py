"""People who must not be contacted: those who died, those who said no, those whose address is protected.

All files are matched onto known persons, never the other way round: nobody becomes known by dying or refusing.
"""

from data_contracts.relations import Connection, Relation, bind
from linkage.civil.names import normalised
from linkage.civil.nir import cleaned, nir13


def find_deceased(con: Connection, deaths: Relation, records: Relation, person_records: Relation) -> Relation:
    """People found among the deaths: birth date and first name, with last name or birthplace.

    The file holds birth names (`NOM*PRENOMS/`); where a source only has a married name, the birthplace that the NIR
    carries decides.
    """
    bind(con, deaths=deaths, records=records, person_records=person_records)
    return con.sql(f"""
        WITH died AS (
            SELECT DISTINCT {normalised("split_part(names, '*', 1)")} AS last_name,
                {normalised("replace(split_part(names, '*', 2), '/', ' ')")} AS first_names,
                sex, birth_date, birth_commune_code
            FROM deaths WHERE birth_precision = 'day'
        )
        SELECT DISTINCT p.person_no, p.person_id
        FROM records r JOIN died d
            ON d.birth_date = r.birth_date
            AND (d.first_names = r.first_name OR starts_with(d.first_names, r.first_name || ' '))
            AND coalesce(d.sex = r.sex, true)
            AND (d.last_name IN (r.used_name, r.birth_name)
                OR (r.nir_state = 'usable' AND substr(r.nir, 6, 5) = d.birth_commune_code))
        JOIN person_records p USING (record_no)
    """)


def find_objectors(con: Connection, objections: Relation, records: Relation, person_records: Relation) -> Relation:
    """People found among the objections."""
    return _found_in_register(con, "objections", objections, records, person_records)


def find_protected(
    con: Connection, protected_addresses: Relation, records: Relation, person_records: Relation
) -> Relation:
    """People found among those whose address is protected."""
    return _found_in_register(con, "protected_addresses", protected_addresses, records, person_records)


def _found_in_register(
    con: Connection, name: str, register: Relation, records: Relation, person_records: Relation
) -> Relation:
    """People of a register, by NIR or by name and birth date.

    A doubt profits the person: any record that could be theirs is enough.
    """
    bind(con, **{name: register}, records=records, person_records=person_records)
    return con.sql(f"""
        WITH listed AS (
            SELECT {nir13(cleaned("nir"))} AS nir, {normalised("last_name")} AS last_name,
                {normalised("first_name")} AS first_name, birth_date
            FROM {name}
        )
        SELECT DISTINCT p.person_no, p.person_id FROM (
            SELECT r.record_no FROM records r JOIN listed o
                ON o.nir = r.nir AND r.nir_state IN ('usable', 'incoherent')
            UNION ALL
            SELECT r.record_no FROM records r JOIN listed o
                ON o.first_name = r.first_name AND o.birth_date = r.birth_date AND o.last_name = r.used_name
            UNION ALL
            SELECT r.record_no FROM records r JOIN listed o
                ON o.first_name = r.first_name AND o.birth_date = r.birth_date AND o.last_name = r.birth_name
        ) JOIN person_records p USING (record_no)
    """)
