"""A question as it is typed: its operators, the times that it names, how its words may be written."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta

from bot.core.reading.dates import LEAP_YEARS, typed_day
from bot.core.reading.grammar import MONTHS, WEEKDAYS
from bot.core.reading.text import STOP_WORDS, fold_text, unquoted
from bot.model import Article

_OPERATOR = re.compile(r"(?<!\S)(outlet|speaker|since|until):([\"“”„][^\"“”„]*[\"“”]|\S+)", re.IGNORECASE)
_PHRASE = re.compile(r"[\"“]([^\"”]{2,200})[\"”]")
_UNWANTED = re.compile(r"(?<!\S)-(\w[\w’'.-]*)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_STOP_NAME = re.compile(r"\b[A-Z]\w*(?: [A-Z]\w*)+\b")
_HAPPENED = re.compile(
    r"^(?:so |and )?what(?:'s| is| has|s)?(?: been)? (?:happen\w*|going on|new)\b"
    r"|\b(?:news|latest|updates?)\b"
)
_NEWS_ON = re.compile(
    r"^(?:so |and )?(?:what(?:['’]?s| is) (?:new|the (?:news|latest))|any(?:thing new| news)|the latest|news)"
    r" (?:on|with|about|from|of) ",
    re.IGNORECASE,
)
_WEEKDAY = "|".join(day.lower() for day in WEEKDAYS)
_MONTH = "|".join(month.lower() for month in MONTHS)
_SHORT = "|".join(month[:3].lower() for month in MONTHS)
_DATED = rf"(?:(?P<d1>\d{{1,2}}) (?P<m1>{_MONTH}|{_SHORT})|(?P<m2>{_MONTH}|{_SHORT})\.? (?P<d2>\d{{1,2}}))"
_SINCE = re.compile(rf"\bsince (?:last )?(?P<weekday>{_WEEKDAY})\b")
_BOUND = re.compile(rf"\b(?P<side>since|after|before|until)\b(?: \w+){{0,3}}? (?:on )?{_DATED}\b")
_IN_MONTH = re.compile(rf"\b(?:in|during) (?P<month>{_MONTH})\b(?: (?P<year>\d{{4}}))?")
_NEAR = (
    (re.compile(r"\btoday\b"), 0, 0),
    (re.compile(r"\byesterday\b"), 1, 1),
    (re.compile(r"\bthis week\b"), 6, 0),
    (re.compile(r"\b(?:last|past) (?:week|7 days|seven days)\b"), 13, 0),
    (re.compile(r"\b(?:last|past) month\b"), 61, 0),
)
"""Days ago from which, and up to which: "last week" said on a Friday may be any day of the fortnight."""


LONGEST = 1_000
"""Code points of a question that are read: nobody asks for more than that."""

MOST_UNWANTED = 20
"""Unwanted words that are heeded: each is looked for in every article found."""


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What is typed, apart from its operators, and what these and its words of time ask of an article."""

    text: str
    outlet: str = ""
    speaker: str = ""
    since: datetime | None = None
    until: datetime | None = None
    phrases: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    names: tuple[str, ...] = ()  # of nothing but stop words, as they are written
    unread: tuple[str, ...] = ()  # operators whose value is no day

    @property
    def stop_names(self) -> tuple[str, ...]:
        """The names and phrases of nothing but stop words, folded: these are looked for as they stand."""
        folded = (*map(fold_text, self.names), *self.phrases)
        return tuple(one for one in dict.fromkeys(folded) if STOP_WORDS.issuperset(one.split()))

    def fits(self, article: Article) -> bool:
        """Whether an article is of the outlet, holds every phrase and no unwanted word."""
        if not (self.outlet or self.phrases or self.unwanted or self.names):
            return True
        if not all(_written(name).search(f"{article.headline}\n{article.text}") for name in self.names):
            return False
        if self.outlet not in fold_text(article.outlet):
            return False
        words = fold_text(f"{article.headline}\n{article.text}") if self.phrases or self.unwanted else ""
        return all(_stands(one, words) for one in self.phrases) and not any(
            _stands(one, words) for one in self.unwanted
        )


def _stands(wanted: str, words: str) -> bool:
    """Whether whole words stand in a folded text."""
    return wanted in words and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", words) is not None


def read(typed: str, now: datetime | None) -> AskedFor:
    """The parts of a question; words of time are read as from `now`, and not at all without it."""
    typed = typed[:LONGEST]
    operators = [(name.lower(), unquoted(value).strip('"')) for name, value in _OPERATOR.findall(typed)]
    given = dict(operators)
    days = {name: _day(given[name], now) for name in ("since", "until") if name in given}
    text = _OPERATOR.sub(" ", typed)
    phrases = [fold_text(phrase).strip() for phrase in _PHRASE.findall(text)]
    unwanted = dict.fromkeys(fold_text(word).rstrip("'.-") for word in _UNWANTED.findall(text))
    text = _NEWS_ON.sub("latest on ", " ".join(_UNWANTED.sub(" ", text).split()))
    since, until = _window(fold_text(text), now) if now else (None, None)
    return AskedFor(
        text or typed,
        fold_text(given.get("outlet", "")),
        given.get("speaker", ""),
        days.get("since") or since,
        _end(days.get("until")) or until,
        tuple(filter(None, phrases)),
        tuple(unwanted)[:MOST_UNWANTED],
        tuple(_stop_names(_PHRASE.sub(" ", text))),
        tuple(f"{name}:{given[name]}" for name, day in days.items() if day is None),
    )


def _stop_names(text: str) -> Iterator[str]:
    """Names of nothing but stop words, as they are written: The Who, The The."""
    for match in _STOP_NAME.finditer(text):
        words = match.group().split()
        if not STOP_WORDS.issuperset(map(fold_text, words)):
            continue
        if not match.start() and match.group() != text.strip(" ?!."):  # Did The Who, but not Where Is
            words = words[words.index("The") :] if "The" in words else []
        if len(words) > 1:
            yield " ".join(words)


@functools.lru_cache(maxsize=64)
def _written(name: str) -> re.Pattern[str]:
    """The name, its first word with or without a capital."""
    first, *others = name.split()
    return re.compile(rf"(?<!\w)(?i:{re.escape(first)}) {re.escape(' '.join(others))}(?!\w)")


def _day(text: str, now: datetime | None) -> datetime | None:
    """The first moment of a day that is typed; without `now` only of one as YYYY-MM-DD, in UTC."""
    if now is None and not _DAY.fullmatch(text.strip()):
        return None
    found = typed_day(text, now.date() if now else date.max)
    return datetime.combine(found, time(), now.tzinfo if now else UTC) if found else None


def _end(day: datetime | None) -> datetime | None:
    return datetime.combine(day, time.max, day.tzinfo) if day else None


def _weekday(number: int, now: datetime) -> datetime:
    return _midnight(now, back=(now.weekday() - number) % 7)


def _midnight(moment: datetime, back: int) -> datetime:
    """The first moment of a day so many days back, or of the first day that there is."""
    day = date.fromordinal(max(moment.toordinal() - back, 1))
    return datetime.combine(day, time(), moment.tzinfo)


def _window(text: str, now: datetime) -> tuple[datetime | None, datetime | None]:
    """From when to when the articles are that are asked for.

    Only what asks for news is bound by its words of time: "when did they last strike in March" is told
    by articles of any day.
    """
    if match := _SINCE.search(text):
        names = [day.lower() for day in WEEKDAYS]
        return _weekday(names.index(match["weekday"]), now), None
    if not _HAPPENED.search(text):
        return None, None
    if match := _BOUND.search(text):
        day = _dated(match, now)
        if day:
            return (day, None) if match["side"] in ("since", "after") else (None, _end(day))
    if match := _IN_MONTH.search(text):
        month = [one.lower() for one in MONTHS].index(match["month"]) + 1
        year = int(match["year"]) if match["year"] else now.year - (month > now.month)
        if not 0 < year < MAXYEAR:
            return None, None
        first = datetime(year, month, 1, tzinfo=now.tzinfo)
        return first, (first + timedelta(days=32)).replace(day=1) - timedelta(microseconds=1)
    for pattern, first_day, last_day in _NEAR:
        if pattern.search(text):
            return _midnight(now, first_day), _end(_midnight(now, last_day))
    return None, None


def _dated(match: re.Match[str], now: datetime) -> datetime | None:
    """The last day of this name up to now."""
    month = (match["m1"] or match["m2"])[:3]
    number = [one[:3].lower() for one in MONTHS].index(month) + 1
    day = int(match["d1"] or match["d2"])
    for tried in range(now.year, now.year - LEAP_YEARS - 1, -1):
        try:
            found = datetime(tried, number, day, tzinfo=now.tzinfo)
        except ValueError:
            continue
        if found <= now:
            return found
    return None


# --- other ways to write a word --------------------------------------------------------------------

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONG, LONGEST_NAME = 5, 20
"""Letters from which on, and up to which, a word that no article holds may be one mistyped."""


def slips(word: str) -> list[str]:
    """The words that one slip of the finger may have turned into this one; none for a short one."""
    if not LONG <= len(word) <= LONGEST_NAME or not word.isalpha() or not word.isascii():
        return []
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    swapped = [left + right[1] + right[0] + right[2:] for left, right in parts if len(right) > 1]
    dropped = [left + right[1:] for left, right in parts if right]
    other = [left + letter + right[1:] for left, right in parts if right for letter in _LETTERS]
    more = [left + letter + right for left, right in parts for letter in _LETTERS]
    return [one for one in dict.fromkeys([*swapped, *dropped, *more, *other]) if one != word]
