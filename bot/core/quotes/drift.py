"""The same utterance across the outlets of a story: printed alike, cut, or worded differently."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import NamedTuple

from bot.core.reading.names import PersonName, may_be_same, parse_name
from bot.core.reading.text import STOP_WORDS, WORD, fold, stem
from bot.model import AnnotatedArticle, Article, Drift, DriftKind, Quote, QuoteKind, Span, Wording

LONGEST = 250
"""Words of a quote that are compared; a longer one is a speech printed in full."""

NEAR = 3
"""Words at an end that stand against other words there: reworded, not left out."""

GAP = 0.5
"""What a word between two shared runs costs against the words of a run."""

_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
_ELLIPSIS = "..."


@dataclass(frozen=True, slots=True)
class QuoteWords:
    """A quote by its folded words; `breaks` are the words before which something is left out openly."""

    quote: Quote
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    breaks: frozenset[int]

    @property
    def terms(self) -> frozenset[str]:
        """The stems that say what it is about."""
        return frozenset(stem(word) for word in self.words if is_telling(word))


def is_telling(word: str) -> bool:
    """Whether a folded word says what a text is about."""
    return word not in STOP_WORDS and (len(word) > 1 or word.isdigit())


def quote_words(quote: Quote) -> QuoteWords:
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
    return QuoteWords(quote, tuple(words[:LONGEST]), tuple(spans[:LONGEST]), frozenset(breaks - {0}))


def _plain(word: str) -> str:
    return word.replace(".", "") if word.replace(".", "").isalpha() else word


class WordRun(NamedTuple):
    """Equal words: where they begin in each, and how many they are."""

    one: int
    other: int
    size: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two quotes laid beside one another, where they share words: the part from `first` to `last` in each."""

    one: QuoteWords
    other: QuoteWords
    runs: tuple[WordRun, ...]
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


def _skips(run: WordRun, following: WordRun, side: int) -> bool:
    return following[side] > run[side] + run.size


def align(one: QuoteWords, other: QuoteWords) -> Alignment | None:
    """The two laid beside one another; None when they share no word."""
    matcher = SequenceMatcher(None, one.words, other.words, autojunk=False)
    runs = _densest([WordRun(*block) for block in matcher.get_matching_blocks() if block.size])
    if not runs:
        return None
    first = _widened(runs[0].one, runs[0].other)
    ends = runs[-1].one + runs[-1].size, runs[-1].other + runs[-1].size
    after = _widened(len(one.words) - ends[0], len(other.words) - ends[1])
    last = len(one.words) - after[0], len(other.words) - after[1]
    return Alignment(one, other, tuple(runs), first, last)


def _widened(mine: int, theirs: int) -> tuple[int, int]:
    """How many words stay outside at an end: few words against others there belong to the part."""
    near = min(mine, theirs)
    return (mine - near, theirs - near) if near <= NEAR else (mine, theirs)


def _densest(runs: Sequence[WordRun]) -> list[WordRun]:
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


def _gap(run: WordRun, following: WordRun) -> int:
    return max(following.one - run.one, following.other - run.other) - run.size


# --- the same utterance across outlets ---------------------------------------------------------------


MOST = 150
"""Quotes of an article that are compared: one with more is no news."""

COMMON = 60
"""Quotes of a story that may hold a term before it says nothing about which belong together."""

NEAREST = 12
"""Quotes that one quote is laid beside: those that share most terms with it."""

REPEATS, REPEATED_SHARE = 20, 0.2
"""Times that a word may stand in a quote, and the share of the words that it may be of a long one."""

LEAST_TERMS = 2
"""Terms that two quotes share before they are laid beside one another."""

CUT_WORDS, UNSURE_WORDS = 5, 7
"""Words from which a part is known in the whole, and any words where a speaker is unknown."""

LEAST_SHARE = 0.6
"""Share of the shorter quote that both hold, where each has words that the other leaves out."""

REWORDED_WORDS = 5
REWORDED_TERMS, UNSURE_REWORDED_TERMS = 3, 5
"""Equal words, and terms among them, from which other wording can be of one utterance; the last where a
speaker is unknown."""

ALIKE, UNSURE_ALIKE = 0.7, 0.8
"""Weighted share of equal words from which other wording is of one utterance; the second where a speaker
is unknown. Two sentences of one speech that only share their build stay below it."""

SMALL = 0.15
"""What a word like "the" weighs against one that says something."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two quotes of one utterance."""

    aligned: Alignment
    kind: DriftKind

    def differing(self, side: int) -> list[int]:
        """The words that the other has not, by number; where one is cut, those that it leaves out."""
        if self.kind is DriftKind.CUT:
            return self.aligned.left_out(side)
        return self.aligned.unshared(side)

    @property
    def rank(self) -> tuple[int, ...]:
        """The surest pair first, then what stands first."""
        exact = self.kind is not DriftKind.REWORDED
        return (
            not exact,
            -len(self.aligned.shared),
            self.aligned.one.spans[0].start,
            self.aligned.other.spans[0].start,
        )


def compare(
    reads: Sequence[AnnotatedArticle], voice_of: Mapping[str, str] = MappingProxyType({})
) -> tuple[Drift, ...]:
    """The utterances that two voices or more of a story print, in the order in which they stand.

    `voice_of` tells of an article's id whose text it is, its outlet's unless given; twins are one voice in
    any case. Articles of two languages are not compared.
    """
    twins: defaultdict[str, list[AnnotatedArticle]] = defaultdict(list)
    for read in sorted(reads, key=lambda read: (read.article.dated, read.article.id)):
        twins[read.article.content].append(read)
    voices = [copies[0] for copies in twins.values()]
    spoken = [one for read in voices for one in _spoken(read)]
    accepted = _accepted(_pairs(spoken))
    found = (_drift(group, accepted, twins, voice_of) for group in _groups(spoken, accepted))
    return tuple(drift for drift in found if len(drift.outlets) > 1)


def same_words(one: Quote, other: Quote) -> bool:
    """Whether two quotes differ in nothing but typography."""
    return quote_words(one).words == quote_words(other).words


def _spoken(read: AnnotatedArticle) -> Iterator[QuoteWords]:
    quotes = [quote for quote in read.quotes if quote.kind is QuoteKind.QUOTE]
    return (one for one in map(quote_words, quotes[:MOST]) if one.words and _is_prose(one))


def _is_prose(one: QuoteWords) -> bool:
    """Whether no word fills the quote: laying such walls of text beside one another takes long."""
    return max(Counter(one.words).values()) <= max(REPEATS, REPEATED_SHARE * len(one.words))


# --- which quotes are of one utterance -------------------------------------------------------------


def _pairs(spoken: Sequence[QuoteWords]) -> Iterator[_Pair]:
    for one, other in _candidates(spoken):
        if _comparable(one.quote, other.quote):
            aligned = align(one, other)
            kind = _kind(aligned) if aligned else None
            if aligned and kind:
                yield _Pair(aligned, kind)


def _candidates(spoken: Sequence[QuoteWords]) -> Iterator[tuple[QuoteWords, QuoteWords]]:
    """Quotes that share terms which few others hold, each pair once."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(spoken):
        earlier = Counter(
            other for term in one.terms if len(holders[term]) < COMMON for other in holders[term]
        )
        near = earlier.most_common(NEAREST)
        yield from ((spoken[other], one) for other, count in near if count >= LEAST_TERMS)
        for term in one.terms:
            holders[term].append(number)


def _comparable(one: Quote, other: Quote) -> bool:
    """Of two outlets, in one language, of speakers that may be one."""
    languages = {one.article.language, other.article.language} - {None}
    if one.article.outlet == other.article.outlet or len(languages) > 1:
        return False
    mine, theirs = _name(one), _name(other)
    return mine is None or theirs is None or may_be_same(mine, theirs)


def _name(quote: Quote) -> PersonName | None:
    return parse_name(quote.speaker) if quote.speaker else None


def _kind(aligned: Alignment) -> DriftKind | None:
    """How the two differ; None when they are two utterances."""
    terms = len({stem(word) for word in aligned.shared if is_telling(word)})
    if terms < LEAST_TERMS or aligned.parted or not _enough(aligned):
        return None
    sure = _name(aligned.one.quote) is not None and _name(aligned.other.quote) is not None
    if aligned.exact and all(aligned.whole):
        return DriftKind.ALIKE if sure or len(aligned.shared) >= UNSURE_WORDS else None
    if aligned.exact or aligned.elided(0) or aligned.elided(1):
        return DriftKind.CUT if len(aligned.shared) >= (CUT_WORDS if sure else UNSURE_WORDS) else None
    return DriftKind.REWORDED if _is_reworded(aligned, terms, sure) else None


def _enough(aligned: Alignment) -> bool:
    shorter = min(len(aligned.one.words), len(aligned.other.words))
    return any(aligned.whole) or len(aligned.shared) >= LEAST_SHARE * shorter


def _is_reworded(aligned: Alignment, terms: int, sure: bool) -> bool:
    if len(aligned.shared) < REWORDED_WORDS or terms < (REWORDED_TERMS if sure else UNSURE_REWORDED_TERMS):
        return False
    return _likeness(aligned) >= (ALIKE if sure else UNSURE_ALIKE)


def _likeness(aligned: Alignment) -> float:
    """Weighted share of equal words among all of the two parts, 0 to 1."""
    equal = 2 * sum(map(_weight, aligned.shared))
    sides = (aligned.one, aligned.other)
    changed = sum(_weight(sides[side].words[at]) for side in (0, 1) for at in aligned.unshared(side))
    return equal / (equal + changed)


def _weight(word: str) -> float:
    return 1.0 if is_telling(word) else SMALL


def _accepted(pairs: Iterable[_Pair]) -> list[_Pair]:
    """The surest pairs; no word of a quote is of two utterances of another article."""
    taken: defaultdict[tuple[Quote, Article], set[int]] = defaultdict(set)
    kept: list[_Pair] = []
    for pair in sorted(pairs, key=lambda pair: pair.rank):
        aligned = pair.aligned
        mine = taken[aligned.one.quote, aligned.other.quote.article]
        theirs = taken[aligned.other.quote, aligned.one.quote.article]
        parts = [set(range(aligned.first[side], aligned.last[side])) for side in (0, 1)]
        if not (mine & parts[0] or theirs & parts[1]):
            mine |= parts[0]
            theirs |= parts[1]
            kept.append(pair)
    return kept


def _groups(spoken: Sequence[QuoteWords], accepted: Iterable[_Pair]) -> list[list[QuoteWords]]:
    """The quotes of each utterance, in order; those that no other outlet prints are left out."""
    group_of: dict[Quote, list[QuoteWords]] = {one.quote: [one] for one in spoken}
    for pair in accepted:
        mine, theirs = group_of[pair.aligned.one.quote], group_of[pair.aligned.other.quote]
        if mine is not theirs:
            mine.extend(theirs)
            group_of.update((one.quote, mine) for one in theirs)
    groups = {id(group): group for group in group_of.values() if len(group) > 1}
    order = {one.quote: number for number, one in enumerate(spoken)}
    return [sorted(group, key=lambda one: order[one.quote]) for group in groups.values()]


# --- how an utterance differs -------------------------------------------------------------------------


def _drift(
    group: Sequence[QuoteWords],
    accepted: Iterable[_Pair],
    twins: Mapping[str, Sequence[AnnotatedArticle]],
    voice_of: Mapping[str, str],
) -> Drift:
    members = {one.quote for one in group}
    pairs = [pair for pair in accepted if pair.aligned.one.quote in members]
    kinds = {pair.kind for pair in pairs}
    kind = next(kind for kind in (DriftKind.REWORDED, DriftKind.CUT, DriftKind.ALIKE) if kind in kinds)
    copies = tuple(copy for one in group for copy in _copies(one.quote, twins))
    of_kind = [pair for pair in pairs if pair.kind is kind]
    return Drift(kind, tuple(_wordings(group, of_kind, voice_of)), copies)


def _copies(quote: Quote, twins: Mapping[str, Sequence[AnnotatedArticle]]) -> Iterator[Quote]:
    """The quote in its own article and in each twin."""
    for read in twins[quote.article.content]:
        yield from (other for other in read.quotes if other.spans == quote.spans)


def _wordings(
    group: Sequence[QuoteWords], pairs: Iterable[_Pair], voice_of: Mapping[str, str]
) -> Iterator[Wording]:
    alike: defaultdict[tuple[str, ...], list[QuoteWords]] = defaultdict(list)
    for one in group:
        alike[one.words].append(one)
    differing: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
    for pair in pairs:
        for side, one in enumerate((pair.aligned.one, pair.aligned.other)):
            differing[one.words].update(pair.differing(side))
    for words, same in alike.items():
        outlets = _outlets([one.quote.article for one in same], voice_of)
        yield Wording(same[0].quote, outlets, tuple(_marks(same[0], differing[words])))


def _outlets(articles: Iterable[Article], voice_of: Mapping[str, str]) -> tuple[str, ...]:
    """The outlets, of each voice the first."""
    first: dict[str, str] = {}
    for article in articles:
        first.setdefault(voice_of.get(article.id, article.outlet), article.outlet)
    return tuple(dict.fromkeys(first.values()))


def _marks(one: QuoteWords, differing: Collection[int]) -> Iterator[Span]:
    """The differing words as spans; neighbours are one, unless a paragraph ends between them."""
    marked: list[Span] = []
    for at in sorted(differing):
        if marked and at - 1 in differing and _together(one, at):
            marked[-1] = Span(marked[-1].start, one.spans[at].end)
        else:
            marked.append(one.spans[at])
    return iter(marked)


def _together(one: QuoteWords, at: int) -> bool:
    return "\n" not in one.quote.article.text[one.spans[at - 1].end : one.spans[at].start]
