"""The manifest a producer puts beside the files of a delivery, and what a delivery turned out to be."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class ManifestFile(BaseModel):
    """One file announced by a manifest."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[^/\\]+$")
    dataset: str
    layout: str
    rows: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Manifest(BaseModel):
    """`manifest.json`: what the producer says it sent."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    period: str = Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")
    files: list[ManifestFile]


class FileReceipt(BaseModel):
    """What became of one file: received = accepted + rejected, always."""

    model_config = ConfigDict(frozen=True)

    name: str
    dataset: str
    layout: str
    sha256: str
    received: int
    accepted: int
    rejected: int
    reasons: dict[str, int]


class Receipt(BaseModel):
    """What became of a delivery; kept in the store, free of any identity."""

    model_config = ConfigDict(frozen=True)

    source: str
    period: str
    state: Literal["received", "not_delivered"]
    files: list[FileReceipt] = []
    warnings: list[str] = []

    @property
    def received(self) -> int:
        return sum(file.received for file in self.files)

    @property
    def accepted(self) -> int:
        return sum(file.accepted for file in self.files)

    @property
    def rejected(self) -> int:
        return sum(file.rejected for file in self.files)
