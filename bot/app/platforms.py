"""The chat platforms that this config connects to, and the listeners that they need."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from bot.app.opening import Newsroom, clock
from bot.app.sample import LOOPBACK
from bot.config import Config
from bot.errors import ConfigError
from bot.model import LOCAL_WORKSPACE, Channel, Topic

if TYPE_CHECKING:
    from aiohttp.web import RouteDef
    from pydantic import SecretStr

    from bot.platforms.discord import DiscordPlatform
    from bot.platforms.slack import SlackPlatform
    from bot.platforms.web import WebPlatform
    from bot.ports import Platform


@asynccontextmanager
async def platforms_of(newsroom: Newsroom, page: WebPlatform) -> AsyncIterator[dict[str, Platform]]:
    """Every platform that this config connects to, by name; their connections end with the block."""
    from bot.platforms.console import ConsolePlatform

    async with AsyncExitStack() as stack:
        platforms: list[Platform] = [page, ConsolePlatform()]
        for chat in (slack_of(newsroom), discord_of(newsroom)):
            if chat is not None:
                stack.push_async_callback(chat.close)
                platforms.append(chat)
        yield {platform.name: platform for platform in platforms}


def slack_of(newsroom: Newsroom) -> SlackPlatform | None:
    """Slack, where the config has a token or a client id for it."""
    config = newsroom.config.slack
    if not (config.bot_token or config.client_id):
        return None
    from bot.adapters.vault import Vault
    from bot.platforms.slack import SlackPlatform, SlackSettings

    settings = SlackSettings(
        bot_token=plain(config.bot_token),
        app_token=plain(config.app_token),
        signing_secret=plain(config.signing_secret),
        client_id=config.client_id or "",
        client_secret=plain(config.client_secret),
        public_url=newsroom.config.public.url or "",
        managers=config.managers,
        reads_freely=config.reads_freely,
        api_url=config.api_url,
        authorize_url=config.authorize_url,
    )
    keys = newsroom.config.secret_keys
    vault = Vault(keys.get_secret_value()) if keys else None
    return SlackPlatform(settings, newsroom.store, vault, newsroom.store, clock, newsroom.meter)


def discord_of(newsroom: Newsroom) -> DiscordPlatform | None:
    """Discord, where the config has a token for it."""
    config = newsroom.config.discord
    if not config.token:
        return None
    from bot.platforms.discord import DiscordPlatform, Settings

    async def topics(channel: Channel) -> Sequence[Topic]:
        return await newsroom.store.topics(channel.workspace)

    settings = Settings(
        token=plain(config.token),
        api=config.api_url,
        home=config.home,
        managers=frozenset(config.managers),
        read_threads=config.read_threads,
        publish=config.publish,
        embeds=frozenset(config.embeds),
    )
    return DiscordPlatform(settings, clock, newsroom.store, topics)


def routes_of(platforms: Mapping[str, Platform]) -> Sequence[RouteDef]:
    """What the chat platforms want served on the public listener."""
    if "slack" not in platforms:
        return ()
    from bot.platforms.slack import SlackPlatform

    slack = platforms["slack"]
    return slack.routes() if isinstance(slack, SlackPlatform) else ()


def plain(secret: SecretStr | None) -> str:
    """A secret's text; empty where it is not set."""
    return secret.get_secret_value() if secret else ""


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
async def sites(newsroom: Newsroom, page: WebPlatform, routes: Sequence[RouteDef] = ()) -> AsyncIterator[str]:
    """The page and its metrics, and where configured the public listener; gives the page's address.

    The routes are those of the chat platforms; raises ConfigError where they have nowhere to be served.
    """
    from bot.adapters.site import Site, public_app
    from bot.platforms.web import require_password

    web, public = newsroom.config.web, newsroom.config.public
    require_password(web.host, password_of(newsroom.config))
    async with AsyncExitStack() as stack:
        local = Site("page", web.host, web.port, page.application(newsroom.meter.page), key="web.port")
        await stack.enter_async_context(local)
        if routes and public.port is None:
            raise ConfigError(f"public.port: {routes[0].path} needs the public listener; set a port for it")
        if public.port is not None:
            beyond = Site("public", public.host, public.port, public_app(routes), key="public.port")
            await stack.enter_async_context(beyond)
        yield f"http://{host_of(newsroom.config)}:{local.port}/"
