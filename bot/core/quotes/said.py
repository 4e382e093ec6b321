"""The words of a quote made plain, each with its place, and two quotes laid beside one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from bot.core.reading.text import STOP_WORDS, WORD, fold, stem
from bot.model import Quote, Span

LONGEST = 250
"""Words of a quote that are compared; a longer one is a speech printed in full."""

NEAR = 3
"""Words at an end that stand against other words there: reworded, not left out."""

GAP = 0.5
"""What a word between two shared runs costs against the words of a run."""

_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
_ELLIPSIS = "..."


@dataclass(frozen=True, slots=True)
class Said:
    """A quote by its folded words; `breaks` are the words before which something is left out openly."""

    quote: Quote
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    breaks: frozenset[int]

    @property
    def terms(self) -> frozenset[str]:
        """The stems that say what it is about."""
        return frozenset(stem(word) for word in self.words if telling(word))


def telling(word: str) -> bool:
    """Whether a folded word says what a text is about."""
    return word not in STOP_WORDS and (len(word) > 1 or word.isdigit())


def said(quote: Quote) -> Said:
    """The quote's words: hyphens part them, points in abbreviations are left out."""
    words: list[str] = []
    spans: list[Span] = []
    breaks: set[int] = set()
    for run in quote.spans:
        breaks.add(len(words))
        folded = fold(quote.article.words(run))
        text, before = _HYPHEN.sub(" ", folded.text), 0
        for match in WORD.finditer(text):
            if _ELLIPSIS in text[before : match.start()]:
                breaks.add(len(words))
            before = match.end()
            place = folded.span(match.start(), match.end())
            words.append(_plain(match.group()))
            spans.append(Span(run.start + place.start, run.start + place.end))
    return Said(quote, tuple(words[:LONGEST]), tuple(spans[:LONGEST]), frozenset(breaks - {0}))


def _plain(word: str) -> str:
    return word.replace(".", "") if word.replace(".", "").isalpha() else word


class Run(NamedTuple):
    """Equal words: where they begin in each, and how many they are."""

    one: int
    other: int
    size: int


@dataclass(frozen=True, slots=True)
class Beside:
    """Two quotes laid beside one another, where they share words: the part from `first` to `last` in each."""

    one: Said
    other: Said
    runs: tuple[Run, ...]
    first: tuple[int, int]
    last: tuple[int, int]  # exclusive

    @property
    def shared(self) -> list[str]:
        """The equal words in order."""
        return [word for run in self.runs for word in self.one.words[run.one : run.one + run.size]]

    @property
    def lengths(self) -> tuple[int, int]:
        """Words of the part in each."""
        return self.last[0] - self.first[0], self.last[1] - self.first[1]

    @property
    def exact(self) -> bool:
        """Whether the part is the same words in both."""
        return self.lengths == (len(self.shared),) * 2

    @property
    def whole(self) -> tuple[bool, bool]:
        """Whether the part is all of each."""
        return self.lengths[0] == len(self.one.words), self.lengths[1] == len(self.other.words)

    @property
    def parted(self) -> bool:
        """Whether both begin, or both go on, with words of their own: two sentences of like build."""
        after = len(self.one.words) - self.last[0], len(self.other.words) - self.last[1]
        return all(self.first) or all(after)

    def unshared(self, side: int) -> list[int]:
        """The words of the part that the other side has not, by number; side 0 or 1."""
        return [at for at in self.left_out(side) if self.first[side] <= at < self.last[side]]

    def left_out(self, side: int) -> list[int]:
        """All words that the other side has not, by number."""
        equal = {run[side] + step for run in self.runs for step in range(run.size)}
        return [at for at in range(len((self.one, self.other)[side].words)) if at not in equal]

    def elided(self, side: int) -> bool:
        """Whether this side has nothing of its own, and every word that it lacks is left out openly."""
        quote = (self.one, self.other)[side]
        gaps = zip(self.runs, self.runs[1:], strict=False)
        return not self.unshared(side) and all(
            following[side] in quote.breaks for run, following in gaps if _skips(run, following, 1 - side)
        )


def _skips(run: Run, following: Run, side: int) -> bool:
    return following[side] > run[side] + run.size


def beside(one: Said, other: Said) -> Beside | None:
    """The two laid beside one another; None when they share no word."""
    matcher = SequenceMatcher(None, one.words, other.words, autojunk=False)
    runs = _densest([Run(*block) for block in matcher.get_matching_blocks() if block.size])
    if not runs:
        return None
    first = _widened(runs[0].one, runs[0].other)
    ends = runs[-1].one + runs[-1].size, runs[-1].other + runs[-1].size
    after = _widened(len(one.words) - ends[0], len(other.words) - ends[1])
    last = len(one.words) - after[0], len(other.words) - after[1]
    return Beside(one, other, tuple(runs), first, last)


def _widened(mine: int, theirs: int) -> tuple[int, int]:
    """How many words stay outside at an end: few words against others there belong to the part."""
    near = min(mine, theirs)
    return (mine - near, theirs - near) if near <= NEAR else (mine, theirs)


def _densest(runs: Sequence[Run]) -> list[Run]:
    """The neighbouring runs with most words for the gaps between them."""
    best: tuple[float, int, int] = (0.0, 0, 0)
    start, total = 0, 0.0
    for at, run in enumerate(runs):
        total -= GAP * _gap(runs[at - 1], run) if at > start else 0.0
        if total < 0:
            start, total = at, 0.0
        total += run.size
        best = max(best, (total, -start, at + 1))
    return list(runs[-best[1] : best[2]])


def _gap(run: Run, following: Run) -> int:
    return max(following.one - run.one, following.other - run.other) - run.size
