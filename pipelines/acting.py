"""Who acts, and when, as the audit trail notes it. Belongs here: the one place that asks the machine."""

import getpass
from datetime import UTC, date, datetime

from campaigns.drafting import Author

UNKNOWN = "inconnu"


def author(on: date, by: str | None = None) -> Author:
    """Whoever is named, else the user of the machine; `on`: the day of what is done, which they say."""
    return Author(actor=by or _user(), at=datetime.now(UTC), on=on)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container without a user of that number
        return UNKNOWN
