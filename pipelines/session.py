"""A session: the store's keys, held so that nobody changes them, and a connection that reads and writes with them.

Belongs here: what must be true before anybody reads or writes the store. Does not: what is read and written.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from data_contracts.relations import Connection
from data_contracts.settings import Settings
from pipelines.engine import connect
from pipelines.keys import Keys, load_keys
from pipelines.locks import using_keys


@contextmanager
def open_session(settings: Settings) -> Iterator[tuple[Keys, Connection]]:
    """The keys and a connection, until it is left; raises InputError where keys are being changed."""
    with using_keys(settings.keys_folder):
        keys = load_keys(settings.keys_folder)
        with connect(settings, keys) as con:
            yield keys, con
