"""Collects the texts of code and templates into the catalogues of every language, and compiles them."""

import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
LOCALE = ROOT / "crm" / "locale"
LANGUAGES = ("nl", "en", "fr")
HEADER = "# Bereik: texts on screen. English stands in the code; Dutch (B1 level) is what most readers see."


def extract() -> Catalog:
    """Every text of the code and the templates."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "found.pot"
        keywords = ["mark", "translate:2", "translate_plural:2,3"]
        command = [
            sys.executable,
            "-m",
            "babel.messages.frontend",
            "-q",
            "extract",
            "-F",
            "scripts/babel.cfg",
        ]
        options = [option for keyword in keywords for option in ("-k", keyword)]
        subprocess.run(
            [*command, *options, "--no-location", "--sort-output", "-o", found, "."], cwd=ROOT, check=True
        )
        with found.open("rb") as source:
            return read_po(source)


def update(language: str, found: Catalog) -> Catalog:
    """The language's catalogue with new texts added and unused ones dropped; written and compiled."""
    path = LOCALE / language / "LC_MESSAGES" / "messages.po"
    catalogue = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as source:
            catalogue = read_po(source, locale=language)
    catalogue.update(found, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.header_comment, catalogue.obsolete = HEADER, {}
    save(path, catalogue)
    return catalogue


def save(path: Path, catalogue: Catalog) -> None:
    """Writes the catalogue, and its compiled form beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        write_po(target, catalogue, sort_output=True, omit_header=False, include_previous=False, width=110)
    with path.with_suffix(".mo").open("wb") as target:
        write_mo(target, catalogue)


def is_translated(message: object) -> bool:
    """Whether every form of a message has a text."""
    string = getattr(message, "string", "")
    return all(string) if isinstance(string, tuple | list) else bool(string)


def main() -> None:
    """Updates every catalogue and says how many texts still wait for a translation."""
    found = extract()
    for language in LANGUAGES:
        catalogue = update(language, found)
        waiting = [message for message in catalogue if message.id and not is_translated(message)]
        if language != "en":
            print(f"{language}: {len(catalogue)} texts, {len(waiting)} without a translation")


if __name__ == "__main__":
    main()
