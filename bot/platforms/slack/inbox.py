"""What the rooms of this platform share while it serves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.model import Actor, Place
from bot.platforms.slack.api import Api
from bot.platforms.slack.background import BackgroundTasks, Deduplicator
from bot.platforms.slack.people import People, channel_of
from bot.platforms.slack.reading import Reader
from bot.platforms.slack.replies import EphemeralTarget, Replies
from bot.platforms.slack.rich import Payload
from bot.ports import Desk, Meter


@dataclass(frozen=True, slots=True)
class Inbox:
    """The desk, and the means to ask and to answer."""

    desk: Desk
    api: Api
    people: People
    replies: Replies
    reader: Reader
    tasks: BackgroundTasks
    deduplicator: Deduplicator
    meter: Meter

    def place(self, team: str, room: str, thread: str | None = None, name: str = "") -> Place:
        """A place as the house knows it."""
        return Place(channel_of(self.api.workspaces.name(team), room, name), thread or None)

    async def actor(self, to: EphemeralTarget) -> Actor:
        """Somebody in a place."""
        return await self.people.actor(to.place, to.user)


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
