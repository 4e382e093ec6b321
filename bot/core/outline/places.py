"""Where a quote stands, and how other outlets of its story print it, as neutral outlines."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.outline import controls, texts
from bot.core.quotes import drift
from bot.core.stories.voices import voice_of
from bot.model import (
    Block,
    Drift,
    DriftKind,
    Link,
    Links,
    Outline,
    Paragraph,
    Passage,
    Quote,
    Section,
    Span,
    Story,
)


def of_passage(passage: Passage) -> Outline:
    """Where something stands: the sentence with its mark, the outlet, when it was captured."""
    article = passage.article
    link = Links(texts.SOURCES, (Link(article.outlet, article.url),))
    return Outline(
        title=article.headline or article.outlet,
        sections=(Section((passage, link), controls.about_quote(article.id, passage.mark)),),
        footer=texts.captured(article.captured),
    )


def of_elsewhere(quote: Quote, story: Story) -> Outline:
    """How each outlet of a story prints what is said in a quote, or that no other does."""
    found = drift_of(quote, drift.compare(story.articles, voice_of(story)))
    title = texts.elsewhere(quote.speaker)
    if found is None:
        return Outline(title, (Section((quote,)),), lead=texts.NOWHERE_ELSE)
    addresses = {one.article.outlet: one.article.url for one in found.quotes}
    links = Links(texts.SOURCES, tuple(Link(name, url) for name, url in addresses.items()))
    return Outline(title, (Section((*compared(found), links)),))


def drift_of(quote: Quote, drifts: Sequence[Drift]) -> Drift | None:
    """What is known of the utterance that a quote prints."""
    return next((one for one in drifts if place(quote) in map(place, one.quotes)), None)


def compared(found: Drift | None) -> tuple[Block, ...]:
    """Every wording beside the others."""
    if found is None:
        return ()
    shown = () if found.kind is DriftKind.ALIKE else found.wordings
    return (Paragraph(texts.drift(found.kind, len(found.outlets))), *shown)


def place(quote: Quote) -> tuple[str, tuple[Span, ...]]:
    """The same for a quote and its copies in twins."""
    return quote.article.content, quote.spans
