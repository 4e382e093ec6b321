"""Many filters over one article at once: what each needs is looked up, none is tried in turn."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.core.filters.expressions import Expressions
from bot.core.indexed import Indexed, plain, run, stems
from bot.model import Article, Filter, FilterKind, Story

_RUNS = (FilterKind.PHRASE, FilterKind.AUTHOR)


class Sieve:
    """The filters of a channel, made ready."""

    def __init__(self, filters: Sequence[Filter]) -> None:
        self._leave = _Finder([one for one in filters if not one.only])
        self._only = _Finder([one for one in filters if one.only])

    def against(self, article: Article) -> Filter | None:
        """The filter that leaves the article out; None lets it pass.

        It is the first that fits, or where there are filters with `only` and none fits, the first of these.
        """
        looked = Indexed(article)
        against = self._leave.first(looked)
        if against is None and self._only.filters and self._only.first(looked) is None:
            return self._only.filters[0]
        return against


def sift(
    stories: Sequence[Story], filters: Sequence[Filter]
) -> tuple[list[Story], list[tuple[Story, Filter]]]:
    """The stories cut to the articles that pass, and those of which none does with a filter against them.

    A muted story is stopped whole, as long as it holds an article that it was muted by, or its next version.
    """
    sieve, muted = Sieve(filters), mutes(filters)
    passed: list[Story] = []
    stopped: list[tuple[Story, Filter]] = []
    for story in stories:
        if by := _muted(story, muted):
            stopped.append((story, by))
            continue
        against = [(read, sieve.against(read.article)) for read in story.articles]
        kept = tuple(read for read, one in against if one is None)
        if kept:
            passed.append(Story(kept))
        else:
            stopped += [(story, one) for _, one in against[-1:] if one]
    return passed, stopped


def mutes(filters: Sequence[Filter]) -> Mapping[str, Filter]:
    """The articles by which stories are muted, each with its filter."""
    return {id_: one for one in filters if one.kind is FilterKind.STORY for id_ in one.value.split()}


def _muted(story: Story, muted: Mapping[str, Filter]) -> Filter | None:
    ids = (id_ for read in story.articles for id_ in (read.article.id, read.article.supersedes or ""))
    return next((muted[id_] for id_ in ids if id_ in muted), None) if muted else None


class _Finder:
    """Finds the filters that fit an article, by kind."""

    def __init__(self, filters: Sequence[Filter]) -> None:
        self.filters = filters
        of = {kind: [at for at, one in enumerate(filters) if one.kind is kind] for kind in FilterKind}
        self._terms = _Terms(filters, [*of[FilterKind.WORDS], *of[FilterKind.PHRASE]])
        self._authors = _Terms(filters, of[FilterKind.AUTHOR])
        self._outlets = {plain(filters[at].value): at for at in reversed(of[FilterKind.OUTLET])}
        self._languages = {filters[at].value: at for at in reversed(of[FilterKind.LANGUAGE])}
        self._expressions_at = of[FilterKind.EXPRESSION]
        self._expressions = Expressions([filters[at].value for at in self._expressions_at])

    def first(self, article: Indexed) -> Filter | None:
        """The first of the filters that fits."""
        at = min(self._fitting(article), default=None) if self.filters else None
        return None if at is None else self.filters[at]

    def _fitting(self, article: Indexed) -> Iterator[int]:
        if self._terms.any:
            yield from self._terms.find(article.held, article.whole)
        if self._authors.any and article.article.byline:
            names = stems(article.article.byline)
            yield from self._authors.find(names, run(names))
        for known, value in (
            (self._outlets, plain(article.article.outlet)),
            (self._languages, article.article.language or ""),
        ):
            if value in known:
                yield known[value]
        yield from (self._expressions_at[at] for at in self._expressions.find(article.article))


class _Wanted(NamedTuple):
    """What a filter wants of a text: its words, and for a phrase that they stand in a run."""

    at: int
    words: frozenset[str]
    run: str


class _Terms:
    """Words and phrases, each kept under the one of its words that the fewest others share."""

    def __init__(self, filters: Sequence[Filter], positions: Sequence[int]) -> None:
        wanted = [_wanted(filters[at], at) for at in positions]
        shared = Counter(word for one in wanted for word in one.words)
        self._under: dict[str, list[_Wanted]] = defaultdict(list)
        for one in wanted:
            self._under[min(one.words, key=lambda word: (shared[word], -len(word), word))].append(one)

    @property
    def any(self) -> bool:
        """Whether there is anything to look for, and so a reason to index an article."""
        return bool(self._under)

    def find(self, held: Collection[str], text: str) -> Iterator[int]:
        """The positions of those that fit a text that holds these words in this run."""
        for word in self._under.keys() & held:
            for one in self._under[word]:
                if one.words.issubset(held) and one.run in text:
                    yield one.at


def _wanted(one: Filter, at: int) -> _Wanted:
    words = stems(one.value)
    return _Wanted(at, frozenset(words), run(words) if one.kind in _RUNS else "")
