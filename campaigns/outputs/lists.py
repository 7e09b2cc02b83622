"""Filling a list, and its CSV: people to contact, appointments, or rights to open, as the campaign's action says.

Belongs here: meeting identities, the order of rows, the CSV. Does not: choosing people (`targeting`), what each list
says (`contacts`, `appointments`, `openings`), the XLSX (`workbook`), putting files in place (`publishing`). Rows follow
the commune, then the reference: the order of the letters. Of a person, a list has the reference, never the pseudonym.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from campaigns.outputs.addressees import revealing
from campaigns.outputs.appointments import appointment_columns, people
from campaigns.outputs.contacts import contact_columns
from campaigns.outputs.list_columns import ListColumn
from campaigns.outputs.openings import opening_columns, refuse_unsure
from campaigns.targeting import Targeting
from data_contracts.relations import Relation, bind

FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
"""A spreadsheet would compute a text that starts so; OWASP's remedy is an apostrophe before it."""


def columns(targeting: Targeting, wave: int = 1) -> list[ListColumn]:
    """The columns of the campaign's list."""
    if targeting.campaign.action == "inform":
        return contact_columns(targeting, wave)
    return appointment_columns(targeting) if targeting.campaign.action == "orient" else opening_columns(targeting)


@dataclass(frozen=True)
class Listing:
    """A list, filled: its columns, and its rows with the identities, in their order; nothing is left to compute."""

    targeting: Targeting
    columns: list[ListColumn]
    rows: pl.DataFrame = field(repr=False)
    """Headed as the columns; never shown, for it names people."""


def fill(targeting: Targeting, targets: Relation, wave: int = 1) -> Listing:
    """Meet the identities: one row a person and benefit (a row a person where they are given an appointment).

    `targets`: `person_id, reference` of those to contact in the wave; who is not in it is on no list. Raises
    InternalError where a right to open is not sure.
    """
    con, campaign, shown = targeting.con, targeting.campaign, columns(targeting, wave)
    bind(con, campaign_listed=targeting.listed, campaign_identities=targeting.identities, campaign_targets=targets)
    told = revealing(targeting.listed)
    reached = con.sql(f"SELECT *, {told} AS told FROM campaign_listed JOIN campaign_targets USING (person_id)")
    if campaign.action == "simplify":
        refuse_unsure(reached)
    bind(con, campaign_reached=reached)
    filled = ", ".join(f'{column.sql} AS "{column.header}"' for column in shown)
    listed = people(campaign) if campaign.action == "orient" else "SELECT * FROM listed"
    first = "place, " if campaign.action == "orient" else ""
    rows = con.sql(f"""
        WITH listed AS (SELECT * FROM campaign_reached),
        shown AS ({listed}),
        filled AS MATERIALIZED (
            SELECT {filled}, row_number() OVER (ORDER BY {first}commune_code NULLS LAST, reference, benefit) AS row_no
            FROM shown JOIN campaign_identities AS identity USING (person_id))
        SELECT * EXCLUDE row_no FROM filled ORDER BY row_no
    """)
    return Listing(targeting, shown, pl.DataFrame(rows))


def write_csv(listing: Listing, path: Path) -> int:
    """Write the list, see `write_table`."""
    return write_table(listing.rows, path)


def write_table(rows: pl.DataFrame, path: Path) -> int:
    """Write rows as French spreadsheets open them: `;`, BOM, CRLF, decimal comma, days first. Returns how many."""
    computed = "".join(map(re.escape, FORMULA_STARTS))
    harmless = pl.col(pl.String).str.replace(f"^[{computed}]", "'${0}").replace("", None)
    rows.with_columns(harmless).write_csv(
        path, include_bom=True, separator=";", line_terminator="\r\n", date_format="%d/%m/%Y", decimal_comma=True
    )
    return rows.height
