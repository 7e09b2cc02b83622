"""Any match of a month explained, its two records named as lists and rejects name them.

Belongs here: finding the two records, the tables an explanation needs. Does not: the explanation (`linkage`).
"""

from data_contracts.errors import InputError
from data_contracts.period import Period
from data_contracts.received import SOURCES
from data_contracts.relations import Connection, bind
from data_contracts.settings import Settings
from linkage.matching.explaining import explain_pair
from linkage.matching.explanation import Explanation
from pipelines.reviewing import decisions_in_force
from pipelines.session import open_session
from pipelines.store import Store


def explain_match(settings: Settings, period: Period, one: str, other: str) -> Explanation:
    """Why two records of a period, each `file:line` or a record number, are or are not one person.

    With the clerks' decisions known so far. Raises InputError where a record is not to be found, StoreError where the
    period has not been run.
    """
    store = Store(settings.store_folder)
    with open_session(settings) as (_, con):
        records = store.read(con, "records", period)
        bind(con, records_to_explain=records)
        named = {"Le premier enregistrement": one, "Le second enregistrement": other}
        first, second = (_record_no(con, store, period, which, given) for which, given in named.items())
        return explain_pair(con, records, first, second, decisions=decisions_in_force(con, store, period))


def _record_no(con: Connection, store: Store, period: Period, which: str, given: str) -> int:
    """The number of a record; messages say which of the two, never what was typed: it could be somebody's number."""
    file, colon, line = given.rpartition(":")
    if not line.isdecimal() or len(line) > 18 or bool(colon) != bool(file):
        raise InputError(
            what=f"{which} n'est pas désigné comme il faut.",
            expected="FICHIER:LIGNE, tels que les donnent listes, rejets et revues, ou un numéro d'enregistrement",
            where="justedroit explain match",
            remedy="corriger, par exemple CAF_PERSONNES_441_201405.csv:120",
        )
    condition, values = ("file = ? AND line = ?", [file, int(line)]) if file else ("record_no = ?", [int(line)])
    found = con.execute(f"SELECT record_no, dataset FROM records_to_explain WHERE {condition}", values).fetchall()
    if not found:
        raise _not_found(con, store, period, which, file, int(line))
    if len(found) > 1:
        numbers = ", ".join(f"{number} ({dataset})" for number, dataset in found)
        raise InputError(
            what=f"{which} peut être de plusieurs sources, qui ont livré un fichier de ce nom.",
            expected="un seul enregistrement",
            where=f"période {period}",
            remedy=f"donner son numéro : {numbers}",
        )
    return int(found[0][0])


def _not_found(con: Connection, store: Store, period: Period, which: str, file: str, line: int) -> InputError:
    rejected = any(
        store.read(con, f"rejected_{source}", period).filter(f"line = {line}").project("file").fetchall().count((file,))
        for source in SOURCES
        if file and store.has(f"rejected_{source}", period)
    )
    known = con.execute("SELECT count(*) FROM records_to_explain WHERE file = ?", [file]).fetchone() != (0,)
    if rejected:
        what, remedy = "a été rejeté à la lecture", f"voir les motifs : justedroit rejects --period {period}"
    elif known or not file:
        what, remedy = "n'est pas parmi les enregistrements du mois", "vérifier la ligne (l'en-tête est la ligne 1)"
    else:
        what, remedy = "est d'un fichier qui n'a livré aucune personne ce mois-ci", "vérifier le nom du fichier"
    return InputError(
        what=f"{which} {what}.",
        expected="une ligne acceptée d'un fichier de personnes (Pôle emploi, CAF, CNAV, assurance maladie)",
        where=f"période {period}",
        remedy=remedy,
    )
