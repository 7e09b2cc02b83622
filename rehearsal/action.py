"""A release that is followed: the set effect, and the plan of who responds to it, made once for all the months after.

Belongs here: what may be asked for, what makes it impossible, writing the plan. Does not: the choice itself
(`responses`), what it changes in a month (`openings`), what comes back to the service (`returned`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from data_contracts.errors import InputError
from data_contracts.period import MONTHS_KEPT, Period
from rehearsal.engine import month_number
from rehearsal.month import living
from rehearsal.rates import FaultRates
from rehearsal.responses import CONDUCTS, DRAWN, PATH, PATHS, RESPONSES
from rehearsal.sql import literal
from rehearsal.territory import Territory
from rehearsal.truth import TABLES
from rehearsal.writing import whole_file


@dataclass(frozen=True)
class Action:
    """A release that was followed: `name` seeds its chances; the window is the `within_months` months after `released`.

    `effect_points`: how many more households in a hundred open the right when contacted, over all those drawn.
    """

    name: str
    released: Period
    effect_points: float
    within_months: int = 6

    def __post_init__(self) -> None:
        if not (0 <= self.effect_points <= 100 and 1 <= self.within_months <= MONTHS_KEPT):
            raise InputError(
                what="L'effet ou la durée demandés sont hors des bornes.",
                expected=f"un effet de 0 à 100 points, une durée de 1 à {MONTHS_KEPT} mois",
                where="--effect, --within",
                remedy="corriger la valeur et relancer",
            )

    @property
    def window(self) -> list[Period]:
        return [self.released.shift(ago) for ago in range(1, self.within_months + 1)]

    def plan_in(self, truth: Path) -> Path:
        """Where the plan is written, beside the months of the truth."""
        return truth / "actions" / f"{self.name}.parquet"


def plan(
    territory: Territory,
    action: Action,
    reached: pl.DataFrame,
    truth: Path,
    *,
    faults: FaultRates = FaultRates(),  # noqa: B008 - frozen
    after: Sequence[Path] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Path:
    """Write who responds to an action and when; returns the file, to be given to `rehearse` as one of `after`.

    `reached`: a row a person drawn and right, with the truth's `household_no`, `arm` (contacted or control) and
    `benefit`. The file has a row a household drawn: household_no, profile, arm, conduct, benefit (the truth's), told_as
    (the campaign's), applied_in and decided_in (first days of months), decision (awarded, rejected); all from benefit
    on are empty where nothing is asked for.
    Raises InputError where too few of the households drawn can open the right, or where they are not this territory's.
    """
    with living(territory, action.released, faults, after=after, progress=progress) as con:
        con.register("reached", reached.select("household_no", "arm", "benefit"))
        con.execute(DRAWN)
        _check_territory(con, action, truth)
        con.execute(PATHS)
        households = pl.DataFrame(con.sql("SELECT household_no FROM drawn"))
        for month in action.window:
            progress(f"Ce qui arriverait de toute façon : {month}")
            _follow(con, month, _path(territory, month, faults, after, households))
        names = {"name": action.name.replace("'", "''"), "effect_points": action.effect_points}
        con.execute(CONDUCTS.format(**names))
        _check_possible(con, action)
        first = month_number(action.released) + 1
        con.execute(RESPONSES.format(**names, first=first, months=action.within_months))
        final = action.plan_in(truth)
        with whole_file(final) as aside:
            con.execute(f"COPY planned TO {literal(aside)} (FORMAT parquet, COMPRESSION zstd)")
    return final


def _path(
    territory: Territory, month: Period, faults: FaultRates, after: Sequence[Path], households: pl.DataFrame
) -> pl.DataFrame:
    """Which right each household drawn has, and receives, in a month in which nobody was contacted."""
    with living(territory, month, faults, after=after) as con:
        con.register("drawn_households", households)
        return pl.DataFrame(con.sql(PATH.format(rights=TABLES["rights"])))


def _follow(con: duckdb.DuckDBPyConnection, month: Period, path: pl.DataFrame) -> None:
    con.register("path", path)
    con.execute(f"INSERT INTO paths SELECT household_no, benefit, {month_number(month)}, entitled, received FROM path")
    con.unregister("path")


def _check_territory(con: duckdb.DuckDBPyConnection, action: Action, truth: Path) -> None:
    """The people of the month that was drawn must be those of the truth beside it: same size, seed, départements."""
    written = truth / str(action.released) / "people.parquet"
    same = written.exists() and con.execute(
        f"""SELECT count(*) FROM (SELECT person_no, nir FROM people) ours
        FULL JOIN (SELECT person_no, nir FROM read_parquet({literal(written)})) theirs USING (person_no, nir)
        WHERE ours.person_no IS NULL OR theirs.person_no IS NULL"""
    ).fetchone() == (0,)
    if not same:
        raise InputError(
            what=f"Le territoire fictif n'est pas celui sur lequel la campagne de {action.released} a été tirée.",
            expected="les mêmes personnes, départements, nombre --seed et fréquence de défauts qu'à ce mois",
            where=written.parent,
            remedy="reprendre les options de `justedroit rehearse` de ce mois-là",
        )


def _check_possible(con: duckdb.DuckDBPyConnection, action: Action) -> None:
    drawn, able, wanted = con.execute(
        "SELECT count(*), count(*) FILTER (may_be_persuaded), coalesce(any_value(wanted), 0) FROM conducts"
    ).fetchone() or (0, 0, 0)
    if not drawn or able < wanted:
        most = 100 * able / drawn if drawn else 0
        raise InputError(
            what=f"Un effet de {action.effect_points:g} points ne peut pas être joué : trop peu des {drawn} foyers "
            "tirés peuvent encore ouvrir le droit.",
            expected=f"au plus {int(10 * most) / 10:g} points",
            where="--effect",
            remedy="choisir un effet plus petit, ou une campagne mieux ciblée",
        )
