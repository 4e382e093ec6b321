"""Who somebody is: their name, their time zone, and what they may change."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from bot.core.outline import texts
from bot.errors import PlatformError
from bot.model import DIRECT, Actor, Channel, Place
from bot.platforms.slack.api import PLATFORM, Api
from bot.ports import Clock

KEPT = timedelta(minutes=10)
"""How long it is taken for true: long enough for a conversation, short enough for somebody made an admin."""

MOST = 20_000
"""People and channels remembered at once."""

OF_WORKSPACE = (texts.WORKSPACE_ADMIN,)
OF_CHANNEL = (texts.WORKSPACE_ADMIN, texts.CHANNEL_MAKER)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class User:
    """What Slack says of a user; of one that it says nothing of, the defaults."""

    name: str = ""
    zone: str | None = None
    admin: bool = False


class Users:
    """The people of every workspace, as Slack knows them."""

    def __init__(self, api: Api, clock: Clock, managers: Collection[str]) -> None:
        self._api = api
        self._clock = clock
        self._named = frozenset(managers)
        self._kept: dict[tuple[str, str], tuple[datetime, object]] = {}
        self._locks: defaultdict[tuple[str, str], asyncio.Lock] = defaultdict(asyncio.Lock)

    async def actor(self, place: Place, user: str) -> Actor:
        """Somebody in a place, with what they may."""
        channel = place.channel
        found = await self.user(channel.workspace, user)
        named = (texts.NAMED_IN_SETTINGS,) if self._named else ()
        direct = channel.room.startswith("D")
        return Actor(
            place,
            user,
            manages=user in self._named or found.admin,
            managers=texts.managers(*OF_CHANNEL, *named),
            manages_channel=await self._has(channel, user),
            workspace_managers=texts.managers(*OF_WORKSPACE, *named),
            zone=found.zone,
            direct=direct,
            own=channel.room if direct else f"{DIRECT}{user}",
        )

    async def user(self, workspace: str, user: str) -> User:
        """A user; one of whom nothing can be learned now has no name, no zone and no rights."""

        async def ask() -> User:
            found = await self._api.read_now(workspace, "users.info", user=user)
            return _user_of(found["user"])

        return await self._remembered((workspace, user), ask, User())

    async def names(self, workspace: str, users: Collection[str]) -> Mapping[str, str]:
        """The names that people see."""
        found = await asyncio.gather(*(self.user(workspace, user) for user in users))
        return {user: person.name for user, person in zip(users, found, strict=True)}

    async def _has(self, channel: Channel, user: str) -> bool:
        """Whether somebody made a channel; who writes in direct messages has them, whoever began."""
        if channel.room.startswith("D"):
            return True

        async def ask() -> str:
            found = await self._api.read_now(channel.workspace, "conversations.info", channel=channel.room)
            return str(found["channel"].get("creator") or "")

        return await self._remembered((channel.workspace, channel.room), ask, "") == user

    async def _remembered(self, key: tuple[str, str], ask: Callable[[], Awaitable[T]], unknown: T) -> T:
        """What was learned a while ago, or is learned now; nothing is remembered of what failed."""
        async with self._locks[key]:
            now = self._clock()
            at, found = self._kept.get(key, (now - KEPT, unknown))
            if now - at < KEPT and isinstance(found, type(unknown)):
                return found
            try:
                learned = await ask()
            except PlatformError:
                return unknown
            if len(self._kept) >= MOST:
                self._kept.clear()
                self._locks.clear()
            self._kept[key] = now, learned
            return learned


def channel_of(workspace: str, room: str, name: str = "") -> Channel:
    """A channel of a workspace."""
    return Channel(PLATFORM, workspace, room, name)


def _user_of(user: Mapping[str, object]) -> User:
    profile = user.get("profile")
    names = profile if isinstance(profile, Mapping) else {}
    name = names.get("display_name") or names.get("real_name") or user.get("real_name") or user.get("name")
    rules = ("is_admin", "is_owner", "is_primary_owner")
    zone = user.get("tz")
    return User(str(name or ""), str(zone) if zone else None, any(user.get(rule) for rule in rules))
