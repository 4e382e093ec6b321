"""An argument of a command, declared once, and the values of arguments: checked, and brought into one form.

A fault is one sentence.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from zoneinfo import available_timezones

from bot.core.translations import LANGUAGES
from bot.errors import ConfigError
from bot.model import Choice, InputKind

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


@dataclass(frozen=True, slots=True)
class Argument:
    """A value that a command takes, and all that is known of it; a keyed one is written `name:value`."""

    name: str
    help: str
    label: str = ""  # what it is called in a window, where its name does not do
    required: bool = False
    keyed: bool = False
    parse: Callable[[str], str] = str  # the value as the command takes it; raises ConfigError
    kind: InputKind = InputKind.LINE  # how a window asks for it
    options: tuple[Choice, ...] = ()
    suggested: bool = False  # the desk knows values for it

    @property
    def usage(self) -> str:
        """How help shows it: "URL", "[OUTLET]", "[speaker:…]"."""
        shown = f"{self.name}:…" if self.keyed else self.name.upper()
        return shown if self.required else f"[{shown}]"

    @property
    def choices(self) -> tuple[str, ...]:
        """The values that can be typed, where there are no others."""
        return tuple(option.value for option in self.options)


@functools.cache
def zones() -> tuple[str, ...]:
    """Every IANA time zone that Python knows, those of continents and oceans alone, and UTC."""
    return ("UTC", *sorted(zone for zone in available_timezones() if re.match(r"[A-Z][a-z]+/", zone)))


def times(value: str) -> str:
    """Times of day as "08:00,17:00", each once, in order; raises ConfigError."""
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


def zone(value: str) -> str:
    """The name of an IANA time zone, in whatever case it is typed; raises ConfigError."""
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


def size(value: str) -> str:
    """How many stories a digest has; raises ConfigError."""
    if not re.fullmatch(r"[0-9]{1,9}", value) or not 1 <= int(value) <= MOST_STORIES:
        raise ConfigError(f"A digest has 1 to {MOST_STORIES} stories; “{_shown(value)}” is not between.")
    return str(int(value))


def day(value: str) -> str:
    """A day as YYYY-MM-DD; raises ConfigError."""
    try:
        return date.fromisoformat(value.replace("/", "-")).isoformat()
    except ValueError:
        raise ConfigError(f"“{value}” is no date; write it as YYYY-MM-DD.") from None


def address(value: str) -> str:
    """A web address as it is typed; raises ConfigError."""
    if not re.match(r"https?://[^\s/]", value, re.IGNORECASE) or " " in value:
        raise ConfigError(f"“{value}” is no web address; one starts with http:// or https://.")
    return value


def number(value: str) -> str:
    """A number of a list; raises ConfigError."""
    if not value.isdecimal() or len(value) > LONGEST_NUMBER:
        raise ConfigError(f"“{value}” is no number; the list shows the number of each.")
    return str(int(value))


def order_language(value: str) -> str:
    """The code of a language that digests are translated into, or "original"; raises ConfigError."""
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
