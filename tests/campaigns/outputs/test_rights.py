"""What is missing is told to people in plain words, whatever it is."""

from campaigns.outputs.rights import rights
from data_contracts.situation import KINDS_OF_INCOME
from eligibility.facts import OF_HOUSEHOLDS, OF_PEOPLE


def test_every_fact_that_may_be_missing_has_plain_words() -> None:
    labels = {fact.label for facts in (OF_HOUSEHOLDS, OF_PEOPLE) for fact in facts.values()}
    assert labels == set(rights().checks)


def test_incomes_are_told_once() -> None:
    missing = ["loyer", KINDS_OF_INCOME["wages"], KINDS_OF_INCOME["ass"], "loyer", "une chose nouvelle"]
    assert rights().plain(missing) == ["le montant de votre loyer", rights().incomes, "une chose nouvelle"]
