"""What befalls a workspace: channels archived, renamed, left and joined; the app removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakes.slack import notices, oauth
from tests.fakes.slack.world import Channel, Workspace

if TYPE_CHECKING:
    from tests.fakes.slack.people import User


def _tell(channel: Channel, what: str, /, **more: Any) -> None:
    kind = "group" if channel.private else "channel"
    notices.emit_in(channel, {"type": f"{kind}_{what}", **more})
    channel.workspace.slack.tell()


def archive(channel: Channel, by: User) -> None:
    """Archive a channel."""
    channel.archived = True
    _tell(channel, "archive", user=by.id)


def unarchive(channel: Channel, by: User) -> None:
    """Bring it back."""
    channel.archived = False
    _tell(channel, "unarchive", user=by.id)


def rename(channel: Channel, name: str) -> None:
    """Give a channel another name."""
    channel.name = name
    _tell(channel, "rename", channel={"id": channel.id, "name": name, "created": 1})


def invite(channel: Channel) -> None:
    """Invite the app into a channel."""
    notices.enter(channel, channel.workspace.bot_user)


def kick(channel: Channel) -> None:
    """Take the app out of a channel."""
    bot = channel.workspace.bot_user
    _tell(channel, "left", actor_id=channel.creator)
    channel.members.discard(bot)


def uninstall(workspace: Workspace) -> None:
    """Remove the app from a workspace."""
    oauth.end(workspace, "account_inactive")


def revoke(workspace: Workspace) -> None:
    """Revoke the app's tokens."""
    oauth.end(workspace, "token_revoked")
