"""What a full-text index holds of a text, and what it is asked for: terms, folded and stemmed by language.

Both are made here, so that an index takes terms as they are, whatever engine it is.
"""

from __future__ import annotations

import functools
import re
import unicodedata
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, pairwise

from bot.core.reading.text import MARKS, STOP_WORDS, fold_text, stem

LONGEST = 40
"""Code points of a term; what is longer is cut in the index and in a query alike."""

ALGORITHMS: Mapping[str, str] = {
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "pt": "portuguese",
}
"""ISO 639-1 code -> how its words are stemmed; those of other languages are not."""

_IN_WORDS = "’'‘ʼ′＇`´.&\\-‐‑\u00ad\u200b\u200c\u200d\u2060\ufeff"
_TOKEN = re.compile(rf"(\w[\w{MARKS}]*(?:(?:[{_IN_WORDS}]+|(?<=\d),(?=\d{{3}}(?!\d)))[\w{MARKS}]+)*)")

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Scripts without spaces between words, and Hangul, whose particles stick to them."""

_RUN = re.compile(f"([{_UNSPACED}]+)")
_DECIMAL = re.compile(r"\d+\.\d+")
_NOT_IN_PIECES = re.compile(r"[\W_]+")

Alternative = tuple[str, ...]
"""Terms that stand for a word together; the last may end in an asterisk and means what begins so."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a text in their order, the checksum of each, and where its word begins, in code points."""

    terms: Sequence[str]
    codes: Sequence[int]
    starts: Sequence[int]

    def __add__(self, other: Terms) -> Terms:
        return Terms([*self.terms, *other.terms], [*self.codes, *other.codes], [*self.starts, *other.starts])


def code_of(term: str) -> int:
    """A checksum of 24 bits, never 0."""
    return zlib.crc32(term.encode("utf-8", "replace")) & 0xFFFFFF or 1


Read = tuple[tuple[str, int, int], ...]
"""The terms of a word, each with its checksum and its place in the word; a stop word written with a capital
stands for itself, without a checksum."""


class _Reader(dict[str, Read]):
    """Word as written -> what an index holds of it, in one language."""

    MOST = 500_000

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def __missing__(self, word: str) -> Read:
        if not word.isascii() and _RUN.search(word):
            return tuple((term, code_of(term), at) for term, at in _unspaced(word, self.language))
        folded = folded_word(word)
        if folded in STOP_WORDS:
            found: Read = ((folded, 0, 0),) if word[0].isupper() else ()
        else:
            whole, pieces = _forms(folded, (self.language,))
            thousands = [part[:LONGEST] for part in word.split(",")] if "," in word else ()
            held = dict.fromkeys((*whole, *(term for piece in pieces for term in piece), *thousands))
            found = tuple((term, code_of(term), 0) for term in held if term)
        if len(self) >= self.MOST:
            self.clear()
        self[word] = found
        return found


@functools.cache
def _reader(language: str | None) -> _Reader:
    return _Reader((language if language in ALGORITHMS else "") if language else "en")


def terms_of(text: str, language: str | None) -> Terms:
    """The terms of a text in this language (an ISO 639-1 code; English unless known).

    Of stop words there are only those before a capitalised one, as pairs: "the_who".
    """
    parts = _TOKEN.split(text)
    reader = _reader(language)
    begins = list(accumulate(map(len, parts)))[::2]
    found = zip([reader[word] for word in parts[1::2]], begins, strict=False)
    rows = [(term, code, start + inside) for read, start in found for term, code, inside in read]
    if any(not code for _, code, _ in rows):
        rows = list(_paired(rows, parts, begins))
    terms, codes, starts = zip(*rows, strict=True) if rows else ((), (), ())
    return Terms(terms, codes, starts)


def _paired(
    rows: Iterable[tuple[str, int, int]], parts: Sequence[str], begins: Sequence[int]
) -> Iterator[tuple[str, int, int]]:
    """The same, each capitalised stop word with the one before it, or left out where there is none."""
    for term, code, start in rows:
        if code:
            yield term, code, start
            continue
        at = bisect_left(begins, start)
        if at and parts[2 * at] == " " and (before := folded_word(parts[2 * at - 1])) in STOP_WORDS:
            pair = f"{before}_{term}"
            yield pair, code_of(pair), begins[at - 1]


def stop_terms(headline: str) -> Terms:
    """The stop words of a headline, each once, as terms of their own: some name a book or a band."""
    folded = dict.fromkeys(folded_word(word) for word in _TOKEN.findall(headline))
    terms = [f"_{word}" for word in folded if word in STOP_WORDS]
    return Terms(terms, [code_of(term) for term in terms], [len(headline)] * len(terms))


def folded_word(word: str) -> str:
    """A word as it is compared: folded, without a possessive 's and without commas between digits."""
    plain = word.lower() if word.isascii() else fold_text(word)
    return plain.removesuffix("'s").replace(",", "")


def _forms(folded: str, languages: Sequence[str]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The terms of a word written as one, one a language; and of each of its pieces, where it has some."""
    if _DECIMAL.fullmatch(folded):
        return (folded[:LONGEST],), ()
    pieces = [piece for piece in _NOT_IN_PIECES.split(folded) if piece]
    whole = _stems("".join(pieces), languages)
    if len(pieces) == 1 or all(len(piece) == 1 for piece in pieces):
        return whole, ()
    kept = pieces[1:] if "'" in folded else pieces  # O'Dwyer, l'eau; not the don of don't
    least = 3 if "'" in folded else 2
    telling = [one for one in kept if (len(one) >= least or one.isdigit()) and one not in STOP_WORDS]
    return whole, tuple(_stems(piece, languages) for piece in telling)


def _stems(word: str, languages: Sequence[str]) -> tuple[str, ...]:
    word = word[:LONGEST]
    return tuple(dict.fromkeys(_stem(word, language) for language in languages))


def _stem(word: str, language: str) -> str:
    """By its language, which is told but for English: "highest" is no German "high"."""
    if language == "en":
        return stem(word)
    return f"{stem(word, ALGORITHMS[language])}@{language}" if language and word else word


def _unspaced(word: str, language: str) -> Iterator[tuple[str, int]]:
    """Of a run of such a script each pair of signs, and its last sign; what stands between as words."""
    at = 0
    for number, run in enumerate(_RUN.split(word)):
        if number % 2:
            signs = [(plain, place) for place, sign in enumerate(run) if (plain := _sign(sign))]
            for (one, place), (other, _) in pairwise(signs):
                yield one + other, at + place
            for last, place in signs[-1:]:
                yield last, at + place
        elif run and (folded := folded_word(run)) and folded not in STOP_WORDS:
            for term in _forms(folded, (language,))[0]:
                if term:
                    yield term, at
        at += len(run)


@functools.lru_cache(maxsize=16384)
def _sign(sign: str) -> str:
    """A sign as it is compared, of a Korean syllable the whole."""
    return unicodedata.normalize("NFC", fold_text(sign))


# --- what is asked for --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word that is looked for, and the terms by which it is found: any of the alternatives."""

    word: str
    alternatives: tuple[Alternative, ...]

    @property
    def exact(self) -> tuple[Alternative, ...]:
        """Those of one term, where there are such: parts of a word may stand anywhere, and mean nothing."""
        return tuple(each for each in self.alternatives if len(each) == 1) or self.alternatives


_EVERY = ("en", *(code for code in ALGORITHMS if code != "en"), "")


def wanted(words: Sequence[str]) -> tuple[Wanted, ...]:
    """What to look for, for each of these words that says something, in order; each word once.

    A phrase of nothing but stop words is looked for as they stand together: in a name, or in a headline;
    so are lone stop words where nothing else is asked for.
    """
    words = tuple(dict.fromkeys(words))
    if found := tuple(one for word in words if (one := _wanted(word)).alternatives):
        return found
    stops = [folded for word in words if (folded := folded_word(word)) in STOP_WORDS]
    return (_together(stops),) if stops else ()


def _together(stops: Sequence[str]) -> Wanted:
    """Stop words as they stand together: each but the first with a capital, or all in a headline."""
    pairs = tuple(f"{one}_{other}" for one, other in pairwise(stops))
    above = tuple(f"_{word}" for word in stops)
    return Wanted(" ".join(stops), (*((pairs,) if pairs else ()), above))


def _wanted(word: str) -> Wanted:
    folded = folded_word(unicodedata.normalize("NFC", word))
    if folded in STOP_WORDS:
        return Wanted(word, ())
    parts = folded.split()[:_LONGEST_NAME]
    if len(parts) > 1 and STOP_WORDS.issuperset(parts):
        return _together(parts)
    if _RUN.search(unicodedata.normalize("NFC", word)):
        return Wanted(word, _wanted_unspaced(word))
    whole, pieces = _forms(folded, _EVERY)
    alternatives: list[Alternative] = [(term,) for term in whole if term]
    if pieces:
        alternatives.append(tuple(each[0] for each in pieces))
    return Wanted(word, tuple(alternatives))


def _wanted_unspaced(word: str) -> tuple[Alternative, ...]:
    """Of a word all its pairs; a lone sign as the first of any; of what may be a sentence any few signs."""
    terms = [term for term, _ in _unspaced(unicodedata.normalize("NFC", word), "en")]
    pairs, last = terms[:-1], terms[-1:]
    if not pairs:
        return tuple((f"{one}*",) for one in last)
    if len(pairs) <= _LONGEST_WORD:
        return (tuple(pairs),)
    return tuple(tuple(pairs[at : at + _TOGETHER]) for at in range(0, len(pairs), _TOGETHER))[:_RUNS]


_LONGEST_NAME = 12
"""Stop words of a phrase that are looked for together."""

_LONGEST_WORD, _TOGETHER, _RUNS = 8, 3, 16
"""Pairs of signs that are one word; pairs that are looked for together in longer runs, and how many such."""


# --- dates as terms -----------------------------------------------------------------------------------


def date_terms(dated: datetime) -> tuple[str, str]:
    """The year and the month of an article as terms, which no word is."""
    return f"@{dated.year}", f"@{dated.year}{dated.month:02}"


def date_terms_between(since: datetime, until: datetime, most: int = 60) -> tuple[str, ...]:
    """The terms of which each article between has one, few others any; none where they would be too many."""
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    found: list[str] = []
    month = first
    while month <= last and len(found) <= most:
        year = month // 12
        if month % 12 == 0 and month + 11 <= last:
            found.append(f"@{year}")
            month += 12
        else:
            found.append(f"@{year}{month % 12 + 1:02}")
            month += 1
    return tuple(found) if len(found) <= most else ()
