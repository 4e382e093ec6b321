"""Relative dates made absolute in an editor's brackets: "on Monday [16 November]"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.core.checks.quoting import speech
from bot.core.checks.standalone import is_past
from bot.core.reading.grammar import MONTHS, WEEKDAYS
from bot.model import Article, Span

_NAMED_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_MONTHS = "|".join(("Jan|Feb|Mar|Apr|June?|July?|Aug|Sept?|Oct|Nov|Dec", *MONTHS))
_DAY = re.compile(
    rf"\b(?:(?P<weekday>{'|'.join(WEEKDAYS)})(?: (?:morning|afternoon|evening|night)\b)?+"
    rf"|(?P<named>(?i:{'|'.join(_NAMED_DAYS)})))\b"
    rf"(?![’'-]|,? (?:the )?\d|,? (?:{_MONTHS})\b| [A-Z]| (?:to|through|or|and) [A-Z])"
)
_LEFT_ALONE = frozenset(
    """next last this that every each a an the until till by since from for through of or to and between
    following previous past coming before after""".split()
)
"""Before a weekday these make it another than the nearest, or leave a doubt."""

_MAY_OPEN = frozenset("On Early Late".split())
_TOKEN = re.compile(r"[\w’'-]+|[,;:—–()]")
_UNDECIDED = frozenset(
    """will would shall should could can may might must is are isn't aren't won't be has have plans plan due
    set expected scheduled planned slated supposed meant hopes wants next upcoming ahead before run-up
    deadline when if to""".split()
)
"""Before one of these the day may be still to come, and is left alone."""

_MAY_FOLLOW = frozenset(
    """that to and before in at as for with on by when while about over against after from into during the a
    an his her its their he she it they there saying calling asking pointing leaving killing alleging
    according outside near amid""".split()
)
NEAR = 10
"""Words between a day and the verb that it goes with, at most."""

_BACKGROUND = re.compile(r"\b(?:who|which|after|following|since|days)\b")
"""Before the weekday on which the article appeared, these make it rather that of the week before."""

_WRITTEN_ON = re.compile(r"\b(?:live|updates?|recap)\b", re.IGNORECASE)
"""In a headline: a page that is written on for days, and dated by its first."""

_ANOTHER_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_SURE_HOURS = range(5, 21)
"""Hours UTC at which most newsrooms that say "today" have the same day; midnight sharp is a date alone."""


def dated(article: Article, span: Span) -> tuple[str, tuple[Span, ...]]:
    """The article's slice with the day of each sure relative date in brackets, and where these stand."""
    text = article.words(span)
    parts, inserted, done, length = [], [], 0, 0
    for end, day in _days(article, text):
        mark = f" [{_written(day, article)}]"
        parts += [text[done:end], mark]
        length += end - done
        inserted.append(Span(length, length + len(mark)))
        length, done = length + len(mark), end
    return "".join((*parts, text[done:])), tuple(inserted)


def _days(article: Article, text: str) -> Iterator[tuple[int, date]]:
    """Where each sure relative date ends outside quotation marks, and its day; each day once."""
    at = article.published
    if (
        at is None
        or _WRITTEN_ON.search(article.headline)
        or _ANOTHER_YEAR.search(text.replace(str(at.year), ""))
    ):
        return
    seen: set[date] = set()
    outside = [match for match in _DAY.finditer(text) if not _spoken(match, speech(text))]
    for match in outside:
        day = _day(match, text, at)
        if day is not None and day not in seen:
            seen.add(day)
            yield match.end(), day


def _spoken(match: re.Match[str], marked: list[Span]) -> bool:
    return any(pair.overlaps(Span(*match.span())) for pair in marked)


def _day(match: re.Match[str], text: str, at: datetime) -> date | None:
    tokens = _TOKEN.findall(text[: match.start()])
    if tokens and (tokens[-1] in _LEFT_ALONE or (tokens[-1][:1].isupper() and tokens[-1] not in _MAY_OPEN)):
        return None
    if match.group("named"):
        return _named_day(match.group("named").lower(), text, match, at)
    if not _in_the_past(text, match):
        return None
    back = (at.weekday() - WEEKDAYS.index(match.group("weekday"))) % 7
    # a page dated on a Monday evening may be read on Tuesday in its own place
    if back == 6 or (back == 0 and _BACKGROUND.search(text, 0, match.start())):
        return None
    return at.date() - timedelta(days=back)


def _named_day(name: str, text: str, match: re.Match[str], at: datetime) -> date | None:
    sure = at.hour in _SURE_HOURS or (at.hour, at.minute, at.second) == (0, 0, 0)
    if not sure or (name == "today" and not _beside_a_verb(text, match)):
        return None
    return at.date() + timedelta(days=_NAMED_DAYS[name])


def _beside_a_verb(text: str, match: re.Match[str]) -> bool:
    """Whether "today" is a day, as in "announced today", and not these days."""
    before, after = _TOKEN.findall(text[: match.start()]), _TOKEN.findall(text[match.end() :])
    return any(is_past(token) for token in (*before[-1:], *after[:1]))


def _in_the_past(text: str, match: re.Match[str]) -> bool:
    """Whether the nearest verb is a past form, and the day is no name of what follows: "the Tuesday vote"."""
    before, after = _TOKEN.findall(text[: match.start()]), _TOKEN.findall(text[match.end() :])
    apart = text[match.end() : match.end() + 1] in ",.;:—–)" or not after
    if not apart and not (is_past(after[0]) or after[0] in _MAY_FOLLOW):
        return False
    decided = _decided(before[: -NEAR - 1 : -1])
    return bool(_decided(after[:NEAR]) if decided is None and len(before) <= NEAR else decided)


def _decided(tokens: list[str]) -> bool | None:
    """Whether the first verb met is past; None when none is met."""
    for token in tokens:
        if token in _UNDECIDED:
            return False
        if is_past(token):
            return True
    return None


def _written(day: date, article: Article) -> str:
    year = f" {day.year}" if article.published and day.year != article.published.year else ""
    return f"{day.day} {day:%B}{year}"
