"""The values of arguments, checked as they are typed and brought into one form; a fault is one sentence."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Callable, Mapping
from datetime import date, time
from zoneinfo import available_timezones

from bot.core.commands.specs import BY_NAME
from bot.core.translations import LANGUAGES
from bot.errors import ConfigError

LONGEST_NUMBER = 9
"""Digits of a number that is typed."""

LONGEST_SHOWN = 40
"""Characters of what was typed that a sentence about it repeats."""

MOST_TIMES = 12
"""Times of day in one order: one every two hours is more than anybody reads."""

MOST_STORIES = 20
"""Stories in one digest, as the configuration bounds them too."""

USUAL_STORIES = 6
"""Stories in one digest unless its order says otherwise."""

ORIGINAL = "original"
"""What is typed for the articles' own language."""

FILL_IN = "This is needed."


def mistakes(name: str, options: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the options of a command, by argument: one sentence each; empty when all is well."""
    found: dict[str, str] = {}
    for argument in BY_NAME[name].arguments:
        value = options.get(argument.name, "").strip()
        try:
            if value:
                check(argument.name, value, name)
            elif argument.required:
                found[argument.name] = FILL_IN
        except ConfigError as error:
            found[argument.name] = str(error)
    return found


def check(argument: str, value: str, command: str = "") -> str:
    """The value as its command takes it; raises ConfigError."""
    return _CHECKS.get(f"{command} {argument}", _CHECKS.get(argument, str))(value)


@functools.cache
def zones() -> tuple[str, ...]:
    """Every IANA time zone that Python knows, those of continents and oceans alone, and UTC."""
    return ("UTC", *sorted(zone for zone in available_timezones() if re.match(r"[A-Z][a-z]+/", zone)))


def _times(value: str) -> str:
    typed = [each for each in re.split(r"[\s,;]+", value) if each and each != "and"]
    found = sorted({_time(each) for each in typed})
    if not found:
        raise ConfigError("Type times of day as HH:MM, for example 08:00, 17:00.")
    if len(found) > MOST_TIMES:
        raise ConfigError(f"A channel has at most {MOST_TIMES} digests a day; these are {len(found)}.")
    return ",".join(f"{each:%H:%M}" for each in found)


def _time(value: str) -> time:
    matched = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", value)
    if matched is None:
        raise ConfigError(f"“{_shown(value)}” is no time of day; write it as HH:MM, for example 08:00.")
    return time(int(matched[1]), int(matched[2]))


def _zone(value: str) -> str:
    known = {zone.casefold(): zone for zone in zones()}
    typed = value.replace(" ", "_").casefold()
    if typed in known:
        return known[typed]
    if value in available_timezones():
        return value
    near = _near_zone(typed, known)
    remedy = f"did you mean {near}?" if near else "write one such as Europe/Berlin."
    raise ConfigError(f"There is no time zone “{_shown(value)}”; {remedy}")


def _near_zone(typed: str, known: Mapping[str, str]) -> str | None:
    """By its city, else by the whole name."""
    by_city = {zone.rpartition("/")[2]: name for zone, name in known.items()}
    city = difflib.get_close_matches(typed.rpartition("/")[2], by_city, n=1, cutoff=0.75)
    whole = difflib.get_close_matches(typed, known, n=1, cutoff=0.75)
    return by_city[city[0]] if city else known[whole[0]] if whole else None


def _size(value: str) -> str:
    if not re.fullmatch(r"[0-9]{1,9}", value) or not 1 <= int(value) <= MOST_STORIES:
        raise ConfigError(f"A digest has 1 to {MOST_STORIES} stories; “{_shown(value)}” is not between.")
    return str(int(value))


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value.replace("/", "-")).isoformat()
    except ValueError:
        raise ConfigError(f"“{value}” is no date; write it as YYYY-MM-DD.") from None


def _address(value: str) -> str:
    if not re.match(r"https?://[^\s/]", value, re.IGNORECASE) or " " in value:
        raise ConfigError(f"“{value}” is no web address; one starts with http:// or https://.")
    return value


def _number(value: str) -> str:
    if not value.isdecimal() or len(value) > LONGEST_NUMBER:
        raise ConfigError(f"“{value}” is no number; the list shows the number of each.")
    return str(int(value))


def _order_language(value: str) -> str:
    typed = value.casefold()
    by_name = {language.name.casefold(): code for code, language in LANGUAGES.items()}
    code = by_name.get(typed, typed)
    if code not in (*LANGUAGES, ORIGINAL):
        raise ConfigError(
            f"“{_shown(value)}” is no language that digests are translated into;"
            f" there are {', '.join(LANGUAGES)}, and {ORIGINAL}."
        )
    return code


def _shown(value: str) -> str:
    return value if len(value) <= LONGEST_SHOWN else value[:LONGEST_SHOWN] + "…"


_CHECKS: Mapping[str, Callable[[str], str]] = {
    "since": _day,
    "url": _address,
    "number": _number,
    "times": _times,
    "zone": _zone,
    "size": _size,
    "schedule set language": _order_language,
}
