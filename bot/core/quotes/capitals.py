"""Which words may be names: where every noun has a capital, those that nothing shows to be a common noun."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.reading.lexicon import Lexicon

ADJECTIVE = ("e", "en", "er", "es", "em")  # endings of a word between an article and its noun
VERB = ("te", "ten")  # endings that a verb has as well
LEAST_FIRST = 2  # characters before the head of a compound
LEAST_ENDING = 3  # characters before the ending of a noun

Word = tuple[str, bool]
"""The folded form of a word, and whether its capital may tell a name."""


def fold(words: Sequence[str], lexicon: Lexicon) -> list[Word]:
    """Each word folded; of a compound its head, of a genitive the name with "'s"."""
    lows = [word.lower().replace("’", "'") if "’" in word else word.lower() for word in words]
    if not lexicon.capital_nouns:
        return [(low, word[0].isupper()) for word, low in zip(words, lows, strict=True)]
    return _Guard(
        words, [_head(word, low, lexicon) for word, low in zip(words, lows, strict=True)], lexicon
    ).fold()


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

    def fold(self) -> list[Word]:
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
        if not word.islower() or not low.endswith(ADJECTIVE) or low in self._lexicon.classes:
            return False
        return not low.endswith(VERB) or (at > 0 and self._lows[at - 1] in self._lexicon.determiners)

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
