"""What goes wrong with posts by a seeded chance, the same for every stand-in.

    slack.mishaps = Mishaps(seed=7, now=slack.clock.now)       # from here on one of five posts goes wrong
    discord.mishaps = Mishaps(seed=7, now=discord.world.clock.now)
    slack.mishaps.break_down(60)                               # for a minute every call answers 500

A post that goes wrong was taken and the connection is cut without an answer; or it was taken and the
answer is 500 or 502; or it was not taken and the answer is 500 or 502; each as often as the others.
Half of those that were taken appear in history only some time later, ten seconds at most. Beside
these, a few posts are answered 429 with Retry-After and are not taken (`limited`).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

LATEST = 10.0  # seconds until a message that was taken is in history
LONGEST_WAIT = 3  # seconds of Retry-After


@dataclass(frozen=True)
class Mishap:
    """How one post goes wrong."""

    taken: bool
    status: int = 0  # what is answered; 0 cuts the connection
    hidden: float = 0.0  # seconds until it is in history
    retry_after: int = 0


@dataclass
class Mishaps:
    """Draws mishaps in an order that the seed gives."""

    seed: int
    now: Callable[[], float]
    share: float = 0.2
    limited: float = 0.02
    happened: Counter[str] = field(default_factory=Counter)
    _broken_until: float = 0.0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def break_down(self, seconds: float) -> None:
        """Answer 500 to everything for so long."""
        self._broken_until = self.now() + seconds

    @property
    def broken(self) -> bool:
        """Whether everything is answered 500 now."""
        return self.now() < self._broken_until

    def of_post(self) -> Mishap | None:
        """What goes wrong with the next post; None: nothing."""
        chance = self._random.random()
        found = self._mishap() if chance < self.share else None
        if found is None and chance > 1 - self.limited:
            found = Mishap(taken=False, status=429, retry_after=self._random.randint(1, LONGEST_WAIT))
        if found:
            self.happened[f"{found.status or 'cut'}{' after it was taken' if found.taken else ''}"] += 1
        return found

    def _mishap(self) -> Mishap:
        kind = self._random.randrange(3)
        status = 0 if kind == 0 else self._random.choice((500, 502))
        hides = kind < 2 and self._random.random() < 0.5
        return Mishap(taken=kind < 2, status=status, hidden=self._random.uniform(0, LATEST) if hides else 0.0)
