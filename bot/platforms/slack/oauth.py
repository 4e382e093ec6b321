"""Installing by OAuth v2: the page to begin on, the state that comes back, the tokens that are kept."""

from __future__ import annotations

import logging
import secrets as dice
from collections.abc import Awaitable, Callable
from dataclasses import replace

from slack_bolt.error import BoltError
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from bot.errors import BotError
from bot.platforms.slack.api import Connection, Workspaces
from bot.platforms.slack.background import Deduplicator
from bot.platforms.slack.settings import SCOPES
from bot.ports import Clock, Secrets

log = logging.getLogger(__name__)

STATE_SECONDS = 600
"""How long somebody may take between our page and Slack's; a code of Slack's is good for as long."""

STATE = "slack-state"

INSTALL, BACK = "/slack/install", "/slack/oauth"

Joined = Callable[[str], Awaitable[None]]


def installing(
    connection: Connection,
    workspaces: Workspaces,
    secrets: Secrets,
    deduplicator: Deduplicator,
    clock: Clock,
    joined: Joined,
) -> AsyncOAuthFlow:
    """Slack's own flow over our store: any replica may end what another began."""
    settings = connection.settings
    return Flow(
        connection,
        logger=logging.getLogger("slack_bolt"),
        settings=AsyncOAuthSettings(
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            scopes=list(SCOPES),
            user_scopes=[],
            redirect_uri=settings.public_url.rstrip("/") + BACK,
            install_path=INSTALL,
            redirect_uri_path=BACK,
            authorization_url=settings.authorize_url,
            installation_store=KeptInstallations(workspaces, joined),
            installation_store_bot_only=True,
            state_store=SealedStates(secrets, deduplicator, clock),
            state_expiration_seconds=STATE_SECONDS,
        ),
    )


class Flow(AsyncOAuthFlow):
    """Slack's flow, its tokens fetched the way we make every call."""

    def __init__(
        self, connection: Connection, *, logger: logging.Logger, settings: AsyncOAuthSettings
    ) -> None:
        super().__init__(client=connection.client, logger=logger, settings=settings)
        self._connection = connection

    async def run_installation(self, code: str) -> Installation | None:
        """What a code stands for; None where Slack does not take it."""
        try:
            found = await self._connection.grant(code=code, redirect_uri=self.settings.redirect_uri or "")
        except BotError as error:
            log.warning("slack: not installed: %s", error)
            return None
        return Installation(
            app_id=found.get("app_id"),
            team_id=(found.get("team") or {}).get("id"),
            bot_token=found.get("access_token"),
            bot_refresh_token=found.get("refresh_token"),
            bot_token_expires_in=found.get("expires_in"),
            user_id=(found.get("authed_user") or {}).get("id") or "",
            is_enterprise_install=bool(found.get("is_enterprise_install")),
        )


class SealedStates(AsyncOAuthStateStore):
    """States that carry their own end, sealed by us, each good once."""

    def __init__(self, secrets: Secrets, deduplicator: Deduplicator, clock: Clock) -> None:
        self._secrets = secrets
        self._deduplicator = deduplicator
        self._clock = clock

    async def async_issue(self, *_args: object, **_more: object) -> str:
        """A state for one way to Slack and back."""
        ends = int(self._clock().timestamp()) + STATE_SECONDS
        return self._secrets.seal(f"{STATE}.{dice.token_urlsafe(16)}.{ends}")

    async def async_consume(self, state: str) -> bool:
        """Whether it is ours, not over, and used for the first time."""
        try:
            kind, number, ends = self._secrets.open(state).split(".")
            in_time = int(ends) >= self._clock().timestamp()
        except (BotError, ValueError):
            return False
        return kind == STATE and in_time and await self._deduplicator.first("state", number)


class KeptInstallations(AsyncInstallationStore):
    """Keeps what OAuth gives as an installation of ours."""

    def __init__(self, workspaces: Workspaces, joined: Joined) -> None:
        self._workspaces = workspaces
        self._joined = joined

    async def async_save(self, installation: Installation) -> None:
        """Keep the bot's token; a token of a person is neither asked for nor kept."""
        if installation.is_enterprise_install or not installation.bot_token or not installation.team_id:
            raise BoltError("On Record is installed into one workspace at a time")
        try:
            found = await self._workspaces.identify(installation.bot_token)
            await self._workspaces.keep(
                replace(
                    found,
                    installer=installation.user_id or "",
                    refresh=installation.bot_refresh_token or "",
                    expires=installation.bot_token_expires_at,
                )
            )
            await self._joined(self._workspaces.name(found.team))
        except BotError as error:
            log.warning("slack: not installed: %s", error)
            raise BoltError(str(error)) from error
        log.info("slack: installed in workspace %s", found.team)
