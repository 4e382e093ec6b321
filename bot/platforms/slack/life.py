"""Channels that end, and workspaces that remove the app."""

from __future__ import annotations

import logging

from bot.platforms.slack.inbox import Inbox, event_of, team_of
from bot.platforms.slack.people import channel_of
from bot.platforms.slack.rich import Payload

log = logging.getLogger(__name__)

ENDS = (
    "channel_archive",
    "channel_deleted",
    "channel_left",
    "group_archive",
    "group_deleted",
    "group_left",
)
"""Events after which no digest can go to a channel; one that is renamed keeps its id."""


class Life:
    """Tells the desk what ended."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    async def channel_ended(self, body: Payload) -> None:
        """A channel was archived or deleted, or the app was removed from it."""
        if await self._inbox.deduplicator.first("event", body["event_id"]):
            workspace = self._inbox.api.workspaces.name(team_of(body))
            await self._inbox.desk.left_channel(channel_of(workspace, str(event_of(body)["channel"])))

    async def member_left(self, body: Payload) -> None:
        """Somebody left a channel; of interest is the app alone."""
        workspace = self._inbox.api.workspaces.name(team_of(body))
        us = (await self._inbox.api.workspaces.of(workspace)).bot_user
        if event_of(body).get("user") == us:
            await self.channel_ended(body)

    async def uninstalled(self, body: Payload) -> None:
        """A workspace removed the app: its tokens go, and all else that is its own."""
        if await self._inbox.deduplicator.first("event", body["event_id"]):
            await self._leave(team_of(body))

    async def revoked(self, body: Payload) -> None:
        """Tokens were revoked; with the bot's the app is gone."""
        tokens = event_of(body).get("tokens") or {}
        if tokens.get("bot") and await self._inbox.deduplicator.first("event", body["event_id"]):
            await self._leave(team_of(body))

    async def _leave(self, team: str) -> None:
        workspaces = self._inbox.api.workspaces
        log.info("slack: the app was removed from workspace %s", team)
        await workspaces.drop(team)
        if workspaces.name(team) == team:  # else it is the machine's own, which outlives an app
            await self._inbox.desk.left(team, grace=False)
