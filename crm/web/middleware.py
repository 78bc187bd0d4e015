"""Around every answer: language, request id, refusal of cross-site commands, security headers, one log line."""

import secrets
import time
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlsplit

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crm.errors import BereikError, NotAllowed, TooLarge
from crm.i18n import LANGUAGES
from crm.text import mark
from crm.web import refusals
from crm.web.bodies import Gone, received
from crm.web.render import ASSETS_AT

log = structlog.get_logger()
LANGUAGE_COOKIE = "language"
API = "/api/v1"
CLOSED_BY_SENDER = 499  # in the log only: nobody was there to be answered
# Asked every second by proxies and monitors: told in the log where the answer is not the usual one.
ASKED_BY_MACHINES = frozenset({"/healthz", "/readyz"})
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

SECURITY_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class Frame:
    """The middleware around the application."""

    def __init__(self, app: ASGIApp, language: str, largest_body: int) -> None:
        self.app = app
        self.language = language
        self.largest_body = largest_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        chosen = _chosen_language(scope)
        state = scope.setdefault("state", {})
        state["language"] = (
            chosen or _cookie_language(headers) or _asked_language(scope, headers) or self.language
        )
        state["request_id"] = secrets.token_hex(8)
        started = time.perf_counter()
        status = 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(MutableHeaders(scope=message), scope, chosen, state["request_id"])
            await send(message)

        structlog.contextvars.bind_contextvars(request_id=state["request_id"])
        try:
            self._refuse(scope["method"], headers)
            await self.app(scope, await received(receive, headers, self.largest_body), answer)
        except BereikError as refusal:
            await refusals.answer(Request(scope), refusal)(scope, receive, answer)
        except Gone:
            status = CLOSED_BY_SENDER
        finally:
            # The route's pattern, never the address: an address may hold what somebody searched for.
            route = _pattern(scope)
            spent_s = time.perf_counter() - started
            spent_ms = round(spent_s * 1000, 1)
            note = log.debug if route in ASKED_BY_MACHINES and status == 200 else log.info
            note("request.answered", method=scope["method"], route=route, status=status, spent_ms=spent_ms)
            scope["app"].state.work.watch.request_answered(scope["method"], route, status, spent_s)
            structlog.contextvars.clear_contextvars()

    def _refuse(self, method: str, headers: Headers) -> None:
        if is_cross_site(method, headers):
            raise NotAllowed(
                mark("This command came from another site and was refused. Nothing was changed.")
            )
        if int(headers.get("content-length") or 0) > self.largest_body:
            raise TooLarge


def is_cross_site(method: str, headers: Headers) -> bool:
    """Whether a command may come from another site: neither its fetch metadata nor its origin says it is ours."""
    if method in SAFE_METHODS:
        return False
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc != headers.get("host")


def _add_headers(headers: MutableHeaders, scope: Scope, chosen: str | None, request_id: str) -> None:
    for name, value in SECURITY_HEADERS.items():
        headers[name] = value
    headers["x-request-id"] = request_id
    if scope["path"].startswith(ASSETS_AT):
        headers["cache-control"] = "public, max-age=31536000, immutable"
    elif chosen or "cache-control" not in headers:
        headers["cache-control"] = "no-store"  # a page that is the same for everybody says so itself
    if chosen:
        headers.append("set-cookie", f"{LANGUAGE_COOKIE}={chosen}; Path=/; Max-Age=31536000; SameSite=Lax")


def _pattern(scope: Scope) -> str | None:
    """The pattern of the route that answered; None where there is none. A router of the API leaves its own prefix out."""
    route: str | None = getattr(scope.get("route"), "path", None)
    is_api = scope["path"].startswith(f"{API}/")
    return f"{API}{route}" if route and is_api and not route.startswith(API) else route


def _chosen_language(scope: Scope) -> str | None:
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[0]
    return asked if asked in LANGUAGES else None


def _cookie_language(headers: Headers) -> str | None:
    cookie = SimpleCookie(headers.get("cookie", "")).get(LANGUAGE_COOKIE)
    return cookie.value if cookie and cookie.value in LANGUAGES else None


def _asked_language(scope: Scope, headers: Headers) -> str | None:
    """Programs say their language in a header; people choose theirs on the page (Dutch comes first)."""
    if not scope["path"].startswith("/api/"):
        return None
    asked = [part.split(";")[0].strip()[:2].lower() for part in headers.get("accept-language", "").split(",")]
    return next((code for code in asked if code in LANGUAGES), None)
