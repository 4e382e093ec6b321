"""What speaks for a sentence as the answer: the words of the question, and what of the type asked for."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from bot.core.answers.facts import Fact, facts
from bot.core.answers.query import Sought, families, plain
from bot.core.reading.grammar import ENGLISH_GRAMMAR
from bot.core.reading.text import STOP_WORDS, WORD
from bot.model import Span

NEAR = 300
"""Code points before and after a sentence that tell what it is about."""

LEAD = 600
"""Code points at the beginning, where news says what it is about."""

BESIDE = 30
"""Code points between a fact and a word of the question at which its nearness has fallen to a half."""


CAPITALS = frozenset(("us",))
"""Names that in small letters are other words, which nobody looks for."""

FAR = 0.25
"""Nearness of a fact in a sentence without any word of the question."""


class Place(NamedTuple):
    """A word of a text that the question has too, or one of its family."""

    at: int
    end: int
    root: str  # the question's


class Fitness(NamedTuple):
    """What speaks for a sentence as the answer; shares are of the question's weight, from 0 to 1."""

    own: float = 0.0  # in the sentence itself
    near: float = 0.0  # within some lines of it
    around: float = 0.0  # there or in the headline
    relation: float = 0.0  # of the words that are no names, in the sentence
    least: float = 0.0  # how near the relation word is that stands farthest: 1 in it, ½ near, ¼ above
    article: float = 0.0  # how far its article is behind the best, negative
    fact: float = 0.0  # 1 when it holds what was asked for by its type
    close: float = 0.0  # how close that stands to a relation word, or else to any word of the question
    counted: float = 0.0  # 1 when a figure stands before what is counted
    joined: float = 0.0  # pairs of the question that stand together here too
    news: float = 0.0  # how many words it has that the question has not, twenty at most
    length: float = 0.0  # in words, of forty
    lead: float = 0.0  # 1 at the beginning of its article
    leaning: float = 0.0  # 1 when it leans on the sentence before
    newest: float = 0.0  # how new its article is among the best, where the latest is asked for
    story: float = 0.0  # 1 in an article of the thread's story
    event: float = 0.0  # of the names of the thread's story, in its article's head or near it
    agreed: float = 0.0  # how much what is new in it is said by other fit sentences too


@dataclass(frozen=True, slots=True)
class Matcher:
    """Finds a question's words in a text, in any form and by any word of their families."""

    roots: Mapping[str, frozenset[str]]  # root of a text's word -> roots of the question
    names: tuple[str, ...] = ()  # of several words, none of which tells anything: the who

    @classmethod
    def of(cls, wanted: Iterable[str]) -> Matcher:
        """One for these stems."""
        kin = families()
        wanted = list(wanted)
        found: dict[str, set[str]] = {}
        for root in wanted:
            found.setdefault(root, set()).add(root)
            found.setdefault(ENGLISH_GRAMMAR.root(root), set()).add(root)
            own = kin.get(root) or kin.get(ENGLISH_GRAMMAR.root(root)) or frozenset()
            for other, numbers in kin.items():
                if own & numbers:
                    found.setdefault(other, set()).add(root)
            for form in forms(root):
                found.setdefault(form, set()).add(root)
        names = tuple(root for root in wanted if " " in root)
        return cls({root: frozenset(of) for root, of in found.items()}, names)

    def places(self, text: str) -> list[Place]:
        """Where the question's words stand, in order."""
        found: list[Place] = []
        lower = plain(text)
        for match in WORD.finditer(lower):
            for form in forms(match.group()):
                if form in CAPITALS and text[match.start()].islower():
                    continue
                roots = self.roots.get(form, ())
                found.extend(Place(match.start(), match.end(), root) for root in roots)
        for name in self.names:
            met = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", lower)
            runs = [match.span() for match in met]
            found += [Place(at, end, name) for at, end in runs if text[at:end].split()[-1].istitle()]
        return sorted(found) if self.names else found


@functools.lru_cache(maxsize=65_536)
def forms(word: str) -> frozenset[str]:
    """The stems by which a word of a plain text is known: whole, without its inner marks, and its parts.

    A stop word, a letter or a number alone is no part that stands for the whole: mar-a-lago is no "a".
    """
    word = word.removesuffix("'s")
    if word.isalnum():
        return frozenset((ENGLISH_GRAMMAR.root(word),))
    bare = "".join(filter(str.isalnum, word))
    return frozenset(
        (ENGLISH_GRAMMAR.root(word), ENGLISH_GRAMMAR.root(bare), *map(ENGLISH_GRAMMAR.root, _parts(word)))
    )


def _parts(word: str) -> list[str]:
    for mark in "'.&_":
        word = word.replace(mark, "-")
    return [
        part for part in word.split("-") if len(part) > 1 and not part.isnumeric() and part not in STOP_WORDS
    ]


def within(places: Sequence[Place], run: Span) -> set[str]:
    """The roots that begin within a run."""
    first = bisect_left(places, (run.start,))
    found = set()
    for place in places[first:]:
        if place.at >= run.end:
            break
        found.add(place.root)
    return found


def names_among(roots: Iterable[str], texts: Iterable[tuple[str, Sequence[Place]]]) -> frozenset[str]:
    """Those of the question's words that the articles write with a capital within their sentences."""
    large: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for text, places in texts:
        for place in places:
            if text[place.at].isupper():
                large[place.root] += 1
            else:
                small[place.root] += 1
    return frozenset(root for root in roots if large[root] > small[root])


def fitness(
    text: str, start: int, places: Sequence[Place], above: set[str], sought: Sought, names: frozenset[str]
) -> Fitness:
    """Of a sentence that begins at `start` of its article, whose words of the question stand at `places`."""
    span = Span(start, start + len(text))
    inside = [
        Place(one.at - start, one.end - start, one.root) for one in places if span.start <= one.at < span.end
    ]
    own = {place.root for place in inside}
    near = within(places, Span(max(span.start - NEAR, 0), span.end + NEAR))
    weights = sought.own
    relations = [root for root in weights if root not in names]
    weight = sum(weights[root] for root in relations)
    found = [fact for fact in facts(text, sought.fact) if not _known(fact, inside, sought.fact)]
    return Fitness(
        own=_share(weights, own),
        near=_share(weights, near),
        around=_share(weights, near | above),
        relation=sum(weights[root] for root in relations if root in own) / weight if weight else 0.5,
        least=min((_level(root, own, near, above) for root in relations), default=0.5),
        fact=float(bool(found)),
        close=_closeness(found, inside, relations, sought),
        counted=float(bool(sought.counted) and _counts(text, sought.counted, found)),
        joined=_joined(inside, weights),
        lead=float(start < LEAD),
        story=0.0,
        event=_share(sought.story, near | above) if sought.story else 0.0,
    )


def _share(weights: Mapping[str, float], roots: Iterable[str]) -> float:
    return sum(weights.get(root, 0.0) for root in roots)


def _level(root: str, own: set[str], near: set[str], above: set[str]) -> float:
    return 1.0 if root in own else 0.5 if root in near else 0.25 if root in above else 0.0


def _known(fact: Span, inside: Sequence[Place], wanted: Fact) -> bool:
    """Whether a name is one that the question has itself."""
    if wanted not in (Fact.NAME, Fact.PLACE):
        return False
    return any(fact.start <= place.at < fact.end for place in inside)


def _closeness(
    found: Sequence[Span], inside: Sequence[Place], relations: Sequence[str], sought: Sought
) -> float:
    anchors = [place for place in inside if place.root in relations and place.root in sought.own] or [
        place for place in inside if place.root in sought.own
    ]
    if found and not anchors:
        return FAR
    gaps = [max(place.at - fact.end, fact.start - place.end, 0) for fact in found for place in anchors]
    return 1 / (1 + min(gaps) / BESIDE) if gaps else 0.0


def _counts(text: str, counted: str, found: Sequence[Span]) -> bool:
    """Whether one of the three words after a figure is what is counted."""
    for fact in found:
        following = [match.group() for match in WORD.finditer(plain(text[fact.end : fact.end + 60]))][:3]
        inner = [match.group() for match in WORD.finditer(plain(text[fact.start : fact.end]))]
        kin = families()
        mine = kin.get(counted, frozenset())
        for word in (*inner, *following):
            if any(form == counted or mine & kin.get(form, frozenset()) for form in forms(word)):
                return True
    return False


def _joined(inside: Sequence[Place], weights: Mapping[str, float]) -> float:
    """The weight of the question's pairs of neighbours that stand within a dozen code points here."""
    order = list(weights)
    following = dict(pairwise(order))
    met = set()
    for one in inside:
        nxt = following.get(one.root)
        if nxt and any(other.root == nxt and abs(other.at - one.end) <= 12 for other in inside):
            met.add(one.root)
    return sum(min(weights[root], weights[following[root]]) for root in met)
