"""Which line bears which fault, and how each fault is written.

Belongs here: who stays in the files after death, who has a twin or a homonym; the draw of at most one fault a line; the
macros that spoil a value; whether a fault can be seen, and where. Does not: where a value goes in a file
(`deliveries`).

Faults of an identity last (drawn from the person and the dataset); faults of transmission (cut lines, amounts,
duplicates) are drawn again every month.
"""

import duckdb

from rehearsal.sql import in_list

REJECTED = ("line_cut", "amount_negative", "amount_absurd", "nir_mismatch")
PASSING = (*REJECTED, "duplicate")

MACROS = r"""
CREATE MACRO malformed_nir(nir, draw) AS CASE floor(draw * 5)::INTEGER
    WHEN 0 THEN left(nir, 7) || 'X' || substr(nir, 9)
    WHEN 1 THEN left(nir, 12)
    WHEN 2 THEN left(nir, 3) || '00' || substr(nir, 6)
    WHEN 3 THEN left(nir, 3) || (13 + floor(draw * 35)::INTEGER % 7) || substr(nir, 6)
    ELSE '9' || substr(nir, 2) END;
CREATE MACRO spoiled_nir(fault, nir, relative_nir, draw) AS CASE fault
    WHEN 'nir_missing' THEN '' WHEN 'nir_malformed' THEN malformed_nir(nir, draw)
    WHEN 'nir_relative' THEN relative_nir ELSE nir END;
-- 15 characters: a malformed number keeps a right key, so that it bears one fault only
CREATE MACRO spoiled_nir15(fault, nir, relative_nir, draw) AS CASE fault
    WHEN 'nir_missing' THEN ''
    WHEN 'nir_malformed' THEN malformed_nir(nir, draw) || coalesce(nir_key(malformed_nir(nir, draw)), nir_key(nir))
    WHEN 'nir_relative' THEN relative_nir || nir_key(relative_nir)
    WHEN 'nir_wrong_key' THEN nir
        || lpad((1 + (nir_key(nir)::INTEGER + floor(draw * 96)::INTEGER) % 97)::VARCHAR, 2, '0')
    ELSE nir || nir_key(nir) END;

-- as civil status writes it: HÉLÈNE, D'ANGELO, JEAN-PIERRE, or Hélène, D'angelo, Jean-Pierre
CREATE MACRO has_spelling(name) AS name <> norm(name) AND regexp_full_match(name, '[\x{20}-\x{FF}]*');
CREATE MACRO civil(name, draw) AS if(draw < 0.6, name, array_to_string(list_transform(
    string_split(name, '-'), lambda part: upper(part[1]) || lower(part[2:])), '-'));
-- a letter swapped with the next, doubled or dropped, never the first
CREATE MACRO typo_at(name, place, draw) AS CASE
    WHEN draw < 0.4 AND name[place] <> name[place + 1] AND name[place + 1] NOT IN ('', ' ') AND name[place] <> ' '
        THEN left(name, place - 1) || name[place + 1] || name[place] || substr(name, place + 2)
    WHEN name[place] = ' ' THEN left(name, place - 1) || name[place - 1] || substr(name, place)
    WHEN draw < 0.7 THEN left(name, place) || name[place] || substr(name, place + 1)
    ELSE left(name, place - 1) || substr(name, place + 1) END;
CREATE MACRO typo(name, draw) AS typo_at(name, 2 + floor(draw * 997)::INTEGER % (length(name) - 1), draw);

CREATE MACRO cut_delimited(whole, draw) AS
    left(whole, 1 + floor(draw * (length(array_to_string(string_split(whole, ';')[:-4], ';')) - 1))::INTEGER);
CREATE MACRO cut_fixed(whole, draw) AS left(whole, 1 + floor(draw * (length(whole) - 30))::INTEGER);
"""

PRESENCE = """
CREATE TABLE presence AS
WITH kept AS (
    SELECT person_no FROM people
    WHERE alive OR u('still in the files', person_no) < rate('deceased') * (
        SELECT count(*) FILTER (alive AND age >= 60) / greatest(1, count(*) FILTER (NOT alive)) FROM people)
), now AS (FROM states WHERE ago = 0)
SELECT person_no, people.household_no, people.alive, coalesce(now.registered, false) AS in_pe, benefits.in_caf,
       coalesce(now.state = 'retired' AND people.age >= 60
           AND pension + survivor + coalesce(minimum_eur_month, 0) > 0, false) AS in_cnav
FROM people SEMI JOIN kept USING (person_no)
LEFT JOIN now USING (person_no) LEFT JOIN minima USING (person_no)
JOIN benefits ON benefits.household_no = people.household_no
"""

# faults that a person brings to all their lines; the first that holds wins
PERSON_FAULTS = """
CREATE TABLE person_faults AS
WITH seen AS (FROM people SEMI JOIN presence USING (person_no)),
twins AS (
    SELECT person_no FROM seen JOIN presence USING (person_no, household_no) WHERE role = 'child' AND in_caf
    QUALIFY count(*) OVER (PARTITION BY household_no, birth_date) > 1
), homonyms AS (
    SELECT person_no FROM seen JOIN presence USING (person_no) WHERE in_pe OR in_caf
    QUALIFY count(*) OVER (PARTITION BY norm(used_name), norm(first_name), birth_date) > 1
)
SELECT person_no, CASE WHEN NOT alive THEN 'deceased' WHEN person_no IN (FROM twins) THEN 'twins' ELSE 'homonyms' END
    AS person_fault
FROM seen WHERE NOT alive OR person_no IN (FROM twins) OR person_no IN (FROM homonyms)
"""

ELSEWHERE = """
CREATE TABLE elsewhere AS
SELECT person_no, communes.commune_code AS moved_commune, left(postcode || ' ' || commune_name, 38) AS moved_6,
       (1 + floor(90 * u('moved number', person_no)))::INTEGER || ' ' || streets.value AS moved_4
FROM presence JOIN homes USING (household_no)
JOIN homes_in ON grp = department AND homes_in.ticket = ticket('moved', person_no)
JOIN communes ON communes.commune_code = homes_in.value
JOIN streets ON streets.ticket = ticket('moved street', person_no)
WHERE in_pe OR in_cnav
"""

FAULTS = """
CREATE TABLE all_lines AS {all_lines};
CREATE TABLE witnesses AS
SELECT DISTINCT person_no, source,
    fault IS NULL OR fault NOT IN ('used_name', 'typing_error', 'name_spelling', 'names_swapped') AS name_is_sound,
    fault IS DISTINCT FROM 'moved' AND (source IN ('pole_emploi', 'cnav') OR source = 'caf' AND household_no NOT IN (
        SELECT household_no FROM all_lines WHERE dataset = 'caf_dossiers' AND fault IN {rejected})) AS has_address
FROM all_lines
WHERE dataset IN ('registrations', 'caf_persons', 'pensions', 'health_covers', 'objections')
  AND (fault IS NULL OR fault IN ('used_name', 'typing_error', 'name_spelling', 'names_swapped', 'moved', 'duplicate',
                                  'twins', 'homonyms', 'deceased'));
CREATE TABLE faults AS
WITH looked_for AS (
    SELECT *, CASE WHEN fault IN ('used_name', 'typing_error', 'names_swapped') THEN 'name'
                   WHEN fault = 'birth_day_forced' THEN 'birth' WHEN fault = 'moved' THEN 'address'
                   WHEN fault = 'deceased' THEN 'death' END AS against
    FROM all_lines WHERE fault IS NOT NULL
), crossed AS (
    SELECT looked_for.source, dataset, file, line, person_no, fault, against, seen_alone,
           coalesce(bool_or(witnesses.source <> looked_for.source AND CASE against
               WHEN 'name' THEN name_is_sound AND witnesses.source <> 'objections'
                   AND (fault <> 'used_name' OR seen_alone OR witnesses.source IN ('caf', 'cnav'))
               WHEN 'address' THEN has_address
               WHEN 'death' THEN witnesses.source IN ('caf', 'cnav') ELSE true END), false) AS seen_elsewhere,
           -- a copied line of the deaths leaves the first one sound
           person_no IN (SELECT person_no FROM all_lines WHERE dataset = 'deaths' AND fault IS NULL) AS death_is_known
    FROM looked_for LEFT JOIN witnesses USING (person_no) GROUP BY ALL
)
SELECT source, dataset, file, line, fault,
       CASE WHEN against = 'death' THEN (seen_alone OR seen_elsewhere) AND death_is_known
            WHEN against IS NOT NULL THEN seen_elsewhere ELSE seen_alone END AS visible,
       CASE WHEN visible THEN NULL
            WHEN against = 'name' THEN 'aucune autre source ne donne un nom sûr de cette personne'
            WHEN against = 'birth' THEN 'aucune autre source ne donne une naissance sûre de cette personne'
            WHEN against = 'address' THEN 'aucune autre source ne donne une adresse sûre de cette personne'
            WHEN fault = 'nir_relative' THEN 'le NIR du proche a le même sexe et le même mois de naissance'
            ELSE 'le nom de naissance n''est pas connu, ou le fichier des décès a perdu la ligne'
       END AS why_not
FROM crossed
"""


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Create `presence` (who is in which file), `person_faults` and `elsewhere` (a wrong address for each)."""
    for statement in (MACROS, PRESENCE, PERSON_FAULTS, ELSEWHERE):
        con.execute(statement)


def draw(dataset: str, number: str, kinds: dict[str, str]) -> str:
    """SQL of the fault of a line: `kinds` says which fault a line can bear and on what condition.

    `number` names the line; the rates are shares of the lines that meet the condition. A fault of the person
    (`person_fault`) comes first, then one of transmission, then a lasting one.
    """

    def ladder(purpose: str, chosen: dict[str, str]) -> str:
        steps, upto = [], []
        for kind, condition in chosen.items():
            upto.append(f"rate('{kind}')")
            steps.append(f"WHEN u({purpose}, {number}) < {' + '.join(upto)} THEN if({condition}, '{kind}', NULL)")
        return f"CASE {' '.join(steps)} END" if steps else "NULL"

    passing = {kind: condition for kind, condition in kinds.items() if kind in PASSING}
    lasting = {kind: condition for kind, condition in kinds.items() if kind not in PASSING}
    every_month, once = ladder(f"'{dataset} ' || this_month()", passing), ladder(f"'{dataset}'", lasting)
    return f"coalesce(person_fault, {every_month}, {once})"


def conclude(con: duckdb.DuckDBPyConnection, datasets: dict[str, str]) -> None:
    """Create `all_lines` and `faults` from the lines of every dataset (`datasets`: dataset -> source)."""
    parts = [
        f"SELECT '{source}' AS source, '{dataset}' AS dataset, file, line, person_no, household_no, fault, seen_alone"
        f" FROM lines_{dataset}"
        for dataset, source in datasets.items()
    ]
    con.execute(FAULTS.format(all_lines=" UNION ALL ".join(parts), rejected=in_list(REJECTED)))
