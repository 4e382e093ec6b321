"""Who may use the page: its own names and origin only, a token on every change, a password where set."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import logging
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.core.outline import texts
from bot.errors import ConfigError

log = logging.getLogger(__name__)

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
COOKIE = "onrecord"
TOKEN_HEADER = "X-CSRF-Token"  # noqa: S105 - the header's name, not a token
LONGEST_WAIT = timedelta(minutes=1)
SHARED_WAIT = timedelta(seconds=2)
"""The longest wait of an address behind which many stand: nobody keeps all others out for long."""
REMEMBERED = 1000
"""Addresses whose wrong passwords are counted, and sessions that are signed in; the first makes room."""

PROBES = frozenset(("/healthz", "/readyz"))
"""Addresses that whatever watches the program asks by any name, as they tell nothing to anybody."""

SITE_PREFIX = 64
"""Bits of an IPv6 address that a site holds alone (RFC 6177); it may choose all others anew for each try."""

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


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: their address, whether others may stand behind it, and whether they came by https."""

    address: str
    shared: bool
    secure: bool


class Proxies:
    """Reverse proxies whose word is taken for who asks and how: those that the settings name."""

    def __init__(self, trusted: Collection[str]) -> None:
        self._trusted = [ipaddress.ip_network(one, strict=False) for one in trusted]
        self._warned: set[str] = set()

    def caller(self, direct: str, forwarded_for: str, scheme: str, forwarded_scheme: str) -> Caller:
        """Who asks, by the nearest address that no proxy of ours has; the forwarded ones are headers.

        From an address of the internet the headers are a visitor's own, who would like to be many.
        """
        passed_on = [part.strip() for part in forwarded_for.split(",")] if forwarded_for else []
        if not self._trusts(direct):
            shared = bool(passed_on) and _is_private(direct)
            if shared and direct not in self._warned and len(self._warned) < REMEMBERED:
                self._warned.add(direct)
                log.warning("web: %s", texts.unknown_proxy(direct))
            return Caller(_site(direct), shared, scheme == "https")
        beyond = _site(next((one for one in reversed(passed_on) if not self._trusts(one)), ""))
        shared = not beyond and (bool(passed_on) or not _is_loopback(direct))
        return Caller(beyond or direct, shared, (forwarded_scheme or scheme) == "https")

    def _trusts(self, address: str) -> bool:
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self._trusted)


def _is_private(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_private
    except ValueError:
        return False


def _site(address: str) -> str:
    """The address as one that tries passwords cannot vary it; empty for what is none."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    mapped = found.ipv4_mapped
    return str(mapped or ipaddress.ip_network((found, SITE_PREFIX), strict=False))


class Guard:
    """Checks every request; sessions are signed with a secret that lives as long as the process.

    Of those that gave the password it remembers which still hold: one that signed out is dead here too.
    `metrics_token` opens /metrics to a program that cannot sign in.
    """

    def __init__(
        self,
        hosts: Collection[str],
        password: str | None,
        proxies: Collection[str] = (),
        metrics_token: str | None = None,
    ) -> None:
        self._hosts = LOOPBACK | {host.casefold() for host in hosts}
        self._password = password
        self._metrics_token = metrics_token
        self._secret = secrets.token_bytes(32)
        self._signed_in: dict[str, None] = {}  # nonces, the oldest first
        self._proxies = Proxies(proxies)

    @property
    def wants_password(self) -> bool:
        """Whether people sign in at all."""
        return self._password is not None

    def middleware(self) -> Middleware:
        """Refuses what comes by a foreign name, from a foreign page, or changes without the token."""

        @web.middleware
        async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
            if request.path in PROBES:
                return await handler(request)
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

    def metered(self, handler: Handler) -> Handler:
        """The handler for those who may see the figures: who signed in, and who has the token for them."""

        async def checked(request: web.Request) -> web.StreamResponse:
            given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
            token = self._metrics_token
            open_to_all = token is None and not self.wants_password
            signed_in = self.wants_password and request[SESSION].signed_in
            if open_to_all or signed_in or (token is not None and _equal(given, token)):
                return await handler(request)
            raise web.HTTPUnauthorized(text=texts.NO_METRICS, headers={"WWW-Authenticate": "Bearer"})

        return checked

    def caller(self, request: web.Request) -> Caller:
        """Who asks."""
        header = request.headers.get
        return self._proxies.caller(
            request.remote or "",
            header("X-Forwarded-For", ""),
            request.scheme,
            header("X-Forwarded-Proto", ""),
        )

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
            response.set_cookie(
                COOKIE, value, httponly=True, samesite="Strict", secure=self.caller(request).secure
            )

    def new_session(self) -> Session:
        """A session that no one had before."""
        return Session(secrets.token_urlsafe(16), not self.wants_password)

    def sign_in(self) -> Session:
        """A session of somebody who gave the password; of too many the oldest ends."""
        session = Session(secrets.token_urlsafe(16), signed_in=True)
        self._signed_in[session.nonce] = None
        if len(self._signed_in) > REMEMBERED:
            del self._signed_in[next(iter(self._signed_in))]
        return session

    def sign_out(self, session: Session) -> None:
        """End a session: whoever kept its cookie is a stranger from now on."""
        self._signed_in.pop(session.nonce, None)

    def _session_of(self, request: web.Request) -> Session:
        sent = request.cookies.get(COOKIE, "")
        nonce, _, rest = sent.partition(".")
        session = Session(nonce, rest.startswith("in."))
        ended = self.wants_password and session.signed_in and nonce not in self._signed_in
        return session if not ended and _equal(sent, self._cookie(session)) else self.new_session()

    def _cookie(self, session: Session) -> str:
        value = f"{session.nonce}.{'in' if session.signed_in else 'out'}"
        return f"{value}.{self._sign(f'session {value}')}"

    def _sign(self, text: str) -> str:
        return hmac.new(self._secret, _raw(text), hashlib.sha256).hexdigest()

    def _check_host(self, request: web.Request) -> None:
        if _name(request.host) not in self._hosts:
            raise web.HTTPForbidden(text=texts.FOREIGN_NAME)

    async def _check_token(self, request: web.Request) -> None:
        sent = request.headers.get(TOKEN_HEADER) or (await form_of(request)).get("token", "")
        if not _equal(sent, self.token(request[SESSION])):
            raise web.HTTPForbidden(text=texts.PAGE_OUT_OF_DATE)


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(_raw(one), _raw(other))


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # what a header holds need not be UTF-8


def _check_origin(request: web.Request) -> None:
    origin = request.headers.get("Origin")
    if origin is None:
        return
    try:
        at = urlsplit(origin).netloc
    except ValueError:
        at = ""  # is no address at all
    if at.casefold() != request.host.casefold():
        raise web.HTTPForbidden(text=texts.FOREIGN_PAGE)


async def form_of(request: web.Request) -> Mapping[str, str]:
    """The texts of a form; none where it cannot be read."""
    try:
        sent = await request.post()
    # of a stranger: no such charset, no boundary, no such encoding
    except (ValueError, LookupError, AssertionError, web.RequestPayloadError):
        return {}
    return {key: value for key, value in sent.items() if isinstance(value, str)}


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

    def wrong(self, address: str, now: datetime, longest: timedelta = LONGEST_WAIT) -> None:
        """Count a wrong password."""
        count = self._wrong.pop(address, (0, now))[0] + 1
        wait = min(timedelta(seconds=2 ** min(count - 1, 10)), longest)
        self._wrong[address] = (count, now + wait)
        if len(self._wrong) > REMEMBERED:
            del self._wrong[next(iter(self._wrong))]

    def right(self, address: str) -> None:
        """Forget what was wrong before."""
        self._wrong.pop(address, None)
