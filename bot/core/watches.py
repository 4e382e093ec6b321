"""Watches: which articles and quotes fit one, and in which messages what alerts goes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.core.checks import printable
from bot.core.indexed import Indexed
from bot.core.quotes.book import meant, persons, surname_of
from bot.core.reading.text import fold_text, holds, terms, words
from bot.core.topics import about
from bot.model import AlertSettings, AnnotatedArticle, HeldAlert, Quote, Topic, Watch


def fits(watch: Watch, article: Indexed, topic: Topic | None) -> bool:
    """Whether an article holds the phrase and is about the topic, as far as the watch asks for either.

    The phrase stands there as it is written, as a search has it; the topic is that of the watch, None where
    there is none of its name any more.
    """
    if watch.phrase and not holds(article.folded, fold_text(watch.phrase)):
        return False
    return not watch.topic or (topic is not None and about(topic, article))


def sayings(watch: Watch, read: AnnotatedArticle) -> tuple[Quote, ...]:
    """The quotes that may be printed, of somebody so called, that hold what the watch is about.

    Who of that name it is, `said` tells.
    """
    called, asked = set(_name(surname_of(watch.speaker))), set(terms(watch.about))
    return tuple(
        quote
        for quote in read.quotes
        if printable(quote)
        and called <= set(_name(quote.speaker or ""))
        and asked <= set(terms(f"{quote.text} {read.article.headline}"))
    )


def said(watch: Watch, found: Sequence[Quote], known: Iterable[Quote]) -> list[Quote]:
    """Those of the quotes that the watched person said, by what else is known of those of that name."""
    first = {quote.key: quote for quote in reversed([*known, *found])}
    people = meant(persons(reversed(first.values())), watch.speaker)
    theirs = {quote.key for person in people for one in person for quote in one.quotes}
    return [quote for quote in found if quote.key in theirs]


def _name(name: str) -> list[str]:
    return words(fold_text(name))


WAITED = timedelta(minutes=10)
"""What waited for its message for longer is gathered with what else did."""


def messages(
    held: Sequence[HeldAlert], settings: AlertSettings, sent: int, now: datetime
) -> list[list[HeldAlert]]:
    """The messages in which what a channel waits for goes out now, `sent` of which went in the last hour.

    None while it is quiet; what came in quiet time, or was held up since, goes in one. Beyond those that an
    hour may have, the last message gathers the rest.
    """
    room = settings.hourly - sent
    if not held or room < 1 or settings.is_quiet(now):
        return []
    gathered = [one for one in held if settings.is_quiet(one.at) or now - one.at > WAITED]
    apart = [[one] for one in held if one not in gathered]
    groups = [gathered, *apart] if gathered else apart
    rest = [one for group in groups[room - 1 :] for one in group]
    return [*groups[: room - 1], rest] if len(groups) > room else groups
