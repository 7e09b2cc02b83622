"""The catalogue holds every rule and every value in force, comes from the rules themselves, and is the one in docs."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from eligibility.catalogue import Catalogue, files, gather
from eligibility.catalogue.form import Parameter as Entry
from eligibility.catalogue.form import Value
from eligibility.catalogue.names import BENEFITS
from eligibility.catalogue.pages import DATA
from eligibility.catalogue.value_pages import FAMILIES, family_of
from eligibility.catalogue.values import SINCE
from eligibility.parameters import Parameter, load_parameters
from eligibility.rights import RULES
from eligibility.rules import rules_in_force

KEPT = Path(__file__).parents[3] / "docs" / "catalogue"
COMMAND = "justedroit rules catalogue --out docs/catalogue"
JUNE_2014, MAY_2026 = date(2014, 6, 1), date(2026, 5, 1)


@pytest.fixture(scope="module")
def parameters() -> Mapping[str, Parameter]:
    return load_parameters()


@pytest.fixture(scope="module")
def catalogue(parameters: Mapping[str, Parameter]) -> Catalogue:
    return gather(parameters)


def test_the_kept_catalogue_is_current(catalogue: Catalogue) -> None:
    kept = {path.relative_to(KEPT).as_posix(): path.read_text("utf-8") for path in KEPT.rglob("*") if path.is_file()}
    written = files(catalogue)
    wrong = sorted(name for name in kept.keys() | written.keys() if kept.get(name) != written.get(name))
    assert not wrong, f"{', '.join(wrong)} : not what the rules say any more; write it anew with\n  {COMMAND}"


def test_every_rule_is_there_with_its_days(catalogue: Catalogue) -> None:
    told = {(b.code, rule.start, rule.end or date.max, rule.article) for b in catalogue.benefits for rule in b.rules}
    assert told == {(rule.benefit, rule.start, rule.end, rule.article) for rule in RULES}


def test_every_benefit_and_family_has_a_french_name(catalogue: Catalogue) -> None:
    assert {benefit.code for benefit in catalogue.benefits} <= BENEFITS.keys()
    assert {family_of(parameter.name) for parameter in catalogue.parameters} <= FAMILIES.keys()


def test_wordings_follow_each_other_and_cover_the_rule(catalogue: Catalogue) -> None:
    for rule in (rule for benefit in catalogue.benefits for rule in benefit.rules):
        assert (rule.wordings[0].start, rule.wordings[-1].end) == (rule.start, rule.end)
        for before, after in pairwise(rule.wordings):
            assert before.end
            assert after.start == before.end + timedelta(days=1)


def test_what_a_day_reads_is_in_the_whole(parameters: Mapping[str, Parameter], catalogue: Catalogue) -> None:
    """Days between those that a rule was asked on: nothing that it reads then was overlooked."""
    whole = {(benefit.code, rule.start): rule for benefit in catalogue.benefits for rule in benefit.rules}
    for day in (date(2010, 8, 31), date(2011, 11, 5), JUNE_2014, date(2016, 2, 29), date(2017, 6, 7), date(2023, 8, 9)):
        for benefit in gather(parameters, day).benefits:
            (rule,) = benefit.rules
            known = whole[benefit.code, rule.start]
            assert set(rule.parameters) <= set(known.parameters)
            assert set(rule.facts) <= set(known.facts)
            assert {income.code for income in rule.incomes} <= {income.code for income in known.incomes}
            (wording,) = (w for w in known.wordings if w.start <= day <= (w.end or date.max))
            assert [c.label for c in wording.conditions] == [c.label for c in rule.wordings[0].conditions]


def test_every_value_in_force_since_2009_is_there(parameters: Mapping[str, Parameter], catalogue: Catalogue) -> None:
    entries = {entry.name: entry for entry in catalogue.parameters}
    assert entries.keys() == parameters.keys()
    for name, parameter in parameters.items():
        for day in (SINCE, *(start for start, _ in parameter.series), MAY_2026):
            if day >= max(SINCE, parameter.series[0][0]):
                assert _cells(entries[name], day) == _in_force(parameter, day)
        assert [value.source for value in entries[name].values][-1] == parameter.newest.source
        assert entries[name].values[-1].checked_on == parameter.newest.checked_on


@pytest.mark.parametrize("day", [date(2008, 1, 1), JUNE_2014, date(2016, 3, 31), date(2016, 4, 1), MAY_2026])
def test_of_a_day_only_what_is_in_force(parameters: Mapping[str, Parameter], day: date) -> None:
    told = gather(parameters, day)
    assert {benefit.code for benefit in told.benefits} == {rule.benefit for rule in rules_in_force(day)}
    assert all(len(entry.values) == 1 for entry in told.parameters)
    assert {e.name: _cells(e, day) for e in told.parameters} == {
        name: cells for name, p in parameters.items() if (cells := _in_force(p, day))
    }
    assert Catalogue.model_validate_json(files(told)[DATA]) == told


def test_json_comes_back_as_it_was_and_the_same_bytes_again(
    parameters: Mapping[str, Parameter], catalogue: Catalogue
) -> None:
    written = files(catalogue)
    assert Catalogue.model_validate_json(written[DATA]) == catalogue
    assert files(gather(parameters)) == written


def test_a_changed_value_changes_the_catalogue(parameters: Mapping[str, Parameter], catalogue: Catalogue) -> None:
    given = parameters["rsa/montant_base"]
    newest = given.newest.model_copy(update={"value": 700.0})
    changed = given.model_copy(update={"values": [*given.values[:-1], newest]})
    changed = Parameter.model_validate(changed.model_dump(by_alias=True))
    before, after = files(catalogue), files(gather({**parameters, given.name: changed}))
    differ = {name for name in before if before[name] != after[name]}
    assert {DATA, "valeurs/rsa.md", "prestations/rsa_socle.md"} <= differ
    assert "valeurs/retraite.md" not in differ
    assert "700,00" in after["valeurs/rsa.md"]


def test_links_lead_somewhere(catalogue: Catalogue) -> None:
    written = files(catalogue)
    for name, text in written.items():
        for target in _links(text) if name.endswith(".md") else ():
            path, _, heading = target.partition("#")
            reached = (Path("/") / Path(name).parent / path).resolve().relative_to("/").as_posix()
            assert reached in written, f"{name} -> {target}"
            assert not heading or f"\n## {heading}\n" in written[reached], f"{name} -> {target}"


def test_tables_have_their_columns(catalogue: Catalogue) -> None:
    """A bar or a line feed in a text would break its table; nothing is raw HTML."""
    for name, text in files(catalogue).items():
        lines = text.split("\n")
        for before, line in pairwise(lines):
            if name.endswith(".md") and before.startswith("|") and line.startswith("|"):
                assert _bars(before) == _bars(line), f"{name}: {line}"
        assert not name.endswith(".md") or "<" not in text, name


def _bars(line: str) -> int:
    return line.replace("\\|", "").count("|")


def _links(text: str) -> Iterator[str]:
    for part in text.split("](")[1:]:
        yield part.partition(")")[0]


def _cells(entry: Entry, day: date) -> dict[tuple[str, ...], float]:
    values: list[Value] = [v for v in entry.values if v.start <= day <= (v.end or date.max)]
    return {cell.keys: cell.number for value in values for cell in value.cells}


def _in_force(parameter: Parameter, day: date) -> dict[tuple[str, ...], float]:
    cells = next((cells for start, cells in reversed(parameter.series) if start <= day), {})
    return {tuple(map(str, keys)): number for keys, number in cells.items()}
