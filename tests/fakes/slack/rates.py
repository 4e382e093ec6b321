"""How many calls Slack takes; docs.slack.dev, Rate limits: by method and workspace, a minute each."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

from tests.fakes.slack.clock import Clock

TIERS = {1: 1, 2: 20, 3: 50, 4: 100}  # calls a minute
STATUS = 600  # assistant.threads.setStatus
POSTS_A_WORKSPACE = 300  # chat.postMessage: several hundred a minute a workspace
POSTS_A_CHANNEL = 1.0  # chat.postMessage: one a second a channel
BURST = 5  # "short bursts" over it; the number is ours
SMALL_HISTORY = 1  # conversations.history and .replies of distributed apps outside the Marketplace


@dataclass
class Rates:
    """Counts calls; `on = False` lets all pass."""

    clock: Clock
    on: bool = True
    calls: dict[tuple[str, str], deque[float]] = field(default_factory=lambda: defaultdict(deque))
    buckets: dict[str, tuple[float, float]] = field(default_factory=dict)

    def wait(self, method: str, workspace: str, a_minute: int) -> int:
        """Seconds to wait before this call; 0 lets it pass and counts it."""
        if not self.on:
            return 0
        now, calls = self.clock.now(), self.calls[method, workspace]
        while calls and calls[0] <= now - 60:
            calls.popleft()
        if len(calls) >= a_minute:
            return max(1, math.ceil(calls[0] + 60 - now))
        calls.append(now)
        return 0

    def wait_to_post(self, channel: str) -> int:
        """Seconds to wait before another message to a channel; 0 lets it pass and counts it."""
        if not self.on:
            return 0
        now = self.clock.now()
        left, at = self.buckets.get(channel, (float(BURST), now))
        left = min(float(BURST), left + (now - at) * POSTS_A_CHANNEL)
        self.buckets[channel] = (left - 1 if left >= 1 else left, now)
        return 0 if left >= 1 else max(1, math.ceil((1 - left) / POSTS_A_CHANNEL))
