"""Digests, briefings, answers and quotes as neutral outlines: headings, bullets, links and buttons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.core.outline import controls, texts
from bot.core.outline.drafting import translated, written
from bot.core.quotes import drift
from bot.core.reading.text import words
from bot.core.stories import voices
from bot.core.stories.headlines import shown_headline
from bot.core.stories.voices import voice_of
from bot.model import (
    Answer,
    Article,
    Block,
    BookLine,
    BookPage,
    Briefing,
    Bullet,
    DayLine,
    Digest,
    Drift,
    DriftKind,
    Heading,
    Link,
    Links,
    Outline,
    Paragraph,
    Passage,
    Quote,
    QuoteKind,
    Scope,
    Section,
    Span,
    Story,
)


def of_digest(digest: Digest) -> Outline:
    """An edition: a section a story, each with its buttons."""
    return Outline(
        title=texts.digest_title(digest),
        sections=(*map(_story, digest.briefings), *_in_brief(digest.in_brief)),
        day=day_line(digest.briefings),
        lead=_digest_lead(digest.briefings),
        footer=" ".join(
            filter(
                None,
                [written(digest.briefings), translated(digest.briefings), texts.late(digest)],
            )
        ),
    )


def _in_brief(articles: Sequence[Article]) -> Iterator[Section]:
    """A line for each story below the cut: its outlet, and its headline as a link."""
    if articles:
        cleaned = (replace(one, headline=shown_headline(one)) for one in articles)
        yield Section((Heading(texts.IN_BRIEF), *map(_headline, cleaned)))


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
    """The bullets that answer a question, or that the corpus does not say, with what comes nearest."""
    if not answer.answered:
        return Outline(answer.question, sections=tuple(_nearest(answer)), lead=_not_answered(answer))
    bullets = [_cited(bullet) for bullet in answer.bullets]
    if bullets and answer.fact:
        bullets[0] = Section((Heading(answer.fact), *bullets[0].blocks), bullets[0].controls)
    shown = {quote for bullet in answer.bullets for quote in bullet.quotes}
    quotes = [quote for quote in answer.quotes if quote not in shown]
    wheres = tuple(control for quote in quotes for control in controls.where(quote))
    return Outline(
        title=answer.question,
        sections=(*bullets, *([Section(tuple(quotes), wheres)] if quotes else ())),
        lead=_what_of(answer),
        footer=written([answer]),
    )


def _what_of(answer: Answer) -> str:
    """How words were read, what the answer is about, and whether it goes beyond the thread's articles."""
    about = texts.leaves_thread if answer.scope is Scope.ELSEWHERE else texts.about
    beyond = texts.OTHER_ARTICLES if answer.scope is Scope.EVENT else ""
    return " · ".join(filter(None, (texts.read_as(answer.meant), about(answer.subject), beyond)))


def _not_answered(answer: Answer) -> str:
    if not answer.near:
        return texts.NOT_ANSWERED
    newest = max(article.dated for article in answer.near).date()
    return f"{texts.NOT_ANSWERED} {texts.nearest(len(answer.near), newest, answer.subject)}"


def _nearest(answer: Answer) -> Iterator[Section]:
    if answer.near:
        cleaned = (replace(one, headline=shown_headline(one)) for one in answer.near)
        yield Section((Heading(texts.NEAREST), *map(_headline, cleaned)))


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
    body: tuple[Block, ...] = (*_lines(briefing), *briefing.differences, *quotes)
    heading_line = Heading(texts.headline(briefing.status, heading(briefing), briefing.section))
    blocks: tuple[Block, ...] = (heading_line, *body, *_label(briefing), links)
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
    return [_headline(read.article) for read in briefing.story.articles]


def _headline(article: Article) -> Links:
    return Links(article.outlet, (Link(article.headline or article.url, article.url),))


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


# --- the line that opens a digest -----------------------------------------------------------------


MOST_WORDS = 36
"""Words of the line, about seven seconds of reading."""

MOST = 3


def heading(briefing: Briefing) -> str:
    """A story's headline, in the channel's language where that passed."""
    own = briefing.translated and briefing.translated.of(briefing.headline)
    return own.text if own else briefing.headline


def day_line(briefings: Sequence[Briefing]) -> DayLine | None:
    """The headlines of the stories that lead, as many as a line holds; None where a heading says it all."""
    leading = [briefing for briefing in briefings[:MOST] if briefing.bullets]
    if len(leading) < 2:
        return None
    while len(leading) > 1 and sum(len(words(heading(briefing))) for briefing in leading) > MOST_WORDS:
        leading.pop()
    return DayLine(
        tuple(heading(briefing).rstrip(" .;") for briefing in leading),
        tuple(briefing.bullets[0].cites[0] for briefing in leading),
    )


# --- where a quote stands, and how other outlets print it -----------------------------------------


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


# --- the quote book -------------------------------------------------------------------------------


def of_book(pages: Sequence[BookPage], title: str) -> Outline:
    """The pages as they are given, or that there are none."""
    if not pages:
        return Outline(title, lead=texts.NO_QUOTES)
    return Outline(title, tuple(Section(tuple(_book_page(page))) for page in pages))


def _book_page(page: BookPage) -> Iterator[Block]:
    yield Heading(texts.speaker(page.name, page.role))
    if page.also:
        yield Paragraph(texts.also(page.also))
    for line in page.lines:
        yield from _book_line(line)


def _book_line(line: BookLine) -> Iterator[Block]:
    quote = line.quote
    yield Passage(quote.article, line.sentence, quote.span)
    outlets = {article.outlet: article.url for article in line.articles}
    yield Links(texts.day(quote.article.dated), tuple(Link(name, url) for name, url in outlets.items()))
