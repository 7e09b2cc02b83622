"""The results as one picture: the share that opened the right in both arms, and the difference with its interval.

Belongs here: the chart, in French, as SVG and PNG. Does not: figures (`results`), words shared with tables (`wording`).
Colours are Okabe and Ito's blue and vermilion, told apart by people who see colours otherwise; the arms differ by shape
too, so that a grey print can be read. The font of the PNG is one that the renderer carries: a machine without any
gives the same picture.
"""

import textwrap
from typing import Any

from campaigns.impact.measuring import Effect
from campaigns.impact.results import Results
from campaigns.impact.wording import difference, group, month_name, whole
from data_contracts.decided import BENEFITS

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
COLOURS = {"contactés": "#0072B2", "témoins": "#D55E00"}
INK, PALE = "#222222", "#767676"
ROW, PANEL, MARK = 38, 300, 110
"""Height of a group, width of a panel, size of a mark, in points."""
NAME_WIDTH, LINE, GROUPS_SHOWN = 44, 120, 25
"""Characters of a line of a name and of the title; groups a page can hold."""
WHOLE = "Ensemble"
FACES_SHOWN, NAMED = ("stratum", "profile", "territory", "department"), {"department": "département "}


def draw_chart(results: Results) -> tuple[str, bytes]:
    """The same chart as SVG text and as PNG, twice the size for screens and print."""
    import vl_convert

    chart = _chart(results)
    return vl_convert.vegalite_to_svg(chart, format_locale="fr-FR"), vl_convert.vegalite_to_png(
        chart, scale=2, format_locale="fr-FR"
    )


def _chart(results: Results) -> dict[str, Any]:
    altair = _altair()
    drawn, left_out = _groups(results)
    rows = altair.Data(values=[_row(name, effect) for name, effect in drawn.items()])
    dots = altair.Data(values=[dot for name, effect in drawn.items() for dot in _dots(name, effect)])
    names = altair.Y("name:N").sort(list(drawn)).title(None)
    bare = names.axis(None)
    bold = {"condition": {"test": f"datum.value === '{WHOLE}'", "value": "bold"}, "value": "normal"}
    arms = {"domain": list(COLOURS)}
    lines = altair.Chart(rows).mark_rule(color="#BBBBBB", strokeWidth=2).encode(y=names, x="without:Q", x2="with:Q")
    points = (
        altair.Chart(dots)
        .mark_point(filled=True, size=MARK, opacity=1)
        .encode(
            y=names.axis(
                labelExpr="split(datum.label, '|')", labelFontWeight=bold, labelPadding=16, ticks=False, domain=False
            ),
            x=altair.X("share:Q", axis={"tickCount": 5})
            .title("Foyers qui ont ouvert le droit (%)")
            .scale(zero=True, nice=True),
            color=altair.Color("arm:N").title(None).scale(**arms, range=list(COLOURS.values())),
            shape=altair.Shape("arm:N").title(None).scale(**arms, range=["circle", "square"]),
        )
    )
    no_effect = altair.Chart(altair.Data(values=[{"zero": 0}])).mark_rule(color=PALE, strokeDash=[4, 3])
    intervals = altair.Chart(rows).mark_rule(color=INK, strokeWidth=2)
    differences = altair.Chart(rows).mark_point(filled=True, color=INK, shape="diamond", size=MARK, opacity=1)
    forest = altair.layer(
        no_effect.encode(x=altair.X("zero:Q", axis={"tickCount": 5}).title("Écart en points, intervalle à 95 %")),
        intervals.encode(y=bare, x="low:Q", x2="high:Q"),
        differences.encode(y=bare, x="points:Q"),
    )
    figures = altair.Chart(rows).mark_text(align="left", fontSize=13, color=INK)
    height = altair.Step(ROW)
    chart = altair.hconcat(
        altair.layer(lines, points).properties(width=PANEL, height=height),
        forest.properties(width=PANEL, height=height),
        figures.encode(y=bare, text="text:N", x=altair.value(0)).properties(width=150, height=height),
        spacing=24,
    )
    whole = chart.properties(title=_title(results, left_out), padding=20, background="white").resolve_scale(y="shared")
    return dict(_dressed(whole).to_dict())


def _altair() -> Any:
    """The library, without its types: they are of the many forms of each argument, and nothing is learnt from them."""
    import altair

    return altair


def _dressed(chart: Any) -> Any:
    axis = {"labelFontSize": 13, "titleFontSize": 13, "labelColor": INK, "titleColor": INK, "titleFontWeight": "normal"}
    title = {"fontSize": 18, "subtitleFontSize": 13, "color": INK, "subtitleColor": "#444444", "subtitleLineHeight": 18}
    return (
        chart.configure(font=FONT)
        .configure_axis(**axis, labelLimit=400, gridColor="#E6E6E6")
        .configure_legend(labelFontSize=13, orient="top", labelColor=INK, symbolSize=MARK)
        .configure_title(**title)
        .configure_view(stroke=None)
    )


def _title(results: Results, left_out: int) -> Any:
    arms, opened = results.opened.arms, results.opened
    benefits = ", ".join(BENEFITS[benefit] for benefit in results.benefits)
    told = f"{difference(opened)} points" if opened.measured else "effet non mesurable"
    said = [
        f"Droits ouverts : {told}",
        *textwrap.wrap(benefits, LINE),
        f"Tirage sur les données de {month_name(results.period)} : {whole(arms.contacted)} foyers contactés, "
        f"{whole(arms.control)} témoins, suivis {len(results.window)} mois",
        *textwrap.wrap(results.caveats[0], LINE),
        *([f"{whole(left_out)} groupes plus petits ne sont pas dessinés ; le tableau les donne."] if left_out else []),
    ]
    return _altair().Title(textwrap.wrap(results.title, LINE * 3 // 4), subtitle=said, anchor="start", offset=18)


def _groups(results: Results) -> tuple[dict[str, Effect], int]:
    """What is drawn, whole first: the strata, then the faces that they were not made of; and how many are left out.

    A group with few households in an arm would only show how little is known of it.
    """
    every: dict[str, Effect] = {}
    strata = results.opened_by["stratum"]
    for face in FACES_SHOWN:
        groups = results.opened_by[face]
        if len(groups) > 1 and (face == "stratum" or groups.keys() != strata.keys()):
            every |= {_name(NAMED.get(face, "") + group(value)): effect for value, effect in groups.items()}
    enough = [name for name, effect in every.items() if not effect.arms.few]
    kept = set(sorted(enough, key=lambda name: -(every[name].arms.contacted + every[name].arms.control))[:GROUPS_SHOWN])
    return {WHOLE: results.opened} | {name: every[name] for name in every if name in kept}, len(every) - len(kept)


def _name(words: str) -> str:
    """On two lines at most where it is long; the axis breaks it at the bar."""
    lines = textwrap.wrap(words.replace(" | ", ", "), NAME_WIDTH)
    return "|".join(lines if len(lines) <= 2 else [lines[0], textwrap.shorten(" ".join(lines[1:]), NAME_WIDTH)])


def _row(name: str, effect: Effect) -> dict[str, Any]:
    return {
        "name": name, "without": _points(effect.arms.share_control), "with": _points(effect.arms.share_contacted),
        "points": effect.points, "low": effect.low, "high": effect.high, "text": difference(effect),
    }  # fmt: skip


def _dots(name: str, effect: Effect) -> list[dict[str, Any]]:
    shares = zip(COLOURS, (effect.arms.share_contacted, effect.arms.share_control), strict=True)
    # The square first: where both stand at one place, its corners show behind the circle.
    return [{"name": name, "arm": arm, "share": _points(share)} for arm, share in reversed(list(shares))]


def _points(share: float | None) -> float | None:
    return None if share is None else 100 * share
