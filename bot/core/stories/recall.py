"""Which told articles a story goes on from, though days lie between and most of the words are others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.core.reading.text import terms
from bot.core.stories.window import Window
from bot.model import AnnotatedArticle, Article, Story

LIKENESS = 0.06
"""Mean likeness of a story to a told article from which it goes on, if they share a leading name."""

SPEAKING, ALIKE = 8, 24
"""The newest articles of a story that speak for it, and the articles that are looked at for each."""

NAMES = 12
"""The most mentioned names of an article: on ECB+, 98 of 100 pairs of one event share one of theirs."""

_EVER = timedelta(days=36500)
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]+")
_NO_NAMES = frozenset(
    terms(
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July "
        "August September October November December Christmas Easter"
    )
)


def recall(stories: Sequence[Story], told: Sequence[AnnotatedArticle]) -> Mapping[str, list[Article]]:
    """For the id of each story that goes on from told articles, those articles.

    What shares no name with a story is another event in like words: a bridge that closes elsewhere.
    """
    if not told:
        return {}
    window = Window(_EVER)
    number_of = {read.article.id: window.take(read.article) for one in stories for read in one.articles}
    articles = {window.take(read.article): read.article for read in told if read.article.id not in number_of}
    found: dict[str, list[Article]] = {}
    for story in stories:
        mine = [number_of[read.article.id] for read in story.articles[-SPEAKING:]]
        near = sorted({other for one in mine for other in window.alike(one, ALIKE) if other in articles})
        if near and (before := _near_enough(window, story, mine, {one: articles[one] for one in near})):
            found[story.id] = before
    return found


def _near_enough(
    window: Window, story: Story, mine: Sequence[int], near: Mapping[int, Article]
) -> list[Article]:
    alike = window.likeness([*mine, *near])[: len(mine), len(mine) :].mean(axis=0)
    names = leading_names([read.article for read in story.articles])
    return [
        article
        for article, likeness in zip(near.values(), alike.tolist(), strict=True)
        if likeness >= LIKENESS and not names.isdisjoint(leading_names([article]))
    ]


def leading_names(articles: Sequence[Article]) -> frozenset[str]:
    """The names that the articles mention most, but for days, months and what opens a sentence."""
    mentioned = Counter(name for article in articles for name in _NAME.findall(article.text))
    found = terms(" ".join(name for name, _ in mentioned.most_common(2 * NAMES)))
    return frozenset([name for name in found if name not in _NO_NAMES][:NAMES])
