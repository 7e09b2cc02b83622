"""What a run says while it works; silent unless somebody listens."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_listeners: list[Callable[[str], None]] = []


def announce(text: str) -> None:
    """Tell whoever listens which step begins, or how far it is. Never with anybody's data."""
    for listener in _listeners:
        listener(text)


@contextmanager
def listening(listener: Callable[[str], None]) -> Iterator[None]:
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
