"""What a store keeps for platforms, in memory: events, installations, and what is gone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.model import Channel


@dataclass
class MemoryPlatformStore:
    """A `PlatformStore` that forgets all at its end."""

    events: set[str] = field(default_factory=set)
    kept: dict[tuple[str, str], str] = field(default_factory=dict)
    left: dict[str, datetime] = field(default_factory=dict)
    dropped: list[Channel] = field(default_factory=list)

    async def first(self, event: str, now: datetime) -> bool:
        """Whether it is new."""
        new = event not in self.events
        self.events.add(event)
        return new

    async def forget_events(self, before: datetime) -> int:
        """None."""
        return 0

    async def put_installation(self, platform: str, workspace: str, sealed: str, now: datetime) -> None:
        """Keep it."""
        self.kept[platform, workspace] = sealed

    async def installation(self, platform: str, workspace: str) -> str | None:
        """Give it back."""
        return self.kept.get((platform, workspace))

    async def installations(self, platform: str) -> list[str]:
        """Where it is installed."""
        return [workspace for name, workspace in self.kept if name == platform]

    async def drop_installation(self, platform: str, workspace: str) -> bool:
        """Forget it."""
        return self.kept.pop((platform, workspace), None) is not None

    async def leave(self, workspace: str, until: datetime) -> None:
        """Mark it."""
        self.left[workspace] = until

    async def rejoin(self, workspace: str) -> None:
        """Take the mark away."""
        self.left.pop(workspace, None)

    async def forget_left(self, now: datetime) -> list[str]:
        """Those whose time is over."""
        over = [workspace for workspace, until in self.left.items() if until <= now]
        for workspace in over:
            del self.left[workspace]
        return over

    async def drop_channel(self, channel: Channel) -> None:
        """Note it."""
        self.dropped.append(channel)
