"""From a template and data in memory to a PDF: tagged, accessible (PDF/UA-1), the same bytes every time.

Belongs here: how Typst is called, in how many processes, how its faults are told. Does not: any word or layout
(`templates/`). Identities go in as an argument and come out as bytes: no temporary file, no system font, no clock.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, time
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from data_contracts.errors import InputError, InternalError

TEMPLATES = Path(__file__).parent / "templates"
FONTS = Path(__file__).parent / "fonts"

PEOPLE_A_FILE = 1000
"""A document of that many people takes Typst some 1.2 GB and four seconds; its memory comes back with its process."""


def typeset(template: str, common: Mapping[str, Any], people: Sequence[Mapping[str, Any]], on: date) -> bytes:
    """One PDF of all `people`, dated `on`; `common` and `people` are the template's `data`.

    Raises InputError where somebody's sheet needs more pages than the template allows (texts of the campaign too long).
    """
    import typst

    data = json.dumps({**common, "people": list(people)}, ensure_ascii=False)
    try:
        pdf = typst.compile(
            str(TEMPLATES / template),
            root=str(TEMPLATES),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"data": data},
            pdf_standards=["ua-1"],
            timestamp=datetime.combine(on, time(), UTC),
        )
    except typst.TypstError as error:
        if "sheet-too-long" in str(error):
            raise _too_long(template) from None
        # Typst quotes what it was given: only where the fault is may be told.
        raise InternalError(RuntimeError(), f"mise en page ({template})") from None
    return bytes(pdf)


def typeset_files(
    template: str,
    common: Mapping[str, Any],
    people: Sequence[Mapping[str, Any]],
    on: date,
    path: Path,
    progress: Callable[[int, int], None] = lambda done, total: None,
    processes: int = 2,
) -> list[Path]:
    """Write `people` as `path`, or beside it as `<stem>-01.pdf`, `-02.pdf`… past PEOPLE_A_FILE. Returns the files.

    Several files rather than one: a print shop takes them as they come, and a tagged PDF cannot be joined to another
    without losing its tags. Each is made in a process of its own. `progress` is told how many people are done, of how
    many. Nothing is written for nobody.
    """
    parts = [people[start : start + PEOPLE_A_FILE] for start in range(0, len(people), PEOPLE_A_FILE)]
    if len(parts) < 2:
        paths, made = [path][: len(parts)], (typeset(template, common, part, on) for part in parts)
        return _write(paths, made, parts, progress)
    digits = max(2, len(str(len(parts))))
    paths = [path.with_name(f"{path.stem}-{number:0{digits}}{path.suffix}") for number in range(1, len(parts) + 1)]
    # Spawned: other threads may hold locks (DuckDB's, Typst's own) that a fork would copy as they are.
    with ProcessPoolExecutor(processes, get_context("spawn"), max_tasks_per_child=1) as pool:
        jobs = [pool.submit(typeset, template, common, part, on) for part in parts]
        return _write(paths, (job.result() for job in jobs), parts, progress)


def _write(
    paths: list[Path], made: Iterable[bytes], parts: Sequence[Sequence[Any]], progress: Callable[[int, int], None]
) -> list[Path]:
    total, done = sum(map(len, parts)), 0
    for path, pdf, part in zip(paths, made, parts, strict=True):
        aside = path.with_name(f".{path.name}.partial")
        try:
            aside.write_bytes(pdf)
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
        done += len(part)
        progress(done, total)
    return paths


def _too_long(template: str) -> InputError:
    pages = {"letter.typ": 2, "bilan.typ": 2, "application.typ": 4}[template]
    return InputError(
        what="Un document dépasse le nombre de pages prévu : il serait imprimé coupé.",
        expected=f"{pages} pages au plus par personne",
        where="les textes du fichier de campagne : why_sent, sender, places",
        remedy="raccourcir ces textes, puis relancer ; rien n'a été écrit pour cette série",
    )
