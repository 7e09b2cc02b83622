"""Reading the files of parameters: the shipped ones, and those of an operator, which complete or replace them.

Belongs here: files, and how their faults are told. Does not: what makes a value wrong (`model`).
"""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from data_contracts.errors import InputError
from data_contracts.unique_keys import UniqueKeys
from eligibility.parameters.model import DatedValue, Parameter

SHIPPED = Path(__file__).parent
EXAMPLE = "description, unit, article et une liste values de {from, value, source}"


def load_parameters(operator: Path | None = None, *, shipped: Path = SHIPPED) -> Mapping[str, Parameter]:
    """Every parameter by its path (`rsa/montant_base`).

    In the operator's folder a file of the same path with nothing but `values` adds them to the shipped ones (a date
    that is already there is corrected), a whole file takes their place. Raises InputError naming the wrong file.
    """
    return MappingProxyType(_shipped(shipped) | (_operators(operator, _shipped(shipped)) if operator else {}))


@cache
def _shipped(folder: Path) -> dict[str, Parameter]:
    return {name: _parameter(path, name, _content(path)) for name, path in _files(folder).items()}


def _operators(folder: Path, shipped: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """Read each time: an operator edits these files under a running program."""
    if not folder.is_dir():
        raise InputError(
            what="Le dossier des paramètres n'existe pas.",
            expected="un dossier de fichiers tels que rsa/montant_base.yaml",
            where=f"{folder} (JUSTEDROIT_PARAMETERS)",
            remedy="créer le dossier, ou corriger ou retirer la variable",
        )
    return {name: _with_shipped(path, name, shipped) for name, path in _files(folder).items()}


def _with_shipped(path: Path, name: str, shipped: Mapping[str, Parameter]) -> Parameter:
    if name not in shipped:
        near = get_close_matches(name, shipped, n=3, cutoff=0.5) or sorted(shipped)[:3]
        raise InputError(
            what=f"Aucune règle ne lit de paramètre {name}.",
            expected=f"le chemin d'un paramètre livré, par exemple {', '.join(near)}",
            where=path,
            remedy="renommer le fichier, dossier compris, ou le retirer",
        )
    content = _content(path)
    if content.keys() != {"values"}:
        return _parameter(path, name, content)
    given = _parameter(path, name, _told(shipped[name]) | content)
    by_day = {value.start: value for value in (*shipped[name].values, *given.values)}
    completed = [by_day[start] for start in sorted(by_day)]
    return _parameter(path, name, _told(shipped[name]) | {"values": [_written(value) for value in completed]})


def _told(parameter: Parameter) -> dict[str, Any]:
    return parameter.model_dump(exclude={"name", "values"}, exclude_defaults=True)


def _written(value: DatedValue) -> dict[str, Any]:
    return value.model_dump(by_alias=True)


def _files(folder: Path) -> dict[str, Path]:
    if stray := sorted(folder.rglob("*.yml")):
        raise _wrong(stray[0], ["l'extension est .yml"], "l'extension .yaml")
    return {path.relative_to(folder).with_suffix("").as_posix(): path for path in sorted(folder.rglob("*.yaml"))}


def _content(path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_text("utf-8"), UniqueKeys)
    except UnicodeDecodeError:
        raise _wrong(path, ["il n'est pas en UTF-8"], "un fichier en UTF-8") from None
    except OSError:
        raise _wrong(path, ["il ne peut pas être lu"], "un fichier lisible") from None
    except (yaml.YAMLError, ValueError) as error:
        line = f"ligne {mark.line + 1} : " if (mark := getattr(error, "problem_mark", None)) else ""
        problem = getattr(error, "problem", None) or ""
        said = problem if "répétée" in problem else "ce n'est pas du YAML lisible"
        raise _wrong(path, [f"{line}{said}"], f"{EXAMPLE}, chaque clé une seule fois") from None
    if not isinstance(content, dict):
        raise _wrong(path, ["il ne contient pas de clés"], EXAMPLE)
    return content


def _parameter(path: Path, name: str, content: dict[str, Any]) -> Parameter:
    try:
        return Parameter.model_validate({**content, "name": name})
    except ValidationError as error:
        faults = {_key(e): (_came(e), _expected(e)) for e in error.errors(include_url=False)}
    wanted = "".join(f"\n    - {key} : {expected}" for key, (_, expected) in faults.items() if expected)
    said = [f"{key} : {came}" if key else came for key, (came, _) in faults.items()]
    raise _wrong(path, said, EXAMPLE + wanted)


def _key(error: ErrorDetails) -> str:
    """`values.2.from` becomes « values, 3e, from »; the alternatives of a union are pydantic's business."""
    where = error["loc"][:-1] if error["type"] == "invalid_key" else error["loc"]
    parts = [f"{part + 1}e" if isinstance(part, int) else part for part in where]
    return ", ".join(part for part in parts if not part.startswith(("float", "dict", "list", "literal", "none")))


def _came(error: ErrorDetails) -> str:
    said = {"missing": "cette clé manque", "extra_forbidden": "cette clé n'existe pas"}
    if error["type"] == "invalid_key":  # in {…}, YAML reads « value: 651,69 » as value 651 and a key 69
        return "un nombre y est écrit avec une virgule"
    if error["type"] == "value_error":
        return error["msg"].removeprefix("Value error, ")
    return said.get(error["type"], f"« {str(error['input'])[:40]} » ne convient pas")


def _expected(error: ErrorDetails) -> str:
    """The description of the key that is wrong, empty where the fault says it all."""
    fields = {
        field.alias or key: field for model in (Parameter, DatedValue) for key, field in model.model_fields.items()
    }
    named = ["value" if error["type"] == "invalid_key" else part for part in error["loc"] if part in fields]
    return (fields[str(named[-1])].description or "") if named and error["type"] != "extra_forbidden" else ""


def _wrong(path: Path, faults: list[str], expected: str) -> InputError:
    return InputError(
        what=f"Le fichier de paramètre {path.name} est incorrect :" + "".join(f"\n    - {fault}" for fault in faults),
        expected=expected,
        where=path,
        remedy="corriger le fichier ; ceux de eligibility/parameters servent d'exemple",
    )
