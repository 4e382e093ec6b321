"""Surnames that are words of another kind as well: King, Major, May; and where they are borne."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.core.reading.lexicon import Lexicon
from bot.core.reading.tokens import Token, Tokens, bare

RUN = 8  # capitals before a surname that are looked at
REPORTING = ("say", "tell", "speak")


def borne_surnames(tokens: Tokens, lexicon: Lexicon) -> frozenset[int]:
    """The tokens at which a title, a month or a common word is somebody's surname."""
    scan = _Scan(tokens, lexicon)
    places = [at for at, token in enumerate(tokens.items) if scan.may_be_surname(at, token)]
    speaking = {bare(tokens.items[at].low) for at in places if scan.speaks_alone(at)}
    first = {at for at in places if scan.is_told(at, speaking)}
    known = {bare(tokens.items[at].low) for at in first}
    return frozenset(
        first | {at for at in places if bare(tokens.items[at].low) in known and scan.is_bare(at)}
    )


@dataclass(frozen=True, slots=True)
class _Scan:
    tokens: Tokens
    lexicon: Lexicon

    def may_be_surname(self, at: int, token: Token) -> bool:
        """Whether such a word ends a run of capitals, with no article: not "King Olaf", "the King"."""
        if not token.capital or token.text.isupper() or bare(token.low) not in self.lexicon.surnames:
            return False
        if self._goes_on(at) and bare(token.low) == token.low:
            return False
        lead = self._start(at) - 1
        return lead < 0 or not self._leads_to_a_thing(lead)

    def _goes_on(self, at: int) -> bool:
        items = self.tokens.items
        following = items[at + 1] if at + 1 < len(items) else None
        return (
            following is not None
            and following.capital
            and following.line == items[at].line
            and at + 1 not in self.tokens.openings
            and following.low not in self.lexicon.pronouns
            and following.low not in self.lexicon.suffixes
        )

    def _start(self, at: int) -> int:
        """Where the run of capitals starts that ends with a token; no article belongs to it."""
        items, start = self.tokens.items, at
        while start > 0 and start not in self.tokens.openings and at - start < RUN:
            before = items[start - 1]
            if not before.capital or before.line != items[at].line or before.low in self.lexicon.determiners:
                break
            if bare(before.low) != before.low:
                break
            start -= 1
        return start

    def _leads_to_a_thing(self, at: int) -> bool:
        """Whether an article right before a run makes it an office or a thing."""
        token, lexicon = self.tokens.items[at], self.lexicon
        return at + 1 not in self.tokens.openings and (
            token.low in lexicon.determiners or token.low in lexicon.possessives
        )

    def _strange(self, low: str) -> bool:
        """Whether a word may be a given name that is not in the lexicon."""
        lexicon = self.lexicon
        known = (lexicon.titles, lexicon.peoples, lexicon.places, lexicon.organisations, lexicon.calendar)
        return not any(low in words for words in known) and not (
            low in lexicon.people or low in lexicon.starters or low in lexicon.classes
        )

    def speaks_alone(self, at: int) -> bool:
        """Whether it is the subject of a verb of speech by itself: "Read said"."""
        return self._start(at) == at and self._speaks(at)

    def is_told(self, at: int, speaking: AbstractSet[str]) -> bool:
        """Whether what stands around the word alone tells a surname: "Mr King", "Judge Ravi Sen"."""
        lows = [token.low for token in self.tokens.items[self._start(at) : at]]
        if not lows:
            return False
        lexicon, before = self.lexicon, lows[-1]
        if before in lexicon.courtesy:
            return True
        given = before in lexicon.given and before not in lexicon.titles | lexicon.places
        if not given and not (self._strange(before) and before[0].isalpha()):
            return False
        led = any(self._introduces(low) for low in self._ahead(at, lows[:-1]))
        word = bare(self.tokens.items[at].low)
        if word in lexicon.organisations or word in lexicon.starters:
            return led or self._speaks(at) or (given and word in speaking)
        return given or led or (len(lows) > 1 and lows[0] in lexicon.given) or self._speaks(at)

    def _ahead(self, at: int, lows: list[str]) -> Iterator[str]:
        """The words that lead to a full name: those of its run, or the one before."""
        yield from lows
        start = self._start(at)
        if start > 0 and start not in self.tokens.openings:
            yield self.tokens.items[start - 1].low

    def _introduces(self, low: str) -> bool:
        return low in self.lexicon.titles or low in self.lexicon.people

    def _speaks(self, at: int) -> bool:
        """Whether a verb of speech or an age stands right after, or such a verb right before."""
        items, lexicon = self.tokens.items, self.lexicon
        after = items[at + 1 : at + 3]
        start = self._start(at)
        said = start > 0 and lexicon.cues.get(items[start - 1].low) in REPORTING
        aged = len(after) > 1 and after[0].text == "," and after[1].text.isdecimal()
        return said or aged or bool(after and lexicon.cues.get(after[0].low) in REPORTING)

    def is_bare(self, at: int) -> bool:
        """Whether a surname that the text told stands alone, or after titles."""
        items, lexicon = self.tokens.items, self.lexicon
        start = self._start(at)
        if start < at:
            return all(self._introduces(token.low) or self._strange(token.low) for token in items[start:at])
        word = bare(items[at].low)
        if word not in lexicon.calendar and word not in lexicon.starters:
            return True
        before = items[at - 1].low if at and at not in self.tokens.openings else ""
        after = lexicon.classes.get(items[at + 1].low, "") if at + 1 < len(items) else ""
        spoken = before in lexicon.cues or after.startswith(("cue", "aux", "verb")) or word != items[at].low
        return spoken and before not in lexicon.prepositions
