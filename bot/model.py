"""Every value the house speaks of: frozen, checked when made, free of any I/O.

Offsets are code points into `Article.text`, end exclusive, everywhere.
The promise of the product is in `Quote`: its words are not stored but sliced from its article,
so a quote that is not word for word in the article cannot exist.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum


def digest_of(*parts: str) -> str:
    """A stable id of 20 hexadecimal characters for these strings, in this order."""
    hasher = hashlib.blake2b(digest_size=10)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        hasher.update(len(raw).to_bytes(8, "big") + raw)
    return hasher.hexdigest()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A run of an article's text: code points, end exclusive, never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def covers(self, other: Span) -> bool:
        """Whether the other span lies within this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


# --- gathering -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of an outlet; `url` is canonical."""

    id: str
    url: str
    outlet: str

    @classmethod
    def of(cls, url: str, outlet: str) -> Feed:
        """The feed at a canonical address."""
        return cls(digest_of("feed", url), url, outlet)


class FeedState(StrEnum):
    """How a feed was at its last check."""

    NEW = "new"  # not checked yet
    OK = "ok"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    BLOCKED = "blocked"
    GONE = "gone"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server wants back in a conditional GET."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """What is known of a feed's last checks, and when the next is due."""

    state: FeedState = FeedState.NEW
    note: str = ""  # one sentence for people: what happened, and the remedy
    checked_at: datetime | None = None
    ok_at: datetime | None = None
    failures: int = 0  # in a row
    next_at: datetime | None = None  # None: due at once
    validators: Validators = Validators()


@dataclass(frozen=True, slots=True)
class FeedStatus:
    """A feed with its health."""

    feed: Feed
    health: FeedHealth


@dataclass(frozen=True, slots=True)
class Entry:
    """One untrusted line of a feed; `html` is what the feed gives of the text."""

    url: str  # canonical
    guid: str
    headline: str
    html: str = ""
    byline: str | None = None
    published: datetime | None = None

    @property
    def key(self) -> str:
        """What tells this entry from the others of its feed."""
        return self.guid or self.url

    @property
    def fingerprint(self) -> str:
        """Changes when the feed tells of changed content."""
        return digest_of(self.url, self.headline, self.html)


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer over HTTP; `body` is None when the server says "not modified"."""

    url: str  # after redirects
    status: int
    body: bytes | None
    content_type: str = ""
    validators: Validators = Validators()
    moved_to: str | None = None  # set when every redirect on the way was permanent


@dataclass(frozen=True, slots=True)
class Page:
    """What was read out of a page or file; nothing in it is verified."""

    headline: str
    text: str
    byline: str | None = None
    published: datetime | None = None
    language: str | None = None


# --- articles and quotes -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Article:
    """What a page said when it was captured; its text never changes under its id."""

    id: str
    url: str = field(compare=False)
    outlet: str = field(compare=False)
    headline: str = field(compare=False)
    text: str = field(compare=False, repr=False)
    captured: datetime = field(compare=False)
    byline: str | None = field(default=None, compare=False)
    published: datetime | None = field(default=None, compare=False)
    language: str | None = field(default=None, compare=False)
    supersedes: str | None = field(default=None, compare=False)  # the id of the version before

    @staticmethod
    def id_for(url: str, text: str) -> str:
        """The id of this text at this canonical address."""
        return digest_of("article", url, text)

    @property
    def dated(self) -> datetime:
        """When it was published, or else captured."""
        return self.published or self.captured

    @property
    def content(self) -> str:
        """A hash of the text alone, by which twins (one text at two addresses) are known."""
        return digest_of("content", self.text)

    def words(self, span: Span) -> str:
        """The article's own slice."""
        if span.end > len(self.text):
            raise ValueError(f"span {span.start}..{span.end} leaves article {self.id}")
        return self.text[span.start : span.end]


class QuoteKind(StrEnum):
    """What a pair of quotation marks holds."""

    QUOTE = "quote"
    FRAGMENT = "fragment"  # speech of under three words
    NOT_SPEECH = "not-speech"  # a title, a name, a slogan, a scare quote


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why this speaker: the cue in the text, the rule that fired, and how sure it is (0 to 1)."""

    rule: str
    confidence: float
    cue: Span | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """One utterance as the article prints it: ascending spans, without the quotation marks.

    The words are slices of the article: there is no other way to give a quote words.
    """

    article: Article
    spans: tuple[Span, ...]
    kind: QuoteKind
    speaker: str | None = None
    role: str | None = None  # what the article calls the speaker
    evidence: Evidence | None = None

    def __post_init__(self) -> None:
        if not self.spans or self.spans[-1].end > len(self.article.text):
            raise ValueError("a quote needs spans within its article")
        if any(a.end > b.start for a, b in zip(self.spans, self.spans[1:], strict=False)):
            raise ValueError("the spans of a quote ascend and do not overlap")
        if self.kind is QuoteKind.NOT_SPEECH and self.speaker is not None:
            raise ValueError("what is not speech has no speaker")

    @property
    def span(self) -> Span:
        """From the first word to the last."""
        return Span(self.spans[0].start, self.spans[-1].end)

    @property
    def words(self) -> tuple[str, ...]:
        """The article's own slices, one a span."""
        return tuple(self.article.words(span) for span in self.spans)

    @property
    def text(self) -> str:
        """The words as they are printed."""
        return " … ".join(self.words)


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article with the quotes that the engine found in it, in text order."""

    article: Article
    quotes: tuple[Quote, ...] = ()

    def __post_init__(self) -> None:
        if any(quote.article != self.article for quote in self.quotes):
            raise ValueError("a quote of another article")


@dataclass(frozen=True, slots=True)
class SeenEntry:
    """An entry that need not be looked at again while its fingerprint stays."""

    key: str
    fingerprint: str
    article_id: str | None


@dataclass(frozen=True, slots=True)
class Harvest:
    """All that one check of one feed gives; kept in one transaction, or not at all."""

    feed: Feed
    health: FeedHealth
    seen: tuple[SeenEntry, ...] = ()
    articles: tuple[ReadArticle, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What a write really added."""

    new: int = 0  # articles not known before
    changed: int = 0  # new versions of known pages
    twins: int = 0  # of the new ones, those whose text another address has too
    quotes: int = 0

    def __add__(self, other: Kept) -> Kept:
        return Kept(
            self.new + other.new,
            self.changed + other.changed,
            self.twins + other.twins,
            self.quotes + other.quotes,
        )


# --- stories, briefings, answers -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Story:
    """One news event: its articles, oldest first, each once."""

    articles: tuple[ReadArticle, ...]

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


class Telling(StrEnum):
    """How a story stands to what its channel was told before."""

    NEW = "new"
    DEVELOPING = "developing"  # told before, and something is new
    CORRECTED = "corrected"  # told before, and an outlet changed what it said


@dataclass(frozen=True, slots=True)
class Briefing:
    """The checked summary of one story."""

    story: Story
    headline: str
    bullets: tuple[Bullet, ...]
    quotes: tuple[Quote, ...]
    writer: str  # "extractive", or the prompt's id, its version and the model
    differences: tuple[Difference, ...] = ()
    telling: Telling = Telling.NEW

    @property
    def outlets(self) -> tuple[Link, ...]:
        """Each outlet once, with the address of its newest article."""
        newest = {read.article.outlet: read.article.url for read in self.story.articles}
        return tuple(Link(name, newest[name]) for name in self.story.outlets)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A story that a digest does not tell, and why, in words for people."""

    story: Story
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks, in a workspace."""

    text: str
    workspace: str
    as_of: datetime | None = None  # nothing later is looked at
    without: frozenset[str] = frozenset()  # articles not to be looked at


@dataclass(frozen=True, slots=True)
class Answer:
    """Cited bullets, or none: "the corpus does not say"."""

    question: str
    confidence: float  # 0 to 1
    bullets: tuple[Bullet, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether the corpus says anything."""
        return bool(self.bullets)


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What the store is asked for: stemming and ranking happen there, re-ranking in core."""

    terms: tuple[str, ...]  # single words, folded, without stop words
    workspace: str
    all_terms: bool = False  # every term, instead of any
    since: datetime | None = None
    until: datetime | None = None
    without: frozenset[str] = frozenset()
    limit: int = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a search found; `passage` is the part of it that fits best."""

    article: Article
    score: float
    passage: Span | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives: the hits, best first, and the chance that the corpus holds an answer."""

    hits: tuple[Hit, ...]
    confidence: float  # 0 to 1


# --- what a channel wants to hear ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Topic:
    """A named saved search of a workspace; empty parts ask for nothing."""

    name: str
    words: tuple[str, ...] = ()  # each in any of its forms
    phrases: tuple[str, ...] = ()  # words next to one another, each in any of its forms
    names: tuple[str, ...] = ()  # of people, places, organisations: with their capitals
    outlets: tuple[str, ...] = ()
    language: str | None = None  # an ISO 639-1 code

    def __post_init__(self) -> None:
        if not (self.words or self.phrases or self.names or self.outlets or self.language):
            raise ValueError(f"the topic {self.name} looks for nothing")


class FilterKind(StrEnum):
    """What a filter looks at."""

    WORDS = "words"  # all of them, anywhere in the article
    PHRASE = "phrase"  # words next to one another
    OUTLET = "outlet"
    AUTHOR = "author"  # a name in the byline
    LANGUAGE = "language"  # an ISO 639-1 code
    EXPRESSION = "expression"  # a regular expression, as RE2 reads it


@dataclass(frozen=True, slots=True)
class Filter:
    """Leaves out the articles that fit, or with `only` those that fit none of its like."""

    kind: FilterKind
    value: str
    only: bool = False


@dataclass(frozen=True, slots=True)
class Taste:
    """What a channel wants to hear: the topics it follows, and its filters in the order they came."""

    topics: tuple[Topic, ...] = ()
    filters: tuple[Filter, ...] = ()


# --- delivery ------------------------------------------------------------------------------------

LOCAL_WORKSPACE = "local"
"""The workspace of the command line and of the local page."""


@dataclass(frozen=True, slots=True)
class Channel:
    """Where digests are posted."""

    platform: str
    workspace: str
    room: str
    name: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, and a thread in it where there is one."""

    channel: Channel
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A channel's standing order."""

    id: str
    channel: Channel
    slots: tuple[time, ...]  # local wall-clock times
    zone: str  # an IANA time zone
    size: int = 6  # stories a digest
    created: datetime | None = None  # no edition is due from before

    def __post_init__(self) -> None:
        if len(set(self.slots)) != len(self.slots) or not self.slots:
            raise ValueError("a subscription has at least one slot, and each once")


@dataclass(frozen=True, slots=True, order=True)
class Edition:
    """Which digest of a subscription: unique, so that a double tick is harmless."""

    subscription: str
    day: date  # local
    slot: time


@dataclass(frozen=True, slots=True)
class Digest:
    """One edition for one subscription."""

    id: str
    edition: Edition
    made: datetime
    briefings: tuple[Briefing, ...]
    left_out: tuple[LeftOut, ...] = ()
    late: bool = False  # posted well after its slot, and says so


class DeliveryState(StrEnum):
    """How far a digest has come."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A digest on its way to its channel."""

    id: str
    edition: Edition
    channel: Channel
    digest: str  # its id
    state: DeliveryState = DeliveryState.PLANNED
    posted: Mapping[str, str] = field(default_factory=dict)  # part key -> message id
    tries: int = 0
    next_at: datetime | None = None
    note: str = ""


# --- outlines: what a platform shows, before it looks like that platform --------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """A line above what follows."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain text of our own, or of an article where it cannot be taken for ours."""

    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of an article with the words of interest marked, for "show me where"."""

    article: Article
    sentence: Span
    mark: Span


@dataclass(frozen=True, slots=True)
class Links:
    """The outlets of a story, or any row of links."""

    label: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; every cell is plain text."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Bullet | Difference | Quote | Wording | Passage | Links | Table


@dataclass(frozen=True, slots=True)
class Control:
    """A button: what it does, what it does it to, and its label."""

    action: str  # "more", "where", …
    ref: str  # at most 80 characters
    label: str


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks that belong together (a story), never split without need."""

    blocks: tuple[Block, ...]
    controls: tuple[Control, ...] = ()


@dataclass(frozen=True, slots=True)
class DayLine:
    """What a day is about: headlines of its stories, each with the place that its story cites first."""

    headlines: tuple[str, ...]
    cites: tuple[Cite, ...]

    def __post_init__(self) -> None:
        if not self.headlines or len(self.headlines) != len(self.cites):
            raise ValueError("each headline of a day's line has its cite")

    @property
    def text(self) -> str:
        """The headlines as one line."""
        return "; ".join(self.headlines) + "."


@dataclass(frozen=True, slots=True)
class Outline:
    """What is to be said, neutral of the platform that says it."""

    title: str
    sections: tuple[Section, ...] = ()
    lead: str = ""
    footer: str = ""
    day: DayLine | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a delivery; the key finds it again on the platform (25 characters or fewer)."""

    key: str
    outline: Outline


# --- commands ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody wants of the bot: a name of `core.commands` and its arguments."""

    name: str
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who wants it, and where."""

    place: Place
    user: str = ""

    @property
    def workspace(self) -> str:
        """The workspace whose articles may be seen."""
        return self.place.channel.workspace


@dataclass(frozen=True, slots=True)
class Reply:
    """What the desk says back; `in_thread` asks the platform to open or use a thread."""

    outline: Outline
    in_thread: bool = False
    error: bool = False


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on typing."""

    text: str  # the whole input line as it would become
    help: str
