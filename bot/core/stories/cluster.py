"""Articles to stories: one story an event, across outlets and rewritten headlines.

Groups are found by average link: what is alike on the whole, not by one pair.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

import numpy as np

from bot.core.stories.similar import Matrix, Rows, similarities
from bot.core.stories.window import Window
from bot.model import AnnotatedArticle, Article, Story


def average_link(similar: Matrix, threshold: float, sizes: Sequence[int] | None = None) -> list[list[int]]:
    """Groups of rows, merged while the mean likeness between two groups reaches the threshold.

    A row stands for one article, or for as many as `sizes` gives.

    A chain of nearest neighbours finds the same merges as a search for the best pair each time,
    in quadratic time: merging never brings two groups nearer to a third than both were.
    """
    near = similar.copy()
    np.fill_diagonal(near, -1.0)
    members = {row: [row] for row in range(len(near))}
    weights = list(sizes or [1] * len(near))
    groups: list[list[int]] = []
    chain: list[int] = []
    while members:
        chain = chain or [next(iter(members))]
        nearest = _nearest(near, chain)
        if near[chain[-1], nearest] < threshold:
            groups.append(members.pop(chain[-1]))
            _close(near, chain.pop())
        elif len(chain) > 1 and nearest == chain[-2]:
            _merge(near, members, weights, chain.pop(), chain.pop())
        else:
            chain.append(nearest)
    return groups


def _nearest(near: Matrix, chain: list[int]) -> int:
    """The row most like the last of the chain; the one before it wins a tie, or the chain would not end."""
    row = near[chain[-1]]
    best = int(row.argmax())
    return chain[-2] if len(chain) > 1 and row[chain[-2]] >= row[best] else best


def _merge(
    near: Matrix,
    members: dict[int, list[int]],
    weights: list[int],
    one: int,
    other: int,
) -> None:
    """Make `other` one group of both, and close `one`."""
    mine, theirs = weights[one], weights[other]
    merged = (mine * near[one] + theirs * near[other]) / (mine + theirs)
    merged[other] = -1.0
    near[other] = near[:, other] = merged
    members[other].extend(members.pop(one))
    weights[other] += weights[one]
    _close(near, one)


def _close(near: Matrix, row: int) -> None:
    near[row] = near[:, row] = -1.0


# --- stories as their articles arrive -------------------------------------------------------------


ARRIVING_THRESHOLD = 0.08
"""Mean likeness between two groups above which they report one event; set on ECB+ by cross-validation."""

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

    def __init__(self, keep: timedelta, threshold: float = ARRIVING_THRESHOLD) -> None:
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


# --- all articles at once -------------------------------------------------------------------------


THRESHOLD = 0.065
"""Mean likeness between two groups above which they report one event (see `similar.similarities`)."""

AT_ONCE = 3000
"""Articles that are compared all with all, which is the better way; time and memory grow with the square."""

UNBOUNDED = timedelta(days=36500)


def cluster(articles: Sequence[AnnotatedArticle]) -> list[Story]:
    """The stories that the articles report, by the date of their first article; each article in one.

    Only headline, text and dates are looked at, and the order of the articles does not matter: more than
    3,000 are taken one by one, in the order in which they were captured.
    """
    known = {read.article.id: read for read in articles}
    ordered = sorted(known.values(), key=lambda read: (read.article.dated, read.article.id))
    if not ordered:
        return []
    groups = _at_once(ordered) if len(ordered) <= AT_ONCE else _one_by_one(ordered)
    return [Story(tuple(ordered[row] for row in sorted(group))) for group in sorted(groups, key=min)]


def _at_once(ordered: Sequence[AnnotatedArticle]) -> Iterable[list[int]]:
    return average_link(similarities([read.article for read in ordered]), THRESHOLD)


def _one_by_one(ordered: Sequence[AnnotatedArticle]) -> Iterable[list[int]]:
    stream = Stream(UNBOUNDED)
    for read in sorted(ordered, key=lambda read: (read.article.captured, read.article.id)):
        stream.add(read.article)
    row_of = {read.article.id: row for row, read in enumerate(ordered)}
    return ([row_of[name] for name in ids] for ids in stream.stories())
