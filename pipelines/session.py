"""A session: the store's own keys, held so that nobody changes them, and a connection that reads and writes with them.

Belongs here: what must be true before anybody reads or writes the store. Does not: what is read and written.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from data_contracts.relations import Connection, unpack
from data_contracts.settings import Settings
from data_contracts.tables import zone_of
from pipelines.engine import connect
from pipelines.keys import Keys, check_fingerprints, fingerprints, load_keys
from pipelines.locks import using_keys
from pipelines.store import Store


@contextmanager
def open_session(settings: Settings) -> Iterator[tuple[Keys, Connection]]:
    """The keys and a connection, until it is left.

    Raises InputError where keys are being changed or are not the store's, StoreError where they do not open it.
    """
    with using_keys(settings.keys_folder):
        keys, store = load_keys(settings.keys_folder), Store(settings.store_folder)
        with connect(settings, keys) as con:
            check_keys(con, settings, keys)
            try:
                yield keys, con
            finally:
                unpack(con)
            if store.key_fingerprints() is None and store.everything():
                store.keep_key_fingerprints(fingerprints(keys))


def check_keys(con: Connection, settings: Settings, keys: Keys) -> None:
    """Raise InputError or StoreError unless the keys are the store's.

    A store that does not know its keys yet (new, or of a former version) is opened in each zone: a key that opens
    nothing must not become the store's.
    """
    store = Store(settings.store_folder)
    known = store.key_fingerprints()
    if known is not None:
        check_fingerprints(keys, known, settings.keys_folder)
        return
    for table, period in {zone_of(table): (table, period) for table, period in store.everything()}.values():
        store.read(con, table, period)
