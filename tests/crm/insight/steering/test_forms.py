"""The report in every form: the same rows, the same hidden cells, and no name of anybody."""

import csv
import json
import re
from collections.abc import Callable
from datetime import datetime
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader
from starlette.testclient import TestClient

from crm.clock import FixedClock
from crm.i18n import translate
from crm.parties.models import Strength
from crm.viewer import Role, Viewer
from tests.conftest import NOW
from tests.crm.insight.city import City
from tests.crm.insight.steering.conftest import CANARY, Steered, write

Clients = Callable[[str | None], TestClient]
HIDDEN = {"nl": "niet getoond", "en": "not shown", "fr": "non montré"}
Lines = list[list[int | None]]
AUDIENCES = ("inside", "outside")
API = "/api/v1/reach/steering"


@pytest.fixture
def client(client_of: Clients, steered: Steered, annelies: Viewer) -> TestClient:
    """A manager, before a city with something to hide and a note in it."""
    assert write(client_of("nora"), steered.somali, "=Vraag ons vroeger, en niet alleen voor feesten.") == 200
    return client_of("annelies")


def _counts(cells: list[Any], language: str) -> list[int | None]:
    """The counts of a row, as a reader understands them; fails on what is neither a number nor the one word."""
    return [None if cell == HIDDEN[language] else int(cell) for cell in cells]


def _of_json(client: TestClient, query: str) -> tuple[Lines, Lines]:
    answer = client.get(f"{API}?{query}").json()
    found: dict[str, dict[str, list[int | None]]] = {"doors": {}, "contacts": {}}
    for one in answer["doors"]:
        found["doors"].setdefault(one["dimension"], []).append(one["openers"]["count"])
    for one in answer["contacts"]:
        found["contacts"].setdefault(one["group_id"], []).append(one["contacts"]["count"])
    shown = [one["openers"] for one in answer["doors"]] + [one["contacts"] for one in answer["contacts"]]
    assert {one["hidden"] for one in shown if one["count"] is None} == {"small_numbers"}
    assert {one["hidden"] for one in shown if one["count"] is not None} == {None}
    return list(found["doors"].values()), list(found["contacts"].values())


def _of_page(client: TestClient, query: str, language: str) -> tuple[Lines, Lines]:
    page = client.get(f"/reach/steering?{query}").text

    def table(key: str) -> Lines:
        body = re.search(
            rf'<table class="table is-report" id="{key}">.*?<tbody>(.*?)</tbody>', page, re.DOTALL
        )
        assert body is not None
        rows = re.findall(r"<tr>(.*?)</tr>", body[1], re.DOTALL)
        return [
            _counts([unescape(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)], language)
            for row in rows
        ]

    return table("doors"), table("contacts")


def _of_workbook(client: TestClient, query: str, language: str) -> tuple[Lines, Lines]:
    answer = client.get(f"/reach/steering.xlsx?{query}")
    book = openpyxl.load_workbook(BytesIO(answer.content))

    def table(position: int) -> Lines:
        rows = book.worksheets[position].iter_rows(min_row=2, values_only=True)
        whole = [list(row) for row in rows if row[1] is not None]
        return [_counts(row[1:], language) for row in whole]

    return table(5), table(6)


def _sections(text: str, language: str) -> list[list[list[str]]]:
    """The tables of a text file, each with its title, its sentences and its rows."""
    found: list[list[list[str]]] = [[]]
    for line in csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter="," if language == "en" else ";"):
        if line:
            found[-1].append(line)
        else:
            found.append([])
    return found


def _of_csv(client: TestClient, query: str, language: str) -> tuple[Lines, Lines]:
    text = client.get(f"/reach/steering.csv?{query}").content.decode()
    sections = _sections(text, language)

    def table(position: int) -> Lines:
        rows = [row for row in sections[position] if len(row) > 1]
        return [_counts(row[1:], language) for row in rows[1:]]

    return table(5), table(6)


def _text_of_pdf(client: TestClient, query: str, language: str) -> str:
    content = client.get(f"/reach/steering.pdf?{query}").content
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_form_hides_the_same_cells(client: TestClient, audience: str, language: str) -> None:
    query = f"audience={audience}"
    client.cookies.set("language", language)
    told = _of_json(client, query)
    doors, contacts = told
    assert [None in line for line in (*doors, *contacts)].count(True) > 1
    assert _of_page(client, query, language) == told
    assert _of_workbook(client, query, language) == told
    assert _of_csv(client, query, language) == told
    # How it was computed stands last, and says in whole sentences what is not shown.
    printed = _text_of_pdf(client, query, language).rpartition(translate(language, "How we computed this"))[0]
    for line in (*doors, *contacts):
        assert " ".join(HIDDEN[language] if count is None else str(count) for count in line) in printed
    assert printed.count(HIDDEN[language]) == sum(line.count(None) for line in (*doors, *contacts))


def test_small_counts_are_hidden_with_what_would_give_them_away(client: TestClient, steered: Steered) -> None:
    inside, outside = (_of_json(client, f"audience={audience}") for audience in AUDIENCES)
    # Along the one dimension: 3 + 7 in the north, 3 in the south, 12 in the whole city. The south is small, and the
    # north would give it away.
    assert inside[0] == [[None, None, 12, 25], [None, None, 12, 25]]
    assert inside[1] == [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, None, 14]]
    assert outside[1][2][:3] == [0, 0, None]
    assert outside[1][2][3] in (10, 15)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_name_stands_in_any_form(
    client: TestClient, steered: Steered, nora: Viewer, audience: str
) -> None:
    plan = {"what": f"Bel {CANARY}", "owner_id": str(nora.user_id), "due_on": "2026-12-01"}
    assert (
        client.post(f"/api/v1/reach/{steered.deaf}/{steered.south}/follow-ups", json=plan).status_code == 201
    )
    query = f"audience={audience}"
    book = openpyxl.load_workbook(BytesIO(client.get(f"/reach/steering.xlsx?{query}").content))
    cells = [str(cell.value) for page in book for row in page.iter_rows() for cell in row]
    forms = {
        "page": client.get(f"/reach/steering?{query}").text,
        "json": json.dumps(client.get(f"{API}?{query}").json()),
        "csv": client.get(f"/reach/steering.csv?{query}").text,
        "xlsx": " ".join(cells),
        "pdf": _text_of_pdf(client, query, "nl"),
    }
    for name, said in forms.items():
        assert (name, CANARY in said, "Nora" in said, "Vraag ons vroeger" in said) == (
            name,
            False,
            False,
            True,
        )
    for name in ("page", "pdf"):
        assert "Open opvolgingen: 1. Een netwerkconsulent doet de eerste tegen 1 dec 2026." in forms[name]


def test_files_are_named_by_day_and_audience(client: TestClient) -> None:
    named = {
        path: client.get(path).headers["content-disposition"]
        for ending in ("pdf", "xlsx", "csv")
        for path in (f"/reach/steering.{ending}", f"{API}.{ending}?audience=outside&as_of=2026-10-31")
    }
    assert list(named.values()) == [
        'inline; filename="bereik-2026-11-23.pdf"',
        'inline; filename="bereik-2026-10-31-outside.pdf"',
        'attachment; filename="bereik-2026-11-23.xlsx"',
        'attachment; filename="bereik-2026-10-31-outside.xlsx"',
        'attachment; filename="bereik-2026-11-23.csv"',
        'attachment; filename="bereik-2026-10-31-outside.csv"',
    ]


def test_both_doors_give_the_same_files(client: TestClient) -> None:
    for ending in ("pdf", "xlsx", "csv"):
        assert client.get(f"/reach/steering.{ending}").content == client.get(f"{API}.{ending}").content


def test_pdf_is_tagged_and_says_its_title_and_language(client: TestClient) -> None:
    read = PdfReader(BytesIO(client.get(f"{API}.pdf").content))
    root: Any = read.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("nl", True)
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert read.metadata is not None
    assert read.metadata.title == "Wie bereiken we? Voor de stuurgroep"


def test_workbook_holds_every_table_with_its_types_and_how_it_was_computed(client: TestClient) -> None:
    book = openpyxl.load_workbook(BytesIO(client.get(f"{API}.xlsx").content))
    assert book.sheetnames == [
        "Samenvatting",
        "Hier eerst",
        "Groep per wijk",
        "Groepen",
        "Wat mensen zeggen",
        "Wie een deur opent",
        "Contacten",
        "Bronnen",
        "Hoe we dit berekenen",
    ]
    assert {page.freeze_panes for page in book} == {"B2"}
    summary = book["Samenvatting"]
    days = [summary.cell(line, 2).value for line in (2, 3, 4)]
    assert [day.date().isoformat() for day in days if isinstance(day, datetime)] == [
        "2026-11-23",
        "2026-08-24",
        "2026-10-31",
    ]
    groups = {row[0]: row[1:] for row in book["Groepen"].iter_rows(min_row=2, max_row=4, values_only=True)}
    assert groups["somali"][:4] == (345, "Register, 2019", None, 2)
    assert groups["deaf"][:4] == ("minder dan 10", "Register, 2019 (verzonnen)", None, 1)
    assert groups["roma"][:4] == ("Geen betrouwbaar cijfer", None, None, 1)
    assert groups["somali"][-2].date().isoformat() == "2026-05-04"
    said = book["Wat mensen zeggen"]
    assert (said["D2"].value, said["D2"].data_type) == (
        "=Vraag ons vroeger, en niet alleen voor feesten.",
        "s",
    )
    assert "'=Vraag ons vroeger" in client.get(f"{API}.csv").text
    method = {row[0]: row[1] for row in book["Hoe we dit berekenen"].iter_rows(min_row=2, values_only=True)}
    assert method["Een brug tussen twee netwerken"] == "Half zo sterk na 110 dagen zonder contact."


def test_only_today_and_ends_of_months_have_a_report(client: TestClient) -> None:
    asked = (
        "2026-11-23",
        "",
        "2026-10-31",
        "2025-11-30",
        "2026-11-22",
        "2026-11-30",
        "2025-10-31",
        "2100-01-31",
    )
    statuses = {day: client.get(f"{API}?as_of={day}").status_code for day in asked}
    assert list(statuses.values()) == [200, 200, 200, 200, 422, 422, 422, 422]
    assert client.get(f"{API}?audience=everybody").status_code == 422
    assert client.get(f"{API}?from=2026-01-01&to=2026-01-02").status_code == 422
    assert client.get("/reach/steering?as_of=2026-11-22").status_code == 422


def test_counts_of_people_do_not_change_within_a_month(
    client: TestClient, clock: FixedClock, city: City, nora: Viewer, steered: Steered
) -> None:
    before = _of_json(client, "audience=inside")
    late = city.person("Iemand nieuw")
    city.knows(nora, late, Strength.TRUSTS_US)
    network = city.community("Nieuw", (steered.somali,), (steered.south,))
    city.opens(late, network, since=NOW.date())
    city.contact(nora, network)
    key = (str(steered.somali), str(steered.south))
    now = {
        (one["group_id"], one["neighbourhood_id"]): one["known_openers"]
        for one in client.get("/api/v1/reach").json()["cells"]
    }
    assert now[key] == 4
    assert _of_json(client, "audience=inside") == before


def test_organisers_read_no_form_of_the_report(
    client_of: Clients, steered: Steered, add_user: Callable[..., Viewer]
) -> None:
    add_user("bram", Role.ORGANISER)
    bram = client_of("bram")
    paths = [
        f"{base}{ending}" for base in ("/reach/steering", API) for ending in ("", ".pdf", ".xlsx", ".csv")
    ]
    assert {bram.get(path).status_code for path in paths} == {403}


def test_report_of_an_empty_city_opens_in_every_form(client_of: Clients, nora: Viewer) -> None:
    client = client_of("nora")
    for ending in ("", ".pdf", ".xlsx", ".csv"):
        assert client.get(f"/reach/steering{ending}").status_code == 200


def test_report_takes_the_same_queries_for_few_and_many_groups(
    client: TestClient, city: City, steered: Steered, count_queries: Callable[[], Any]
) -> None:
    def sent() -> int:
        with count_queries() as seen:
            assert client.get("/reach/steering").status_code == 200
        return len(seen)

    few = sent()
    for number in range(10):
        city.community(f"Netwerk {number}", (city.group(f"groep {number}"),), (steered.north,))
    assert sent() == few
