"""The sentences of a story that can be bullets, as runs of their articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.checks import (
    clean,
    covered,
    dated,
    has_marks,
    marked_within,
    needs_the_one_before,
    outside_marks,
    printable,
    speech,
)
from bot.core.reading.text import fold, paragraphs, sentences, stem, terms, words
from bot.model import AnnotatedArticle, Article, Bullet, Cite, Span, Story

LONGEST_PARAGRAPH = 20_000
"""Code points beyond which a paragraph is no prose, and is not looked at."""

_AGENCY = r"\([A-Z][\w .]{1,24}\)"
_DATELINE = re.compile(
    r"(?:(?:[A-Z]{3}[A-Z.’' -]{0,30}(?:, [A-Z][\w. ]{2,24})?(?:, \w{3,9}\.? \d{1,2})?)?"
    rf"(?: ?{_AGENCY})?|[A-Z][\w.,’ -]{{2,40}} {_AGENCY})(?:\s?[—–―]{{1,2}}\s?| -{{1,2}} )(?=[“\"A-Z0-9])"
)
_CONNECTIVE = re.compile(
    r"(?:However|Meanwhile|Moreover|Furthermore|Also|In addition|Nevertheless|Still|Finally|Later|Earlier"
    r"|But|And|Yet|So), ?(?=[A-Z])|(?:But|And|Yet) (?=[A-Z])"
)
_TURN = re.compile(r"[A-Z][A-Z.’' -]{2,40}:")
"""A turn of a transcript ("TAPPER: …") is speech without marks."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clean sentence: where it stands, how early in its article, and what it says."""

    read: AnnotatedArticle
    span: Span
    order: int  # how many sentences of the article come before
    terms: frozenset[str]
    length: int  # words
    leaning: str | None = None  # the stem of "The attack …", which the sentence above must hold

    @property
    def article(self) -> Article:
        """The article it is a slice of."""
        return self.read.article

    @property
    def key(self) -> tuple[str, Span]:
        """What tells it from all others."""
        return (self.article.id, self.span)

    @property
    def text(self) -> str:
        """The article's own slice."""
        return self.article.words(self.span)

    @property
    def quoting(self) -> bool:
        """Whether quotation marks stand in it."""
        return has_marks(self.text)

    def bullet(self) -> Bullet:
        """The sentence as a bullet, with the quotes that stand in it and its relative dates made absolute."""
        text, inserted = dated(self.article, self.span)
        return Bullet(text, (Cite(self.article, self.span),), marked_within(self.read, self.span), inserted)


def candidates(story: Story) -> list[Candidate]:
    """Every sentence that can be printed alone, each text once though several addresses carry it."""
    once = {read.article.content: read for read in reversed(story.articles)}
    reads = sorted(once.values(), key=lambda read: (read.article.dated, read.article.id))
    return [candidate for read in reads for candidate in _of_article(read)]


def _of_article(read: AnnotatedArticle) -> Iterator[Candidate]:
    order = 0
    for paragraph in paragraphs(read.article.text):
        if len(paragraph) > LONGEST_PARAGRAPH or _TURN.match(read.article.words(paragraph)):
            continue
        spoken = _speech(read, paragraph)
        for sentence in sentences(read.article.text, paragraph):
            span = without_opening(read.article, sentence)
            if _can_be_bullet(read, span, spoken):
                yield _candidate(read, span, order)
            order += 1


def _candidate(read: AnnotatedArticle, span: Span, order: int) -> Candidate:
    text = read.article.words(span)
    noun = needs_the_one_before(text)
    leaning = stem(noun.lower()) if noun else None
    return Candidate(read, span, order, frozenset(terms(text)), len(words(text)), leaning)


def without_opening(article: Article, sentence: Span) -> Span:
    """The sentence without a dateline ("KYIV, Ukraine (AP) —") or an opening "However," before a capital."""
    start = sentence.start
    for opening in (_DATELINE, _CONNECTIVE):
        match = opening.match(article.text, start, sentence.end)
        if match and match.end() < sentence.end:
            start = match.end()
    return Span(start, sentence.end)


def _speech(read: AnnotatedArticle, paragraph: Span) -> list[Span]:
    marked = speech(read.article.words(paragraph))
    found = [Span(paragraph.start + pair.start, paragraph.start + pair.end) for pair in marked]
    return found + [span for quote in read.quotes for span in quote.spans if span.overlaps(paragraph)]


def _can_be_bullet(read: AnnotatedArticle, span: Span, spoken: list[Span]) -> bool:
    """Clean, not a piece of somebody's speech, and naming whom it quotes."""
    text = read.article.words(span)
    cut = any(pair.overlaps(span) and not span.covers(pair) for pair in spoken)
    return (
        not cut
        and (clean(text) or needs_the_one_before(text) is not None)
        and _names_whom_it_quotes(read, span, text)
    )


def _names_whom_it_quotes(read: AnnotatedArticle, span: Span, text: str) -> bool:
    quotes = marked_within(read, span)
    told = fold(outside_marks(text)).text
    named = all(
        quote.speaker and fold(quote.speaker.split()[-1]).text in told for quote in quotes if printable(quote)
    )
    return named and covered(text, span.start, quotes)
