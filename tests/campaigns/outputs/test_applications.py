"""The pre-filled application: what is filled in, from where, and what stays empty."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from campaigns.outputs.applicants import Known, applicants
from campaigns.outputs.applications import application, write_applications
from campaigns.outputs.notice import data_mention
from data_contracts.campaign import Campaign
from data_contracts.columns import Table
from data_contracts.described import HouseholdSituation
from data_contracts.facts import Income
from data_contracts.period import Period
from data_contracts.relations import Relation
from tests.campaigns.conftest import PERIOD, Territory, edited
from tests.campaigns.outputs.conftest import LONGEST, SENDER
from tests.campaigns.outputs.pages import assert_drawn_whole, assert_within_margins, texts
from tests.campaigns.outputs.reaching import everybody, reference

HOUSEHOLD = {
    "household_no": 7, "household_id": f"{4096:020x}", "known_from": "caf", "couple": True, "children": 3,
    "housing_status": "1",
}  # fmt: skip


def income(kind: str, month: int, amount: float, holder: str = "household", no: int = 7, source: str = "caf") -> Any:
    return {
        "holder": holder, "holder_no": no, "month": date(2014, month, 1), "kind": kind, "source": source,
        "amount_eur_month": amount, "fact_date": date(2014, 5, 1),
    }  # fmt: skip


INCOMES = [
    income("earnings", 3, 0), income("unemployment", 3, 412.3), income("unemployment", 4, 0),
    income("are", 4, 999, "person", 2, "pole_emploi"),  # the CAF tells the same allowance: not counted twice
    income("own_pension", 5, 200, "person", 2, "cnav"), income("survivor_pension", 5, 34.5, "person", 2, "cnav"),
    income("earnings", 1, 777), income("own_pension", 5, 888, "person", 3, "cnav"),  # too old; somebody else's
]  # fmt: skip


@pytest.fixture
def opening(simplify: Campaign) -> Campaign:
    return simplify.model_copy(update={"sender": SENDER, "benefits": ["acs", "rsa_socle", "apl"]})


def table(territory: Territory, model: type[Table], rows: list[dict[str, Any]]) -> Relation:
    kept = territory.people
    territory.people = rows
    made = territory._relation(model)
    territory.people = kept
    return made


def of(territory: Territory, campaign: Campaign, period: Period = PERIOD) -> pl.DataFrame:
    tables = territory.tables()
    targeting = territory.target(campaign, period)
    known = Known(
        targeting.identities,
        tables["person_situations"],
        table(territory, HouseholdSituation, [HOUSEHOLD]),
        table(territory, Income, INCOMES),
    )
    return applicants(
        territory.con, targeting.listed, everybody(targeting), known, period, needs_nir=campaign.needs_nir
    )


def test_what_is_known_is_filled_in_with_its_source(territory: Territory, opening: Campaign, tmp_path: Path) -> None:
    territory.add(1, benefit="acs", household_no=7)
    people = of(territory, opening)
    (path,) = write_applications(people, opening, PERIOD, date(2014, 6, 10), tmp_path / "applications.pdf")
    pages = texts(path)
    assert 2 <= len(pages) <= 4
    whole = " ".join(pages).replace("’", "'")
    for said in (
        reference(1), "31 mai 2014", "DUPONT", "JEANNE", "MARTIN", "15/01/1980", "2 80 01 44 109 001", "44000 NANTES",
        "X en couple", "X locataire", "412 €", "234 €",
        "Salaires et autres revenus d'activité : CAF, pour tout le foyer",
        "Retraites et réversion : CNAV, pour vous seulement, au 01/05/2014", "X Complémentaire santé (CMU-C ou ACS)",
        "Signature", "Gardez une copie", data_mention(opening, "en haut de la première page"),
    ):  # fmt: skip
        assert said in whole, said
    for unsaid in ("999", "777", "888", "X Revenu", "Prime d'activité"):
        assert unsaid not in whole.replace("RSA, prime d'activité", ""), unsaid
    assert_within_margins(path)
    assert_drawn_whole(path)


@pytest.mark.parametrize("unsure", [{"tier": "probable"}, {"household_inferred": True}])
def test_a_doubtful_match_fills_in_nothing_but_name_and_address(
    territory: Territory, inform: Campaign, unsure: dict[str, Any]
) -> None:
    territory.add(1, household_no=7, **unsure)
    (row,) = of(territory, inform).to_dicts()
    filled = {name for name, value in row.items() if value not in (None, [])}
    assert filled == {"reference", "revealing", "lines", "last_name", "first_name", "commune_code", "department"}
    said = application(row, inform, PERIOD)
    assert not any(item["ticked"] or item["possible"] for item in said["asked"])
    assert said["origins"] == []
    assert not any(amount for line in said["resources"] for amount in line["amounts"])


def test_the_nir_is_on_it_only_where_needed(territory: Territory, opening: Campaign, tmp_path: Path) -> None:
    territory.add(1, benefit="acs", household_no=7)
    without = edited(opening, needs_nir=False)
    people = of(territory, without)
    assert people["nir"].to_list() == [None]
    (path,) = write_applications(people, without, PERIOD, date(2014, 6, 10), tmp_path / "applications.pdf")
    assert "sécurité sociale (sans" not in " ".join(texts(path))


def test_the_longest_of_everything_fits(territory: Territory, opening: Campaign, tmp_path: Path) -> None:
    territory.add(1, benefit="acs", household_no=7, **LONGEST)
    (path,) = write_applications(of(territory, opening), opening, PERIOD, date(2014, 6, 10), tmp_path / "a.pdf")
    assert 2 <= len(texts(path)) <= 4
    assert "DE LA ROCHEFOUCAULD-MONTMORENCY" in texts(path)[0]
    assert_within_margins(path)


@pytest.mark.parametrize(
    ("period", "rights"),
    [
        (Period(2015, 12), ["RSA", "ASS", "ASPA", "CMU-C ou ACS", "APL, ALF ou ALS"]),
        (Period(2016, 1), ["RSA", "Prime d’activité", "ASS", "ASPA", "CMU-C ou ACS", "APL, ALF ou ALS"]),
        (Period(2019, 10), ["RSA", "Prime d’activité", "ASS", "ASPA", "CMU-C ou ACS", "APL, ALF ou ALS"]),
        (Period(2019, 11), ["RSA", "Prime d’activité", "ASS", "ASPA", "CSS", "APL, ALF ou ALS"]),
    ],
)
def test_rights_are_those_of_the_day(territory: Territory, inform: Campaign, period: Period, rights: list[str]) -> None:
    territory.add(1, household_no=7)
    (row,) = of(territory, inform).to_dicts()
    asked = [item["label"] for item in application(row, inform, period)["asked"]]
    assert len(asked) == len(rights)
    assert all(name in label for name, label in zip(rights, asked, strict=True))
