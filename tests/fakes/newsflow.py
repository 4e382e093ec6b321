"""A flow of invented articles as long as wanted: events of several outlets, in words nobody wrote."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from bot.model import Article

START = datetime(2026, 3, 2, tzinfo=UTC)
_SYLLABLES = "ba de fi go lu ma ne pi ro su ta ve wi zo kar len mis nor pel tan".split()


class Newsflow:
    """Articles in order of capture; `event_of` tells which event each reports."""

    def __init__(self, seed: int = 1, words: int = 200, vocabulary: int = 20_000) -> None:
        self._random = random.Random(seed)
        self._words = words
        self._common = [self._word() for _ in range(vocabulary)]
        self._heights = list(accumulate(1 / rank for rank in range(1, vocabulary + 1)))  # as in any language
        self.event_of: dict[str, int] = {}

    def articles(self, count: int, days: float, events_a_day: int) -> Iterator[Article]:
        """So many articles spread evenly over the days; an event lasts for about a day."""
        events: list[tuple[int, list[str]]] = []
        for number in range(count):
            at = START + timedelta(days=days * number / count)
            born = int(events_a_day * days * (number + 1) / count) + 1
            events += [(event, self._names(12)) for event in range(len(events), born)]
            event, names = self._random.choice(events[-events_a_day:])
            yield self._article(number, event, names, at)

    def _article(self, number: int, event: int, names: list[str], at: datetime) -> Article:
        common = self._random.choices(self._common, cum_weights=self._heights, k=self._words)
        told = self._random.choices(names, k=self._words // 8)
        for name in told:
            common[self._random.randrange(self._words)] = name
        outlet = f"Outlet {self._random.randrange(200)}"
        made = Article(
            f"a{number}",
            f"https://{outlet.lower().replace(' ', '-')}.example/{number}",
            outlet,
            " ".join(common[:8]),
            " ".join(common) + ".",
            captured=at,
        )
        self.event_of[made.id] = event
        return made

    def _names(self, count: int) -> list[str]:
        return [f"{self._word()} {self._word()}".title() for _ in range(count)]

    def _word(self) -> str:
        return "".join(self._random.choices(_SYLLABLES, k=self._random.randint(2, 4)))
