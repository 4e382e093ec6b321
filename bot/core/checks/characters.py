"""Characters that a newspaper does not print: invisible ones, ones that turn the direction of writing."""

from __future__ import annotations

import functools
import unicodedata

_NEVER = frozenset(("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"))
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5") | frozenset(
    map(chr, range(0xFE00, 0xFE10))
)
"""Letters and marks that show as nothing (Unicode's Default_Ignorable_Code_Point, and the empty Braille cell)."""

_TURNED = frozenset(("R", "AL", "AN"))
"""Bidirectional classes of scripts written from right to left (UAX 9)."""

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


def foreign_letters(text: str, known: str) -> bool:
    """Whether a letter or a picture stands in it that is neither Latin nor printed in what is known."""
    seen = set(known)
    return any(not _latin(character) and character not in seen for character in text)


@functools.lru_cache(maxsize=4096)
def _latin(character: str) -> bool:
    if character.isascii():
        return True
    category = unicodedata.category(character)
    if category[0] == "L":
        return unicodedata.name(character, "").startswith(("LATIN ", "MODIFIER LETTER APOSTROPHE"))
    return category not in ("So", "Sk")
