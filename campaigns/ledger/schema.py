"""The tables of the ledger.

Belongs here: tables, keys and constraints, as they are now; how they came to be so is in `migrations`, and a test holds
the two to be the same. The guards that refuse to change the past are triggers, written in the migrations. Does not:
reading and writing.

Pseudonyms stand in `people` and `households` only, so that a change of keys, or forgetting, touches two tables.
"""

from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from data_contracts.returned import DECISIONS, RETURN_KINDS

ARMS = ("contacted", "control")
STATES = ("drawn", "published")
WAVE_KINDS = ("letter", "call", "visit")
Pseudonym, Code, Hash = String(20), String(60), String(64)


def _one_of(column: str, codes: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN {codes}", name=f"{column}_known")


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Person(Base):
    """A person who was drawn, or of whom something came back; without a pseudonym once forgotten."""

    __tablename__ = "people"
    no: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    person_id: Mapped[str | None] = mapped_column(Pseudonym, unique=True)
    next_id: Mapped[str | None] = mapped_column(Pseudonym, unique=True)
    """The pseudonym under the next key, while keys are being changed (`renaming`)."""


class Household(Base):
    """A household, as it was when one of its members was drawn."""

    __tablename__ = "households"
    no: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    household_id: Mapped[str | None] = mapped_column(Pseudonym, unique=True)
    next_id: Mapped[str | None] = mapped_column(Pseudonym, unique=True)


class ReleaseRow(Base):
    """One drawing of a campaign for a period; version 1, then its corrections."""

    __tablename__ = "releases"
    __table_args__ = (UniqueConstraint("campaign", "period", "version"), _one_of("state", STATES))
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    campaign: Mapped[str] = mapped_column(String(200))
    period: Mapped[str] = mapped_column(String(7))
    version: Mapped[int]
    corrects: Mapped[int | None] = mapped_column(ForeignKey("releases.no"))
    state: Mapped[str] = mapped_column(Code)
    published_on: Mapped[date]
    """The day foreseen, then the day the first wave was published."""
    seed: Mapped[int] = mapped_column(BigInteger)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    inputs: Mapped[str] = mapped_column(Hash)
    software: Mapped[str] = mapped_column(Code)


class Target(Base):
    """A person in a release, in an arm, with what results are split on."""

    __tablename__ = "targets"
    __table_args__ = (_one_of("arm", ARMS),)
    release_no: Mapped[int] = mapped_column(ForeignKey("releases.no"), primary_key=True)
    person_no: Mapped[int] = mapped_column(ForeignKey("people.no"), primary_key=True, index=True)
    household_no: Mapped[int] = mapped_column(ForeignKey("households.no"), index=True)
    reference: Mapped[str | None] = mapped_column(String(11), unique=True)
    """Gone, as `commune_code` is, once the person is forgotten: it could be made again from the pseudonym."""
    arm: Mapped[str] = mapped_column(Code)
    stratum: Mapped[str] = mapped_column(Text)
    tier: Mapped[str | None] = mapped_column(Code)
    profile: Mapped[str | None] = mapped_column(Code)
    department: Mapped[str | None] = mapped_column(String(3))
    commune_code: Mapped[str | None] = mapped_column(String(5))
    territory: Mapped[str | None] = mapped_column(Code)
    sex: Mapped[str | None] = mapped_column(Code)
    age_band: Mapped[str | None] = mapped_column(Code)
    jobseeker: Mapped[bool | None]


class TargetRight(Base):
    """A right for which a person was drawn."""

    __tablename__ = "target_rights"
    __table_args__ = (ForeignKeyConstraint(["release_no", "person_no"], ["targets.release_no", "targets.person_no"]),)
    release_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_no: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    benefit: Mapped[str] = mapped_column(Code, primary_key=True)
    verdict: Mapped[str] = mapped_column(Code)


class Wave(Base):
    """A wave of a release: foreseen, then published."""

    __tablename__ = "waves"
    __table_args__ = (_one_of("kind", WAVE_KINDS),)
    release_no: Mapped[int] = mapped_column(ForeignKey("releases.no"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(Code)
    due_on: Mapped[date]
    published_on: Mapped[date | None]


class Contact(Base):
    """A person reached in a wave; a trigger refuses anybody of the control group."""

    __tablename__ = "contacts"
    __table_args__ = (
        ForeignKeyConstraint(["release_no", "person_no"], ["targets.release_no", "targets.person_no"]),
        ForeignKeyConstraint(
            ["release_no", "wave_number"], ["waves.release_no", "waves.number"], name="fk_contacts_wave"
        ),
    )
    release_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    wave_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_no: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    contacted_on: Mapped[date]


class Withdrawal(Base):
    """A person contacted by a release whom its correction says not to contact any more, and why (null: no longer a
    candidate); the key tells each once."""

    __tablename__ = "withdrawals"
    __table_args__ = (ForeignKeyConstraint(["release_no", "person_no"], ["targets.release_no", "targets.person_no"]),)
    release_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_no: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    corrected_by: Mapped[int] = mapped_column(ForeignKey("releases.no"))
    reason: Mapped[str | None] = mapped_column(Code)


class Return(Base):
    """What came back of a person; `benefit` where it is of one, `source` the SHA-256 of the file that said it."""

    __tablename__ = "returns"
    __table_args__ = (
        ForeignKeyConstraint(["release_no", "person_no"], ["targets.release_no", "targets.person_no"]),
        _one_of("kind", tuple(RETURN_KINDS)),
        Index("ix_returns_target", "release_no", "person_no"),
    )
    no: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    release_no: Mapped[int]
    person_no: Mapped[int] = mapped_column(BigInteger)
    wave_number: Mapped[int]
    kind: Mapped[str] = mapped_column(Code)
    benefit: Mapped[str | None] = mapped_column(Code)
    returned_on: Mapped[date]
    reason: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Hash, index=True)


class Objection(Base):
    """A person who objects to the use of their data; the last day they said so."""

    __tablename__ = "objections"
    person_no: Mapped[int] = mapped_column(ForeignKey("people.no"), primary_key=True)
    objected_on: Mapped[date]


class Decision(Base):
    """What the administration decided of a right; the last one holds."""

    __tablename__ = "decisions"
    __table_args__ = (_one_of("decision", DECISIONS),)
    person_no: Mapped[int] = mapped_column(ForeignKey("people.no"), primary_key=True)
    benefit: Mapped[str] = mapped_column(Code, primary_key=True)
    decided_on: Mapped[date] = mapped_column(primary_key=True)
    decision: Mapped[str] = mapped_column(Code)
    reason: Mapped[str | None] = mapped_column(Text)


class AuditLine(Base):
    """Who did what: append-only, each line bound to the one before by its hash; never a pseudonym (`audit`)."""

    __tablename__ = "audit"
    no: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(Code)
    """UTC, ISO 8601: what is hashed is what is kept."""
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Code)
    subject: Mapped[str] = mapped_column(Text)
    details: Mapped[str] = mapped_column(Text)
    """Canonical JSON."""
    previous_hash: Mapped[str] = mapped_column(Hash)
    hash: Mapped[str] = mapped_column(Hash)


class AuditHead(Base):
    """How many audit lines there are, and the hash of the last; its one row is also what writers wait for."""

    __tablename__ = "audit_head"
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    lines: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(Hash)
