"""Where the app is installed: the token of each workspace, fresh, and what Slack says about itself there."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from dataclasses import asdict, dataclass, field, replace

from bot.errors import ChannelGone
from bot.model import LOCAL_WORKSPACE
from bot.platforms.slack.connection import Connection
from bot.platforms.slack.translate import TokenEnded
from bot.ports import Clock, PlatformStore, Secrets

PLATFORM = "slack"

FRESH = 2 * 3600.0
"""Seconds before its end at which a token is replaced; it lives for twelve hours (Using token rotation)."""


@dataclass(frozen=True, slots=True)
class Installed:
    """An installation: a workspace, the bot in it, and its token."""

    team: str
    token: str = field(repr=False)
    bot_user: str = ""
    bot: str = ""
    url: str = ""  # of the workspace, such as https://tern.slack.com/
    installer: str = ""
    refresh: str = field(default="", repr=False)
    expires: float | None = None  # seconds since 1970

    def permalink(self, channel: str, ts: str, thread: str = "") -> str:
        """Leads to a message."""
        link = f"{self.url}archives/{channel}/p{ts.replace('.', '')}"
        return f"{link}?thread_ts={thread}&cid={channel}" if thread and thread != ts else link


class Workspaces:
    """One workspace by its token, or as many as installed the app, their tokens kept as ciphertext."""

    def __init__(
        self, connection: Connection, installations: PlatformStore, secrets: Secrets | None, clock: Clock
    ) -> None:
        self._connection = connection
        self._token = connection.settings.bot_token
        self._installations = installations
        self._secrets = secrets
        self._clock = clock
        self._known: dict[str, Installed] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def name(self, team: str) -> str:
        """What a team's workspace is called in this house."""
        return LOCAL_WORKSPACE if self._token else team

    async def of(self, workspace: str) -> Installed:
        """The installation with a token that is good for a while; raises ChannelGone where there is none."""
        known = self._known.get(workspace)
        if known and not self._ends(known):
            return known
        async with self._locks[workspace]:
            found = self._known.get(workspace)
            if found is None or self._ends(found):
                found = await self._looked_up(workspace)
            if self._ends(found):
                found = await self._renewed(found)
            self._known[workspace] = found
        return found

    async def keep(self, installed: Installed) -> Installed:
        """Write an installation down, in place of the one before."""
        if not self._token and self._secrets:
            sealed = self._secrets.seal(json.dumps(asdict(installed)))
            await self._installations.put_installation(PLATFORM, installed.team, sealed, self._clock())
        self._known[self.name(installed.team)] = installed
        return installed

    async def drop(self, team: str) -> None:
        """Forget an installation and its tokens."""
        self.forget(self.name(team))
        if not self._token:
            await self._installations.drop_installation(PLATFORM, team)

    def forget(self, workspace: str) -> None:
        """Look a workspace up again at its next use."""
        self._known.pop(workspace, None)

    def _ends(self, installed: Installed) -> bool:
        return installed.expires is not None and installed.expires - self._clock().timestamp() < FRESH

    async def _looked_up(self, workspace: str) -> Installed:
        if self._token:
            return await self.identified(self._token)
        sealed = await self._installations.installation(PLATFORM, workspace)
        if sealed is None or self._secrets is None:
            raise ChannelGone(f"On Record is not installed in the Slack workspace {workspace}")
        return Installed(**json.loads(self._secrets.open(sealed)))

    async def instead_of(self, workspace: str, ended: str) -> str:
        """Another token than the one that ended, if by now there is one; raises TokenEnded where not."""
        if (known := self._known.get(workspace)) and known.token == ended:
            self.forget(workspace)
        found = await self.of(workspace)
        if found.token == ended and found.refresh:
            found = await self._renewed(found)
        if found.token == ended:
            raise TokenEnded("Slack: the token is no longer good; install the app again")
        return found.token

    async def identified(self, token: str) -> Installed:
        """Whose a token is, asked of Slack."""
        found = await self._connection.read("auth.test", token, {})
        user, bot, url = (str(found.get(name) or "") for name in ("user_id", "bot_id", "url"))
        return Installed(str(found["team_id"]), token, user, bot, url)

    async def _renewed(self, installed: Installed) -> Installed:
        found = await self._connection.grant(grant_type="refresh_token", refresh_token=installed.refresh)
        expires = self._clock().timestamp() + float(found["expires_in"])
        token, refresh = str(found["access_token"]), str(found["refresh_token"])
        return await self.keep(replace(installed, token=token, refresh=refresh, expires=expires))
