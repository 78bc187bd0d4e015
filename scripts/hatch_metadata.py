"""Metadata hook: the product's dependencies are those named in requirements/run.in, written once."""

from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

BUILD_ONLY = {"editables", "hatchling"}


class RequirementsMetadataHook(MetadataHookInterface):
    """Fills `dependencies` from requirements/run.in."""

    def update(self, metadata: dict[str, Any]) -> None:
        lines = (Path(self.root) / "requirements" / "run.in").read_text().splitlines()
        names = [line for line in lines if line and not line.startswith("#")]
        metadata["dependencies"] = [name for name in names if name not in BUILD_ONLY]
