"""Where an article puts words between quotation marks: pairs found, lost marks recovered nearby."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.core.reading.lexicon import Lexicon
from bot.core.reading.text import paragraphs, trim
from bot.core.reading.tokens import Utterance
from bot.model import Span

DOUBLE = r"'{2,}|’{2,}|‘{2,}|`{2,}|(?<!\S),,(?=\w)|[\"“”„‟″〝〞＂]"
ANGLE = "[«»]"
CORNER = "[「」『』]"
SINGLE = r"(?<!\w)[‘’‚‛‹›'`´]|[‘’‚‛‹›'`´](?!\w)"  # not the apostrophe within a word
WITH_DOUBLE = re.compile(f"{DOUBLE}|{ANGLE}|{CORNER}")
WITH_SINGLE = re.compile(f"{DOUBLE}|{ANGLE}|{CORNER}|{SINGLE}")
ONLY_DOUBLE = re.compile(DOUBLE)
ONLY_SINGLE = re.compile(SINGLE)
BEFORE_OPENING = frozenset(" \t\u00a0\u202f\u2009\u200b([{—–-/:―;,‘'“\"")
AFTER_CLOSING = frozenset(" \t\u00a0\u202f\u2009\u200b)]}—–-/:―;,.!?…’'”\"")
STOPS = frozenset(".,!?…")
# what an apostrophe starts: "'90s", "'n'", "'Tis"
ELIDED = re.compile(
    r"['‘’`](?:\d\ds?\b|n['’‘`]|(?:n|tis|twas|twere|twill|em|til|till|cause|cos|coz|cuz|bout|round|neath|nuff)\b)",
    re.IGNORECASE,
)
DROPPED = re.compile(r"\b(?:\w+in|o|an|th|wi|ol)$", re.IGNORECASE)  # words that an apostrophe cuts short
WORD = re.compile(r"\s*([^\W\d_]+)")
VERSE = 70  # characters up to which a line of a text broken in lines is taken for verse
VERSES = 12  # lines of it
CLAUSE = 80  # characters of a reporting clause
LEAD = re.compile(r"[^.!?\n]+[:,]\s*$")
INTO = re.compile(r"[.!?…] [^.!?…\n]{3,80}: ?$")  # a clause that leads into the next run
BEHIND = re.compile(r",? ?[^.,;:!?\n]{3,60}")
AHEAD = 8  # marks looked at to tell an apostrophe from a mark


class Mark(NamedTuple):
    """A mark in the text; whether it stands as one that opens, as one that closes, or as either."""

    start: int
    end: int
    opens: bool
    closes: bool
    family: str  # only marks of one family close one another
    doubtful: bool = False  # it closes, unless it is an apostrophe or a sign for inches


@dataclass(frozen=True, slots=True)
class Style:
    """How one text marks speech: told once, from all its marks."""

    single: bool  # with single marks, so that double ones within them are inner ones
    low: bool  # “ closes what „ opens
    angle: str  # the angle mark that opens, or "" where both do
    curly: bool  # “ opens, so that a straight mark after a number is a sign for inches
    glyphs: frozenset[str]

    @classmethod
    def of(cls, text: str, lines: Sequence[Span], lexicon: Lexicon) -> Style:
        """The style of a text, from how marks open its paragraphs and stand beside reporting clauses."""
        glyphs = frozenset("“”„«»‚‘’\"'") & frozenset(text)
        low = "„" in glyphs
        angle = _opening_angle(text, lines) if {"«", "»"} <= glyphs else ""
        draft = cls(True, low, angle, "“" in glyphs and "”" in glyphs and not low, glyphs)
        if ONLY_SINGLE.search(text) is None:
            return cls(False, low, angle, draft.curly, glyphs)
        if WITH_DOUBLE.search(text) is None:
            return draft
        single, double = (
            _evidence(text, lines, pattern, draft, lexicon) for pattern in (ONLY_SINGLE, WITH_DOUBLE)
        )
        return draft if single > double else cls(False, low, angle, draft.curly, glyphs)


def _opening_angle(text: str, lines: Sequence[Span]) -> str:
    """The angle mark that comes first in most paragraphs that have any."""
    counts = {"«": 0, "»": 0}
    for line in lines:
        places = [(text.find(glyph, line.start, line.end), glyph) for glyph in counts]
        first = min((place for place in places if place[0] >= 0), default=None)
        if first:
            counts[first[1]] += 1
    return "" if counts["«"] == counts["»"] else max(counts, key=counts.__getitem__)


def _evidence(
    text: str, lines: Sequence[Span], pattern: re.Pattern[str], style: Style, lexicon: Lexicon
) -> int:
    """How often marks open a paragraph, close after a stop, or close before a reporting clause."""
    found = 0
    for line in lines:
        for match in pattern.finditer(text, line.start, line.end):
            mark = _mark(text, line, match, style)
            if mark.opens and not mark.closes:
                found += mark.start == line.start
            elif mark.closes and not mark.opens:
                after = text[mark.end] if mark.end < line.end else " "
                stopped = text[mark.start - 1] in STOPS and after.isspace()
                found += stopped or _reports(text, mark.end, line.end, lexicon)
    return found


def _reports(text: str, at: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a reporting clause starts here: "said Bo Lund", "he added"."""
    return lexicon.clause_ahead.match(text, at, min(end, at + 120)) is not None


def utterances(text: str, lexicon: Lexicon) -> list[Utterance]:
    """What stands between quotation marks, in text order; linear in the length of the text."""
    lines = paragraphs(text)
    return _Pairing(text, lines, Style.of(text, lines, lexicon), lexicon).run()


class _Pairing:
    """One pass over the paragraphs, holding the utterance that is still open."""

    def __init__(self, text: str, lines: Sequence[Span], style: Style, lexicon: Lexicon) -> None:
        self._text = text
        self._lines = lines
        self._style = style
        self._pattern = WITH_SINGLE if style.single else WITH_DOUBLE
        self._lexicon = lexicon
        self._done: list[list[Span]] = []
        self._family = ""  # of the mark that opened last
        self._continuing = False  # the paragraph before was left open, and this one goes on with it

    def run(self) -> list[Utterance]:
        marks = [self._marks(line) for line in self._lines]
        versed = -1
        for index, line in enumerate(self._lines):
            if index <= versed:
                self._verse(line, marks[index], index == versed)
                continue
            following = marks[index + 1] if index + 1 < len(self._lines) else []
            ahead = self._lines[index + 1].start if index + 1 < len(self._lines) else -1
            if not marks[index] and self._lexicon.dialogue_dashes and self._text[line.start] in DASHES:
                self._continuing = False
                self._done.extend([span] for span in dialogue(self._text, line, self._lexicon))
                continue
            goes_on = _goes_on(following, ahead) and not self._changes(index, marks)
            if self._pair(line, marks[index], goes_on):
                versed = self._verse_end(marks, index)
                if versed > index:
                    self._continuing = True
        return [tuple(spans) for spans in self._done]

    def _marks(self, line: Span) -> list[Mark]:
        found = (
            _mark(self._text, line, match, self._style)
            for match in self._pattern.finditer(self._text, line.start, line.end)
        )
        return [mark for mark in found if mark.opens or mark.closes]

    def _changes(self, index: int, marks: Sequence[Sequence[Mark]]) -> bool:
        """Whether a lost mark parts two speakers: "Ida Quist said: “…" and then "“…,” said Bo Lund"."""
        opened = next((mark for mark in reversed(marks[index]) if mark.opens), None)
        following = self._lines[index + 1]
        closed = next((mark for mark in marks[index + 1] if mark.closes and not mark.opens), None)
        if (
            opened is None
            or closed is None
            or not _reports(self._text, closed.end, following.end, self._lexicon)
        ):
            return False
        lead = LEAD.search(self._text, max(self._lines[index].start, opened.start - CLAUSE), opened.start)
        clause = BEHIND.match(self._text, closed.end, following.end)
        one, other = (self._named(part.group()) if part else set() for part in (lead, clause))
        return bool(one and other) and not one & other

    def _named(self, clause: str) -> set[str]:
        """The words of a clause that may be of a name."""
        words = (word for word in re.findall(r"[^\W\d_][\w’'-]+", clause) if word[0].isupper())
        return {
            low for low in map(str.lower, words) if low not in self._lexicon.starters | self._lexicon.titles
        }

    def _pair(self, line: Span, marks: Sequence[Mark], goes_on: bool) -> bool:
        """Pairs the marks of a paragraph; whether its last run was left open and does not go on."""
        opened = self._opened_before(line, marks)
        for index, mark in enumerate(marks):
            if opened is None:
                opened = self._open(line, marks, index)
            elif mark.family != self._family or mark.end <= opened:
                continue
            elif mark.closes:
                if not _is_inner_close(marks, index) and self._closes(line, marks, index, goes_on):
                    self._add(opened, mark.start)
                    opened = None
            elif not _is_nested(marks, index) or self._lexicon.clause_within.search(
                self._text, opened, mark.start
            ):
                self._add_cut(opened, mark.start)
                opened = mark.end
        if opened is None:
            self._continuing = False
            return False
        if goes_on and self._lexicon.clause_within.search(self._text, opened, line.end):
            goes_on = False  # a closing mark is lost: no mark reaches over a reporting clause
        before = len(self._done)
        self._finish(opened, line, goes_on)
        self._continuing = goes_on
        return not goes_on and len(self._done) > before and self._done[-1][-1].end == line.end

    def _opened_before(self, line: Span, marks: Sequence[Mark]) -> int | None:
        """Where speech runs at the start of a paragraph that goes on without opening again."""
        if self._continuing and marks and marks[0].closes and not marks[0].opens:
            return marks[0].end if marks[0].start == line.start else line.start
        return None

    def _open(self, line: Span, marks: Sequence[Mark], index: int) -> int | None:
        mark = marks[index]
        if mark.opens:
            if mark.start > line.start:
                self._continuing = False
            self._family = mark.family
            return mark.end
        if index == 0 and self._lost_opening(mark):
            self._continuing = False
            self._add(line.start, mark.start)
        return None

    def _closes(self, line: Span, marks: Sequence[Mark], index: int, goes_on: bool) -> bool:
        """Whether a mark that may be an apostrophe or a sign for inches closes: by what comes next."""
        mark, text = marks[index], self._text
        if not mark.doubtful or _reports(text, mark.end, line.end, self._lexicon):
            return True
        ahead = [one for one in marks[index + 1 : index + AHEAD] if one.family == mark.family]
        sure = next((at for at, one in enumerate(ahead) if not one.doubtful), None)
        if sure is not None and ahead[sure].closes and not ahead[sure].opens:
            return self._lexicon.clause_within.search(text, mark.end, ahead[sure].start) is not None
        if mark.family == "double":
            return sure == 0 or not ahead
        word = WORD.match(text, mark.end, line.end)
        ends = word is None or word.group(1).lower() in self._lexicon.classes
        return ends or sure == 0 or (not ahead and not goes_on)

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
        patterns = (self._lexicon.reporting, self._lexicon.clause_within)
        clauses = [found for pattern in patterns if (found := pattern.search(self._text, start, end))]
        led = INTO.search(self._text, start, end)
        ends = [clause.start() + 1 for clause in clauses] + ([led.start() + 1] if led else [])
        self._add(start, min(ends, default=end))

    def _add(self, start: int, end: int) -> None:
        if not any(character.isalnum() for character in self._text[start:end]):
            return
        span = trim(self._text, start, end)
        if self._continuing and self._done:
            self._done[-1].append(span)
            self._continuing = False
        else:
            self._done.append([span])

    def _verse_end(self, marks: Sequence[Sequence[Mark]], index: int) -> int:
        """The last of the short lines right below that run on to the closing mark; `index` without any."""
        for at in range(index + 1, min(index + VERSES, len(self._lines))):
            line = self._lines[at]
            if line.start - self._lines[at - 1].end > 1 or line.end - line.start > VERSE:
                return index
            if marks[at]:
                first = marks[at][0]
                closes = first.closes and not first.opens and first.family == self._family
                return at if closes else index
        return index

    def _verse(self, line: Span, marks: Sequence[Mark], last: bool) -> None:
        self._continuing = True
        self._add(line.start, marks[0].start if last else line.end)
        if last:
            self._continuing = False


def _goes_on(marks: Sequence[Mark], line_start: int) -> bool:
    """Whether a paragraph re-opens, or closes first what the one before left open."""
    if not marks:
        return False
    first = marks[0]
    return (first.opens and first.start == line_start) or (first.closes and not first.opens)


def _is_nested(marks: Sequence[Mark], index: int) -> bool:
    """Whether an opening mark within speech is speech within speech: two closing marks follow."""
    after = marks[index + 1 : index + 3]
    return len(after) == 2 and all(mark.closes and not mark.opens and not mark.doubtful for mark in after)


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


# --- what one mark does, by its glyph and by what stands on both sides of it -------------------------


def _mark(text: str, line: Span, match: re.Match[str], style: Style) -> Mark:
    start, end = match.span()
    before = text[start - 1] if start > line.start else " "
    after = text[end] if end < line.end else " "
    glyph = text[start] if end - start == 1 else '"'
    if glyph in "「」『』":
        return Mark(
            start, end, glyph in "「『", glyph in "」』", "corner" if glyph in "「」" else "white corner"
        )
    if glyph in "«»":
        return Mark(start, end, *_angle(glyph, before, after, style), "angle")
    if glyph in "‘’‚‛‹›'`´":
        return _single(text, line, start, style)
    if text.startswith(",,", start):
        return Mark(start, end, True, False, "double")
    if before.isdigit() and glyph in '"″' and end - start == 1 and not after.isdigit():
        return Mark(start, end, False, not style.curly, "double", doubtful=after not in ".!?…")
    opens, closes = _double(glyph, before, after, style)
    if end - start == 3:
        start, end = (start + 1, end) if closes and not opens else (start, end - 1)
    return Mark(start, end, opens, closes, "double")


def _double(glyph: str, before: str, after: str, style: Style) -> tuple[bool, bool]:
    """Whether a double mark between these two characters opens, and whether it closes."""
    starts = before in BEFORE_OPENING and not after.isspace()
    ends = not before.isspace() and (after in AFTER_CLOSING or before in ".,!?…—-")
    if glyph in "„〝":
        return (True, False) if starts or not ends or after.isalnum() else (False, True)
    if glyph == "“":
        if not style.low and after.isalnum() and not before.isalnum():
            return True, False
        return (True, False) if starts or not ends else (False, True)
    if glyph in "”‟〞":
        if before.isalnum() or before in STOPS:
            return False, True
        return (False, True) if ends or not starts else (True, False)
    return _straight(before, after, starts, ends)


def _straight(before: str, after: str, starts: bool, ends: bool) -> tuple[bool, bool]:
    if before in ".!?…," and after.isalnum():
        return True, True  # no space around the marks: it opens unless something is open
    if starts and not before.isspace() and ends:
        return before in "([{—–/", True
    if starts or ends:
        return starts, ends
    return (True, True) if before.isspace() and after.isspace() else (before.isspace(), not before.isspace())


def _angle(glyph: str, before: str, after: str, style: Style) -> tuple[bool, bool]:
    if style.angle:
        return glyph == style.angle, glyph != style.angle
    starts = before in BEFORE_OPENING and not after.isspace()
    ends = not before.isspace() and (after in AFTER_CLOSING or before in ".,!?…—-")
    if starts != ends:
        return starts, ends
    return _straight(before, after, starts, ends)


def _single(text: str, line: Span, start: int, style: Style) -> Mark:
    """A single mark, which may be an apostrophe."""
    glyph = text[start]
    before = text[start - 1] if start > line.start else " "
    after = text[start + 1] if start + 1 < line.end else " "
    opens = before in BEFORE_OPENING and (after.isalnum() or after in '“"«$£€¿¡…([') and glyph != "’"
    if glyph in "‘‚" and before in ".!?…" and after.isalnum() and "‚" not in style.glyphs:
        opens = True
    if opens and ELIDED.match(text, start, line.end):
        opens = start == line.start and after.isalpha()
    word = before.isalnum() or before in ")]%"
    closes = (before in STOPS or before in '”"»' or word) and not after.isalnum()
    genitive = after in "sS" and not text[start + 2 : start + 3].isalnum()
    if not opens and glyph == "'" and before in ".!?…," and after.isalnum() and not genitive:
        return Mark(start, start + 1, True, True, "single")
    if closes and ELIDED.match(text, start - 2, line.end) and before in "nN" and start - 2 >= line.start:
        closes = False  # the second mark of "'n'"
    doubtful = word and (
        before in "sSxXzZ"
        or before.isdigit()
        or bool(after == " " and DROPPED.search(text, max(line.start, start - 20), start))
    )
    return Mark(start, start + 1, opens, closes and not opens, "single", doubtful)


# --- speech that a dash opens, as novels and papers print it in Spain, France, Italy and Portugal ----

DASHES = frozenset("—–―")
DASH = re.compile(r"\s*[—–―]\s*")
INCISE = 4  # words in which the verb of a clause between dashes stands


def dialogue(text: str, line: Span, lexicon: Lexicon) -> list[Span]:
    """The speech of a line that a dash opens, without its reporting clauses."""
    found: list[Span] = []
    start = line.start + 1
    at = start
    speaking = True
    for dash in [*DASH.finditer(text, start, line.end), None]:
        end = dash.start() if dash else line.end
        if dash and dash.end() >= line.end:
            continue
        if speaking and dash and not lexicon.incise.match(text, dash.end(), line.end):
            continue  # a dash within what is said
        if speaking:
            _add_dialogue(found, text, at, end, lexicon)
        speaking = not speaking
        at = dash.end() if dash else end
    return found


def _add_dialogue(found: list[Span], text: str, start: int, end: int, lexicon: Lexicon) -> None:
    while start < end and not text[start].isalnum() and text[start] not in "¿¡…":
        start += 1
    clause = lexicon.reporting.search(text, start, end)
    end = clause.start() + 1 if clause else end
    if any(character.isalnum() for character in text[start:end]):
        found.append(trim(text, start, end))
