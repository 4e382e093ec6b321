"""Speakers without a name: "a spokesman for the mayor", "officials", "the statement"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.core.quotes.lexicon import Lexicon
from bot.core.quotes.names import Name, bare
from bot.core.quotes.tokens import Tokens

MODIFIERS = 6  # words between a determiner and its noun
COMPLEMENT = 10  # words of "for the mayor of London" that are kept


class Noun(NamedTuple):
    """A noun for a speaker: from its determiner to the end of what tells it apart."""

    first: int
    head_at: int
    last: int  # exclusive, the head's own end
    kind: str  # role, roles, voice, noun
    head: str
    text: str  # as it is printed
    definite: bool
    possessive: bool


def nouns(tokens: Tokens, found: Sequence[Name], lexicon: Lexicon) -> list[Noun]:
    """The unnamed speakers outside speech, in order; a role that only introduces a name is none."""
    named = {name.title for name in found}
    inside = {at for name in found for at in range(name.title, name.last)}
    return list(_Scan(tokens, lexicon, frozenset(named), frozenset(inside)).nouns())


@dataclass(frozen=True, slots=True)
class _Scan:
    tokens: Tokens
    lexicon: Lexicon
    named: frozenset[int]
    inside: frozenset[int]

    def nouns(self) -> Iterator[Noun]:
        for at, token in enumerate(self.tokens.items):
            kind = self._kind(at, bare(token.low))
            if kind and at not in self.inside and not self._is_apposition(at):
                noun = self._noun(at, kind)
                if noun is not None:
                    yield noun

    def _kind(self, at: int, low: str) -> str:
        lexicon = self.lexicon
        if low in lexicon.people:
            return "" if self._is_noun(at + 1) else "role"
        if low in lexicon.plurals:
            return "" if self._is_noun(at + 1) else "roles"
        if low in lexicon.voices:
            return "" if self._is_noun(at + 1) else "voice"
        return "noun" if self._before_cue(at) else ""

    def _is_noun(self, at: int) -> bool:
        """Whether another noun follows, so that the one before only describes it: "an executive order"."""
        if at >= len(self.tokens.items):
            return False
        text, low = self.tokens.items[at].text, bare(self.tokens.items[at].low)
        lexicon = self.lexicon
        if low in lexicon.classes or not text.isalpha() or text[0].isupper():
            return False
        return not low.endswith(("ly", "ed", "ing", "ar"))

    def _before_cue(self, at: int) -> bool:
        """Whether a common noun that is not in the lexicon stands right before a verb of speech."""
        items, lexicon = self.tokens.items, self.lexicon
        if at + 1 >= len(items) or lexicon.cues.get(items[at + 1].low) not in ("say", "tell", "speak"):
            return False
        token = items[at]
        return token.text.isalpha() and token.text.islower() and lexicon.classes.get(token.low) is None

    def _is_apposition(self, at: int) -> bool:
        """Whether a name follows at once, or a name and a comma stand before: "Price, a spokesman"."""
        if at + 1 in self.named:
            return True
        first = self._first(at)
        return first >= 2 and self.tokens.items[first - 1].text == "," and first - 2 in self.inside

    def _first(self, at: int) -> int:
        items, lexicon = self.tokens.items, self.lexicon
        first = at
        while first > 0 and at - first < MODIFIERS:
            before = items[first - 1]
            if before.low in lexicon.determiners:
                return first - 1
            if before.speech >= 0 or before.line != items[at].line or not before.text[0].isalnum():
                break
            if lexicon.classes.get(before.low) not in (None, "given") and not before.capital:
                break
            first -= 1
        return first

    def _noun(self, at: int, kind: str) -> Noun | None:
        items = self.tokens.items
        first = self._first(at)
        determined = items[first].low in self.lexicon.determiners
        if not determined and kind in ("role", "noun", "voice") and first == at:
            return None
        last = self._complement(at)
        text = self.tokens.text[items[first].start : items[last - 1].end]
        definite = items[first].low in ("the", "this", "that")
        possessive = items[at].text != bare(items[at].text)
        return Noun(first, at, at + 1, kind, bare(items[at].low), bare(text), definite, possessive)

    def _complement(self, at: int) -> int:
        """The end of "for the mayor of London" after the head, or of the head itself."""
        items, lexicon = self.tokens.items, self.lexicon
        if at + 1 >= len(items) or items[at + 1].low not in (
            "for",
            "of",
            "from",
            "with",
            "at",
            "close",
            "in",
        ):
            return at + 1
        end = at + 1
        while end < len(items) and end - at <= COMPLEMENT:
            token = items[end]
            if token.speech >= 0 or token.line != items[at].line or not token.text[0].isalnum():
                break
            if token.low in lexicon.cues or lexicon.classes.get(token.low) in (
                "aux",
                "verb",
                "conj",
                "pron",
                "rel",
            ):
                break
            end += 1
        while end > at + 1 and lexicon.classes.get(items[end - 1].low) in ("prep", "det", "adv"):
            end -= 1
        return end
