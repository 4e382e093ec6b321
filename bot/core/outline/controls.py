"""The buttons: what each does, what it does it to, and its label."""

from __future__ import annotations

from bot.core.outline import texts
from bot.model import Control, Filter, Quote, Span, Subscription

REF_LIMIT = 80
"""A button's reference fits every platform's custom id; a longer one gives no button."""


def place_of(article_id: str, span: Span) -> str:
    """The reference of a quote: its article and where in it."""
    return f"{article_id}:{span.start}:{span.end}"


def more(story_id: str) -> tuple[Control, ...]:
    """The story at length."""
    return _control("more", story_id, texts.MORE)


def where(quote: Quote) -> tuple[Control, ...]:
    """The sentence that a quote stands in."""
    return _control("where", place_of(quote.article.id, quote.span), texts.where(quote.speaker))


def about_quote(article_id: str, span: Span) -> tuple[Control, ...]:
    """The same words in other outlets, and what is wrong with them."""
    ref = place_of(article_id, span)
    return (
        *_control("elsewhere", ref, texts.ELSEWHERE),
        *_control("wrong", ref, texts.WRONG, opens=True),
    )


def mute(story_id: str) -> tuple[Control, ...]:
    """No more of a story in this channel."""
    return _control("mute", story_id, texts.MUTE_STORY)


def alert(watch: str, story_id: str) -> tuple[Control, ...]:
    """What can be done about an alert: no more of its story, fewer of all, none of its watch."""
    return (
        *_control("mute_alert", f"{watch}:{story_id}", texts.MUTE_STORY),
        *_control("fewer", watch, texts.FEWER),
        *unwatch(watch),
    )


def unwatch(watch: str) -> tuple[Control, ...]:
    """No more alerts of a watch."""
    return _control("unwatch", watch, texts.UNWATCH)


def unmute(by: Filter) -> tuple[Control, ...]:
    """The story again."""
    return _control("unmute", by.value, texts.UNMUTE_STORY)


def first_order() -> tuple[Control, ...]:
    """That there can be an order."""
    return _control("schedule", "", texts.SET_TIMES, opens=True)


def another_order() -> tuple[Control, ...]:
    """Another order beside those there are."""
    return _control("order", "", texts.ADD_ORDER, opens=True)


def order(one: Subscription) -> tuple[Control, ...]:
    """What can be done with one of a channel's orders."""
    change = _control("schedule", one.id, texts.CHANGE_TIMES, opens=True)
    action, label = ("resume", texts.RESUME) if one.paused else ("pause", texts.PAUSE)
    return (*_control(action, one.id, label), *(() if one.configured else change))


def feeds() -> tuple[Control, ...]:
    """Another feed."""
    return _control("feed", "", texts.ADD_FEED, opens=True)


def take(ref: str, number: int) -> tuple[Control, ...]:
    """One of the feeds of a site."""
    return _control("take", ref, texts.take_this(number))


def filters() -> tuple[Control, ...]:
    """Another filter."""
    return _control("filter", "", texts.ADD_FILTER, opens=True)


def _control(action: str, ref: str, label: str, opens: bool = False) -> tuple[Control, ...]:
    return (Control(action, ref, label, opens),) if len(ref) <= REF_LIMIT else ()
