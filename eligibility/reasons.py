"""Why a right is likely or possible, as one French text a row: conditions, amounts that decide, articles, presumptions.

Belongs here: the words of a list. Does not: the explanation of one case, nor what people are written.
"""

from collections.abc import Iterable, Mapping

import narwhals as nw

from eligibility.bounds import Truth
from eligibility.rights import Right, Shown

UNKNOWN_FROM = 100_000.0
"""An amount that may be higher than that, EUR or anything counted, is not known."""
UNITS = {"EUR/month": " € par mois", "EUR/year": " € par an", "EUR/day": " € par jour"}


def reasons(right: Right, met: Mapping[str, Truth], presumptions: nw.Expr) -> nw.Expr:
    """`met`: each condition by its name, as columns; `presumptions`: a text, empty where nothing is presumed."""
    shown = {one.label: one for one in right.all_shown}
    held = [(met[condition.name].sure, condition.article) for condition in right.conditions]
    unsure = [(met[c.name].undecided, f"{c.label} ({c.article})") for c in right.conditions]
    return nw.concat_str(
        [
            *(_amount(one) for one in shown.values()),
            _sentence("Conditions remplies : ", held),
            _sentence("À vérifier : ", unsure),
            nw.when(presumptions != "").then(nw.concat_str([nw.lit("Présumé : "), presumptions, nw.lit(".")])),
        ],
        separator=" ",
        ignore_nulls=True,
    )


def _sentence(before: str, texts: Iterable[tuple[nw.Expr, str]]) -> nw.Expr:
    parts = [nw.when(flag).then(nw.lit(text)) for flag, text in texts]
    listed = nw.concat_str(parts, separator=" ; ", ignore_nulls=True)
    return nw.when(listed != "").then(nw.concat_str([nw.lit(before), listed, nw.lit(".")]))


def _amount(shown: Shown) -> nw.Expr:
    """« Forfait logement : 59,92 € par mois (CASF R262-9). »; nothing where it is surely nil."""
    low, high = shown.value.low, shown.value.high
    counted = shown.unit not in UNITS
    unit = nw.lit(f" {shown.unit}" if counted else UNITS[shown.unit])
    if counted:
        unit = nw.when(high < 2.0).then(nw.lit(f" {shown.unit.removesuffix('s')}")).otherwise(unit)
    digits = 0 if counted else 2
    ending = nw.lit(f" ({shown.article})." if shown.article else ".")
    label = nw.lit(f"{shown.label} : ")
    text = _written(low, digits)
    if not shown.value.exact:
        at_least = nw.concat_str([nw.lit("au moins "), text])
        between = nw.concat_str([nw.lit("de "), text, nw.lit(" à "), _written(high, digits)])
        text = nw.when(high >= UNKNOWN_FROM).then(at_least).when(high - low >= 0.005).then(between).otherwise(text)
    told = nw.when(high > 0.0).then(nw.concat_str([label, text, unit, ending]))
    if shown.value.exact:
        return told
    unknown = nw.concat_str([label, nw.lit("non connu"), ending])
    return nw.when((low <= 0.0) & (high >= UNKNOWN_FROM)).then(unknown).otherwise(told)


def _written(amount: nw.Expr, digits: int) -> nw.Expr:
    """`1234.5` -> `1234,50`."""
    kept = nw.Decimal(12, 2) if digits else nw.Int64
    cents = (amount * 10**digits + 0.5 + 1e-6).floor() / 10**digits
    written: nw.Expr = cents.cast(kept).cast(nw.String).str.replace_all(".", ",", literal=True)
    return written
