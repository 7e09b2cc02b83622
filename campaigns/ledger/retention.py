"""Forgetting: how long the ledger may know whom its lines are about.

CRPA R114-9-7: data 12 months, the record of an objection 24 at most, the trace of exchanges 36. Data are needed until
the outcome of a release is known, so that its 12 months begin there. Forgetting a person takes their pseudonym, their
references (which could be made again from it), their commune, the reasons written of them: what is left counts people
without saying who. A refusal of a benefit is kept as an objection is.

The audit trail holds nothing of anybody but who acted; it is not cut, for then it would no longer prove anything.
Belongs here: what goes and when. Does not: deciding to run it.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, exists, or_, select, update

from campaigns.ledger import audit
from campaigns.ledger.audit import Act
from campaigns.ledger.known import months_after, outcome_ends
from campaigns.ledger.releases import read
from campaigns.ledger.schema import Decision, Household, Objection, Person, ReleaseRow, Return, Target
from data_contracts.period import MONTHS_KEPT

OBJECTION_MONTHS = 24


@dataclass(frozen=True)
class Forgotten:
    """How many people are no longer named, and how many objections no longer kept: also of people still named."""

    people: int
    objections: int


def forget(connection: Connection, on: date, act: Act) -> Forgotten:
    """Forget whoever may no longer be known on that day, and the objections whose time is over."""
    limit = months_after(on, -OBJECTION_MONTHS)
    objections = connection.execute(delete(Objection).where(Objection.objected_on <= limit)).rowcount
    active = [
        release.no
        for release in read(connection, select(*ReleaseRow.__table__.columns))
        if months_after(outcome_ends(release), MONTHS_KEPT) > on
    ]
    kept = or_(
        exists().where(Target.person_no == Person.no, Target.release_no.in_(active)),
        exists().where(Objection.person_no == Person.no),
        exists().where(Return.person_no == Person.no, Return.kind == "refused", Return.returned_on > limit),
        exists().where(Decision.person_no == Person.no, Decision.decided_on > months_after(on, -MONTHS_KEPT)),
    )
    people = connection.execute(
        update(Person).where(Person.person_id.is_not(None), ~kept).values(person_id=None, next_id=None)
    ).rowcount
    forgotten = Forgotten(people, objections)
    if not people and not objections:
        return forgotten
    unnamed = select(Person.no).where(Person.person_id.is_(None))
    connection.execute(
        update(Target)
        .where(Target.person_no.in_(unnamed), Target.reference.is_not(None))
        .values(reference=None, commune_code=None)
    )
    connection.execute(update(Return).where(Return.person_no.in_(unnamed)).values(reason=None))
    connection.execute(update(Decision).where(Decision.person_no.in_(unnamed)).values(reason=None))
    still = select(Target.household_no).join(Person, Person.no == Target.person_no).where(Person.person_id.is_not(None))
    connection.execute(
        update(Household)
        .where(Household.household_id.is_not(None), Household.no.not_in(still))
        .values(household_id=None, next_id=None)
    )
    audit.append(connection, act, "people_forgotten", on.isoformat(), vars(forgotten))
    return forgotten
