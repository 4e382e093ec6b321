"""Articles to stories: one story an event, across outlets and rewritten headlines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot.core.stories.link import average_link
from bot.core.stories.similar import similarities
from bot.core.stories.stream import Stream
from bot.model import AnnotatedArticle, Story

THRESHOLD = 0.065
"""Mean likeness between two groups above which they tell one event (see `similar.similarities`)."""

AT_ONCE = 3000
"""Articles that are compared all with all, which is the better way; time and memory grow with the square."""

EVER = timedelta(days=36500)


def cluster(articles: Sequence[AnnotatedArticle]) -> list[Story]:
    """The stories that the articles tell, by the date of their first article; each article in one.

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
    stream = Stream(EVER)
    for read in sorted(ordered, key=lambda read: (read.article.captured, read.article.id)):
        stream.add(read.article)
    row_of = {read.article.id: row for row, read in enumerate(ordered)}
    return ([row_of[name] for name in ids] for ids in stream.stories())
