"""What the trend says in words: arrows, reasons, and what a chart says to who does not see it."""

from collections.abc import Sequence
from datetime import date

from crm.i18n import month, translate
from crm.insight.trend.changes import NamedReason
from crm.insight.trend.charts import Run, runs_of
from crm.insight.trend.reasons import Cause
from crm.insight.trend.trends import CellTrend, Direction, GroupTrend, Trend, is_heard_in
from crm.insight.words import STATUSES, title_of
from crm.text import Text, mark

DIRECTIONS: dict[Direction, str] = {
    Direction.BETTER: mark("better"),
    Direction.SAME: mark("the same"),
    Direction.WORSE: mark("less good"),
    Direction.NEW: mark("new"),
}
DIRECTION_ICONS: dict[Direction, str] = {
    Direction.BETTER: "trending-up",
    Direction.SAME: "equal",
    Direction.WORSE: "trending-down",
    Direction.NEW: "sparkles",
}
DIRECTION_TONES: dict[Direction, str] = {
    Direction.BETTER: "ok",
    Direction.SAME: "",
    Direction.WORSE: "warn",
    Direction.NEW: "brand",
}

_REASONS: dict[Cause, str] = {
    Cause.FIRST_CONTACT: mark("A new way in: first contact of %(one)s with %(other)s on %(day)s."),
    Cause.SPOKEN_AGAIN: mark("The line works again: %(one)s and %(other)s spoke on %(day)s."),
    Cause.RELATION_NOTED: mark("A new way in: a relation of %(one)s with %(other)s since %(day)s."),
    Cause.LINK_BEGUN: mark("A new way in: %(one)s opens the door since %(day)s."),
    Cause.SILENCE: mark("%(one)s and %(other)s have not spoken since %(day)s, as far as the log says."),
    Cause.RELATION_ENDED: mark("The relation of %(one)s with %(other)s ended on %(day)s."),
    Cause.LINK_ENDED: mark("%(one)s no longer opens the door: that ended on %(day)s."),
    Cause.COLLEAGUE_LEFT: mark("%(one)s left the team on %(day)s."),
    Cause.PUT_AWAY: mark("%(one)s is no longer in the network since %(day)s."),
    Cause.RULES_CHANGED: mark("Not the contacts changed but the rules: an administrator decided otherwise."),
    Cause.LOG_CHANGED: mark(
        "We do not know why. Something was noted or taken back after this picture was made, so the log says "
        "something else today."
    ),
    Cause.UNKNOWN: mark("We do not know why: the log does not tell."),
}
_NO_DAY: dict[Cause, str] = {
    Cause.FIRST_CONTACT: mark("A new way in: a line of %(one)s with %(other)s."),
    Cause.RELATION_NOTED: mark("A new way in: a relation of %(one)s with %(other)s."),
}


def reason_said(language: str, reason: NamedReason) -> str:
    """Why a cell changed, in one sentence; of persons whom the viewer may not see it says what they do."""
    msgid = _NO_DAY[reason.cause] if reason.on is None and reason.cause in _NO_DAY else _REASONS[reason.cause]
    values: dict[str, object] = {
        name: title_of(language, box) for name, box in zip(("one", "other"), reason.who, strict=False)
    }
    if reason.on is not None:
        values["day"] = reason.on
    sentence = translate(language, Text(msgid, values))
    return sentence[:1].upper() + sentence[1:]


_RUN = mark("%(status)s from %(first)s to %(last)s")
_RUN_OF_ONE = mark("%(status)s in %(month)s")
_WAYS = mark("A way in:")
_NO_PICTURE = mark("no picture")
_UNHEARD = mark("Not heard themselves in these months.")
_HEARD = mark("Heard themselves in: %(months)s.")
_NO_PICTURE_OF_GROUP = mark("There is no picture of this group yet.")
_STEPS = mark(
    "A way in: in %(then)s of %(all)s neighbourhoods in %(first)s, in %(now)s of %(all)s in %(last)s."
)


def strip_said(language: str, trend: Trend, cell: CellTrend) -> str:
    """The strip of one cell in words: each status with the months in which it held, then when it was heard."""
    runs = runs_of([None if frozen is None else frozen.status for frozen in cell.months])
    said = "; ".join(_run_said(language, trend, run) for run in runs)
    heard = [one for frozen, one in zip(cell.months, trend.months, strict=True) if is_heard_in(frozen, one)]
    return f"{translate(language, _WAYS)} {said}. {heard_said(language, heard)}"


def _run_said(language: str, trend: Trend, run: Run) -> str:
    status = Text(_NO_PICTURE if run.status is None else STATUSES[run.status])
    first, last = (month(language, trend.months[position]) for position in (run.first, run.last))
    if run.first == run.last:
        return translate(language, _RUN_OF_ONE, status=status, month=first)
    return translate(language, _RUN, status=status, first=first, last=last)


def heard_said(language: str, months: Sequence[date]) -> str:
    """In which months a group itself was heard."""
    if not months:
        return translate(language, _UNHEARD)
    return translate(language, _HEARD, months=", ".join(month(language, one) for one in months))


def steps_said(language: str, trend: Trend, group: GroupTrend) -> str:
    """The chart of one group in words: a way in at the beginning and at the end, and when it was heard."""
    drawn = [position for position, _ in enumerate(trend.months) if group.statuses(position)]
    if not drawn:
        return translate(language, _NO_PICTURE_OF_GROUP)
    first, last = drawn[0], drawn[-1]
    said = translate(
        language,
        _STEPS,
        then=group.ways_in(first) or 0,
        now=group.ways_in(last) or 0,
        all=len(group.cells),
        first=month(language, trend.months[first]),
        last=month(language, trend.months[last]),
    )
    heard = [one for position, one in enumerate(trend.months) if group.is_heard(position, one)]
    return f"{said} {heard_said(language, heard)}"
