"""What the handlers of Slack's events share: the desk, and how to ask and answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core import commands
from bot.core.outline import of_error
from bot.errors import ConfigError
from bot.model import Actor, Command, Place, Reply
from bot.platforms.slack.api import Api
from bot.platforms.slack.background import BackgroundTasks, Deduplicator
from bot.platforms.slack.history import ThreadReader
from bot.platforms.slack.limits import Payload
from bot.platforms.slack.replies import EphemeralTarget, Replies
from bot.platforms.slack.users import Users, channel_of
from bot.ports import Desk, Meter


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that a handler needs, while the platform serves."""

    desk: Desk
    api: Api
    users: Users
    replies: Replies
    threads: ThreadReader
    tasks: BackgroundTasks
    deduplicator: Deduplicator
    meter: Meter

    def place(self, team: str, room: str, thread: str | None = None, name: str = "") -> Place:
        """A channel, or a thread in it."""
        return Place(channel_of(self.api.workspaces.name(team), room, name), thread or None)

    async def actor(self, to: EphemeralTarget) -> Actor:
        """Somebody in a place, with what they may."""
        return await self.users.actor(to.place, to.user)

    async def run(self, line: str, to: EphemeralTarget) -> Reply:
        """Do what a typed command says."""
        try:
            command = commands.parse(line)
        except ConfigError as error:
            return Reply(of_error(str(error), ""), error=True)
        return await self.handle(command, to)

    async def handle(self, command: Command, to: EphemeralTarget) -> Reply:
        """Let the desk do a command for somebody."""
        return await self.desk.handle(command, await self.actor(to))


def id_in(body: Mapping[str, object], name: str) -> str:
    """The id of a team, user or channel, whichever way a payload gives it."""
    found = body.get(name)
    if isinstance(found, Mapping):
        return str(found.get("id") or "")
    return str(body.get(f"{name}_id") or found or "")


def team_of(body: Payload) -> str:
    """The workspace whose installation a payload is for: in a shared channel people of others act too."""
    authorized = [one.get("team_id") for one in body.get("authorizations") or () if one.get("team_id")]
    installed = (body.get("view") or {}).get("app_installed_team_id")
    return str(next(iter(authorized), None) or installed or id_in(body, "team"))


def event_of(body: Payload) -> Payload:
    """The event in an envelope of the Events API."""
    found = body.get("event")
    return found if isinstance(found, dict) else {}
