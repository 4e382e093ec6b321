"""Looks at tokens, scopes and channels, and names what to do about each fault."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from bot.errors import BotError, ConfigError
from bot.model import Channel, Finding
from bot.platforms.slack.api import PLATFORM, Connection, Installed, Workspaces
from bot.platforms.slack.settings import SCOPES, SlackSettings
from bot.ports import Clock, PlatformStore, Secrets

SCOPE_REMEDY = "add them under OAuth & Permissions, Bot Token Scopes, and install the app again"


async def examine(
    settings: SlackSettings,
    installations: PlatformStore,
    secrets: Secrets | None,
    clock: Clock,
    channels: Sequence[Channel] = (),
) -> list[Finding]:
    """What was found of Slack, in the order in which it matters; the channels are those that get digests."""
    connection = Connection(settings)
    try:
        workspaces = Workspaces(connection, installations, secrets, clock)
        return [found async for found in _findings(settings, connection, workspaces, installations, channels)]
    finally:
        await connection.close()


async def _findings(
    settings: SlackSettings,
    connection: Connection,
    workspaces: Workspaces,
    installations: PlatformStore,
    channels: Sequence[Channel],
) -> AsyncIterator[Finding]:
    try:
        settings.check()
    except ConfigError as error:
        yield Finding("slack", False, str(error))
        return
    yield Finding("slack", True, _way(settings))
    if settings.by_socket:
        yield await _socket(connection, settings)
    elif not settings.public_url.startswith("https://") and settings.many:
        yield Finding("slack address", False, "Slack reaches https alone; set public.url to such an address")
    names = await installations.installations(PLATFORM) if settings.many else [""]
    if not names:
        yield Finding("slack workspaces", True, f"none yet; install at {settings.public_url}/slack/install")
    for name in names:
        async for found in _workspace(connection, workspaces, name):
            yield found
    for channel in (one for one in channels if one.platform == PLATFORM):
        yield await _channel(connection, workspaces, channel)


def _way(settings: SlackSettings) -> str:
    events = "over Socket Mode" if settings.by_socket else "over HTTP at /slack/events"
    return f"{'many workspaces by OAuth' if settings.many else 'one workspace by its token'}, events {events}"


async def _socket(connection: Connection, settings: SlackSettings) -> Finding:
    try:
        await connection.write("apps.connections.open", settings.app_token, {})
    except BotError as error:
        says = f"{error}; make one under Basic Information, App-Level Tokens, with connections:write"
        return Finding("slack app token", False, says)
    return Finding("slack app token", True, "opens sockets")


async def _workspace(connection: Connection, workspaces: Workspaces, name: str) -> AsyncIterator[Finding]:
    what = f"slack workspace {name}".rstrip()
    try:
        installed = await workspaces.of(name)
        granted = await connection.scopes(installed.token)
    except BotError as error:
        yield Finding(what, False, str(error))
        return
    yield Finding(what, True, f"installed in {installed.url or installed.team}")
    missing = ", ".join(sorted(SCOPES.keys() - granted))
    says = f"{missing} missing; {SCOPE_REMEDY}" if missing else f"all {len(SCOPES)} granted"
    yield Finding(f"{what} scopes", not missing, says)


async def _channel(connection: Connection, workspaces: Workspaces, channel: Channel) -> Finding:
    what = f"slack channel {channel.name or channel.room}"
    try:
        installed: Installed = await workspaces.of(channel.workspace)
        answer = await connection.read("conversations.info", installed.token, {"channel": channel.room})
    except BotError as error:
        return Finding(what, False, str(error))
    found = answer["channel"]
    if found.get("is_archived"):
        return Finding(what, False, "archived; bring it back, or end its digests with /news schedule")
    if found.get("is_im"):
        return Finding(what, True, "a talk with the app itself")
    if not found.get("is_member"):
        says = f"the app is not in it; type /invite @On Record in #{found.get('name')}"
        return Finding(what, False, says)
    return Finding(what, True, f"the app is in #{found.get('name')}")
