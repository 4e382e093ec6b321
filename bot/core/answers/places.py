"""Where the words of a question stand in a text, quickly: no text is taken apart word by word."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator

from bot.core.reading.text import WORD, stem

_PLAIN_WORD = re.compile(r"\w+")


_ACCENTED = re.compile(r"[À-ɏḀ-ỿ]")


@functools.lru_cache(maxsize=2048)
def _without_accent(letter: str) -> str:
    """The letter that an accented one is built on, where that is one letter."""
    parts = unicodedata.normalize("NFKD", letter)
    base = "".join(part for part in parts if not unicodedata.combining(part))
    return base if len(base) == 1 else letter


def plain(text: str) -> str:
    """The text in lower case without accents and with straight apostrophes, every character in its place."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(character.lower()[0] for character in text)
    if lower.isascii():
        return lower
    straight = lower.replace("’", "'").replace("‘", "'")
    return _ACCENTED.sub(lambda match: _without_accent(match.group()), straight)


def places(text: str, stems: Iterable[str]) -> dict[str, list[int]]:
    """Stem -> where its words begin in a `plain` text, for those stems that it holds."""
    found = {root: list(_of_stem(text, root)) for root in stems}
    return {root: where for root, where in found.items() if where}


def _of_stem(text: str, root: str) -> Iterator[int]:
    beginning = root[:-1] if len(root) > 3 and root[-1] in "ei" else root
    at = text.find(beginning)
    while at >= 0:
        if (at == 0 or not text[at - 1].isalnum()) and _has_stem(text, at, root):
            yield at
        at = text.find(beginning, at + len(beginning))


def _has_stem(text: str, at: int, root: str) -> bool:
    for pattern in (_PLAIN_WORD, WORD):
        match = pattern.match(text, at)
        if match and stem(match.group().removesuffix("'s")) == root:
            return True
    return False
