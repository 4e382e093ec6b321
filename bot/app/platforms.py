"""The chat platforms that this config connects to, and the listeners that they need."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from bot.app.opening import Newsroom, status
from bot.app.sample import LOOPBACK
from bot.config import Config
from bot.errors import ConfigError
from bot.model import LOCAL_WORKSPACE, Channel, Outline, Topic

if TYPE_CHECKING:
    from aiohttp.web import RouteDef
    from pydantic import SecretStr

    from bot.adapters.vault import Vault
    from bot.platforms.discord import DiscordPlatform, DiscordSettings
    from bot.platforms.slack import SlackPlatform, SlackSettings
    from bot.platforms.web import WebPlatform
    from bot.ports import Platform


@asynccontextmanager
async def platforms_of(newsroom: Newsroom, page: WebPlatform) -> AsyncIterator[dict[str, Platform]]:
    """Every platform that this config connects to, by name; their connections end with the block."""
    from bot.platforms.console import ConsolePlatform

    async with AsyncExitStack() as stack:
        platforms: list[Platform] = [page, ConsolePlatform(newsroom.clock)]
        for chat in (slack_of(newsroom), discord_of(newsroom)):
            if chat is not None:
                stack.push_async_callback(chat.close)
                platforms.append(chat)
        yield {platform.name: platform for platform in platforms}


def slack_of(newsroom: Newsroom) -> SlackPlatform | None:
    """Slack, where the config has a token or a client id for it."""
    config = newsroom.config
    if not (config.slack.bot_token or config.slack.client_id):
        return None
    from bot.platforms.slack import SlackPlatform

    store, meter = newsroom.store, newsroom.meter
    return SlackPlatform(
        slack_settings(config), store, vault_of(config), store, newsroom.clock, meter, newsroom.failures
    )


def slack_settings(config: Config) -> SlackSettings:
    """What the config says of Slack."""
    from bot.platforms.slack import SlackSettings

    slack = config.slack
    return SlackSettings(
        bot_token=plain(slack.bot_token),
        app_token=plain(slack.app_token),
        signing_secret=plain(slack.signing_secret),
        client_id=slack.client_id or "",
        client_secret=plain(slack.client_secret),
        public_url=config.public.url or "",
        managers=slack.managers,
        reads_freely=slack.reads_freely,
        api_url=slack.api_url,
        authorize_url=slack.authorize_url,
    )


def vault_of(config: Config) -> Vault | None:
    """What keeps tokens as ciphertext, where there are keys for it."""
    from bot.adapters.vault import Vault

    return Vault(plain(config.secret_keys)) if config.secret_keys else None


def discord_of(newsroom: Newsroom) -> DiscordPlatform | None:
    """Discord, where the config has a token for it."""
    if not newsroom.config.discord.token:
        return None
    from bot.platforms.discord import DiscordPlatform, Sharing

    async def topics(channel: Channel) -> Sequence[Topic]:
        return await newsroom.store.topics(channel.workspace)

    return DiscordPlatform(
        discord_settings(newsroom.config),
        newsroom.clock,
        newsroom.store,
        newsroom.failures,
        newsroom.gatherer.fetcher,
        topics,
        Sharing(newsroom.store, newsroom.replica, newsroom.failures),
    )


def discord_settings(config: Config) -> DiscordSettings:
    """What the config says of Discord."""
    from bot.platforms.discord import DiscordSettings

    discord = config.discord
    return DiscordSettings(
        token=plain(discord.token),
        api_url=discord.api_url,
        home=discord.home,
        managers=frozenset(discord.managers),
        read_threads=discord.read_threads,
        publish=discord.publish,
        embeds=frozenset(discord.embeds),
    )


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
    """The local chat page, with a channel for each standing order, and for those that the config names."""
    from bot.core.outline import of_status
    from bot.platforms.web import Guard, WebPlatform

    config = newsroom.config.web
    named = [
        Channel(order.platform, LOCAL_WORKSPACE, order.channel, order.channel)
        for order in newsroom.config.subscriptions
        if order.platform == WebPlatform.name
    ]

    async def channels() -> list[Channel]:
        orders = await newsroom.store.subscriptions(LOCAL_WORKSPACE)
        there = (order.channel for order in orders if order.channel.platform == WebPlatform.name)
        return list(dict.fromkeys((*named, *there)))

    async def show_status() -> Outline:
        return of_status(await status(newsroom))

    return WebPlatform(
        newsroom.store,
        channels,
        newsroom.clock,
        newsroom.failures,
        Guard(
            (config.host, *config.names),
            password_of(newsroom.config),
            config.trusted_proxies,
            plain(config.metrics_token) or None,
        ),
        show_status,
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
        lost = newsroom.store.lost
        app = page.application(newsroom.meter.page)
        local = Site("page", web.host, web.port, app, key="web.port", lost=lost)
        await stack.enter_async_context(local)
        if routes and public.port is None:
            raise ConfigError(f"public.port: {routes[0].path} needs the public listener; set a port for it")
        if public.port is not None:
            app = public_app(routes)
            beyond = Site("public", public.host, public.port, app, key="public.port", lost=lost)
            await stack.enter_async_context(beyond)
        yield f"http://{host_of(newsroom.config)}:{local.port}/"
