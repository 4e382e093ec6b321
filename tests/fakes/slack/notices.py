"""What happens in a workspace, and which of it the app hears.

docs.slack.dev, Events: an app hears of the channels that it is in, and of what its scopes allow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakes.slack.world import Channel, Message, Workspace

if TYPE_CHECKING:
    from tests.fakes.slack.events import Delivery

MESSAGES_IN = {
    "channel": "message.channels",
    "group": "message.groups",
    "im": "message.im",
    "mpim": "message.mpim",
}
EVENT_SCOPES = {  # Events: the scope that each event's page requires
    "app_mention": "app_mentions:read",
    "assistant_thread_context_changed": "assistant:write",
    "assistant_thread_started": "assistant:write",
    "channel_archive": "channels:read",
    "channel_rename": "channels:read",
    "channel_unarchive": "channels:read",
    "group_archive": "groups:read",
    "group_rename": "groups:read",
    "group_unarchive": "groups:read",
    "link_shared": "links:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "user_change": "users:read",
}


def may_hear(workspace: Workspace, name: str) -> bool:
    """Whether the app is installed, subscribed to an event and has the scope that it requires."""
    if not workspace.installed or name not in workspace.slack.app.events:
        return False
    return EVENT_SCOPES.get(name, "") in workspace.tokens[-1].scopes | {""}


def put(message: Message) -> None:
    """A message appears."""
    channel = message.channel
    channel.keep(message)
    if message.by_bot and message.thread_ts:
        channel.statuses.pop(message.thread_ts, None)  # setStatus: cleared by the reply
    shared = {"subtype": "file_share"} if message.files else {}  # Events: message.file_share
    _hear(message, message.payload() | shared)
    named = f"<@{channel.workspace.bot_user}>" in message.text
    if named and not message.by_bot and channel.kind != "im":
        emit_in(channel, {**message.payload(), "type": "app_mention"})
    channel.workspace.slack.tell()


def changed(message: Message, before: dict[str, Any]) -> None:
    """A message is another now."""
    slack = message.channel.workspace.slack
    what = {"message": message.payload(), "previous_message": before}
    _hear(message, {"subtype": "message_changed", "ts": slack.ts(), "hidden": True, **what})
    slack.tell()


def remove(message: Message) -> None:
    """A message is deleted; one with replies leaves its place empty."""
    channel, before = message.channel, message.payload()
    slack = channel.workspace.slack
    if channel.replies(message.ts):
        message.text, message.blocks, message.subtype = "This message was deleted.", [], "tombstone"
        message.metadata, message.attachments = None, []
        message.author, message.by_bot = "USLACKBOT", False
    else:
        channel.drop(message)
    what = {"deleted_ts": message.ts, "previous_message": before}
    _hear(message, {"subtype": "message_deleted", "ts": slack.ts(), "hidden": True, **what})
    slack.tell()


def enter(channel: Channel, user: str) -> None:
    """Somebody joins a channel."""
    channel.members.add(user)
    emit_in(channel, {"type": "member_joined_channel", "user": user})
    channel.workspace.slack.tell()


def emit_in(channel: Channel, event: dict[str, Any], called: str = "") -> Delivery | None:
    """Tell the app of what happened in a channel, if it is there."""
    workspace = channel.workspace
    if workspace.bot_user not in channel.members:
        return None
    return workspace.slack.emit(workspace, {"channel": channel.id, **event}, called)


def _hear(message: Message, event: dict[str, Any]) -> None:
    kind = message.channel.kind
    emit_in(message.channel, {"type": "message", "channel_type": kind, **event}, MESSAGES_IN[kind])
