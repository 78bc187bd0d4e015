"""Pages and fragments: templates, one environment a language, and what every template can use."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import URL

from crm import i18n
from crm.db import Page
from crm.viewer import Role, Viewer
from crm.web.flash import FLASHES
from crm.web.links import linked
from crm.web.navigation import Place, places_for

T = TypeVar("T")

_HERE = Path(__file__).parent
BUILT_FILES = _HERE / "static" / "build"
ASSETS_AT = "/static/build"


@cache
def _asset_names() -> Mapping[str, str]:
    names: Mapping[str, str] = json.loads((BUILT_FILES / "manifest.json").read_text())
    return names


def asset(name: str) -> str:
    """The address of a built file: its name holds a hash of its content, so that it may be cached for ever."""
    return f"{ASSETS_AT}/{_asset_names()[name]}"


@cache
def environment(language: str) -> Environment:
    """The templates of one language. One environment each: Jinja folds filters with constant arguments."""
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_translations(i18n.catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    made.filters |= {
        "num": partial(i18n.number, language),
        "date": partial(i18n.short_date, language),
        "long_date": partial(i18n.long_date, language),
        "month": partial(i18n.month, language),
        "time": partial(i18n.clock_time, language),
        "datetime": partial(i18n.long_date_and_time, language),
        "zip": zip,
        "linked": linked,
        "said": partial(i18n.translate, language),
    }
    made.globals |= {"asset": asset, "language": language, "languages": i18n.LANGUAGES}
    return made


@dataclass(frozen=True)
class Paged(Generic[T]):
    """One page of a list, as templates show it: the page, and the addresses of the others."""

    page: Page[T]
    address: URL

    @property
    def items(self) -> list[T]:
        return self.page.items

    @property
    def number(self) -> int:
        return self.page.number

    @property
    def pages(self) -> int:
        return self.page.pages

    @property
    def total(self) -> int:
        return self.page.total

    def url(self, number: int) -> str:
        """The address of another page of the same list, with the same filters."""
        other = self.address.include_query_params(page=number)
        return f"{other.path}?{other.query}"


def paged(request: Request, found: Page[T]) -> Paged[T]:
    """The page of a list with the addresses of its neighbours."""
    return Paged(found, request.url)


def _menu_item(language: str, place: Place) -> dict[str, object]:
    return {
        "key": place.key,
        "href": place.href,
        "icon": place.icon,
        "label": i18n.translate(language, place.label),
        "on_phone": place.on_phone,
        "phone_label": i18n.translate(language, place.phone_label) if place.phone_label else "",
    }


def _counts(request: Request, viewer: Viewer | None, status: int) -> Mapping[str, int]:
    """What the menu counts: the composition root sets `app.state.counts_for`. Nothing is asked of a store that failed."""
    counts_for = getattr(request.app.state, "counts_for", None)
    if counts_for is None or viewer is None or status >= 500:
        return {}
    with request.app.state.work.reading(viewer) as uow:
        counts: Mapping[str, int] = counts_for(uow.session, viewer, uow.now)
    return counts


def _banners(request: Request, viewer: Viewer | None, status: int) -> Sequence[object]:
    """What stands on top of every page while something is wrong: the application sets `app.state.banners_for`."""
    banners_for = getattr(request.app.state, "banners_for", None)
    if banners_for is None or viewer is None:
        return ()
    found: Sequence[object] = banners_for(request, viewer, is_store_asked=status < 500)
    return found


def page(
    request: Request,
    template: str,
    *,
    nav: str = "",
    status: int = 200,
    with_counts: bool = True,
    **context: Any,
) -> HTMLResponse:
    """A whole page. Templates get the context and what is listed in `base.html`."""
    language: str = request.state.language
    viewer = getattr(request.state, "viewer", None)
    now: datetime = request.app.state.work.clock.now()
    shared = {
        "viewer": viewer,
        "nav": nav,
        "nav_items": [_menu_item(language, place) for place in places_for(viewer)],
        "counts": _counts(request, viewer, status) if with_counts else {},
        "banners": _banners(request, viewer, status) if with_counts else (),
        "path": request.url.path,
        "flash": FLASHES.get(request.query_params.get("said", "")),
        "city": request.app.state.settings.city,
        "now": now,
        "may_log": viewer is not None and viewer.role is Role.CONSULTANT,
        "ago": lambda value: i18n.days_ago(language, value, now),
    }
    text = environment(language).get_template(template).render(**(shared | context))
    return HTMLResponse(text, status_code=status)


# A part of a page, asked for by htmx, sees the same names; it has no menu, so nothing is counted for it.
fragment = partial(page, with_counts=False)


def redirect(path: str, said: str = "") -> RedirectResponse:
    """Sends the browser on after a command; `said` is a key of FLASHES."""
    return RedirectResponse(f"{path}?said={said}" if said else path, status_code=303)
