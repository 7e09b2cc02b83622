"""What results say, and the files they are written to."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import fastexcel
import pytest

from campaigns.impact.answers import Precision
from campaigns.impact.chart import GROUPS_SHOWN, draw_chart
from campaigns.impact.measuring import Arms, measure, share_of
from campaigns.impact.outcomes import follow
from campaigns.impact.report import as_json, tables, write_results
from campaigns.impact.results import Results, gather
from campaigns.impact.screen import left_out, on_screen
from tests.campaigns.impact.planted import MAY, Store, target


def results(
    opened: tuple[int, int],
    arms: tuple[int, int] = (60, 40),
    *,
    benefits: tuple[str, ...] = ("rsa_socle",),
    **said: Any,
) -> Results:
    """A release of which the first households of each arm open the right in June, everyone seen in June and July."""
    store = Store()
    rows = [target(f"c{at:03}", stratum=("44", "77")[at % 2]) for at in range(arms[0])]
    rows += [target(f"t{at:03}", arm="control", stratum=("44", "77")[at % 2]) for at in range(arms[1])]
    people = {row["person_id"]: (at, 1000 + at) for at, row in enumerate(rows, start=1)}
    open_for = [f"c{at:03}" for at in range(opened[0])] + [f"t{at:03}" for at in range(opened[1])]
    received = [("household", people[name][1], "rsa_socle", "live") for name in open_for]
    months = [store.month(after, people, received) for after in (1, 2)]
    asked = {"since": MAY, "within_months": said.pop("within_months", 2), "benefits": benefits}
    outcomes = follow(store.con, store.targets(*rows or [target("x")]), months, **asked)
    given: dict[str, Any] = {"campaign": "rsa", "title": "RSA des demandeurs d'emploi", "releases": ["rsa 2014-05 v1"]}
    return gather(store.con, outcomes, period=MAY, since=MAY, **given, **said)


EFFECT = (30, 6)


def everything() -> Results:
    precision = [Precision("all", "", 8, share_of(6, 10)), Precision("rule", "rsa_socle:likely", 8, share_of(6, 10))]
    return results(EFFECT, precision=precision, undelivered=share_of(3, 60), total_eur=1000.0)


def test_the_figures_are_those_of_the_months() -> None:
    found = everything()
    assert found.opened == measure(Arms(60, 30, 40, 6))
    assert found.opened_by["stratum"]["44"] == measure(Arms(30, 15, 20, 3))
    assert found.opened_by_month[1] == found.opened
    assert found.cost is not None
    assert found.cost.extra_rights == pytest.approx(0.35 * 60)


@pytest.mark.parametrize(
    ("spent", "source", "said"),
    [
        (1000.0, "file", "1 000 €, d'après le fichier de campagne tel qu'il est aujourd'hui"),
        (1000.0, "release", "1 000 €, d'après le fichier de campagne tel qu'il était au tirage"),
        (None, "file", "non indiqué dans le fichier de campagne tel qu'il est aujourd'hui"),
    ],
)
def test_costs_are_told_with_the_file_that_says_them(spent: float | None, source: str, said: str) -> None:
    rows = dict(tables(results(EFFECT, total_eur=spent, costs_from=source))[0].rows)
    assert rows["Coût total" if spent else "Coût"] == said.replace(" ", "\u202f", 1 if spent else 0)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: results((12, 6)), "Effet non démontré"),
        (lambda: results((2, 20)), "Effet défavorable"),
        (lambda: results((5, 0), (60, 0)), "Effet non mesurable : aucun foyer témoin"),
        (lambda: results((5, 0), (60, 20)), "Un des deux groupes compte moins de 30 foyers"),
        (lambda: results(EFFECT, within_months=3), "ceux de juillet 2014, et le suivi va jusqu'à août 2014"),
        (lambda: results((0, 0), benefits=("aspa",)), "Aucun fichier ne dit qui demande ces aides"),
        (lambda: results((6, 6), total_eur=10.0), "Coût par droit ouvert non défini"),
        (lambda: results((12, 6), total_eur=10.0), "Coût par droit ouvert sans maximum"),
        (everything, "2 droits attendent encore une décision"),
    ],
)
def test_what_must_be_said(made: Any, said: str) -> None:
    assert any(said in caveat for caveat in made().caveats)


def test_what_need_not_be_said() -> None:
    """A sure effect, every month delivered: only the groups ask for caution."""
    assert [caveat[:23] for caveat in results(EFFECT).caveats] == ["Les effets par groupe s"]


def test_an_effect_is_told_with_its_interval_and_a_doubt_with_its_word() -> None:
    assert (
        "Effet sur les droits ouverts",
        "+35,0 [16,3 ; 49,6] points ; 50,0 % des contactés, 15,0 % des témoins",
    ) in (tables(everything())[0].rows)
    doubtful = dict(tables(results((12, 6)))[0].rows[:7])
    assert str(doubtful["Effet sur les droits ouverts"]).endswith("effet non démontré")


def test_files_are_the_same_again_and_nothing_is_left_aside(tmp_path: Path) -> None:
    found = everything()
    first, second = (write_results(found, tmp_path / name) for name in ("one", "two"))
    assert [path.name for path in first] == ["resultats.xlsx", "resultats.json", "resultats.svg", "resultats.png"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == sorted(path.name for path in first)


def test_json_has_every_figure() -> None:
    told = json.loads(as_json(everything()))
    assert told["opened"]["arms"] == {"contacted": 60, "opened_contacted": 30, "control": 40, "opened_control": 6}
    assert told["window"] == ["2014-06", "2014-07"]
    assert told["opened_by"]["stratum"].keys() == {"44", "77"}
    assert told["precision"][1]["awarded"]["count"] == 6


def test_the_workbook_holds_the_tables(tmp_path: Path) -> None:
    found = everything()
    book = fastexcel.read_excel(write_results(found, tmp_path)[0])
    assert book.sheet_names == [table.title for table in tables(found)]
    effects = book.load_sheet("Effet").to_polars()
    assert effects.row(0)[:6] == ("Ensemble", "droits ouverts", 60, 30, 40, 6)


def test_the_chart_shows_both_arms_and_the_difference_in_french() -> None:
    svg, png = draw_chart(everything())
    for text in ("contactés", "témoins", "Écart en points, intervalle à 95 %", "+35,0 [16,3 ; 49,6]", "Ensemble"):
        assert text in svg
    assert png.startswith(b"\x89PNG")


def test_a_chart_of_an_empty_arm_and_one_of_too_many_groups_are_drawn() -> None:
    assert "non mesurable" in draw_chart(results((5, 0), (60, 0)))[0]
    found = everything()
    many = {f"{at:03}": measure(Arms(50, 10, 50, 5)) for at in range(GROUPS_SHOWN + 4)}
    svg, _ = draw_chart(replace(found, opened_by={**found.opened_by, "stratum": many}))
    assert "4 groupes plus petits" in svg


def test_months_without_files_have_no_figures() -> None:
    store = Store()
    rows = [target("c"), target("t", arm="control")]
    people = {"c": (1, 1001), "t": (2, 1002)}
    months = [store.month(after, people, []) for after in (1, 3)]
    given: dict[str, Any] = {"campaign": "rsa", "title": "RSA", "releases": ["rsa 2014-05 v1"]}
    given |= {"period": MAY, "since": MAY}
    asked = {"since": MAY, "within_months": 4, "benefits": ("rsa_socle",)}
    found = gather(store.con, follow(store.con, store.targets(*rows), months, **asked), **given)
    assert [effect.measured for effect in found.opened_by_month.values()] == [True, False, True, False]
    assert any("aucun fichier de juillet 2014 ne dit qui reçoit" in caveat for caveat in found.caveats)
    assert any("ceux d'août 2014, et le suivi va jusqu'à septembre 2014" in caveat for caveat in found.caveats)
    nothing = gather(store.con, follow(store.con, store.targets(*rows), [], **asked), **given)
    assert not nothing.opened.measured
    assert nothing.caveats == ("Effet pas encore mesurable : aucun fichier des mois suivis n'a été reçu.",)
    assert dict(tables(nothing)[0].rows)["Effet sur les droits ouverts"] == "non mesurable"
    assert draw_chart(nothing)[1].startswith(b"\x89PNG")


def test_no_word_of_statisticians_is_shown() -> None:
    shown = [*tables(everything()), *on_screen(results((6, 6), total_eur=10.0)), draw_chart(everything())[0]]
    assert re.search(r"\b(strates?|valeur p|graine|bras)\b", str(shown), re.IGNORECASE) is None


def test_a_screen_shows_large_groups_only() -> None:
    found = replace(everything(), opened_by={**everything().opened_by, "stratum": {
        "44": measure(Arms(50, 10, 50, 5)), "77": measure(Arms(5, 1, 5, 0)),
    }})  # fmt: skip
    shown = [row[:2] for row in on_screen(found)[1].rows]
    assert ("Groupe du tirage", "44") in shown
    assert ("Groupe du tirage", "77") not in shown
    assert left_out(found) >= 1
