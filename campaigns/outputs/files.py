"""The files of a release: which there are, by action and wave. Belongs here: that. Does not: what any of them says, nor
where they go (`publishing`), nor what is printed (`printing`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from campaigns.drafting import Drawn
from campaigns.exclusions import LABELS
from campaigns.ledger.blank import blank_returns
from campaigns.outputs.encryption import encrypt_in_place
from campaigns.outputs.lists import fill, write_csv, write_table
from campaigns.outputs.workbook import write_workbook
from data_contracts.returned import REFERENCE

NO_LONGER = "n'est plus parmi les candidats"
"""Why somebody is withdrawn whom nothing excludes: the files no longer say that they may have the right."""


@dataclass(frozen=True)
class Outputs:
    """File name -> what writes it at a path and tells how many rows it has."""

    writers: dict[str, Callable[[Path], int]]
    recipient: str | None
    """The age key that files are encrypted to; a file is then `NAME.age`, in clear only aside, until encrypted."""

    def write(self, folder: Path) -> dict[str, int]:
        """Write every file in the folder; returns the rows of each."""
        rows = {}
        for name, write in self.writers.items():
            path = folder / name
            count = write(path)
            if self.recipient is not None:
                path = encrypt_in_place(path, [self.recipient])
            rows[path.name] = count
        return rows


def outputs_of(drawn: Drawn, wave: int = 1) -> Outputs:
    """The files of a wave, filled: nothing is left to compute but to write."""
    targeting, campaign = drawn.targeting, drawn.targeting.campaign
    listing = fill(targeting, drawn.reached, wave)
    name = {"inform": "contact_list", "orient": "appointments", "simplify": "rights_to_open"}[campaign.action]
    writers: dict[str, Callable[[Path], int]] = {f"{name}.csv": lambda path: write_csv(listing, path)}
    if campaign.action != "simplify":
        writers[f"{name}.xlsx"] = lambda path: write_workbook(listing, path)
    references = list(dict.fromkeys(listing.rows[REFERENCE]))
    benefits = targeting.benefits_in_force or campaign.benefits
    sheet = blank_returns(campaign.title, references, benefits, targeting.period.last_day)

    def write_returns(path: Path) -> int:
        path.write_bytes(sheet)
        return len(references)

    writers["returns.xlsx"] = write_returns
    if drawn.withdrawn.height and wave == 1:
        reasons = drawn.withdrawn["reason"].replace(LABELS).fill_null(NO_LONGER)
        rows = drawn.withdrawn.select(pl.col("reference").alias("Référence"), reasons.alias("Motif"))
        writers["to_withdraw.csv"] = lambda path: write_table(rows, path)
    return Outputs(writers, campaign.recipient)
