"""Stories, and what is posted of them: bullets, briefings, answers, the quote book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.model.articles import AnnotatedArticle, Article, Listed, Quote, Span


@dataclass(frozen=True, slots=True)
class Story:
    """One news event: its articles, oldest first, each once."""

    articles: tuple[AnnotatedArticle, ...]

    def __post_init__(self) -> None:
        ids = [read.article.id for read in self.articles]
        if not ids or len(set(ids)) != len(ids):
            raise ValueError("a story has at least one article, and each once")
        order = [(read.article.dated, read.article.id) for read in self.articles]
        if order != sorted(order):
            raise ValueError("the articles of a story are in order of date")

    @property
    def id(self) -> str:
        """The id of its first article, which stays while later ones join."""
        return self.articles[0].article.id

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that report it, first to report first."""
        return tuple(dict.fromkeys(read.article.outlet for read in self.articles))


@dataclass(frozen=True, slots=True)
class Cite:
    """Where a statement comes from."""

    article: Article
    span: Span

    def __post_init__(self) -> None:
        self.article.words(self.span)


def _bracketed(run: str) -> bool:
    return run.startswith(" [") and run.endswith("]") and not set("[]") & set(run[2:-1])


@dataclass(frozen=True, slots=True)
class Bullet:
    """One checked sentence, the places it comes from, and the quotes that stand in it.

    `insertions` are the runs of the text that are ours, in square brackets: " [16 November]".
    """

    text: str
    cites: tuple[Cite, ...]
    quotes: tuple[Quote, ...] = ()
    insertions: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        if any(not _bracketed(self.text[span.start : span.end]) for span in self.insertions):
            raise ValueError("what is inserted stands in square brackets")
        cited = {cite.article for cite in self.cites}
        if not cited:
            raise ValueError("a bullet cites at least one place")
        if any(quote.article not in cited for quote in self.quotes):
            raise ValueError("a bullet quotes only what it cites")

    @property
    def words(self) -> str:
        """The text without what was inserted: what an article must say."""
        starts = (0, *(span.end for span in self.insertions))
        ends = (*(span.start for span in self.insertions), len(self.text))
        return "".join(self.text[start:end] for start, end in zip(starts, ends, strict=True))


@dataclass(frozen=True, slots=True)
class Difference:
    """One quantity that outlets give differently: the words of each, as they stand in its article."""

    sides: tuple[Cite, ...]

    def __post_init__(self) -> None:
        outlets = {cite.article.outlet for cite in self.sides}
        if len(outlets) < 2 or len(outlets) != len(self.sides):
            raise ValueError("a difference is between outlets, each once")


class DriftKind(StrEnum):
    """How an utterance differs between the voices of a story, typography aside."""

    ALIKE = "alike"
    CUT = "cut"  # all words of one are the other's, with parts left out openly
    REWORDED = "reworded"


@dataclass(frozen=True, slots=True)
class Wording:
    """An utterance as some outlets print it; `differing` are the words that another wording has not."""

    quote: Quote
    outlets: tuple[str, ...]
    differing: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        inside = all(any(span.covers(mark) for span in self.quote.spans) for mark in self.differing)
        if not self.outlets or not inside:
            raise ValueError("a wording is of some outlet, and differs within its quote")

    @property
    def runs(self) -> tuple[tuple[str, bool], ...]:
        """The words as they are printed, in runs, each with whether it differs."""
        runs: list[tuple[str, bool]] = []
        for span in self.quote.spans:
            runs += [(" … ", False)] if runs else []
            runs += self._runs(span)
        return tuple(runs)

    def _runs(self, within: Span) -> Iterator[tuple[str, bool]]:
        at = within.start
        for mark in (mark for mark in self.differing if within.covers(mark)):
            if at < mark.start:
                yield self.quote.article.words(Span(at, mark.start)), False
            yield self.quote.article.words(mark), True
            at = mark.end
        if at < within.end:
            yield self.quote.article.words(Span(at, within.end)), False


@dataclass(frozen=True, slots=True)
class Drift:
    """One utterance that two voices or more print: its wordings, the first to be printed first."""

    kind: DriftKind
    wordings: tuple[Wording, ...]
    quotes: tuple[Quote, ...]  # wherever it stands, in twins too

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets with a text of their own that print it."""
        return tuple(dict.fromkeys(name for wording in self.wordings for name in wording.outlets))


@dataclass(frozen=True, slots=True)
class BookLine:
    """A line of the quote book: a quote, the sentences that it stands in, and where it is printed."""

    quote: Quote
    sentence: Span
    articles: tuple[Article, ...]  # its own, then the twins

    def __post_init__(self) -> None:
        if self.articles[:1] != (self.quote.article,) or not self.sentence.covers(self.quote.span):
            raise ValueError("a line of the quote book shows its quote in its own article")


@dataclass(frozen=True, slots=True)
class BookPage:
    """A page of the quote book: what one speaker said, newest first, under all forms of the name."""

    name: str
    role: str | None
    also: tuple[str, ...]  # other forms of the name
    lines: tuple[BookLine, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A name with an address to open."""

    name: str
    url: str


class StoryStatus(StrEnum):
    """How a story stands to what its channel was sent before."""

    NEW = "new"
    DEVELOPING = "developing"  # posted before, and something is new
    CORRECTED = "corrected"  # posted before, and an outlet changed what it said


class FallbackReason(StrEnum):
    """Why the extractive writer, or the original, stands where a model should have written or translated.

    Those of a model that gave no draft are the values of `bot.errors.ModelFault`.
    """

    NO_MODEL = "no-model"  # none is configured, and a translation is asked for
    BUDGET = "budget"  # a ceiling of the day is reached
    KEY = "key"  # the server does not take it
    NO_SUCH_MODEL = "no-such-model"
    NOT_TAKEN = "not-taken"  # the request
    NOT_PAID = "not-paid"
    UNREACHABLE = "unreachable"
    LATE = "late"
    RATE_LIMITED = "rate-limited"
    BROKEN = "broken"  # the server fails, or its answer breaks off
    REFUSED = "refused"
    CUT_SHORT = "cut-short"  # at its length
    NOT_JSON = "not-json"
    OTHER_SCHEMA = "other-schema"
    UNUSABLE = "unusable"  # no bullet passed the checks
    LANGUAGE = "language"  # no draft is checked in that of the articles, and so none is asked for
    UNAVAILABLE = "unavailable"  # a fault of our own, and any fault in digests of before


@dataclass(frozen=True, slots=True)
class Tally:
    """How a model's draft fared at the gate: bullets printed, those printed after a repair, those cut."""

    bullets: int = 0
    repaired: int = 0
    cut: int = 0
    fallback: FallbackReason | None = None

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.bullets + other.bullets,
            self.repaired + other.repaired,
            self.cut + other.cut,
            self.fallback or other.fallback,
        )


@dataclass(frozen=True, slots=True)
class Briefing:
    """The checked summary of one story."""

    story: Story
    headline: str
    bullets: tuple[Bullet, ...]
    quotes: tuple[Quote, ...]
    writer: str  # "extractive", or the prompt's id, its version and the model
    differences: tuple[Difference, ...] = ()
    status: StoryStatus = StoryStatus.NEW
    tally: Tally | None = None  # where a model was asked
    translated: Translated | None = None  # where its channel asks for another language
    section: str = ""  # of a longer digest, in which it stands: the name of a topic

    @property
    def outlets(self) -> tuple[Link, ...]:
        """Each outlet once, with the address of its newest article."""
        newest = {read.article.outlet: read.article.url for read in self.story.articles}
        return tuple(Link(name, newest[name]) for name in self.story.outlets)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A story that a digest does not post, and why, in words for people."""

    story: Story
    reason: str
    headline: str = ""  # as the digest would have printed it; empty where none of its headlines can be

    @property
    def title(self) -> str:
        """What it is called in lists: its headline, or else its newest article's, or the address."""
        newest = self.story.articles[-1].article
        return self.headline or newest.headline or newest.url


@dataclass(frozen=True, slots=True)
class Unread:
    """An article that a digest considered by its headline alone, and why it went no further."""

    article: Listed
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks, in a workspace."""

    text: str
    workspace: str
    as_of: datetime | None = None  # nothing later is looked at
    without: frozenset[str] = frozenset()  # articles not to be looked at
    now: datetime | None = None  # from which its words of time are read, where `as_of` does not tell


class Scope(StrEnum):
    """Where an answer comes from, as a thread sees it."""

    CORPUS = "corpus"  # no thread, or nothing to lean on
    STORY = "story"  # the thread's own articles
    EVENT = "event"  # other articles on the thread's event
    ELSEWHERE = "elsewhere"  # another subject than the thread's


@dataclass(frozen=True, slots=True)
class Answer:
    """Cited bullets, or none: "the corpus does not say"."""

    question: str
    confidence: float  # 0 to 1
    bullets: tuple[Bullet, ...] = ()
    labels: tuple[str | date, ...] = ()  # one a bullet where several things are told: a side, or a day
    unsaid: tuple[str, ...] = ()  # sides of which nothing is told
    writer: str = "extractive"  # or the prompt's id, its version and the model
    tally: Tally | None = None  # where a model was asked
    quotes: tuple[Quote, ...] = ()  # what somebody said, where that was asked
    fact: str = ""  # the name, figure or time asked for, in words of the articles where several agree
    subject: str = ""  # what the thread is about, or what an answer that leaves it is about
    about: tuple[str, ...] = ()  # ids of the articles that it is about
    scope: Scope = Scope.CORPUS
    near: tuple[Article, ...] = ()  # where there is no answer: the articles on the subject, best first
    meant: tuple[tuple[str, str], ...] = ()  # words as they were typed, and as they were read
    translated: Translated | None = None  # where the channel asks for a language

    @property
    def answered(self) -> bool:
        """Whether the corpus says anything."""
        return bool(self.bullets or self.quotes)


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What the store is asked for: stemming and ranking happen there, re-ranking in core."""

    terms: tuple[str, ...]  # single words, folded; stop words count where there are no others
    workspace: str
    all_terms: bool = False  # every term, instead of any
    beside: tuple[str, ...] = ()  # words that choose nothing, but count and are told the places of
    since: datetime | None = None
    until: datetime | None = None
    without: frozenset[str] = frozenset()
    limit: int = 200


@dataclass(frozen=True, slots=True)
class Places:
    """Where the words of a query begin in an article, by word, in code points, ascending."""

    headline: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    text: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a search found; `passage` is the part of it that fits best."""

    article: Article
    score: float
    passage: Span | None = None
    places: Places = field(default_factory=Places, compare=False)  # as the index kept them


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives: the hits, best first, and the chance that the corpus holds an answer."""

    hits: tuple[Hit, ...]
    confidence: float  # 0 to 1


@dataclass(frozen=True, slots=True)
class Translation:
    """A bullet or a headline in another language, as a model put it and the checks let it pass."""

    of: Bullet | str
    text: str
    language: str  # an ISO 639-1 code
    original: str  # the language that it was translated from

    def __post_init__(self) -> None:
        if any(mark in self.text for mark in '"“”„«»'):
            raise ValueError("a translation holds no quotation marks: quotes stay in the original")

    @property
    def cites(self) -> tuple[Cite, ...]:
        """The places that the original comes from."""
        return self.of.cites if isinstance(self.of, Bullet) else ()


@dataclass(frozen=True, slots=True)
class Translated:
    """What of a briefing or an answer is in the language that its channel asks for."""

    language: str
    lines: tuple[Translation, ...] = ()
    left: int = 0  # lines whose translation did not pass, and that stand in the original
    fallback: FallbackReason | None = None  # why there was none to check

    def of(self, original: Bullet | str) -> Translation | None:
        """The translation of this bullet or headline, where there is one."""
        return next((line for line in self.lines if line.of == original), None)
