"""Values as the rows that the command line prints for other programs; others build on these forms."""

from __future__ import annotations

from collections.abc import Iterable

from bot.model import Briefing, Bullet, Quote

Row = dict[str, object]


def bullet_form(bullet: Bullet) -> Row:
    """A bullet with the places it cites and the quotes that stand in it."""
    return {
        "text": bullet.text,
        "cites": [
            {"article": cite.article.id, "start": cite.span.start, "end": cite.span.end}
            for cite in bullet.cites
        ],
        "quotes": quote_forms(bullet.quotes),
    }


def quote_forms(quotes: Iterable[Quote]) -> list[Row]:
    """Quotes as they are printed: a row a contiguous run, so that each row is a slice of its article."""
    return [
        {
            "text": quote.article.words(span),
            "start": span.start,
            "end": span.end,
            "speaker": quote.speaker,
            "role": quote.role,
        }
        for quote in quotes
        for span in quote.spans
    ]


def briefing_form(briefing: Briefing) -> Row:
    """A briefing: headline, writer, bullets, quotes, outlets."""
    return {
        "headline": briefing.headline,
        "writer": briefing.writer,
        "bullets": [bullet_form(bullet) for bullet in briefing.bullets],
        "quotes": quote_forms(briefing.quotes),
        "outlets": [{"name": link.name, "url": link.url} for link in briefing.outlets],
    }
