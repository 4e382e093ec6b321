"""Where hubs reach us over HTTP: they make sure that we asked, and tell of news."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from bot.model import HubSubscription
from bot.newsroom.hubs import CALLBACK, HubSubscriber


def hub_routes(subscriber: HubSubscriber) -> Sequence[web.RouteDef]:
    """What the public listener serves for hubs; nothing is there for a token that no hub has of us."""

    async def of(request: web.Request) -> HubSubscription:
        one = await subscriber.subscription(request.match_info["token"])
        if one is None:
            raise web.HTTPNotFound
        return one

    async def verify(request: web.Request) -> web.Response:
        answer = await subscriber.verify(await of(request), request.query)
        if answer is None:
            raise web.HTTPNotFound
        # as plain text, for the challenge is a stranger's
        return web.Response(text=answer, headers={"X-Content-Type-Options": "nosniff"})

    async def hear(request: web.Request) -> web.Response:
        one = await of(request)
        await subscriber.hear(one, await request.read(), request.headers.get("X-Hub-Signature", ""))
        return web.Response(status=204)  # a wrong signature too: nobody learns whether a guess was right

    path = f"{CALLBACK}{{token}}"
    return [web.get(path, verify, allow_head=False), web.post(path, hear)]
