"""The morning digest: on the days that people chose, once, in their language, with numbers and never a name."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from crm.accounts.models import User
from crm.clock import FixedClock
from crm.domain_events import MailDue
from crm.notices.mail.models import DigestDays, MailChoices, MailKind
from crm.notices.models import Notice, NoticeKind
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.crm.notices.conftest import NOW, TODAY, AddFlag, AddFollowUp, Store
from tests.crm.notices.mail.conftest import ADDRESS, SITE, Deliver, Mails, Morning, WantMail
from tests.smtp import MailServer

AddUser = Callable[..., Viewer]
ON = (2026, 11, 24)  # a Tuesday
CANARY = "Kanarierova"


@pytest.fixture
def waits(nora: Viewer, add_follow_up: AddFollowUp) -> None:
    """Three follow-ups of the reader, one of which is for later."""
    for days in (1, 2, 3):
        add_follow_up(nora, f"Bel {CANARY}", TODAY - timedelta(days=days - 2))


def test_digest_counts_what_waits_and_names_nobody(
    nora: Viewer,
    waits: None,
    add_flag: AddFlag,
    wants_mail: WantMail,
    at: Morning,
    post: MailServer,
    mails: Mails,
) -> None:
    wants_mail(nora)
    add_flag(nora)
    at(2026, 11, 23, 12)
    at(*ON)
    (mail,) = post.received
    assert (mail.sender, mail.recipients) == ("bereik@mechelen.example", (ADDRESS,))
    assert mail.message["Subject"] == "Je dag in Bereik: dinsdag 24 november 2026"
    assert mail.part("plain").replace("\r\n", "\n") == (
        "Goedemorgen. Dit wacht op je:\n"
        "\n"
        "- 2 opvolgingen zijn te laat.\n"
        f"  {SITE}/follow-ups\n"
        "- 1 opvolging is voor vandaag.\n"
        f"  {SITE}/follow-ups\n"
        "- 1 moment van jou heeft een waarschuwing die op je wacht.\n"
        f"  {SITE}/events?is_mine=true&is_warned=true\n"
        "\n"
        "Open Vandaag in Bereik:\n"
        f"{SITE}/\n"
        "\n"
        "In deze mail staan met opzet geen namen. In Bereik lees je de rest.\n"
        "\n"
        "-- \n"
        "Je krijgt deze mail omdat je erom vroeg in Bereik. Kies hier wat je krijgt:\n"
        f"{SITE}/me/mail\n"
    )
    html = mail.part("html")
    assert f'<li><a href="{SITE}/events?is_mine=true&amp;is_warned=true">1 moment van jou' in html
    assert [word for word in (CANARY, "Ouderavond", "Nora", "Peeters") if word in mail.content.decode()] == []
    (kept,) = mails()
    assert (kept.kind, kept.user_id, kept.code, kept.refused_at) == (MailKind.DIGEST, nora.user_id, 250, None)
    assert kept.sent_at is not None


def test_headers_name_the_delivery_and_say_that_a_machine_wrote_it(
    nora: Viewer, waits: None, wants_mail: WantMail, at: Morning, post: MailServer, mails: Mails
) -> None:
    wants_mail(nora)
    at(2026, 11, 23, 12)
    at(*ON)
    message = post.received[0].message
    assert {name: str(message[name]) for name in message} == {
        "From": "Bereik <bereik@mechelen.example>",
        "To": ADDRESS,
        "Subject": "Je dag in Bereik: dinsdag 24 november 2026",
        "Date": "Tue, 24 Nov 2026 06:30:00 +0000",
        "Message-ID": f"<{mails()[0].id}@bereik.mechelen.example>",
        "Content-Language": "nl",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{SITE}/me/mail>",
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/alternative; boundary="bereik-{mails()[0].id.hex}"',
    }
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_digest_speaks_the_language_of_its_reader(
    add_user: AddUser, add_follow_up: AddFollowUp, wants_mail: WantMail, at: Morning, post: MailServer
) -> None:
    for language in ("nl", "fr", "en"):
        reader = add_user(language, language=language)
        wants_mail(reader, f"{language}@stad.example")
        add_follow_up(reader)
        add_follow_up(reader)
    at(2026, 11, 23, 12)
    at(*ON)
    assert {
        mail.message["To"]: (
            mail.message["Subject"],
            mail.part("plain").splitlines()[2],
            mail.part("html").splitlines()[1],
        )
        for mail in post.received
    } == {
        "nl@stad.example": (
            "Je dag in Bereik: dinsdag 24 november 2026",
            "- 2 opvolgingen zijn te laat.",
            '<html lang="nl">',
        ),
        "fr@stad.example": (
            "Votre journée dans Bereik\u202f: mardi 24 novembre 2026",
            "- 2 suivis sont en retard.",
            '<html lang="fr">',
        ),
        "en@stad.example": (
            "Your day in Bereik: Tuesday 24 November 2026",
            "- 2 follow-ups are overdue.",
            '<html lang="en">',
        ),
    }


def test_digest_comes_at_half_past_seven_and_once_a_day(
    nora: Viewer, waits: None, wants_mail: WantMail, at: Morning, post: MailServer
) -> None:
    wants_mail(nora)
    at(2026, 11, 23, 12)
    seen = []
    for hour, minute in ((7, 29), (7, 30), (7, 31), (12, 0)):
        at(*ON, hour, minute)
        seen.append(len(post.received))
    assert seen == [0, 1, 1, 1]


def test_digest_comes_on_the_days_that_its_reader_chose(
    add_user: AddUser, add_follow_up: AddFollowUp, wants_mail: WantMail, at: Morning, post: MailServer
) -> None:
    for days in DigestDays:
        reader = add_user(days.value)
        wants_mail(reader, f"{days.value}@stad.example", digest=days)
        add_follow_up(reader)
    at(2026, 11, 25, 12)
    for day in (26, 27, 28, 29, 30):
        at(2026, 11, day)
    got: dict[str, list[str]] = {days.value: [] for days in DigestDays}
    for mail in post.received:
        got[mail.recipients[0].partition("@")[0]].append(mail.message["Date"].datetime.strftime("%a"))
    assert got == {
        "daily": ["Thu", "Fri", "Sat", "Sun", "Mon"],
        "weekdays": ["Thu", "Fri", "Mon"],
        "never": [],
    }


def test_digest_comes_once_on_the_days_on_which_the_clock_changes(
    nora: Viewer, waits: None, wants_mail: WantMail, at: Morning, post: MailServer
) -> None:
    wants_mail(nora)
    at(2027, 3, 27, 12)
    for day in (28, 29):  # summer time begins on the 28th
        at(2027, 3, day, 7, 29)
        at(2027, 3, day)
        at(2027, 3, day, 8, 30)
    at(2027, 10, 30, 7, 31)
    for day in (31,):  # and ends here
        at(2027, 10, day, 7, 29)
        at(2027, 10, day)
        at(2027, 10, day, 8, 30)
    assert [str(mail.message["Date"]) for mail in post.received] == [
        "Sun, 28 Mar 2027 05:30:00 +0000",
        "Mon, 29 Mar 2027 05:30:00 +0000",
        "Sat, 30 Oct 2027 05:31:00 +0000",
        "Sun, 31 Oct 2027 06:30:00 +0000",
    ]


def test_machine_that_was_off_for_days_sends_one_digest_and_none_in_the_evening(
    nora: Viewer, waits: None, wants_mail: WantMail, at: Morning, post: MailServer
) -> None:
    wants_mail(nora)
    at(2026, 11, 23, 12)
    at(2026, 11, 26, 11)  # three were missed
    at(2026, 11, 26, 12)
    assert [str(mail.message["Subject"]) for mail in post.received] == [
        "Je dag in Bereik: donderdag 26 november 2026"
    ]
    at(2026, 11, 27, 18, 30)
    assert len(post.received) == 1


def test_digest_of_a_server_that_was_away_is_not_sent_the_next_day(
    nora: Viewer,
    waits: None,
    wants_mail: WantMail,
    at: Morning,
    post: MailServer,
    deliver: Deliver,
    mails: Mails,
) -> None:
    wants_mail(nora)
    at(2026, 11, 23, 12)
    post.stop()
    at(*ON)
    post.start()
    deliver(timedelta(hours=17))
    assert (post.received, mails()) == ([], [])


def test_nothing_is_sent_where_nothing_waits_or_mail_does_not_reach_its_reader(
    add_user: AddUser,
    add_follow_up: AddFollowUp,
    wants_mail: WantMail,
    at: Morning,
    post: MailServer,
    work: Work,
) -> None:
    idle = add_user("idle")
    wants_mail(idle)
    unreached: dict[str, dict[str, object]] = {
        "unconfirmed": {"address": None, "wanted_address": ADDRESS, "asked_at": NOW},
        "stopped": {"stopped_at": NOW},
        "gone": {},
    }
    for login, values in unreached.items():
        reader = add_user(login)
        add_follow_up(reader)
        wants_mail(reader, **values)
    with work.writing(SYSTEM) as uow:
        uow.session.get_one(User, reader.user_id).left_on = date(2026, 11, 24)
    at(2026, 11, 23, 12)
    at(*ON)
    assert (post.received, post.connections) == ([], 0)


def test_digest_of_somebody_who_took_their_address_away_meanwhile_is_not_sent(
    nora: Viewer,
    waits: None,
    wants_mail: WantMail,
    work: Work,
    deliver: Deliver,
    post: MailServer,
    clock: FixedClock,
) -> None:
    with work.writing(SYSTEM) as uow:
        assert nora.user_id is not None
        uow.record(MailDue(nora.user_id, "digest", clock.instant))
    assert (deliver(), post.connections) == (1, 0)  # no choices at all
    key = wants_mail(nora)
    with work.writing(SYSTEM) as uow:
        uow.record(MailDue(nora.user_id, "digest", clock.instant))
        uow.session.get_one(MailChoices, key).address = None
    assert (deliver(), post.connections) == (1, 0)


def test_organiser_is_told_of_own_events_and_what_to_arrange(
    add_user: AddUser, add_flag: AddFlag, wants_mail: WantMail, at: Morning, post: MailServer, store: Store
) -> None:
    bram, other = add_user("bram", Role.ORGANISER), add_user("ninos", Role.ORGANISER)
    wants_mail(bram)
    add_flag(bram)
    add_flag(other)
    assert bram.user_id is not None
    store(
        Notice(
            user_id=bram.user_id,
            kind=NoticeKind.FLAG_RAISED,
            about_id=bram.user_id,
            dedupe_key="x",
            created_at=NOW,
        )
    )
    at(2026, 11, 23, 12)
    at(*ON)
    said = [line for line in post.received[0].part("plain").splitlines() if line.startswith("- ")]
    assert said == [
        "- 1 moment van jou heeft een waarschuwing die op je wacht.",
        "- Je hebt 1 ongelezen melding.",
    ]
