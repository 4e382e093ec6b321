"""Claimed words and claimed speakers held against the article: its own slices come back, or nothing.

What is claimed is never printed. Words are looked for with their typography made plain, whole, and only
within what the article itself puts in quotation marks: the reporter's own sentence never passes for a quote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.core.quotes.plain import Plain, is_edge, plain
from bot.core.quotes.support import supported_names
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.text import WORD, fold
from bot.model import AnnotatedArticle, Quote, Span

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


def supported_speaker(claimed: str, quote: Quote, lexicon: Lexicon) -> str | None:
    """The name in the article of somebody claimed to have said this, where the text supports it; else None.

    That is the engine's own speaker, or somebody whom it finds nearly as likely for that place.
    """
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
    return [word.strip(".") for word in re.findall(r"[\w.'-]+", fold(name).text) if word.strip(".")]
