"""Claimed words and claimed speakers held against the article: its own slices come back, or nothing.

What is claimed is never printed. Words are looked for with their typography made plain, whole, and only
within what the article itself puts in quotation marks: the reporter's own sentence never passes for a quote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.quotes import find_quotes
from bot.core.quotes.speaker import supported_names
from bot.core.reading.language import lexicon_for
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.text import WORD, fold, fold_text
from bot.model import AnnotatedArticle, Case, Fault, Quote, Report, Span

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


# --- claims ------------------------------------------------------------------------------------------


ELLIPSIS = re.compile(r" ?\[? ?\.{3} ?\]? ?")
EDGES = " ',;:-"  # what may be left off before claimed words
ENDS = EDGES + ".!?"  # and after them
LEAST = 2  # words in a part of claimed words that are joined by an ellipsis


def verify(claimed: str, read: AnnotatedArticle, lexicon: Lexicon) -> Quote | None:
    """The article's own slices for claimed words, within one utterance and in its order; None if it has none.

    An ellipsis may stand only between two slices of two words and more, and hides no "not", "if" or the like.
    A bracketed, changed or half word finds nothing.
    """
    whole = plain([(0, claimed)]).text
    for parts in ([_trimmed(whole)], _parts(whole)):
        for quote in read.quotes:
            spans = _within(quote, parts, lexicon)
            if spans:
                return replace(quote, spans=spans)
    return None


def standing(quote: Quote, other: Quote, lexicon: Lexicon) -> tuple[Span, ...]:
    """Where the words of a quote stand in an utterance of another text, in their order; empty if nowhere."""
    parts = [part for words in quote.words if (part := _trimmed(plain([(0, words)]).text))]
    return _within(other, parts, lexicon) if parts else ()


def supported_speaker(claimed: str, quote: Quote, lexicon: Lexicon, *, afresh: bool = False) -> str | None:
    """The name in the article of somebody claimed to have said this, where the text supports it; else None.

    That is the engine's own speaker, or, where it named none or is asked `afresh`, somebody whom it finds
    nearly as likely for that place.
    """
    quote = replace(quote, speaker=None, role=None) if afresh else quote
    for name in supported_names(quote, lexicon):
        if _same_name(claimed, name, quote.role if name == quote.speaker else None):
            return name
    return None


def _trimmed(part: str) -> str:
    return part.lstrip(EDGES).rstrip(ENDS)


def _parts(whole: str) -> list[str]:
    """The runs between ellipses; none when one of them is too short to tell what it was cut from."""
    parts = [_trimmed(part) for part in ELLIPSIS.split(_trimmed(whole))]
    if len(parts) < 2 or any(len(part.split()) < LEAST for part in parts):
        return []
    return parts


def _within(quote: Quote, parts: Sequence[str], lexicon: Lexicon) -> tuple[Span, ...]:
    """Where the parts stand in one utterance, one after another; empty when one of them does not."""
    words = plain([(span.start, quote.article.words(span)) for span in quote.spans])
    found: list[Span] = []
    at = 0
    for part in parts:
        start = _find(words, part, at)
        if start < 0 or (found and _turns(words.text[at:start], lexicon)):
            return ()
        at = start + len(part)
        found.extend(words.spans(start, at, quote.spans))
    return tuple(found)


def _turns(hidden: str, lexicon: Lexicon) -> bool:
    """Whether what an ellipsis hides holds a word without which the rest may say the contrary."""
    ends = tuple(word for word in lexicon.turns if "'" in word)
    return any(word in lexicon.turns or word.endswith(ends) for word in WORD.findall(hidden))


def _find(words: Plain, part: str, at: int) -> int:
    """The first place of a run of whole words from a position on, or -1."""
    if not any(character.isalnum() for character in part):
        return -1
    start = words.text.find(part, at)
    while start >= 0:
        if is_edge(words, start) and is_edge(words, start + len(part)):
            return start
        start = words.text.find(part, start + 1)
    return -1


def _same_name(claimed: str, name: str, role: str | None) -> bool:
    """Whether a claimed name is this one: all of it, or the surname without another given name."""
    mine, theirs = _name_words(name), _name_words(claimed)
    extra = set(_name_words(role or ""))
    theirs = [word for word in theirs if word in mine or word not in extra]
    if not mine or not theirs:
        return False
    return theirs == mine or (theirs[-1] == mine[-1] and all(word in mine for word in theirs))


def _name_words(name: str) -> list[str]:
    return [word.strip(".") for word in re.findall(r"[\w.'-]+", fold_text(name)) if word.strip(".")]


def check(report: Report, lexicons: Mapping[str, Lexicon]) -> Case:
    """The report with what its article holds of the claim, and what the engine reads there today."""
    shown = report.quote
    lexicon = lexicon_for(shown.article, lexicons)
    read = AnnotatedArticle(shown.article, find_quotes(shown.article, lexicon))
    now = tuple(quote for quote in read.quotes if quote.span.overlaps(shown.span))
    if report.fault is Fault.QUOTE:
        return Case(report, verify(report.claimed, read, lexicon), None, now)
    return Case(report, None, _supported(report.claimed, shown, now, lexicon), now)


def _supported(claimed: str, shown: Quote, now: tuple[Quote, ...], lexicon: Lexicon) -> str | None:
    """Whom the engine names today, or might if it had named nobody: who was shown proves nothing."""
    for quote in now:
        if name := supported_speaker(claimed, quote, lexicon):
            return name
    return supported_speaker(claimed, shown, lexicon, afresh=True)
