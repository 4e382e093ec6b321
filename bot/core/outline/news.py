"""Digests, briefings, answers and quotes as neutral outlines: headings, bullets, links and buttons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.core.outline import controls, texts
from bot.core.outline.drafting import translated, written
from bot.core.quotes import drift
from bot.core.reading.text import words
from bot.core.stories import voices
from bot.core.stories.headlines import shown_headline
from bot.core.stories.voices import voice_of
from bot.model import (
    Alert,
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
    """An edition, or a message of alerts: a section a story, each with its buttons."""
    if digest.alerts:
        return _of_alerts(digest)
    return Outline(
        title=texts.digest_title(digest),
        sections=(*map(_story, digest.briefings), *_in_brief(digest.in_brief)),
        day=day_line(digest.briefings),
        lead=_digest_lead(digest.briefings) or none_of(digest),
        footer=" ".join(filter(None, [_made(digest.briefings), texts.late(digest)])),
    )


def _of_alerts(digest: Digest) -> Outline:
    """What alerts, each with why it does; the headline of a single one is the title."""
    told, count = digest.briefings, len(digest.briefings) + len(digest.in_brief)
    sections = [_alert(*pair, alone=count == 1) for pair in zip(told, digest.alerts, strict=True)]
    first = texts.headline(told[0].status, told[0].headline)
    return Outline(
        texts.alert_title(first, count),
        (*sections, *_in_brief(digest.in_brief)),
        lead=texts.alerts_lead(count),
        footer=texts.EXTRACTIVE,
    )


def _alert(briefing: Briefing, alert: Alert, *, alone: bool) -> Section:
    """Why it alerts, a quote or a sentence, and the article that it is from."""
    heading_line = () if alone else (Heading(texts.headline(briefing.status, briefing.headline)),)
    shown: tuple[Block, ...] = (*briefing.bullets, *briefing.quotes)
    cited = [cite.article for bullet in briefing.bullets for cite in bullet.cites]
    cited += [quote.article for quote in briefing.quotes] or [briefing.story.articles[-1].article][
        len(cited) :
    ]
    links = _links(texts.SOURCES, cited)
    wheres = [control for quote in briefing.quotes for control in controls.where(quote)]
    buttons = (*wheres, *controls.alert(alert.watch, briefing.story.id))
    return Section((*heading_line, Paragraph(alert.why), *shown, links), buttons)


def _in_brief(articles: Sequence[Article]) -> Iterator[Section]:
    """A line for each story below the cut: its outlet, and its headline as a link."""
    if articles:
        cleaned = (replace(one, headline=shown_headline(one)) for one in articles)
        yield Section((Heading(texts.IN_BRIEF), *map(_headline, cleaned)))


def of_briefing(briefing: Briefing) -> Outline:
    """One story by itself; its headline is the title."""
    body = _story(briefing)
    section = Section(body.blocks[1:], body.controls)
    return Outline(heading(briefing), (section,), footer=_made([briefing]))


def of_more(briefing: Briefing) -> Outline:
    """One story at length: the bullets, how each outlet headlined it, and all that people said."""
    sections = [
        Section(
            (*_translated(briefing, briefing.bullets), *briefing.differences, *_label(briefing)),
            controls.mute(briefing.story.id),
        ),
        Section((Heading(texts.REPORTED), *_headlines(briefing))),
        *_quotes_sections(briefing.story),
    ]
    return Outline(
        title=heading(briefing),
        sections=tuple(section for section in sections if section.blocks),
        lead=_reported(briefing),
        footer=_made([briefing]),
    )


def of_answer(answer: Answer) -> Outline:
    """The bullets that answer a question, or that the corpus does not say, with what comes nearest."""
    if not answer.answered:
        return Outline(answer.question, sections=tuple(_nearest(answer)), lead=_not_answered(answer))
    bullets = [_cited(bullet, answer) for bullet in answer.bullets]
    for at, heading_line in enumerate(_headings(answer)):
        if heading_line:
            bullets[at] = Section((Heading(heading_line), *bullets[at].blocks), bullets[at].controls)
    shown = {quote for bullet in answer.bullets for quote in bullet.quotes}
    quotes = [quote for quote in answer.quotes if quote not in shown]
    wheres = tuple(control for quote in quotes for control in controls.where(quote))
    return Outline(
        title=answer.question,
        sections=(
            *bullets,
            *([Section(tuple(quotes), wheres)] if quotes else ()),
            *([Section(label)] if (label := _label(answer)) else ()),
        ),
        lead=_what_of(answer),
        footer=_made([answer]),
    )


OF_ONE_TIME = timedelta(days=3)
"""Days within which what articles tell holds together, so that an answer need not say when each was."""


def _headings(answer: Answer) -> list[str]:
    """What stands above each bullet, or nothing: the fact asked for, a side once, or a day.

    The days are told of a timeline, and where the articles are of several.
    """
    if not answer.labels:
        days = [bullet.cites[0].article.dated.date() for bullet in answer.bullets]
        if not days or max(days) - min(days) <= OF_ONE_TIME:
            return [answer.fact]
        first, *others = _changes(map(texts.on_day, days))
        return [f"{answer.fact} · {first}" if answer.fact else first, *others]
    named = [label if isinstance(label, str) else texts.on_day(label) for label in answer.labels]
    return _changes(named)


def _changes(names: Iterable[str]) -> list[str]:
    """Each name where it is another than the one before."""
    return [name if name != before else "" for before, name in pairwise(["", *names])]


def _what_of(answer: Answer) -> str:
    """How words were read, what the answer is about, and whether it goes beyond the thread's articles."""
    about = texts.leaves_thread if answer.scope is Scope.ELSEWHERE else texts.about
    beyond = texts.OTHER_ARTICLES if answer.scope is Scope.EVENT else ""
    parts = (texts.read_as(answer.meant), about(answer.subject), beyond, texts.unsaid(answer.unsaid))
    return " · ".join(filter(None, parts))


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
        return ""
    outlets = {outlet for briefing in briefings for outlet in briefing.story.outlets}
    return texts.digest_lead(len(briefings), len(outlets))


def none_of(digest: Digest) -> str:
    """Why a digest has no story: there is no news, or all of it is filtered, and by what."""
    reasons = Counter([*(left.reason for left in digest.left_out), *(one.reason for one in digest.unread)])
    filtered = {reason: count for reason, count in reasons.items() if texts.is_filtered(reason)}
    return texts.everything_filtered(filtered) if filtered else texts.NO_STORIES


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
    return _translated(briefing, _below_heading(briefing))


def _translated(told: Briefing | Answer, bullets: Sequence[Bullet]) -> list[Block]:
    """These bullets of it, each in the channel's language where its translation passed."""
    known = told.translated
    return [(known and known.of(bullet)) or bullet for bullet in bullets]


def _made(shown: Sequence[Briefing | Answer]) -> str:
    """Who wrote these texts, and what became of their translation."""
    return " ".join(filter(None, [written(shown), translated(shown)]))


def _label(told: Briefing | Answer) -> tuple[Paragraph, ...]:
    """That a machine translated what stands above; nothing where it did not."""
    lines = told.translated.lines if told.translated else ()
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
        if quote.key not in shown:
            found = drift_of(quote, drifts)
            shown.update(one.key for one in (found.quotes if found else [quote]))
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


def _cited(bullet: Bullet, answer: Answer) -> Section:
    return Section(
        (*_translated(answer, [bullet]), _links(texts.SOURCES, [cite.article for cite in bullet.cites]))
    )


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


def of_passage(passage: Passage, zone: str | None = None) -> Outline:
    """Where something stands: the sentence with its mark, the outlet, when it was captured, in `zone`."""
    article = passage.article
    link = Links(texts.SOURCES, (Link(article.outlet, article.url),))
    return Outline(
        title=article.headline or article.outlet,
        sections=(Section((passage, link), controls.about_quote(article.id, passage.mark)),),
        footer=texts.captured(article.captured.astimezone(ZoneInfo(zone or "UTC"))),
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
    return next((one for one in drifts if quote.key in [copy.key for copy in one.quotes]), None)


def compared(found: Drift | None) -> tuple[Block, ...]:
    """Every wording beside the others."""
    if found is None:
        return ()
    shown = () if found.kind is DriftKind.ALIKE else found.wordings
    return (Paragraph(texts.drift(found.kind, len(found.outlets))), *shown)


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
