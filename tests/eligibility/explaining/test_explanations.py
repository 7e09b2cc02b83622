"""The two texts of each kept example, and what must hold of any text."""

import re
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from data_contracts.decided import BENEFITS_FOUND
from data_contracts.french import typographic
from eligibility.explaining import Explanation, Organisation, algorithm_notice, for_agent, for_person
from eligibility.explaining.amounts import about
from eligibility.explaining.benefit_words import WORDS
from eligibility.explaining.explanation import Range
from eligibility.explaining.fact_words import OF_THE_YOUNG, RECEIVED, SUPPOSED, TO_CHECK, supposed
from eligibility.explaining.law_asked import LawAsked
from eligibility.facts import FACTS, INCOMES
from eligibility.graph import graph
from eligibility.rules import RULES, rules_in_force
from tests.eligibility.benefits.building import adult, foyer
from tests.eligibility.explaining.examples import (
    AGENT,
    EXAMPLES,
    KEPT,
    PERSON,
    Y2014,
    Y2016,
    Example,
    hardly_known,
    unknown_income,
)

ANEW = "PYTHONPATH=. python -m tests.eligibility.explaining.examples"
NBSP = "\u00a0"


@cache
def explained(name: str) -> Explanation:
    (one,) = EXAMPLES[name].explained()
    return one


@pytest.mark.parametrize("name", EXAMPLES)
def test_texts_are_as_kept(name: str) -> None:
    kept = (KEPT / f"{name}.txt").read_text(encoding="utf-8")
    assert EXAMPLES[name].texts([explained(name)]) == kept, f"if that is meant, read the new text: {ANEW}"


def test_no_text_is_kept_of_an_example_that_is_no_more() -> None:
    assert {path.stem for path in KEPT.glob("*.txt")} == set(EXAMPLES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_person_reads_no_article_no_code_and_what_they_need_to_know(name: str) -> None:
    text = for_person(explained(name), certain=EXAMPLES[name].certain)
    assert not re.search(r"\b[LRD]\d{3}-\d|CASF|CSS |CRPA|forfait|montant forfaitaire|foyer fiscal|_", text)
    for needed in ("pas une décision", "ni à vous contrôler", "ne pas donner suite", "Vous"):
        assert needed in text
    assert all(len(sentence.split()) <= 40 for sentence in re.split(r"[.:;?]\s", text))


@pytest.mark.parametrize("name", EXAMPLES)
def test_below_the_certain_tier_everybody_reads_the_same(name: str) -> None:
    one = explained(name)
    same = for_person(explained("rsa_likely_jobseeker"), certain=False).replace(
        WORDS["rsa_socle"].full_name, WORDS[one.benefit].full_name
    ).replace(WORDS["rsa_socle"].what, typographic(WORDS[one.benefit].what))  # fmt: skip
    text = for_person(one, certain=False)
    assert text == same
    assert not re.search(r"\d|€", text)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_agent_reads_every_condition_value_and_missing_fact(name: str) -> None:
    one = explained(name)
    text = for_agent(one, certain=True).replace(NBSP, " ")
    assert one.article in text or one.verdict == "not_covered"
    if one.verdict == "not_covered":
        return
    for condition in one.conditions:
        assert condition.label.replace(NBSP, " ") in text
        assert condition.article in text
    for fact in one.missing:
        assert f"- {FACTS[fact].label}" in text
    for fact in one.presumed:
        assert f"- {FACTS[fact].presumption}" in text
    assert all(text_of_rule in text for text_of_rule in one.ignores)


@pytest.mark.parametrize("name", ["rsa_likely_jobseeker", "rsa_not_covered_overseas"])
def test_the_agent_is_told_before_all_else_that_a_match_is_only_probable(name: str) -> None:
    sure, unsure = (for_agent(explained(name), certain=certain) for certain in (True, False))
    title, warning, rest = unsure.split("\n\n", 2)
    assert "probable" in warning
    assert "quelqu'un d'autre" in warning
    assert f"{title}\n\n{rest}" == sure


def test_values_and_conditions_agree_with_the_barème() -> None:
    one = explained("rsa_likely_jobseeker")
    values = {value.label: value.range for condition in one.conditions for value in condition.values}
    # 499,31 less 360 of unemployment benefit and 12 % of 499,31 for housing benefit: 79,39
    assert values["Montant forfaitaire du foyer"] == Range(499.31, 499.31)
    assert values["Forfait logement, compté en plus"].high == pytest.approx(59.92, abs=0.01)
    assert one.amount == Range(79.39, 79.39)
    assert [condition.holds for condition in one.conditions] == ["yes"] * 4
    assert one.state == "none"


def test_months_are_those_of_the_law_at_the_day() -> None:
    told = {name: explained(name).months for name in ("rsa_majore_mother", "rsa_unlikely_student")}
    assert [f"{day:%Y-%m}" for day in told["rsa_majore_mother"] or ()] == ["2016-03", "2016-05"]
    assert [f"{day:%Y-%m}" for day in told["rsa_unlikely_student"] or ()] == ["2024-02", "2024-04"]


def test_what_decides_is_named_and_only_what_may_exist() -> None:
    one = explained("rsa_possible_partner_wages_unknown")
    assert one.missing == ("incomes.wages",)  # no date of isolation of a couple
    assert [c.name for c in one.conditions if c.holds == "unknown"] == ["ressources"]
    assert [told.of for told in one.told if told.value is None] == ["adulte 2 (h1-2)"]


def test_what_was_supposed_is_not_told_as_known() -> None:
    one = explained("rsa_possible_hardly_known")
    text = for_person(one, certain=True)
    assert "nationality" in one.presumed
    assert "vous avez la nationalité française" in text
    assert "Vous vivez en France" not in text


def test_resources_are_no_reason_where_they_are_low_enough() -> None:
    for name in ("rsa_unlikely_student", "rsa_unlikely_recent_permit"):
        assert "ressources" not in [c.name for c in explained(name).conditions if c.holds == "no"]


@pytest.mark.parametrize("day", sorted({rule.start for rule in RULES} | {date(2014, 6, 1), date(2026, 7, 1)}))
def test_every_condition_has_words_for_those_it_refuses(day: date) -> None:
    for one in (rule for rule in RULES if rule.in_force(day)):
        _, right = graph(LawAsked(day), frozenset(), [one.benefit]).rights[one.benefit]
        wordless = {c.name for c in right.conditions if not c.otherwise}
        assert wordless <= ({"etudes"} if one.benefit in ("apl", "alf", "als") else set())  # it is never surely unmet


def test_what_only_follows_from_another_condition_is_not_told() -> None:
    too_young = Example(Y2014, "aspa", foyer(adult(50, wages=2000)))
    (one,) = too_young.explained()
    assert [c.name for c in one.conditions if c.holds == "no"] == ["age", "ressources"]
    assert [bool(c.plain) for c in one.conditions if c.holds == "no"] == [True, False]
    assert "ressources" not in for_person(one, certain=True)
    (idle,) = Example(Y2016, "prime_activite", foyer(adult(30, facts={"work_state": "jobseeker"}))).explained()
    assert [c.name for c in idle.conditions if c.holds == "no"] == ["activite", "montant"]
    assert [bool(c.plain) for c in idle.conditions if c.holds == "no"] == [True, False]


def test_an_income_asked_in_two_forms_and_not_known_is_told_once() -> None:
    without = unknown_income("h1-1", "wages")
    (one,) = Example(Y2014, "als", foyer(adult(26), tenure="tenant", rent_eur_month=300), less=without).explained()
    assert [told.value for told in one.told if told.fact == "incomes.wages"] == [None]


def test_tables_by_zone_are_those_of_the_dwelling() -> None:
    text = for_agent(explained("als_possible_rent_unknown"), certain=True).replace(NBSP, " ")
    assert "zone 3 : seul : 237,67 € par mois" in text
    assert "zone 2, de référence : seul : 253,58 € par mois" in text
    assert "zone 1 :" not in text
    zones = ("zone 1 : ", "zone 2 : ", "zone 3 : ")
    (unsaid,) = replace(EXAMPLES["als_possible_rent_unknown"], less=hardly_known).explained()
    assert all(zone in for_agent(unsaid, certain=True).replace(NBSP, " ") for zone in zones)


def test_a_value_of_another_day_is_told_with_its_day() -> None:
    text = for_agent(explained("als_possible_rent_unknown"), certain=True).replace(NBSP, " ")
    deduction = "  - Déduction forfaitaire pour frais professionnels : maximum par personne"
    assert f"{deduction} : 12 157,00 € par an" in text
    assert f"{deduction}, au 1er janvier 2012 : 12 000,00 € par an" in text


def test_the_law_that_dispenses_from_resources_is_the_reason_told() -> None:
    text = for_person(explained("css_participation_likely_aspa_holder"), certain=True)
    assert "Votre foyer reçoit une allocation qui donne accès à cette aide." in text


def test_sources_are_those_of_the_caller() -> None:
    one = explained("rsa_likely_jobseeker")
    told = tuple(replace(t, source="Pôle emploi, mai 2014") if t.fact.startswith(INCOMES) else t for t in one.told)
    text = for_agent(replace(one, told=told), certain=True)
    assert "[Pôle emploi, mai 2014]" in text
    assert "[situation transmise]" in text


def test_every_state_is_worded() -> None:
    one = explained("rsa_likely_jobseeker")
    texts = {
        for_person(replace(one, state=state, verdict=verdict), certain=True)
        for state, verdict in (
            ("none", "likely"), ("refused", "likely"), ("suspended", "likely"), ("pending", "likely"),
            ("under_minimum", "likely"), ("live", "receiving"), ("none", "unlikely"), ("none", "not_covered"),
        )
    }  # fmt: skip
    assert len(texts) == 8


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (439.39, 439.39, "environ 440 €"),
        (203.0, 247.0, "entre 200 € et 250 €"),
        (0.0, 251.0, "jusqu'à environ 250 €"),
        (6.2, 6.2, "environ 6 €"),
        (79.39, 79.39, "environ 80 €"),
        (None, 320.0, "jusqu'à environ 320 €"),
        (312.0, None, "au moins 310 €"),
        (0.0, None, ""),
        (1234.5, 1234.5, "environ 1 230 €"),
    ],
)
def test_amounts_are_said_as_exactly_as_they_are_known(low: float | None, high: float | None, said: str) -> None:
    assert about(Range(low, high)).replace(NBSP, " ") == said


def test_a_bound_beyond_measure_is_no_bound() -> None:
    assert Range.between(0.0, 1e7) == Range(0.0, None)
    assert Range.between(-1e7, 500.0) == Range(None, 500.0)
    assert Range.between(120_000.0, 120_000.0).exact


def test_rules_are_told_in_the_order_that_is_stated() -> None:
    assert list(dict.fromkeys(rule.benefit for rule in RULES)) == list(BENEFITS_FOUND)
    assert [rule.benefit for rule in rules_in_force(Y2016, ["als", "prime_activite", "rsa_socle"])] == [
        "rsa_socle", "prime_activite", "als",
    ]  # fmt: skip


def test_every_benefit_and_every_fact_has_words() -> None:
    assert {rule.benefit for rule in RULES} <= WORDS.keys()
    assert {f"{INCOMES}{kind}" for kind in RECEIVED} | TO_CHECK.keys() == FACTS.keys()
    assert SUPPOSED.keys() == {name for name, fact in FACTS.items() if fact.presumed is not None}
    labels = [fact.label for fact in FACTS.values()]
    assert len(labels) == len(set(labels)), "a missing fact is known by its label"


def test_nothing_is_supposed_of_the_old_that_is_of_the_young() -> None:
    asked = [*OF_THE_YOUNG, "pregnancy_month", "nationality"]
    assert supposed(asked, [70]) == [SUPPOSED["nationality"]]
    assert SUPPOSED["student"] in supposed(asked, [70, None])


def test_nothing_of_a_birth_date_is_told() -> None:
    assert not any(re.search(r"\b19[0-9]{2}\b", told.value or "") for told in explained("rsa_unlikely_widow").told)


def test_the_notice_names_the_organisation_or_leaves_its_place() -> None:
    assert "[ADRESSE DE L'ORGANISME]" in algorithm_notice()
    said = algorithm_notice(Organisation("CAF fictive", "1 rue du Test", "dpo@exemple.fr"))
    assert "[" not in said
    for text in ("traitement algorithmique", "L311-3-1", "R311-3-1-2", "CADA", "CAF fictive", "dpo@exemple.fr"):
        assert text in said


def test_the_headings_of_kept_texts() -> None:
    kept = (KEPT / "rsa_receiving.txt").read_text(encoding="utf-8")
    assert kept.index(AGENT) < kept.index(PERSON)
