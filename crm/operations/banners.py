"""What every page says on top while something is wrong: to everybody, or to administrators."""

from dataclasses import dataclass

from fastapi import Request

from crm.accounts.access import may_look_after_queue
from crm.operations.alarms import alarms
from crm.operations.observer import Observer
from crm.operations.readiness import Beside
from crm.text import mark
from crm.viewer import Viewer


@dataclass(frozen=True)
class Banner:
    """One sentence on top of a page, with where to read more."""

    text: str
    tone: str = "warn"
    href: str = ""
    link_text: str = ""


_LATER = Banner(mark("Follow-ups and notices come a little later. What you log is kept."))
_ALARMED = Banner(
    mark("Something behind the scenes needs you."), "bad", "/operations", mark("Look what it is")
)


def banners_for(request: Request, viewer: Viewer, *, is_store_asked: bool) -> tuple[Banner, ...]:
    """The banners of a page for that viewer.

    Args:
        is_store_asked: False where the store failed: then nothing is asked of it once more.
    """
    beside: Beside = request.app.state.beside
    observer: Observer = request.app.state.observer
    found = () if beside.broker_answers() else (_LATER,)
    # On the page that shows the alarms themselves nothing points to them.
    is_elsewhere = request.url.path != _ALARMED.href
    if is_store_asked and is_elsewhere and may_look_after_queue(viewer) and alarms(observer.observed()):
        return (*found, _ALARMED)
    return found
