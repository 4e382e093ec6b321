"""What On Record tells those who manage a workspace, where a channel itself cannot be told."""

from __future__ import annotations

from bot.model import Channel


def stopped(channel: Channel, reason: str) -> str:
    """That a channel's digests were paused, why, and how they come again."""
    name = channel.name or channel.room
    why = reason.rstrip(". ")
    return f"Digests for {name} are paused: {why}. Once that is mended, resume them with: schedule resume"
