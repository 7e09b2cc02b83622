"""Many tests of one run: each writes of people of its own, all are linked and described at once, each looks at its own.

A run costs what its plans cost, whatever the number of people: a town of a hundred costs as much as one JEANNE DUPONT.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, update_wrapper
from random import Random
from string import ascii_uppercase
from typing import Any

import pytest

from data_contracts.received import DATASETS
from tests.linkage.conftest import DEFAULTS, JEANNE, Files, Place

NAMES = ("last_name", "used_name", "birth_name", "first_name")


class Town(Files):
    """Files in which every resident is a test, written as a generator of one `yield`: before it the test writes, as in
    `Files` of its own, after it looks. All have written before the first looks; who fails, fails alone.

    `writing` is the number of whose lines are written: what a property draws may move it itself.
    What tells residents apart is rewritten: names, NIR, numbers of agency and dossier, alike in all lines of one.
    """

    def __init__(self, **said: Any) -> None:
        super().__init__(**said)
        self.resident_of: dict[int, int] = {}
        self._tests: list[Callable[[], Iterator[None]]] = []
        self.writing = 0

    def resident(self, test: Callable[[Files], Iterator[None]]) -> Callable[[], None]:
        """A test without parameters."""
        number = self._settle(test)
        return _as_test(lambda: self._look(number), test)

    def residents(
        self, names: str | Sequence[str], cases: Iterable[Any], ids: Sequence[str] | None = None
    ) -> Callable[[Callable[..., Iterator[None]]], Callable[..., None]]:
        """As `pytest.mark.parametrize`."""
        table = [(case,) if isinstance(names, str) else tuple(case) for case in cases]

        def settle(test: Callable[..., Iterator[None]]) -> Callable[..., None]:
            numbers = [self._settle(test, *case) for case in table]
            told = ids or ["-".join(str(value) for value in case) for case in table]
            return pytest.mark.parametrize("number", numbers, ids=told)(
                _as_test(lambda number: self._look(number), test)
            )

        return settle

    def add(self, dataset: str, **said: Any) -> Place:
        row = {**JEANNE, **DEFAULTS[dataset], **said}
        columns = DATASETS[dataset].column_names()
        own = {name: value for name, value in _own(row, self.writing).items() if name in columns}
        place = super().add(dataset, **{**said, **own})
        self.resident_of[self.rows[dataset][-1]["record_no"]] = self.writing
        return place

    @cached_property
    def person_records(self) -> list[dict[str, Any]]:
        rows = super().person_records
        self._assert_apart((row["person_no"], row["record_no"]) for row in rows)
        return rows

    @cached_property
    def situations(self) -> tuple[list[dict[str, Any]], ...]:
        found = super().situations
        self._assert_apart((row["household_no"], row["person_no"]) for row in found[0])
        return found

    def _assert_apart(self, held: Iterable[tuple[int, int]]) -> None:
        """No holder (a person, a household) has records of two residents."""
        residents = {(holder, self.resident_of[record_no]) for holder, record_no in held}
        assert len(residents) == len({holder for holder, _ in residents}), "residents of a town were joined"

    def _settle(self, test: Callable[..., Iterator[None]], *case: Any) -> int:
        self._tests.append(lambda: test(self, *case))
        return len(self._tests) - 1

    @cached_property
    def _looking(self) -> dict[int, Iterator[None]]:
        """The tests that have written and not looked yet."""
        looking = {}
        for number, test in enumerate(self._tests):
            self.writing = number
            looking[number] = test()
            next(looking[number])
        return looking

    def _look(self, number: int) -> None:
        # A generator looks once: taken out, it cannot pass a second time by saying nothing.
        for _ in self._looking.pop(number):
            pytest.fail("a resident yields once")


def _own(row: dict[str, Any], number: int) -> dict[str, Any]:
    """What a resident says instead of a row's names and numbers; missing values stay so."""
    word = "".join(Random(number).choices(ascii_uppercase, k=8))
    own = {name: word + row[name] for name in NAMES if row.get(name)}
    if row.get("names"):
        own["names"] = "*".join(word + name for name in row["names"].split("*"))
    if row.get("nir"):
        own["nir"] = f"{row['nir'][:7]}{number:03}{row['nir'][10:]}"
    for name in ("agency_id", "dossier_number"):
        if row.get(name):
            own[name] = f"{number:03}{row[name][3:]}"
    return own


def _as_test(look: Callable[..., None], test: Callable[..., Any]) -> Callable[..., None]:
    """Under the test's name; what pytest reads the parameters of is `look`."""
    update_wrapper(look, test)
    del look.__wrapped__  # type: ignore[attr-defined]
    return look
