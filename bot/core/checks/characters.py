"""Characters that a newspaper does not print: invisible ones, ones that turn the direction of writing."""

from __future__ import annotations

import functools
import unicodedata

_NEVER = frozenset(("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"))
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5") | frozenset(
    map(chr, range(0xFE00, 0xFE10))
)
"""Characters that show as nothing (Default_Ignorable_Code_Point, and the empty Braille cell)."""

_TURNED = frozenset(("R", "AL", "AN"))
"""Bidirectional classes of scripts written from right to left (UAX 9)."""

_MARKS = frozenset("\"'“”„‘’‚«»")
"""The quotation marks that are looked for."""

_LIKE_MARKS = ("QUOTATION", "CORNER BRACKET", "DOUBLE PRIME", "DITTO", "DOUBLE APOSTROPHE")

_PRINTED = _MARKS | frozenset("–—…·°§€£¥½¼¾²³×′")
"""What a newspaper prints beside letters and ASCII."""

MOST_STACKED = 2
"""Combining marks on one letter; more of them cover the lines around."""


def hidden(text: str) -> bool:
    """Whether characters stand in it that do not show, that turn the line, or that pile up."""
    stacked = 0
    for character in text:
        stacked = stacked + 1 if unicodedata.combining(character) else 0
        if stacked > MOST_STACKED or _hides(character):
            return True
    return False


@functools.lru_cache(maxsize=4096)
def _hides(character: str) -> bool:
    return character in _BLANK or unicodedata.category(character) in _NEVER


def turned(text: str) -> bool:
    """Whether letters of a script from right to left stand in it."""
    return any(unicodedata.bidirectional(character) in _TURNED for character in text)


def false_marks(text: str) -> bool:
    """Whether marks stand in it that look like quotation marks and are not read as such."""
    return any(_is_false_mark(character) for character in text)


@functools.lru_cache(maxsize=4096)
def _is_false_mark(character: str) -> bool:
    if character in _MARKS:
        return False
    name = unicodedata.name(character, "")
    return any(
        part in name for part in ("QUOTATION", "CORNER BRACKET", "DOUBLE PRIME", "DITTO", "DOUBLE APOSTROPHE")
    )


def foreign_letters(text: str, known: str) -> bool:
    """Whether something stands in it that is neither Latin nor ASCII, nor printed in what is known."""
    seen = set(known)
    return any(not _plain(character) and character not in seen for character in text)


@functools.lru_cache(maxsize=4096)
def _plain(character: str) -> bool:
    if character.isascii() or character in _PRINTED:
        return True
    return unicodedata.category(character)[0] == "L" and unicodedata.name(character, "").startswith("LATIN ")
