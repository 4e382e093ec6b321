"""What a value of Block Kit may be: small rules that find what Slack would refuse, and say where.

Each rule adds its findings to a list, worded as Slack words them: what is wrong, then
`[json-pointer:…]`. Lengths are counted in code points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

Found = list[str]


class Rule(Protocol):
    """What one field may hold."""

    def check(self, value: Any, at: str, found: Found) -> None:
        """Add what is wrong with the value that stands at a JSON pointer."""


def say(found: Found, what: str, at: str) -> None:
    """Add a finding."""
    found.append(f"{what} [json-pointer:{at}]")


def _length(value: str, least: int, most: int, at: str, found: Found) -> None:
    if len(value) < least:
        say(found, f"must be more than {least - 1} characters", at)
    if len(value) > most:
        say(found, f"must be less than {most + 1} characters", at)


@dataclass(frozen=True)
class Line:
    """A string."""

    most: int
    least: int = 1

    def check(self, value: Any, at: str, found: Found) -> None:
        if not isinstance(value, str):
            say(found, "must be a string", at)
            return
        _length(value, self.least, self.most, at, found)


@dataclass(frozen=True)
class Text:
    """A text object; docs.slack.dev, Text object: `emoji` for plain_text only, `verbatim` for mrkdwn only."""

    most: int
    kinds: tuple[str, ...] = ("plain_text", "mrkdwn")
    least: int = 1

    def check(self, value: Any, at: str, found: Found) -> None:
        if not isinstance(value, Mapping):
            say(found, "must be an object", at)
            return
        kind = value.get("type")
        if kind not in self.kinds:
            say(found, f"must be a valid enum value: {', '.join(self.kinds)}", f"{at}/type")
            return
        for name in value.keys() - {"type", "text", "emoji" if kind == "plain_text" else "verbatim"}:
            say(found, f"invalid additional property: {name}", at)
        Line(self.most, self.least).check(value.get("text"), f"{at}/text", found)


@dataclass(frozen=True)
class Many:
    """A list."""

    of: Rule
    most: int
    least: int = 1

    def check(self, value: Any, at: str, found: Found) -> None:
        if not isinstance(value, list):
            say(found, "must be an array", at)
            return
        if len(value) > self.most:
            say(found, f"no more than {self.most} items allowed", at)
        if len(value) < self.least:
            say(found, f"no fewer than {self.least} items allowed", at)
        for number, one in enumerate(value):
            self.of.check(one, f"{at}/{number}", found)


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    of: tuple[str, ...]

    def check(self, value: Any, at: str, found: Found) -> None:
        if value not in self.of:
            say(found, f"must be a valid enum value: {', '.join(self.of)}", at)


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def check(self, value: Any, at: str, found: Found) -> None:
        if not isinstance(value, bool):
            say(found, "must be a boolean", at)


@dataclass(frozen=True)
class Number:
    """A whole number."""

    least: int
    most: int

    def check(self, value: Any, at: str, found: Found) -> None:
        if not isinstance(value, int) or isinstance(value, bool) or not self.least <= value <= self.most:
            say(found, f"must be an integer between {self.least} and {self.most}", at)


@dataclass(frozen=True)
class Anything:
    """Not looked into: no limit is documented."""

    def check(self, value: Any, at: str, found: Found) -> None:
        """Find nothing."""


@dataclass(frozen=True)
class Nullable:
    """The rule, or null."""

    of: Rule

    def check(self, value: Any, at: str, found: Found) -> None:
        if value is not None:
            self.of.check(value, at, found)


@dataclass(frozen=True)
class Shape:
    """An object: which fields, which of them required, of which groups exactly one."""

    fields: Mapping[str, Rule]
    required: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    label: str = field(default="", compare=False)

    def check(self, value: Any, at: str, found: Found) -> None:
        if not isinstance(value, Mapping):
            say(found, "must be an object", at)
            return
        for name in self.required:
            if name not in value:
                say(found, f"missing required field: {name}", at)
        present = [name for name in self.one_of if name in value]
        if self.one_of and len(present) != 1:
            say(found, f"exactly one of these fields is required: {', '.join(self.one_of)}", at)
        if self.any_of and not any(name in value for name in self.any_of):
            say(found, f"missing required field: {self.any_of[0]}", at)
        for name, one in value.items():
            if name == "type" and self.label:
                continue
            if name not in self.fields:
                say(found, f"invalid additional property: {name}", at)
            else:
                self.fields[name].check(one, f"{at}/{name}", found)


@dataclass(frozen=True)
class Kinds:
    """An object whose shape its `type` names, out of those allowed here."""

    table: Mapping[str, Rule]
    allowed: tuple[str, ...]

    def check(self, value: Any, at: str, found: Found) -> None:
        kind = value.get("type") if isinstance(value, Mapping) else None
        if kind not in self.allowed:
            say(found, f"unsupported type: {kind}", f"{at}/type")
            return
        self.table[kind].check(value, at, found)
