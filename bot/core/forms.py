"""Values as the rows that the command line prints for other programs; others build on these forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from bot.core.checks import printable
from bot.core.checks.sourced import CheckedSentence
from bot.core.checks.support.fit import Fault
from bot.core.outline import texts
from bot.core.outline.status import coming
from bot.core.reading.text import paragraphs
from bot.core.stories.headlines import shown_headline
from bot.model import (
    AnnotatedArticle,
    Answer,
    Article,
    BookLine,
    BookPage,
    Briefing,
    Bullet,
    Case,
    Channel,
    Difference,
    Digest,
    Entry,
    FeedStatus,
    Found,
    Hit,
    ImportedFeed,
    Kept,
    LeftOut,
    Page,
    Quote,
    Span,
    Status,
    Story,
    StoryStatus,
    Translation,
    Unread,
)
from bot.model.writing import NANOS

Row = dict[str, object]


def bullet_form(bullet: Bullet) -> Row:
    """A bullet with the places it cites and the quotes that stand in it."""
    return {
        "text": bullet.text,
        "cites": [
            {"article": cite.article.id, "start": cite.span.start, "end": cite.span.end}
            for cite in bullet.cites
        ],
        "quotes": quote_forms(quote for quote in bullet.quotes if printable(quote)),
    }


def quote_forms(quotes: Iterable[Quote]) -> list[Row]:
    """Quotes as they are printed: a row a contiguous run, so that each row is a slice of its article."""
    return [
        {
            "text": quote.article.words(span),
            "article": quote.article.id,
            "start": span.start,
            "end": span.end,
            "speaker": quote.speaker,
            "role": quote.role,
        }
        for quote in quotes
        for span in quote.spans
    ]


def briefing_form(briefing: Briefing) -> Row:
    """A briefing: headline, writer, bullets, quotes, outlets; what goes on, and where outlets differ."""
    form: Row = {
        "headline": briefing.headline,
        "articles": [read.article.id for read in briefing.story.articles],
        "writer": briefing.writer,
        "bullets": [bullet_form(bullet) for bullet in briefing.bullets],
        "quotes": quote_forms(briefing.quotes),
        "outlets": [{"name": link.name, "url": link.url} for link in briefing.outlets],
    }
    if briefing.status is not StoryStatus.NEW:
        form["telling"] = briefing.status.value
    if briefing.section:
        form["section"] = briefing.section
    if briefing.differences:
        form["differences"] = [difference_form(each) for each in briefing.differences]
    if briefing.translated:
        form["translations"] = [translation_form(line) for line in briefing.translated.lines]
    return form


def translation_form(line: Translation) -> Row:
    """A bullet or a headline, and what a machine made of it."""
    of = line.of if isinstance(line.of, str) else line.of.text
    return {"of": of, "text": line.text, "language": line.language}


def difference_form(difference: Difference) -> list[Row]:
    """What each outlet says of one quantity."""
    return [
        {
            "outlet": cite.article.outlet,
            "text": cite.article.words(cite.span),
            "article": cite.article.id,
            "start": cite.span.start,
            "end": cite.span.end,
        }
        for cite in difference.sides
    ]


def digest_form(digest: Digest) -> Row:
    """An edition: what is posted, and what is left out with its reason."""
    return {
        "subscription": digest.edition.subscription,
        "day": digest.edition.day.isoformat(),
        "slot": digest.edition.slot.isoformat("minutes"),
        "late": digest.late,
        "briefings": [briefing_form(briefing) for briefing in digest.briefings],
        "in_brief": in_brief_forms(digest.in_brief),
        "left_out": [*left_out_forms(digest.left_out), *unread_forms(digest.unread)],
    }


def alert_form(watch: str, at: datetime, story: Story, briefing: Briefing | None) -> Row:
    """A story that a watch comes upon: what alerts of it, or that it is known and says nothing new."""
    form: Row = {
        "watch": watch,
        "at": at.isoformat(),
        "stage": "known" if briefing is None else briefing.status.value,
        "articles": [read.article.id for read in story.articles],
    }
    if briefing:
        form |= {
            "headline": briefing.headline,
            "bullet": next((bullet_form(bullet) for bullet in briefing.bullets), None),
            "quotes": quote_forms(briefing.quotes),
        }
    return form


def in_brief_forms(articles: Iterable[Article]) -> list[Row]:
    """The articles whose headlines an edition posts alone."""
    return [
        {
            "article": one.id,
            "headline": shown_headline(one),
            "outlet": one.outlet,
            "url": one.url,
        }
        for one in articles
    ]


def left_out_forms(left_out: Iterable[LeftOut]) -> list[Row]:
    """What an edition leaves out, each with its reason."""
    return [
        {
            "story": left.story.id,
            "headline": left.title,
            "articles": [read.article.id for read in left.story.articles],
            "reason": left.reason,
        }
        for left in left_out
    ]


def unread_forms(unread: Iterable[Unread]) -> list[Row]:
    """The articles of which an edition looked at the headline alone, as what it leaves out."""
    return [
        {
            "story": one.article.id,
            "headline": shown_headline(one.article),
            "articles": [one.article.id],
            "reason": one.reason,
        }
        for one in unread
    ]


def book_forms(pages: Sequence[BookPage]) -> list[Row]:
    """The lines of the quote book, newest first; those with one `group` are of one person."""
    lines = [(page, group, line) for group, page in enumerate(pages, start=1) for line in page.lines]
    lines.sort(key=lambda entry: entry[2].quote.span)
    lines.sort(key=lambda entry: (entry[2].quote.article.dated, entry[2].quote.article.id), reverse=True)
    return [_book_form(*entry) for entry in lines]


def _book_form(page: BookPage, group: int, line: BookLine) -> Row:
    quote, article = line.quote, line.quote.article
    return {
        "person": page.name,
        "group": group,
        "sentence": article.words(line.sentence),
        "outlets": [{"name": each.outlet, "url": each.url} for each in line.articles],
        "text": quote.text,
        "speaker": quote.speaker,
        "role": quote.role,
        "article": article.id,
        "start": quote.span.start,
        "end": quote.span.end,
        "headline": article.headline,
        "outlet": article.outlet,
        "url": article.url,
        "date": article.dated.date().isoformat(),
    }


def feed_form(status: FeedStatus) -> Row:
    """A feed, how it was at its last check, and what it brings: of all its entries, and in a week."""
    health, brings = status.health, status.brings
    return {
        "url": status.feed.url,
        "outlet": status.feed.outlet,
        "state": health.state.value,
        "note": texts.feed_note(status),
        "checked": health.checked_at.isoformat() if health.checked_at else None,
        "last_success": health.ok_at.isoformat() if health.ok_at else None,
        "next": health.next_at.isoformat() if health.next_at else None,
        "failures": health.failures,
        "articles_a_week": brings.articles if brings else None,
        "entries": brings.entries if brings else None,
        "with_text": brings.texts if brings else None,
    }


def status_form(status: Status) -> Row:
    """How On Record fares: the same as the screen, every feed and order in it."""
    return {
        "at": status.at.isoformat(),
        "feeds": [feed_form(one) for one in status.feeds],
        "editions": [
            {
                **_channel_row(order.channel),
                "order": order.label,
                "next": at.isoformat() if at else None,
                "paused": order.paused_for or "by hand" if order.paused else None,
            }
            for order, at in coming(status)
        ],
        "not_posted": [
            {
                **_channel_row(one.channel),
                "day": one.edition.day.isoformat(),
                "slot": one.edition.slot.isoformat("minutes"),
                "state": one.state.value,
                "tries": one.tries,
                "next_try": one.next_at.isoformat() if one.next_at else None,
                "note": one.note,
            }
            for one in status.unsent
        ],
        "alerts_stopped": [{**_channel_row(channel), "note": why} for channel, why in status.stopped.items()],
        "spend": {
            "currency": status.currency,
            "day_ceiling": status.day_ceiling,
            "models": [
                {
                    "workspace": one.workspace,
                    "model": one.model,
                    "calls": one.calls,
                    "tokens_in": one.tokens_in,
                    "tokens_out": one.tokens_out,
                    "cost": one.nanos / NANOS,
                }
                for one in status.spends
            ],
        },
        "kept": {"bytes": status.size, **status.counts},
        "backlog": {work.value: number for work, number in status.backlog.items()},
        "replicas": [
            {
                "id": one.id,
                "host": one.host,
                "version": one.version,
                "age": round(one.age.total_seconds()),
                "silent": round(one.silent.total_seconds()),
                "feeds": one.feeds,
                "shards": one.shards,
            }
            for one in status.replicas
        ],
    }


def _channel_row(channel: Channel) -> Row:
    return {
        "platform": channel.platform,
        "workspace": channel.workspace,
        "channel": channel.room,
        "name": channel.name,
    }


def imported_form(feed: ImportedFeed) -> Row:
    """What became of a feed of a list."""
    return {"url": feed.url, "outlet": feed.outlet, "outcome": feed.outcome.value, "note": feed.note}


def entry_form(entry: Entry, text: str) -> Row:
    """What was made of an entry of a feed, and the text that the feed itself gives; null what it lacks."""
    return {
        "headline": entry.headline or None,
        "url": entry.url,
        "published": entry.published.isoformat() if entry.published else None,
        "byline": entry.byline,
        "key": entry.key,
        "text": text,
    }


def kept_form(kept: Kept) -> dict[str, int]:
    """What a write really added."""
    return {"new": kept.new, "changed": kept.changed, "twins": kept.twins, "quotes": kept.quotes}


def quote_rows(read: AnnotatedArticle) -> list[dict[str, object]]:
    """A row a contiguous segment of each quote, split at paragraph breaks, in text order."""
    rows = [row for quote in read.quotes for row in _rows(quote)]
    return sorted(rows, key=lambda row: int(str(row["quote_start"])))


def _rows(quote: Quote) -> Iterator[dict[str, object]]:
    first: int | None = None
    for span in _segments(quote):
        yield {
            "article_id": quote.article.id,
            "quote_text": quote.article.words(span),
            "quote_start": span.start,
            "quote_end": span.end,
            "kind": quote.kind.value,
            "speaker": quote.speaker,
            "speakers": list(quote.speakers),
            "role": quote.role,
            "cue": _cue(quote),
            "confidence": round(quote.evidence.confidence, 4) if quote.evidence else None,
            "segment_of": first,
        }
        first = span.start if first is None else first


def _segments(quote: Quote) -> Iterator[Span]:
    for span in quote.spans:
        for part in paragraphs(quote.article.words(span)):
            yield Span(span.start + part.start, span.start + part.end)


def _cue(quote: Quote) -> str | None:
    if quote.evidence is None or quote.evidence.cue is None:
        return None
    return quote.article.words(quote.evidence.cue)


def case_form(case: Case) -> Row:
    """A report as a regression case: article, quote as it was shown, what is claimed and what holds."""
    report, quote = case.report, case.report.quote
    article = quote.article
    return {
        "report": report.id,
        "at": report.at.isoformat(),
        "fault": report.fault.value,
        "article_id": article.id,
        "url": article.url,
        "outlet": article.outlet,
        "headline": article.headline,
        "language": article.language,
        "text": article.text,
        "quote_text": quote.text,
        "quote_start": quote.span.start,
        "quote_end": quote.span.end,
        **_reading(quote),
        "claimed": report.claimed,
        "note": report.note,
        "held_words": case.words and [[span.start, span.end] for span in case.words.spans],
        "held_speaker": case.speaker,
        "now": [_reading(each) for each in case.now],
    }


def _reading(quote: Quote) -> Row:
    return {
        "spans": [[span.start, span.end] for span in quote.spans],
        "kind": quote.kind.value,
        "speaker": quote.speaker,
        "role": quote.role,
        "confidence": round(quote.evidence.confidence, 4) if quote.evidence else None,
    }


def hit_form(hit: Hit) -> Row:
    """A found article, and the words of it that fit best."""
    article = hit.article
    return {
        "id": article.id,
        "headline": article.headline,
        "outlet": article.outlet,
        "date": article.dated.date().isoformat(),
        "score": round(hit.score, 4),
        "passage": article.words(hit.passage) if hit.passage else "",
    }


def search_form(hits: Iterable[Hit]) -> list[Row]:
    """What a search found, best first, a row an article."""
    return [hit_form(hit) for hit in hits]


def found_form(found: Found) -> Row:
    """What a search found, and how sure it is that this is what was meant."""
    return {"confidence": round(found.confidence, 4), "hits": search_form(found.hits)}


def answer_form(answer: Answer) -> Row:
    """An answer: its bullets and quotes, or none where the corpus does not say; `about` are its articles."""
    return {
        "answered": answer.answered,
        "confidence": round(answer.confidence, 4),
        "about": list(answer.about),
        "bullets": [bullet_form(bullet) for bullet in answer.bullets],
        **({"labels": [str(label) for label in answer.labels]} if answer.labels else {}),
        "quotes": quote_forms(answer.quotes),
    }


def check_form(found: Sequence[CheckedSentence]) -> Row:
    """A text as it was held against its sources: its sentences in order, and how many have faults."""
    return {
        "sentences": [_checked_row(one) for one in found],
        "checked": sum(not one.left for one in found),
        "faulty": sum(bool(one.faults) for one in found),
    }


def _checked_row(one: CheckedSentence) -> Row:
    return {
        "text": one.text,
        "start": one.span.start,
        "end": one.span.end,
        "support": None if one.support is None else round(one.support, 4),
        "cites": [
            {
                "article": cite.article.id,
                "url": cite.article.url,
                "start": cite.span.start,
                "end": cite.span.end,
                "text": cite.article.words(cite.span),
            }
            for cite in one.cites
        ],
        "quotes": quote_forms(one.quotes),
        "faults": fault_rows(one.faults),
        "left": one.left or None,
    }


def fault_rows(faults: Iterable[Fault]) -> list[Row]:
    """What is wrong with a sentence, a row each."""
    return [{"kind": one.reason.value, "words": one.words, "why": one.why} for one in faults]


def claim_form(key: str, support: float, faults: Iterable[Fault]) -> Row:
    """A claim as it was held against the texts that came with it."""
    return {"id": key, "support": round(support, 4), "faults": fault_rows(faults)}


def extract_form(file: str, page: Page | None) -> Row:
    """What was read out of a page; all but the file is empty where it holds no article."""
    return {
        "file": file,
        "headline": page.headline if page else None,
        "byline": page.byline if page else None,
        "date": page.published.date().isoformat() if page and page.published else None,
        "text": page.text if page else "",
    }
