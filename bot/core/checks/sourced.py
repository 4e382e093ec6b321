"""A text held against its sources: what bears each sentence out, and what is wrong with it.

No model is needed, and no numbers: the sentences that bear one out are looked for. The readings are those
of the gate. It reads the language of its lexicon; other sentences are left and said to be.
"""

from __future__ import annotations

import functools
import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum

from bot.core.checks.claimed import may_be_one, verified
from bot.core.checks.quoting import marked
from bot.core.checks.support import CitedSentences, Judged, judged
from bot.core.checks.support.fit import Fault
from bot.core.quotes import find_quotes
from bot.core.reading.language import is_latin, reads_as
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.names import NamesOfText, names_of_text
from bot.core.reading.sentence import Reading, read
from bot.core.reading.text import fold_text, sentences, words
from bot.model import AnnotatedArticle, Article, Cite, Quote, Reason, Span

MOST_CITED = 5
"""Sentences that one is held against: few, so that a name is not borne out by another story of the page."""

COPIED = Judged((), 1.0, 0)
"""What says nothing beside words that are quoted."""

TELLING = 3.0
"""What a number or a name weighs beside another word where these are looked for."""

FEWEST_WORDS, FEWEST_TYPED = 3, 2
"""Of a line that is a sentence, in a draft and where it is typed to be checked."""

NO_SENTENCE, OF_THE_TEXT = "no sentence", "said of the text"
"""Why a line is left; one in another language is "not in English"."""

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""The day of what has none."""

_MARKER = re.compile(r"(?:[-*•·>–—]|\d{1,2}[.)]|#{1,6})\s+")
"""What opens a line of a list, a heading or a citation."""

_CREDIT = re.compile(r",?\s{0,20}[–—-]\s?([^\W\d_][^\n,;:(\[.]{1,60})")
"""A name after a dash, which says whose the words before it are."""

WRAPPED = 50
"""Characters of a line that may have been broken for want of room."""

_WORDS = re.compile(r"\w+")
_CUT = re.compile(r"…|\.{3}|[\[\]]")
"""What parts words that are quoted from one utterance."""

_ENDS = re.compile(r"[.!?…][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of a text, where it stands in it, and what its sources say of it.

    `support` is from 0 to 1, how likely it is that they say all of it; None where `left` says why it was not
    checked. `cites` are the sentences that come closest, the closest first; `quotes` the sources' own slices
    of what stands in marks.
    """

    text: str
    span: Span
    support: float | None = None
    cites: tuple[Cite, ...] = ()
    quotes: tuple[Quote, ...] = ()
    faults: tuple[Fault, ...] = ()
    left: str = ""


@dataclass(frozen=True, slots=True)
class SourceSentences:
    """Sources, whose sentences are found by their words."""

    reads: tuple[AnnotatedArticle, ...]
    lexicon: Lexicon
    cites: tuple[Cite, ...]
    readings: tuple[Reading, ...]
    places: Mapping[str, Sequence[int]]  # the sentences that hold a root, by number
    names: Mapping[str, NamesOfText]
    capitals: frozenset[str]  # roots that stand with a capital within a sentence
    letters: tuple[str, ...]  # of each source, word by word
    _evidence: dict[tuple[int, ...], CitedSentences] = field(default_factory=dict)

    @classmethod
    def of(cls, reads: Sequence[AnnotatedArticle], lexicon: Lexicon) -> SourceSentences:
        """The sources, read once."""
        cites = [Cite(one.article, span) for one in reads for span in sentences(one.article.text)]
        readings = [read(cite.article.words(cite.span), lexicon.grammar) for cite in cites]
        places: defaultdict[str, list[int]] = defaultdict(list)
        for number, reading in enumerate(readings):
            for root in reading.roots:
                places[root].append(number)
        capitals = {
            token.root
            for reading in readings
            for at, token in enumerate(reading.tokens)
            if token.capital and at not in reading.openings
        }
        names = {one.article.id: names_of_text(one.article.text, lexicon) for one in reads}
        letters = tuple(_letters(one.article.text) for one in reads)
        return cls(
            tuple(reads), lexicon, tuple(cites), tuple(readings), places, names, frozenset(capitals), letters
        )

    def nearest(self, claim: Reading) -> tuple[int, ...]:
        """Numbers of up to five sentences that hold its numbers and names, then its other words.

        The one that holds most is first; rare words weigh more.
        """
        left = {root: self._weight(root) for root in claim.roots if root in self.places}
        gains: defaultdict[int, float] = defaultdict(float)
        for root, weight in left.items():
            for number in self.places[root]:
                gains[number] += weight
        chosen: list[int] = []
        while gains and len(chosen) < MOST_CITED:
            best = max(gains, key=lambda number: (gains[number], -number))
            if gains[best] <= 0.0:
                break
            chosen.append(best)
            for root in self.readings[best].roots & left.keys():
                weight = left.pop(root)
                for number in self.places[root]:
                    gains[number] -= weight
            del gains[best]
        return tuple(chosen)

    def _weight(self, root: str) -> float:
        rare = math.log1p(len(self.cites) / len(self.places[root]))
        return rare * (TELLING if root[0].isdigit() or root in self.capitals else 1.0)

    def holding(self, run: str) -> list[AnnotatedArticle]:
        """The sources in which the longest part of marked words stands, quoted or not."""
        longest = max(map(_letters, _CUT.split(run)), key=len)
        return [one for one, letters in zip(self.reads, self.letters, strict=True) if longest in letters]

    def evidence(self, numbers: Sequence[int], quotes: Sequence[Quote]) -> CitedSentences:
        """What a sentence is held against: those sentences, and what stands around quotes in it."""
        cites = [self.cites[number] for number in sorted(numbers)]
        cites += [Cite(quote.article, quote.span) for quote in quotes]
        said = {one.article.id: one.quotes for one in self.reads}
        if quotes:
            return CitedSentences.of(cites, self.names, self.lexicon, quotes, said)
        key = tuple(sorted(numbers))
        if key not in self._evidence:
            self._evidence[key] = CitedSentences.of(cites, self.names, self.lexicon, (), said)
        return self._evidence[key]


class Lines(Enum):
    """Which lines of a text are checked."""

    SENTENCES = "sentences"  # whole ones; headings and labels are left
    TYPED = "typed"  # those that are short or have no full stop too
    EVERY = "every"  # in whatever language


def check(
    text: str, sources: SourceSentences, lines: Lines = Lines.SENTENCES, ours: str = ""
) -> tuple[CheckedSentence, ...]:
    """Each sentence of the text in order, with what bears it out and what is wrong with it.

    `ours`: what is said of how a text was written, which no source bears out, and which is left.
    """
    draft = _Draft.of(text, sources, ours)
    return tuple(draft.checked(span, lines) for block in _blocks(text) for span in sentences(text, block))


def claimed(text: str, given: Sequence[str], lexicon: Lexicon) -> tuple[float, tuple[Fault, ...]]:
    """How well a claim is supported by these texts, as the worst of its sentences is, and all its faults."""
    found = check(text, _sources(tuple(given), next(marked(text), None) is not None, lexicon), Lines.EVERY)
    supports = [one.support for one in found if one.support is not None]
    return min(supports, default=0.0), tuple(fault for one in found for fault in one.faults)


@functools.lru_cache(maxsize=64)
def _sources(given: tuple[str, ...], quoting: bool, lexicon: Lexicon) -> SourceSentences:
    """Texts as sources; their quotes are found only for claims that hold marks."""
    articles = [
        Article(str(number), "", "", "", text, LONG_AGO) for number, text in enumerate(given) if text.strip()
    ]
    reads = [AnnotatedArticle(one, find_quotes(one, lexicon) if quoting else ()) for one in articles]
    return SourceSentences.of(reads, lexicon)


def _blocks(text: str) -> list[Span]:
    """The runs of lines that are read as one, without what marks them as part of a list.

    A line goes on where the one before it is long and ends no sentence: text that was wrapped by hand.
    """
    found: list[Span] = []
    credit = False  # whether the line before says whose words stand above it
    before = ""
    for match in re.finditer(r"[^\n]*\S[^\n]*", text):
        line = match.group()
        lead = len(line) - len(line.lstrip())
        marker = _MARKER.match(line, lead)
        start = match.start() + (marker.end() if marker else lead)
        wrapped = len(before) >= WRAPPED and not _ENDS.search(before)
        goes_on = wrapped and not marker and text.count("\n", found[-1].end, match.start()) == 1
        if goes_on and not (credit and line[lead] in '“"„«'):
            found[-1] = Span(found[-1].start, match.end())
        elif text[start : match.end()].strip():
            found.append(Span(start, match.end()))
            credit = line[lead] in "–—"
        before = line.strip()
    return found


@dataclass(frozen=True, slots=True)
class _Draft:
    """A text with what its marks hold looked up."""

    text: str
    sources: SourceSentences
    pairs: tuple[tuple[Span, Quote | None], ...]
    faults: Mapping[Span, Fault]  # by the pair of marks that they are about
    ours: str

    @classmethod
    def of(cls, text: str, sources: SourceSentences, ours: str) -> _Draft:
        runs = {pair: text[pair.start : pair.end] for pair in marked(text)}
        pairs = [
            (pair, verified(run, sources.holding(run), sources.lexicon))
            for pair, run in runs.items()
            if words(run)
        ]
        speakers = _speakers(text, sources.lexicon) if pairs else {}
        faults = {}
        for pair, quote in pairs:
            run = runs[pair]
            credited = _CREDIT.match(text, pair.end)
            engine = next((name for span, name in speakers.items() if pair.overlaps(span)), None)
            if _stands_alone(text, pair):
                engine = None  # a list of quotes: the next line may name another
            said = credited.group(1).strip() if credited else engine
            if quote is None:
                faults[pair] = Fault(Reason.QUOTE, _unquoted(run, sources.holding(run)), run)
            elif said and quote.speaker and not may_be_one(said, quote.speaker, sources.lexicon):
                why = f"The source has it said by {quote.speaker}."
                faults[pair] = Fault(Reason.SPEAKER, why, said)
        return cls(text, sources, tuple(pairs), faults, _letters(ours))

    def checked(self, span: Span, lines: Lines) -> CheckedSentence:
        """One sentence of it."""
        text = " ".join(self.text[span.start : span.end].split())
        inside = [(pair, quote) for pair, quote in self.pairs if pair.overlaps(span)]
        quotes = tuple(quote for _, quote in inside if quote is not None)
        opened = [pair for pair, _ in inside if pair.start >= span.start]
        faults = [self.faults[pair] for pair in opened if pair in self.faults]
        prose = self._without(span, [pair for pair, _ in inside])
        plain = words(prose)
        left = "" if inside else self._left(text, len(plain), lines)
        if left:
            return CheckedSentence(text, span, left=left)
        claim = read(prose, self.sources.lexicon.grammar)
        numbers = self.sources.nearest(claim)
        cites = tuple(self.sources.cites[number] for number in numbers)
        around = tuple(dict.fromkeys(Cite(quote.article, quote.span) for quote in quotes))
        own = COPIED
        if claim.roots:
            own = judged(prose, self.sources.evidence(numbers, quotes))
        support = own.support(len(faults))
        faults += own.faults
        return CheckedSentence(text, span, support, (*around, *cites), quotes, tuple(faults))

    def _left(self, text: str, count: int, lines: Lines) -> str:
        """Why a line without marks is not checked; nothing where it is."""
        if lines is Lines.EVERY:
            return ""
        typed, grammar = lines is Lines.TYPED, self.sources.lexicon.grammar
        elsewhere = f"not in {grammar.name}"
        if not is_latin(text):
            return elsewhere
        if count < (FEWEST_TYPED if typed else FEWEST_WORDS) or not (typed or _ENDS.search(text)):
            return NO_SENTENCE
        if not reads_as(text, grammar):
            return elsewhere
        return OF_THE_TEXT if _letters(text) in self.ours else ""

    def _without(self, span: Span, pairs: Sequence[Span]) -> str:
        """The sentence without what stands in marks."""
        parts, at = [], span.start
        for pair in pairs:
            parts.append(self.text[at : max(at, pair.start)])
            at = max(at, pair.end)
        return " ".join(" ".join((*parts, self.text[at : max(at, span.end)])).split())


def _speakers(text: str, lexicon: Lexicon) -> dict[Span, str]:
    """Who says what stands in marks, as the engine that reads articles reads this text."""
    article = Article("draft", "", "", "", text, LONG_AGO)
    return {quote.span: quote.speaker for quote in find_quotes(article, lexicon) if quote.speaker}


def _stands_alone(text: str, pair: Span) -> bool:
    """Whether there is nothing in its line but what stands in these marks."""
    start = text.rfind("\n", 0, pair.start) + 1
    end = text.find("\n", pair.end)
    return not words(text[start : pair.start] + " " + text[pair.end : end if end >= 0 else len(text)])


def _unquoted(run: str, holding: Sequence[AnnotatedArticle]) -> str:
    """Why marked words are no quote: in brackets, in a reporter's own sentence, or nowhere."""
    if holding and "[" in run:
        return "The words in brackets are not the source's; quote without them, or say it in your own words."
    if holding:
        return "The source says this in its own words, or has a “not” before it."
    return "No source has these words."


def _letters(text: str) -> str:
    """The words of a text alone, typography and marks left out."""
    return f" {' '.join(_WORDS.findall(fold_text(text)))} "
