"""Speakers without a name: "a spokesman for the mayor", "officials", "the statement"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.core.quotes.names import Name, bare, is_possessive
from bot.core.quotes.tokens import Token, Tokens
from bot.core.reading.lexicon import Lexicon

MODIFIERS = 6  # words between a determiner and its noun
SPEAKING = ("say", "tell", "speak", "gerund", "claim")  # groups of verbs that a speaker stands beside
COMPLEMENT = 10  # words of "for the mayor of London" that are kept


class Noun(NamedTuple):
    """A noun for a speaker: from its determiner to the end of what tells it apart."""

    first: int
    head_at: int
    last: int  # exclusive
    kind: str  # role, roles, voice, noun
    head: str
    text: str  # as it is printed
    definite: bool
    possessive: bool


def nouns(tokens: Tokens, found: Sequence[Name], lexicon: Lexicon) -> list[Noun]:
    """The unnamed speakers outside speech, in order; a role that only introduces a name is none."""
    named = {name.title: name.last for name in found}
    inside = {at for name in found for at in range(name.title, name.last)}
    return list(_Scan(tokens, lexicon, named, frozenset(inside)).nouns())


@dataclass(frozen=True, slots=True)
class _Scan:
    tokens: Tokens
    lexicon: Lexicon
    named: Mapping[int, int]  # where each name starts -> where it ends
    inside: frozenset[int]

    def nouns(self) -> Iterator[Noun]:
        beside = self._beside_cues()
        for at, token in enumerate(self.tokens.items):
            if at in self.inside or not (token.low in self.lexicon.nouns or at in beside):
                continue
            kind = self._kind(at, bare(token.low))
            if kind and not self._is_apposition(at):
                noun = self._noun(at, kind)
                if noun is not None:
                    yield noun

    def _beside_cues(self) -> set[int]:
        """The tokens near verbs of speech, where a noun that is not in the lexicon may speak."""
        found: set[int] = set()
        for at, token in enumerate(self.tokens.items):
            if token.low in self.lexicon.cues:
                found.add(at - 1)
                found.update(range(at + 2, at + 2 + MODIFIERS))
        return found

    def _kind(self, at: int, low: str) -> str:
        lexicon = self.lexicon
        for kind, known in (("role", lexicon.people), ("roles", lexicon.plurals), ("voice", lexicon.voices)):
            if low in known:
                return "" if self._only_describes(at, low) else kind
        return "noun" if self._beside_cue(at) else ""

    def _only_describes(self, at: int, low: str) -> bool:
        """Whether another noun follows: "campaign official", "an executive order"."""
        if at + 1 >= len(self.tokens.items):
            return False
        text, following = self.tokens.items[at + 1].text, bare(self.tokens.items[at + 1].low)
        lexicon = self.lexicon
        if lexicon.capital_nouns:
            return text[0].isupper() and following in lexicon.people
        if following in lexicon.classes or not text.isalpha() or text[0].isupper():
            return False
        if following in lexicon.people or following in lexicon.plurals or following in lexicon.voices:
            return True
        return low in lexicon.adjectives

    def _beside_cue(self, at: int) -> bool:
        """Whether a noun not in the lexicon has a verb of speech right after it, or before its article."""
        items, lexicon = self.tokens.items, self.lexicon
        token = items[at]
        if not token.text.isalpha() or not self._is_common(token) or token.low in lexicon.classes:
            return False
        if at + 1 < len(items) and lexicon.cues.get(items[at + 1].low) in SPEAKING:
            return True
        first = self._first(at)
        ahead = items[at + 1].low if at + 1 < len(items) else "."
        inverted = first > 1 and lexicon.cues.get(items[first - 1].low) in SPEAKING[:3]
        return (
            inverted
            and items[first].low in lexicon.determiners
            and (not ahead.isalpha() or lexicon.classes.get(ahead) in ("prep", "rel", "conj"))
        )

    def _is_common(self, token: Token) -> bool:
        return (
            token.text[0].isupper() and not token.capital
            if self.lexicon.capital_nouns
            else token.text.islower()
        )

    def _is_apposition(self, at: int) -> bool:
        """Whether a name follows at once, or a name and a comma stand before: "Price, a spokesman"."""
        if at + 1 in self.named or self._introduces(at):
            return True
        first = self._first(at)
        return first >= 2 and self.tokens.items[first - 1].text == "," and first - 2 in self.inside

    def _introduces(self, at: int) -> bool:
        """Whether a name between commas follows: "its director, Ida Quist,"."""
        items = self.tokens.items
        comma = self._complement(at)
        if self.lexicon.role_first and self._is_person(comma):
            return True  # "der Chef des Amts Bo Lund"
        end = self.named.get(comma + 1, -1)
        if not 0 < end < len(items) or items[comma].text != ",":
            return False
        return items[end].text == "," or (self.lexicon.role_first and self._is_person(comma + 1))

    def _is_person(self, at: int) -> bool:
        """Whether a name with a given name starts here."""
        return at in self.named and self.tokens.items[at].low in self.lexicon.given

    def _first(self, at: int) -> int:
        items, lexicon = self.tokens.items, self.lexicon
        first = at
        while first > 0 and at - first < MODIFIERS:
            before = items[first - 1]
            if before.low in lexicon.determiners:
                return first - 2 if first > 1 and items[first - 2].low in lexicon.determiners else first - 1
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
        definite = items[first].low in self.lexicon.definite
        possessive = is_possessive(items[at])
        return Noun(first, at, last, kind, bare(items[at].low), bare(text), definite, possessive)

    def _starts_anew(self, at: int) -> bool:
        """Whether an article starts another part of the sentence: "die Anwältin der Frau | dem Richter"."""
        token, before = self.tokens.items[at], self.tokens.items[at - 1]
        lexicon = self.lexicon
        if token.low in lexicon.complements:
            return False
        if lexicon.classes.get(token.low) == "prep":
            return True
        return token.low in lexicon.determiners and lexicon.classes.get(before.low) != "prep"

    def _follows_noun(self, at: int) -> bool:
        before = self.tokens.items[at - 1]
        return before.text[0].isupper() and before.low not in self.lexicon.titles

    def _complement(self, at: int) -> int:
        """The end of "for the mayor of London" after the head, or of the head itself."""
        items, lexicon = self.tokens.items, self.lexicon
        if at + 1 >= len(items) or items[at + 1].low not in lexicon.complements:
            return at + 1
        end = at + 1
        while end < len(items) and end - at <= COMPLEMENT:
            token = items[end]
            if self.lexicon.role_first and self._follows_noun(end) and self._is_person(end):
                break
            if lexicon.capital_nouns and self._starts_anew(end):
                break
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
