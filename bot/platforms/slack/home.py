"""The Home tab of the app, for one of its channels, and its Assistant pane."""

from __future__ import annotations

from dataclasses import replace

from bot.core.outline import texts
from bot.errors import PlatformError
from bot.model import Place
from bot.platforms.slack.context import Context, event_of, id_in, team_of
from bot.platforms.slack.limits import Payload
from bot.platforms.slack.modals import CHANNEL, Origin, home_view
from bot.platforms.slack.replies import EphemeralTarget

MOST_PROMPTS = 4
"""Suggested prompts (assistant.threads.setSuggestedPrompts)."""


class Home:
    """Shows what a channel gets, and what can be asked."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def opened(self, body: Payload) -> None:
        """The Home tab comes into sight: of the channel chosen in it, or of the direct messages."""
        event = event_of(body)
        first = self._context.deduplicator.first
        if event.get("tab") != "home" or not await first("event", body["event_id"]):
            return
        chosen = Origin.of(event.get("view") or {}).channel
        place = self._context.place(team_of(body), chosen or event["channel"])
        await self.publish(EphemeralTarget(place, event["user"]))

    async def chosen(self, body: Payload) -> None:
        """Another channel was chosen in it."""
        room = str(body["actions"][0].get(f"selected_{CHANNEL}") or "")
        if room and await self._context.deduplicator.first("trigger", body["trigger_id"]):
            place = self._context.place(team_of(body), room)
            await self.publish(EphemeralTarget(place, id_in(body, "user")))

    async def publish(self, to: EphemeralTarget) -> None:
        """The tab as it is now."""
        place = replace(to.place, thread=None)
        actor = await self._context.actor(replace(to, place=place))
        origin = Origin(place.channel.room, home=True)
        view = home_view(await self._context.desk.home(actor), origin)
        await self._context.api.write(place.channel.workspace, "views.publish", user_id=to.user, view=view)

    async def assistant(self, body: Payload) -> None:
        """Somebody opens the Assistant pane: a few questions to begin with."""
        thread = event_of(body).get("assistant_thread") or {}
        if not await self._context.deduplicator.first("event", body["event_id"]):
            return
        place: Place = self._context.place(team_of(body), thread["channel_id"], thread["thread_ts"])
        prompts = [{"title": title, "message": line} for title, line in texts.PROMPTS[:MOST_PROMPTS]]
        args = {"channel_id": place.channel.room, "thread_ts": place.thread, "prompts": prompts}
        try:
            await self._context.api.write(
                place.channel.workspace,
                "assistant.threads.setSuggestedPrompts",
                title=texts.ASK_ME,
                **args,
            )
        except PlatformError:
            return  # an app without the pane is asked in messages
