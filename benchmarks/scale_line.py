"""The line of `benchmarks.scale`: one month in this process, each stage timed from its own announcement.

Start-up is all that comes before the first step: imports, Dagster's instance and plan.
"""

import json
import resource
import sys
import time

STARTED = time.perf_counter()

import great_expectations  # noqa: E402, F401  (start-up is measured)

from data_contracts.period import Period  # noqa: E402
from data_contracts.settings import read_settings  # noqa: E402
from pipelines.commands import STEPS_IN_FRENCH  # noqa: E402
from pipelines.progress import listening  # noqa: E402
from pipelines.running import run_month  # noqa: E402


def main(period: str) -> None:
    settings = read_settings()
    begun: list[tuple[str, float]] = []

    def note(text: str) -> None:
        if text in STEPS_IN_FRENCH:
            begun.append((text, time.perf_counter()))

    with listening(note):
        outcome = run_month(settings, Period.parse(period))
    done = time.perf_counter()
    if outcome.problems:
        raise SystemExit("\n".join(outcome.problems))
    ends = [moment for _, moment in begun[1:]] + [done]
    stages: dict[str, float] = {}
    for (name, start), end in zip(begun, ends, strict=True):
        stages[name] = round(end - start, 2)
    figures = {
        "startup_s": round(begun[0][1] - STARTED, 2),
        "work_s": round(done - begun[0][1], 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "rows": sum(receipt.received for receipt in outcome.receipts),
        "stages": stages,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1])
