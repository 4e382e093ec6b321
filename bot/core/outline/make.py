"""Checked values as neutral outlines: headings, bullets, quotes, links, tables and buttons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.outline import controls, texts
from bot.core.outline.day import day_line, heading
from bot.core.outline.drafting import translated, written
from bot.core.outline.places import compared, drift_of, place
from bot.core.quotes import drift
from bot.core.stories import voices
from bot.core.stories.voices import voice_of
from bot.model import (
    Answer,
    Article,
    Block,
    Briefing,
    Bullet,
    Digest,
    Drift,
    DriftKind,
    Heading,
    Link,
    Links,
    Outline,
    Paragraph,
    Quote,
    QuoteKind,
    Section,
    Span,
    Story,
)


def of_digest(digest: Digest) -> Outline:
    """An edition: a section a story, each with its buttons."""
    return Outline(
        title=texts.digest_title(digest),
        sections=tuple(_story(briefing) for briefing in digest.briefings),
        day=day_line(digest.briefings),
        lead=_digest_lead(digest.briefings),
        footer=" ".join(
            filter(
                None,
                [written(digest.briefings), translated(digest.briefings), texts.LATE if digest.late else ""],
            )
        ),
    )


def of_briefing(briefing: Briefing) -> Outline:
    """One story by itself; its headline is the title."""
    body = _story(briefing)
    section = Section(body.blocks[1:], body.controls)
    return Outline(briefing.headline, (section,), footer=written([briefing]))


def of_more(briefing: Briefing) -> Outline:
    """One story at length: the bullets, how each outlet headlined it, and all that people said."""
    sections = [
        Section((*briefing.bullets, *briefing.differences), controls.mute(briefing.story.id)),
        Section((Heading(texts.REPORTED), *_headlines(briefing))),
        *_quotes_sections(briefing.story),
    ]
    return Outline(
        title=briefing.headline,
        sections=tuple(section for section in sections if section.blocks),
        lead=_reported(briefing),
        footer=written([briefing]),
    )


def of_answer(answer: Answer) -> Outline:
    """The bullets that answer a question, or that the corpus does not say."""
    if not answer.answered:
        return Outline(answer.question, lead=texts.NOT_ANSWERED)
    return Outline(
        title=answer.question,
        sections=tuple(_cited(bullet) for bullet in answer.bullets),
        footer=written([answer]),
    )


def of_error(sentence: str, reference: str) -> Outline:
    """What went wrong in one sentence, with the id by which the logs know it."""
    return Outline(texts.FAILED, (Section((Paragraph(sentence),)),), footer=texts.error_id(reference))


def _digest_lead(briefings: Sequence[Briefing]) -> str:
    if not briefings:
        return texts.NO_STORIES
    outlets = {outlet for briefing in briefings for outlet in briefing.story.outlets}
    return texts.digest_lead(len(briefings), len(outlets))


def _story(briefing: Briefing) -> Section:
    links = Links(_reported(briefing), briefing.outlets)
    drifts = _drifts(briefing.story) if briefing.quotes else ()
    quotes = [block for quote in briefing.quotes for block in (quote, *_elsewhere(quote, drifts))]
    told: tuple[Block, ...] = (*_lines(briefing), *briefing.differences, *quotes)
    heading_line = Heading(texts.headline(briefing.telling, heading(briefing)))
    blocks: tuple[Block, ...] = (heading_line, *told, *_label(briefing), links)
    wheres = [control for quote in briefing.quotes for control in controls.where(quote)]
    return Section(blocks, (*controls.more(briefing.story.id), *wheres))


def _below_heading(briefing: Briefing) -> Sequence[Bullet]:
    """The bullets without one that is the headline, where no article's own could be printed."""
    others = [bullet for bullet in briefing.bullets if bullet.words != briefing.headline]
    return others or briefing.bullets


def _lines(briefing: Briefing) -> list[Block]:
    """The bullets, each in the channel's language where its translation passed."""
    known = briefing.translated
    return [(known and known.of(bullet)) or bullet for bullet in _below_heading(briefing)]


def _label(briefing: Briefing) -> tuple[Paragraph, ...]:
    """That a machine translated what stands above; nothing where it did not."""
    lines = briefing.translated.lines if briefing.translated else ()
    return (Paragraph(texts.translated_from([line.original for line in lines])),) if lines else ()


def _reported(briefing: Briefing) -> str:
    return texts.reported_by(len(briefing.story.outlets), voices.texts(briefing.story))


def _headlines(briefing: Briefing) -> list[Links]:
    return [
        Links(article.outlet, (Link(article.headline or article.url, article.url),))
        for article in (read.article for read in briefing.story.articles)
    ]


def _quotes_sections(story: Story) -> list[Section]:
    """Each utterance once, where it first stands, with how the outlets print it."""
    drifts = _drifts(story)
    sections: list[Section] = []
    shown: set[tuple[str, tuple[Span, ...]]] = set()
    for quote in (quote for read in story.articles for quote in read.quotes if _said(quote)):
        if place(quote) not in shown:
            found = drift_of(quote, drifts)
            shown.update(map(place, found.quotes if found else [quote]))
            sections.append(Section((quote, *compared(found)), controls.where(quote)))
    if sections:
        sections[0] = Section((Heading(texts.QUOTES), *sections[0].blocks), sections[0].controls)
    return sections


def _drifts(story: Story) -> tuple[Drift, ...]:
    return drift.compare(story.articles, voice_of(story))


def _elsewhere(quote: Quote, drifts: Sequence[Drift]) -> tuple[Block, ...]:
    """How a printed quote stands elsewhere: that it is alike or cut, or each other wording."""
    found = drift_of(quote, drifts)
    if found is None:
        return ()
    others = [one for one in found.wordings if not drift.same_words(one.quote, quote)]
    shown = others if found.kind is DriftKind.REWORDED else ()
    return (Paragraph(texts.drift(found.kind, len(found.outlets))), *shown)


def _said(quote: Quote) -> bool:
    return quote.kind is QuoteKind.QUOTE and quote.speaker is not None


def _cited(bullet: Bullet) -> Section:
    return Section((bullet, _links(texts.SOURCES, [cite.article for cite in bullet.cites])))


def _links(label: str, articles: Iterable[Article]) -> Links:
    pairs = {article.outlet: article.url for article in articles}
    return Links(label, tuple(Link(outlet, url) for outlet, url in pairs.items()))
