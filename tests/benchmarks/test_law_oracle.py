"""openfisca-france is told what the households are, and its answers are read rightly."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

pytest.importorskip("openfisca_france")

from benchmarks import law_oracle
from benchmarks.law_households import households
from benchmarks.law_oracle import oracle, oracle_of, shares
from data_contracts.situation import SITUATIONS

TYPES: dict[str, Any] = {"VARCHAR": pl.String, "BIGINT": pl.Int64, "BOOLEAN": pl.Boolean, "DATE": pl.Date}
HOME = {
    "couple": False, "isolated_since": date(2000, 1, 1), "territory": "metropole", "housing_zone": 2, "tenure": "none",
    "rent_eur_month": 0, "flat_share": False,
}  # fmt: skip
PERSON = {
    "role": "adult", "sex": "2", "nationality": "FR", "permit_since": None, "student": False, "scholarship": False,
    "apprentice": False, "independent": True, "pregnancy_month": 0, "disability_rate": 0, "unfit_for_work": False,
    "marital_state": "single", "alternating_custody": False, "work_state": "other", "jobseeker_since": None,
    "years_worked_of_10": 10, "hours_worked_of_3_years": 0,
}  # fmt: skip


def answer(
    day: date,
    benefit: str,
    *,
    home: dict[str, Any] | None = None,
    incomes: dict[str, float] | None = None,
    **person: Any,
) -> tuple[bool, float]:
    """Entitled and how much, of one adult whose incomes have been the same in all months."""
    months = [date(day.year - 2 + month // 12, month % 12 + 1, 1) for month in range(24 + day.month)]
    rows: dict[str, list[dict[str, Any]]] = {
        "households": [{"household_id": "h"} | HOME | (home or {})],
        "people": [{"person_id": "p", "household_id": "h", "birth_date": date(day.year - 40, 1, 1)} | PERSON | person],
        "incomes": [
            {"person_id": "p", "month": month, "kind": kind}
            | dict.fromkeys(("net_eur_month", "taxable_eur_month", "gross_eur_month"), amount)
            for kind, amount in (incomes or {}).items()
            for month in months
        ],
    }
    tables = {
        name: pl.DataFrame(
            rows[name],
            schema={c.name: TYPES.get(c.duckdb_type, pl.Float64) for c in SITUATIONS[name].columns()},
        )
        for name in rows
    }
    found = oracle(tables, day).filter(pl.col("benefit") == benefit).row(0, named=True)
    return found["entitled"], found["amount_eur_month"]


JUNE = date(2014, 6, 1)
ALGERIAN = {"nationality": "OTHER"}
SEEKER = {"work_state": "jobseeker", "jobseeker_since": date(2012, 1, 1)}


@pytest.mark.parametrize(
    ("benefit", "told", "euros"),
    [
        ("rsa_socle", {}, 499.31),
        ("rsa_socle", {"home": {"tenure": "owner"}}, 499.31 * 0.88),
        ("rsa_socle", {"incomes": {"unemployment": 360}}, 139.31),
        ("rsa_socle", {"incomes": {"housing_benefit": 40}}, 459.31),
        ("rsa_socle", {"student": True}, None),
        ("rsa_socle", {"birth_date": date(1990, 1, 1)}, None),
        ("rsa_socle", {"birth_date": date(1990, 1, 1), "hours_worked_of_3_years": 3300}, 499.31),
        ("rsa_socle", {"nationality": "OTHER", "permit_since": date(2010, 1, 1)}, None),
        ("rsa_socle", {"nationality": "OTHER", "permit_since": date(2009, 1, 1)}, 499.31),
        ("rsa_socle", {"pregnancy_month": 3}, 499.31 * 1.28412),
        ("rsa_activite", {"incomes": {"wages": 700}}, 499.31 - 0.38 * 700),
        ("aspa", {"birth_date": date(1944, 1, 1), "incomes": {"own_pension": 500}}, 9503.89 / 12 - 500),
        ("aspa", {"birth_date": date(1952, 1, 1), "unfit_for_work": True}, 9503.89 / 12),
        ("aspa", {"birth_date": date(1952, 1, 1)}, None),
        ("aspa", {"birth_date": date(1944, 1, 1)} | ALGERIAN | {"permit_since": date(2003, 1, 1)}, 9503.89 / 12),
        ("aspa", {"birth_date": date(1944, 1, 1)} | ALGERIAN | {"permit_since": date(2006, 1, 1)}, None),
        ("ass", SEEKER, 30 * 16.11),
        ("ass", {}, None),
        ("ass", SEEKER | {"years_worked_of_10": 4}, None),
        ("cmuc", {"incomes": {"own_pension": 716}, "birth_date": date(1944, 1, 1)}, 0),
        ("cmuc", {"incomes": {"own_pension": 717}, "birth_date": date(1944, 1, 1)}, None),
        ("acs", {"incomes": {"aspa": 792}, "birth_date": date(1944, 1, 1)}, 550 / 12),
        ("als", {"home": {"tenure": "tenant", "rent_eur_month": 400}}, 270),
        ("apl", {"home": {"tenure": "tenant", "rent_eur_month": 400}}, None),
        ("apl", {"home": {"tenure": "social_tenant", "rent_eur_month": 400}}, 270),
    ],
)
def test_plain_cases_of_june_2014(benefit: str, told: dict[str, Any], euros: float | None) -> None:
    entitled, amount = answer(JUNE, benefit, **told)
    assert entitled == (euros is not None)
    assert amount == pytest.approx(euros or 0, abs=0.6)


@pytest.mark.parametrize(
    ("day", "pension", "free"), [(date(2025, 5, 1), 861, True), (date(2025, 5, 1), 862, False)]
)  # 10 339 a year
def test_ceilings_that_openfisca_does_not_know_are_set_right(day: date, pension: float, free: bool) -> None:
    assert answer(day, "css_gratuite", incomes={"own_pension": pension}, birth_date=date(1955, 1, 1))[0] is free


def test_who_works_is_no_claimant_of_the_ass() -> None:
    assert answer(date(2018, 5, 1), "ass", work_state="retired")[0] is False
    assert answer(date(2018, 5, 1), "ass", **SEEKER)[0] is True


@pytest.mark.parametrize("day", [date(2014, 6, 1), date(2018, 5, 1), date(2026, 5, 1)], ids=str)
def test_the_population_matters(day: date) -> None:
    table = shares(oracle(households(2000, day, 1), day))
    assert len(table) == 9
    assert table.filter((pl.col("entitled") < 0.02) | (pl.col("near") < 0.02)).is_empty()


def test_margins_are_what_they_say() -> None:
    """Twenty euros more a month to every first adult take twenty euros off each margin."""
    day, moved = date(2018, 5, 1), ["rsa_socle", "aspa", "ass", "cmuc", "acs"]
    tables = households(1500, day, 3)
    first = tables["people"].group_by("household_id", maintain_order=True).first().select("person_id")
    months = tables["incomes"].select("month").unique()
    euros = first.join(months, how="cross").with_columns(
        kind=pl.lit("alimony_received"),
        **dict.fromkeys(("net_eur_month", "taxable_eur_month", "gross_eur_month"), pl.lit(20).cast(pl.Decimal(12, 2))),
    )
    richer = tables | {"incomes": pl.concat([tables["incomes"], euros.select(tables["incomes"].columns)])}
    before, after = oracle(tables, day), oracle(richer, day)
    both = before.join(after, on=["household_id", "benefit"], suffix="_after").filter(pl.col("benefit").is_in(moved))
    lost = (pl.col("margin_eur_month") - pl.col("margin_eur_month_after")).drop_nulls()
    table = both.group_by("benefit").agg(right=((lost - 20).abs() < 0.1).mean())
    assert table.filter(pl.col("right") < 0.97).is_empty(), table


def test_answers_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers, seconds = oracle_of(50, JUNE, 1, tmp_path)
    assert seconds is not None
    monkeypatch.setattr(law_oracle, "answered", None)
    again, read = oracle_of(50, JUNE, 1, tmp_path)
    assert read is None
    assert answers.equals(again)
    assert [file.suffix for file in tmp_path.iterdir()] == [".parquet"]


def test_what_is_not_asked_has_no_answer() -> None:
    answers = oracle(households(400, JUNE, 2), JUNE)
    homes = households(400, JUNE, 2)["households"].select("household_id", "territory", "tenure")
    joined = answers.join(homes, on="household_id")
    overseas = pl.col("territory") == "drom"
    housing = pl.col("benefit").is_in(["apl", "alf", "als"]) & pl.col("tenure").is_in(["hostel", "owner_with_loan"])
    assert joined.filter(pl.col("entitled").is_null() != (overseas | housing)).is_empty()
