"""An article as the engine reads it: words and marks in order, each run of speech as one token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.core.quotes.capitals import fold
from bot.core.quotes.marks import Utterance, segments
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.text import paragraphs
from bot.model import Span

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
    return _Reader(text, utterances, lexicon).read()


class _Reader:
    """One pass over the text."""

    def __init__(self, text: str, utterances: Sequence[Utterance], lexicon: Lexicon) -> None:
        self._text = text
        self._lexicon = lexicon
        self._queue = list(segments(utterances))
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
        folded = fold([word for word, *_ in raw], self._lexicon)
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


_MARKS = frozenset("\"“”„‟«»'‘’‚‛‹›`")
_STOPS = frozenset((".", "!", "?", "…"))
_INNER = frozenset((",", ";", ":", "-", "–", "—", "―", "--", ".", ")"))


def words_of(text: str, span: Span, lexicon: Lexicon) -> list[str]:
    """The words of a run of speech, folded."""
    found = lexicon.token.findall(text, span.start, span.end)
    return [word.lower().replace("’", "'") for word in found if word[0].isalnum()]
