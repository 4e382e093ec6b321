"""Sources as a model is given them: lines of numbered sentences, then the numbered quotes.

Everything here is data from strangers. A line break or a square bracket in it could pass for one of our
own numbers, so neither gets through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.model import Article, Cite, Quote, Sources

MARKS = "“”„«»\"'‘’`"
_CLOSING = re.compile(rf"[{re.escape(MARKS)}]+|\s[{re.escape(MARKS)}]+(?=[\s.,;:]|$)")
_PLAIN = str.maketrans({"[": "(", "]": ")"})


def material(sources: Sources) -> str:
    """The articles with their sentences, each quote in them as its number; then the quotes."""
    parts = ["\n".join(_articles(sources))]
    if sources.quotes:
        parts.append("\n".join(["What people said", *_quotes(sources)]))
    return "\n\n".join(parts)


def line(text: str) -> str:
    """The text on one line, without square brackets."""
    return " ".join(text.split()).translate(_PLAIN)


def _articles(sources: Sources) -> Iterator[str]:
    above: Article | None = None
    for number, cite in enumerate(sources.sentences, 1):
        if cite.article != above:
            yield from ("",) if above else ()
            yield _heading(cite.article)
        above = cite.article
        yield f"[{number}] {_sentence(cite, sources)}"


def _heading(article: Article) -> str:
    day = f"{article.dated.day} {article.dated:%B %Y}"
    return f"Article of {line(article.outlet)}, {day}: {line(article.headline)}"


def _quotes(sources: Sources) -> Iterator[str]:
    for number, quote in enumerate(sources.quotes, 1):
        role = f", {line(quote.role)}" if quote.role else ""
        yield f"[q{number}] {line(quote.speaker or 'somebody')}{role}: {line(quote.text)}"


def _sentence(cite: Cite, sources: Sources) -> str:
    """The sentence with the first words of each of its quotes as the quote's number, and no further ones."""
    text, start = cite.article.text, cite.span.start
    parts: list[str] = []
    for number, quote in _within(cite, sources):
        for place, span in enumerate(quote.spans):
            opened = _back(text, start, span.start)
            parts += [line(text[start:opened]), "…" if place else f"[q{number}]"]
            start = _past(text, span.end, cite.span.end)
    return " ".join(filter(None, [*parts, line(text[start : cite.span.end])])).replace(" ,", ",")


def _within(cite: Cite, sources: Sources) -> list[tuple[int, Quote]]:
    """The numbered quotes of a sentence in text order; one that overlaps another is not among them."""
    inside = [
        (number, quote)
        for number, quote in enumerate(sources.quotes, 1)
        if quote.article == cite.article and all(cite.span.covers(span) for span in quote.spans)
    ]
    found: list[tuple[int, Quote]] = []
    for number, quote in sorted(inside, key=lambda pair: pair[1].span):
        if not found or found[-1][1].span.end <= quote.span.start:
            found.append((number, quote))
    return found


def _back(text: str, least: int, at: int) -> int:
    """Where the marks before a quote begin."""
    while at > least and text[at - 1] in MARKS:
        at -= 1
    return at


def _past(text: str, at: int, most: int) -> int:
    """Where the marks after a quote end; some pages print a space before them."""
    closing = _CLOSING.match(text, at, most)
    return closing.end() if closing else at
