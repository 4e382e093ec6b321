"""An argument of a command, declared once, and the values of arguments: checked, and brought into one form.

A fault is one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.core.commands.timetable import shown
from bot.core.reading.dates import typed_day
from bot.core.reading.language import code_of
from bot.core.reading.text import unquoted
from bot.core.translations import LANGUAGES
from bot.errors import ConfigError
from bot.model import Choice, InputKind, Late

LONGEST_NUMBER = 9
"""Digits of a number that is typed."""

LONGEST_LABEL = 30
"""Characters of the name of an order."""

ALL = "all"
"""What is typed for no bound on the feeds or the topics of an order."""

MOST_STORIES = 20
"""Stories in one digest, as the configuration bounds them too."""

USUAL_STORIES = 6
"""Stories in one digest unless its order says otherwise."""

NO_DAY = "“{}” is no day; write it as YYYY-MM-DD, yesterday, Monday or 3 May."
"""What is said to a day that cannot be read."""

MOST_HOURLY = 60
"""Messages of alerts in an hour."""

ORIGINAL = "original"
"""What is typed for the articles' own language."""


@dataclass(frozen=True, slots=True)
class Argument:
    """A value that a command takes, and all that is known of it; a keyed one is written `name:value`."""

    name: str
    help: str
    label: str = ""  # what it is called in a window, where its name does not do
    required: bool = False
    wanted: bool = False  # in a window, where a typed line that changes something else may leave it out
    keyed: bool = False
    parse: Callable[[str], str] = str  # the value as the command takes it; raises ConfigError
    kind: InputKind = InputKind.LINE  # how a window asks for it
    options: tuple[Choice, ...] = ()
    asked: str = ""  # what is asked where it is missing, before an example; else its help says
    suggested: bool = False  # the desk knows values for it
    verbatim: bool = False  # quotation marks around it belong to it

    def read(self, typed: str) -> str:
        """The value as the command takes it, without quotation marks around it; raises ConfigError."""
        return self.parse(typed.strip() if self.verbatim else unquoted(typed))

    @property
    def usage(self) -> str:
        """How help shows it: "URL", "[OUTLET]", "[speaker:…]"."""
        shown = f"{self.name}:…" if self.keyed else self.name.upper()
        return shown if self.required else f"[{shown}]"

    @property
    def choices(self) -> tuple[str, ...]:
        """The values that can be typed, where there are no others."""
        return tuple(option.value for option in self.options)


def size(value: str) -> str:
    """How many stories a digest has; raises ConfigError."""
    if not re.fullmatch(r"[0-9]{1,9}", value) or not 1 <= int(value) <= MOST_STORIES:
        raise ConfigError(f"A digest has 1 to {MOST_STORIES} stories; “{shown(value)}” is not between.")
    return str(int(value))


def day(value: str) -> str:
    """A day as it is typed, or as YYYY-MM-DD where it has a year; raises ConfigError.

    Which day "yesterday" is, whoever knows the time says: `reading.dates.typed_day`.
    """
    found = typed_day(value, date(2024, 12, 31))  # of a leap year, so that each day of it is one
    if found is None:
        raise ConfigError(NO_DAY.format(shown(value)))
    return found.isoformat() if re.search(r"\d{4}", value) else value


def address(value: str) -> str:
    """A web address as it is typed; raises ConfigError."""
    if not re.match(r"https?://[^\s/]", value, re.IGNORECASE) or " " in value:
        raise ConfigError(f"“{value}” is no web address; one starts with http:// or https://.")
    return value


def site(value: str) -> str:
    """A web address, or a site by its name, as it is typed; raises ConfigError."""
    if re.fullmatch(r"[^\s/:@]+(?:\.[^\s/:@.]+)+(?::[0-9]+)?(?:/\S*)?", value):
        return value
    try:
        return address(value)
    except ConfigError:
        raise ConfigError(
            f"“{value}” is no site and no web address; write one such as example.org or https://example.org."
        ) from None


def number(value: str) -> str:
    """A number of a list; raises ConfigError."""
    if not value.isdecimal() or len(value) > LONGEST_NUMBER:
        raise ConfigError(f"“{value}” is no number; the list shows the number of each.")
    return str(int(value))


def hourly(value: str) -> str:
    """How many messages an hour may have; raises ConfigError."""
    if not re.fullmatch(r"[0-9]{1,9}", value) or not 1 <= int(value) <= MOST_HOURLY:
        raise ConfigError(f"An hour has 1 to {MOST_HOURLY} messages; “{shown(value)}” is not between.")
    return str(int(value))


def order_language(value: str) -> str:
    """The code of a language that digests are translated into, or "original"; raises ConfigError."""
    typed = value.casefold()
    code = typed if typed == ORIGINAL else code_of(typed)
    if code not in (*LANGUAGES, ORIGINAL):
        raise ConfigError(
            f"“{shown(value)}” is no language that digests are translated into;"
            f" there are {', '.join(one.name for one in LANGUAGES.values())}, and {ORIGINAL}."
        )
    return code


def late(value: str) -> str:
    """What follows missed slots: "one" late digest, or "none"; raises ConfigError."""
    typed = value.casefold()
    if typed not in list(Late):
        raise ConfigError(f"late: takes {Late.ONE} or {Late.NONE}, not “{shown(value)}”.")
    return typed


def label(value: str) -> str:
    """The name of an order; raises ConfigError."""
    name = " ".join(value.split())
    if len(name) > LONGEST_LABEL or name.isdecimal():
        raise ConfigError(
            f"“{shown(name)}” is no name of an order; it is at most {LONGEST_LABEL} characters and no number."
        )
    return name
