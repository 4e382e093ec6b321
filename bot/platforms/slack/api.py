"""Calls of the Web API: in a workspace, with its own token, paced, put off where Slack asks for it."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field, replace

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.core.outline import texts
from bot.errors import ChannelGone, ConfigError, NotAllowed, RateLimited, Unreachable
from bot.model import LOCAL_WORKSPACE
from bot.ops.retry import retrying
from bot.ops.server_clock import ServerClock
from bot.platforms.slack.errors import TokenEnded, translated, unclear
from bot.platforms.slack.limits import Payload
from bot.platforms.slack.settings import SlackSettings
from bot.ports import Clock, PlatformStore, Secrets

TIMEOUT = 20.0
"""Seconds for one call."""

CHUNK = 65_536
"""Bytes of a file that are taken at once."""

PLATFORM = "slack"

RENEW_BEFORE = 2 * 3600.0
"""Seconds before its end at which a token is replaced; it lives for twelve hours (Using token rotation)."""

POST_INTERVAL = 1.0
"""Seconds between two messages in a channel (Rate limits: one a second; more are "short bursts")."""

WORKSPACE_INTERVAL, WORKSPACE_BURST = 60 / 294, 5
"""Seconds between messages in a workspace once so many went at once: with them just below three hundred a
minute (Rate limits: "several hundred")."""

LONGEST_QUEUE = 30.0
"""Seconds that a message waits for its turn; what would wait longer fails at once."""

MOST_CHANNELS = 10_000

TRIES, MAX_WAIT = 2, 5.0
"""Only a call that Slack put off (429) is made again, and only where it asks for a short wait."""

Send = Callable[[str, str, Payload], Awaitable[Payload]]


class Connection:
    """The sockets to Slack, opened at the first call; `close` ends them."""

    def __init__(self, settings: SlackSettings) -> None:
        self.settings = settings
        self.server_clock = ServerClock()
        self._session: aiohttp.ClientSession | None = None
        self._client: AsyncWebClient | None = None

    @property
    def client(self) -> AsyncWebClient:
        """Slack's own client, set never to repeat a call by itself."""
        if self._client is None or self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT))
            self._client = AsyncWebClient(
                base_url=self.settings.api_url, session=self._session, retry_handlers=[]
            )
        return self._client

    async def write(self, method: str, token: str, args: Payload) -> Payload:
        """Call a method that changes something."""
        return await self._send(method, token, "POST", json=args)

    async def read(self, method: str, token: str, args: Payload) -> Payload:
        """Call a method that gives something; these take no JSON (Using the Web API)."""
        return await self._send(method, token, "GET", params=args)

    async def grant(self, **args: str) -> Payload:
        """Tokens for a code or a refresh token; our secret goes in the body, where no log sees it."""
        own = {"client_id": self.settings.client_id, "client_secret": self.settings.client_secret}
        return await self._send("oauth.v2.access", "", "POST", data={**own, **args})

    async def scopes(self, token: str) -> frozenset[str]:
        """What a token may; every answer says so in a header."""
        try:
            answer = await self.client.api_call("auth.test", headers={"Authorization": f"Bearer {token}"})
        except SlackApiError as error:
            raise translated(error, "auth.test") from error
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise unclear(type(error).__name__, "auth.test") from error
        scopes = _header(answer, "x-oauth-scopes") or ""
        return frozenset(scopes.replace(" ", "").split(","))

    async def download(self, url: str, token: str, most: int) -> bytes:
        """A file of at most so many bytes; no redirect is followed, as the token would go with it."""
        headers = {"Authorization": f"Bearer {token}"}
        body = bytearray()
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT)) as session,
                session.get(url, headers=headers, allow_redirects=False) as answer,
            ):
                if answer.status != 200:
                    raise NotAllowed(texts.file_not_read("Slack", f"HTTP {answer.status}"))
                async for chunk in answer.content.iter_chunked(CHUNK):
                    body += chunk
                    if len(body) > most:
                        raise ConfigError(texts.file_too_large(most))
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NotAllowed(texts.file_not_read("Slack", type(error).__name__)) from error
        return bytes(body)

    async def respond(self, url: str, payload: Payload) -> None:
        """Use a response_url once."""
        hook = AsyncWebhookClient(url, session=self.client.session, retry_handlers=[], timeout=int(TIMEOUT))
        try:
            answer = await hook.send_dict(payload)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise unclear(type(error).__name__, "response_url") from error
        if answer.status_code != 200:
            raise unclear(f"HTTP {answer.status_code}: {answer.body[:100]}", "response_url")

    async def close(self) -> None:
        """End the connections."""
        if self._session:
            await self._session.close()
            await asyncio.sleep(0)  # lets the transports go

    async def _send(self, method: str, token: str, verb: str, **how: Payload) -> Payload:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            answer = await self.client.api_call(
                method,
                http_verb=verb,
                headers=headers,
                json=how.get("json"),
                params=how.get("params"),
                data=how.get("data"),
            )
        except SlackApiError as error:
            raise translated(error, method) from error
        except aiohttp.ClientConnectorError as error:
            raise Unreachable(f"Slack, {method}: no connection ({error})") from error
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise unclear(type(error).__name__, method) from error
        self.server_clock.set(_header(answer, "date"))
        return dict(answer.data) if isinstance(answer.data, dict) else {}


def _header(answer: AsyncSlackResponse, wanted: str) -> str | None:
    """A header of an answer, however Slack writes its name."""
    return next((str(value) for name, value in answer.headers.items() if name.lower() == wanted), None)


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
        """What a team's workspace is called in On Record."""
        return LOCAL_WORKSPACE if self._token else team

    async def of(self, workspace: str) -> Installed:
        """The installation with a token that is good for a while; raises ChannelGone where there is none."""
        known = self._known.get(workspace)
        if known and not self._ends_soon(known):
            return known
        async with self._locks[workspace]:
            found = self._known.get(workspace)
            if found is None or self._ends_soon(found):
                found = await self._load(workspace)
            if self._ends_soon(found):
                found = await self._renew(found)
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

    def _ends_soon(self, installed: Installed) -> bool:
        return installed.expires is not None and installed.expires - self._clock().timestamp() < RENEW_BEFORE

    async def _load(self, workspace: str) -> Installed:
        if self._token:
            return await self.identify(self._token)
        sealed = await self._installations.installation(PLATFORM, workspace)
        if sealed is None or self._secrets is None:
            raise ChannelGone(f"On Record is not installed in the Slack workspace {workspace}")
        return Installed(**json.loads(self._secrets.open(sealed)))

    async def token_after(self, workspace: str, ended: str) -> str:
        """The token in place of one that ended; raises TokenEnded where there is none."""
        if (known := self._known.get(workspace)) and known.token == ended:
            self.forget(workspace)
        found = await self.of(workspace)
        if found.token == ended and found.refresh:
            found = await self._renew(found)
        if found.token == ended:
            raise TokenEnded("Slack: the token is no longer good; install the app again")
        return found.token

    async def identify(self, token: str) -> Installed:
        """Whose a token is, asked of Slack."""
        found = await self._connection.read("auth.test", token, {})
        user, bot, url = (str(found.get(name) or "") for name in ("user_id", "bot_id", "url"))
        return Installed(str(found["team_id"]), token, user, bot, url)

    async def _renew(self, installed: Installed) -> Installed:
        found = await self._connection.grant(grant_type="refresh_token", refresh_token=installed.refresh)
        expires = self._clock().timestamp() + float(found["expires_in"])
        token, refresh = str(found["access_token"]), str(found["refresh_token"])
        return await self.keep(replace(installed, token=token, refresh=refresh, expires=expires))


class Pace:
    """Turns: posts a second apart in a channel, a fifth in a workspace; no call while Slack asks to wait."""

    def __init__(
        self,
        time: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._sleep = sleep
        self._time = time
        self._held: dict[tuple[str, str], tuple[float, float]] = {}  # until when, and for how long
        self._next: dict[tuple[str, str], float] = {}
        self._steady: dict[str, float] = {}  # when each workspace's posts, evenly apart, would be through

    def hold(self, workspace: str, method: str, seconds: float) -> None:
        """Note Slack's wait: it is for this method in this workspace alone (Rate limits)."""
        self._held[workspace, method] = (self._time() + seconds, seconds)

    def check(self, workspace: str, method: str) -> None:
        """Raise RateLimited while Slack asked to wait, without asking it again."""
        until, asked = self._held.get((workspace, method), (0.0, 0.0))
        left = until - self._time()
        if 0 < left < asked + 1:  # more would be left only where the clock was set back
            raise RateLimited(f"Slack, {method}: too many calls", left)
        self._held.pop((workspace, method), None)

    async def turn(self, workspace: str, room: str) -> None:
        """Wait until a channel may get another message; raises RateLimited where that is too long."""
        now = self._time()
        at = max(now, self._next.get((workspace, room), 0.0))
        if at - now > LONGEST_QUEUE + 2 * POST_INTERVAL:  # no queue grows so long: the clock was set back
            at = now
        if at - now > LONGEST_QUEUE:
            raise RateLimited("Slack: too many messages for one channel", at - now)
        self._forget(now)
        at = self._in_workspace(workspace, at, now)
        self._next[workspace, room] = at + POST_INTERVAL
        if at > now:
            await self._sleep(at - now)

    def _in_workspace(self, workspace: str, at: float, now: float) -> float:
        """When a workspace may get a message that its channel may get then; a few may go at once."""
        ahead = WORKSPACE_BURST * WORKSPACE_INTERVAL
        through = max(now, self._steady.get(workspace, 0.0))
        if through - now > LONGEST_QUEUE + ahead:  # the clock was set back
            through = now
        self._steady[workspace] = through + WORKSPACE_INTERVAL
        return max(at, through - ahead)

    def _forget(self, now: float) -> None:
        if len(self._next) >= MOST_CHANNELS:
            self._next = {key: at for key, at in self._next.items() if at > now}


class Api:
    """Slack's Web API for every workspace."""

    def __init__(self, connection: Connection, workspaces: Workspaces, pace: Pace) -> None:
        self.connection = connection
        self.workspaces = workspaces
        self._pace = pace

    async def post(
        self, workspace: str, method: str, room: str, max_wait: float = MAX_WAIT, **args: object
    ) -> Payload:
        """Call a method that puts a message into a room, in its turn; `max_wait` is in seconds."""
        args = {"channel": room, **args}
        return await self._with_retry(self.connection.write, workspace, method, args, room, max_wait)

    async def write(self, workspace: str, method: str, **args: object) -> Payload:
        """Call a method that changes something."""
        return await self._with_retry(self.connection.write, workspace, method, args)

    async def read(self, workspace: str, method: str, **args: object) -> Payload:
        """Call a method that gives something."""
        return await self._with_retry(self.connection.read, workspace, method, args)

    async def read_now(self, workspace: str, method: str, **args: object) -> Payload:
        """The same, put off by nothing: where Slack asks to wait, RateLimited says so at once."""
        return await self._call(self.connection.read, workspace, method, args)

    async def _with_retry(
        self,
        send: Send,
        workspace: str,
        method: str,
        args: Payload,
        room: str = "",
        max_wait: float = MAX_WAIT,
    ) -> Payload:
        answer: Payload = {}
        async for attempt in retrying(TRIES, max_wait):
            with attempt:
                answer = await self._call(send, workspace, method, args, room)
        return answer

    async def _call(self, send: Send, workspace: str, method: str, args: Payload, room: str = "") -> Payload:
        self._pace.check(workspace, method)
        if room:
            await self._pace.turn(workspace, room)
            self._pace.check(workspace, method)  # Slack may have asked for a wait in the meantime
        token = (await self.workspaces.of(workspace)).token
        try:
            return await send(method, token, args)
        except RateLimited as limited:
            self._pace.hold(workspace, method, limited.wait)
            raise
        except TokenEnded:
            renewed = await self.workspaces.token_after(workspace, token)
            return await send(method, renewed, args)  # nothing was done with the token that ended
