"""What the Discord of a config is, as the platform takes it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.model import LOCAL_WORKSPACE, Channel, Topic

PLATFORM = "discord"

PERSONAL = "dm-"
"""Begins the workspace of a person who uses the bot outside the servers that have it."""

Topics = Callable[[Channel], Awaitable[Sequence[Topic]]]
"""The topics that a channel's workspace knows, for the tags of a forum."""


async def no_topics(_channel: Channel) -> Sequence[Topic]:
    """None: forum posts have no tags."""
    return ()


@dataclass(frozen=True, slots=True)
class DiscordSettings:
    """How the platform behaves; `token` is the bot's."""

    token: str = field(repr=False)
    api_url: str = ""  # base address of the HTTP API; empty: Discord's own
    cdn_url: str = ""  # base address of what people upload; empty: Discord's own
    home: str = ""  # id of the server that shares feeds with the command line and the local page
    managers: frozenset[str] = frozenset()  # ids of users and roles who may change what channels get
    read_threads: bool = False  # needs the message content intent
    publish: bool = False  # digests in announcement channels, to the channels that follow them
    embeds: frozenset[str] = frozenset()  # ids of servers that get embeds; "*": all

    def workspace(self, guild: str) -> str:
        """The workspace of a server: its own, or for the home server the local one."""
        return LOCAL_WORKSPACE if guild == self.home else guild

    def guild(self, workspace: str) -> str:
        """The server of a workspace."""
        return self.home if workspace == LOCAL_WORKSPACE else workspace

    def classic(self, guild: str | None) -> bool:
        """Whether a server gets embeds in place of Components V2."""
        return "*" in self.embeds or guild in self.embeds
