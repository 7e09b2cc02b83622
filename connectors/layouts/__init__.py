"""The layouts shipped with Juste Droit, one YAML file per source, dataset and version."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from data_contracts.layout import Layout, load_layout

SHIPPED = Path(__file__).parent


@cache
def load_layouts(*folders: Path) -> Mapping[str, Layout]:
    """Every layout by its id (file stem), the shipped ones first; a later folder overrides an earlier one."""
    return {path.stem: load_layout(path) for folder in (SHIPPED, *folders) for path in sorted(folder.rglob("*.yaml"))}
