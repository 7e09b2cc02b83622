"""Amounts and sentences in French, as expressions."""

import narwhals as nw


def cents(amount: nw.Expr) -> nw.Expr:
    """An amount of 0 or more, to the nearest cent, half a cent upwards whatever the engine rounds to."""
    return (amount.cast(nw.Float64) * 100 + 0.5 + 1e-6).floor() / 100


def euros(amount: nw.Expr) -> nw.Expr:
    """`1234.5` -> `1234,50 €`; NULL stays NULL."""
    return nw.concat_str(
        cents(amount).cast(nw.Decimal(12, 2)).cast(nw.String).str.replace_all(".", ",", literal=True), nw.lit(" €")
    )


def written(amount: float) -> str:
    """A parameter as text: `499.31` -> `499,31 €`."""
    return f"{amount:.2f} €".replace(".", ",")


def sentence(*parts: str | nw.Expr) -> nw.Expr:
    """Parts joined as they are; NULL if any part is NULL."""
    return nw.concat_str([nw.lit(part) if isinstance(part, str) else part for part in parts])


def only_if(condition: nw.Expr, text: nw.Expr | str) -> nw.Expr:
    """The text where the condition holds, else NULL."""
    return nw.when(condition).then(nw.lit(text) if isinstance(text, str) else text)
