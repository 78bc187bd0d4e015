"""The documentation gate: what the pages name is there: files, links, commands with their options, make targets."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from crm.__main__ import cli

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
OUTSIDE = {".git", ".venv", "node_modules", "__pycache__"}
SUFFIXES = (".py", ".md", ".html", ".css", ".ts", ".mjs", ".toml", ".sh", ".cfg")
PICTURES = "docs/pictures"  # `make pictures` takes them


def tree(folder: Path = ROOT) -> Iterator[str]:
    """Yields every file and folder of the source, as a path from the root."""
    for path in folder.iterdir():
        if path.name not in OUTSIDE:
            yield path.relative_to(ROOT).as_posix()
            if path.is_dir():
                yield from tree(path)


def said_in_code(text: str) -> list[str]:
    """What a page sets as code: between backticks, and on indented lines.

    >>> said_in_code("See `crm/text.py`.\\n\\n    bereik serve   # serves")
    ['crm/text.py', 'bereik serve   # serves']
    """
    without_blocks = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    return [
        *re.findall(r"`([^`\n]+)`", without_blocks),
        *re.findall(r"^ {4}(\S.*)$", without_blocks, re.MULTILINE),
    ]


def looks_like_a_path(said: str) -> bool:
    """Whether a piece of code names a file or folder of the source.

    >>> [looks_like_a_path(said) for said in ("crm/web/", "models.py", "/etc/key.py", "bereik serve")]
    [True, True, False, False]
    """
    is_name = re.fullmatch(r"[\w.*-][\w./*-]*", said) is not None  # one that begins with / is on a host
    return is_name and (said.endswith(SUFFIXES) or ("/" in said and (ROOT / said.split("/")[0]).is_dir()))


def wrong_in(command: str) -> list[str]:
    """The words and options of one line of `bereik ...` that the command line does not know.

    >>> wrong_in("bereik timing chek FILE --stored"), wrong_in("bereik timing check FILE --stored")
    (['chek'], [])
    """
    current: click.Command = cli
    words = command.split("#")[0].split()[1:]
    while isinstance(current, click.Group) and words and not words[0].startswith("-"):
        word = words.pop(0)
        if word not in current.commands:
            if not hasattr(current, "default"):
                return [word]
            word = current.default  # `bereik backup FOLDER` is short for `bereik backup make FOLDER`
        current = current.commands[word]
    known = {option for each in current.params for option in (*each.opts, *each.secondary_opts)}
    return [word for word in words if word.startswith("--") and word not in known]


@pytest.fixture(params=PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def page(request: pytest.FixtureRequest) -> Path:
    """One page of the documentation."""
    found: Path = request.param
    return found


def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text())
    near = [link for link in links if "://" not in link and not link.startswith((PICTURES, "mailto:"))]
    assert [link for link in near if not (page.parent / link).exists()] == []


def test_every_picture_is_one_that_make_pictures_takes(page: Path) -> None:
    script = (ROOT / "scripts" / "pictures.py").read_text()
    taken = {
        f"{PICTURES}/{name}-{width}.png"
        for name in re.findall(r'f"(\w+)-\{width\}\.png"', script)
        for width in re.findall(r"(\d+): \d+", script)
    }
    assert set(re.findall(rf"\]\(({PICTURES}/[^)]+)", page.read_text())) - taken == set()


def test_every_file_named_is_there(page: Path) -> None:
    there = {f"/{path}" for path in tree()}
    named = [said.rstrip("/") for said in said_in_code(page.read_text()) if looks_like_a_path(said)]
    missing = [
        name
        for name in named
        if not any(path.endswith(f"/{name}") for path in there) and not ("*" in name and any(ROOT.glob(name)))
    ]
    assert missing == []


def test_every_command_named_is_there(page: Path) -> None:
    commands = [said for said in said_in_code(page.read_text()) if said.startswith("bereik ")]
    assert {command: wrong_in(command) for command in commands if wrong_in(command)} == {}


def test_every_make_target_named_is_there(page: Path) -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        match[1] for said in said_in_code(page.read_text()) if (match := re.match(r"make ([\w-]+)", said))
    }
    assert named - targets == set()
