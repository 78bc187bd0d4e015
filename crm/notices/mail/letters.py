"""What mails say: whole sentences with numbers, and links to pages; never a name, a title or a note (TRUST PRV-44)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from crm.i18n import translate, translate_counted
from crm.notices.mail.queries import Waiting
from crm.notices.models import NoticeKind
from crm.text import Counted, mark, mark_counted
from crm.viewer import Viewer


@dataclass(frozen=True)
class Line:
    """One thing that a mail says, and the path of the page about it."""

    text: str
    path: str = ""


@dataclass(frozen=True)
class Letter:
    """A mail before it has a form: one language, plain sentences, paths of our own."""

    language: str
    subject: str
    opening: str
    lines: tuple[Line, ...]
    closing: tuple[str, ...]
    action: Line  # the one link that the mail is for
    why: str = ""  # why it came, and where to choose otherwise; links to the choices


@dataclass(frozen=True)
class _Said:
    sentence: Counted
    path: str


_WAITING: Mapping[str, _Said] = {
    "late": _Said(
        mark_counted("%(num)s follow-up is overdue.", "%(num)s follow-ups are overdue."), "/follow-ups"
    ),
    "due_today": _Said(
        mark_counted("%(num)s follow-up is due today.", "%(num)s follow-ups are due today."), "/follow-ups"
    ),
    "bookings": _Said(
        mark_counted(
            "%(num)s thing is to be arranged for your events.",
            "%(num)s things are to be arranged for your events.",
        ),
        "/",
    ),
    "warned": _Said(
        mark_counted(
            "%(num)s event of yours has a warning that waits for you.",
            "%(num)s events of yours have a warning that waits for you.",
        ),
        "/events?is_mine=true&is_warned=true",
    ),
    "signals": _Said(
        mark_counted(
            "%(num)s signal waits for an answer for too long.",
            "%(num)s signals wait for an answer for too long.",
        ),
        "/signals",
    ),
    "dates": _Said(
        mark_counted("%(num)s date is to be confirmed.", "%(num)s dates are to be confirmed."),
        "/observances/confirm",
    ),
    "unread": _Said(
        mark_counted("You have %(num)s unread notice.", "You have %(num)s unread notices."),
        "/notices?unread=true",
    ),
}
_NOTICES: Mapping[NoticeKind, Counted] = {
    NoticeKind.FOLLOW_UP_DUE: mark_counted("%(num)s follow-up is due.", "%(num)s follow-ups are due."),
    NoticeKind.FOLLOW_UP_HANDED_OVER: mark_counted(
        "%(num)s follow-up was handed over to you.", "%(num)s follow-ups were handed over to you."
    ),
    NoticeKind.PARTIES_HANDED_OVER: mark_counted(
        "%(num)s colleague handed networks over to you.", "%(num)s colleagues handed networks over to you."
    ),
    NoticeKind.NETWORK_QUIET: mark_counted(
        "Nobody has spoken to %(num)s of your networks for long.",
        "Nobody has spoken to %(num)s of your networks for long.",
    ),
    NoticeKind.DATE_AWAITED: mark_counted(
        "%(num)s date is to be confirmed.", "%(num)s dates are to be confirmed."
    ),
    NoticeKind.INTRODUCTION_ASKED: mark_counted(
        "%(num)s colleague asks you for an introduction.", "%(num)s colleagues ask you for an introduction."
    ),
    NoticeKind.INTRODUCTION_ANSWERED: mark_counted(
        "%(num)s question for an introduction was answered.",
        "%(num)s questions for an introduction were answered.",
    ),
    NoticeKind.WEBHOOK_GIVEN_UP: mark_counted(
        "We switched off %(num)s connection to another system.",
        "We switched off %(num)s connections to other systems.",
    ),
    NoticeKind.FLAG_RAISED: mark_counted(
        "There is %(num)s new warning about the date of an event of yours.",
        "There are %(num)s new warnings about the dates of events of yours.",
    ),
    NoticeKind.VERDICT_CHANGED: mark_counted(
        "%(num)s warning about an event of yours has changed.",
        "%(num)s warnings about events of yours have changed.",
    ),
    NoticeKind.EVENT_NEAR: mark_counted(
        "%(num)s event of yours comes near and still has a warning.",
        "%(num)s events of yours come near and still have a warning.",
    ),
}
_NO_NAMES = mark("On purpose there are no names in this mail. In Bereik you read the rest.")
_WHY = mark("You get this mail because you asked for it in Bereik. Choose here what you get:")


def write_digest(reader: Viewer, waiting: Waiting, today: date) -> Letter:
    """What waits for the reader on that morning."""
    language = reader.language
    lines = tuple(
        Line(translate_counted(language, said.sentence, count), said.path)
        for name, said in _WAITING.items()
        if (count := getattr(waiting, name))
    )
    return Letter(
        language=language,
        subject=translate(language, mark("Your day in Bereik: %(day)s"), day=today),
        opening=translate(language, mark("Good morning. This waits for you:")),
        lines=lines,
        closing=(translate(language, _NO_NAMES),),
        action=Line(translate(language, mark("Open Today in Bereik:")), "/"),
        why=translate(language, _WHY),
    )


def write_notices(reader: Viewer, kinds: Iterable[NoticeKind]) -> Letter:
    """How many new notices the reader has, of which kinds."""
    language, counts = reader.language, Counter(kinds)
    subject = mark_counted("You have %(num)s new notice in Bereik", "You have %(num)s new notices in Bereik")
    return Letter(
        language=language,
        subject=translate_counted(language, subject, counts.total()),
        opening=translate(language, mark("This is new for you in Bereik:")),
        lines=tuple(
            Line(translate_counted(language, sentence, counts[kind]))
            for kind, sentence in _NOTICES.items()
            if counts[kind]
        ),
        closing=(translate(language, _NO_NAMES),),
        action=Line(translate(language, mark("Read your notices:")), "/notices?unread=true"),
        why=translate(language, _WHY),
    )


def write_question(reader: Viewer, city: str, token: str) -> Letter:
    """The question whether an address is the reader's, with the link that confirms it."""
    language = reader.language
    return Letter(
        language=language,
        subject=translate(language, mark("Is this your mail address for Bereik?")),
        opening=translate(
            language,
            mark("Somebody gave this address in Bereik of %(city)s, and wants to get mail here."),
            city=city,
        ),
        lines=(),
        closing=(
            translate(language, mark("The link works for one day, and you sign in first.")),
            translate(language, mark("Was it not you? Then do nothing. You get no other mail.")),
        ),
        action=Line(
            translate(language, mark("Was it you? Open this page and confirm:")), f"/me/mail/confirm/{token}"
        ),
    )


def write_check(language: str) -> Letter:
    """The mail of `bereik mail check`."""
    return Letter(
        language=language,
        subject=translate(language, mark("Bereik can send mail")),
        opening=translate(language, mark("Somebody tried whether Bereik can send mail. It can.")),
        lines=(),
        closing=(),
        action=Line(translate(language, mark("Go to Bereik:")), "/"),
    )
