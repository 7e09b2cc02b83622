"""A campaign: the small YAML file a territory edits to say whom it wants to reach, why, and who answers the phone.

Belongs here: what a campaign file may say, and how its faults are told. Does not: choosing people (`campaigns/`).
The description of each key is in French: it is the "attendu" shown to whoever wrote that key wrongly.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, ValidationInfo
from pydantic import field_validator as check
from pydantic_core import ErrorDetails, PydanticCustomError

from data_contracts.decided import BENEFITS, VERDICTS
from data_contracts.described import PROFILES
from data_contracts.errors import InputError
from data_contracts.known import TIERS
from data_contracts.received import DATASETS
from data_contracts.unique_keys import UniqueKeys

ACTIONS = {"inform": "informer par courrier", "simplify": "ouvrir le droit sans démarche"}
CONTACTABLE = {code: VERDICTS[code] for code in ("likely", "possible")}
"""Nobody is contacted about a right that is already open, or improbable."""

DEPARTMENT = r"0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5]|97[1-8]|98[6-8]"


def _refuse(came: str) -> PydanticCustomError:
    return PydanticCustomError("campaign", came)


def _values(known: Iterable[Any] | re.Pattern[str]) -> AfterValidator:
    """Every value of the list is known (or matches), and none is written twice."""

    def checked(values: list[Any] | None) -> list[Any] | None:
        for value in values or []:
            if not (known.fullmatch(value) if isinstance(known, re.Pattern) else value in known):
                raise _refuse(f"« {value} » n'en fait pas partie")
        if values and len(set(values)) < len(values):
            raise _refuse("une même valeur est écrite deux fois")
        return values

    known = known if isinstance(known, re.Pattern) else list(known)
    return AfterValidator(checked)


def _among(codes: dict[str, str]) -> str:
    return "une liste, sans répétition, parmi " + ", ".join(f"{code} ({label})" for code, label in codes.items())


ALL = BeforeValidator(lambda value: None if value == "all" else value)
SOME = Field(min_length=1)
Text = Annotated[str, Field(pattern=r"\S")]


class Perimeter(BaseModel):
    """Where, and which profiles; None (`all` in the file, or the key left out) restricts nothing."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    departments: Annotated[list[str] | None, SOME, ALL, _values(re.compile(DEPARTMENT))] = Field(
        default=None, description='all, ou une liste de codes de département entre guillemets, par exemple ["44", "77"]'
    )
    density_levels: Annotated[list[int] | None, SOME, ALL, _values(range(1, 8))] = Field(
        default=None, description="all, ou une liste de niveaux de la grille de densité, de 1 à 7"
    )
    profiles: Annotated[list[str] | None, SOME, ALL, _values(PROFILES)] = Field(
        default=None, description=f"all, ou {_among(PROFILES)}"
    )


class Campaign(BaseModel):
    """What a territory decided: the action, the right, the people, and the words."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    name: str = Field(description="le nom du fichier sans .yaml, en minuscules, chiffres et traits d'union")
    title: Text = Field(description="un titre en français")
    action: Literal["inform", "simplify"] = Field(
        description=" ou ".join(f"{code} ({label})" for code, label in ACTIONS.items())
    )
    benefits: Annotated[list[str], SOME, _values(BENEFITS)] = Field(description=_among(BENEFITS))
    verdicts: Annotated[list[str], SOME, _values(CONTACTABLE)] = Field(
        description=f"{_among(CONTACTABLE)} ; likely seul pour l'action simplify"
    )
    signals: Annotated[list[str], _values(re.compile(r"[a-z][a-z0-9_]*"))] = Field(
        default=[], description="une liste de signaux (minuscules, chiffres et _), tous exigés"
    )
    tiers: Annotated[list[str], SOME, _values(TIERS)] = Field(
        description=f"{_among(TIERS)} ; sans probable pour l'action simplify"
    )
    perimeter: Perimeter = Field(default=Perimeter(), description="les clés departments, density_levels et profiles")
    minimum_age: int = Field(default=18, ge=18, le=120, description="un âge en années, 18 au moins")
    jobseekers_only: bool = Field(default=False, description="true ou false")
    needs_nir: bool = Field(default=False, description="true ou false ; true seulement pour l'action simplify")
    why_sent: Text = Field(description="un texte en français : pourquoi cette campagne")
    next_step: Text = Field(description="un texte en français : ce que la personne ou le service fait ensuite")
    contact: Text = Field(description="un texte : le service qui répond aux personnes")
    sources_needed: Annotated[list[str], _values(DATASETS)] = Field(
        default=[], description=f"une liste, sans répétition, parmi {', '.join(DATASETS)}"
    )

    @check("name")
    @classmethod
    def _is_the_file_name(cls, name: str, info: ValidationInfo) -> str:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
            raise _refuse(f"« {name} » ne peut pas nommer un fichier")
        if info.context and name != info.context["stem"]:
            raise _refuse(f"« {name} » n'est pas le nom du fichier, « {info.context['stem']} »")
        return name

    @check("verdicts", "tiers")
    @classmethod
    def _opens_only_sure_rights(cls, values: list[str], info: ValidationInfo) -> list[str]:
        """A right is opened without anybody looking at it: the right and the person must both be sure."""
        unsure = {"possible", "probable"} & set(values)
        if info.data.get("action") == "simplify" and unsure:
            raise _refuse(f"« {unsure.pop()} » n'est pas assez sûr pour ouvrir un droit sans démarche")
        return values

    @check("needs_nir")
    @classmethod
    def _no_nir_on_a_letter(cls, value: bool, info: ValidationInfo) -> bool:
        """Strict necessity (CNIL 2022-101): a letter does not need the NIR."""
        if value and info.data.get("action") == "inform":
            raise _refuse("un courrier n'a pas besoin du NIR")
        return value


def load_campaign(path: Path) -> Campaign:
    """Read and check one campaign file; raises InputError with every fault at once."""
    try:
        content = yaml.load(path.read_text("utf-8"), UniqueKeys)
    except (OSError, UnicodeDecodeError) as error:
        reason = "n'est pas en UTF-8" if isinstance(error, UnicodeDecodeError) else "ne peut pas être lu"
        raise _file_error(path, f"Le fichier de campagne {reason}.", "un fichier lisible, en UTF-8", "") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = "" if mark is None else f", ligne {mark.line + 1}"
        repeated = isinstance(error, yaml.constructor.ConstructorError) and "répétée" in str(error.problem)
        what = f"Dans le fichier de campagne, {error.problem}." if repeated else "Le fichier n'est pas du YAML lisible."  # type: ignore[attr-defined]
        raise _file_error(path, what, "des lignes `clé: valeur`, chaque clé une seule fois", where) from None
    if not isinstance(content, dict):
        raise _file_error(path, "Le fichier de campagne ne contient pas de clés.", "des lignes `clé: valeur`", "")
    try:
        return Campaign.model_validate(content, context={"stem": path.stem})
    except ValidationError as error:
        faults = [(_key(e), _came(e), _expected(e)) for e in error.errors(include_url=False)]
    bullet = "\n    - "
    keys = list(dict.fromkeys(key for key, _, _ in faults))
    raise _file_error(
        path,
        f"La campagne « {path.stem} » ne peut pas être lue :{bullet}"
        + bullet.join(f"{key} : {came}" for key, came, _ in faults),
        "".join(f"{bullet}{key} : {expected}" for key, expected in {k: e for k, _, e in faults}.items()),
        f", {'clé' if len(keys) == 1 else 'clés'} {', '.join(keys)}",
    )


def _file_error(path: Path, what: str, expected: str, where: str) -> InputError:
    remedy = "corriger le fichier et relancer ; les campagnes du dossier campaigns/files servent d'exemple"
    return InputError(what=what, expected=expected, where=f"{path}{where}", remedy=remedy)


def _key(error: ErrorDetails) -> str:
    return ".".join(str(part) for part in error["loc"] if isinstance(part, str))


def _came(error: ErrorDetails) -> str:
    said = {
        "missing": "cette clé manque",
        "extra_forbidden": "cette clé n'existe pas",
        "too_short": "la liste est vide",
    }
    if error["type"] in ("campaign", *said):
        return said.get(error["type"], error["msg"])
    value = error["input"]
    if value is None or (isinstance(value, str) and not value.strip()):
        return "rien n'est écrit"
    kinds = {str: "texte", bool: "vrai ou faux", int: "nombre", float: "nombre", list: "liste", dict: "groupe de clés"}
    kind = kinds.get(type(value), "date")
    return kind if isinstance(value, list | dict) else f"« {str(value)[:40]} » ({kind})"


def _expected(error: ErrorDetails) -> str:
    """The description of the key, or the keys there are when the key does not exist."""
    names = [part for part in error["loc"] if isinstance(part, str)]
    model: type[BaseModel] = Perimeter if len(names) == 2 else Campaign
    field = model.model_fields.get(names[-1])
    return f"une clé parmi {', '.join(model.model_fields)}" if field is None else field.description or ""
