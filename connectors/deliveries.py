"""Finding a delivery in the landing folder and checking it as a whole, before a line is read.

`landing/<source>/<period>/` holds the files and, beside them, `manifest.json`. Belongs here: presence, manifest,
checksums, the same file sent twice. Does not: what is in the lines (`gate`).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from data_contracts.delivery import Manifest
from data_contracts.errors import DeliveryError
from data_contracts.layout import Layout
from data_contracts.period import Period
from data_contracts.received import OPTIONAL_SOURCES, REGISTERS, SOURCES

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class DeliveredFile:
    """A file found, its layout, and how many rows its manifest announces (None without manifest)."""

    path: Path
    layout: Layout
    sha256: str
    announced_rows: int | None


@dataclass(frozen=True)
class Delivery:
    """What one source sent for one period; `files` is empty when it sent nothing."""

    source: str
    period: Period
    files: list[DeliveredFile] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def find_delivery(
    landing: Path,
    source: str,
    period: Period,
    layouts: Mapping[str, Layout],
    *,
    expected: bool = True,
    seen: Mapping[str, str] | None = None,
) -> Delivery:
    """Find and check what `source` sent for `period`.

    `expected`: whether its absence is a fault (never for an optional source). `seen`: sha256 of the files of other
    deliveries already taken in, with the name of the delivery: a fault, but for the lists of REGISTERS. Raises
    DeliveryError; reads files, never writes.
    """
    folder = landing / source / str(period)
    if not folder.is_dir() or not any(folder.iterdir()):
        if expected and source not in OPTIONAL_SOURCES:
            raise DeliveryError(
                what=f"La source {source} n'a rien livré pour {period}.",
                expected=f"un dossier {folder} avec les fichiers de la source",
                where=folder,
                remedy=f"déposer la livraison, ou lancer avec --without {source} pour s'en passer ce mois-ci",
            )
        return Delivery(source, period, warnings=[f"{source} : rien de livré, les faits de cette source sont inconnus"])
    manifest = _read_manifest(folder, source, period)
    delivery = _announced(folder, manifest, layouts) if manifest else _unannounced(folder, source, period, layouts)
    _check_datasets(delivery, folder)
    _check_not_seen(delivery, folder, {} if source in REGISTERS else seen or {})
    return delivery


def fingerprints(paths: Iterable[Path]) -> dict[Path, str]:
    """sha256 of files, hashed side by side."""
    wanted = list(paths)
    with ThreadPoolExecutor() as pool:
        return dict(zip(wanted, pool.map(sha256_of, wanted), strict=True))


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_manifest(folder: Path, source: str, period: Period) -> Manifest | None:
    path = folder / MANIFEST
    if not path.exists():
        return None
    try:
        manifest = Manifest.model_validate(json.loads(path.read_text("utf-8")))
    except (ValidationError, json.JSONDecodeError, UnicodeDecodeError) as error:
        detail = (
            "; ".join(".".join(map(str, e["loc"])) for e in error.errors())
            if isinstance(error, ValidationError)
            else "JSON"
        ) or "JSON"
        raise DeliveryError(
            what=f"Le bordereau {MANIFEST} de {source} est illisible ({detail}).",
            expected="source, period, et pour chaque fichier name, dataset, layout, rows, sha256",
            where=path,
            remedy="redemander le bordereau, ou le retirer pour accepter la livraison sans ces contrôles",
        ) from None
    if (manifest.source, manifest.period) != (source, str(period)):
        raise DeliveryError(
            what=f"Le bordereau annonce {manifest.source} pour {manifest.period}.",
            expected=f"{source} pour {period}",
            where=path,
            remedy="déposer la livraison dans le dossier de sa source et de son mois",
        )
    return manifest


def _announced(folder: Path, manifest: Manifest, layouts: Mapping[str, Layout]) -> Delivery:
    files = []
    came = fingerprints(path for file in manifest.files if (path := folder / file.name).is_file())
    for announced in manifest.files:
        path = folder / announced.name
        if not path.is_file():
            raise DeliveryError(
                what=f"Le fichier {announced.name}, annoncé par le bordereau, manque.",
                expected=f"{len(manifest.files)} fichiers",
                where=folder,
                remedy="redemander le fichier ; rien de cette livraison n'a été pris",
            )
        if announced.layout not in layouts:
            raise DeliveryError(
                what=f"Le format {announced.layout} n'est décrit nulle part.",
                expected=f"un format connu : {', '.join(sorted(layouts))}",
                where=folder / MANIFEST,
                remedy="décrire ce format dans un fichier (voir README, « Add a layout »)",
            )
        layout = layouts[announced.layout]
        if (layout.source, layout.dataset) != (manifest.source, announced.dataset):
            raise DeliveryError(
                what=f"Le bordereau de {manifest.source} lit {announced.dataset} avec le format {layout.id}.",
                expected=f"un format de {manifest.source} pour {announced.dataset}",
                where=folder / MANIFEST,
                remedy="corriger le bordereau",
            )
        if came[path] != announced.sha256:
            raise DeliveryError(
                what=f"L'empreinte du fichier {announced.name} n'est pas celle du bordereau.",
                expected=f"sha256 {announced.sha256[:12]}…, reçu {came[path][:12]}…",
                where=path,
                remedy="redemander le fichier : il a été coupé ou modifié en route",
            )
        files.append(DeliveredFile(path, layout, came[path], announced.rows))
    return Delivery(manifest.source, Period.parse(manifest.period), files, _unread(folder, manifest))


def _unread(folder: Path, manifest: Manifest) -> list[str]:
    announced = {MANIFEST, *(file.name for file in manifest.files)}
    extra = sorted(path.name for path in folder.iterdir() if path.name not in announced)
    return [f"{manifest.source} : non lu, car absent du bordereau : {', '.join(extra)}"] if extra else []


def _unannounced(folder: Path, source: str, period: Period, layouts: Mapping[str, Layout]) -> Delivery:
    files, claimed = [], set()
    for layout in _newest_first(layouts, source):
        for path in sorted(folder.glob(layout.file_pattern)):
            if path not in claimed:
                claimed.add(path)
                files.append(DeliveredFile(path, layout, sha256_of(path), None))
    strangers = sorted(path.name for path in folder.iterdir() if path.is_file() and path not in claimed)
    if strangers:
        raise DeliveryError(
            what=f"Aucun format de {source} ne reconnaît {', '.join(strangers)}.",
            expected=", ".join(layout.file_pattern for layout in _newest_first(layouts, source)),
            where=folder,
            remedy="renommer ou retirer le fichier, décrire son format, ou joindre un bordereau",
        )
    warning = (
        f"{source} : pas de bordereau ; ni le nombre de lignes, ni l'empreinte, ni la liste des fichiers "
        "n'ont pu être vérifiés"
    )
    return Delivery(source, period, files, [warning])


def _newest_first(layouts: Mapping[str, Layout], source: str) -> Iterator[Layout]:
    mine = [layout for layout in layouts.values() if layout.source == source]
    yield from sorted(mine, key=lambda layout: (layout.version, layout.id), reverse=True)


def _check_datasets(delivery: Delivery, folder: Path) -> None:
    missing = sorted(set(SOURCES[delivery.source]) - {file.layout.dataset for file in delivery.files})
    if missing:
        raise DeliveryError(
            what=f"La livraison de {delivery.source} est incomplète : {', '.join(missing)} manque.",
            expected=f"au moins un fichier de {', '.join(SOURCES[delivery.source])}",
            where=folder,
            remedy="redemander le fichier ; rien de cette livraison n'a été pris",
        )


def _check_not_seen(delivery: Delivery, folder: Path, seen: Mapping[str, str]) -> None:
    names: dict[str, str] = {}
    for file in delivery.files:
        if file.sha256 in seen or file.sha256 in names:
            raise DeliveryError(
                what=f"Le fichier {file.path.name} a déjà été livré ({seen.get(file.sha256) or names[file.sha256]}).",
                expected="un fichier nouveau",
                where=folder,
                remedy="redemander la livraison de ce mois : le producteur a renvoyé la même",
            )
        names[file.sha256] = f"{file.path.name}, dans la même livraison"
