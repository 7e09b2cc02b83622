"""The results as a screen has room for: fewer columns than the workbook, and no group too small to say anything.

Belongs here: these tables. Does not: figures (`results`), the whole tables and the files (`report`).
"""

from campaigns.impact.measuring import Effect
from campaigns.impact.report import BY_CHANCE, CAVEAT, Table, tables
from campaigns.impact.results import FACES, Results
from campaigns.impact.wording import MISSING, difference, group, month_name, p_value, percent, whole

_EFFECT = ("Contactés", "Témoins", "Écart en points [intervalle à 95 %]", BY_CHANCE)


def on_screen(results: Results) -> list[Table]:
    """Summary (without its caveats, which the command prints apart), effects, months, precision."""
    summary, _, _, precision = tables(results)
    said = tuple(row for row in summary.rows if row[0] != CAVEAT)
    return [
        Table(summary.title, summary.headings, said, summary.widths),
        _effects(results),
        _months(results),
        precision,
    ]


def left_out(results: Results) -> int:
    """How many groups are in the workbook only."""
    return sum(effect.arms.few for groups in results.opened_by.values() for effect in groups.values())


def _effects(results: Results) -> Table:
    rows = [
        ("Ensemble", "droits ouverts", *_told(results.opened)),
        ("Ensemble", "demandes", *_told(results.applied)),
    ]
    for face, name in FACES.items():
        large = {value: effect for value, effect in results.opened_by[face].items() if not effect.arms.few}
        rows += [(name, group(value), *_told(effect)) for value, effect in large.items()]
    return Table("Effet (foyers)", ("Selon", "Groupe", *_EFFECT), tuple(rows), ())


def _months(results: Results) -> Table:
    rows = [
        (month_name(results.window[after - 1]), *_told(effect)) for after, effect in results.opened_by_month.items()
    ]
    return Table("Droits ouverts, mois après mois (foyers)", ("Fin du mois de", *_EFFECT), tuple(rows), ())


def _told(effect: Effect) -> tuple[str, ...]:
    arms = effect.arms
    if not effect.measured:
        return (MISSING,) * 4
    contacted = f"{whole(arms.opened_contacted)} sur {whole(arms.contacted)}, {percent(arms.share_contacted)}"
    control = f"{whole(arms.opened_control)} sur {whole(arms.control)}, {percent(arms.share_control)}"
    return contacted, control, difference(effect), p_value(effect.p_value)
