"""Regular expressions that people write, on RE2: time linear in the text, whatever the expression.

Lower and upper case are one unless the expression says `(?-i)`.
"""

from __future__ import annotations

from collections.abc import Sequence

import re2

from bot.errors import ConfigError
from bot.model import Article

LONGEST_TEXT = 20_000
"""Code points of an article that expressions look at: more than nearly every article has."""

LARGEST = 500
"""Instructions of a compiled expression: with more, RE2 leaves its quick path."""

MEMORY = 1 << 20
"""Bytes that RE2 may take for one expression."""

_SAYS = {
    "missing )": "this parenthesis is not closed",
    "unexpected )": "this parenthesis closes nothing",
    "missing ]": "this bracket is not closed",
    "no argument for repetition operator": "there is nothing here to repeat",
    "bad repetition operator": "this repeats a repetition",
    "invalid repetition size": "this repeats too often, or backwards",
    "invalid character class range": "no such range or class of characters",
    "invalid escape sequence": "no such escape here; there are no references back",
    "invalid perl operator": "no such group here; there is no looking ahead or behind",
    "invalid named capture group": "this name of a group cannot be read",
    "trailing \\": "the escape at the end escapes nothing",
}
"""RE2's messages in our words."""


class Expressions:
    """Many expressions at once: a search for what they must contain comes first."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._filter = re2.Filter()
        for pattern in patterns:
            self._filter.Add(pattern, _options())
        if patterns:
            self._filter.Compile()
        self._any = bool(patterns)

    def find(self, article: Article) -> Sequence[int]:
        """The positions of the expressions that stand in headline or text, in no order."""
        if not self._any:
            return ()
        text = f"{article.headline}\n{article.text[:LONGEST_TEXT]}"
        return self._filter.Match(text.encode("utf-8", "replace")) or ()


def check(pattern: str) -> None:
    """Raise ConfigError with one sentence that points at the place where an expression is wrong."""
    try:
        compiled = re2.compile(pattern, _options())
    except re2.error as error:
        raise ConfigError(_sentence(pattern, error.args[0].decode("utf-8", "replace"))) from error
    if compiled.programsize > LARGEST:
        raise ConfigError(f"The expression “{pattern}” is too large; repeat fewer things less often.")


def _options() -> re2.Options:
    options = re2.Options()
    options.case_sensitive = False
    options.never_capture = True
    options.log_errors = False
    options.max_mem = MEMORY
    return options


def _sentence(pattern: str, message: str) -> str:
    said, _, part = message.partition(": ")
    says = _SAYS.get(said)
    if says is None:
        return f"The expression “{pattern}” cannot be used: {said}."
    start, end = _place(pattern, said, part)
    return (
        f"The expression “{pattern}” cannot be read at character {start + 1}, “{pattern[start:end]}”: {says}."
    )


def _place(pattern: str, said: str, part: str) -> tuple[int, int]:
    """Where in the pattern the fault is; RE2 gives the faulty part, or for parentheses all of it."""
    if said == "missing )":
        return _parenthesis(pattern, closing=False)
    if said == "unexpected )":
        return _parenthesis(pattern, closing=True)
    if said.startswith("trailing"):
        return len(pattern) - 1, len(pattern)
    start = max(pattern.find(part), 0)
    return start, start + len(part)


def _parenthesis(pattern: str, closing: bool) -> tuple[int, int]:
    """The first parenthesis that closes nothing, or the last that nothing closes."""
    opened: list[int] = []
    for at in _outside_classes(pattern):
        if pattern[at] == "(":
            opened.append(at)
        elif pattern[at] == ")" and opened:
            opened.pop()
        elif pattern[at] == ")" and closing:
            return at, at + 1
    at = opened[-1] if opened else 0
    return at, at + 1


def _outside_classes(pattern: str) -> list[int]:
    """The positions of characters that are neither escaped nor within brackets."""
    positions: list[int] = []
    at, inside = 0, False
    while at < len(pattern):
        if pattern[at] == "\\":
            at += 1
        elif inside:
            inside = pattern[at] != "]"
        elif pattern[at] == "[":
            inside = True
            at += 2 if pattern.startswith("[^", at) else 1  # a bracket right here is one of the class
        else:
            positions.append(at)
        at += 1
    return positions
