"""An interaction's life: three seconds to answer once, fifteen minutes to follow up.

Discord docs, Interactions/Receiving and Responding.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.discord import limits, wire
from tests.fakes.discord.check_components import walk
from tests.fakes.discord.objects import Channel, Message, User
from tests.fakes.discord.permissions import May, in_channel

if TYPE_CHECKING:
    from tests.fakes.discord.server import Discord

COMMAND, COMPONENT, COMPLETE, SUBMIT = 2, 3, 4, 5


@dataclass(eq=False, repr=False)
class Interaction:
    discord: Discord
    type: int
    user: User
    channel: Channel
    data: dict[str, Any]
    message: Message | None = None  # whose button was pressed
    id: int = 0
    token: str = ""
    made_at: float = 0.0
    locale: str = "en-US"
    answer: int | None = None  # the type of the first answer
    answered_after: float | None = None  # seconds
    original: Message | None = None
    follow_ups: list[Message] = field(default_factory=list)
    modal: dict[str, Any] | None = None
    choices: list[dict[str, Any]] | None = None

    def __post_init__(self) -> None:
        world = self.discord.world
        self.id = world.ids.new()
        self.token = secrets.token_urlsafe(48)
        self.made_at = world.clock.now()

    def __repr__(self) -> str:
        return f"<interaction {self.type} of {self.user.name}, answered with {self.answer}: {self.replies}>"

    @property
    def age(self) -> float:
        return self.discord.world.clock.now() - self.made_at

    @property
    def failed(self) -> bool:
        """Whether the user is told that the application did not respond."""
        return self.answer is None and self.age > limits.ANSWER_SECONDS

    @property
    def installed_here(self) -> bool:
        guild = self.channel.guild
        return guild is None or self.discord.world.bot.id in guild.members

    @property
    def only_ephemeral(self) -> bool:
        """An app that only the user installed answers aloud only where its user may use such apps."""
        return not self.installed_here and not in_channel(self.user, self.channel) & May.USE_EXTERNAL_APPS

    @property
    def replies(self) -> list[Message]:
        """All that answered it and is still there, first to last."""
        return [one for one in (self.original, *self.follow_ups) if one and not one.deleted]

    async def reply(self, seconds: float = 60.0) -> Message:
        """The first answer once it is there and no longer loading."""
        await self.discord.until(lambda: any(not one.loading for one in self.replies), seconds)
        return next(one for one in self.replies if not one.loading)

    def metadata(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "type": self.type,
            "user": wire.user(self.user),
            "authorizing_integration_owners": self._owners(),
        }

    def _owners(self) -> dict[str, str]:
        guild = self.channel.guild
        if not self.installed_here or guild is None:
            return {"1": str(self.user.id)}
        return {"0": str(guild.id)}

    def payload(self) -> dict[str, Any]:
        """What the gateway tells the app."""
        bot, guild = self.discord.world.bot, self.channel.guild
        told: dict[str, Any] = {
            "id": str(self.id),
            "application_id": str(bot.id),
            "type": self.type,
            "data": self.data,
            "token": self.token,
            "version": 1,
            "channel_id": str(self.channel.id),
            "channel": wire.channel(self.channel, bot),
            "app_permissions": str(int(in_channel(bot, self.channel))),
            "locale": self.locale,
            "entitlements": [],
            "authorizing_integration_owners": self._owners(),
            "context": 0 if guild else 1,
            "attachment_size_limit": limits.UPLOAD,
        }
        if self.message:
            told["message"] = wire.message(self.message, bot)
        if guild is None:
            return told | {"user": wire.user(self.user)}
        member = wire.member(guild.members[self.user.id])
        return told | {
            "guild_id": str(guild.id),
            "guild_locale": guild.locale,
            "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
            "member": member | {"permissions": str(int(in_channel(self.user, self.channel)))},
        }


class Interactions:
    """All that were made, by id and by token."""

    def __init__(self, discord: Discord) -> None:
        self._discord = discord
        self.all: list[Interaction] = []
        self._by_id: dict[int, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}

    def make(self, kind: int, user: User, channel: Channel, data: dict[str, Any], **more: Any) -> Interaction:
        """Starts one and tells the app of it."""
        made = Interaction(self._discord, kind, user, channel, data, **more)
        self.all.append(made)
        self._by_id[made.id] = self._by_token[made.token] = made
        self._discord.world.tell("interaction", interaction=made, data=made.payload())
        return made

    def by_id(self, interaction_id: int) -> Interaction | None:
        return self._by_id.get(interaction_id)

    def by_token(self, token: str) -> Interaction | None:
        return self._by_token.get(token)


def find_component(message: Message, wanted: str) -> dict[str, Any]:
    """A message's component by custom_id, label or placeholder."""
    for one in walk(message.body["components"]):
        if wanted in (one.get("custom_id"), one.get("label"), one.get("placeholder")):
            return one
    there = [
        one.get("label") or one.get("custom_id")
        for one in walk(message.body["components"])
        if one.get("custom_id")
    ]
    raise LookupError(f"nothing called {wanted!r} to press; there are {there}")
