"""The headline of a story: the best of its articles' own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.core.checks import has_marks
from bot.core.checks.quoting import balanced, marked
from bot.core.reading.text import fold, words
from bot.core.stories.headlines import headline_similarity
from bot.model import AnnotatedArticle, Story

_SEPARATOR = re.compile(r"\s+[|–—·:-]{1,2}\s+|\s*\|\s*")
_OUTLET_WORD = re.compile(
    r"\b(?:news|times|post|guardian|herald|tribune|gazette|telegraph|journal|reuters|bbc|cnn|ap|afp|npr|nbc|abc|cbs|"
    r"chronicle|courier|observer|independent|mirror|mail|express|star|sun|world|online|com|live|today|magazine|"
    r"press|radio|tv|wire|daily|weekly|politico|bloomberg|jazeera)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:live|watch|breaking:|opinion|analysis|comment|video|photos?|quiz|podcast|updated?)(?!\w)",
    re.IGNORECASE,
)
_TEASING = re.compile(r"[?]|\.\.\.$|…$|\bthis is (?:why|how|what)\b|^(?:why|how|what|here)\b", re.IGNORECASE)

FIT_WORDS = (5, 16)
"""A headline of this many words says what happened."""


def headline(story: Story) -> str | None:
    """The cleaned headline that says most of what the others say; None when none can be printed."""
    cleaned = [(read, clean_headline(read.article.headline, read.article.outlet)) for read in story.articles]
    usable = [(read, text) for read, text in cleaned if text and _printable(text, read)]
    if not usable:
        return None
    texts = [text for _, text in usable]
    places = range(len(texts))
    return texts[max(places, key=lambda place: _agreed(place, texts) - _faults(texts[place]))]


def clean_headline(text: str, outlet: str) -> str:
    """The headline without an outlet's name at its end: " - The Guardian", " | BBC News"."""
    line = " ".join(text.split())
    separators = list(_SEPARATOR.finditer(line))
    if separators and _names_outlet(line[separators[-1].end() :], outlet):
        return clean_headline(line[: separators[-1].start()], outlet)
    return line


def _names_outlet(tail: str, outlet: str) -> bool:
    """The outlet's own name, or up to four capitalised words with one that names outlets."""
    if fold(tail).text == fold(outlet).text or fold(tail).text in fold(outlet).text.replace("www.", ""):
        return True
    capitalised = all(word[0].isupper() or word in {"of", "the", "and", "com"} for word in words(tail))
    return capitalised and len(words(tail)) <= 4 and _OUTLET_WORD.search(tail) is not None


def _printable(text: str, read: AnnotatedArticle) -> bool:
    """Words in quotation marks must be quoted by the article too; nothing else in a headline is claimed."""
    if not has_marks(text):
        return True
    spoken = " ".join(fold(quote.text).text for quote in read.quotes)
    return balanced(text) and all(_bare(text[pair.start : pair.end]) in spoken for pair in marked(text))


def _bare(run: str) -> str:
    return fold(run).text.strip("'\"` ")


def _agreed(place: int, texts: Sequence[str]) -> float:
    """How much the other headlines say the same, on average."""
    others = [*texts[:place], *texts[place + 1 :]]
    return sum(headline_similarity(texts[place], other) for other in others) / (len(others) or 1)


def _faults(text: str) -> float:
    """What makes a headline a worse one: teasing, a label, quotation marks, capitals, too short or long."""
    count = len(words(text))
    shortest, longest = FIT_WORDS
    misfit = 0.1 * max(0, shortest - count) + 0.05 * max(0, count - longest)
    return misfit + sum(
        (bool(_TEASING.search(text)), bool(_LABEL.search(text)), has_marks(text), text.isupper())
    )
