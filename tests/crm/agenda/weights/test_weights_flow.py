"""What administrators set in the matrix: kept with its history, applied to every check, and to what was flagged before."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from crm.agenda.calendars.queries import stored_calendar
from crm.agenda.handlers import check_coming_year
from crm.agenda.models import Flag
from crm.agenda.observances.effects import DEFAULT_MATRIX
from crm.agenda.observances.windows import Shape
from crm.agenda.weights import queries, service
from crm.agenda.weights.models import EffectChange
from crm.agenda.weights.schemas import EffectPutBack, EffectSet
from crm.clock import FixedClock
from crm.domain_events import EffectChanged
from crm.errors import BadInput, Conflict, NotAllowed, NotFound, VersionConflict
from crm.notices.models import Notice, NoticeKind
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.conftest import NOW
from tests.crm.agenda.conftest import Planner, Recorded, Said

Clients = Callable[[str | None], TestClient]
Flags = Callable[[UUID], dict[str, Flag]]
Run = Callable[[], int]
PRAYER = "ramadan.evening_prayer"
API = f"/api/v1/observances/weights/{PRAYER}"
PAGE = f"/observances/weights/{PRAYER}"
MEDIUM: dict[str, Any] = {
    "level": "medium",
    "shape": "night_prayer",
    "why": "Onze moskeeën bidden later.",
    "version": 0,
}


@pytest.fixture
def hilde(add_user: Callable[..., Viewer]) -> Viewer:
    """An administrator."""
    return add_user("hilde", Role.ADMINISTRATOR, name="Hilde Coppens")


def change(work: Work, viewer: Viewer, key: str = PRAYER, **values: object) -> UUID:
    with work.writing(viewer) as uow:
        return service.change_effect(uow, key, EffectSet.model_validate(MEDIUM | values)).id


def put_back(work: Work, viewer: Viewer, version: int) -> None:
    with work.writing(viewer) as uow:
        service.put_back_effect(uow, PRAYER, EffectPutBack(why="Toch zoals het was.", version=version))


def test_change_is_applied_to_every_coming_event_and_its_owner_told(
    plan: Planner,
    nora: Viewer,
    hilde: Viewer,
    run_deliveries: Run,
    flags: Flags,
    work: Work,
    said: Said,
    recorded: Recorded,
) -> None:
    near, far = plan(nora), plan(nora, start_on="2028-02-08")
    run_deliveries()
    changed = change(work, hilde)
    run_deliveries()
    flag = flags(near)["ramadan"]
    assert said(flag) == [("high", "expected"), ("medium", "expected")]
    assert flags(far)["ramadan"].level == "high", "further than 400 days away"
    with work.reading(SYSTEM) as uow:
        told = uow.session.exec(select(Notice.user_id).where(Notice.kind == NoticeKind.VERDICT_CHANGED)).all()
    assert told == [nora.user_id]
    for _ in range(2):
        with work.writing(SYSTEM) as uow:
            check_coming_year(uow, EffectChanged(changed))
    put_back(work, hilde, version=1)
    run_deliveries()
    assert said(flag)[2:] == [("high", "expected")]
    assert recorded() == ["FlagRaised", "FlagRaised", "VerdictChanged", "VerdictChanged"]


def test_history_keeps_every_change_with_who_and_why(work: Work, hilde: Viewer, clock: FixedClock) -> None:
    change(work, hilde, advice_nl="Vraag het na bij de moskee.")
    change(work, hilde, level="none", version=1)
    put_back(work, hilde, version=2)
    with work.reading(hilde) as uow:
        rows = queries.changes_of(uow.session, hilde, PRAYER)
        standing = queries.weight(uow.session, hilde, PRAYER)
    assert [(row.version, row.level, row.is_put_back, row.why) for row in rows] == [
        (3, "high", True, "Toch zoals het was."),
        (2, "none", False, MEDIUM["why"]),
        (1, "medium", False, MEDIUM["why"]),
    ]
    assert {(row.changed_by_id, row.created_at) for row in rows} == {(hilde.user_id, NOW)}
    assert (standing.is_changed, standing.now, standing.version) == (False, standing.ours, 3)


def test_only_administrators_change_and_organisers_read_nothing(
    work: Work, nora: Viewer, hilde: Viewer, add_user: Callable[..., Viewer], client_of: Clients
) -> None:
    karin, bram = add_user("karin", Role.MANAGER), add_user("bram", Role.ORGANISER)
    for viewer in (nora, karin, bram):
        with pytest.raises(NotAllowed):
            change(work, viewer)
    status = {
        login: (
            client_of(login).get("/observances/weights").status_code,
            client_of(login).get(PAGE).status_code,
            client_of(login).get(f"{PAGE}/change").status_code,
            client_of(login).put(API, json=MEDIUM | {"version": 7}).status_code,
        )
        for login in ("nora", "karin", "bram", "hilde")
    }
    assert status == {
        "nora": (200, 200, 403, 403),
        "karin": (200, 200, 403, 403),
        "bram": (403, 403, 403, 403),
        "hilde": (200, 200, 200, 409),
    }


def test_second_administrator_sees_both_versions(work: Work, hilde: Viewer) -> None:
    change(work, hilde)
    with pytest.raises(VersionConflict) as refused:
        change(work, hilde, level="low")
    assert refused.value.current == {
        "version": 1,
        "level": "medium",
        "general": None,
        "shape": "night_prayer",
        "advice_nl": None,
        "advice_en": None,
        "advice_fr": None,
        "why": MEDIUM["why"],
    }
    with pytest.raises(VersionConflict):
        put_back(work, hilde, version=0)


@pytest.mark.parametrize(
    ("key", "values", "error", "field"),
    [
        (PRAYER, {"shape": "friday_prayer"}, BadInput, "shape"),
        ("bridge_day.bridge_day", {"shape": "whole_day", "general": "low"}, BadInput, "general"),
        (PRAYER, {"level": "high"}, BadInput, "level"),
        ("ramadan.moonwatch", {}, NotFound, None),
    ],
)
def test_change_that_makes_no_sense_is_refused_and_nothing_kept(
    work: Work, hilde: Viewer, key: str, values: dict[str, object], error: type[Exception], field: str | None
) -> None:
    with pytest.raises(error) as refused:
        change(work, hilde, key, **values)
    assert getattr(refused.value, "field", None) == field
    with pytest.raises(Conflict):
        put_back(work, hilde, version=0)
    with work.reading(hilde) as uow:
        assert uow.session.exec(select(EffectChange)).all() == []


def test_changes_of_rows_that_are_gone_count_for_nothing_and_are_shown(
    work: Work, hilde: Viewer, client_of: Clients
) -> None:
    assert hilde.user_id
    with work.writing(SYSTEM) as uow:
        uow.session.add(
            EffectChange(
                created_at=NOW,
                key="eclipse.darkness",
                version=1,
                level="high",
                shape=Shape.WHOLE_DAY.value,
                why="Niemand zag iets.",
                changed_by_id=hilde.user_id,
            )
        )
    with work.reading(hilde) as uow:
        assert queries.stored_matrix(uow.session, hilde) is DEFAULT_MATRIX
    client = client_of("hilde")
    listed = client.get("/api/v1/observances/weights").json()
    assert [row["key"] for row in listed["unknown"]] == ["eclipse.darkness"]
    assert len(listed["rows"]) == len(DEFAULT_MATRIX.rows)
    page = client.get("/observances/weights").text
    assert ("Niet meer in gebruik" in page, "Niemand zag iets." in page) == (True, True)


def test_matrix_is_loaded_with_one_query_however_much_was_changed(
    work: Work, hilde: Viewer, count_queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    def queries_of_the_matrix() -> int:
        with work.reading(hilde) as uow, count_queries() as seen:
            queries.stored_matrix(uow.session, hilde)
        return len(seen)

    assert queries_of_the_matrix() == 1
    for version in range(6):
        change(work, hilde, level=("medium", "low")[version % 2], version=version)
    assert queries_of_the_matrix() == 1
    with work.reading(hilde) as uow:
        matrix = queries.stored_matrix(uow.session, hilde)
        assert queries.stored_matrix(uow.session, hilde) is matrix
        assert stored_calendar(uow.session, hilde).matrix is matrix
        assert matrix.by_key[PRAYER].base.word == "low"


def test_own_advice_stands_in_the_check_on_the_event_and_on_today(
    plan: Planner, nora: Viewer, hilde: Viewer, run_deliveries: Run, work: Work, client_of: Clients
) -> None:
    key = plan(nora)
    run_deliveries()
    advice = "Vraag het na bij {de} moskee: 100% zeker."
    change(work, hilde, advice_nl=advice)
    run_deliveries()
    client = client_of("nora")
    detail = client.get(f"/api/v1/events/{key}").json()
    assert advice in detail["verdict"]["clashes"][0]["text"]
    assert advice in client.get(f"/events/{key}").text
    assert advice in client.get("/api/v1/today").json()["events"][0]["reasons"][0]


def test_rows_are_listed_in_plain_words_and_searched(nora: Viewer, client_of: Clients) -> None:
    client = client_of("nora")

    def keys(query: str) -> list[str]:
        return [row["key"] for row in client.get(f"/api/v1/observances/weights{query}").json()["rows"]]

    (row,) = client.get("/api/v1/observances/weights?q=avondgebed ramadan").json()["rows"]
    assert (row["key"], row["name"], row["days"], row["now"]) == (
        PRAYER,
        "Ramadan",
        "van dag 1 tot de voorlaatste dag",
        {
            "level": "high",
            "word": "Liever niet",
            "general": "medium",
            "general_word": "Let op",
            "shape": "night_prayer",
            "hours": "Van het avondgebed tot 22 uur of later",
            "advice": {
                "nl": "Kies een andere avond.",
                "en": "Choose another evening.",
                "fr": "Choisissez un autre soir.",
            },
        },
    )
    assert keys("?q=brugdag") == ["bridge_day.bridge_day"]
    assert keys("?q=niets+dat+er+is") == keys("?is_changed=true") == []
    assert len(keys("")) == len(DEFAULT_MATRIX.rows)
    page = client.get("/observances/weights?q=brugdag").text
    assert ("Brugdag" in page, "Ramadan" in page) == (True, False)


def test_pages_change_a_row_show_who_did_and_put_it_back(
    hilde: Viewer, client_of: Clients, run_deliveries: Run
) -> None:
    client = client_of("hilde")
    form = client.get(f"{PAGE}/change").text
    assert 'name="version" value="0"' in form
    assert 'value="night_prayer" checked' in form.replace(' id="f-shape"', "")
    saved = client.post(f"{PAGE}/change", data=MEDIUM | {"advice_nl": "Bel eerst."}, follow_redirects=False)
    assert saved.headers["location"] == f"{PAGE}?said=weighed"
    shown = client.get(PAGE).text
    assert "Hilde Coppens zette dit op “Let op”" in shown
    assert f"“{MEDIUM['why']}”" in shown
    assert "Bel eerst." in client.get(f"{PAGE}/change").text
    assert (
        "Gekozen door de stad. Bereik stelt voor: Liever niet"
        in client.get("/observances/weights?is_changed=true").text
    )
    again = client.post(f"{PAGE}/put-back", data={"why": "Toch niet.", "version": "1"})
    assert "Hilde Coppens zette het voorstel van Bereik terug" in again.text
    assert "Zet het voorstel van Bereik terug" not in client.get(PAGE).text


def test_page_of_a_conflict_shows_both_and_saves_again(hilde: Viewer, client_of: Clients, work: Work) -> None:
    change(work, hilde)
    client = client_of("hilde")
    second = client.post(f"{PAGE}/change", data=MEDIUM | {"level": "low", "why": "Minder zwaar."})
    assert second.status_code == 409
    assert ("Goed moment, met een opmerking" in second.text, "Let op" in second.text) == (True, True)
    assert 'name="version" value="1"' in second.text
    assert (
        client.post(
            f"{PAGE}/change", data=MEDIUM | {"level": "low", "why": "Minder zwaar.", "version": "1"}
        ).url.path
        == PAGE
    )


def test_page_keeps_what_was_typed_when_it_is_refused(hilde: Viewer, client_of: Clients) -> None:
    client = client_of("hilde")
    wrong = client.post(f"{PAGE}/change", data=MEDIUM | {"why": "", "advice_fr": "Appelez <d’abord>"})
    assert wrong.status_code == 422
    assert ('id="error-why"' in wrong.text, "Appelez &lt;d’abord&gt;" in wrong.text) == (True, True)
    same = client.post(f"{PAGE}/change", data=MEDIUM | {"level": "high"})
    assert (same.status_code, "Dit staat er al zo." in same.text) == (422, True)
    early = client.post(f"{PAGE}/put-back", data={"why": "Zomaar iets.", "version": "0"})
    assert (early.status_code, "Ons voorstel staat er al." in early.text) == (409, True)
    assert client.get("/observances/weights/ramadan.moonwatch").status_code == 404
