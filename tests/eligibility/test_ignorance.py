"""Design rule 4: hide facts of a complete situation at random, and what was said with certainty stays true."""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.eligibility.conftest import MAY_2014, assessed
from tests.eligibility.situations import complete_situation, with_facts_hidden

CENT = Decimal("0.01")


@pytest.mark.parametrize("day", [MAY_2014, date(2020, 1, 31), date(2026, 5, 31)])
@settings(max_examples=8, phases=[Phase.generate])
@given(st.integers(0, 2**32))
def test_ignorance_never_contradicts_knowledge(day: date, seed: int) -> None:
    """Each example is five hundred households, drawn from a seed: the message of a failure holds one of them."""
    draw = Random(seed)
    found = [(complete, with_facts_hidden(draw, complete))
             for complete in (complete_situation(draw, number) for number in range(500))]  # fmt: skip
    known = {_key(row): row for row in assessed([complete for complete, _ in found], day)}
    for row in assessed([said for _, said in found], day):
        truth, said = known[_key(row)], found[int(row["person_id"], 16)]
        assert truth["verdict"] != "possible" or truth["benefit"] != "rsa_socle", said
        if truth["verdict"] == "receiving" or row["verdict"] == "receiving":
            assert truth["verdict"] == "receiving", said
            assert row["verdict"] == "receiving" or row["missing"], said
            continue
        if row["verdict"] in ("likely", "unlikely"):
            assert truth["verdict"] == row["verdict"], said
        if row["verdict"] == "possible":
            assert row["missing"], said
        if row["benefit"] == "rsa_socle":
            least, most = row["amount_min_eur_month"] - CENT, row["amount_max_eur_month"] + CENT
            assert least <= truth["amount_max_eur_month"] <= most, said
            assert truth["amount_min_eur_month"] == truth["amount_max_eur_month"], said


def _key(row: dict[str, Any]) -> tuple[str, str]:
    return row["benefit"], row["person_id"]
