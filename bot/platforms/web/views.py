"""The routes of the page: what a browser asks for, and what it is given."""

from __future__ import annotations

import asyncio
import math
import unicodedata
from collections.abc import Awaitable, Callable, Mapping, Sequence
from urllib.parse import quote

from aiohttp import web

from bot.core import commands
from bot.core.feeds.opml import MOST_BYTES
from bot.core.outline import texts
from bot.core.outline.safe import shown
from bot.errors import ConfigError
from bot.model import Actor, Channel, Control, Filled, Mistakes, Outline, Place, Reply
from bot.platforms.web.guard import (
    COOKIE,
    LONGEST_WAIT,
    SESSION,
    SHARED_WAIT,
    Guard,
    LoginThrottle,
    form_of,
)
from bot.platforms.web.messages import ACTS, PERSON, Chat, Hub, Stream
from bot.platforms.web.render import STATIC, Templates, View, render, said
from bot.ports import Clock

Channels = Callable[[], Awaitable[Sequence[Channel]]]
ShowStatus = Callable[[], Awaitable[Outline]]
"""How On Record fares, for whoever runs it."""

HEARTBEAT = 15.0
"""Seconds between two signs of life on a quiet stream, by which a dead one is noticed."""
NEWEST, MOST = 100, 1000
"""Messages shown at first, and at most."""
LONGEST_TEXT = 2000
LONGEST_REF = 80  # the limit of `model.Control`
LONGEST_ID = 40
LONGEST_NAME = 100
NAMELESS = "a file"
ZONE_HEADER = "X-Time-Zone"
"""In which the page says where its reader's clock is."""


class Views:
    """What the page's addresses answer."""

    def __init__(
        self,
        chat: Chat,
        hub: Hub,
        templates: Templates,
        guard: Guard,
        channels: Channels,
        clock: Clock,
        status: ShowStatus,
    ) -> None:
        self._chat = chat
        self._hub = hub
        self._templates = templates
        self._guard = guard
        self._channels = channels
        self._clock = clock
        self._login_throttle = LoginThrottle()
        self._status = status

    def routes(self) -> list[web.AbstractRouteDef]:
        """Every address of the page."""
        signed = self._guard.signed
        return [
            web.get("/", signed(self._home)),
            web.get("/c/{room}", signed(self._page)),
            web.get("/c/{room}/messages", signed(self._messages)),
            web.get("/c/{room}/complete", signed(self._complete)),
            web.post("/c/{room}/say", signed(self._say)),
            web.post("/c/{room}/press", signed(self._press)),
            web.get("/c/{room}/settings", signed(self._settings)),
            web.get("/c/{room}/window", signed(self._window)),
            web.post("/c/{room}/do", signed(self._do)),
            web.get("/c/{room}/feeds.opml", signed(self._export_feeds)),
            web.post("/c/{room}/feeds", signed(self._import_feeds)),
            web.get("/events", signed(self._events)),
            web.get("/status", signed(self._show_status)),
            web.get("/login", self._ask_password),
            web.post("/login", self._login),
            web.post("/logout", signed(self._logout)),
            web.static("/static", STATIC),
        ]

    # --- reading -------------------------------------------------------------------------------

    async def _home(self, request: web.Request) -> web.StreamResponse:
        channels = await self._channels()
        if channels:
            raise web.HTTPSeeOther(f"/c/{quote(channels[0].room, safe='')}")
        return self._page_of(request, ())

    async def _page(self, request: web.Request) -> web.StreamResponse:
        channels = await self._channels()
        channel = _channel(channels, request)
        if channel is None:
            return self._page_of(request, channels, status=404)
        thread = _in(channel, request.query.get("thread"))
        return self._page_of(
            request,
            channels,
            await self._chat.view(Place(channel), _limit(request)),
            await self._chat.view(thread, MOST) if thread.thread else None,
        )

    def _page_of(
        self,
        request: web.Request,
        channels: Sequence[Channel],
        log: View | None = None,
        thread: View | None = None,
        status: int = 200,
    ) -> web.Response:
        token = self._guard.token(request[SESSION])
        page = self._templates.page(channels, log, thread, token, leave=self._guard.wants_password)
        return self._html(request, page, status)

    async def _show_status(self, request: web.Request) -> web.StreamResponse:
        token, leave = self._guard.token(request[SESSION]), self._guard.wants_password
        page = self._templates.status(render(await self._status()), await self._channels(), token, leave)
        return self._html(request, page)

    async def _settings(self, request: web.Request) -> web.StreamResponse:
        place = await self._place(request, None)
        settings = await self._chat.settings(_reader(request, place))
        token, leave = self._guard.token(request[SESSION]), self._guard.wants_password
        return self._html(request, self._templates.settings(settings, await self._channels(), token, leave))

    async def _window(self, request: web.Request) -> web.StreamResponse:
        place = await self._place(request, None)
        name, ref = (_clean(request.query.get(key, "")) for key in ("name", "ref"))
        if not name or len(ref) > LONGEST_REF:
            raise web.HTTPBadRequest(text=texts.NO_SUCH_BUTTON)
        opened = await self._chat.desk.modal(name, ref, _reader(request, place))
        if isinstance(opened, Reply):
            return _response(self._templates.reply(render(opened.outline, opened.error)))
        return _response(self._templates.window(opened))

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        place = await self._place(request, request.query.get("thread"))
        view = await self._chat.view(place, MOST if place.thread else _limit(request))
        return _response(self._templates.view(view))

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        place = await self._place(request, request.query.get("thread"))
        typed = _clean(request.query.get("typed", ""))[:LONGEST_TEXT]
        offered = await self._chat.complete(typed, _reader(request, place))
        return web.json_response([{"text": shown(one.text), "help": shown(one.help)} for one in offered])

    async def _export_feeds(self, request: web.Request) -> web.StreamResponse:
        place = await self._place(request, None)
        opml = await self._chat.desk.export_feeds(Actor(place, PERSON))
        named = {"Content-Disposition": 'attachment; filename="onrecord.opml"'}
        return web.Response(body=opml.encode(), content_type="text/x-opml", charset="utf-8", headers=named)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        with self._hub.listen(request[SESSION].nonce) as stream:
            await response.prepare(request)
            event: bytes | None = b"retry: 1000\n\n"
            while event is not None:
                try:
                    await response.write(event)
                except ConnectionError:
                    break  # the page was closed
                event = await _next(stream)
        return response

    # --- talking -------------------------------------------------------------------------------

    async def _say(self, request: web.Request) -> web.StreamResponse:
        sent = await _sent(request)
        place = await self._place(request, sent.get("thread"))
        text = sent.get("text", "").strip()
        if len(text) > LONGEST_TEXT:
            raise web.HTTPBadRequest(text=texts.message_too_long(LONGEST_TEXT))
        message = await self._chat.say(_reader(request, place), text)
        return web.json_response({"id": message.id, "html": self._templates.message(message, place)})

    async def _press(self, request: web.Request) -> web.StreamResponse:
        sent = await _sent(request)
        place = await self._place(request, sent.get("thread"))
        control = Control(sent.get("action", ""), sent.get("ref", ""), sent.get("label", ""))
        if place.thread is None or not control.action or len(control.ref) > LONGEST_REF:
            raise web.HTTPBadRequest(text=texts.NO_SUCH_BUTTON)
        return web.json_response({"id": await self._chat.press(_reader(request, place), control)})

    async def _import_feeds(self, request: web.Request) -> web.StreamResponse:
        """The body is the file itself: the token comes in a header, so that no form has to be read for it."""
        place = await self._place(request, None)
        opml = await _body(request, MOST_BYTES)
        name = _clean(request.query.get("name", "")).strip()[:LONGEST_NAME] or NAMELESS
        reply = await self._chat.import_feeds(_reader(request, place), name, opml)
        return self._replied(reply)

    async def _do(self, request: web.Request) -> web.StreamResponse:
        """What a window, a form of one command or a button outside of the messages says."""
        sent, values = await _filled(request)
        actor, desk = _reader(request, await self._place(request, None)), self._chat.desk
        if len(ref := sent.get("ref", "")) > LONGEST_REF:
            raise web.HTTPBadRequest(text=texts.NO_SUCH_BUTTON)
        if name := sent.get("window"):
            done = await desk.submit(Filled(name, values, ref), actor)
            if isinstance(done, Mistakes):
                return web.json_response({"mistakes": dict(done.sentences)})
            return self._replied(done)
        if sent.get("command") in ACTS:
            return self._replied(await desk.handle(commands.bind(sent["command"], values), actor))
        if action := sent.get("action"):
            return self._replied(await desk.press(Control(action, ref, sent.get("label", "")), actor))
        raise web.HTTPBadRequest(text=texts.NO_SUCH_BUTTON)

    def _replied(self, reply: Reply) -> web.Response:
        html = self._templates.reply(render(reply.outline, reply.error))
        return web.json_response({"html": html, "said": shown(said(reply.outline)), "error": reply.error})

    # --- the password --------------------------------------------------------------------------

    async def _ask_password(self, request: web.Request) -> web.StreamResponse:
        if request[SESSION].signed_in:
            raise web.HTTPSeeOther("/")
        return self._login_form(request)

    async def _login(self, request: web.Request) -> web.StreamResponse:
        caller, now = self._guard.caller(request), self._clock()
        wait = self._login_throttle.wait(caller.address, now)
        if wait:
            seconds = math.ceil(wait.total_seconds())
            return self._login_form(request, texts.wrong_passwords(seconds), 429)
        if not self._guard.is_password((await form_of(request)).get("password", "")):
            longest = SHARED_WAIT if caller.shared else LONGEST_WAIT
            self._login_throttle.wrong(caller.address, now, longest)
            return self._login_form(request, texts.WRONG_PASSWORD, 403)
        self._login_throttle.right(caller.address)
        response = web.Response(status=303, headers={"Location": "/"})
        self._guard.remember(request, response, self._guard.sign_in())
        return response

    async def _logout(self, request: web.Request) -> web.StreamResponse:
        self._guard.sign_out(request[SESSION])
        self._hub.leave(request[SESSION].nonce)
        response = web.Response(status=303, headers={"Location": "/login"})
        response.del_cookie(COOKIE)
        return response

    def _login_form(self, request: web.Request, trouble: str = "", status: int = 200) -> web.Response:
        form = self._templates.login(self._guard.token(request[SESSION]), trouble)
        return self._html(request, form, status)

    # --- common --------------------------------------------------------------------------------

    def _html(self, request: web.Request, body: str, status: int = 200) -> web.Response:
        response = _response(body, status)
        self._guard.remember(request, response, request[SESSION])
        return response

    async def _place(self, request: web.Request, thread: str | None) -> Place:
        channel = _channel(await self._channels(), request)
        if channel is None:
            raise web.HTTPNotFound(text=texts.NO_SUCH_CHANNEL)
        return _in(channel, thread)


def _channel(channels: Sequence[Channel], request: web.Request) -> Channel | None:
    return next((channel for channel in channels if channel.room == request.match_info["room"]), None)


def _in(channel: Channel, thread: str | None) -> Place:
    if thread and len(thread) > LONGEST_ID:
        raise web.HTTPNotFound(text=texts.NO_SUCH_THREAD)
    return Place(channel, _clean(thread) if thread else None)


def _limit(request: web.Request) -> int:
    given = request.query.get("limit", "")
    return min(max(int(given), 1), MOST) if given.isdecimal() and len(given) < 6 else NEWEST


async def _sent(request: web.Request) -> dict[str, str]:
    """The texts of a JSON object."""
    return _texts(await _json(request))


async def _json(request: web.Request) -> dict[str, object]:
    try:
        sent = await request.json()
    except (ValueError, LookupError, RecursionError):  # no JSON, no such charset, endlessly nested
        sent = None
    if not isinstance(sent, dict):
        raise web.HTTPBadRequest(text=texts.NOT_AN_OBJECT)
    return sent


def _texts(values: Mapping[str, object]) -> dict[str, str]:
    return {key: _clean(value) for key, value in values.items() if isinstance(value, str)}


async def _filled(request: web.Request) -> tuple[dict[str, str], dict[str, str]]:
    """The texts of a JSON object, and those of the object "values" in it."""
    sent = await _json(request)
    values = sent.get("values")
    return _texts(sent), _texts(values) if isinstance(values, dict) else {}


async def _body(request: web.Request, most: int) -> bytes:
    """What was sent, where it is no more than may be."""
    body = bytearray()
    async for chunk in request.content.iter_chunked(65_536):
        body += chunk
        if len(body) > most:
            raise web.HTTPRequestEntityTooLarge(most, len(body), text=texts.file_too_large(most))
    return bytes(body)


def _clean(text: str) -> str:
    """The text without control characters and lone surrogates, which neither store nor page can hold."""
    return "".join(c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs"))


def _response(body: str, status: int = 200) -> web.Response:
    return web.Response(
        body=body.encode("utf-8", "replace"), status=status, content_type="text/html", charset="utf-8"
    )


async def _next(stream: Stream) -> bytes | None:
    try:
        return await asyncio.wait_for(stream.get(), HEARTBEAT)
    except TimeoutError:
        return b": still here\n\n"


def _reader(request: web.Request, place: Place) -> Actor:
    """Whoever is at the page, with the time zone that the browser says, where there is one so called."""
    try:
        zone = commands.zone(request.headers.get(ZONE_HEADER, ""))
    except ConfigError:
        zone = None
    return Actor(place, PERSON, zone=zone)
