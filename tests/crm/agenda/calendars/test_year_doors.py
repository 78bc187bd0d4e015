"""The year calendar through its doors: month, list, day, filters, the question, on paper, and for programs."""

import html
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO

import pytest
from pypdf import PdfReader
from starlette.testclient import TestClient

from crm.viewer import Role, Viewer
from tests.crm.agenda.conftest import Planner

Clients = Callable[[str | None], TestClient]
Count = Callable[[], AbstractContextManager[list[str]]]
MARCH = "/observances?year=2027&month=3&lang=en"
ASK = "/observances/check?lang=en&on=2027-02-23&start_hour=19:30&end_hour=21:30"


def _text(page: str) -> str:
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page.split("<main")[1])))


def _cell(page: str, on: str) -> str:
    """What a day's cell says."""
    (found,) = [one for one in re.findall(r"<td.*?</td>", page, re.DOTALL) if f"day={on}" in one]
    return _text(f"<main>{found}").strip()


def test_month_shows_each_day_with_what_falls_on_it(client_of: Clients, nora: Viewer) -> None:
    page = client_of("nora").get(MARCH).text
    assert re.findall(r'<h2 id="cal-title">([^<]+)', page) == ["March 2027"]
    assert len(re.findall(r'<th scope="col"', page)) == 8
    assert re.findall(r'<th scope="row"[^>]*><span class="vh">Week </span>(\d+)', page) == [
        "9",
        "10",
        "11",
        "12",
        "13",
    ]
    cells = {on: _cell(page, f"2027-03-{on}") for on in ("08", "09", "10", "28")}
    assert "Ramadan expected (goes on)" in cells["08"]
    assert "This evening begins: Eid al-Fitr expected" in cells["08"]
    assert cells["09"].endswith("Eid al-Fitr expected")
    assert cells["10"].endswith("Eid al-Fitr possible")
    assert "Easter" in cells["28"]


def test_month_without_a_year_is_this_one_and_marks_today(client_of: Clients, nora: Viewer) -> None:
    page = client_of("nora").get("/observances?lang=en").text
    assert re.findall(r'<h2 id="cal-title">([^<]+)', page) == ["November 2026"]
    (today,) = re.findall(r'<a class="cal-date" href="([^"]+)" aria-current="date"', page)
    assert today == "/observances?day=2026-11-23#day"


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("/observances?year=2027&month=1", "year=2026&month=12", "year=2027&month=2"),
        ("/observances?year=2015&month=1", None, "year=2015&month=2"),
        ("/observances?year=2045&month=12", "year=2045&month=11", None),
        ("/observances?view=list&year=2045", "view=list&year=2044", None),
    ],
)
def test_steps_lead_to_the_months_beside(
    client_of: Clients, nora: Viewer, path: str, before: str | None, after: str | None
) -> None:
    page = client_of("nora").get(path).text
    steps = {
        rel: html.unescape(href).split("?")[1]
        for rel, href in re.findall(r'class="btn square" rel="(prev|next)" href="([^"]+)"', page)
    }
    assert steps == {rel: query for rel, query in (("prev", before), ("next", after)) if query}


def test_filters_live_in_the_address_and_stay_in_every_link(client_of: Clients, nora: Viewer) -> None:
    page = html.unescape(
        client_of("nora").get(f"{MARCH}&tradition=judaism&tradition=school&weekly=true").text
    )
    assert "Purim" in page
    assert "Ramadan" not in page.split("<caption")[1].split("</table>")[0]
    assert len(re.findall(r"cal-single is-feast\b[^\n]*\n\s*<span class=\"cal-name\">Shabbat", page)) >= 4
    kept = "tradition=judaism&tradition=school&weekly=true"
    assert f'rel="next" href="/observances?year=2027&month=4&{kept}"' in page
    assert "/observances/calendar.pdf?from=2027-01-01&to=2027-12-31&" + kept in page
    assert (
        '/observances/calendar.ics?from=2027-01-01&to=2027-12-31&tradition=judaism&tradition=school"' in page
    )


def test_list_is_a_year_by_month_with_all_that_is_known(client_of: Clients, nora: Viewer) -> None:
    page = client_of("nora").get("/observances?view=list&year=2027&tradition=islam&lang=en").text
    said = _text(page)
    assert re.findall(r'<h3 id="month-\d+"><a[^>]*>([^<]+)', page) == [
        "February 2027",
        "March 2027",
        "May 2027",
        "June 2027",
        "August 2027",
    ]
    assert (
        "Eid al-Fitr Tuesday 9 March It begins the evening before, at sunset (Monday 8 March). "
        "It may be a day later: Wednesday 10 March. Source: Umm al-Qura calendar (calculated) expected"
    ) in said
    assert "It may last a day longer: until Tuesday 9 March." in said


def test_list_without_a_year_is_the_coming_twelve_months(client_of: Clients, nora: Viewer) -> None:
    page = client_of("nora").get("/observances?view=list&lang=en").text
    months = re.findall(r'<h3 id="month-\d+"><a[^>]*>([^<]+)', page)
    assert (months[0], months[-1]) == ("December 2026", "November 2027")


def test_day_tells_the_sun_and_what_it_means(client_of: Clients, nora: Viewer) -> None:
    said = _text(client_of("nora").get("/observances?day=2027-02-23&lang=en").text)
    assert "February 2027" in said
    assert "Sunset 18:12 Candle lighting 17:54" in said
    assert "The sun sets at 18:12. Many families then eat together." in said


def test_day_is_taken_as_people_type_it(client_of: Clients, nora: Viewer) -> None:
    assert "23 February 2027" in client_of("nora").get("/observances?day=23/2/2027&lang=en").text


def test_grid_links_to_events_that_the_viewer_may_see(
    client_of: Clients, nora: Viewer, plan: Planner, add_user: Callable[..., Viewer]
) -> None:
    bram = add_user("bram", Role.ORGANISER)
    own, other = plan(bram, title="Van Bram"), plan(nora, title="Van Nora")
    path = "/observances?day=2027-02-23"
    pages = {login: client_of(login).get(path).text for login in ("nora", "bram")}
    links = {login: re.findall(r'is-ours"><a href="([^"]+)"', page) for login, page in pages.items()}
    assert links == {"nora": [f"/events/{own}", f"/events/{other}"], "bram": [f"/events/{own}"]}
    assert "Van Nora" not in pages["bram"]


def test_month_makes_the_same_number_of_queries_with_1_and_50_events(
    client_of: Clients, nora: Viewer, plan: Planner, count_queries: Count
) -> None:
    client = client_of("nora")

    def queries() -> int:
        with count_queries() as seen:
            assert client.get("/observances?day=2027-02-23").status_code == 200
        return len(seen)

    plan(nora)
    one = queries()
    for _ in range(49):
        plan(nora)
    assert queries() == one


@pytest.mark.parametrize(
    "wrong",
    ["year=2046", "year=2014", "month=13", "view=week", "tradition=elves", "day=2046-01-01", "colour=red"],
)
def test_what_the_calendar_does_not_hold_is_refused(client_of: Clients, nora: Viewer, wrong: str) -> None:
    assert client_of("nora").get(f"/observances?{wrong}").status_code == 422


def test_question_is_answered_with_reasons_and_better_moments(client_of: Clients, nora: Viewer) -> None:
    client = client_of("nora")
    page = client.get(f"{ASK}&respect=islam_general&has_food=on").text
    said = _text(page)
    assert "Tuesday 23 February 2027, from 19:30 to 21:30 Better not Ramadan, until 8 March." in said
    better = [html.unescape(one) for one in re.findall(r'class="suggestion" href="([^"]+)"', page)]
    first = "/observances/check?on=2027-03-16&start_hour=19%3A30&end_hour=21%3A30&respect=islam_general&has_food=on#ask"
    assert (len(better), better[0]) == (3, first)
    assert "Good moment" in client.get(f"{better[0].split('#')[0]}&lang=en").text
    query = {"on": "2027-02-23", "start_hour": "19:30", "end_hour": "21:30", "respect": "islam_general"}
    told = client.get("/api/v1/observances/check", params=query, headers={"accept-language": "en"}).json()
    assert (told["level"], [one["observance"] for one in told["clashes"]]) == ("high", ["ramadan"])
    assert told["clashes"][0]["text"] in said


def test_question_without_names_is_about_everybody(client_of: Clients, nora: Viewer) -> None:
    assert "Take care" in _text(client_of("nora").get(ASK).text)


def test_question_proposes_no_moment_that_is_taken(client_of: Clients, nora: Viewer, plan: Planner) -> None:
    plan(nora, start_on="2027-03-16", audience=["seniors"])
    page = client_of("nora").get(f"{ASK}&respect=islam_general").text
    assert re.findall(r"check\?on=([0-9-]+)", page)[0] != "2027-03-16"


def test_answer_goes_on_to_the_form_of_an_event(client_of: Clients, nora: Viewer) -> None:
    client = client_of("nora")
    page = client.get(f"{ASK}&respect=families&has_food=on").text
    form = page.split('action="/events/check">')[1].split("</form>")[0]
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    planned = client.post("/events/check", data=sent).text
    assert 'name="start_on" type="date" value="2027-02-23"' in planned
    assert 'value="families" checked' in planned or 'value="families" id="f-audience" checked' in planned


@pytest.mark.parametrize(
    ("wrong", "field"),
    [("end_hour=19:00", "end_hour"), ("on=gisteren", "on"), ("respect=elves", "respect.0"), ("x=1", "x")],
)
def test_question_that_is_not_right_comes_back_with_what_was_typed(
    client_of: Clients, nora: Viewer, wrong: str, field: str
) -> None:
    client = client_of("nora")
    typed = {"on": "2027-02-23", "start_hour": "19:30", "end_hour": "21:30"}
    typed |= dict([wrong.split("=")])
    answer = client.get("/observances/check", params=typed)
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text
    assert 'name="start_hour" type="time" value="19:30"' in answer.text
    refused = client.get("/api/v1/observances/check", params=typed)
    assert [one["field"] for one in refused.json()["error"]["fields"]] == [field]


def test_script_gets_the_box_alone(client_of: Clients, nora: Viewer) -> None:
    part = client_of("nora").get(ASK, headers={"hx-request": "true"}).text
    assert "<html" not in part
    assert part.lstrip().startswith('<section class="card" id="ask"')


def test_calendar_on_paper_holds_the_words_of_the_page(client_of: Clients, nora: Viewer) -> None:
    client = client_of("nora")
    query = "from=2027-01-01&to=2027-12-31&tradition=islam"
    answer = client.get(f"/observances/calendar.pdf?{query}")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'inline; filename="bereik-2027-01-01-2027-12-31.pdf"'
    assert answer.content == client.get(f"/api/v1/observances/calendar.pdf?{query}").content
    read = PdfReader(BytesIO(answer.content))
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in read.pages))
    assert read.metadata is not None
    assert read.metadata.title == "Jaarkalender 2027"
    for said in (
        "dinsdag 9 maart",
        "Kan een dag later zijn: woensdag 10 maart.",
        "Kalender Umm al-Qura (berekend)",
        "verwacht",
        "Afgedrukt op maandag 23 november 2026",
        "Bladzijde 1 van",
    ):
        assert said in text
    assert "Pesach" not in text
    assert "Vrijdaggebed" not in text


def test_occurrences_of_some_traditions_for_programs(client_of: Clients, nora: Viewer) -> None:
    path = "/api/v1/timing/occurrences?from=2027-03-01&to=2027-03-31"
    found = client_of("nora").get(f"{path}&tradition=christian&tradition=orthodox").json()
    assert [row["observance"] for row in found] == [
        "ethiopian_lent",
        "orthodox_lent",
        "good_friday",
        "western_easter",
    ]
    refused = client_of("nora").get(f"{path}&tradition=elves")
    assert refused.json()["error"]["fields"][0]["field"] == "tradition.0"


def test_form_and_event_lead_to_their_day_in_the_calendar(
    client_of: Clients, nora: Viewer, plan: Planner
) -> None:
    client, link = client_of("nora"), "/observances?day=2027-02-23#day"
    assert link in client.get(f"/events/{plan(nora)}").text
    typed = {"start_on": "2027-02-23", "start_hour": "19:30", "end_hour": "21:00", "audience": "families"}
    assert link in client.post("/events/check", data=typed, headers={"hx-request": "true"}).text
