"""Our NIR against python-stdnum's, number by number: `python -m benchmarks.nir --numbers 1000000`.

Numbers are drawn valid (key right, Corsica and abroad included) and broken in the ways that `BREAKS` names. Ours is one
query; stdnum goes through them in Python. Both must say the same of every one: valid, key wrong, or ill formed.
"""

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import duckdb
from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength
from stdnum.fr import nir as stdnum_nir

from linkage.nir import cleaned, nir13, nir_state, number_of

PLACES = ("01", "13", "44", "75", "78", "91", "2A", "2B", "97", "98", "99")
BREAKS: dict[str, Callable[[str, random.Random], str]] = {
    "none": lambda nir, draw: nir,
    "another key": lambda nir, draw: nir[:13] + f"{(int(nir[13:]) + draw.randrange(1, 97) - 1) % 97 + 1:02d}",
    "key 00, 98 or 99": lambda nir, draw: nir[:13] + draw.choice(("00", "98", "99")),
    "another digit of order": lambda nir, draw: nir[:12] + str((int(nir[12]) + draw.randrange(1, 10)) % 10) + nir[13:],
    "two digits swapped": lambda nir, draw: nir[:10] + nir[11] + nir[10] + nir[12:],
    "Corsica's other letter": lambda nir, draw: nir[:5] + {"2A": "2B", "2B": "2A"}.get(nir[5:7], "2A") + nir[7:],
    "no such letter": lambda nir, draw: nir[:5] + "2C" + nir[7:],
    "a letter in the order": lambda nir, draw: nir[:11] + draw.choice("ABEX") + nir[12:],
    "a letter in the key": lambda nir, draw: nir[:14] + draw.choice("ABE"),
    "one character too many": lambda nir, draw: nir + "1",
    "one character too few": lambda nir, draw: nir[:14],
}
VERDICTS = {"usable": "valid", "wrong_key": "wrong key", "malformed": "ill formed"}


def drawn(numbers: int, seed: int) -> Iterator[tuple[str, str]]:
    """(how it is broken, 15 characters more or less); half of them are not broken."""
    draw, ways = random.Random(seed), list(BREAKS)
    for _ in range(numbers):
        body = f"{draw.choice('12')}{draw.randrange(100):02d}{draw.randrange(1, 13):02d}{draw.choice(PLACES)}"
        body += f"{draw.randrange(1_000_000):06d}"
        how = "none" if draw.random() < 0.5 else draw.choice(ways)
        yield how, BREAKS[how](body + stdnum_nir.calc_check_digits(body), draw)


def ours(numbers: list[str]) -> list[str]:
    """What we say of each, beside a birth date that agrees: valid, wrong key or ill formed."""
    born = "make_date(1900 + CAST(substr(raw, 2, 2) AS INTEGER), CAST(substr(raw, 4, 2) AS INTEGER), 1)"
    state = nir_state("clean", "nir", number_of("clean"), "NULL", "born", "'day'")
    query = f"""
        SELECT {state} FROM (
            SELECT clean, {nir13("clean")} AS nir, born
            FROM (SELECT {cleaned("raw")} AS clean, {born} AS born FROM (SELECT unnest($numbers) AS raw)))"""
    return [VERDICTS[said] for (said,) in duckdb.connect().execute(query, {"numbers": numbers}).fetchall()]


def theirs(numbers: list[str]) -> list[str]:
    return [_stdnum_verdict(number) for number in numbers]


def compare(numbers: int, seed: int) -> dict[str, Any]:
    """Every figure: how many were drawn, how they were judged, how many are judged differently."""
    ways, drawn_numbers = (list(part) for part in zip(*drawn(numbers, seed), strict=True))
    begun = time.perf_counter()
    by_us = ours(drawn_numbers)
    between = time.perf_counter()
    by_stdnum = theirs(drawn_numbers)
    figures: dict[str, Any] = {"benchmark": "nir", "numbers": numbers, "seed": seed}
    figures |= {"ours_s": round(between - begun, 2), "stdnum_s": round(time.perf_counter() - between, 2)}
    figures["judged"] = {
        f"{how}: {said}": n for (how, said), n in sorted(Counter(zip(ways, by_us, strict=True)).items())
    }
    figures["differences"] = sum(one != other for one, other in zip(by_us, by_stdnum, strict=True))
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--numbers", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    figures = compare(options.numbers, options.seed)
    for judged, numbers in figures["judged"].items():
        print(f"{judged:44}{numbers:>10,}")
    print(f"{'judged differently by python-stdnum':44}{figures['differences']:>10,}")
    print(json.dumps(figures))


def _stdnum_verdict(number: str) -> str:
    try:
        stdnum_nir.validate(number)
    except InvalidChecksum:
        return "wrong key"
    except (InvalidFormat, InvalidLength):
        return "ill formed"
    return "valid"


if __name__ == "__main__":
    main()
