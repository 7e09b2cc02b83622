"""The rights as told to people: theme, plain name, papers to bring, where to ask; and what the files cannot decide.

Belongs here: reading `rights.yaml`, checked. Does not: any rule, any person, the layout of a page.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from data_contracts.decided import BENEFITS
from data_contracts.situation import KINDS_OF_INCOME

INCOMES = frozenset(KINDS_OF_INCOME.values())


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Right(_Told):
    """A benefit that a rule decides; `amount`: paid a month, given for a year, or what the foyer pays itself."""

    theme: str
    name: str
    what: str
    amount: Literal["month", "year", "cost"]
    where: str
    papers: list[str]
    good_to_know: str = ""
    title: str = ""
    """What heads it, where that is not what professionals read (BENEFITS)."""


class Elsewhere(_Told):
    """An aid that may exist and that no file decides, between two days (both included, none: no limit)."""

    theme: str
    name: str
    where: str
    start: date = date.min
    end: date = date.max


class Rights(_Told):
    """All of `rights.yaml`."""

    themes: dict[str, str]
    papers: dict[str, str]
    incomes: str
    checks: dict[str, str]
    rights: dict[str, Right]
    elsewhere: list[Elsewhere]

    def title(self, benefit: str) -> str:
        """What a person reads above a right: its whole name, no jargon."""
        return self.rights[benefit].title or BENEFITS[benefit]

    def plain(self, missing: Iterable[str]) -> list[str]:
        """Missing facts, as assessments name them, in words for the person, each once; all incomes are one."""
        said = (self.incomes if fact in INCOMES else self.checks.get(fact, fact) for fact in missing)
        return list(dict.fromkeys(said))

    def bring(self, benefits: Iterable[str]) -> list[str]:
        """The papers that these benefits ask for, each once, in the order of `papers`."""
        wanted = {paper for benefit in benefits for paper in self.rights[benefit].papers}
        return [text for paper, text in self.papers.items() if paper in wanted]


@cache
def rights() -> Rights:
    """The file, whole: every benefit is there (a test), and no theme or paper is unknown."""
    told = Rights.model_validate(yaml.safe_load((Path(__file__).parent / "rights.yaml").read_text("utf-8")))
    themes = [right.theme for right in told.rights.values()] + [aid.theme for aid in told.elsewhere]
    unknown = set(themes) - set(told.themes)
    unknown |= {paper for right in told.rights.values() for paper in right.papers} - set(told.papers)
    unknown |= set(told.rights) ^ set(BENEFITS)
    if unknown:
        raise ValueError(f"rights.yaml: {sorted(unknown)}")
    return told
