"""The chat platforms that this config connects to, and the listeners that they need."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from bot.app.opening import Newsroom, clock
from bot.app.sample import LOOPBACK
from bot.config import Config
from bot.model import LOCAL_WORKSPACE, Channel

if TYPE_CHECKING:
    from bot.platforms.web import WebPlatform
    from bot.ports import Platform


def platforms_of(page: WebPlatform) -> dict[str, Platform]:
    """Every platform that this config connects to, by name."""
    from bot.platforms.console import ConsolePlatform

    return {platform.name: platform for platform in (page, ConsolePlatform())}


def page_of(newsroom: Newsroom) -> WebPlatform:
    """The local chat page, with a channel for each standing order."""
    from bot.platforms.web import WebPlatform

    config = newsroom.config.web

    async def channels() -> list[Channel]:
        orders = await newsroom.store.subscriptions(LOCAL_WORKSPACE)
        return [order.channel for order in orders if order.channel.platform == WebPlatform.name]

    return WebPlatform(
        newsroom.store, channels, clock, password_of(newsroom.config), (config.host, *config.names)
    )


def password_of(config: Config) -> str | None:
    """The page's password, where one is set."""
    return config.web.password.get_secret_value() if config.web.password else None


def host_of(config: Config) -> str:
    """The host by which a browser on this machine reaches the page."""
    everywhere = {"0.0.0.0": LOOPBACK, "::": "[::1]"}  # noqa: S104 - compared with, not bound to
    return everywhere.get(config.web.host, config.web.host)


@asynccontextmanager
async def sites(newsroom: Newsroom, page: WebPlatform) -> AsyncIterator[str]:
    """The page and its metrics, and where configured the public listener; gives the page's address."""
    from bot.adapters.site import Site, health_app
    from bot.platforms.web import require_password

    web, public = newsroom.config.web, newsroom.config.public
    require_password(web.host, password_of(newsroom.config))
    async with AsyncExitStack() as stack:
        local = Site("page", web.host, web.port, page.application(newsroom.meter.page), key="web.port")
        await stack.enter_async_context(local)
        if public.port is not None:
            beyond = Site("public", public.host, public.port, health_app(), key="public.port")
            await stack.enter_async_context(beyond)
        yield f"http://{host_of(newsroom.config)}:{local.port}/"
