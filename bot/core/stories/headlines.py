"""Headlines: without an outlet's name, and how much two say the same, in whatever words."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.core.reading.text import WORD, fold_text, search_words, stem, terms
from bot.core.reading.text import words as words_of
from bot.model import Article, Listed

NUMBER_WEIGHT = 1.5
"""A number tells events apart better than a word, so it counts more."""

ALIKE = 0.35
"""Share of common letter triples from which two words can be forms of one."""

SAME_START = 4
"""Letters that two stems must share at their start to be forms of one word ("resign", "resignation")."""

OF_ONE_START = 0.8

WEIGHTS = {
    "words": 1.13,  # each word against its nearest in the other headline
    "stems": -0.22,  # words in common, in any form
    "names": 0.11,  # capitalised words in common
    "pairs": -0.2,  # neighbouring words in common, beyond what these words add alone
    "part": 0.27,  # the best run of the longer one against the shorter one
    "length": 0.28,  # words of the shorter one, by ten: of long headlines more can be the same
    "numbers": -0.07,  # both give numbers, and none in common
}
"""What each sign adds, by least squares over 1,500 pairs of headlines that people scored from 0 to 5."""

CONSTANT = -0.32


@dataclass(frozen=True, slots=True)
class _Word:
    stem: str
    triples: frozenset[str]
    number: bool


COMPARED = 300
"""Code points of a headline that are compared: no headline has more, and work grows with their square."""


def headline_similarity(one: str, other: str) -> float:
    """From 0 (nothing in common) to 1 (the same), as people would score it, by their first 300 characters."""
    signs = features(one[:COMPARED], other[:COMPARED])
    if not signs[0]:
        return 0.0
    score = CONSTANT + sum(weight * sign for weight, sign in zip(WEIGHTS.values(), signs, strict=True))
    return min(max(score, 0.0), 1.0)


def features(one: str, other: str) -> tuple[float, ...]:
    """The signs that `WEIGHTS` weighs, in its order."""
    mine, theirs = _words(one), _words(other)
    if not mine or not theirs:
        return (0.0,) * len(WEIGHTS)
    here, there = (frozenset(word.stem for word in words) for words in (mine, theirs))
    plain, other_plain = fold_text(one), fold_text(other)
    return (
        (_found(mine, theirs) + _found(theirs, mine)) / 2,
        _shared(here, there),
        _shared(_names(one), _names(other)),
        _shared(_pairs(mine), _pairs(theirs)),
        (fuzz.partial_ratio(plain, other_plain) + fuzz.partial_ratio(other_plain, plain)) / 200,
        min(len(here), len(there)) / 10,
        float(_numbers_differ(mine, theirs)),
    )


def _pairs(words: Sequence[_Word]) -> frozenset[tuple[str, str]]:
    return frozenset((one.stem, other.stem) for one, other in itertools.pairwise(words))


def _names(headline: str) -> frozenset[str]:
    return frozenset(terms(" ".join(word for word in WORD.findall(headline) if word[0].isupper())))


def _shared(one: frozenset[object], other: frozenset[object]) -> float:
    return 2 * len(one & other) / max(1, len(one) + len(other))


_NUMBER = re.compile(r"\d[\d.,]*")


def numbers_differ(one: str, other: str) -> bool:
    """Whether both headlines give numbers, and none that the other gives: another match, a later toll."""
    here, there = ({number.strip(".,") for number in _NUMBER.findall(line)} for line in (one, other))
    return bool(here) and bool(there) and here.isdisjoint(there)


def _numbers_differ(mine: Sequence[_Word], theirs: Sequence[_Word]) -> bool:
    here, there = ({word.stem for word in words if word.number} for words in (mine, theirs))
    return bool(here) and bool(there) and here.isdisjoint(there)


def _words(headline: str) -> list[_Word]:
    return [_word(word) for word in search_words(headline)]


@functools.lru_cache(maxsize=16384)
def _word(word: str) -> _Word:
    padded = f" {word} "
    triples = frozenset(padded[start : start + 3] for start in range(len(padded) - 2))
    return _Word(stem(word), triples, any(character.isdigit() for character in word))


def _found(words: Sequence[_Word], among: Sequence[_Word]) -> float:
    """The weighted share of the words that the others say too."""
    weights = [NUMBER_WEIGHT if word.number else 1.0 for word in words]
    said = [max(_alike(word, other) for other in among) for word in words]
    return sum(weight * share for weight, share in zip(weights, said, strict=True)) / sum(weights)


def _alike(one: _Word, other: _Word) -> float:
    if one.stem == other.stem:
        return 1.0
    if one.number or other.number:
        return 0.0
    shared = 2 * len(one.triples & other.triples) / (len(one.triples) + len(other.triples))
    if min(len(one.stem), len(other.stem)) >= SAME_START and one.stem[:SAME_START] == other.stem[:SAME_START]:
        return max(shared, OF_ONE_START)
    return shared if shared >= ALIKE else 0.0


# --- the headline alone ---------------------------------------------------------------------------


_SEPARATOR = re.compile(r"\s+[|–—·:-]{1,2}\s+|\s*\|\s*")
_OUTLET_WORD = re.compile(
    r"\b(?:news|times|post|guardian|herald|tribune|gazette|telegraph|journal|reuters|bbc|cnn|ap|afp|npr|nbc|abc|cbs|"
    r"chronicle|courier|observer|independent|mirror|mail|express|star|sun|world|online|com|live|today|magazine|"
    r"press|radio|tv|wire|daily|weekly|politico|bloomberg|jazeera)\b",
    re.IGNORECASE,
)


_KICKER = re.compile(
    r"^(?:(?:first on \w+|in (?:photos|pictures)|photos?|pictures|video|watch|breaking|exclusive|live"
    r"|live updates|updates?): +"
    r"|([^:]{1,30}?) (?:live(?: updates| blog)?|updates?|recap)(?=: ))(?=\S* *(?:\S+ ){3})",
    re.IGNORECASE,
)


MOST_OF_A_NAME = 4
"""Words of an outlet's name, and fewer than stand before it."""


def clean_headline(text: str, outlet: str) -> str:
    """The headline without an outlet's name at its end: " - The Guardian", " | BBC News"."""
    line = " ".join(text.split())
    separators = list(_SEPARATOR.finditer(line))
    if separators and _names_page(line, separators[-1], outlet):
        return clean_headline(line[: separators[-1].start()], outlet)
    return line


def _names_page(line: str, separator: re.Match[str], outlet: str) -> bool:
    """An outlet's name; or, behind a bar, a few capitalised words, be it an outlet's or a section's."""
    head, tail = line[: separator.start()], line[separator.end() :]
    return _names_outlet(tail, outlet) or (
        "|" in separator.group() and len(words_of(head)) > MOST_OF_A_NAME and _is_a_name(tail)
    )


def _names_outlet(tail: str, outlet: str) -> bool:
    """The outlet's own name, or up to four capitalised words with one that names outlets."""
    if fold_text(tail) == fold_text(outlet) or fold_text(tail) in fold_text(outlet).replace("www.", ""):
        return True
    return _is_a_name(tail) and _OUTLET_WORD.search(tail) is not None


def _is_a_name(tail: str) -> bool:
    said = words_of(tail)
    return len(said) <= MOST_OF_A_NAME and all(
        word[0].isupper() or word in {"of", "the", "and", "com"} for word in said
    )


def shown_headline(article: Article | Listed) -> str:
    """The headline without an outlet's name, and without a label such as "Live updates:"."""
    line = _KICKER.sub(lambda label: label.group(1) or "", clean_headline(article.headline, article.outlet))
    return line[:1].upper() + line[1:]
