"""Notices as they are read: in the reader's language, each one's own, with nothing that may not be seen."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from crm.agenda.models import Flag, FlagChange, FlagState, ParticipationEvent, Precision
from crm.db import new_id
from crm.followups.models import FollowUp
from crm.i18n import translate
from crm.notices.models import Notice, NoticeKind
from crm.notices.queries import notices, unread_count
from crm.notices.schemas import NoticeFilter
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.crm.notices.conftest import NOW, TODAY, AddFlag, AddFollowUp, AddNetwork, Store, Told

Clients = Callable[[str | None], TestClient]
AddUser = Callable[..., Viewer]
Counts = Callable[[], AbstractContextManager[list[str]]]


def notice(reader: Viewer, kind: NoticeKind, about_id: UUID, minutes: int = 0) -> Notice:
    assert reader.user_id is not None
    created_at = NOW + timedelta(minutes=minutes)
    return Notice(
        user_id=reader.user_id, kind=kind, about_id=about_id, dedupe_key=str(new_id()), created_at=created_at
    )


def said(work: Work, reader: Viewer) -> list[tuple[str, str]]:
    """The sentences in English, each with its address."""
    with work.reading(reader) as uow:
        page = notices(uow.session, reader, TODAY, language="en")
        return [(translate("en", one.text), one.href) for one in page.items]


def test_notices_say_what_is_due_handed_over_and_quiet(
    work: Work, nora: Viewer, add_follow_up: AddFollowUp, add_network: AddNetwork, store: Store
) -> None:
    key, network = add_follow_up(nora), add_network(nora, TODAY)
    store(
        notice(nora, NoticeKind.FOLLOW_UP_DUE, key, 3),
        notice(nora, NoticeKind.FOLLOW_UP_HANDED_OVER, key, 2),
        notice(nora, NoticeKind.NETWORK_QUIET, network, 1),
    )
    assert said(work, nora) == [
        ("To do by Monday 23 November 2026: Bel Nadia over de zaal.", f"/follow-ups/{key}/change"),
        (
            "A colleague handed this over to you: Bel Nadia over de zaal. To do by Monday 23 November 2026.",
            f"/follow-ups/{key}/change",
        ),
        (
            "The last contact with Vrienden van Sylhet was on Monday 23 November 2026. Shall you go by, or call?",
            f"/organisations/{network}",
        ),
    ]


def test_notices_of_an_event_follow_its_flag(
    work: Work, add_user: AddUser, add_flag: AddFlag, store: Store
) -> None:
    bram = add_user("bram", Role.ORGANISER)
    key = add_flag(bram)
    store(notice(bram, NoticeKind.FLAG_RAISED, key, 2), notice(bram, NoticeKind.VERDICT_CHANGED, key, 1))

    def sentences() -> list[str]:
        return [sentence for sentence, _ in said(work, bram)]

    raised = (
        "Ouderavond on Thursday 3 December 2026 falls together with Ramadan. "
        "See whether there is a better moment."
    )
    assert sentences() == [raised, "Ouderavond and Ramadan: now “Better not”."]
    with work.writing(SYSTEM) as uow:
        flag = uow.session.get_one(Flag, key)
        flag.level = "low"
        for minute, level in enumerate(("high", "low")):
            at = NOW + timedelta(minutes=minute)
            uow.session.add(FlagChange(created_at=at, flag_id=key, level=level, certainty="expected"))
        uow.session.get_one(ParticipationEvent, flag.event_id).precision = Precision.PERIOD
    assert sentences() == [
        "Ouderavond falls together with Ramadan. See whether there is a better moment.",
        "Ouderavond and Ramadan: it was “Better not”, now “Good moment, with a remark”.",
    ]
    with work.writing(SYSTEM) as uow:
        uow.session.get_one(Flag, key).state = FlagState.LIFTED
    assert sentences()[1] == "Ouderavond no longer falls together with Ramadan."


def test_notice_of_something_closed_or_gone_says_so(
    work: Work, nora: Viewer, add_follow_up: AddFollowUp, store: Store
) -> None:
    key = add_follow_up(nora, "Bel")
    store(
        notice(nora, NoticeKind.FOLLOW_UP_DUE, key, 2),
        notice(nora, NoticeKind.NETWORK_QUIET, new_id(), 1),
        notice(nora, NoticeKind.FLAG_RAISED, new_id()),
    )
    with work.writing(SYSTEM) as uow:
        uow.session.get_one(FollowUp, key).state = "done"  # type: ignore[assignment]
    gone = ("What this notice was about is no longer here.", "")
    assert said(work, nora) == [("No longer to do: Bel.", f"/follow-ups/{key}/change"), gone, gone]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ORGANISER])
def test_notices_name_nothing_that_the_reader_may_not_see(
    work: Work,
    nora: Viewer,
    add_user: AddUser,
    add_follow_up: AddFollowUp,
    add_flag: AddFlag,
    store: Store,
    role: Role,
) -> None:
    reader = add_user("somebody", role)
    rows = [notice(reader, NoticeKind.FOLLOW_UP_DUE, add_follow_up(nora))]
    if role is Role.ORGANISER:
        rows.append(notice(reader, NoticeKind.FLAG_RAISED, add_flag(nora)))
    store(*rows)
    gone = ("What this notice was about is no longer here.", "")
    assert said(work, reader) == [gone] * len(rows)


def test_api_reads_ones_own_notices_unread_first(
    client_of: Clients, nora: Viewer, add_user: AddUser, add_follow_up: AddFollowUp, store: Store, told: Told
) -> None:
    sam, first, second = add_user("sam"), add_follow_up(nora, "Eerst"), add_follow_up(nora, "Daarna")
    store(
        notice(nora, NoticeKind.FOLLOW_UP_DUE, first, 1),
        notice(nora, NoticeKind.FOLLOW_UP_DUE, second, 2),
        notice(sam, NoticeKind.FOLLOW_UP_DUE, second, 3),
    )
    client = client_of("nora")
    items = client.get("/api/v1/notices").json()["items"]
    assert [one["href"] for one in items] == [f"/follow-ups/{key}/change" for key in (second, first)]
    assert ("Daarna" in items[0]["sentence"], items[0]["read_at"]) == (True, None)
    assert client.post(f"/api/v1/notices/{items[0]['id']}/read").status_code == 204
    again = client.get("/api/v1/notices").json()["items"]
    assert [one["id"] for one in again] == [items[1]["id"], items[0]["id"]]
    unread = client.get("/api/v1/notices?unread=true").json()
    assert ([one["id"] for one in unread["items"]], unread["total"]) == ([items[1]["id"]], 1)
    assert client.post("/api/v1/notices/read").json() == {"count": 1}
    assert [row.read_at is None for row in told()] == [False, False, True]


def test_notice_of_somebody_else_cannot_be_read_away(
    client_of: Clients, nora: Viewer, add_user: AddUser, add_follow_up: AddFollowUp, store: Store, told: Told
) -> None:
    sam = add_user("sam")
    store(notice(sam, NoticeKind.FOLLOW_UP_DUE, add_follow_up(sam)))
    client = client_of("nora")
    assert client.post(f"/api/v1/notices/{told()[0].id}/read").status_code == 404
    assert client.post(f"/api/v1/notices/{new_id()}/read").status_code == 404
    assert client.post("/api/v1/notices/read").json() == {"count": 0}
    assert [row.read_at for row in told()] == [None]


def test_unread_count_is_the_readers_own(
    work: Work, nora: Viewer, add_user: AddUser, add_follow_up: AddFollowUp, store: Store
) -> None:
    sam, key = add_user("sam"), add_follow_up(nora)
    read = notice(nora, NoticeKind.FOLLOW_UP_DUE, key)
    read.read_at = NOW
    store(read, *(notice(nora, NoticeKind.FOLLOW_UP_DUE, key) for _ in range(2)))
    with work.reading(nora) as uow:
        assert (unread_count(uow.session, nora), unread_count(uow.session, sam)) == (2, 0)


def test_nobody_signed_in_reads_nothing(client_of: Clients) -> None:
    client = client_of(None)
    assert client.get("/api/v1/notices").status_code == 401
    assert client.get("/notices", follow_redirects=False).headers["location"] == "/sign-in?next=/notices"


def test_page_lists_notices_with_their_subject_and_marks_them(
    client_of: Clients, nora: Viewer, add_follow_up: AddFollowUp, store: Store, told: Told
) -> None:
    key = add_follow_up(nora, "Bel <Nadia>")
    store(*(notice(nora, NoticeKind.FOLLOW_UP_DUE, key) for _ in range(3)))
    client = client_of("nora")
    text = client.get("/notices").text
    assert (text.count("Bel &lt;Nadia&gt;"), f"/follow-ups/{key}/change" in text) == (6, True)
    one = told()[0].id
    sent = client.post(
        f"/notices/{one}/read", data={"back": f"/follow-ups/{key}/change"}, follow_redirects=False
    )
    assert (sent.status_code, sent.headers["location"]) == (303, f"/follow-ups/{key}/change")
    assert [row.read_at is None for row in told()] == [False, True, True]
    client.post("/notices/read")
    assert [row.read_at is None for row in told()] == [False, False, False]
    assert 'class="empty"' in client.get("/notices?unread=true").text


def test_page_uses_as_many_queries_for_one_notice_as_for_fifty(
    client_of: Clients,
    nora: Viewer,
    add_follow_up: AddFollowUp,
    add_flag: AddFlag,
    add_network: AddNetwork,
    store: Store,
    count_queries: Counts,
) -> None:
    def one_of_each() -> list[Notice]:
        return [
            notice(nora, NoticeKind.FOLLOW_UP_DUE, add_follow_up(nora)),
            notice(nora, NoticeKind.FLAG_RAISED, add_flag(nora)),
            notice(nora, NoticeKind.NETWORK_QUIET, add_network(nora, TODAY)),
        ]

    store(*one_of_each())
    client = client_of("nora")
    client.get("/notices")
    with count_queries() as few:
        client.get("/notices?size=60")
    for _ in range(16):
        store(*one_of_each())
    with count_queries() as many:
        client.get("/notices?size=60")
    assert (len(few), len(many) <= 12) == (len(many), True)


def test_unknown_filter_is_refused(client_of: Clients, nora: Viewer) -> None:
    assert client_of("nora").get("/api/v1/notices?kind=due").status_code == 422


def test_page_of_notices_has_pages(
    work: Work, nora: Viewer, add_follow_up: AddFollowUp, store: Store
) -> None:
    key = add_follow_up(nora)
    store(*(notice(nora, NoticeKind.FOLLOW_UP_DUE, key, minute) for minute in range(3)))
    with work.reading(nora) as uow:
        last = notices(uow.session, nora, TODAY, NoticeFilter(page=2, size=2, unread=False))
    assert (len(last.items), last.total, last.pages) == (1, 3, 2)
