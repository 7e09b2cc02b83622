"""The draw: who of a release is contacted, and who is left alone so that the effect can be measured.

Belongs here: the rule of chance. Does not: who may be drawn (`targeting`), who comes first (`priority`), keeping the
arms (`ledger`). It is done before any contact, so that nothing that happens afterwards can decide the arm.
"""

from collections.abc import Sequence
from hashlib import sha256

from data_contracts.relations import Connection, Relation, bind, keep

ARMS = {"contacted": "contactés", "control": "témoins"}
EVERYBODY = "ensemble"
"""The stratum of a draw without strata."""
BLOCK = 10
"""Households drawn among at once: small enough that those of a block are alike, large enough that who is drawn in it
stays a matter of chance."""


def draw(
    con: Connection,
    households: Relation,
    *,
    share: float,
    strata: Sequence[str],
    balance: Sequence[str],
    seed: int,
    name: str = "drawn_arms",
) -> Relation:
    """Give every household its arm; returns `household_id, arm` (contacted, control), `stratum` (labels joined by
    ` | `), one row a household, in no order that matters.

    `households` has one row a household: `household_id` and the columns named by `strata` and `balance`, those of the
    adult who stands for it; a missing value is a value like another. `share` (0 to 1) is each household's chance to be
    control, exactly; as many are drawn, to one household, overall and in each stratum. The same households, seed and
    share give the same arms, whatever the order of the rows. They are kept in the temporary table `name`.

    Stratified, blocked randomisation with systematic allocation: within a stratum households are put in the order of
    `balance` (columns of few values first, the finest, as age, last) and cut into blocks of ten neighbours; how many
    of a block are drawn follows the running total of `share` from a random start (systematic sampling: Cochran,
    Sampling Techniques, 1977, chapter 8; Tillé, Sampling Algorithms, 2006), and who, SHA-256 of the seed and the
    household. Arms so drawn are alike in what they were ordered by, more than by plain chance (Bruhn & McKenzie, In
    Pursuit of Balance, 2009). An interval that ignores it, as the one of `impact.measuring`, is true or slightly too
    wide, never too narrow.

    Raises ValueError where `share` is no share, or a household has two rows: it would be in both arms.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"share of the control group: {share}, expected 0 to 1")
    bind(con, drawn_households=households)
    ((rows, names),) = con.sql("SELECT count(*), count(DISTINCT household_id) FROM drawn_households").fetchall()
    if rows != names:
        raise ValueError("a household to draw has two rows, or no name")
    labels = ", ".join(f"coalesce({column}::VARCHAR, 'unknown')" for column in strata)
    stratum = f"concat_ws(' | ', {labels})" if strata else f"'{EVERYBODY}'"
    order = "".join(f"{column} NULLS LAST, " for column in balance)
    return keep(con, name, _DRAW.format(stratum=stratum, order=order, seed=seed, share=share, start=_start(seed)))


# Two halves of one fingerprint: who stands beside whom among equals says nothing of who is drawn. Places count from 1
# along all strata, so that what a block is due is the growth of floor(share * place + start) over it.
_DRAW = f"""
    WITH lined_up AS (
        SELECT household_id, {{stratum}} AS drawn_in, sha256('{{seed}}:' || household_id) AS chance,
            row_number() OVER (ORDER BY drawn_in, {{order}}substr(chance, 1, 32), household_id) AS place
        FROM drawn_households),
    blocks AS (
        SELECT *, (place - min(place) OVER (PARTITION BY drawn_in)) // {BLOCK} AS block FROM lined_up),
    dues AS (
        SELECT *, floor(max(place) OVER same * {{share}}::DOUBLE + {{start}}::DOUBLE)
                - floor((min(place) OVER same - 1) * {{share}}::DOUBLE + {{start}}::DOUBLE) AS due,
            row_number() OVER (same ORDER BY substr(chance, 33), household_id) AS place_in_block
        FROM blocks WINDOW same AS (PARTITION BY drawn_in, block))
    SELECT household_id, CASE WHEN place_in_block <= due THEN 'control' ELSE 'contacted' END AS arm,
        drawn_in AS stratum
    FROM dues
"""


def seed_of(seed: int, campaign: str, period: str, version: int = 1) -> int:
    """The seed of one draw: a household that is control here is no more likely to be in another campaign or month."""
    return int.from_bytes(sha256(f"{seed} {campaign} {period} {version}".encode()).digest()[:8])


def _start(seed: int) -> float:
    """A number from 0 to 1, of the seed."""
    return int.from_bytes(sha256(f"{seed}".encode()).digest()[:6]) / 2**48
