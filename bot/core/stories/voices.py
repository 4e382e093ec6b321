"""How many independent voices report a story: copies of one text are one, as are outlets of one publisher."""

from __future__ import annotations

import functools
from urllib.parse import urlsplit

from bot.core.reading.text import terms
from bot.model import Article, Listed, Story

RUN = 5
"""Words in a row that copies of one text share and two reports of one event hardly do."""

SHARED = 0.6
"""Share of the runs of the shorter text that stand in the longer one where one is a copy of the other."""

READ = 4000
"""Code points of a text that are compared."""

_SECOND_LEVEL = frozenset("ac co com edu gov govt ne net nom or org".split())
"""What stands before a country's code in the addresses of those who share it: "co.uk", "com.au"."""

_HOSTS_OF_MANY = frozenset(
    "blogspot.com ghost.io github.io medium.com substack.com tumblr.com wordpress.com".split()
)
"""Domains under which each name is a publisher of its own."""


def texts(story: Story) -> int:
    """How many different texts the story has; copies with a few words changed are one."""
    return len(set(_first_copies(story)))


def voices(story: Story) -> int:
    """How many publishers report it with a text of their own."""
    return len(publishers(story))


def publishers(story: Story) -> tuple[str, ...]:
    """Who reports it with a text of their own, first to report first."""
    articles = [read.article for read in story.articles]
    return tuple(dict.fromkeys(publisher(articles[copy]) for copy in dict.fromkeys(_first_copies(story))))


def voice_of(story: Story) -> dict[str, str]:
    """Article id -> the publisher who first printed that text."""
    articles = [read.article for read in story.articles]
    return {
        article.id: publisher(articles[copy])
        for article, copy in zip(articles, _first_copies(story), strict=True)
    }


def publisher(article: Article | Listed) -> str:
    """The domain that was registered for the article's outlet, or the outlet where the address has none."""
    host = _host(article.url)
    labels = host.split(".")
    if len(labels) < 2 or ":" in host or labels[-1].isdigit():
        return article.outlet
    shared = len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    taken = 3 if shared or ".".join(labels[-2:]) in _HOSTS_OF_MANY else 2
    return ".".join(labels[-taken:])


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:  # what is imported can claim any address
        return ""


def _first_copies(story: Story) -> tuple[int, ...]:
    """For each article the place of the first article whose text it copies: its own where it copies none."""
    if len(story.articles) == 1:
        return (0,)
    return _first_of(tuple(read.article.text[:READ] for read in story.articles))


@functools.lru_cache(maxsize=2048)
def _first_of(texts: tuple[str, ...]) -> tuple[int, ...]:
    runs = [_runs(text) for text in texts]
    first: list[int] = []
    for place, mine in enumerate(runs):
        earlier = (other for other in dict.fromkeys(first) if _copies(mine, runs[other]))
        first.append(next(earlier, place))
    return tuple(first)


def _copies(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    return len(one & other) >= SHARED * min(len(one), len(other))


@functools.lru_cache(maxsize=2048)
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    said = terms(text)
    return frozenset(tuple(said[start : start + RUN]) for start in range(max(1, len(said) - RUN + 1)))
