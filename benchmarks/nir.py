"""Our NIR against python-stdnum's, number by number: `python -m benchmarks.nir --numbers 1000000`.

Numbers are drawn valid (key right, Corsica and abroad included) and broken in the ways that `BREAKS` names. Ours is one
query; stdnum goes through them in Python. Both must say the same of every one: valid, key wrong, or ill formed. Then
the special months and places, which stdnum does not read, each with our verdict beside a birth on 15 August 1955.
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

from linkage.civil.nir import cleaned, nir13, nir_disagreements, nir_state, number_of

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

SPECIAL = {
    "2550814168025": ("14168", "August, born in the Calvados"),
    "2552014168025": ("14168", "month 20 to 30: unknown"),
    "2555014168025": ("14168", "month 50 to 99: unknown"),
    "2553814168025": ("14168", "month 31 to 42: August of an incomplete record"),
    "2553714168025": ("14168", "July of an incomplete record"),
    "2551314168025": ("14168", "month 13 to 19 and 43 to 49: no month"),
    "255082A004025": ("2A004", "Southern Corsica"),
    "2550820004025": ("2A004", "Corsica before 1976"),
    "255082B033025": ("2A004", "the other half of the island"),
    "2550878646025": ("92050", "Seine-et-Oise, Hauts-de-Seine since 1968"),
    "2550875050025": ("92050", "Seine, Hauts-de-Seine since 1968"),
    "2550891352025": ("99352", "Algeria before 1962"),
    "2550895350025": ("99350", "Morocco before its independence"),
    "2550896351025": ("99351", "Tunisia before its independence"),
    "2550899352025": ("99352", "abroad: Algeria"),
    "2550897105025": ("97105", "overseas: Guadeloupe"),
    "2550814999025": ("14168", "no commune of today: an extension code"),
    "2550844109025": ("14168", "another département"),
    "7550814168025": ("14168", "NNP"),
    "5550814168025": ("14168", "MIG"),
    "3550814168025": ("14168", "waiting"),
}
"""13 characters -> the record's place of birth, and what is special."""


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


def special_verdicts() -> dict[str, dict[str, Any]]:
    """Each special number -> its state, and the parts of it that the record contradicts."""
    born = "DATE '1955-08-15'"
    state = nir_state("clean", "clean", number_of("clean"), "'2'", born, "'day'")
    parts = nir_disagreements("state", "clean", "'2'", born, "'day'", "place")
    rows = [(number, place) for number, (place, _) in SPECIAL.items()]
    con = duckdb.connect()
    con.execute("CREATE TABLE special (clean VARCHAR, place VARCHAR)")
    con.executemany("INSERT INTO special VALUES (?, ?)", rows)
    found = con.execute(f"SELECT clean, state, {parts} FROM (SELECT *, {state} AS state FROM special)").fetchall()
    return {number: {"state": said, "contradicted": differ} for number, said, differ in found}


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
    figures["special"] = special_verdicts()
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
    print(f"\n{'number':16}{'place':8}{'state':14}{'contradicted':16}")
    for number, verdict in figures["special"].items():
        place, what = SPECIAL[number]
        print(f"{number:16}{place:8}{verdict['state']:14}{', '.join(verdict['contradicted']):16}{what}")
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
