"""The rows of one channel, in any table that names channels."""

from __future__ import annotations

from sqlalchemy import ColumnElement, FromClause, and_

from bot.model import Channel


def room_of(channel: Channel) -> dict[str, str]:
    """What a table keeps of a channel."""
    return {"platform": channel.platform, "workspace": channel.workspace, "room": channel.room}


def of_channel(table: FromClause, channel: Channel) -> ColumnElement[bool]:
    """The row is the channel's."""
    return and_(*(table.c[name] == value for name, value in room_of(channel).items()))
