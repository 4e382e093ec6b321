"""Checked values as neutral outlines: headings, bullets, quotes, links, tables and buttons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.core.outline import words
from bot.core.stories.voices import texts
from bot.core.text import counted
from bot.model import (
    Answer,
    Article,
    Block,
    Briefing,
    Bullet,
    Control,
    Digest,
    FeedStatus,
    Heading,
    LeftOut,
    Link,
    Links,
    Outline,
    Paragraph,
    Passage,
    Quote,
    QuoteKind,
    Section,
    Table,
)

REF_LIMIT = 80
"""A button's reference fits every platform's custom id; a longer one gives no button."""


def of_digest(digest: Digest) -> Outline:
    """An edition: a section a story, each with its buttons."""
    return Outline(
        title=words.digest_title(digest.edition),
        sections=tuple(_story(briefing) for briefing in digest.briefings),
        lead=_digest_lead(digest.briefings),
        footer=" ".join(filter(None, [_written(digest.briefings), words.LATE if digest.late else ""])),
    )


def of_briefing(briefing: Briefing) -> Outline:
    """One story by itself; its headline is the title."""
    body = _story(briefing)
    section = Section(body.blocks[1:], body.controls)
    return Outline(briefing.headline, (section,), footer=words.written_by(briefing.writer))


def of_more(briefing: Briefing) -> Outline:
    """One story at length: the bullets, how each outlet headlined it, and all that people said."""
    quotes = [quote for read in briefing.story.articles for quote in read.quotes if _said(quote)]
    sections = [
        Section(briefing.bullets),
        Section((Heading(words.REPORTED), *_headlines(briefing))),
        *_quotes_sections(quotes),
    ]
    return Outline(
        title=briefing.headline,
        sections=tuple(section for section in sections if section.blocks),
        lead=_reported(briefing),
        footer=words.written_by(briefing.writer),
    )


def of_answer(answer: Answer) -> Outline:
    """The bullets that answer a question, or that the corpus does not say."""
    if not answer.answered:
        return Outline(answer.question, lead=words.NOT_ANSWERED)
    return Outline(
        title=answer.question,
        sections=tuple(_cited(bullet) for bullet in answer.bullets),
        footer=words.EXTRACTIVE,
    )


def of_quotes(quotes: Sequence[Quote], title: str) -> Outline:
    """Quotes as they are given, a section each, with their articles."""
    if not quotes:
        return Outline(title, lead=words.NO_QUOTES)
    return Outline(title, tuple(_quote_with_link(quote) for quote in quotes))


def of_feeds(statuses: Sequence[FeedStatus], now: datetime) -> Outline:
    """How each feed is, in a table."""
    title = counted(len(statuses), "feed")
    if not statuses:
        return Outline(title, lead=words.NO_FEEDS)
    rows = tuple(_feed_row(status, now) for status in statuses)
    return Outline(title, (Section((Table(words.FEED_COLUMNS, rows),)),))


def of_passage(passage: Passage) -> Outline:
    """Where something stands: the sentence with its mark, the outlet, when it was captured."""
    article = passage.article
    return Outline(
        title=article.headline or article.outlet,
        sections=(Section((passage, _links(words.SOURCES, [article]))),),
        footer=words.captured(article.captured),
    )


def of_error(sentence: str, reference: str) -> Outline:
    """What went wrong in one sentence, with the id by which the logs know it."""
    return Outline(words.FAILED, (Section((Paragraph(sentence),)),), footer=words.error_id(reference))


def of_left_out(left_out: Sequence[LeftOut]) -> Outline:
    """The stories that a digest does not tell, each with its reason."""
    if not left_out:
        return Outline(words.LEFT_OUT, lead=words.NOTHING_LEFT_OUT)
    lines = tuple(Paragraph(f"{_story_headline(left)} ({left.reason})") for left in left_out)
    return Outline(words.LEFT_OUT, (Section(lines),))


def _digest_lead(briefings: Sequence[Briefing]) -> str:
    if not briefings:
        return words.NO_STORIES
    outlets = {outlet for briefing in briefings for outlet in briefing.story.outlets}
    return words.digest_lead(len(briefings), len(outlets))


def _written(briefings: Sequence[Briefing]) -> str:
    writers = dict.fromkeys(briefing.writer for briefing in briefings)
    return " ".join(words.written_by(writer) for writer in writers)


def _story(briefing: Briefing) -> Section:
    links = Links(_reported(briefing), briefing.outlets)
    blocks: tuple[Block, ...] = (Heading(briefing.headline), *briefing.bullets, *briefing.quotes, links)
    more = _control("more", briefing.story.id, words.MORE)
    wheres = [control for quote in briefing.quotes for control in _where(quote)]
    return Section(blocks, (*more, *wheres))


def _reported(briefing: Briefing) -> str:
    return words.reported_by(len(briefing.story.outlets), texts(briefing.story))


def _headlines(briefing: Briefing) -> list[Links]:
    return [
        Links(article.outlet, (Link(article.headline or article.url, article.url),))
        for article in (read.article for read in briefing.story.articles)
    ]


def _quotes_sections(quotes: Sequence[Quote]) -> list[Section]:
    sections = [Section((quote,), _where(quote)) for quote in quotes]
    if sections:
        sections[0] = Section((Heading(words.QUOTES), *sections[0].blocks), sections[0].controls)
    return sections


def _said(quote: Quote) -> bool:
    return quote.kind is QuoteKind.QUOTE and quote.speaker is not None


def _cited(bullet: Bullet) -> Section:
    return Section((bullet, _links(words.SOURCES, [cite.article for cite in bullet.cites])))


def _quote_with_link(quote: Quote) -> Section:
    return Section((quote, _links(words.SOURCES, [quote.article])), _where(quote))


def _links(label: str, articles: Iterable[Article]) -> Links:
    pairs = {article.outlet: article.url for article in articles}
    return Links(label, tuple(Link(outlet, url) for outlet, url in pairs.items()))


def _where(quote: Quote) -> tuple[Control, ...]:
    ref = f"{quote.article.id}:{quote.span.start}:{quote.span.end}"
    return _control("where", ref, words.where(quote.speaker))


def _control(action: str, ref: str, label: str) -> tuple[Control, ...]:
    return (Control(action, ref, label),) if len(ref) <= REF_LIMIT else ()


def _feed_row(status: FeedStatus, now: datetime) -> tuple[str, ...]:
    health = status.health
    state = words.STATES[health.state]
    return (status.feed.outlet, status.feed.url, state, words.ago(health.checked_at, now), health.note)


def _story_headline(left: LeftOut) -> str:
    newest = left.story.articles[-1].article
    return newest.headline or newest.url
