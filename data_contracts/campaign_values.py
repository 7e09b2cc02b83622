"""How the values of a campaign file are checked and how their faults are worded.

Belongs here: what several keys share: lists of known values, `all`, texts, keys of age, refusals in
French. Does not: the keys
themselves (`campaign`, `campaign_parts`), reading a file (`campaign_file`).
"""

import re
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

DEPARTMENT = r"0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5]|97[1-8]|98[6-8]"
COMMUNE = r"(0[1-9]|[1-8]\d|2[AB]|9[0-5]|97|98)\d{3}"


class Part(BaseModel):
    """A group of keys of a campaign file: no other key than those declared, no value of another type."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


def refuse(came: str) -> PydanticCustomError:
    """The fault of a value: what came, in French."""
    return PydanticCustomError("campaign", came.replace("{", "{{").replace("}", "}}"))


def values(known: Iterable[Any] | re.Pattern[str]) -> AfterValidator:
    """Every value of the list is known (or matches), and none is written twice."""

    def checked(given: list[Any] | None) -> list[Any] | None:
        for value in given or []:
            if not (known.fullmatch(value) if isinstance(known, re.Pattern) else value in known):
                raise refuse(f"« {value} » n'en fait pas partie")
        if given and len(set(given)) < len(given):
            raise refuse("une même valeur est écrite deux fois")
        return given

    known = known if isinstance(known, re.Pattern) else list(known)
    return AfterValidator(checked)


def either(codes: dict[str, str]) -> str:
    """« code (libellé) ou code (libellé) »"""
    return " ou ".join(f"{code} ({label})" for code, label in codes.items())


def among(codes: dict[str, str]) -> str:
    """The description of a list of codes."""
    return "une liste, sans répétition, parmi " + ", ".join(f"{code} ({label})" for code, label in codes.items())


def _is_public_key(text: str) -> str:
    """A recipient of age (C2SP, age specification), its checksum included; no fault quotes it."""
    import pyrage  # type: ignore[import-untyped]

    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        if text.strip().upper().startswith("AGE-SECRET-KEY-"):
            raise refuse("c'est une clé secrète, elle ne doit être donnée à personne") from None
        raise refuse("ce n'est pas une clé publique age, ou elle est mal recopiée") from None
    return text


ALL = BeforeValidator(lambda value: None if value == "all" else value)
SOME = Field(min_length=1)
Text = Annotated[str, Field(pattern=r"\S")]
Departments = Annotated[list[str], values(re.compile(DEPARTMENT))]
Communes = Annotated[list[str], values(re.compile(COMMUNE))]
Euros = Annotated[float, Field(ge=0, allow_inf_nan=False)]
AgeKey = Annotated[str, AfterValidator(_is_public_key)]
