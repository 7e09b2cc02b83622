"""How long letters take: `python -m benchmarks.letters --letters 10000`; aim: 10,000 in less than 60 s on two cores.

Everybody has the longest postal lines and one right. Wall time depends on what else the machine does: processor time,
over all processes, is printed beside it.
"""

import argparse
import json
import resource
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from campaigns import CAMPAIGN_FILES
from campaigns.outputs.letters import write_letters
from data_contracts.campaign_file import load_campaign

AIM_SECONDS = 60
LINES = ["MARIE ANTOINETTE DE LA ROCHEFOUCAULD M", "APPARTEMENT 12 ESCALIER B ETAGE 3 PORTE", "RESIDENCE LES JARDINS "
         "DE L ERDRE BAT C", "125 B BOULEVARD DU GENERAL DE GAULLE X", "LIEU DIT LA HAUTE FORET BP 12345 WWWWW",
         "44000 SAINT SEBASTIEN SUR LOIRE CEDEX9"]  # fmt: skip


def _person(number: int) -> dict[str, Any]:
    right = {
        "benefit": "rsa_socle", "verdict": "likely", "amount_min": 120.0 + number % 50, "amount_max": 240.0,
        "missing": ["logement", "résidence stable"],
    }  # fmt: skip
    return {
        "reference": f"{number:08d}", "lines": LINES, "commune_code": "44109", "department": "44", "revealing": True,
        "rights": [right],
    }  # fmt: skip


def _processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--letters", type=int, default=10_000)
    number = options.parse_args().letters
    campaign = load_campaign(CAMPAIGN_FILES / "rsa-socle-demandeurs-emploi.yaml")
    people = pl.DataFrame([_person(n) for n in range(number)])
    with tempfile.TemporaryDirectory() as folder:
        start, used = time.perf_counter(), _processor_seconds()
        files = write_letters(people, campaign, date(2014, 6, 10), Path(folder) / "letters.pdf")
        seconds, processor = time.perf_counter() - start, _processor_seconds() - used
        size = sum(path.stat().st_size for path in files)
    print(
        f"{number} letters in {len(files)} files, {size / 1e6:.0f} MB: {seconds:.1f} s, {processor:.1f} s of processor"
    )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    print(
        json.dumps(
            {
                "letters": number, "files": len(files), "bytes": size, "seconds": round(seconds, 1),
                "processor_seconds": round(processor, 1), "peak_gb_a_process": round(peak, 2),
                "aim_seconds": AIM_SECONDS, "seed": None,
            }
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()
