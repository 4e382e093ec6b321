"""People: what a user of Slack does, and what they see of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.slack import actions, browser, lifecycle, notices
from tests.fakes.slack.actions import Act
from tests.fakes.slack.events import Delivery
from tests.fakes.slack.files import Upload
from tests.fakes.slack.inputs import find
from tests.fakes.slack.world import Channel, Message, Workspace

if TYPE_CHECKING:
    from tests.fakes.slack.views import View


@dataclass(eq=False)
class User:
    """A member of a workspace."""

    workspace: Workspace
    id: str
    name: str
    tz: str = "Europe/Berlin"
    tz_offset: int = 3600
    locale: str = "en-GB"
    is_admin: bool = False
    is_owner: bool = False
    deleted: bool = False
    modals: list[View] = field(default_factory=list)
    home: View | None = None

    @property
    def talk(self) -> Channel:
        """Their direct talk with the app."""
        return self.workspace.slack.talk(self.workspace, self.id)

    def modal(self) -> View | None:
        """The modal that they see now."""
        return self.modals[-1] if self.modals else None

    def payload(self, locale: bool = False) -> dict[str, Any]:
        """The user object."""
        profile = {"real_name": self.name.title(), "display_name": self.name}
        found = {"id": self.id, "team_id": self.workspace.id, "name": self.name, "profile": profile}
        roles = {"is_admin": self.is_admin, "is_owner": self.is_owner, "is_primary_owner": False}
        flags = {"deleted": self.deleted, "is_bot": False, "is_app_user": False, **roles}
        zone = {"tz": self.tz, "tz_label": self.tz, "tz_offset": self.tz_offset}
        return {
            **found,
            "real_name": self.name.title(),
            **flags,
            **zone,
            **({"locale": self.locale} if locale else {}),
        }

    async def slash(self, command: str, text: str, channel: Channel) -> Act:
        """Type a command; not in a thread, where Slack offers none."""
        return await actions.slash(self, command, text, channel)

    async def press(self, where: Message | View, what: str, value: Any = None) -> Act:
        """Press a button, or choose a value where there is one to choose; by action_id or label."""
        shown, view = (where, None) if isinstance(where, Message) else (where.shown, where)
        block_id, element = find(shown, what)
        return await actions.press(self, shown, view, block_id, element, value)

    async def suggest(self, where: Message | View, what: str, typed: str) -> list[dict[str, Any]]:
        """Type into a select whose options the app gives; gives the options."""
        shown, view = (where, None) if isinstance(where, Message) else (where.shown, where)
        block_id, element = find(shown, what)
        return await actions.suggest(self, shown, view, block_id, element, typed)

    async def submit(self, view: View | None = None, values: Mapping[str, Any] | None = None) -> Act:
        """Fill in a modal, by action_id, label or block_id, and submit it; the one on top by default."""
        shown = view or self.modal()
        assert shown, "there is no modal"
        return await actions.submit(self, shown, values or {})

    async def close(self, view: View | None = None) -> Act:
        """Close a modal."""
        shown = view or self.modal()
        assert shown, "there is no modal"
        return await actions.close(self, shown)

    async def shortcut(self, callback_id: str, message: Message | None = None) -> Act:
        """Choose a shortcut, of a message or a global one."""
        return await actions.shortcut(self, callback_id, message)

    async def post(
        self, channel: Channel, text: str, thread: Message | None = None, files: Sequence[Upload] = ()
    ) -> Message:
        """Write a message, in a thread or not, with files or none."""
        slack = self.workspace.slack
        ts = (thread.thread_ts or thread.ts) if thread else None
        kept = [slack.files.keep(self.workspace, upload) for upload in files]
        message = Message(channel, slack.ts(channel.id), self.id, text, files=kept, thread_ts=ts)
        notices.put(message)
        return message

    async def mention(
        self, channel: Channel, text: str, thread: Message | None = None, files: Sequence[Upload] = ()
    ) -> Message:
        """Write a message to the app."""
        return await self.post(channel, f"<@{self.workspace.bot_user}> {text}", thread, files)

    async def say(self, text: str, thread: Message | None = None) -> Message:
        """Write to the app in their direct talk."""
        return await self.post(self.talk, text, thread)

    async def edit(self, message: Message, text: str) -> None:
        """Change a message of theirs."""
        slack, before = self.workspace.slack, message.payload()
        message.text, message.edited = text, {"user": self.id, "ts": slack.ts(message.channel.id)}
        notices.changed(message, before)

    async def delete(self, message: Message) -> None:
        """Delete a message."""
        notices.remove(message)

    def open_home(self) -> Delivery | None:
        """Open the app's Home tab."""
        event = {"type": "app_home_opened", "user": self.id, "channel": self.talk.id, "tab": "home"}
        view = {"view": self.home.payload()} if self.home else {}
        return self.workspace.slack.emit(self.workspace, {**event, **view})

    def open_assistant(self, beside: Channel | None = None) -> Message:
        """Open a new talk with the assistant, with a channel in view; gives the talk's root."""
        slack, talk = self.workspace.slack, self.talk
        bot = self.workspace.bot_user
        root = Message(
            talk, slack.ts(talk.id), bot, "New Assistant Thread", by_bot=True, subtype="assistant_app_thread"
        )
        talk.keep(root)
        seen = {"channel_id": beside.id, "team_id": self.workspace.id} if beside else {}
        thread = {"user_id": self.id, "context": seen, "channel_id": talk.id, "thread_ts": root.ts}
        slack.emit(self.workspace, {"type": "assistant_thread_started", "assistant_thread": thread})
        return root

    def reload(self) -> None:
        """Start Slack anew: ephemeral messages and modals are gone."""
        self.modals.clear()
        for channel in self.workspace.channels.values():
            channel.whispers = [one for one in channel.whispers if one.seen_by != self.id]

    async def install(self, url: str) -> browser.Page:
        """Install the app from its install page, as a browser does; gives the page that it ends on."""
        return await browser.install(self, url)

    async def uninstall(self) -> None:
        """Remove the app from the workspace."""
        lifecycle.uninstall(self.workspace)
