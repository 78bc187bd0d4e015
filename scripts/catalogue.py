"""Collects the texts of code and templates into the catalogues of every language, and compiles them."""

import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
LOCALE = ROOT / "crm" / "locale"
LANGUAGES = ("nl", "en", "fr")
IN_THE_CODE = "en"
# Written here, since Babel's own header holds the hour at which it was made.
HEADER = """\
# Bereik: texts on screen. English stands in the code; Dutch (B1 level) is what most readers see.
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plural_forms}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def extract() -> Catalog:
    """Every text of the code and the templates."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "found.pot"
        keywords = ["mark", "translate:2", "mark_counted:1,2"]
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


def update(found: Catalog, kept: Catalog, language: str) -> Catalog:
    """The language's catalogue of the texts found, each as it is kept; a new text has no translation yet.

    English says what stands in the code.
    """
    updated = Catalog(locale=language)
    for message in found:
        if not message.id:
            continue
        before = kept.get(message.id)
        said = message.id if language == IN_THE_CODE else before.string if before else None
        forms = len(message.id) if isinstance(message.id, tuple | list) else 1
        if forms > 1 and (not isinstance(said, tuple | list) or len(said) != forms):
            said = ("",) * forms
        elif forms == 1 and not isinstance(said, str):
            said = ""
        updated.add(
            message.id, said, flags=message.flags, user_comments=before.user_comments if before else ()
        )
    return updated


def as_text(catalogue: Catalog) -> bytes:
    """The catalogue as its file holds it: sorted, with nothing in it that changes from run to run."""
    written = BytesIO()
    write_po(written, catalogue, sort_output=True, omit_header=True, width=110)
    header = HEADER.format(language=catalogue.locale_identifier, plural_forms=catalogue.plural_forms)
    return header.encode() + written.getvalue()


def is_translated(message: Message) -> bool:
    """Whether every form of a message has a text."""
    string = message.string
    return all(string) if isinstance(string, tuple | list) else bool(string)


def main() -> None:
    """Updates and compiles every catalogue, and names the texts that still wait for a translation."""
    found = extract()
    for language in LANGUAGES:
        path = LOCALE / language / "LC_MESSAGES" / "messages.po"
        with path.open("rb") as source:
            catalogue = update(found, read_po(source, locale=language), language)
        path.write_bytes(as_text(catalogue))
        with path.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalogue)
        waiting = [message.id for message in catalogue if message.id and not is_translated(message)]
        print(
            f"{language}: {len(catalogue)} texts, {len(waiting)} without a translation", *waiting, sep="\n  "
        )


if __name__ == "__main__":
    main()
