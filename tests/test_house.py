"""The rules of the house, walked by programs: schema, columns, layers, routes, queries."""

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import FunctionType

import pytest
from fastapi import FastAPI
from fastapi.routing import RouteContext
from sqlalchemy import Table

from crm.accounts.guards import MissingPolicy, api_routes, check_policies, policy_of
from crm.privacy import About
from crm.tables import metadata

ROOT = Path(__file__).parents[1]
PACKAGES = ("crm", "graph", "workers", "scheduler")
SOURCES = [
    path
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if "versions" not in path.parts
]
SAFE = {"GET", "HEAD"}
FOR_MACHINES = ("/healthz", "/readyz", "/feeds/{token}.ics")  # no page: a monitor or a diary asks


def _tables_referred_to(table: Table) -> set[str]:
    return {key.column.table.name for key in table.foreign_keys}


def test_no_column_or_table_joins_a_person_to_an_inclusion_group() -> None:
    about_persons = {"person", "party", "user"}
    joining = [
        table.name
        for table in metadata.tables.values()
        if "inclusion_group" in _tables_referred_to(table) and about_persons & _tables_referred_to(table)
    ]
    # A signal's person is the colleague who looks after it. A follow-up is about a party or about a group: the
    # store itself refuses both in one row.
    assert sorted(joining) == ["follow_up", "signal"]
    checks = {
        str(one.name): str(getattr(one, "sqltext", "")) for one in metadata.tables["follow_up"].constraints
    }
    assert checks["ck_follow_up_group_or_party"] == "group_id IS NULL OR party_id IS NULL"
    person_columns = {
        column.name for name in ("person", "party", "role_of_person") for column in metadata.tables[name].c
    }
    assert [
        name for name in person_columns if re.search(r"group|origin|relig|belief|gender|birth|nation", name)
    ] == []


def test_every_column_says_its_class_purpose_and_retention() -> None:
    silent = [
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if not isinstance(column.info.get("about"), About)
    ]
    assert silent == []


def test_every_table_people_edit_has_a_version() -> None:
    edited = (
        "party",
        "tie",
        "reach_link",
        "contact_moment",
        "signal",
        "follow_up",
        "participation_event",
        "threshold_answer",
        "flag",
        "attendance",
        "imported_calendar",
        "user",
    )
    assert [name for name in edited if "version" not in metadata.tables[name].c] == []


def _routes(app: FastAPI) -> list[RouteContext]:
    return list(api_routes(app.routes))


def test_every_route_declares_its_policy(app: FastAPI) -> None:
    routes = _routes(app)
    assert len(routes) > 20, "the walk must see the routes of every router"
    assert [route.path for route in routes if policy_of(route) is None] == []


def test_application_refuses_a_route_without_policy(app: FastAPI) -> None:
    @app.get("/forgotten")
    def forgotten() -> None:
        """Says nothing about who may use it."""

    with pytest.raises(MissingPolicy, match="/forgotten"):
        check_policies(app.routes)


def test_every_command_and_reading_of_the_pages_is_in_the_api(app: FastAPI) -> None:
    api = {route.name for route in _routes(app) if str(route.path).startswith("/api/")}
    pages = {
        (str(route.name), bool(route.methods and route.methods <= SAFE))
        for route in _routes(app)
        if not str(route.path).startswith("/api/") and route.path not in FOR_MACHINES
    }
    missing = {name for name, _ in pages if not name.endswith(("_form", "_fragment"))} - api
    assert missing == set()
    # A page that shows a form changes nothing.
    assert {name for name, only_reads in pages if name.endswith("_form") and not only_reads} == set()


def _query_functions() -> Iterator[FunctionType]:
    """The functions that other files of the product import from a slice's queries (a file or a package)."""
    rooms = {
        path.parent.relative_to(ROOT)
        for path in (ROOT / "crm").rglob("queries*")
        if path.suffix in {"", ".py"}
    }
    for room in sorted(rooms):
        module = import_module(".".join((*room.parts, "queries")))
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__.startswith(module.__name__) and not name.startswith("_"):
                yield function


def test_every_query_takes_the_viewer() -> None:
    functions = list(_query_functions())
    without = [
        f"{function.__module__}.{function.__name__}"
        for function in functions
        if list(inspect.signature(function).parameters)[1:2] != ["viewer"]
    ]
    assert len(functions) > 40, "the walk must see the queries of every slice"
    assert without == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_short_and_say_what_they_do(path: Path) -> None:
    text = path.read_text()
    tree = ast.parse(text)
    assert len(text.splitlines()) <= 400
    assert ast.get_docstring(tree), "a module says what it holds"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, node.name
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name


def test_only_the_clock_reads_the_time() -> None:
    reads = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(|\btime\.time\(")
    guilty = [path.relative_to(ROOT).as_posix() for path in SOURCES if reads.search(path.read_text())]
    assert guilty == ["crm/clock.py"]


def test_templates_hold_no_inline_style_or_script() -> None:
    inline = re.compile(r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+=|\|\s*safe\b")
    guilty = [
        path.name
        for path in (ROOT / "crm/web/templates").rglob("*.html")
        if inline.search(_without_comments(path))
    ]
    assert guilty == []


def _without_comments(path: Path) -> str:
    return re.sub(r"{#.*?#}", "", path.read_text(), flags=re.DOTALL)
