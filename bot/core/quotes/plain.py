"""Words with their typography made plain, each character knowing where it came from, for looking words up."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.reading.text import fold
from bot.model import Span

UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
DASHES = "–—―"
INNER = "'-.,:/&@_"  # marks that may join two halves of a word or a number
SIGNS = "-+#@$€£"  # marks that belong to what follows them


@dataclass(frozen=True, slots=True)
class Plain:
    """Plain text; character i came from `origin[i]` up to `ends[i]` of the original."""

    text: str
    origin: tuple[int, ...]
    ends: tuple[int, ...]
    dashes: frozenset[int]  # the "-" that part words instead of joining them

    def spans(self, start: int, end: int, within: Sequence[Span]) -> list[Span]:
        """Where a run stands in the original, a span for each of the given ones that it touches."""
        run = Span(self.origin[start], self.ends[end - 1])
        return [Span(max(run.start, one.start), min(run.end, one.end)) for one in within if one.overlaps(run)]


def plain(runs: Iterable[tuple[int, str]]) -> Plain:
    """Runs of a text, each with its offset, as one: marks single, dashes one, ellipses three points."""
    writer = _Writer()
    for offset, run in runs:
        folded = fold(run)
        writer.put(" ", offset, offset)
        for character, start, end in zip(folded.text, folded.origin, folded.ends, strict=True):
            writer.put("'" if character == '"' else character, offset + start, offset + end)
            if run[start] in DASHES:
                writer.part()
    return writer.written()


class _Writer:
    """Characters as they come, with doubled marks and needless spaces left out."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._origin: list[int] = []
        self._ends: list[int] = []
        self._dashes: set[int] = set()

    def put(self, mark: str, start: int, end: int) -> None:
        last = self._text[-1] if self._text else " "
        if (mark == last and mark in "'- ") or (mark == " " and last == "-"):
            self.part()
        elif mark == "." and self._text[-3:] == [".", ".", "."]:
            self._ends[-1] = end
        elif last == " " and self._text and (mark == "-" or (mark == "." and self._text[-2:-1] == ["."])):
            self._text[-1], self._origin[-1], self._ends[-1] = mark, start, end
            self.part()
        else:
            self._text.append(mark)
            self._origin.append(start)
            self._ends.append(end)

    def part(self) -> None:
        """Notes that the dash just written parts words."""
        if self._text and self._text[-1] == "-":
            self._dashes.add(len(self._text) - 1)

    def written(self) -> Plain:
        return Plain("".join(self._text), tuple(self._origin), tuple(self._ends), frozenset(self._dashes))


def is_edge(words: Plain, at: int) -> bool:
    """Whether a word may start or end here: not inside a word, a number, or one character of the original."""
    text = words.text
    if at in (0, len(text)):
        return True
    if words.origin[at - 1] == words.origin[at]:
        return False
    before, after = text[at - 1], text[at]
    if _is_unspaced(before) and _is_unspaced(after):
        return True
    if before.isalnum() and after.isalnum():
        return False
    if _is_sign(words, at - 1) or (after == "%" and before.isdigit()):
        return False
    return not any(_joins(words, place) for place in (at, at - 1))


def _is_sign(words: Plain, at: int) -> bool:
    """Whether a mark belongs to what follows: $5, #vote, -3."""
    mark, after = words.text[at], words.text[at + 1]
    if mark not in SIGNS or at in words.dashes or (at and words.text[at - 1].isalnum()):
        return False
    return after.isdigit() or (after.isalpha() and mark in "#@")


def _joins(words: Plain, at: int) -> bool:
    """Whether a mark stands within a word or a number: 3.5, it's, well-kept, U.S."""
    if not 0 < at < len(words.text) - 1 or words.text[at] not in INNER:
        return False
    before, after = words.text[at - 1], words.text[at + 1]
    if at in words.dashes and not (before.isdigit() and after.isdigit()):
        return False
    return before.isalnum() and after.isalnum()


def _is_unspaced(character: str) -> bool:
    """Whether the script writes words without spaces."""
    return not character.isascii() and unicodedata.name(character, "").startswith(UNSPACED)
