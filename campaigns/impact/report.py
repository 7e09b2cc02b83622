"""The results as tables to print, and as files: XLSX, JSON, and the chart as SVG and PNG.

Belongs here: the tables, in French, and writing them. Does not: figures (`results`), the picture (`chart`), sentences
that warn (`caveats`). No person stands in any of it: counts of groups only.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from campaigns.impact.chart import draw_chart
from campaigns.impact.measuring import Effect, Share
from campaigns.impact.results import FACES, Results
from campaigns.impact.wording import MISSING, difference, euros, group, month_name, p_value, percent, signed, whole
from data_contracts.decided import BENEFITS, VERDICTS
from data_contracts.period import Period
from data_contracts.workbooks import A4, HEADING, LINE_HEIGHT, READING, height, open_workbook, print_layout

XLSX, JSON, SVG, PNG = "resultats.xlsx", "resultats.json", "resultats.svg", "resultats.png"
CAVEAT = "À savoir"
BY_CHANCE = "Probabilité d'un tel écart par hasard"
COSTS_FROM = {
    "file": "le fichier de campagne tel qu'il est aujourd'hui",
    "release": "le fichier de campagne tel qu'il était au tirage",
}

Cell = str | int


@dataclass(frozen=True)
class Table:
    """A table of results: texts in French and counts, under headings that are empty where there is nothing to head."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]


def tables(results: Results) -> list[Table]:
    """Every table, in the order they are printed; the command line and the workbook show the same."""
    return [_summary(results), _effects(results), _by_month(results), _precision(results)]


def write_results(results: Results, folder: Path) -> list[Path]:
    """Write `resultats.xlsx`, `.json`, `.svg` and `.png` into a folder, made where there is none; returns their paths.

    Each is written aside and renamed; the same results give the same bytes.
    """
    svg, png = draw_chart(results)
    written = {XLSX: _workbook(results), JSON: as_json(results).encode(), SVG: svg.encode(), PNG: png}
    folder.mkdir(parents=True, exist_ok=True)
    aside = {folder / name: folder / f".{name}.part" for name in written}
    for (path, part), content in zip(aside.items(), written.values(), strict=True):
        part.write_bytes(content)
        part.replace(path)
    return list(aside)


def as_json(results: Results) -> str:
    """Every figure, unrounded: points from -100 to 100, shares from 0 to 1, euros; months as 2014-05."""
    return json.dumps(_plain(results), ensure_ascii=False, indent=2) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Period):
        return str(value)
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(held) for key, held in value.items()}
    return [_plain(held) for held in value] if isinstance(value, tuple) else value


_ARMS = ("Contactés", "dont oui", "Témoins", "dont oui")
_EFFECT = (*_ARMS, "Part des contactés", "Part des témoins", "Écart en points [intervalle à 95 %]", BY_CHANCE)
_WIDTHS = (11, 11, 11, 11, 12, 12, 26, 15)


def _effect(effect: Effect) -> tuple[Cell, ...]:
    arms = effect.arms
    if not effect.measured:
        return (arms.contacted, MISSING, arms.control, *[MISSING] * 5)
    counts = (arms.contacted, arms.opened_contacted, arms.control, arms.opened_control)
    shares = (percent(arms.share_contacted), percent(arms.share_control))
    return (*counts, *shares, difference(effect), p_value(effect.p_value))


def _summary(results: Results) -> Table:
    rows = [
        ("Campagne", results.title),
        ("Tirage", " ; ".join(results.releases)),
        ("Données", month_name(results.period)),
        ("Droits suivis", ", ".join(BENEFITS[benefit] for benefit in results.benefits)),
        ("Mois suivis", " à ".join(month_name(month) for month in (results.window[0], results.window[-1]))),
        ("Effet sur les droits ouverts", _told(results.opened)),
        ("Effet sur les demandes", _told(results.applied)),
        ("Foyers encore connus à la fin", _compared(results.found_again)),
        ("Courriers non distribués", _share(results.undelivered)),
        *_cost_rows(results),
        *((CAVEAT, caveat) for caveat in results.caveats),
    ]  # fmt: skip
    return Table("Résultats", ("", ""), tuple(rows), (32, 90))


def _told(effect: Effect) -> str:
    if effect.points is None:
        return "non mesurable"
    said = "" if effect.demonstrated else " ; effet non démontré"
    return f"{difference(effect)} points ; {_compared(effect)}{said}"


def _compared(effect: Effect) -> str:
    contacted, control = percent(effect.arms.share_contacted), percent(effect.arms.share_control)
    return f"{contacted} des contactés, {control} des témoins" if effect.measured else MISSING


def _share(share: Share) -> str:
    counts = f" ({whole(share.count)} sur {whole(share.among)})"
    return MISSING if share.share is None else percent(share.share) + counts


def _cost_rows(results: Results) -> Iterator[tuple[str, str]]:
    cost, source = results.cost, COSTS_FROM[results.costs_from]
    if cost is None:
        yield "Coût", f"non indiqué dans {source}"
        return
    yield "Coût total", f"{euros(cost.total_eur)}, d'après {source}"
    if cost.extra_rights is not None:
        yield "Droits ouverts grâce à la campagne", signed(cost.extra_rights)
    if cost.per_right_eur is None:
        yield "Coût par droit ouvert", "non défini"
    else:
        low, high = euros(cost.low_eur), euros(cost.high_eur)
        between = f"au moins {low}, sans maximum" if cost.high_eur is None else f"de {low} à {high}"
        yield "Coût par droit ouvert", f"{euros(cost.per_right_eur)} ({between})"


def _effects(results: Results) -> Table:
    rows = [
        ("Ensemble", "droits ouverts", *_effect(results.opened)),
        ("Ensemble", "demandes", *_effect(results.applied)),
    ]
    for face, name in FACES.items():
        rows += [(name, group(value), *_effect(effect)) for value, effect in results.opened_by[face].items()]
    return Table("Effet", ("Selon", "Groupe", *_EFFECT), tuple(rows), (22, 38, *_WIDTHS))


def _by_month(results: Results) -> Table:
    rows = []
    for after, effect in results.opened_by_month.items():
        month = results.window[after - 1]
        untold = results.missing.get(month, ())
        told = "oui" if not untold else "non" if len(untold) == len(results.benefits) else "en partie"
        rows.append((after, month_name(month), told, *_effect(effect)))
    headings = ("Mois après", "Fin du mois de", "Fichiers reçus", *_EFFECT)
    return Table("Mois après mois", headings, tuple(rows), (10, 18, 12, *_WIDTHS))


def _precision(results: Results) -> Table:
    rows = []
    for found in results.precision:
        share = found.awarded
        between = MISSING if share.low is None else f"{percent(share.low)} à {percent(share.high)}"
        counts = (share.among, found.decided, share.count)
        rows.append((*_rule(found.by, found.code), *counts, percent(share.share), between))
    headings = (
        "Selon", "Groupe", "Ont répondu", "dont décision connue", "dont droit accordé", "Part accordée",
        "Intervalle à 95 %",
    )  # fmt: skip
    return Table("Précision du ciblage", headings, tuple(rows), (24, 44, 12, 13, 13, 12, 20))


def _rule(by: str, code: str) -> tuple[str, str]:
    if by == "rule":
        benefit, verdict = code.split(":")
        return "Règle", f"{BENEFITS.get(benefit, benefit)}, {VERDICTS.get(verdict, verdict)}"
    return (FACES["tier"], group(code)) if by == "tier" else ("Ensemble", "droits des personnes qui ont répondu")


def _workbook(results: Results) -> bytes:
    buffer = BytesIO()
    book = open_workbook(buffer, results.title, results.window[-1].last_day)
    heading = book.add_format({**HEADING, "valign": "top"})
    read = book.add_format({**READING, "text_wrap": True, "align": "left"})
    for table in tables(results):
        sheet = book.add_worksheet(table.title)
        headed = any(table.headings)
        for column, (name, width) in enumerate(zip(table.headings, table.widths, strict=True)):
            sheet.set_column(column, column, width, read)
            if headed:
                sheet.write_string(0, column, name, heading)
        for at, row in enumerate(table.rows, start=int(headed)):
            for column, cell in enumerate(row):
                (sheet.write_number if isinstance(cell, int) else sheet.write_string)(at, column, cell, read)
            sheet.set_row(at, height([(str(cell), width) for cell, width in zip(row, table.widths, strict=True)]))
        if headed:
            sheet.set_row(0, 3 * LINE_HEIGHT)
            sheet.freeze_panes(1, 2)
            sheet.repeat_rows(0)
        sheet.hide_gridlines(1 if headed else 2)
        sheet.set_landscape()
        print_layout(sheet, A4)
    book.close()
    return buffer.getvalue()
