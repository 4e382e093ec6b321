"""Where an article puts words between quotation marks: pairs found, lost marks recovered nearby."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.core.reading.lexicon import Lexicon
from bot.core.reading.text import paragraphs, trim
from bot.core.reading.tokens import Utterance
from bot.model import Span

DOUBLE = re.compile(r"'{2,}|’{2,}|‘{2,}|`{2,}|[\"“”„‟«»〝〞＂]")
SINGLE = re.compile(r"[‘’‚‛‹›']")
BEFORE_OPENING = frozenset(" \t\u00a0\u2009\u200b([{—–-/:―;,‘'“\"")
AFTER_CLOSING = frozenset(" \t\u00a0\u2009\u200b)]}—–-/:―;,.!?…’'”\"")


class Mark(NamedTuple):
    """A mark in the text; whether it stands as one that opens, as one that closes, or as either."""

    start: int
    end: int
    opens: bool
    closes: bool


def utterances(text: str, lexicon: Lexicon) -> list[Utterance]:
    """What stands between quotation marks, in text order; linear in the length of the text."""
    pattern = SINGLE if _quotes_with_single_marks(text) else DOUBLE
    return _Pairing(text, pattern, lexicon).run()


def _quotes_with_single_marks(text: str) -> bool:
    """Whether double marks are absent, as where a British paper marks speech with single ones."""
    return DOUBLE.search(text) is None


class _Pairing:
    """One pass over the paragraphs, holding the utterance that is still open."""

    def __init__(self, text: str, pattern: re.Pattern[str], lexicon: Lexicon) -> None:
        self._text = text
        self._pattern = pattern
        self._lexicon = lexicon
        self._done: list[list[Span]] = []
        self._continuing = False  # the paragraph before was left open, and this one goes on with it

    def run(self) -> list[Utterance]:
        lines = paragraphs(self._text)
        marks = [self._marks(line) for line in lines]
        for index, line in enumerate(lines):
            following = marks[index + 1] if index + 1 < len(lines) else []
            ahead = lines[index + 1].start if index + 1 < len(lines) else -1
            self._pair(line, marks[index], _goes_on(following, ahead))
        return [tuple(spans) for spans in self._done]

    def _marks(self, line: Span) -> list[Mark]:
        found = (
            _mark(self._text, line, match)
            for match in self._pattern.finditer(self._text, line.start, line.end)
        )
        return [mark for mark in found if mark.opens or mark.closes]

    def _pair(self, line: Span, marks: Sequence[Mark], goes_on: bool) -> None:
        opened = self._opened_before(line, marks)
        for index, mark in enumerate(marks):
            if opened is None:
                opened = self._open(line, marks, index)
            elif mark.closes:
                if not _is_inner_close(marks, index):
                    self._add(opened, mark.start)
                    opened = None
            elif mark.start > opened and not _is_nested(marks, index):
                self._add_cut(opened, mark.start)
                opened = mark.end
        if opened is not None:
            self._finish(opened, line, goes_on)
        self._continuing = opened is not None and goes_on

    def _opened_before(self, line: Span, marks: Sequence[Mark]) -> int | None:
        """Where speech runs at the start of a paragraph that goes on without opening again."""
        if self._continuing and marks and marks[0].closes and not marks[0].opens:
            return line.start
        return None

    def _open(self, line: Span, marks: Sequence[Mark], index: int) -> int | None:
        mark = marks[index]
        if mark.opens:
            if mark.start > line.start:
                self._continuing = False
            return mark.end
        if index == 0 and self._lost_opening(mark):
            self._continuing = False
            self._add(line.start, mark.start)
        return None

    def _lost_opening(self, mark: Mark) -> bool:
        """Whether a lone closing mark ends a paragraph's first words and a reporting clause follows."""
        return self._text[mark.start - 1] in ",.!?" and bool(
            self._lexicon.reporting.match(self._text, mark.start - 1, min(mark.end + 80, len(self._text)))
        )

    def _finish(self, opened: int, line: Span, goes_on: bool) -> None:
        if goes_on:
            self._add(opened, line.end)
        else:
            self._add_cut(opened, line.end)

    def _add_cut(self, start: int, end: int) -> None:
        """A run whose closing mark is lost: up to the reporting clause if there is one."""
        clause = self._lexicon.reporting.search(self._text, start, end)
        self._add(start, clause.start() + 1 if clause else end)

    def _add(self, start: int, end: int) -> None:
        if not any(character.isalnum() for character in self._text[start:end]):
            return
        span = trim(self._text, start, end)
        if self._continuing and self._done:
            self._done[-1].append(span)
            self._continuing = False
        else:
            self._done.append([span])


def _goes_on(marks: Sequence[Mark], line_start: int) -> bool:
    """Whether a paragraph re-opens, or closes first what the one before left open."""
    if not marks:
        return False
    first = marks[0]
    return (first.opens and first.start == line_start) or (first.closes and not first.opens)


def _is_nested(marks: Sequence[Mark], index: int) -> bool:
    """Whether an opening mark within speech is speech within speech: two closing marks follow."""
    after = marks[index + 1 : index + 3]
    return len(after) == 2 and all(mark.closes and not mark.opens for mark in after)


def _is_inner_close(marks: Sequence[Mark], index: int) -> bool:
    """Whether the mark closes speech within speech: two that open stand before it, one that closes after."""
    return (
        0 < index < len(marks) - 1
        and marks[index - 1].opens
        and not marks[index - 1].closes
        and index >= 2
        and marks[index - 2].opens
        and not marks[index - 2].closes
        and marks[index + 1].closes
        and not marks[index + 1].opens
    )


def _mark(text: str, line: Span, match: re.Match[str]) -> Mark:
    start, end = match.span()
    before = text[start - 1] if start > line.start else " "
    after = text[end] if end < line.end else " "
    glyph = text[start] if end - start == 1 else '"'
    opens, closes = _by_place(glyph, before, after)
    if end - start == 3:
        start, end = (start + 1, end) if closes and not opens else (start, end - 1)
    return Mark(start, end, opens, closes)


def _by_place(glyph: str, before: str, after: str) -> tuple[bool, bool]:
    """Whether a mark between these two characters opens, and whether it closes."""
    can_open = before in BEFORE_OPENING and not after.isspace()
    can_close = not before.isspace() and (after in AFTER_CLOSING or before in ".,!?…—-")
    if glyph in "“„〝":
        return (True, False) if can_open or not can_close else (False, True)
    if glyph in "”‟〞":
        return (False, True) if can_close or not can_open else (True, False)
    if glyph in "’‘‚'‹›":
        return _single_by_place(glyph, before, after)
    if before.isdigit() and glyph == '"' and not can_open and after in " \t":
        return False, True
    if can_open and not before.isspace() and can_close:
        return (before in "([{—–/", True)
    if can_open or can_close:
        return can_open, can_close
    return (True, True) if before.isspace() and after.isspace() else (before.isspace(), not before.isspace())


def _single_by_place(glyph: str, before: str, after: str) -> tuple[bool, bool]:
    """The same for a single mark, which may be an apostrophe."""
    opens = before in BEFORE_OPENING and (after.isalnum() or after in '“"$£€') and glyph != "’"
    closes = (before in ".,!?…" or (before.isalnum() and before != "s")) and not after.isalnum()
    return opens, closes and not opens
