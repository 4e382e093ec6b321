"""Modals: what the desk has for one, opened while Slack still allows it."""

from __future__ import annotations

from bot.core.outline import of_error, texts
from bot.errors import PlatformError
from bot.model import Modal, Reply
from bot.platforms.slack.inbox import Inbox
from bot.platforms.slack.modals import Origin, modal_view, reply_view
from bot.platforms.slack.replies import EphemeralTarget
from bot.platforms.slack.rich import Payload


class Windows:
    """Opens modals, for a command or a press."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    async def open(self, body: Payload, name: str, ref: str, to: EphemeralTarget) -> None:
        """The modal of this name, or why there is none."""
        shown = await self._inbox.desk.modal(name, ref, await self._inbox.actor(to))
        if isinstance(shown, Modal):
            await self.show(body, modal_view(shown, origin(body, to, shown.ref)), to)
        else:
            await self.show(body, reply_view(shown.outline, origin(body, to)), to)

    async def show(self, body: Payload, view: Payload, to: EphemeralTarget) -> None:
        """Open a window; a press or a command allows that for three seconds."""
        args = {"trigger_id": body["trigger_id"], "view": view}
        above = (body.get("view") or {}).get("type") == "modal"
        method = "views.push" if above else "views.open"
        try:
            await self._inbox.api.write(to.place.channel.workspace, method, **args)
        except PlatformError:
            await self._inbox.replies.tell(to, Reply(of_error(texts.TOO_LATE, ""), error=True))
            raise


def origin(body: Payload, to: EphemeralTarget, ref: str = "") -> Origin:
    """Where a window is opened from."""
    view = body.get("view") or {}
    home = view.get("type") == "home" or Origin.of(view).home
    return Origin(to.place.channel.room, to.place.thread or "", ref, home)
