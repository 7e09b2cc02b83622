"""Reading a campaign file, and telling every fault of it at once.

Belongs here: the file, its YAML, the wording of faults. Does not: what a campaign may say (`campaign`).
"""

from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from data_contracts.campaign import Campaign
from data_contracts.errors import InputError
from data_contracts.unique_keys import UniqueKeys


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


def load_ready(path: Path) -> Campaign:
    """As `load_campaign`, of one that may be drawn: raises InputError too where who writes is still to be filled in."""
    campaign = load_campaign(path)
    if campaign.to_complete:
        raise InputError(
            what=f"La campagne « {campaign.name} » ne dit pas qui écrit aux personnes : c'est encore « à compléter », "
            "ou pour partie le service fictif des exemples.",
            expected="le nom du service, son adresse, son téléphone, ses heures, où écrire à son délégué à la "
            "protection des données : les courriers les portent",
            where=f"{path}, clé {'contact' if campaign.sender is None else 'sender'}",
            remedy="les écrire dans le fichier, puis relancer ; rien n'a été tiré au sort",
        )
    return campaign


def _file_error(path: Path, what: str, expected: str, where: str) -> InputError:
    remedy = "corriger le fichier et relancer ; les campagnes du dossier campaigns/files servent d'exemple"
    return InputError(what=what, expected=expected, where=f"{path}{where}", remedy=remedy)


def _key(error: ErrorDetails) -> str:
    """`perimeter.departments`, or `waves.2.by` for the second of a list of groups; a plain value has no place."""
    parts = list(error["loc"])
    if parts and isinstance(parts[-1], int):
        parts.pop()
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in parts)


def _came(error: ErrorDetails) -> str:
    said = {
        "missing": "cette clé manque",
        "extra_forbidden": "cette clé n'existe pas",
        "too_short": "la liste est vide",
        "too_long": "la liste est trop longue",
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
    model: type[BaseModel] = Campaign
    description = ""
    for name in (part for part in error["loc"] if isinstance(part, str)):
        field = model.model_fields.get(name)
        if field is None:
            return f"une clé parmi {', '.join(model.model_fields)}"
        description = field.description or ""
        model = _group(field.annotation) or model
    return description


def _group(annotation: Any) -> type[BaseModel] | None:
    """The group of keys that a key holds, or holds a list of; None of a plain value."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (list, UnionType):
        return next((found for part in get_args(annotation) if (found := _group(part))), None)
    return None
