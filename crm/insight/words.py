"""What the report says in whole sentences: message ids with their values, translated where they are shown."""

from crm.i18n import short_date, translate
from crm.insight.chain import Box
from crm.insight.gaps import ReportCell
from crm.parties.models import TieKind
from crm.parties.words import PERSON_ROLES
from crm.text import Text, mark
from graph.network import TOLERANCE, NodeKind, Thresholds
from graph.reach import Status

_WHY = {
    Status.UNKNOWN: mark("We know nobody yet who can open the door to these people."),
    Status.NOT_REACHED: mark("We know who could open the door, but we have no working line to them."),
    Status.SINGLE: mark("Everything runs through one link. If it falls away, we lose these people."),
    Status.REACHED: mark("There is a working line, and another one, perhaps weaker, if a link falls away."),
}
_SINCE = {
    Status.STALE: mark("We once had a line. For one link of it the last contact was on %(day)s."),
    Status.WEAK: mark("There is a line, but a thin one. For one link of it the last contact was on %(day)s."),
}
_NO_DAY = {
    Status.STALE: mark("We once had a line, but it went quiet."),
    Status.WEAK: mark("There is a line, but a thin one."),
}

LINES: dict[TieKind | None, str] = {
    None: mark("A colleague and somebody they spoke with"),
    TieKind.KNOWS: mark("Two who know each other"),
    TieKind.WORKS_TOGETHER: mark("Two who work together"),
    TieKind.WORKS_AT: mark("Somebody and where they work"),
    TieKind.VOLUNTEERS_AT: mark("Somebody and where they volunteer"),
    TieKind.BRIDGE: mark("A bridge between two networks"),
}
"""What each kind of line is called where its half-life stands."""

THRESHOLDS = {
    "strong": mark("From here on a line works"),
    "weak": mark("From here on a line counts as weak; under it, as none"),
    "live": mark("Under this a tie no longer counts"),
}
"""What each threshold is called where it is chosen."""

STATUSES: dict[Status, str] = {
    Status.REACHED: mark("reached"),
    Status.SINGLE: mark("through one person"),
    Status.WEAK: mark("a weak line"),
    Status.STALE: mark("not spoken to for long"),
    Status.NOT_REACHED: mark("not reached yet"),
    Status.UNKNOWN: mark("we do not know"),
}
"""*Ingang*, as the macro `status_word` says it; in the order of the legend."""

WHOLE_CITY = mark("The whole city")
OPENS_DOOR = mark("opens the door at %(names)s")
WORKS_WITH_THEM = mark("works with these people")

_UNTIL = mark("until %(day)s")
_SPEAK = mark("Speak to %(name)s")

_UNNAMED = {
    NodeKind.CONSULTANT: mark("A colleague of the team"),
    NodeKind.PERSON: mark("Somebody we know"),
    NodeKind.ORGANISATION: mark("An organisation"),
    NodeKind.COMMUNITY: mark("A network"),
    NodeKind.COUNCIL: mark("An advisory council"),
}

_KINDS = {
    NodeKind.CONSULTANT: mark("Colleague of the team"),
    NodeKind.PERSON: mark("Person"),
    NodeKind.ORGANISATION: mark("Organisation"),
    NodeKind.COMMUNITY: mark("Network"),
    NodeKind.COUNCIL: mark("Advisory council"),
}


def why(one: ReportCell) -> Text:
    """The sentence under *Waarom staat dit hier?*."""
    if one.status in _WHY:
        return Text(_WHY[one.status])
    if one.oldest_contact_on is None:
        return Text(_NO_DAY[one.status])
    return Text(_SINCE[one.status], {"day": one.oldest_contact_on})


def line_word(strength: float, thresholds: Thresholds) -> str:
    """How well a line works, in words: what the report calls working, weak and neither.

    >>> line_word(0.3, Thresholds()), line_word(0.1, Thresholds()), line_word(0.06, Thresholds())
    ('a line that works', 'a weak line', 'hardly a line any more')
    """
    if strength >= thresholds.strong - TOLERANCE:
        return mark("a line that works")
    if strength >= thresholds.weak - TOLERANCE:
        return mark("a weak line")
    return mark("hardly a line any more")


def title_of(language: str, box: Box) -> str:
    """What stands on a box of a chain: the name; for who may not read it the roles, or else the kind."""
    if box.name is not None:
        return box.name
    words = [PERSON_ROLES[role] for role in box.roles] or [_UNNAMED[box.kind]]
    return ", ".join(translate(language, word) for word in words)


def subtitle_of(language: str, box: Box) -> str:
    """What stands under a title: under a name what somebody does, or of what kind a party is; and until when."""
    words = [PERSON_ROLES[role] for role in box.roles] or [_KINDS[box.kind]]
    parts = [translate(language, word) for word in words] if box.name is not None else []
    if box.until is not None:
        parts.append(translate(language, _UNTIL, day=short_date(language, box.until)))
    return ", ".join(parts)


def step_of(language: str, box: Box) -> str | None:
    """The first step that a form proposes: only where it names nobody (a person beside a group would be a label)."""
    if box.name is None or box.kind not in (NodeKind.ORGANISATION, NodeKind.COMMUNITY, NodeKind.COUNCIL):
        return None
    return translate(language, _SPEAK, name=box.name)
