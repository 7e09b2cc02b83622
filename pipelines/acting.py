"""Who acts, and when, as the audit trail notes it. Belongs here: the one place that asks the machine."""

import getpass
from datetime import UTC, date, datetime

from campaigns.drafting import Author
from campaigns.ledger.audit import Act

UNKNOWN = "inconnu"


def act(by: str | None = None) -> Act:
    """Whoever is named, else the user of the machine, now."""
    return Act(actor=by or _user(), at=datetime.now(UTC))


def author(on: date, by: str | None = None) -> Author:
    """The same, of what is done on a day, which they say."""
    return Author(**vars(act(by)), on=on)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container without a user of that number
        return UNKNOWN
