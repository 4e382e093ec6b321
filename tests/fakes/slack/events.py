"""The app's request URL: signed requests, three seconds, and three more tries for events.

docs.slack.dev: Events API (delivery attempts, headers), Verifying requests from Slack (signature),
HTTP request URLs (redirects). Signatures bear the real time, whatever Slack's clock says.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlencode

import aiohttp

from tests.fakes.slack.limits import ACK_SECONDS

if TYPE_CHECKING:
    from tests.fakes.slack.server import Slack
    from tests.fakes.slack.world import Workspace

RETRIES: tuple[float, ...] = (
    0.0,
    60.0,
    300.0,
)  # Events API: nearly at once, after a minute, after five minutes
AT_ONCE = 100  # events under way; the number is ours
REDIRECTS = 2  # Events API: two redirects


@dataclass
class Attempt:
    """One try to deliver an event: its number (0 is the first), and why it failed, if it did."""

    number: int
    failed: str | None


@dataclass
class Delivery:
    """An event on its way to the app."""

    workspace: Workspace
    body: dict[str, Any]
    attempts: list[Attempt] = field(default_factory=list)

    @classmethod
    def of(cls, slack: Slack, workspace: Workspace, event: dict[str, Any]) -> Delivery:
        """Wrap an event as the Events API does."""
        seat = {
            "enterprise_id": None,
            "team_id": workspace.id,
            "user_id": workspace.bot_user,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        body = {
            "token": slack.app.verification_token,
            "team_id": workspace.id,
            "api_app_id": slack.app.id,
            "event": event,
            "type": "event_callback",
            "event_id": slack.id("Ev"),
            "event_time": int(slack.clock.now()),
            "authorizations": [seat],
            "is_ext_shared_channel": False,
        }
        return cls(workspace, body)

    @property
    def event(self) -> dict[str, Any]:
        """What happened."""
        return dict(self.body["event"])

    @property
    def arrived(self) -> bool:
        """Whether the app has taken it."""
        return any(one.failed is None for one in self.attempts)


@dataclass(frozen=True)
class Answer:
    """What an app said to a command or a press: nothing more, a body, or why the user sees an error."""

    body: Any = None
    error: str | None = None  # operation_timeout, dispatch_failed, http_service_error
    seconds: float = 0.0


class Line(Protocol):
    """The way to the app."""

    async def event(self, delivery: Delivery) -> None:
        """Deliver an event, however often it takes."""

    async def command(self, kind: str, payload: dict[str, Any]) -> Answer:
        """Deliver what a user did (slash_commands or interactive), once."""


def signed(secret: str, body: str, at: float | None = None) -> dict[str, str]:
    """The two headers that prove where a request comes from."""
    stamp = str(int(time.time() if at is None else at))
    mac = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={mac}"}


class Http:
    """Speaks to the app's request URL."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._session: aiohttp.ClientSession | None = None
        self._places = asyncio.Semaphore(AT_ONCE)
        self.retries = RETRIES

    async def verify(self) -> bool:
        """The handshake that a request URL must pass before it is taken."""
        body = {
            "type": "url_verification",
            "token": self._slack.app.verification_token,
            "challenge": "c0ffee",
        }
        status, text, _ = await self.post(json.dumps(body), "application/json", {})
        return status == 200 and "c0ffee" in text

    async def probe(self) -> int:
        """The status of Slack's probe of the certificate (Slash commands, ssl_check)."""
        form = urlencode({"ssl_check": "1", "token": self._slack.app.verification_token})
        return (await self.post(form, "application/x-www-form-urlencoded", {}))[0]

    async def event(self, delivery: Delivery) -> None:
        body, reason = json.dumps(delivery.body), ""
        for number, wait in enumerate((0.0, *self.retries)):
            await self._slack.clock.sleep(wait)
            extra = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason} if number else {}
            failed, last = await self._try(body, extra)
            delivery.attempts.append(Attempt(number, failed))
            self._slack.tell()
            if failed is None or last:
                return
            reason = failed

    async def _try(self, body: str, extra: Mapping[str, str]) -> tuple[str | None, bool]:
        try:
            async with self._places:
                status, _, headers = await self.post(body, "application/json", extra)
        except TimeoutError:
            return "http_timeout", False
        except aiohttp.TooManyRedirects:
            return "too_many_redirects", False
        except aiohttp.ClientConnectionError:
            return "connection_failed", False
        except aiohttp.ClientError:
            return "unknown_error", False
        last = headers.get("x-slack-no-retry") == "1"
        return (None if 200 <= status < 300 else "http_error"), last

    async def command(self, kind: str, payload: dict[str, Any]) -> Answer:
        form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
        began = time.monotonic()
        try:
            status, text, headers = await self.post(urlencode(form), "application/x-www-form-urlencoded", {})
        except TimeoutError:
            return Answer(error="operation_timeout", seconds=time.monotonic() - began)
        except aiohttp.ClientError:
            return Answer(error="dispatch_failed", seconds=time.monotonic() - began)
        seconds = time.monotonic() - began
        if status != 200:
            return Answer(error="http_service_error", seconds=seconds)
        return Answer(_body(text, headers.get("Content-Type", "")), seconds=seconds)

    async def post(
        self, body: str, kind: str, extra: Mapping[str, str]
    ) -> tuple[int, str, Mapping[str, str]]:
        """One signed request; TimeoutError when the app takes longer than it may by Slack's clock."""
        headers = {"Content-Type": kind, "User-Agent": "Slackbot 1.0", **extra}
        headers |= signed(self._slack.app.signing_secret, body)
        asking = asyncio.ensure_future(self._ask(body, headers))
        bell = asyncio.ensure_future(self._slack.clock.sleep(ACK_SECONDS))
        try:
            await asyncio.wait({asking, bell}, return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():
                raise TimeoutError
            return asking.result()
        finally:
            asking.cancel()
            bell.cancel()
            await asyncio.gather(asking, bell, return_exceptions=True)

    async def _ask(self, body: str, headers: Mapping[str, str]) -> tuple[int, str, Mapping[str, str]]:
        if self._session is None:
            unbounded = aiohttp.TCPConnector(limit=0)
            self._session = aiohttp.ClientSession(connector=unbounded, cookie_jar=aiohttp.DummyCookieJar())
        url = self._slack.app.request_url
        async with self._session.post(url, data=body, headers=headers, max_redirects=REDIRECTS + 1) as answer:
            return answer.status, await answer.text(), answer.headers

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session:
            await self._session.close()


def _body(text: str, kind: str) -> Any:
    if not text.strip():
        return None
    try:
        return json.loads(text) if kind.startswith("application/json") else {"text": text}
    except ValueError:
        return {"text": text}
