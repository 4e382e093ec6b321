"""An article as words and marks in order, each run of speech one token, and which words may be names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.core.reading.lexicon import Lexicon
from bot.core.reading.text import paragraphs
from bot.model import Span

LEAST_FIRST = 2  # characters before the head of a compound
LEAST_ENDING = 3  # characters before the ending of a noun

JOINED = re.compile(r"(?:a[lsnrtzd]|e[lsnr]|ash|abd|bin|ben|ibn|d['’]|l['’]|dell['’]|t['’])-?[A-Z]")
"""A small word joined to a name: al-Masri, d'Angelo."""

Utterance = tuple[Span, ...]
"""The runs of one utterance, one a paragraph, ascending, without their marks."""

FoldedWord = tuple[str, bool]
"""The folded form of a word, and whether its capital may tell a name."""


def fold_words(words: Sequence[str], lexicon: Lexicon) -> list[FoldedWord]:
    """Each word folded; of a compound its head, of a genitive the name with "'s"."""
    lows = [word.lower().replace("’", "'") if "’" in word else word.lower() for word in words]
    if not lexicon.capital_nouns:
        return [
            (low, word[0].isupper() or JOINED.match(word) is not None)
            for word, low in zip(words, lows, strict=True)
        ]
    return _Guard(
        words, [_head(word, low, lexicon) for word, low in zip(words, lows, strict=True)], lexicon
    ).fold_words()


def _head(word: str, low: str, lexicon: Lexicon) -> str:
    """What a compound is: of "Bundesfinanzminister" it is "minister"."""
    if not word[0].isupper() or low in lexicon.titles or low in lexicon.nouns or low in lexicon.organisations:
        return low
    if not low.endswith(lexicon.heads):
        return low
    head = next(head for head in lexicon.heads if low.endswith(head))
    return head if len(low) >= len(head) + LEAST_FIRST else low


class _Guard:
    """The words of one article: what stands before a word once tells of it everywhere."""

    def __init__(self, words: Sequence[str], lows: Sequence[str], lexicon: Lexicon) -> None:
        self._words = words
        self._lows = lows
        self._lexicon = lexicon
        organisations = lexicon.organisations - lexicon.voices
        self._known = lexicon.titles | lexicon.places | lexicon.peoples | organisations | lexicon.calendar

    def fold_words(self) -> list[FoldedWord]:
        capitals = [at for at, word in enumerate(self._words) if word[0].isupper()]
        named = {self._lows[at] for at in capitals if at and self._leads(at - 1)}
        common = {self._lows[at] for at in capitals if at and self._determined(at - 1)} - named
        proper = {at for at in capitals if self._may_be_name(at, common, named)}
        proper |= {at for at in capitals if at - 1 in proper and self._ends_name(at, common)}
        bases = {self._lows[at] for at in proper} - self._known | self._lexicon.places
        return [
            (self._genitive(low, bases) if at in proper else low, at in proper)
            for at, low in enumerate(self._lows)
        ]

    def _leads(self, at: int) -> bool:
        """Whether a given name or a title stands here."""
        if self._words[at][0].isupper() and self._lows[at] in self._lexicon.titles:
            return True
        while self._lows[at] in self._lexicon.particles and at and self._words[at].islower():
            at -= 1
        return self._words[at][0].isupper() and self._is_given(self._lows[at])

    def _is_given(self, low: str) -> bool:
        return low in self._lexicon.given or ("-" in low and low.split("-")[0] in self._lexicon.given)

    def _ends_name(self, at: int, common: set[str]) -> bool:
        """Whether a word that ends like a noun follows one that may be a given name: Ottmar Breidling."""
        low, before = self._lows[at], self._lows[at - 1]
        nouns = self._lexicon.common | self._lexicon.people | common
        return low not in nouns and before not in self._known and self._words[at].isalpha()

    def _determined(self, at: int) -> bool:
        """Whether an article, a number or an adjective stands here."""
        word, low = self._words[at], self._lows[at]
        if low in self._lexicon.determiners or low in self._lexicon.contractions or low.isdigit():
            return True
        if (
            not word.islower()
            or not low.endswith(self._lexicon.adjective_endings)
            or low in self._lexicon.classes
        ):
            return False
        return not low.endswith(self._lexicon.past_endings) or (
            at > 0 and self._lows[at - 1] in self._lexicon.determiners
        )

    def _may_be_name(self, at: int, common: set[str], named: set[str]) -> bool:
        word, low, lexicon = self._words[at], self._lows[at], self._lexicon
        if low in self._known or self._is_given(low) or (word.isupper() and len(word) > 1) or low in named:
            return True
        if low in lexicon.classes or low in lexicon.starters:
            return False
        ending = low.endswith(lexicon.noun_endings) and len(low) >= LEAST_ENDING + 3
        return not (low in lexicon.common or low in lexicon.people or low in common or ending)

    def _genitive(self, low: str, bases: set[str]) -> str:
        return (
            f"{low[:-1]}'s"
            if low.endswith("s") and low[:-1] in bases and low not in self._lexicon.given
            else low
        )


# --- the tokens of an article ------------------------------------------------------------------------


SPEECH = "“”"
CUE_WITHIN = 6  # words after a question or an exclamation in which its reporting verb stands


class Token(NamedTuple):
    """A word, a mark of punctuation, or a whole run of speech; `low` is its folded form."""

    text: str
    low: str
    start: int
    end: int
    line: int
    sentence: int
    speech: int  # the number of the utterance, or -1
    capital: bool  # whether it is written with a capital that may tell a name


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text; `runs` are the token numbers of each utterance, one a span."""

    text: str
    items: tuple[Token, ...]
    runs: tuple[tuple[int, ...], ...]
    openings: frozenset[int]  # tokens that start a sentence


def tokenise(text: str, utterances: Sequence[Utterance], lexicon: Lexicon) -> Tokens:
    """The tokens of a text outside its speech, and one for each run of speech."""
    return _Tokeniser(text, utterances, lexicon).read()


class _Tokeniser:
    """One pass over the text."""

    def __init__(self, text: str, utterances: Sequence[Utterance], lexicon: Lexicon) -> None:
        self._text = text
        self._lexicon = lexicon
        self._queue = [(number, span) for number, spans in enumerate(utterances) for span in spans]
        self._runs: list[list[int]] = [[] for _ in utterances]
        self._raw: list[tuple[str, int, int, int, int]] = []

    def read(self) -> Tokens:
        at = 0
        for line, span in enumerate(paragraphs(self._text)):
            position = span.start
            while at < len(self._queue) and self._queue[at][1].start < span.end:
                number, run = self._queue[at]
                self._words(position, run.start, line)
                self._runs[number].append(len(self._raw))
                self._raw.append((SPEECH, run.start, run.end, line, number))
                position = run.end
                at += 1
            self._words(position, span.end, line)
        return self._with_sentences()

    def _words(self, start: int, end: int, line: int) -> None:
        append = self._raw.append
        for match in self._lexicon.token.finditer(self._text, start, end):
            word = match.group()
            if word not in _MARKS:
                append((word, match.start(), match.end(), line, -1))

    def _with_sentences(self) -> Tokens:
        items: list[Token] = []
        openings: list[int] = []
        sentence, fresh, line_before = -1, True, -1
        raw = self._raw
        folded = fold_words([word for word, *_ in raw], self._lexicon)
        for index, (word, start, end, line, speech) in enumerate(raw):
            if fresh or line != line_before:
                sentence += 1
                openings.append(index)
            fresh = (speech >= 0 or word in _STOPS) and self._ends(index)
            line_before = line
            low, capital = folded[index]
            items.append(Token(word, low, start, end, line, sentence, speech, capital))
        runs = tuple(tuple(run) for run in self._runs)
        return Tokens(self._text, tuple(items), runs, frozenset(openings))

    def _ends(self, index: int) -> bool:
        """Whether a sentence ends with this token."""
        _, _, end, _, speech = self._raw[index]
        if index + 1 == len(self._raw):
            return False
        following = self._raw[index + 1]
        if speech < 0:
            return not following[0][0].islower()
        last = self._text[end - 1]
        if last not in ".?!…" or following[0][0].islower() or following[0] in _INNER:
            return False
        return last == "." or not self._cue_follows(index)

    def _cue_follows(self, index: int) -> bool:
        line = self._raw[index][3]
        for word, _, _, its_line, speech in self._raw[index + 1 : index + 1 + CUE_WITHIN]:
            if its_line != line or speech >= 0 or word in _STOPS:
                return False
            if word.lower() in self._lexicon.cues:
                return True
        return False


_MARKS = frozenset("\"“”„‟«»'‘’‚‛‹›`´″〝〞＂「」『』")
_STOPS = frozenset((".", "!", "?", "…"))
_INNER = frozenset((",", ";", ":", "-", "–", "—", "―", "--", ".", ")"))


def words_of(text: str, span: Span, lexicon: Lexicon) -> list[str]:
    """The words of a run of speech, folded."""
    found = lexicon.token.findall(text, span.start, span.end)
    return [word.lower().replace("’", "'") for word in found if word[0].isalnum()]


def bare(word: str) -> str:
    """A word without its possessive ending."""
    if word[-1:] not in "s'’":
        return word
    for ending in ("'s", "’s", "s'", "s’"):
        if word.endswith(ending) and len(word) > len(ending):
            return word[: -1 if ending[0] == "s" else -2]
    return word
