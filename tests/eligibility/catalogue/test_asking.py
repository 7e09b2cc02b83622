"""What is found by asking a rule: made-up rules, whose every change is known."""

from datetime import date, timedelta

import pytest

from eligibility.bounds import Amount, Truth
from eligibility.catalogue import form
from eligibility.catalogue.asking import ask
from eligibility.catalogue.gathering import gather
from eligibility.frames.foyer import Foyer
from eligibility.frames.person import Person, adult
from eligibility.frames.quantities import quantity
from eligibility.frames.windows import Window
from eligibility.parameters import load_parameters
from eligibility.rights import Condition, Right, Rule, Shown

REFORM, WITHIN_THE_RULE = date(2012, 5, 7), date(2018, 3, 2)
PARAMETERS = load_parameters()


@quantity
def made_up_age(person: Person) -> Truth:
    """Of age."""
    return person.date("birth_date").until(date(1990, 1, 1))


@made_up_age.since(REFORM, "Il faut aussi ne pas étudier.")
def _(person: Person) -> Truth:
    return person.date("birth_date").until(date(1990, 1, 1)) & ~person.truth("student")


@made_up_age.since(date(2030, 1, 1))
def _(person: Person) -> Truth:
    """Nobody.

    Not yet voted.
    """
    return person.truth("student")


def made_up(foyer: Foyer) -> Right:
    first = int(foyer.law["rsa/premier_mois_de_reference"])
    earned = foyer.sum(earned_over, Window(first, 1))
    of_age = Condition("age", "Avoir l'âge", "art. 1", foyer.any(made_up_age, among=adult), "Vous avez l'âge")
    if foyer.law.day < WITHIN_THE_RULE:
        return Right((of_age,), foyer.received("ass"), earned)
    poor = Condition(
        "ressources", "Gagner peu", "art. 2", earned <= foyer.law["rsa/montant_base"], "Vous gagnez peu",
        (Shown("Gains", earned),),
    )  # fmt: skip
    return Right((of_age, poor), foyer.received("ass"))


@quantity
def earned_over(person: Person, window: Window) -> Amount:
    wages = person.income("wages", window)
    return wages + person.income("aah", window, "gross") if window.first == 4 else wages


RULE = Rule("made_up", Foyer, date(2010, 1, 1), date.max, "articles 1 à 3", ("le reste",), made_up, ("metropole",))


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> form.Rule:
    monkeypatch.setattr("eligibility.catalogue.gathering.RULES", [RULE])
    (benefit,) = gather(PARAMETERS).benefits
    (rule,) = benefit.rules
    return rule


def test_facts_and_values_are_those_that_it_asked_for(told: form.Rule) -> None:
    assert {fact.code for fact in told.facts} == {"couple", "territory", "birth_date", "student"}
    assert {(fact.code, fact.of, fact.presumed is None) for fact in told.facts} >= {
        ("birth_date", "person", True),
        ("student", "person", False),
    }
    assert told.parameters == ("rsa/montant_base", "rsa/premier_mois_de_reference")
    assert [(income.code, income.forms) for income in told.incomes] == [
        ("incomes.wages", ("net",)),
        ("incomes.aah", ("gross",)),
    ]
    assert [benefit.code for benefit in told.received] == ["ass"]
    assert (told.of, told.territories, told.ignores) == ("foyer", ("metropole",), ("le reste",))


def test_a_date_within_the_rule_is_found_to_the_day(told: form.Rule) -> None:
    one, two = told.wordings
    assert (one.start, one.end, two.start, two.end) == (
        date(2010, 1, 1),
        WITHIN_THE_RULE - timedelta(days=1),
        WITHIN_THE_RULE,
        None,
    )
    assert [len(wording.conditions) for wording in told.wordings] == [1, 2]
    assert [wording.has_amount for wording in told.wordings] == [True, False]
    assert two.conditions[1].reckoned[0].label == "Gains"


def test_conditions_name_their_facts(told: form.Rule) -> None:
    facts = {condition.name: set(condition.facts) for condition in told.wordings[1].conditions}
    assert facts == {
        "age": {"couple", "birth_date", "student"},
        "ressources": {"couple", "incomes.wages", "incomes.aah"},
    }


def test_reforms_are_told_in_french_or_by_the_note_of_the_code(told: form.Rule) -> None:
    assert [(r.day, r.quantity, r.change, r.language) for r in told.reforms] == [
        (REFORM, "made_up_age", "Il faut aussi ne pas étudier.", "fr"),
        (date(2030, 1, 1), "made_up_age", "Nobody.", "en"),
    ]


def test_what_a_value_changes_is_looked_for_at_the_days_it_changes() -> None:
    """The AAH is read from the day that the months of reference are others."""
    changed = PARAMETERS["rsa/premier_mois_de_reference"].newest.start
    asked = ask(RULE, PARAMETERS)
    reading = [day for day, found in asked.items() if ("aah", "gross") in found.sight.kinds]
    assert min(reading) == changed
    assert len(asked) < 25, "halving must spare most days"


def test_months_are_those_of_the_last_day(told: form.Rule) -> None:
    assert told.read_on == date(2030, 1, 1)
    assert [income.months for income in told.incomes] == [((4, 1),), ((4, 1),)]


def test_asked_on_one_day_only() -> None:
    asked = ask(RULE, PARAMETERS, REFORM)
    assert list(asked) == [REFORM]
    assert {condition.name for condition in asked[REFORM].sight.conditions} == {"age"}
