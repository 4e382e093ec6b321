"""When digests come, as people type it: times, days, a cron line, quiet time; read, and written in one form.

A fault is one sentence that names what is wrong and what to type in its place.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from bot.errors import ConfigError
from bot.model import Days, Quiet

MOST_TIMES = 12
"""Times of day in one order: one every two hours is more than anybody reads."""

MOST_CRON_TIMES = 24
"""Times of day of a cron line, whose hours and minutes multiply."""

MOST_QUIET_DATES = 40
"""Quiet dates of one order: the holidays of a year."""

LONGEST_SHOWN = 40
"""Characters of what was typed that a sentence about it repeats."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKEND = (5, 6)
EVERY_DAY, WORKING_DAYS = tuple(range(7)), tuple(range(5))

NO_QUIET = "off"
"""What is typed for no quiet time."""

_DAYS: dict[str, tuple[int, ...]] = {
    **{name.casefold(): (number,) for number, name in enumerate(WEEKDAYS)},
    **{f"{name.casefold()}s": (number,) for number, name in enumerate(WEEKDAYS)},
    **{name[:3].casefold(): (number,) for number, name in enumerate(WEEKDAYS)},
    "tues": (1,),
    "weds": (2,),
    "thur": (3,),
    "thurs": (3,),
    **dict.fromkeys(("weekday", "weekdays", "workday", "workdays"), WORKING_DAYS),
    **dict.fromkeys(("weekend", "weekends"), WEEKEND),
    **dict.fromkeys(("daily", "everyday", "day", "days"), EVERY_DAY),
}
_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_IGNORED = {"at", "on", "and", "every", "each", "the", "o'clock", "during", "of"}
_CRON_NAMES = "|".join([*(name[:3].casefold() for name in WEEKDAYS), *MONTHS])
_CRON_FIELD = re.compile(rf"[0-9*?][\w*?/,\-]*|(?:{_CRON_NAMES})[\w/,\-]*", re.ASCII)
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2})|h)?([ap]m)?|(\d{2})(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Timetable:
    """Local times of day, and the days on which they count; None where none are typed."""

    slots: tuple[time, ...]
    days: Days | None = None


def times(value: str) -> str:
    """A timetable in the form in which it is kept and shown: "08:00,17:00 on Mon,Tue"; raises ConfigError."""
    return typed(read(value))


def in_full(value: str) -> str:
    """The same of a form that shows the days beside the times: where it has none, it is every day."""
    timetable = read(value)
    return typed(replace(timetable, days=timetable.days or Days()))


def read(value: str) -> Timetable:
    """The timetable that is typed, in words or as a cron line; raises ConfigError."""
    line = value.strip()
    if line.startswith("@"):
        raise ConfigError(f"“{shown(line)}” is not understood; write it as “08:00” or “Mondays 09:00”.")
    if line.casefold().startswith("cron"):
        return cron(line[4:].lstrip(" :"))
    if is_cron(line):
        return cron(line)
    return _in_words(line)


def typed(timetable: Timetable) -> str:
    """What one types for it."""
    slots, days = sorted(timetable.slots), timetable.days or Days()
    if days.month_days or days.months or len(slots) > MOST_TIMES:
        parts: Sequence[Iterable[int]] = (
            sorted({slot.minute for slot in slots}),
            sorted({slot.hour for slot in slots}),
            days.month_days,
            days.months,
            sorted((day + 1) % 7 for day in days.weekdays),
        )
        return " ".join(["cron", *(",".join(map(str, part)) or "*" for part in parts)])
    at = ",".join(f"{slot:%H:%M}" for slot in slots)
    if days.weekdays:
        return f"{at} on {_short(days.weekdays)}"
    return at if timetable.days is None else f"{at} daily"


def _short(weekdays: Iterable[int]) -> str:
    return ",".join(WEEKDAYS[day][:3] for day in weekdays)


# --- in words -------------------------------------------------------------------------------------


def _in_words(line: str) -> Timetable:
    found, days, weekly, order = list[time](), set[int](), False, list[str]()
    for word in _words(line):
        if word == "weekly":
            weekly = True
        elif at := _time_of(word):
            found.append(at)
            order.append("time")
        else:
            days |= set(_days_of(word))
            order.append("day")
    if sum(before != after for before, after in zip(["", *order], order, strict=False)) > 2:
        raise ConfigError(
            "One order has the same times on each of its days;"
            " give the others an order of their own with: /news schedule add"
        )
    if weekly:
        days, found = days or {0}, found or [time(8)]
        if len(days) > 1 or len(set(found)) > 1:
            raise ConfigError("A weekly digest comes on one day at one time, for example: Fridays 17:00")
    if days and not found:
        raise ConfigError(f"Add a time of day to the days, for example: {shown(line)} 09:00")
    if not found:
        raise ConfigError("Type times of day as HH:MM, for example 08:00, 17:00.")
    slots = tuple(sorted(set(found)))
    if len(slots) > MOST_TIMES:
        raise ConfigError(f"A channel has at most {MOST_TIMES} digests a day; these are {len(slots)}.")
    return Timetable(slots, _on(days))


def _on(weekdays: set[int]) -> Days | None:
    """The days that are typed; None of none."""
    if not weekdays:
        return None
    return Days(() if len(weekdays) == 7 else tuple(sorted(weekdays)))


def _words(line: str) -> list[str]:
    """What is typed, word by word: ranges of days and halves of the day as one."""
    folded = re.sub(r"\b([ap])\.m\.?(?!\w)", r"\1m", line.replace("’", "'").casefold())
    folded = re.sub(r"(?<=\d)\s+([ap]m)\b", r"\1", folded)
    folded = re.sub(r"\s*(?:[-–—]|\bto\b|\bthrough\b|\buntil\b)\s*(?=[a-z])", "-", folded)
    return [word for word in re.split(r"[\s,;&+]+", folded) if word and word not in _IGNORED]


def _time_of(word: str) -> time | None:
    """A time of day; None where it is a word that may be a day. Raises ConfigError."""
    if word in _TIMES:
        return _TIMES[word]
    if not word[:1].isdigit():
        return None
    matched = _TIME.fullmatch(word)
    hour, minute, half, hours, minutes = matched.groups() if matched else (None,) * 5
    if hours:
        hour, minute = hours, minutes
    bare = minute is None and half is None and "h" not in word
    number = int(hour or 99)
    if half:
        number = number % 12 + (12 if half == "pm" else 0) if 1 <= number <= 12 else 99
    if bare or number > 23 or int(minute or 0) > 59:
        raise _no_time(word)
    return time(number, int(minute or 0))


def _no_time(word: str) -> ConfigError:
    return ConfigError(f"“{shown(word)}” is no time of day; write it as HH:MM, for example 08:00.")


def _days_of(word: str) -> tuple[int, ...]:
    first, dash, last = word.partition("-")
    if dash and len(_DAYS.get(first, ())) == len(_DAYS.get(last, ())) == 1:
        begin, end = _DAYS[first][0], _DAYS[last][0]
        return tuple((begin + number) % 7 for number in range((end - begin) % 7 + 1))
    if word in _DAYS:
        return _DAYS[word]
    near = difflib.get_close_matches(word, [*_DAYS, "weekly", *_TIMES], n=1, cutoff=0.7)
    if near:
        meant = near[0].capitalize() if near[0] in _DAYS and len(_DAYS[near[0]]) == 1 else near[0]
        raise ConfigError(f"“{shown(word)}” is no day and no time; did you mean {meant}?")
    raise _no_time(word)


# --- a cron line ----------------------------------------------------------------------------------


def is_cron(line: str) -> bool:
    """Whether a line is one of five fields, as cron has them."""
    fields = line.casefold().split()
    return len(fields) == 5 and all(map(_CRON_FIELD.fullmatch, fields))


def cron(line: str) -> Timetable:
    """The timetable of a cron line: minute, hour, day of the month, month, weekday; raises ConfigError."""
    fields = line.casefold().split()
    if len(fields) != 5:
        raise ConfigError(
            f"A cron line has five fields (minute, hour, day, month, weekday), for example 0 8 * * 1-5;"
            f" “{shown(line)}” has {len(fields)}."
        )
    weekday_names = {name[:3].casefold(): (number + 1) % 7 for number, name in enumerate(WEEKDAYS)}
    month_names = {name: number for number, name in enumerate(MONTHS, start=1)}
    minutes = _field(fields[0], "minute", 0, 59)
    hours = _field(fields[1], "hour", 0, 23)
    month_days = _field(fields[2], "day", 1, 31)
    months = _field(fields[3], "month", 1, 12, month_names)
    weekdays = {day % 7 for day in _field(fields[4], "weekday", 0, 7, weekday_names)}
    if len(minutes) * len(hours) > MOST_CRON_TIMES:
        raise ConfigError(
            f"A channel has at most {MOST_CRON_TIMES} digests a day by a cron line;"
            f" “{shown(line)}” gives {len(minutes) * len(hours)}."
        )
    if len(weekdays) == 7 or (len(month_days) < 31 and fields[4] in "*?"):
        weekdays = set()
    kept = tuple(sorted(month_days)) if len(month_days) < 31 else ()
    days = Days(
        tuple(sorted((day - 1) % 7 for day in weekdays)),
        kept,
        tuple(sorted(months)) if len(months) < 12 else (),
    )
    if kept and not weekdays and not any(_exists(day, month) for day in kept for month in months):
        raise ConfigError(f"There is no day on which “{shown(line)}” comes; change its day or its month.")
    return Timetable(tuple(time(hour, minute) for hour in sorted(hours) for minute in sorted(minutes)), days)


def _exists(day: int, month: int) -> bool:
    try:
        return date(2024, month, day) is not None
    except ValueError:
        return False


_NO_NAMES: dict[str, int] = {}


def _field(field: str, name: str, least: int, most: int, names: dict[str, int] = _NO_NAMES) -> set[int]:
    """The numbers that one field of a cron line lets in; raises ConfigError."""
    found: set[int] = set()
    for part in field.split(","):
        span, slash, step = part.partition("/")
        first, dash, last = span.partition("-")
        if span in ("*", "?"):
            begin, end = least, most
        else:
            begin = _number(first, names)
            end = _number(last, names) if dash else most if slash else begin
        wide = _number(step, _NO_NAMES) if slash else 1
        if not least <= begin <= end <= most or wide < 1:
            raise ConfigError(
                f"“{shown(part)}” is no {name} of a cron line; it goes from {least} to {most},"
                " as 5, 1-5, 1,3 or */2."
            )
        found |= set(range(begin, end + 1, wide))
    return found


def _number(typed: str, names: dict[str, int]) -> int:
    """A number of a field; -1 where it is none."""
    return names[typed] if typed in names else int(typed) if re.fullmatch("[0-9]{1,3}", typed) else -1


# --- quiet time -----------------------------------------------------------------------------------


def quiet(value: str) -> str:
    """Quiet time in the form in which it is kept and shown: "22:00-07:00 Sat,Sun"; raises ConfigError."""
    return typed_quiet(read_quiet(value))


def typed_quiet(one: Quiet) -> str:
    """What one types for it."""
    hours = f"{one.begin:%H:%M}-{one.end:%H:%M}" if one.begin is not None and one.end is not None else ""
    dates = ",".join(day.isoformat() for day in one.dates)
    return " ".join(filter(None, [hours, _short(one.weekdays), dates])) or NO_QUIET


_SPAN = re.compile(r"\s*(?:[-–—]|\bto\b|\buntil\b)\s*(?=\d|noon|mid)", re.IGNORECASE)


def read_quiet(value: str) -> Quiet:
    """The quiet time that is typed: hours, weekdays, dates, or off; raises ConfigError."""
    if value.strip().casefold() in (NO_QUIET, "none", "no", "never"):
        return Quiet()
    dates = re.findall(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)", value)
    rest = re.sub(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)", " ", value)
    spans, weekdays = list[tuple[time, time]](), set[int]()
    for word in _words(_SPAN.sub("-", rest)):
        first, dash, last = word.partition("-")
        if word in ("from", "between"):
            continue
        if dash and (begin := _hour(first)) and (end := _hour(last)):
            spans.append((begin[0], end[0]))
        elif word[:1].isdigit():
            raise ConfigError(f"“{shown(word)}” is no quiet time; write hours as 22:00-07:00.")
        else:
            weekdays |= set(_days_of(word))
    return _quiet_of(spans, weekdays, dates, value)


def _quiet_of(
    spans: Sequence[tuple[time, time]], weekdays: set[int], dates: Sequence[str], value: str
) -> Quiet:
    if len(spans) > 1:
        raise ConfigError("There is one span of quiet hours in a day, for example 22:00-07:00.")
    if spans and spans[0][0] == spans[0][1]:
        raise ConfigError("Quiet hours end at another time than they begin, for example 22:00-07:00.")
    if len(weekdays) == 7:
        raise ConfigError("Every day would be quiet; pause the order instead with: /news schedule pause")
    if len(set(dates)) > MOST_QUIET_DATES:
        raise ConfigError(f"There are at most {MOST_QUIET_DATES} quiet dates; these are {len(set(dates))}.")
    if not (spans or weekdays or dates):
        raise ConfigError(f"“{shown(value)}” is no quiet time; write 22:00-07:00, Sat, or {NO_QUIET}.")
    begin, end = spans[0] if spans else (None, None)
    return Quiet(begin, end, tuple(sorted(weekdays)), tuple(sorted({_date(each) for each in dates})))


def _date(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ConfigError(f"“{value}” is no date; write it as YYYY-MM-DD.") from None


def _hour(word: str) -> tuple[time] | None:
    """A time of quiet hours, where a bare hour does as well."""
    try:
        at = _time_of(f"{word}:00" if re.fullmatch("[0-9]{1,2}", word) else word)
    except ConfigError:
        return None
    return None if at is None else (at,)


def shown(value: str) -> str:
    """What was typed, as a sentence about it repeats it."""
    return value if len(value) <= LONGEST_SHOWN else value[:LONGEST_SHOWN] + "…"
