"""A question as it is typed: its operators, the times that it names, how its words may be written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.core.reading.numbers import MONTHS, WEEKDAYS
from bot.core.reading.text import STOP_WORDS, fold_text, search_words
from bot.model import Article

_OPERATOR = re.compile(r"(?<!\S)(outlet|speaker|since|until):(\"[^\"]*\"|\S+)", re.IGNORECASE)
_PHRASE = re.compile(r"[\"“]([^\"”]{2,200})[\"”]")
_UNWANTED = re.compile(r"(?<!\S)-(\w[\w’'.-]*)")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
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

    def fits(self, article: Article) -> bool:
        """Whether an article is of the outlet, holds every phrase and no unwanted word."""
        if not (self.outlet or self.phrases or self.unwanted):
            return True
        words = fold_text(f"{article.headline}\n{article.text}")
        return (
            self.outlet in fold_text(article.outlet)
            and all(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", words) for one in self.phrases)
            and not any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", words) for one in self.unwanted)
        )


def read(typed: str, now: datetime | None) -> AskedFor:
    """The parts of a question; words of time are read as from `now`, and not at all without it."""
    typed = typed[:LONGEST]
    given = {name.lower(): value.strip('"') for name, value in _OPERATOR.findall(typed)}
    text = _OPERATOR.sub(" ", typed)
    phrases = [fold_text(phrase).strip() for phrase in _PHRASE.findall(text)] + list(_stop_names(text))
    unwanted = tuple(fold_text(word) for word in _UNWANTED.findall(text))
    text = _NEWS_ON.sub("latest on ", " ".join(_UNWANTED.sub(" ", text).split()))
    since, until = _window(fold_text(text), now) if now else (None, None)
    return AskedFor(
        text or typed,
        fold_text(given.get("outlet", "")),
        given.get("speaker", ""),
        _day(given.get("since", ""), now) or since,
        _end(_day(given.get("until", ""), now)) or until,
        tuple(filter(None, phrases)),
        unwanted,
    )


def _stop_names(text: str) -> Iterator[str]:
    """Names of nothing but stop words, as they are written: The Who, The The."""
    if any(word not in STOP_WORDS for word in search_words(text)):
        return
    for match in _STOP_NAME.finditer(text):
        if match.start() or match.group() == text.strip(" ?!."):
            yield fold_text(match.group())


def _day(text: str, now: datetime | None) -> datetime | None:
    """A day as YYYY-MM-DD, or a weekday before now."""
    if match := _DAY.fullmatch(text):
        zone = now.tzinfo if now else None
        try:
            return datetime(*map(int, match.groups()), tzinfo=zone)  # type: ignore[misc,arg-type]  # three of them
        except ValueError:
            return None
    names = [day.lower() for day in WEEKDAYS]
    if now and text.lower() in names:
        return _weekday(names.index(text.lower()), now)
    return None


def _end(day: datetime | None) -> datetime | None:
    return day + timedelta(days=1, microseconds=-1) if day else None


def _weekday(number: int, now: datetime) -> datetime:
    back = (now.weekday() - number) % 7
    return _midnight(now - timedelta(days=back))


def _midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), time(), moment.tzinfo)


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
        first = datetime(year, month, 1, tzinfo=now.tzinfo)
        return first, (first + timedelta(days=32)).replace(day=1) - timedelta(microseconds=1)
    for pattern, first_day, last_day in _NEAR:
        if pattern.search(text):
            start = _midnight(now - timedelta(days=first_day))
            return start, _end(_midnight(now - timedelta(days=last_day)))
    return None, None


def _dated(match: re.Match[str], now: datetime) -> datetime | None:
    month = (match["m1"] or match["m2"])[:3]
    number = [one[:3].lower() for one in MONTHS].index(month) + 1
    try:
        found = datetime(now.year, number, int(match["d1"] or match["d2"]), tzinfo=now.tzinfo)
    except ValueError:
        return None
    return found if found <= now else found.replace(year=now.year - 1)


# --- other ways to write a word --------------------------------------------------------------------

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONG, LONGEST_NAME = 5, 20
"""Letters from which on, and up to which, a word that no article holds may be one mistyped."""


def spellings(word: str) -> tuple[str, ...]:
    """Other ways in which articles may write a folded word: 1400 as 1,400, us as u.s, odwyer as o'dwyer."""
    found: list[str] = []
    bare = "".join(filter(str.isalnum, word))
    if bare != word and bare:
        found.append(bare)
    if bare.isdecimal() and len(bare) > 3:
        found.append(f"{int(bare):,}")
    elif bare.isalpha() and bare.isascii():
        if len(bare) == 2:
            found.append(".".join(bare))
        if len(bare) > LONG - 1 and bare[0] in "odl" and "'" not in word:
            found.append(f"{bare[0]}'{bare[1:]}")
    return tuple(one for one in dict.fromkeys(found) if one != word)


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
