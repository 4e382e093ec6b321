"""What of a page is no prose of the article: headings, links, credits of pictures, datelines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.core.reading.lexicon import Lexicon
from bot.core.reading.tokens import Token, Tokens

HEADING = 4  # words from which a line in capitals is a heading
LINK = 5  # words before the colon of a link, and from which a line without a stop is one
CAPTION = 14  # words up to which a line without a stop is no paragraph that lost it
DATELINE = 8  # tokens before the dash that ends one
STOPS = frozenset(".!?…:;,)]—–-\"”’'»“")
COLONS = frozenset((":", "|"))
DASHES = frozenset(("—", "–", "--", "-"))


def furniture(tokens: Tokens, lexicon: Lexicon) -> frozenset[int]:
    """The tokens whose capitals tell of nobody in the story."""
    return frozenset(_Scan(tokens, lexicon).found())


def captions(tokens: Tokens, lexicon: Lexicon) -> frozenset[int]:
    """The tokens of lines without a stop: they may tell a full name, but nobody there acts in the story."""
    return frozenset(_Scan(tokens, lexicon).captions())


@dataclass(frozen=True, slots=True)
class _Scan:
    tokens: Tokens
    lexicon: Lexicon

    def found(self) -> Iterator[int]:
        for line, at, signs in self._lines():
            spoken = any(token.speech >= 0 for token in line)
            if not spoken and (self._is_heading(line) or (self._is_link(line) and not signs)):
                yield from range(at, at + len(line))
            else:
                yield from self._credits(line, at)
                yield from self._dateline(line, at)

    def captions(self) -> Iterator[int]:
        for line, at, signs in self._lines():
            if at and not signs and all(token.speech < 0 for token in line) and self._is_unstopped(line):
                yield from range(at, at + len(line))

    def _lines(self) -> Iterator[tuple[Sequence[Token], int, bool]]:
        """Each line, where it starts, and whether somebody may sign there, below speech alone."""
        at, signs = 0, False
        for _, group in groupby(self.tokens.items, key=lambda token: token.line):
            line = list(group)
            yield line, at, signs
            at, signs = at + len(line), len(line) == 1 and line[0].speech >= 0

    def _is_heading(self, line: Sequence[Token]) -> bool:
        """Whether only small words lack a capital."""
        words = [token for token in line if token.text[0].isalpha()]
        large = sum(token.low not in self.lexicon.small for token in words if token.capital)
        small = sum(token.low not in self.lexicon.small for token in words if not token.capital)
        return large >= HEADING and not small

    def _is_link(self, line: Sequence[Token]) -> bool:
        """Whether a line leads to another article: "Read more: …", "MORNING BRIEFING: Sign up for …"."""
        colon = next((at for at, token in enumerate(line[: LINK + 1]) if token.text in COLONS), 0)
        lead = [token for token in line[:colon] if token.text[0].isalpha()]
        if not lead:
            return False
        if "_".join(token.low for token in lead) in self.lexicon.links:
            return True
        return self._ends_open(line) and all(token.text.isupper() for token in lead)

    def _is_unstopped(self, line: Sequence[Token]) -> bool:
        """Whether a line of some words has no stop: a link, a caption or a heading."""
        return self._ends_open(line) and LINK <= sum(token.text[0].isalpha() for token in line) <= CAPTION

    def _ends_open(self, line: Sequence[Token]) -> bool:
        text, end = self.tokens.text, line[-1].end
        rest = text[line[-1].start : end + 1].strip()
        return not rest or rest[-1] not in STOPS

    def _credits(self, line: Sequence[Token], at: int) -> Iterator[int]:
        """The names of who took a picture: "Ida Quist/Getty Images", "Photograph: Bo Lund for the Echo"."""
        spoken = {token.sentence for token in line if token.speech >= 0}
        credited = -1
        for place, token in enumerate(line):
            if token.text == "/" and self._is_agency(line, place):
                start, end = place, place + 1
                while start > 0 and line[start - 1].capital and place - start < LINK:
                    start -= 1
                while end < len(line) and (end == place + 1 or line[end].low in self.lexicon.credits):
                    end += 1
                yield from range(at + start, at + min(end, place + LINK))
            if token.sentence not in spoken and self._is_credit(line, place):
                credited = token.sentence
            if token.sentence == credited:
                yield at + place

    def _is_agency(self, line: Sequence[Token], at: int) -> bool:
        """Whether an agency stands on either side of a stroke."""
        return any(token.low in self.lexicon.agencies for token in line[max(0, at - 1) : at + 2])

    def _is_credit(self, line: Sequence[Token], at: int) -> bool:
        """Whether "Photograph:" or "Photo by" stands here, where a sentence or a bracket opens."""
        token, lexicon = line[at], self.lexicon
        before, after = line[at - 1] if at else None, line[at + 1] if at + 1 < len(line) else None
        opens = before is None or before.text == "(" or before.sentence != token.sentence
        marked = after is not None and (after.text in COLONS or after.low in lexicon.agents)
        return opens and marked and token.low in lexicon.credits

    def _dateline(self, line: Sequence[Token], at: int) -> Iterator[int]:
        """Where it was written: "DORN, Ohio (AP) — …"."""
        dash = next((end for end, token in enumerate(line[:DATELINE]) if token.text in DASHES), 0)
        if dash and line[0].text.isupper() and len(line[0].text) > 1:
            yield from range(at, at + dash)
