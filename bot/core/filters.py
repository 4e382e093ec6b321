"""Filters: what leaves articles out of a channel, or alone lets them in; checked as typed, then applied."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import re2

from bot.core.indexed import Indexed, plain, run, stems
from bot.core.reading.language import code_of
from bot.core.reading.text import unquoted
from bot.errors import ConfigError
from bot.model import Article, Filter, FilterKind, Story

__all__ = ["KINDS", "Sieve", "filter_of", "mutes", "sift"]


LONGEST = 200
"""Characters of a filter's value."""

KINDS = tuple(kind for kind in FilterKind if kind is not FilterKind.STORY)
"""What can be typed: a story is muted by its button."""


def filter_of(kind: str, value: str, only: bool = False) -> Filter:
    """The filter of this kind and value; raises ConfigError where it could never work."""
    known, value = kind_of(kind), " ".join(value.split())
    if known is not FilterKind.EXPRESSION:
        value = unquoted(value)
    if not value:
        raise ConfigError(f"Type what the filter looks for after “{known}”.")
    if len(value) > LONGEST:
        raise ConfigError(f"A filter is at most {LONGEST} characters long; this one has {len(value):,}.")
    if known is FilterKind.EXPRESSION:
        _check_expression(value)
    elif known is FilterKind.LANGUAGE:
        value = _language(value)
    elif not stems(value):
        raise ConfigError(f"“{value}” holds no word to look for.")
    return Filter(known, value, only)


def kind_of(typed: str) -> FilterKind:
    """The kind of filter; raises ConfigError that names those there are."""
    kinds = {kind.value: kind for kind in KINDS}
    if typed.casefold() in kinds:
        return kinds[typed.casefold()]
    near = difflib.get_close_matches(typed.casefold(), kinds, n=1)
    remedy = f"did you mean {near[0]}?" if near else f"there are {', '.join(kinds)}."
    raise ConfigError(f"There is no kind of filter “{typed}”; {remedy}")


def _language(value: str) -> str:
    code = code_of(value)
    if code is None:
        raise ConfigError(
            f"“{value}” is no language that is known here; write its name or two letters, as German or de."
        )
    return code


# --- many filters over one article at once: what each needs is looked up, none is tried in turn ---


_RUNS = (FilterKind.PHRASE, FilterKind.AUTHOR)


class Sieve:
    """The filters of a channel, made ready."""

    def __init__(self, filters: Sequence[Filter]) -> None:
        self._leave = _Finder([one for one in filters if not one.only])
        self._only = _Finder([one for one in filters if one.only])

    @property
    def any(self) -> bool:
        """Whether there is any."""
        return bool(self._leave.filters or self._only.filters)

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
    """The stories cut to the articles that pass, and what is cut away with a filter against it.

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
        cut = [(read, one) for read, one in against if one]
        if cut:
            stopped.append((Story(tuple(read for read, _ in cut)), cut[-1][1]))
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


# --- regular expressions on RE2: time linear in the text, whatever the expression -----------------


LONGEST_TEXT = 20_000
"""Code points of an article that expressions look at: more than nearly every article has."""

LARGEST = 500
"""Instructions of a compiled expression: with more, RE2 leaves its quick path."""

MEMORY = 1 << 20
"""Bytes that RE2 may take for one expression."""

_SAYS = {
    "missing )": "this parenthesis is not closed",
    "unexpected )": "this parenthesis closes nothing",
    "missing ]": "this bracket is not closed",
    "no argument for repetition operator": "there is nothing here to repeat",
    "bad repetition operator": "this repeats a repetition",
    "invalid repetition size": "this repeats too often, or backwards",
    "invalid character class range": "no such range or class of characters",
    "invalid escape sequence": "no such escape here; there are no references back",
    "invalid perl operator": "no such group here; there is no looking ahead or behind",
    "invalid named capture group": "this name of a group cannot be read",
    "trailing \\": "the escape at the end escapes nothing",
}
"""RE2's messages in our words."""


class Expressions:
    """Many expressions at once: a search for what they must contain comes first."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._filter = re2.Filter()
        for pattern in patterns:
            self._filter.Add(pattern, _options())
        if patterns:
            self._filter.Compile()
        self._any = bool(patterns)

    def find(self, article: Article) -> Sequence[int]:
        """The positions of the expressions that stand in headline or text, in no order."""
        if not self._any:
            return ()
        text = f"{article.headline}\n{article.text[:LONGEST_TEXT]}"
        return self._filter.Match(text.encode("utf-8", "replace")) or ()


def _check_expression(pattern: str) -> None:
    """Raise ConfigError with one sentence that points at the place where an expression is wrong."""
    try:
        compiled = re2.compile(pattern, _options())
    except re2.error as error:
        raise ConfigError(_sentence(pattern, error.args[0].decode("utf-8", "replace"))) from error
    if compiled.programsize > LARGEST:
        raise ConfigError(f"The expression “{pattern}” is too large; repeat fewer things less often.")


def _options() -> re2.Options:
    options = re2.Options()
    options.case_sensitive = False
    options.never_capture = True
    options.log_errors = False
    options.max_mem = MEMORY
    return options


def _sentence(pattern: str, message: str) -> str:
    said, _, part = message.partition(": ")
    says = _SAYS.get(said)
    if says is None:
        return f"The expression “{pattern}” cannot be used: {said}."
    start, end = _place(pattern, said, part)
    return (
        f"The expression “{pattern}” cannot be read at character {start + 1}, “{pattern[start:end]}”: {says}."
    )


def _place(pattern: str, said: str, part: str) -> tuple[int, int]:
    """Where in the pattern the fault is; RE2 gives the faulty part, or for parentheses all of it."""
    if said == "missing )":
        return _parenthesis(pattern, closing=False)
    if said == "unexpected )":
        return _parenthesis(pattern, closing=True)
    if said.startswith("trailing"):
        return len(pattern) - 1, len(pattern)
    start = max(pattern.find(part), 0)
    return start, start + len(part)


def _parenthesis(pattern: str, closing: bool) -> tuple[int, int]:
    """The first parenthesis that closes nothing, or the last that nothing closes."""
    opened: list[int] = []
    for at in _outside_classes(pattern):
        if pattern[at] == "(":
            opened.append(at)
        elif pattern[at] == ")" and opened:
            opened.pop()
        elif pattern[at] == ")" and closing:
            return at, at + 1
    at = opened[-1] if opened else 0
    return at, at + 1


def _outside_classes(pattern: str) -> list[int]:
    """The positions of characters that are neither escaped nor within brackets."""
    positions: list[int] = []
    at, inside = 0, False
    while at < len(pattern):
        if pattern[at] == "\\":
            at += 1
        elif inside:
            inside = pattern[at] != "]"
        elif pattern[at] == "[":
            inside = True
            at += 2 if pattern.startswith("[^", at) else 1  # a bracket right here is one of the class
        else:
            positions.append(at)
        at += 1
    return positions
