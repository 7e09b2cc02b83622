"""Varied situations whose two explanations are kept as texts in `cases/`, to be read by people.

To add one: a line in `EXAMPLES`. To write the texts anew after a change, then read them:
`PYTHONPATH=. python -m tests.eligibility.explaining.examples`
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from data_contracts.situation import KINDS_OF_INCOME
from eligibility.engines import OnDuckDB
from eligibility.explaining import Explanation, explain, for_agent, for_person
from eligibility.facts import OF_HOUSEHOLDS, OF_PEOPLE
from eligibility.situations.tables import Situations
from tests.eligibility.benefits.building import Somebody, adult, child, foyer, tables

KEPT = Path(__file__).parent / "cases"
Tables = dict[str, pl.DataFrame]
AGENT, PERSON = "POUR L'AGENT", "POUR LA PERSONNE"
Y2014, Y2016, Y2024 = date(2014, 6, 1), date(2016, 6, 1), date(2024, 5, 1)
Y2022 = date(2022, 6, 1)


def unknown_income(person: str, *kinds: str) -> Callable[[Tables], Tables]:
    """Nothing is said of these kinds of income of a person."""

    def hide(told: Tables) -> Tables:
        cover = told["income_coverage"]
        whole = cover.filter(pl.col("person_id") == person)
        known = pl.concat(whole.with_columns(kind=pl.lit(kind)) for kind in KINDS_OF_INCOME if kind not in kinds)
        return told | {"income_coverage": pl.concat([cover.filter(pl.col("person_id") != person), known])}

    return hide


def hardly_known(told: Tables) -> Tables:
    """As the files of two sources would have it: age, sex, allowances; nearly all the rest is missing."""
    kept = ("birth_date", "sex", "work_state")
    people = told["people"].with_columns(pl.lit(None).alias(fact) for fact in OF_PEOPLE if fact not in kept)
    homes = told["households"].with_columns(pl.lit(None).alias(fact) for fact in OF_HOUSEHOLDS)
    schemas = {name: told[name].schema for name in ("people", "households")}
    cover = told["income_coverage"].with_columns(kind=pl.lit("unemployment"))
    nothing = told["benefits"].clear()
    return told | {
        "people": people.cast(dict(schemas["people"])),
        "households": homes.cast(dict(schemas["households"])),
        "income_coverage": cover,
        "benefits": nothing,
    }


def unknown_rent(told: Tables) -> Tables:
    """Nobody says what is paid."""
    homes = told["households"]
    rent = pl.lit(None).cast(homes.schema["rent_eur_month"]).alias("rent_eur_month")
    return told | {"households": homes.with_columns(rent)}


@dataclass(frozen=True)
class Example:
    """A foyer at a day, asked for one benefit; `less` hides what is not known of it."""

    day: date
    benefit: str
    home: dict[str, Any]
    less: Callable[[Tables], Tables] = dict
    certain: bool = True
    person: str | None = None
    """Whose explanation is kept, where the right is a person's."""

    def explained(self) -> list[Explanation]:
        told = self.less(tables(self.day, self.home))
        con = duckdb.connect()
        situations = Situations.of({name: con.from_arrow(table.to_arrow()) for name, table in told.items()})
        every = explain(situations, self.day, ["h1"], keep=OnDuckDB(con), benefits=[self.benefit])
        return [each for each in every if each.person_id == self.person]

    def texts(self, found: list[Explanation]) -> str:
        """Both texts of what was `explained`, under their headings."""
        agent = "\n".join(for_agent(each, certain=self.certain) for each in found)
        person = for_person(found, certain=self.certain)
        return f"===== {AGENT} =====\n\n{agent}\n===== {PERSON} =====\n\n{person}"


def retired(age: float, **more: Any) -> Somebody:
    """Without work; widowed, unless `facts` says otherwise."""
    facts = {"work_state": "retired", "marital_state": "widowed"} | more.pop("facts", {})
    return adult(age, facts=facts, **more)


ASPA_HOLDER = foyer(retired(70, own_pension=300, aspa=491.99, benefits={"aspa": "live"}), tenure="owner")
MARRIED = {"marital_state": "married"}
HER = {"sex": "2", "marital_state": "single"}
EXAMPLES: dict[str, Example] = {
    "rsa_likely_jobseeker": Example(
        Y2014,
        "rsa_socle",
        foyer(
            adult(41, unemployment=360, housing_benefit=270, facts={"work_state": "jobseeker"}),
            tenure="tenant",
            rent_eur_month=430,
        ),
    ),
    "rsa_likely_young_worked_two_years": Example(
        Y2014,
        "rsa_socle",
        foyer(
            adult(23, unemployment=310, facts={"work_state": "jobseeker", "hours_worked_of_3_years": 3400}),
            tenure="tenant",
            rent_eur_month=380,
        ),
    ),
    "rsa_likely_but_refused_before": Example(
        Y2016,
        "rsa_socle",
        foyer(
            adult(45, wages=dict.fromkeys(range(1, 20), 1100), facts={"work_state": "jobseeker"}),
            adult(43, wages=350),
            child(9),
            benefits={"rsa_socle": "refused"},
        ),
    ),
    "rsa_likely_but_suspended": Example(
        Y2024, "rsa_socle", foyer(adult(52, facts={"work_state": "other"}), benefits={"rsa_socle": "suspended"})
    ),
    "rsa_majore_mother": Example(
        Y2016,
        "rsa_socle",
        foyer(
            adult(22, paje_base=184.62, asf=104.75, facts=HER),
            child(1),
            isolated_since=date(2015, 11, 1),
            tenure="social_tenant",
            rent_eur_month=320,
        ),
    ),
    "rsa_possible_partner_wages_unknown": Example(
        Y2014,
        "rsa_socle",
        foyer(
            adult(34, af=129.35, housing_benefit=310),
            adult(36, facts={"sex": "1"}),
            child(6),
            child(8),
            tenure="tenant",
            rent_eur_month=520,
        ),
        less=unknown_income("h1-2", "wages"),
    ),
    "rsa_possible_hardly_known": Example(
        Y2014,
        "rsa_socle",
        foyer(adult(24, unemployment=330, facts={"work_state": "jobseeker"})),
        less=hardly_known,
    ),
    "rsa_unlikely_widow": Example(
        Y2014,
        "rsa_socle",
        foyer(
            adult(
                70,
                own_pension=310,
                survivor_pension=590,
                facts={"work_state": "retired", "marital_state": "widowed"},
            ),
            tenure="owner",
        ),
    ),
    "rsa_unlikely_recent_permit": Example(
        Y2014,
        "rsa_socle",
        foyer(
            adult(35, facts={"nationality": "OTHER", "permit_since": date(2012, 5, 10)}),
            tenure="hostel",
            rent_eur_month=200,
        ),
    ),
    "rsa_unlikely_student": Example(
        Y2024,
        "rsa_socle",
        foyer(
            adult(21, wages=400, facts={"student": True, "scholarship": True, "work_state": "other"}),
            tenure="hostel",
            rent_eur_month=300,
        ),
    ),
    "rsa_receiving": Example(Y2014, "rsa_socle", foyer(adult(50), benefits={"rsa_socle": "live"})),
    "rsa_pending": Example(Y2024, "rsa_socle", foyer(adult(28), benefits={"rsa_socle": "pending"})),
    "rsa_not_covered_overseas": Example(Y2024, "rsa_socle", foyer(adult(40), territory="drom")),
    "rsa_activite_half_time_two_children": Example(
        Y2014,
        "rsa_activite",
        foyer(
            adult(33, wages=620, af=129.35, asf=181.98, housing_benefit=380, facts=HER),
            child(5),
            child(8),
            isolated_since=date(2010, 3, 1),
            tenure="social_tenant",
            rent_eur_month=410,
        ),
    ),
    "rsa_uncertain_match": Example(
        Y2014,
        "rsa_socle",
        foyer(adult(41, unemployment=360, facts={"work_state": "jobseeker"}), tenure="tenant", rent_eur_month=430),
        certain=False,
    ),
    "rsa_activite_unlikely_no_work": Example(
        Y2014, "rsa_activite", foyer(adult(29, facts={"work_state": "jobseeker"}), tenure="tenant", rent_eur_month=400)
    ),
    "prime_likely_half_time_two_children": Example(
        Y2016,
        "prime_activite",
        foyer(
            adult(33, wages=620, af=129.35, asf=209.50, housing_benefit=380, facts=HER),
            child(5),
            child(8),
            isolated_since=date(2010, 3, 1),
            tenure="social_tenant",
            rent_eur_month=410,
        ),
    ),
    "prime_unlikely_by_resources": Example(
        Y2024,
        "prime_activite",
        foyer(adult(38, wages=2300), adult(37, wages=1500, facts={"sex": "1"}), tenure="owner_with_loan"),
    ),
    "acs_likely_aspa_holder": Example(Y2014, "acs", ASPA_HOLDER),
    "cmuc_unlikely_aspa_holder": Example(Y2014, "cmuc", ASPA_HOLDER),
    "css_gratuite_likely_jobseeker": Example(
        Y2022,
        "css_gratuite",
        foyer(
            adult(27, wages=dict.fromkeys(range(6, 14), 950), facts={"work_state": "jobseeker"}),
            tenure="tenant",
            rent_eur_month=390,
        ),
    ),
    "css_participation_likely_aspa_holder": Example(
        Y2022, "css_participation", foyer(retired(72, own_pension=310, aspa=606.78, benefits={"aspa": "live"}))
    ),
    "aspa_likely_couple_just_under_the_ceiling": Example(
        Y2014,
        "aspa",
        foyer(retired(74, own_pension=820, facts=MARRIED), retired(69, own_pension=400, facts=MARRIED), tenure="owner"),
    ),
    "aspa_unlikely_too_young": Example(
        Y2014, "aspa", foyer(retired(61, own_pension=420, facts={"sex": "2"}), tenure="tenant", rent_eur_month=350)
    ),
    "ass_likely_partner_works": Example(
        Y2014,
        "ass",
        foyer(
            adult(49, facts={"work_state": "jobseeker", "years_worked_of_10": 7, "jobseeker_since": date(2011, 9, 1)}),
            adult(47, wages=1350),
            tenure="owner_with_loan",
        ),
        person="h1-1",
    ),
    "als_possible_rent_unknown": Example(
        Y2014,
        "als",
        foyer(adult(26, wages=640, facts={"sex": "1"}), tenure="tenant", housing_zone=3),
        less=unknown_rent,
    ),
}
"""Name of the kept text -> what it is of."""


def write() -> None:
    """Write every kept text anew; those of examples that are no more are removed."""
    for old in KEPT.glob("*.txt"):
        if old.stem not in EXAMPLES:
            old.unlink()
    for name, example in EXAMPLES.items():
        (KEPT / f"{name}.txt").write_text(example.texts(example.explained()), encoding="utf-8")


if __name__ == "__main__":
    write()
