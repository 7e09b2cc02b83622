"""What goes to a clerk and what comes back: pairs of records to review, and decisions. All in the identity zone.

A pair is named by the fingerprints of its two records (`linkage/matching/decisions.py`), for record numbers change
every month.
"""

from datetime import date
from typing import ClassVar

from data_contracts.columns import Table, column, identity
from data_contracts.received import BIRTH_PRECISION, SEX

REVIEW_REASONS = {
    "contested_nir": "un NIR porté par plusieurs identités",
    "several_people": "plusieurs personnes conviendraient",
    "contradiction": "ces rapprochements, mis ensemble, réuniraient deux personnes distinctes",
    "score": "selon la ressemblance",
}
"""Why a pair is not settled without a clerk."""

LONGEST_AUTHOR = 50
"""Characters: a service, or initials."""

FINGERPRINT = r"[0-9a-f]{32}"


class MatchReview(Table):
    """A pair of records that nobody can call one person, or two, without looking: side by side, and what speaks for
    and against. Records that say the same of a person are asked about once. `l` is the lesser record number."""

    table_name: ClassVar[str] = "match_reviews"
    key: ClassVar[tuple[str, ...]] = ("record_no_l", "record_no_r")

    record_no_l: int = column("number of the record, see Received", minimum=1)
    record_no_r: int = column("number of the other record", minimum=1)
    probability: float = column("probability that both are one person, all who could be counted", minimum=0, maximum=1)
    reason: str = column("why it is to be reviewed", codes=REVIEW_REASONS)
    agreements: list[str] = column("what speaks for one person, in French, heaviest first")
    disagreements: list[str] = column("what speaks against, in French, heaviest first")
    fingerprint_l: str = identity("fingerprint of the record", pattern=FINGERPRINT)
    fingerprint_r: str = identity("fingerprint of the other record", pattern=FINGERPRINT)
    dataset_l: str = column("dataset of the record")
    dataset_r: str = column("dataset of the other record")
    file_l: str = column("file of the record")
    file_r: str = column("file of the other record")
    line_l: int = column("line of the record", minimum=1)
    line_r: int = column("line of the other record", minimum=1)
    nir_l: str | None = identity("NIR, 13 characters, whatever its state")
    nir_r: str | None = identity("NIR of the other record")
    used_name_l: str = identity("used name")
    used_name_r: str = identity("used name of the other record")
    birth_name_l: str | None = identity("birth name")
    birth_name_r: str | None = identity("birth name of the other record")
    first_name_l: str = identity("first name")
    first_name_r: str = identity("first name of the other record")
    birth_date_l: date = identity("birth date, unknown parts as 01")
    birth_date_r: date = identity("birth date of the other record")
    birth_precision_l: str = column("which parts of the birth date are known", codes=BIRTH_PRECISION)
    birth_precision_r: str = column("the same of the other record", codes=BIRTH_PRECISION)
    sex_l: str | None = column("sex", codes=SEX)
    sex_r: str | None = column("sex of the other record", codes=SEX)
    commune_code_l: str | None = column("commune of residence, INSEE code")
    commune_code_r: str | None = column("commune of residence of the other record")
    local_id_l: str = identity("the producer's own number: agency identifier, dossier and rank")
    local_id_r: str = identity("the producer's own number for the other record")


class MatchDecision(Table):
    """What a clerk decided of a pair, kept under the period of the review it answers; one answer a pair and review.

    It holds for MONTHS_KEPT periods, that of its review first: it is drawn from records, and holds no longer than they
    may be kept. A pair that is still doubtful then comes to review again. Where reviews of several periods give a pair
    two answers, the later one holds.
    """

    table_name: ClassVar[str] = "match_decisions"
    key: ClassVar[tuple[str, ...]] = ("fingerprint_l", "fingerprint_r")

    fingerprint_l: str = identity("fingerprint of a record, the lesser of the two", pattern=FINGERPRINT)
    fingerprint_r: str = identity("fingerprint of the other record", pattern=FINGERPRINT)
    same_person: bool = column("one person, or two")
    decided_on: date = column("day of the decision, as the command was told", minimum=date(2009, 6, 1))
    decided_in: str = column("period of the review", pattern=r"\d{4}-\d{2}")
    decided_by: str | None = column("who decided: a service or initials", max_length=LONGEST_AUTHOR)
