"""The chat page as a platform: digests come in, requests go out, and a browser sees both."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.core.outline import of_digest, of_error, texts
from bot.errors import BotError, ConfigError
from bot.model import Channel, Digest, Outline, Part, Place, digest_of
from bot.platforms.web.guard import HEADERS, Guard
from bot.platforms.web.messages import PLATFORM, Chat, Hub
from bot.platforms.web.render import AUTHOR, Templates, render
from bot.platforms.web.views import Channels, ShowStatus, Views
from bot.ports import ChannelStore, Clock, Desk, Failures

log = logging.getLogger(__name__)

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
"""The text format of Prometheus."""
LARGEST_BODY = 64 * 1024


async def no_status() -> Outline:
    """Nothing: nobody runs it."""
    return Outline("")


class WebPlatform:
    """The page's channels as places to post to, and the web application that shows them."""

    name = PLATFORM

    def __init__(
        self,
        messages: ChannelStore,
        channels: Channels,
        clock: Clock,
        failures: Failures,
        guard: Guard | None = None,
        status: ShowStatus = no_status,
    ) -> None:
        self._messages = messages
        self._clock = clock
        self._hub = Hub()
        self._guard = guard or Guard((), None)
        templates = Templates()
        self._chat = Chat(messages, clock, failures, self._hub, templates)
        self._views = Views(self._chat, self._hub, templates, self._guard, channels, clock, status)

    def application(self, metrics: Callable[[], bytes]) -> web.Application:
        """What the local listener serves: the page, and /metrics with what `metrics` gives."""

        async def metered(_request: web.Request) -> web.StreamResponse:
            return web.Response(body=metrics(), headers={"Content-Type": METRICS_TYPE})

        app = web.Application(
            middlewares=[_show_failures, self._guard.middleware()], client_max_size=LARGEST_BODY
        )
        app.add_routes([*self._views.routes(), web.get("/metrics", self._guard.metered(metered))])
        app.on_response_prepare.append(_add_headers)
        app.on_shutdown.append(self._end_streams)
        return app

    def split(self, digest: Digest) -> Sequence[Part]:
        """A digest is one message: a page has no limits."""
        return (Part(digest_of("digest", digest.id), of_digest(digest)),)

    def fits(self, outline: Outline) -> bool:
        """Always: a page has no limits."""
        return True

    async def post(self, place: Place, part: Part, since: datetime | None = None) -> str:
        """Keep the message and show it on every open page."""
        return (await self._chat.keep(place, AUTHOR, render(part.outline), part.key)).id

    async def time(self) -> datetime:
        """Our own: the page stamps messages by it."""
        return self._clock()

    async def find(self, place: Place, part: Part, since: datetime) -> str | None:
        """The id of the message that carries the part's key, whenever it was kept."""
        return await self._messages.find_message(place, part.key)

    async def edit(self, place: Place, message_id: str, part: Part) -> None:
        """Replace what a message says, also on every open page."""
        await self._chat.change(place, message_id, render(part.outline))

    async def warn(self, channel: Channel, sentence: str) -> None:
        """Show the sentence in the channel: the page's reader manages it."""
        await self._chat.keep(Place(channel), AUTHOR, render(of_error(sentence, ""), error=True))

    async def serve(self, desk: Desk) -> None:
        """Pass what people type and press to the desk until cancelled."""
        await self._chat.serve(desk)

    async def _end_streams(self, _app: web.Application) -> None:
        self._hub.close()


@web.middleware
async def _show_failures(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A failure that has a name becomes its sentence."""
    try:
        return await handler(request)
    except ConfigError as error:
        raise web.HTTPBadRequest(text=str(error)) from error
    except web.RequestPayloadError as error:  # a body that is not as its headers say
        raise web.HTTPBadRequest(text=texts.NOT_AN_OBJECT) from error
    except BotError as error:
        log.warning("web: %s %s: %s", request.method, request.path, error)
        raise web.HTTPServiceUnavailable(text=str(error)) from error


async def _add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)
