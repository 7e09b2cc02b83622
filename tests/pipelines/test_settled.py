"""Whom the files of a later month show settled: they are left out of the waves to come, assessed or not."""

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import duckdb
import polars as pl
import pytest

from campaigns.ledger.book import Ledger
from campaigns.ledger.releases import Release
from data_contracts.period import Period
from data_contracts.settings import Settings
from pipelines import releases
from pipelines.session import open_session
from pipelines.store import Store
from tests.pipelines.line_situations import tables

JUNE = Period(2014, 6)
PEOPLE: dict[str, tuple[dict[str, Any], bool]] = {
    "nothing changed": ({}, False),
    "receives it": ({"rsa_state": "live"}, True),
    "has asked for it": ({"rsa_state": "pending"}, True),
    "refused it": ({"rsa_state": "refused"}, False),
    "deceased": ({"deceased": True}, True),
    "objects": ({"objected": True}, True),
    "at a protected address": ({"protected_address": True}, True),
    "lives at a protected address": ({"household_no": 7}, True),
}
"""What becomes of somebody drawn for the RSA, and whether it is settled; the last lives with the one before."""


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    store = Store(settings.store_folder)
    with open_session(settings) as (_, con):
        given = tables(duckdb.connect(), [said for said, _ in PEOPLE.values()])
        for name in ("person_situations", "benefits_received"):
            con.register("given", given[name].to_arrow_table())
            store.commit([store.stage(con, name, JUNE, con.sql("FROM given"))])
        people = [f"{number + 1:020x}" for number in range(len(PEOPLE))]
        drawn = pl.DataFrame({"person_id": people, "benefit": "rsa_socle"})
        ledger = cast(Ledger, SimpleNamespace(rights=lambda _: drawn))
        release = cast(Release, SimpleNamespace(period="2014-05"))
        return set(releases._settled(settings, con, ledger, release, date(2014, 7, 1)))


@pytest.mark.parametrize("person", PEOPLE)
def test_what_the_last_files_say_settles_it(settled: set[str], person: str) -> None:
    number = list(PEOPLE).index(person) + 1
    assert (f"{number:020x}" in settled) is PEOPLE[person][1]
