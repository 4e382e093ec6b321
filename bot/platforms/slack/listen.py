"""What Slack sends, each kind passed to its room: acknowledged at once, done afterwards."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.errors import PlatformError
from bot.platforms.slack.controls import Ack, Controls
from bot.platforms.slack.home import Home
from bot.platforms.slack.inbox import Inbox
from bot.platforms.slack.life import ENDS, Life
from bot.platforms.slack.rich import Payload
from bot.platforms.slack.settings import SlackSettings
from bot.platforms.slack.wishes import Wishes
from bot.platforms.slack.workspaces import Workspaces

log = logging.getLogger(__name__)

BRIEF_THIS = "brief_this"
"""The callback id of the message shortcut, as in config/slack-manifest.yaml."""

NOT_INSTALLED = "On Record is not installed here any more; somebody who manages apps can install it again."

Room = Callable[[Payload], Awaitable[None]]


def listening_app(settings: SlackSettings, inbox: Inbox) -> AsyncApp:
    """Slack's framework with a listener for each kind of thing that people do."""
    workspaces = inbox.api.workspaces
    app = AsyncApp(
        name="onrecord",
        logger=logging.getLogger("slack_bolt"),
        client=inbox.api.connection.client,
        signing_secret=settings.signing_secret,
        authorize=_authorize(workspaces),  # type: ignore[arg-type]  # None: not installed
        user_facing_authorize_error_message=NOT_INSTALLED,
    )
    home = Home(inbox)
    _typed(app, inbox, Wishes(inbox))
    _pressed(app, inbox, Controls(inbox, home), home)
    _happened(app, inbox, Wishes(inbox), home, Life(inbox))
    return app


def _authorize(workspaces: Workspaces) -> Callable[..., Awaitable[AuthorizeResult | None]]:
    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        try:
            found = await workspaces.of(workspaces.name(team_id or ""))
        except PlatformError as error:
            log.warning("slack: %s", error)
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=found.bot_user,
            bot_id=found.bot,
            bot_token=found.token,
        )

    return authorize


def _acked(inbox: Inbox, room: Room, what: str) -> Callable[..., Awaitable[None]]:
    """A listener that acknowledges at once and lets the room work on."""

    async def listener(ack: Ack, body: Payload) -> None:
        await ack()
        inbox.meter.count("slack_events", kind=what)
        inbox.tasks.start(lambda: room(body), what)

    return listener


def _typed(app: AsyncApp, inbox: Inbox, wishes: Wishes) -> None:
    app.command(re.compile(r"/\S+"))(_acked(inbox, wishes.command, "command"))
    app.shortcut(BRIEF_THIS)(_acked(inbox, wishes.brief_this, "shortcut"))


def _pressed(app: AsyncApp, inbox: Inbox, controls: Controls, home: Home) -> None:
    app.action(re.compile(r"^(?:press|open):"))(_acked(inbox, controls.press, "press"))
    app.action("home:channel")(_acked(inbox, home.chosen, "press"))

    async def submitted(ack: Ack, body: Payload) -> None:
        inbox.meter.count("slack_events", kind="submit")
        await controls.submit(body, ack)

    app.view(re.compile(r".*"))(submitted)
    app.action(re.compile(r".*"))(_ignored)


def _happened(app: AsyncApp, inbox: Inbox, wishes: Wishes, home: Home, life: Life) -> None:
    rooms: dict[str, Room] = {
        "app_mention": wishes.mention,
        "message": wishes.message,
        "app_home_opened": home.opened,
        "assistant_thread_started": home.assistant,
        "member_left_channel": life.member_left,
        "app_uninstalled": life.uninstalled,
        "tokens_revoked": life.revoked,
        **dict.fromkeys(ENDS, life.channel_ended),
    }
    for name, room in rooms.items():
        app.event(name)(_acked(inbox, room, name))

    app.event(re.compile(r".*"))(_ignored)


async def _ignored(ack: Ack) -> None:
    """What nobody listens for is acknowledged: of a refusal Slack would make a warning, or a retry."""
    await ack()
