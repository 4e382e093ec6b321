"""The sentences of a story that can be bullets, and which of them tell it.

Those that do are early, central, agreed by several texts, and never the same twice.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.core.briefing.quotes import LOOSELY
from bot.core.briefing.sense import in_full, names_alone, understood
from bot.core.checks import (
    clean,
    covered,
    dated,
    fault,
    has_marks,
    leans_lightly,
    marked_within,
    needs_the_one_before,
    opens_an_article,
    outside_marks,
    printable,
    speech,
    woven,
)
from bot.core.checks.standalone import has_verb, is_caption
from bot.core.reading.text import STOP_WORDS, fold_text, paragraphs, sentences, stem, terms, words
from bot.core.stories.headlines import numbers_differ
from bot.model import AnnotatedArticle, Article, Bullet, Cite, Kind, Span, Story

MOST = 4
READING_WORDS = 100
"""Words of a story in a digest, bullets and quotes together: twenty seconds at a practised 300 a minute."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a briefing may take."""

    bullets: int
    words: int  # bullets and quotes together
    bullet_words: int  # the part of them that bullets may take; a first bullet is never too long
    floor: float  # a sentence of a lower score is a digression
    opening: float  # what the first sentence below a heading has, as long as its part is not shown
    shared: int  # terms that a quote away from the bullets has in common with one of them
    read: int  # sentences of each article that are looked at


IN_A_DIGEST = Room(
    bullets=MOST, words=READING_WORDS, bullet_words=72, floor=0.4, opening=0.0, shared=LOOSELY, read=30
)
"""What leaves room for people to be heard."""

BY_ITSELF = Room(bullets=6, words=260, bullet_words=190, floor=0.5, opening=1.6, shared=100, read=10_000)
"""An article that somebody asks for is shown with all its parts."""

IN_A_LINE = Room(bullets=1, words=40, bullet_words=40, floor=0.4, opening=0.0, shared=LOOSELY, read=10)
"""What is said of an article in a list."""

SAME = 0.5
"""Share of its terms that a sentence may have in common with one chosen before."""

FIT_WORDS = (10, 38)
"""A sentence of this many words reads well; one outside loses."""

FAULT = 0.4
"""What a light lean ("also"), a surname alone or a refusal to comment costs."""

ANALYSIS = 0.3
"""What a first bullet out of an analysis loses against one out of a report."""

EARLY = 5
"""Sentences that open an article, and are taken to be about its news."""

COVERED_WEIGHT = 0.5
"""What a term still counts once a bullet has shown it."""

AGREED = 0.45
"""Share of its terms that another outlet's sentence must hold to tell the same."""

LOOKED_AT = 40
"""Candidates for which agreement is sought: the best without it."""

QUOTING = 0.25
"""What quotation marks cost: words of people are for the quotes."""

_NO_NEWS = re.compile(
    r"\b(?:declined to comment|not (?:yet |immediately )*(?:respond|return)\w*"
    r"|not (?:immediately |yet )?be (?:immediately )?reached|no comment)\b"
)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_OBSERVED = re.compile(
    r"\b(?:[Ee]xperts|[Oo]bservers|[Aa]nalysts|[Cc]ritics|[Aa]dvocates|[Hh]istorians|[Cc]ommentators)"
    r" (?:say|said|believe|think|fear|argue|warn|see)s?\b"
)
_HAD_BEEN = re.compile(
    r"(?:(?!\b(?:sa(?:id|ys)|told|announced|found|shows?|that|who|which)\b)[^,])*"
    r"\bhad (?:been )?\w+(?:ed|en)\b"
)
"""The verb of a clause that tells what came before: "had been contemplated"; not in what somebody said."""

_RUN = 4
"""Words in a row that two sentences may not have in common where they open both, or tell what is done."""


def chosen(story: Story, candidates: Sequence[Candidate], room: Room = IN_A_DIGEST) -> list[Candidate]:
    """The candidates that tell the story, in reading order, within the room that it may take."""
    coverage = Coverage(story, candidates, room.opening)
    left = coverage.best(_news(story, candidates))
    picked: list[Candidate] = []
    most = room.bullets - (room is IN_A_DIGEST and len(story.articles) == 1)
    if opening := coverage.lede(left):
        picked.append(opening)
        coverage.add(opening)
        left = [one for one in left if is_one_stage(opening.article, one.article)]
    while len(picked) < most and (left := [one for one in left if _is_new(one, picked, room)]):
        fitting = [
            one
            for one in left
            if _fits(one, picked)
            and not coverage.digresses(one, picked)
            and understood(one.text, one.article, [other.text for other in picked])
        ]
        best = max(fitting, key=coverage.score, default=None)
        if best is None or coverage.score(best) < room.floor:
            break
        picked.append(best)
        coverage.add(best)
    return _in_reading_order(picked)


def _is_new(one: Candidate, picked: Sequence[Candidate], room: Room) -> bool:
    """Whether it says something new in the words that are left; a first bullet is never too long."""
    used = sum(other.length for other in picked)
    short = not picked or used + one.length <= room.bullet_words
    return short and not any(_repeats(one, other) for other in picked)


def _fits(one: Candidate, picked: Sequence[Candidate]) -> bool:
    """Whether what it leans on, if anything, is shown."""
    return one.leaning is None or any(_leans_on(one, other) for other in picked)


def _leans_on(one: Candidate, other: Candidate) -> bool:
    """Whether its opening noun stands in the other, and the other right before it in the article."""
    before = one.article == other.article and one.order == other.order + 1
    return before and one.leaning in other.terms


class Coverage:
    """How well a sentence tells the story, and adds to what is shown."""

    def __init__(self, story: Story, candidates: Sequence[Candidate], opening: float = 0.0) -> None:
        self._opening = opening  # what the first sentence of a part that is not shown yet has
        self._sections: set[tuple[str, int]] = set()
        self._weights = term_weights(story)
        self._headlines = Counter(
            term for read in story.articles for term in set(terms(read.article.headline))
        )
        self._headline = frozenset(self._headlines)
        self._top = sum(sorted(self._weights.values(), reverse=True)[:12]) or 1.0
        self._texts = len({read.article.content for read in story.articles})
        self._all = candidates
        self._agreed: dict[tuple[str, Span], float] = {}
        self._covered: frozenset[str] = frozenset()

    def best(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The candidates that are worth a closer look, with how many other texts say the same."""
        found = sorted(candidates, key=self.score, reverse=True)[:LOOKED_AT]
        if self._texts > 1:
            self._agreed = {one.key: self._agreement(one) for one in found}
        return found

    def lede(self, candidates: Sequence[Candidate]) -> Candidate | None:
        """The sentence that says what happened: early in its article, and in the words of the headlines."""
        alone = [one for one in candidates if one.leaning is None]
        return max(alone, key=self._opens, default=None)

    def _opens(self, candidate: Candidate) -> float:
        return (
            sum(self._headlines[term] for term in candidate.terms) / (self._headlines.total() or 1)
            + 0.5 * sum(self._weights.get(term, 0.0) for term in candidate.terms) / self._top
            - 0.5 * math.log(1 + candidate.order)
            - ANALYSIS * (candidate.read.kind is Kind.ANALYSIS)
            - QUOTING * candidate.quoting
            - FAULT * self._faults(candidate, light=False)
            - FAULT * _is_background(candidate)
            - _misfit(candidate)
        )

    def add(self, candidate: Candidate) -> None:
        """Count what the sentence says as shown."""
        self._covered |= candidate.terms
        self._sections.add((candidate.article.id, candidate.section))

    def digresses(self, candidate: Candidate, picked: Sequence[Candidate]) -> bool:
        """Whether it stands late, and has no word with the headline or with what leads in common."""
        if self._opens_a_part(candidate):
            return False
        led = picked[0].terms if picked else candidate.terms
        return candidate.order > EARLY and not candidate.terms & (self._headline | led)

    def score(self, candidate: Candidate) -> float:
        """Higher is better; the parts are of like size."""
        return (
            max(
                1.5 / math.sqrt(1 + candidate.order),
                self._opening / math.sqrt(1 + candidate.place) if self._opens_a_part(candidate) else 0.0,
            )
            + sum(self._weights.get(term, 0.0) * self._news_of(term) for term in candidate.terms) / self._top
            + sum(map(self._news_of, candidate.terms & self._headline)) / (len(self._headline) or 1)
            + self._agreed.get(candidate.key, 0.0)
            - QUOTING * candidate.quoting
            - FAULT * self._faults(candidate)
            - _misfit(candidate)
        )

    def _opens_a_part(self, candidate: Candidate) -> bool:
        part = (candidate.article.id, candidate.section)
        return self._opening > 0 and candidate.section > 0 and part not in self._sections

    def _news_of(self, term: str) -> float:
        return COVERED_WEIGHT if term in self._covered else 1.0

    def _agreement(self, candidate: Candidate) -> float:
        """The share of the other texts that hold a sentence which tells the same."""
        saying = {other.article.content for other in self._all if _alike(candidate, other) >= AGREED}
        return len(saying - {candidate.article.content}) / (self._texts - 1)

    def _faults(self, candidate: Candidate, light: bool = True) -> int:
        no_news = _NO_NEWS.search(candidate.text) is not None
        return (light and leans_lightly(candidate.text)) + self._surname_alone(candidate) + no_news

    def _surname_alone(self, candidate: Candidate) -> bool:
        """Whether a surname opens it, whose full name stands elsewhere and is not shown; in a digest any."""
        names = names_alone(candidate.text, opening=bool(self._opening))
        return any(self._is_unknown(name, candidate) for name in names)

    def _is_unknown(self, name: str, candidate: Candidate) -> bool:
        if (self._headline | self._covered).issuperset(terms(name)):
            return False
        whole = not candidate.text.startswith(name) and in_full(name, candidate.text)
        return not whole and in_full(name, candidate.article.text)


def term_weights(story: Story) -> dict[str, float]:
    """What the story is about: terms by how many texts hold them, then by how often."""
    once = {read.article.content: terms(read.article.text) for read in story.articles}
    texts = Counter(term for found in once.values() for term in set(found))
    counts = Counter(term for found in once.values() for term in found)
    return {
        term: (share / len(once)) * math.log(counts[term])
        for term, share in texts.items()
        if counts[term] > 1
    }


def _news(story: Story, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """The reporters' own sentences that say more than a headline; all where there are none."""
    headlines = [fold_text(read.article.headline) for read in story.articles]
    fresh = [one for one in candidates if not _says_a_headline(one, headlines)] or candidates
    return [one for one in fresh if one.text[0] not in "“\"‘'«„"] or fresh


def _says_a_headline(candidate: Candidate, headlines: Sequence[str]) -> bool:
    """Whether the sentence is a headline, or a part of one, printed once more in the text."""
    said = fold_text(candidate.text).strip(" .")
    return any(said in headline for headline in headlines)


def _is_background(candidate: Candidate) -> bool:
    """Whether it tells of a year long past, or what people who watch make of it, not what happened."""
    years = (int(match.group()) for match in _YEAR.finditer(candidate.text))
    past = any(year < candidate.article.dated.year - 1 for year in years)
    earlier = _HAD_BEEN.match(candidate.text) is not None
    return past or earlier or _OBSERVED.search(candidate.text) is not None


def _misfit(candidate: Candidate) -> float:
    shortest, longest = FIT_WORDS
    return 0.06 * max(0, shortest - candidate.length) + 0.04 * max(0, candidate.length - longest)


def _alike(one: Candidate, other: Candidate) -> float:
    return len(one.terms & other.terms) / (min(len(one.terms), len(other.terms)) or 1)


def _repeats(one: Candidate, other: Candidate) -> bool:
    return _alike(one, other) > SAME or bool(_runs(one) & _runs(other))


def _runs(candidate: Candidate) -> set[tuple[str, ...]]:
    """Its first four words, and all four in a row that hold a verb and one more word of weight."""
    said = words(candidate.text)
    runs = [tuple(said[start : start + _RUN]) for start in range(len(said) - _RUN + 1)]
    return {*runs[:1], *filter(_says_much, runs)}


def _says_much(run: tuple[str, ...]) -> bool:
    weighty = sum(word.islower() and word not in STOP_WORDS for word in run)
    return weighty > 1 and has_verb(" ".join(run))


def is_one_stage(lead: Article, other: Article) -> bool:
    """Whether two articles tell the same of an event: other numbers in the headline are of another day."""
    return lead == other or not numbers_differ(lead.headline, other.headline)


def _in_reading_order(picked: list[Candidate]) -> list[Candidate]:
    """What matters most first, and what leans on a sentence right below it."""
    ordered: list[Candidate] = []
    for one in picked:
        below = next((place for place, other in enumerate(ordered, 1) if _leans_on(one, other)), len(ordered))
        ordered.insert(below if one.leaning else len(ordered), one)
    return ordered


HEADING_WORDS = 8
"""Words of a heading inside a text."""

LONGEST_PARAGRAPH = 20_000
"""Code points beyond which a paragraph is no prose, and is not looked at."""

_AGENCY = r"\([A-Z][\w .]{1,24}\)"
_DATELINE = re.compile(
    r"(?:(?:[A-Z]{3}[A-Z.’' -]{0,30}(?:, [A-Z][\w. ]{2,24})?(?:, \w{3,9}\.? \d{1,2})?)?"
    rf"(?: ?{_AGENCY})?|[A-Z][\w.,’ -]{{2,40}} {_AGENCY})(?:\s?[—–―]{{1,2}}\s?| -{{1,2}} )(?=[“\"A-Z0-9])"
    rf"|(?:[A-Z][\w.,’ -]{{2,40}} )?{_AGENCY} (?=[“\"A-Z0-9])"
)
_CONNECTIVE = re.compile(
    r"(?:However|Meanwhile|Moreover|Furthermore|Also|In addition|Nevertheless|Still|Finally|Later|Earlier"
    r"|But|And|Yet|So), ?(?=[A-Z])|(?:But|And|Yet) (?=[A-Z])"
)
_TURN = re.compile(r"[A-Z][A-Z.’' -]{2,40}:")
"""A turn of a transcript ("TAPPER: …") is speech without marks."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clean sentence: where it stands, how early in its article, and what it says."""

    read: AnnotatedArticle
    span: Span
    order: int  # how many sentences of the article come before
    terms: frozenset[str]
    length: int  # words
    section: int = 0  # how many headings stand above it
    place: int = 0  # how many sentences come before it in its section
    leaning: str | None = None  # the stem of "The attack …", which the sentence above must hold

    @property
    def article(self) -> Article:
        """The article it is a slice of."""
        return self.read.article

    @property
    def key(self) -> tuple[str, Span]:
        """What tells it from all others."""
        return (self.article.id, self.span)

    @property
    def text(self) -> str:
        """The article's own slice."""
        return self.article.words(self.span)

    @property
    def quoting(self) -> bool:
        """Whether quotation marks stand in it."""
        return has_marks(self.text)

    def bullet(self) -> Bullet:
        """The sentence as a bullet, with the quotes that stand in it and its relative dates made absolute."""
        text, inserted = dated(self.article, self.span)
        return Bullet(text, (Cite(self.article, self.span),), marked_within(self.read, self.span), inserted)


def candidates(story: Story, room: Room = BY_ITSELF) -> list[Candidate]:
    """Every sentence that can be printed alone, each text once though several addresses carry it."""
    news = [read for read in story.articles if read.kind.news] or story.articles
    once = {read.article.content: read for read in reversed(news)}
    reads = sorted(once.values(), key=lambda read: (read.article.dated, read.article.id))
    return [candidate for read in reads for candidate in _of_article(read, room.read)]


def _of_article(read: AnnotatedArticle, most: int) -> Iterator[Candidate]:
    order, first, section, place = 0, True, 0, 0
    for paragraph in paragraphs(read.article.text):
        if order >= most:
            return
        if not first and _is_heading(read.article.words(paragraph)):
            section, place = section + 1, 0
        words_of_it = read.article.words(paragraph)
        if len(paragraph) > LONGEST_PARAGRAPH or _TURN.match(words_of_it) or is_caption(words_of_it):
            continue
        spoken = _speech(read, paragraph)
        for sentence in sentences(read.article.text, paragraph):
            span = without_opening(read.article, sentence)
            if _can_be_bullet(read, span, spoken, first):
                yield replace(_candidate(read, span, order), section=section, place=place)
            first = first and not _is_prose(read.article.words(span))
            order, place = order + 1, place + 1


def _is_heading(line: str) -> bool:
    """Whether the line is a heading inside the text: a few words, not all names, and no point at its end."""
    said = words(line)
    plain = 0 < len(said) <= HEADING_WORDS and any(word.islower() for word in said)
    return plain and (line[-1].isalnum() or line[-1] in "’”?") and not set(line) & set(":@")


def _candidate(read: AnnotatedArticle, span: Span, order: int) -> Candidate:
    text = read.article.words(span)
    noun = needs_the_one_before(text)
    leaning = stem(noun.lower()) if noun else None
    return Candidate(read, span, order, frozenset(terms(text)), len(words(text)), leaning=leaning)


def without_opening(article: Article, sentence: Span) -> Span:
    """The sentence without a dateline ("KYIV, Ukraine (AP) —") or an opening "However," before a capital."""
    start = sentence.start
    for opening in (_DATELINE, _CONNECTIVE):
        match = opening.match(article.text, start, sentence.end)
        if match and match.end() < sentence.end:
            start = match.end()
    return Span(start, sentence.end)


def _speech(read: AnnotatedArticle, paragraph: Span) -> list[Span]:
    marked = speech(read.article.words(paragraph))
    found = [Span(paragraph.start + pair.start, paragraph.start + pair.end) for pair in marked]
    return found + [span for quote in read.quotes for span in quote.spans if span.overlaps(paragraph)]


def _is_prose(sentence: str) -> bool:
    """Whether the sentence is one of the article, on which the next may lean; no label, note or caption."""
    return fault(sentence) in {None, "leans on another sentence", "speaks to the reader"}


def _can_be_bullet(read: AnnotatedArticle, span: Span, spoken: list[Span], first: bool) -> bool:
    """Clean, not a piece of somebody's speech, and naming whom it quotes."""
    text = read.article.words(span)
    cut = any(pair.overlaps(span) and not span.covers(pair) for pair in spoken)
    return (
        not cut
        and (clean(text) or needs_the_one_before(text) is not None or (first and opens_an_article(text)))
        and _names_whom_it_quotes(read, span, text)
    )


def _names_whom_it_quotes(read: AnnotatedArticle, span: Span, text: str) -> bool:
    quotes = marked_within(read, span)
    outside = fold_text(outside_marks(text))
    named = all(
        quote.speaker and fold_text(quote.speaker.split()[-1]) in outside
        for quote in quotes
        if printable(quote) and not woven(quote)
    )
    return named and covered(text, span.start, quotes)
