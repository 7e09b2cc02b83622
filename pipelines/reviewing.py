"""Clerks' reviews: the sheet that goes out, the answers that come back, the decisions that hold, any match explained.

Belongs here: which tables of which periods are read and kept, and where the files are. Does not: what a sheet looks
like, what an answer means, why two records match (`linkage`), what is printed (`review_commands`).
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data_contracts.errors import InputError, StoreError
from data_contracts.period import MONTHS_KEPT, Period
from data_contracts.places import communes
from data_contracts.relations import Connection, Relation
from data_contracts.reviewed import LONGEST_AUTHOR, MatchDecision, MatchReview
from data_contracts.settings import Settings
from linkage.matching.decisions import latest_decisions
from linkage.review.answers import Answers, read_answers
from linkage.review.sheet import Pair, pair_of, questions
from linkage.review.workbook import review_workbook
from pipelines.locks import keeping_decisions
from pipelines.session import open_session
from pipelines.store import Store

REVIEWS, DECISIONS = MatchReview.table_name, MatchDecision.table_name


@dataclass(frozen=True)
class Imported:
    """What an import kept, in pairs. `left`: of the sheet, without an answer; `corrected`: answered otherwise before;
    `outdated`: a later answer was already known, and stays."""

    period: Period
    same: int
    different: int
    left: int
    corrected: int
    outdated: int


def decisions_in_force(con: Connection, store: Store, period: Period) -> Relation | None:
    """fingerprint_l, fingerprint_r, same: what the clerks' answers of the last periods say; None if none do."""
    decisions = store.read_months(con, DECISIONS, period, MONTHS_KEPT)
    return None if decisions is None else latest_decisions(con, decisions)


def export_review(settings: Settings, period: Period, out: Path | None = None) -> tuple[Path, int] | None:
    """Write the sheet of a period's review, and return it with its number of pairs; None where there is none to ask.

    Without `out`, into the owner's own folder of reviews. Raises StoreError, and InputError rather than replace a sheet
    that a clerk may have begun to fill in.
    """
    path = out or settings.reviews_folder / f"rapprochements_a_examiner_{period}.xlsx"
    store = Store(settings.store_folder)
    with open_session(settings) as (_, con):
        rows = _dicts(store.read(con, REVIEWS, period))
        decided = decisions_in_force(con, store, period)
        known = {(one, other): same for one, other, same in decided.fetchall()} if decided else {}
        names = dict(communes(con).project("commune_code, commune_name").fetchall())
    if not rows:
        return None
    if path.exists():
        raise InputError(
            what="Ce classeur existe déjà, et contient peut-être des décisions.",
            expected="un fichier nouveau",
            where=path,
            remedy="l'importer s'il est rempli, puis le supprimer ; ou en nommer un autre avec --out",
        )
    content = review_workbook(questions(rows, known, names), period)
    _write_for_owner(path, content, own_folder=out is None)
    return path, len(rows)


def import_review(settings: Settings, path: Path, decided_on: date, decided_by: str | None) -> Imported:
    """Check a sheet that came back, then keep its answers with those of its period: all of them, or none.

    Raises InputError, whatever is wrong with it, and StoreError.
    """
    answers, store = read_answers(path), Store(settings.store_folder)
    period = answers.period
    if decided_on < period.first_day:
        raise InputError(
            what=f"La date des décisions est antérieure à la période de la revue, {period}.",
            expected=f"le jour où l'agent a décidé, à partir du {period.first_day:%d/%m/%Y}",
            where="--decided-on",
            remedy="corriger la date",
        )
    if decided_by is not None and len(decided_by) > LONGEST_AUTHOR:
        raise InputError(
            what="Le nom de l'auteur des décisions est trop long.",
            expected=f"un service ou des initiales, au plus {LONGEST_AUTHOR} caractères",
            where="--by",
            remedy="l'abréger",
        )
    with keeping_decisions(settings.keys_folder), open_session(settings) as (_, con):
        reviews = store.read(con, REVIEWS, period).project("fingerprint_l, fingerprint_r")
        stored = store.read_months(con, DECISIONS, period, 1)
        known = {
            _pair(row): row for row in (MatchDecision.model_validate(row) for row in (_dicts(stored) if stored else []))
        }
        asked = {pair_of(one, other) for one, other in reviews.fetchall()} | known.keys()
        answers.check_asked(asked)
        given = {
            pair: MatchDecision(
                fingerprint_l=pair[0],
                fingerprint_r=pair[1],
                same_person=same,
                decided_on=decided_on,
                decided_in=str(period),
                decided_by=decided_by,
            )
            for pair, same in answers.same.items()
        }
        outdated = {pair for pair in given if pair in known and known[pair].decided_on > decided_on}
        kept = {**known, **{pair: row for pair, row in given.items() if pair not in outdated}}
        if given:
            store.commit([store.stage(con, DECISIONS, period, _relation(con, kept.values()))])
    return _counted(answers, asked, known, outdated)


def _counted(answers: Answers, asked: set[Pair], known: dict[Pair, MatchDecision], outdated: set[Pair]) -> Imported:
    same, others = answers.same, answers.same.keys() & known.keys() - outdated
    return Imported(
        period=answers.period,
        same=sum(same.values()),
        different=len(same) - sum(same.values()),
        left=len(answers.asked & asked - same.keys()),
        corrected=sum(known[pair].same_person is not same[pair] for pair in others),
        outdated=len(outdated),
    )


def _pair(decision: MatchDecision) -> Pair:
    return decision.fingerprint_l, decision.fingerprint_r


def _dicts(relation: Relation) -> list[dict[str, object]]:
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def _relation(con: Connection, decisions: Iterable[MatchDecision]) -> Relation:
    rows = [decision.model_dump() for decision in decisions]
    columns = list(MatchDecision.columns())
    lists = ", ".join(f"unnest(${column.name}::{column.duckdb_type}[]) AS {column.name}" for column in columns)
    values = {column.name: [row[column.name] for row in rows] for column in columns}
    con.execute(f"CREATE OR REPLACE TEMP TABLE decisions_to_keep AS SELECT {lists}", values)
    return con.table("decisions_to_keep")


def _write_for_owner(path: Path, content: bytes, *, own_folder: bool) -> None:
    """Write aside, then rename; nobody but the owner may read it at any time."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        if own_folder:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.parent.chmod(0o700)
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        os.replace(partial, path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise StoreError(
            what=f"Le classeur ne peut pas être écrit : {os.strerror(error.errno or 0)}.",
            expected="un dossier où écrire, avec assez de place",
            where=path.parent,
            remedy="vérifier le dossier, les droits et la place du disque",
        ) from None
