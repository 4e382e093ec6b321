"""Stories as their articles arrive: each joins the story it tells, opens one, or draws two together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

import numpy as np

from bot.core.stories.link import average_link
from bot.core.stories.similar import Matrix, Rows
from bot.core.stories.window import Window
from bot.model import Article

THRESHOLD = 0.08
"""Mean likeness between two groups above which they tell one event; set on ECB+ by cross-validation."""

NEAR = 0.03
"""Mean likeness to a story from which an arriving article makes it be looked at anew."""

ALIKE, STORIES = 16, 4
"""The articles with the most rare keys in common, and the stories of theirs that are compared."""

SETTLED = 24
"""A story of more articles is not taken apart again; its newest so many speak for it."""


class Stream:
    """The stories of the articles captured within `keep` of the newest.

    What comes next depends on those articles, their order and their stories alone, so that a stream
    that `resume` gives goes on as the first one would.
    """

    def __init__(self, keep: timedelta, threshold: float = THRESHOLD) -> None:
        self._threshold = threshold
        self._window = Window(keep)
        self._stories: dict[int, list[int]] = {}  # number -> its story's numbers, one list for all of them

    @classmethod
    def resume(cls, keep: timedelta, kept: Iterable[tuple[Article, str]]) -> Stream:
        """A stream that goes on from articles in order of their arrival, each with a name of its story."""
        stream = cls(keep)
        groups: defaultdict[str, list[int]] = defaultdict(list)
        for article, story in kept:
            group = groups[story]
            group.append(stream._window.take(article))
            stream._stories[group[-1]] = group
        return stream

    def __len__(self) -> int:
        return len(self._window)

    def add(self, article: Article) -> None:
        """Give the article its place, and let go of what is older than the stream keeps."""
        number = self._window.take(article)
        self._stories[number] = [number]
        for gone in self._window.forget():
            self._stories.pop(gone).remove(gone)
        groups = [self._stories[other] for other in self._window.alike(number, ALIKE)]
        near = list({id(group): group for group in groups}.values())[:STORIES]
        if near:
            self._regroup(number, near)

    def stories(self) -> list[list[str]]:
        """The ids of each story's articles, in order of arrival."""
        groups = {id(group): group for group in self._stories.values()}
        return [[self._window.id_of(number) for number in group] for group in groups.values()]

    def _regroup(self, number: int, near: Sequence[list[int]]) -> None:
        """Part the arrival and the articles of the near stories anew, by average link among them."""
        speaking = [group[-SETTLED:] for group in near]
        alike = self._window.likeness([*(each for group in speaking for each in group), number])
        units, rows = [[number]], [np.array([len(alike) - 1])]
        end = 0
        for group, heard in zip(near, speaking, strict=True):
            places = np.arange(end, end + len(heard))
            end += len(heard)
            if alike[-1, places].mean() >= NEAR:
                settled = len(group) > SETTLED
                units.extend([group] if settled else [[each] for each in group])
                rows.extend([places] if settled else places[:, None])
        if len(units) > 1:
            self._part(units, _between(alike, rows))

    def _part(self, units: Sequence[list[int]], alike: Matrix) -> None:
        """Give each group of units that average link finds a list of its own."""
        for found in average_link(alike, self._threshold, [len(unit) for unit in units]):
            group = sorted(number for row in found for number in units[row])
            for number in group:
                self._stories[number] = group


def _between(alike: Matrix, rows: Sequence[Rows]) -> Matrix:
    """Mean likeness of every pair of units, from that of the articles in them."""
    share: Matrix = np.zeros((len(rows), len(alike)), np.float32)
    for unit, places in enumerate(rows):
        share[unit, places] = np.float32(1 / len(places))
    between: Matrix = (share @ alike @ share.T).astype(np.float32)
    return between
