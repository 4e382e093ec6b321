"""Where outlets differ: figures of one and the same quantity that do not agree, side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.core.checks import speech
from bot.core.reading.grammar import ENGLISH, MONTHS, WEEKDAYS
from bot.core.reading.numbers import worth
from bot.core.reading.text import WORD, paragraphs, sentences, stem, terms
from bot.model import Article, Cite, Difference, Span, Story

MOST = 2
"""Differences shown of a story."""

MOST_FIGURES = 300
"""Figures of a story that are looked at."""

SHARED = 0.4
"""Share of their terms that two sentences need in common to speak of the same."""

FEWEST_SHARED = 3
"""Terms that they need in common, beside what is counted."""

NEAR = 4
"""Words before a number or after what it counts that tell what was done: "killed 12 people"."""

FURTHEST = 2.0
"""A figure this many times the other is one of something else."""

ROUNDING = 0.06
"""Share of a figure by which rounding explains another."""

_SMALL = ENGLISH.units[:11]  # up to twelve
_SCALES = ("thousand", "million", "billion")
_ROUGHLY = r"(?:about|some|around|nearly|almost|roughly|approximately)"
_AT_LEAST = r"(?:at least|more than|over)"
_FIGURE = re.compile(
    rf"(?:\b(?:(?P<roughly>{_ROUGHLY})|(?P<least>{_AT_LEAST})) )?"
    rf"(?<!other )(?<!last )(?<!final )(?<!first )(?<!next )(?<!another )(?<!further )(?<![\w.,$£€–-])"
    rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|{'|'.join(_SMALL)})"
    rf"(?: (?P<scale>{'|'.join(_SCALES)}))?"
    r"(?P<between>(?: [a-z-]+){0,2}?) (?P<noun>(?!was|is|has|as|its|his|this|years?|days?|hours?|weeks?"
    r"|months?|minutes?|seconds?|times|others|ways|things|plus)[a-z]{2,}s|people|dead|children|women|men)\b",
    re.IGNORECASE,
)
_APART = frozenset("to and or of in on at by for from with than the a an per who that were was had".split())
"""Between a number and a noun, these show that it does not count the noun."""


_NO_NAMES = frozenset((*WEEKDAYS, *MONTHS, "The", "A", "In", "On", "At"))


@dataclass(frozen=True, slots=True)
class _Figure:
    article: Article
    span: Span  # of the number with what it counts
    value: float
    roughly: bool
    at_least: bool
    counted: str  # the stem of what it counts
    near: dict[str, Span]  # the stems close by, and where they stand
    terms: frozenset[str]  # of its sentence, without what is counted
    names: frozenset[str]  # the capitalised words of its sentence but the first


def differences(story: Story) -> tuple[Difference, ...]:
    """Up to two quantities that outlets with texts of their own give differently, each outlet once."""
    figures = _figures(story)
    found: list[tuple[_Figure, _Figure]] = []
    for one, other in combinations(figures, 2):
        shown = any(one.counted == seen.counted for seen, _ in found)
        if not shown and _differ(one, other) and not _either_gives_both(one, other, figures):
            found.append((one, other))
    return tuple(_difference(*pair) for pair in found[:MOST])


def _figures(story: Story) -> list[_Figure]:
    """What each outlet's newest text counts, in order."""
    newest = {read.article.outlet: read.article for read in story.articles}
    once = {article.content: article for article in reversed(newest.values())}
    return [figure for article in reversed(once.values()) for figure in _of_article(article)][:MOST_FIGURES]


def _of_article(article: Article) -> Iterator[_Figure]:
    for paragraph in paragraphs(article.text):
        if _FIGURE.search(article.text, paragraph.start, paragraph.end):
            for sentence in sentences(article.text, paragraph):
                yield from _of_sentence(article, sentence)


def _of_sentence(article: Article, sentence: Span) -> Iterator[_Figure]:
    text = article.words(sentence)
    spoken = speech(text)
    for match in _FIGURE.finditer(text):
        apart = _APART & set(match.group("between").lower().split())
        if not apart and not any(pair.overlaps(Span(*match.span())) for pair in spoken):
            yield _figure(article, sentence, match)


def _figure(article: Article, sentence: Span, match: re.Match[str]) -> _Figure:
    noun = stem(match.group("noun").lower())
    return _Figure(
        article,
        Span(sentence.start + match.start(), sentence.start + match.end()),
        worth(match.group("number").lower(), (match.group("scale") or "").lower()),
        match.group("roughly") is not None,
        match.group("least") is not None,
        noun,
        _near(sentence, match),
        frozenset(terms(match.string)) - set(terms(match.group())),
        frozenset(word for word in WORD.findall(match.string)[1:] if word[0].isupper()) - _NO_NAMES,
    )


def _near(sentence: Span, match: re.Match[str]) -> dict[str, Span]:
    text = match.string
    before = list(WORD.finditer(text, 0, match.start()))[-NEAR:]
    after = list(WORD.finditer(text, match.end()))[:NEAR]
    spans = {
        each: Span(sentence.start + each.start(), sentence.start + each.end()) for each in (*before, *after)
    }
    return {term: span for each, span in spans.items() for term in terms(each.group()) if term.isalpha()}


def _differ(one: _Figure, other: _Figure) -> bool:
    return _same_quantity(one, other) and _disagree(one, other)


def _same_quantity(one: _Figure, other: _Figure) -> bool:
    """Two outlets count the same thing, say so with a common word close by, and in like sentences."""
    shared = one.terms & other.terms
    return (
        one.article != other.article
        and one.counted == other.counted
        and bool(one.near.keys() & other.near.keys())
        and bool(one.names & other.names)
        and len(shared) >= FEWEST_SHARED
        and len(shared) >= SHARED * min(len(one.terms), len(other.terms))
    )


def _disagree(one: _Figure, other: _Figure) -> bool:
    """Whether neither rounding nor "at least" explains both figures."""
    less, more = sorted((one, other), key=lambda figure: figure.value)
    if less.value == more.value or more.value > FURTHEST * less.value:
        return False
    if less.at_least and not more.at_least:
        return False
    rounded = less.roughly or more.roughly or more.value >= 1000
    return not (rounded and more.value - less.value <= ROUNDING * more.value)


def _either_gives_both(one: _Figure, other: _Figure, figures: Sequence[_Figure]) -> bool:
    """Whether an article that gives one figure of what is counted gives another too."""
    articles = (one.article, other.article)
    alike = [figure for figure in figures if figure.counted == one.counted and figure.article in articles]
    return len({(figure.article.id, figure.value) for figure in alike}) > len(articles)


def _difference(one: _Figure, other: _Figure) -> Difference:
    shared = one.near.keys() & other.near.keys()
    common = [term for term in shared if not _is_name(one, term)] or shared
    word = min(common, key=lambda term: (_reach(one, term) + _reach(other, term), term))
    return Difference((_side(one, word), _side(other, word)))


def _is_name(figure: _Figure, term: str) -> bool:
    return figure.article.words(figure.near[term])[0].isupper()


def _reach(figure: _Figure, term: str) -> int:
    near = figure.near[term]
    return max(near.end, figure.span.end) - min(near.start, figure.span.start)


def _side(figure: _Figure, term: str) -> Cite:
    """The article's own words, from the figure to the word that tells what it is of."""
    near = figure.near[term]
    return Cite(figure.article, Span(min(near.start, figure.span.start), max(near.end, figure.span.end)))
