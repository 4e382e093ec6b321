"""Quotation marks and brackets: do they close, and do they hold what an article quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.core.reading.text import fold_text, words
from bot.model import AnnotatedArticle, Quote, QuoteKind, Span

_MARKED = re.compile(
    r"“[^”]{0,2000}”|„[^“”]{0,2000}[“”]|«[^»]{0,2000}»|\"[^\"]{0,2000}\"|``.{0,2000}?''|''.{0,2000}?''"
    r"|(?<!\w)‘(?:[^’]|’(?=\w)){1,500}’(?!\w)|(?<![\w’'])'(?=\w)(?:[^']|'(?=\w)){1,500}'(?!\w)"
)
"""What marks of each form hold; the counts keep a page of nothing but opening marks from taking hours."""

LONGEST_NAME = 8
"""Words of a title, a name or a prize that stands between marks; what is longer may be speech after all."""

MOST_WOVEN = 6
"""Words of a quote without a known speaker that a reporter weaves into a sentence of his own."""

BESIDE_A_NAME = 0.845
"""The confidence from which a quote is printed beside a name; named from 0.745, it is wrong in 3.3 % as
scored, from 0.845 in 2.0 % (cross-validated, docs/quotes.md)."""

_UNCLOSED = re.compile(r"[“„«\"]")
_ANY_MARK = re.compile(r"[“”„«»\"]|``|''|(?<!\w)[‘‚](?=\w)")
_BRACKETS = {")": "(", "]": "[", "}": "{"}


def has_marks(text: str) -> bool:
    """Whether quotation marks of any form stand in the text; apostrophes are none."""
    return _ANY_MARK.search(text) is not None or _MARKED.search(text) is not None


def balanced(text: str) -> bool:
    """Whether every bracket and every quotation mark that opens also closes, in order."""
    return _brackets_close(text) and not has_marks(_MARKED.sub(" ", text))


def _brackets_close(text: str) -> bool:
    opened: list[str] = []
    for character in text:
        if character in "([{":
            opened.append(character)
        elif character in _BRACKETS and (not opened or opened.pop() != _BRACKETS[character]):
            return False
    return not opened


def marked(text: str) -> Iterator[Span]:
    """What stands between quotation marks, with the marks, as offsets into the text."""
    return (Span(match.start(), match.end()) for match in _MARKED.finditer(text))


def speech(paragraph: str) -> list[Span]:
    """What is marked as speech in a paragraph; marks that do not close hold to its end."""
    closed = list(marked(paragraph))
    unclosed = _UNCLOSED.search(_MARKED.sub(lambda match: " " * len(match.group()), paragraph))
    return [*closed, Span(unclosed.start(), len(paragraph))] if unclosed else closed


def outside_marks(text: str) -> str:
    """The text without what its quotation marks hold."""
    return _MARKED.sub(" ", text)


def covered(text: str, start: int, quotes: Iterable[Quote]) -> bool:
    """Whether all marks hold speech of someone known, a word or two of someone named, or no speech.

    `start` is where the text begins in its article.
    """
    prose = fold_text(outside_marks(text))
    known = [span for quote in quotes if printable(quote) or _excused(quote, prose) for span in quote.spans]
    return balanced(text) and all(
        any(_fills(span, Span(start + pair.start, start + pair.end)) for span in known)
        for pair in marked(text)
    )


def _excused(quote: Quote, prose: str) -> bool:
    """A title or a name in marks ("The Long Span"), a word or two of someone named, or a few woven in."""
    if woven(quote):
        return True
    if quote.kind is QuoteKind.NOT_SPEECH:
        return len(words(quote.text)) <= LONGEST_NAME
    return quote.kind is QuoteKind.FRAGMENT and _named(quote, prose)


def woven(quote: Quote) -> bool:
    """Whether it is a few words of nobody known within a reporter's clause: 'what many call “not easy”'."""
    few = len(quote.spans) == 1 and len(words(quote.text)) <= MOST_WOVEN
    return few and quote.speaker is None and quote.text[:1].islower()


def _named(quote: Quote, prose: str) -> bool:
    return quote.speaker is not None and fold_text(quote.speaker.split()[-1]) in prose


def _fills(span: Span, pair: Span) -> bool:
    """Marks of one or two characters stand on either side of the words, and nothing else."""
    return pair.covers(span) and len(pair) - len(span) <= 4


def printable(quote: Quote) -> bool:
    """Whether it may be printed as a quote: whole speech of someone known."""
    return quote.kind is QuoteKind.QUOTE and quote.speaker is not None


def surely_said(quote: Quote) -> bool:
    """Whether it may be printed beside a name: printable, and the engine is surer than it has to be.

    A digest prints names in bold, out of the sentence that would show a mistake; docs/quotes.md has the
    figures of both settings.
    """
    return printable(quote) and (quote.evidence is None or quote.evidence.confidence >= BESIDE_A_NAME)


def quotes_within(read: AnnotatedArticle, span: Span) -> tuple[Quote, ...]:
    """The printable quotes that stand in this run of the article."""
    return tuple(quote for quote in marked_within(read, span) if printable(quote))


def marked_within(read: AnnotatedArticle, span: Span) -> tuple[Quote, ...]:
    """All that stands between quotation marks in this run of the article, speech or not."""
    return tuple(quote for quote in read.quotes if span.covers(quote.span))
