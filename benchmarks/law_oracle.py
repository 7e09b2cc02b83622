"""What openfisca-france says of random households: `python -m benchmarks.law_oracle --households 2000 --date 2014-06`.

Rules are measured against these answers, benefit by benefit, each given what the household received as facts: the ASS,
the ASPA or housing benefits that it is *entitled* to change nothing to its RSA, those it *receives* do. The one
exception is health cover, to which the RSA one is entitled to gives right. openfisca-france is AGPL and needed here
only; it is never shipped.

Asked, at the month: `rsa`, `rsa_socle`, `rsa_socle_majore` (until 2015 the part paid above the socle is the RSA
activité), `ppa`, `cmu_c`, `acs`, `css_participation_forfaitaire`, `aspa`, `ass`, `apl`, `alf`, `als`. AAH and ASI are
received, never asked. Set right first: `law_oracle_corrections`, `law_oracle_minima`, and in the inputs the
*biactivité* of housing benefits (openfisca compares a month's wages to a year's threshold) and the ASS, which it grants
since 2017 to whoever worked five years, jobseeker or not.

Not in openfisca, hence not compared, or to be listed as a difference (articles are to be read before one is put down
to them):
- RSA: only one of a couple has to be of age and to hold a permit, the other is counted all the same (CASF L262-5);
  earnings that begin are not left out for a while (R262-12); a child's earnings count where they do not raise the
  amount (R262-3); pensions alimentaires paid are not deducted, rightly.
- RSA activité: a child's earnings all count.
- Prime d'activité: the spouse is counted whatever their age, permit and studies (CSS R842-2); ages are those of the
  first of each month, not of its last day (R843-1); the paje of the first three months counts for lone parents too
  (R844-5, 2°); children who earn are left out as for the RSA.
- CMU-C, ACS, CSS: of benefits only the RSA that one is entitled to gives right; those that are received (RSA socle, and
  for the CSS with participation ASPA, ASI, AAH: L861-2, R861-11) are added in `law_oracle_answers`. Left as they are:
  ages are a day off (born on 2 January is of age on the 1st); the raised ceiling is not rounded (L863-1); alimony that
  ties somebody under 25 to their parents is that of M-12 to M-1 even since 2022; alimony paid is that of the 12 months
  at all dates (décrets 2021-1642, 2023-671); no abatement on ASPA, ASI and AAH before April 2021 (arrêté of 20 April
  2018, instruction of 31 March 2020); each month's abatement is cut at that month's amount.
- ASPA: income of capital is what was received, not 3 % of what is owned (R815-25); resources of 12 months never open
  the right where those of three close it (R815-29); alimony paid is deducted, which no article says (R815-22); the AAH
  is left out of whoever has a right to the ASPA, by the CNAV's circulars; one amount for a household.
- ASS: the AAH counts though it is not declared to the tax (code du travail R5423-2); income ended, or is replaced, if
  the last of the 12 months says so, not the day of the claim (R5423-5).
- Housing: no deduction for the old and disabled (CGI 157 bis), set to 0 here; of capital and self-employment the second
  year before, of alimony the year before (CCH R822-3); no ALF for young couples or relatives at charge;
  owners with a loan and hostels are not asked. Until 2020 the évaluation forfaitaire (CCH R351-7) leaves daily sickness
  benefits and a partner's self-employment out of the resources it looks at, abates twice the wages of the retired, and
  ends in March 2020 instead of December; until 2014 R0 takes the RSA and the BMAF of the same month two years before,
  the text those of 1 January (arrêté du 26/12/2000, art. 2). Descendants of 21 or more are at charge from 80 % of
  disability on, it asks for more (R823-4, 3°).
- Alsace-Moselle is answered as the rest of the country, overseas not at all.
"""

import argparse
import json
import time
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from math import ceil
from pathlib import Path
from typing import Any

import polars as pl
from rich.console import Console
from rich.progress import track

from benchmarks.law_households import BLOCK, blocks, households
from benchmarks.law_oracle_answers import answered
from benchmarks.law_oracle_corrections import correct
from benchmarks.law_oracle_inputs import asked

DAYS = tuple(
    date(*when, 1)
    for when in (
        (2013, 2), (2013, 10), (2014, 6), (2015, 10), (2016, 6), (2018, 5), (2019, 12), (2022, 8), (2024, 5), (2026, 5),
    )
)  # fmt: skip
CHUNK = BLOCK
NEAR_EUR_MONTH = 20
_laws: dict[bool, Any] = {}


def oracle(tables: dict[str, pl.DataFrame], day: date, *, corrected: bool = True) -> pl.DataFrame:
    """What openfisca-france says of complete situations at the first of the month of `day`.

    One row a household and benefit in force: household_id, person_id (of the ASS), benefit, entitled, amount_eur_month,
    margin_eur_month, resources_eur_month; see `law_oracle_answers`. Households go in chunks, so that memory is bounded.
    """
    law, day = tax_benefit_system(corrected), day.replace(day=1)
    starts = range(0, len(tables["households"]), CHUNK)
    return pl.concat(_answers(law, _part(tables, start), day) for start in starts)


def oracle_of(count: int, day: date, seed: int, home: Path) -> tuple[pl.DataFrame, float | None]:
    """The answers on `households(count, day, seed)`, kept under `home`: a second call reads them.

    Second, the seconds that openfisca took, inputs included; None where they were read. What is kept is named after the
    version of openfisca and the text of the modules that made it, so that a change of either asks again.
    """
    file = home / f"law-oracle-{day:%Y-%m}-{count}-{seed}-{_fingerprint()}.parquet"
    if file.exists():
        return pl.read_parquet(file), None
    law, parts, seconds = tax_benefit_system(True), [], 0.0
    progress = {"description": f"{day:%Y-%m}", "console": Console(stderr=True), "transient": True}
    for block in track(blocks(count, day, seed), total=ceil(count / BLOCK), **progress):
        begun = time.perf_counter()
        parts.append(_answers(law, block, day))
        seconds += time.perf_counter() - begun
    answers = pl.concat(parts)
    home.mkdir(parents=True, exist_ok=True)
    aside = file.with_suffix(".part")
    answers.write_parquet(aside)
    aside.rename(file)
    return answers, seconds


def tax_benefit_system(corrected: bool) -> Any:
    """openfisca-france, loaded once (some 3 s), with or without what is set right."""
    if corrected not in _laws:
        from openfisca_france import FranceTaxBenefitSystem

        law = FranceTaxBenefitSystem()
        _laws[corrected] = correct(law) if corrected else law
    return _laws[corrected]


def shares(answers: pl.DataFrame) -> pl.DataFrame:
    """By benefit, as shares of all households: entitled, and within 20 EUR a month of the threshold; mean amount."""
    entitled = pl.col("entitled").fill_null(False)
    near = (pl.col("margin_eur_month").abs() <= NEAR_EUR_MONTH).fill_null(False)
    return answers.group_by("benefit", maintain_order=True).agg(
        entitled=entitled.mean(),
        near=near.mean(),
        mean_eur_month=pl.col("amount_eur_month").filter(entitled).mean().round(2),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--households", type=int, default=2000)
    parser.add_argument("--date", action="append", help="month, such as 2014-06; may be repeated; all dates by default")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--home", type=Path, default=Path("var/benchmarks"))
    parser.add_argument("--as-published", action="store_true", help="also say what the corrections change")
    options = parser.parse_args()
    days = [date.fromisoformat(f"{month}-01") for month in options.date] if options.date else DAYS
    figures: dict[str, Any] = {"benchmark": "law_oracle", "households": options.households, "seed": options.seed}
    figures |= {"openfisca_france": version("openfisca-france"), "dates": {}}
    print(
        f"{'':9}{'benefit':20}{'entitled':>10}{'near':>9}{'EUR/month':>11}"
        + f"{'corrected':>11}" * options.as_published
    )
    for day in days:
        answers, seconds = oracle_of(options.households, day, options.seed, options.home)
        changed = _changed(answers, options, day) if options.as_published else {}
        figures["dates"][f"{day:%Y-%m}"] = _show(day, shares(answers), seconds, changed, options.households)
    print(json.dumps(figures))


def _show(
    day: date, table: pl.DataFrame, seconds: float | None, changed: dict[str, float], count: int
) -> dict[str, Any]:
    for row in table.iter_rows(named=True):
        line = f"{day:%Y-%m}  {row['benefit']:20}{row['entitled']:>10.2%}{row['near']:>9.2%}"
        print(line + f"{row['mean_eur_month']:>11,.2f}" + (f"{changed[row['benefit']]:>11.2%}" if changed else ""))
    each = None if seconds is None else round(seconds / count, 6)
    print(f"{day:%Y-%m}  " + ("read again" if each is None else f"{each * 1e6:,.0f} µs a household"), flush=True)
    return {"benefits": table.to_dicts(), "seconds_per_household": each, "corrected": changed}


def _changed(answers: pl.DataFrame, options: argparse.Namespace, day: date) -> dict[str, float]:
    """By benefit, the share of households whose answer the corrections change, by right or by over 1 EUR a month."""
    published = oracle(households(options.households, day, options.seed), day, corrected=False)
    both = answers.join(published, on=["household_id", "benefit"], suffix="_published")
    apart = (pl.col("amount_eur_month") - pl.col("amount_eur_month_published")).abs() > 1
    other = (pl.col("entitled") != pl.col("entitled_published")) | apart
    return dict(both.group_by("benefit").agg(other.fill_null(False).mean()).iter_rows())


def _answers(law: Any, tables: dict[str, pl.DataFrame], day: date) -> pl.DataFrame:
    return answered(asked(law, tables, day), tables["households"], day)


def _part(tables: dict[str, pl.DataFrame], start: int) -> dict[str, pl.DataFrame]:
    homes = tables["households"].slice(start, CHUNK)
    people = tables["people"].join(homes.select("household_id"), on="household_id", how="semi")
    incomes = tables["incomes"].join(people.select("person_id"), on="person_id", how="semi")
    return {"households": homes, "people": people, "incomes": incomes}


def _fingerprint() -> str:
    made_by = ("law_landmarks.py", "law_household*.py", "law_oracle*.py")
    files = sorted(file for pattern in made_by for file in Path(__file__).parent.glob(pattern))
    texts = [file.read_bytes() for file in files]
    return sha256(b"".join([version("openfisca-france").encode(), *texts])).hexdigest()[:12]


if __name__ == "__main__":
    main()
