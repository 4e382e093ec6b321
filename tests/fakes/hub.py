"""A WebSub hub on loopback, as strict as https://www.w3.org/TR/websub/ has it.

async with hub_serving(clock) as hub:
    ...                                       # a feed names hub.url
    await hub.settled()                       # whatever was asked is verified, or was not
    assert hub.live(topic)
    await hub.publish(topic, feed)            # told to each subscriber whose lease has not ended
    hub.refuses = 503                         # what it answers from now on; `denies` says no later
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from urllib.parse import urlencode, urlsplit

import aiohttp
from aiohttp import web

LONGEST_LEASE = 864_000
"""Seconds; 5.3: a hub determines the lease, and none is perpetual."""

TRIES = 3
"""7: a hub tries a notice again within limits of its own."""


@dataclass
class Subscriber:
    """One that was verified."""

    callback: str
    topic: str
    secret: str
    until: datetime


@dataclass
class Hub:
    """Its subscribers by topic and callback (5.1), and what it was asked and answered."""

    clock: Callable[[], datetime]
    method: str = "sha256"
    refuses: int = 0
    denies: bool = False
    moved_to: str = ""  # where it sends the next one who asks
    port: int = 0
    subscribers: dict[tuple[str, str], Subscriber] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    verified: list[bool] = field(default_factory=list)
    notices: list[int] = field(default_factory=list)
    _running: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Where it is asked."""
        return f"http://127.0.0.1:{self.port}/"

    def live(self, topic: str) -> list[Subscriber]:
        """Those whose lease has not ended (5.3: a hub must enforce that)."""
        return [one for one in self.subscribers.values() if one.topic == topic and one.until > self.clock()]

    async def ask(self, request: web.Request) -> web.Response:
        """5.1: answered before anything is verified, by the form alone."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append(form)
        if self.moved_to:
            to, self.moved_to = self.moved_to, ""
            raise web.HTTPTemporaryRedirect(to)
        if self.refuses:
            return web.Response(status=self.refuses)
        if fault := _fault(request, form):
            return web.Response(status=400, text=fault)
        task = asyncio.create_task(self._validate(form))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return web.Response(status=202)

    async def settled(self) -> None:
        """Wait until all that was asked is verified, or was not."""
        await asyncio.gather(*self._running)

    async def _validate(self, form: dict[str, str]) -> None:
        if self.denies:
            await self.call(form["hub.callback"], mode="denied", topic=form["hub.topic"], reason="not you")
        else:
            await self._verify(form)

    async def _verify(self, form: dict[str, str]) -> None:
        """5.3: a subscription begins, or is renewed, once the challenge comes back."""
        callback, topic, challenge = form["hub.callback"], form["hub.topic"], secrets.token_urlsafe(16)
        lease = min(int(form.get("hub.lease_seconds", LONGEST_LEASE)), LONGEST_LEASE)
        asked_at = self.clock()
        status, body = await self.call(
            callback, mode="subscribe", topic=topic, challenge=challenge, lease_seconds=str(lease)
        )
        self.verified.append(200 <= status < 300 and body == challenge)
        if self.verified[-1]:
            until = asked_at + timedelta(seconds=lease)
            self.subscribers[topic, callback] = Subscriber(callback, topic, form["hub.secret"], until)

    async def call(self, callback: str, **parameters: str) -> tuple[int, str]:
        """A GET of the callback with these parameters; the status and the body."""
        query = urlencode({f"hub.{name}": value for name, value in parameters.items()})
        joined = f"{callback}{'&' if urlsplit(callback).query else '?'}{query}"
        async with aiohttp.ClientSession() as session, session.get(joined) as answer:
            return answer.status, await answer.text()

    async def publish(self, topic: str, content: str) -> None:
        """7: the content, signed, to each subscriber; again where it is not acknowledged with 2xx."""
        for one in self.live(topic):
            for _ in range(TRIES):
                if 200 <= await self.notify(one.callback, content, one.secret) < 300:
                    break

    async def notify(self, callback: str, content: str, secret: str | None, topic: str = "") -> int:
        """One notice, signed with a secret or not at all (7.1); the status of the answer."""
        body = content.encode()
        headers = {
            "Content-Type": "application/rss+xml",
            "Link": f'<{self.url}>; rel="hub", <{topic}>; rel="self"',
        }
        if secret is not None:
            signature = hmac.new(secret.encode(), body, self.method).hexdigest()
            headers["X-Hub-Signature"] = f"{self.method}={signature}"
        async with (
            aiohttp.ClientSession() as session,
            session.post(callback, data=BytesIO(body), headers=headers, allow_redirects=False) as answer,
        ):
            self.notices.append(answer.status)
            return answer.status


def _fault(request: web.Request, form: dict[str, str]) -> str:
    """What is wrong with a request (5.1)."""
    if request.content_type != "application/x-www-form-urlencoded":
        return "the form is no application/x-www-form-urlencoded"
    for name in ("hub.callback", "hub.topic"):
        if urlsplit(form.get(name, "")).scheme not in ("http", "https"):
            return f"{name} is no address"
    if form.get("hub.mode") not in ("subscribe", "unsubscribe"):
        return "hub.mode is neither subscribe nor unsubscribe"
    if not 0 < len(form.get("hub.secret", "").encode()) < 200:
        return "hub.secret is missing, or has 200 bytes or more"  # this hub's own rule: it signs all it sends
    lease = form.get("hub.lease_seconds", "1")
    return "" if lease.isdecimal() and int(lease) > 0 else "hub.lease_seconds is no positive number"


@asynccontextmanager
async def hub_serving(clock: Callable[[], datetime]) -> AsyncIterator[Hub]:
    """A running hub that tells the time by `clock`."""
    hub = Hub(clock)
    app = web.Application()
    app.router.add_post("/", hub.ask)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hub.port = int(runner.addresses[0][1])
    try:
        yield hub
    finally:
        await runner.cleanup()
