"""The paragraphs of an article: those that trafilatura finds, made whole by the page's own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import trafilatura
from trafilatura.settings import Document

from bot.core.extract.tree import FAULTS, Element, elements, lines_of
from bot.core.reading.scripts import ENDS, ends_nothing, weight

_RULER = re.compile(r"[\s|:-]+")
_MARKER = re.compile(r"^(?:[-•*▪●–]\s+|\|\s*)|\s*\|$")


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One paragraph of text on one line, or a heading."""

    text: str
    heading: bool = False


def blocks(tree: Element) -> list[TextBlock]:
    """The blocks of the article in order; none when trafilatura finds no article or fails on the page."""
    try:
        found = trafilatura.bare_extraction(tree, favor_precision=True, include_comments=False)
    except FAULTS:
        return []
    if not isinstance(found, Document) or not found.text:
        return []
    heads = {" ".join("".join(head.itertext()).split()) for head in found.body.iter("head")}
    lines = (_MARKER.sub("", " ".join(line.split())) for line in found.text.splitlines())
    return [TextBlock(line, line in heads) for line in lines if line and not _RULER.fullmatch(line)]


# --- paragraphs as the page has them, and those that the extraction lost --------------------------

_WORD = re.compile(r"\w+")
_ENDED = re.compile(rf"""[:{re.escape(ENDS)}]["'”’»)\]」』）]*$""")
_LONG = 40  # letters; a shorter line may be a label, a name or a date
_ENOUGH = 3  # lines of the article, to tell where it stands

Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a `p` of the page, and where it stands."""

    text: str
    runs: frozenset[Run]
    parent: int  # which element it stands in
    kind: tuple[str, str]  # the tag and the class of that element


def whole(found: list[TextBlock], tree: Element) -> list[TextBlock]:
    """The blocks, cut paragraphs as the page has them, and lost paragraphs back in their places."""
    lines = list(_page_lines(tree))
    return _refilled(_mended(found, lines), lines)


def _page_lines(tree: Element) -> Iterator[_Line]:
    parents: dict[Element, int] = {}
    for paragraph in elements(tree, "p"):
        above = paragraph.getparent()
        number = parents.setdefault(above, len(parents))
        for text in lines_of(paragraph):
            yield _Line(text, _runs(text), number, (above.tag, above.get("class") or ""))


def _runs(text: str) -> frozenset[Run]:
    """The runs of three words in a text; the whole of a shorter one."""
    words = _WORD.findall(text.lower())
    return frozenset(zip(words, words[1:], words[2:], strict=False)) or frozenset([tuple(words)])


def _mended(found: list[TextBlock], lines: list[_Line]) -> list[TextBlock]:
    """The extraction drops words now and then (a link, a stray tag); the page's own line has them."""
    exact = {line.text for line in lines}
    where: dict[Run, int] = {}
    for number, line in enumerate(lines):
        for run in line.runs:
            where.setdefault(run, number)
    return [block if block.text in exact else _closest(block, lines, where) for block in found]


def _closest(block: TextBlock, lines: list[_Line], where: dict[Run, int]) -> TextBlock:
    runs = _runs(block.text)
    best = Counter(where[run] for run in runs if run in where).most_common(1)
    if not best:
        return block
    number, shared = best[0]
    line = lines[number]
    if shared < 0.7 * len(runs) or len(line.runs) > 1.5 * len(runs) or len(line.text) < len(block.text):
        return block
    return TextBlock(line.text, block.heading)


def _refilled(blocks: list[TextBlock], lines: list[_Line]) -> list[TextBlock]:
    """Put a lost paragraph back when it stands where the article's others stand."""
    place = {block.text: number for number, block in enumerate(blocks)}
    known = frozenset().union(*(_runs(block.text) for block in blocks))
    after: dict[int, list[TextBlock]] = {}
    last = -1
    for line, is_among in zip(lines, _among(lines, place), strict=True):
        last = place.get(line.text, last)
        if is_among and line.text not in place and _is_lost(line, known):
            after.setdefault(last, []).append(TextBlock(line.text))
    filled = list(after.get(-1, []))
    for number, block in enumerate(blocks):
        filled += [block, *after.get(number, [])]
    return filled


def _among(lines: list[_Line], place: Collection[str]) -> Iterator[bool]:
    """Of each line, whether it stands in a home of the article's lines, or in a container like theirs."""
    held = [number for number, line in enumerate(lines) if line.text in place and weight(line.text) >= _LONG]
    homes = {lines[number].parent for number in held}
    kinds = Counter(lines[number].kind for number in held)
    for number, line in enumerate(lines):
        if len(held) < _ENOUGH:
            yield False
        elif line.parent in homes:
            yield number < held[-1]
        else:
            yield number > held[0] and line.kind[1] != "" and kinds[line.kind] >= _ENOUGH


def _is_lost(line: _Line, known: frozenset[Run]) -> bool:
    ended = bool(_ENDED.search(line.text)) or ends_nothing(line.text)
    prose = weight(line.text) >= _LONG and ended
    return prose and len(line.runs & known) < 0.5 * len(line.runs)
