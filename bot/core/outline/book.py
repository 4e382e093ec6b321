"""The quote book as an outline: a section a person, each quote in its sentence, with day and outlets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.outline import texts
from bot.model import Block, BookLine, BookPage, Heading, Link, Links, Outline, Paragraph, Passage, Section


def of_book(pages: Sequence[BookPage], title: str) -> Outline:
    """The pages as they are given, or that there are none."""
    if not pages:
        return Outline(title, lead=texts.NO_QUOTES)
    return Outline(title, tuple(Section(tuple(_page(page))) for page in pages))


def _page(page: BookPage) -> Iterator[Block]:
    yield Heading(texts.speaker(page.name, page.role))
    if page.also:
        yield Paragraph(texts.also(page.also))
    for line in page.lines:
        yield from _line(line)


def _line(line: BookLine) -> Iterator[Block]:
    quote = line.quote
    yield Passage(quote.article, line.sentence, quote.span)
    outlets = {article.outlet: article.url for article in line.articles}
    yield Links(texts.day(quote.article.dated), tuple(Link(name, url) for name, url in outlets.items()))
