"""Who may use the page: its own names and origin only, a token on every change, a password where set."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.core.outline import texts
from bot.errors import ConfigError

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
COOKIE = "onrecord"
TOKEN_HEADER = "X-CSRF-Token"  # noqa: S105 - the header's name, not a token
LONGEST_WAIT = timedelta(minutes=1)
REMEMBERED = 1000
"""Addresses whose wrong passwords are counted; the one that was counted first makes room."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def require_password(host: str, password: str | None) -> None:
    """Raises ConfigError when the page would listen beyond loopback without a password."""
    if password or _is_loopback(host):
        return
    raise ConfigError(
        f"web.host is {host}, which other machines can reach, and web.password is not set: "
        "set ONRECORD_WEB_PASSWORD, or web.host to 127.0.0.1"
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in LOOPBACK


@dataclass(frozen=True, slots=True)
class Session:
    """One browser; the nonce tells it from others, `signed_in` whether it gave the password."""

    nonce: str
    signed_in: bool


SESSION = web.RequestKey("session", Session)


class Guard:
    """Checks every request; sessions are signed with a secret that lives as long as the process."""

    def __init__(self, hosts: Collection[str], password: str | None) -> None:
        self._hosts = LOOPBACK | {host.casefold() for host in hosts}
        self._password = password
        self._secret = secrets.token_bytes(32)

    @property
    def wants_password(self) -> bool:
        """Whether people sign in at all."""
        return self._password is not None

    def middleware(self) -> Middleware:
        """Refuses what comes by a foreign name, from a foreign page, or changes without the token."""

        @web.middleware
        async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
            self._check_host(request)
            _check_origin(request)
            request[SESSION] = self._session_of(request)
            if request.method not in ("GET", "HEAD"):
                await self._check_token(request)
            return await handler(request)

        return check

    def signed(self, handler: Handler) -> Handler:
        """The handler for those who may see the chat; others are led to the login form."""

        async def checked(request: web.Request) -> web.StreamResponse:
            if _lost_its_cookie(request):
                return web.Response(headers={"Refresh": f"0; url={request.rel_url.update_query(again=1)}"})
            if request[SESSION].signed_in:
                return await handler(request)
            if "text/html" in request.headers.get("Accept", ""):
                raise web.HTTPSeeOther("/login")
            raise web.HTTPUnauthorized(text=texts.SIGN_IN)

        return checked

    def is_password(self, given: str) -> bool:
        """Whether this is the password, in a time that does not show how close it is."""
        return _equal(self._sign(f"password {given}"), self._sign(f"password {self._password}"))

    def token(self, session: Session) -> str:
        """What every change from this session must carry."""
        return self._sign(f"token {session.nonce}")

    def remember(self, request: web.Request, response: web.Response, session: Session) -> None:
        """Set the session's cookie, unless the browser sent it."""
        value = self._cookie(session)
        if request.cookies.get(COOKIE) != value:
            response.set_cookie(COOKIE, value, httponly=True, samesite="Strict", secure=request.secure)

    def new_session(self, signed_in: bool = False) -> Session:
        """A session that no one had before."""
        return Session(secrets.token_urlsafe(16), signed_in or not self.wants_password)

    def _session_of(self, request: web.Request) -> Session:
        sent = request.cookies.get(COOKIE, "")
        nonce, _, rest = sent.partition(".")
        session = Session(nonce, rest.startswith("in."))
        return session if _equal(sent, self._cookie(session)) else self.new_session()

    def _cookie(self, session: Session) -> str:
        value = f"{session.nonce}.{'in' if session.signed_in else 'out'}"
        return f"{value}.{self._sign(f'session {value}')}"

    def _sign(self, text: str) -> str:
        return hmac.new(self._secret, _raw(text), hashlib.sha256).hexdigest()

    def _check_host(self, request: web.Request) -> None:
        if _name(request.host) not in self._hosts:
            raise web.HTTPForbidden(text=texts.FOREIGN_NAME)

    async def _check_token(self, request: web.Request) -> None:
        sent = request.headers.get(TOKEN_HEADER) or (await request.post()).get("token")
        if not isinstance(sent, str) or not _equal(sent, self.token(request[SESSION])):
            raise web.HTTPForbidden(text=texts.PAGE_OUT_OF_DATE)


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(_raw(one), _raw(other))


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # what a header holds need not be UTF-8


def _check_origin(request: web.Request) -> None:
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc.casefold() != request.host.casefold():
        raise web.HTTPForbidden(text=texts.FOREIGN_PAGE)


def _lost_its_cookie(request: web.Request) -> bool:
    """A link on another site sends no SameSite=Strict cookie; the page's own refresh does."""
    from_elsewhere = request.headers.get("Sec-Fetch-Site") == "cross-site"
    return from_elsewhere and COOKIE not in request.cookies and "again" not in request.query


def _name(host: str) -> str | None:
    """The name in a Host header, without the port."""
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


class LoginThrottle:
    """Wrong passwords by address: each doubles the wait before the next try is looked at."""

    def __init__(self) -> None:
        self._wrong: dict[str, tuple[int, datetime]] = {}

    def wait(self, address: str, now: datetime) -> timedelta:
        """How long this address must still wait."""
        _, until = self._wrong.get(address, (0, now))
        return max(until - now, timedelta(0))

    def wrong(self, address: str, now: datetime) -> None:
        """Count a wrong password."""
        count = self._wrong.pop(address, (0, now))[0] + 1
        wait = min(timedelta(seconds=2 ** min(count - 1, 10)), LONGEST_WAIT)
        self._wrong[address] = (count, now + wait)
        if len(self._wrong) > REMEMBERED:
            del self._wrong[next(iter(self._wrong))]

    def right(self, address: str) -> None:
        """Forget what was wrong before."""
        self._wrong.pop(address, None)
