"""Articles, the quotes in them, what later versions make of these, and what readers say is wrong."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
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

    @property
    def written_in(self) -> str:
        """The ISO 639-1 code of the language that it says it is in; English where it says nothing."""
        return (self.language or "en")[:2].lower()

    def words(self, span: Span) -> str:
        """The article's own slice."""
        if span.end > len(self.text):
            raise ValueError(f"span {span.start}..{span.end} leaves article {self.id}")
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Listed:
    """An article by what a list of very many shows of it: its text is not read."""

    id: str
    url: str
    outlet: str
    headline: str
    dated: datetime
    position: int | None = None  # as of `AnnotatedArticle`


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
    others: tuple[str, ...] = field(default=(), compare=False)  # who said it together with the speaker

    def __post_init__(self) -> None:
        if not self.spans or self.spans[-1].end > len(self.article.text):
            raise ValueError("a quote needs spans within its article")
        if any(a.end > b.start for a, b in zip(self.spans, self.spans[1:], strict=False)):
            raise ValueError("the spans of a quote ascend and do not overlap")
        if self.kind is QuoteKind.NOT_SPEECH and self.speaker is not None:
            raise ValueError("what is not speech has no speaker")

    @property
    def key(self) -> tuple[str, tuple[Span, ...]]:
        """The article's content and where in it: the same for a quote and its copies in twins."""
        return self.article.content, self.spans

    @property
    def speakers(self) -> tuple[str, ...]:
        """Everybody who said it, the speaker first; nobody where the text does not tell."""
        return () if self.speaker is None else (self.speaker, *self.others)

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


class Kind(StrEnum):
    """What kind of article it is; the first three are news."""

    EVENT = "event"
    UPDATE = "update"
    ANALYSIS = "analysis"
    ROUNDUP = "roundup"
    OPINION = "opinion"
    LIST = "list"
    DEAL = "deal"
    GALLERY = "gallery"
    FEATURE = "feature"

    @property
    def news(self) -> bool:
        """Whether it reports or explains an event."""
        return self in {Kind.EVENT, Kind.UPDATE, Kind.ANALYSIS}


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """An article with the quotes that the engine found in it, in text order."""

    article: Article
    quotes: tuple[Quote, ...] = ()
    position: int | None = field(default=None, compare=False)
    """The best it had in a feed that the reader takes, 1 at the front; None where its feeds say nothing."""
    kind: Kind = field(default=Kind.EVENT, compare=False)

    def __post_init__(self) -> None:
        if any(quote.article != self.article for quote in self.quotes):
            raise ValueError("a quote of another article")


class Change(StrEnum):
    """What a later version of its article makes of a printed quote."""

    REWORDED = "reworded"
    GONE = "gone"
    SPEAKER = "speaker"  # somebody else said it
    RESTORED = "restored"  # as it was printed, after one of these


@dataclass(frozen=True, slots=True)
class Correction:
    """What a later version of its article makes of a printed quote, in that version's own words."""

    quote: Quote  # as it was printed
    change: Change
    article: Article  # the first version that has the change
    now: Quote | None = None  # what stands there; None where the words are gone

    def __post_init__(self) -> None:
        same_page = self.article.url == self.quote.article.url or self.article.supersedes is not None
        if self.article == self.quote.article or not same_page:
            raise ValueError("a correction comes from another version of the quote's article")
        if (self.now is None) != (self.change is Change.GONE):
            raise ValueError("a correction has the words of the new version, unless they are gone")
        if self.now and self.now.article != self.article:
            raise ValueError("the words of a correction are those of the new version")
        if self.change is Change.SPEAKER and (self.now is None or self.now.speaker is None):
            raise ValueError("another speaker has a name")


@dataclass(frozen=True, slots=True)
class Revision:
    """A printed article with its newest version, and the corrections that its readers were shown."""

    printed: str  # the article's id
    newest: AnnotatedArticle
    corrections: tuple[Correction, ...] = ()
    compared: bool = False  # nothing of the newest version is left to be shown


class Fault(StrEnum):
    """What is wrong."""

    QUOTE = "wrong quote"
    SPEAKER = "wrong speaker"


@dataclass(frozen=True, slots=True)
class Report:
    """One entry of the error ledger: a quote as it was shown, and what a reader says of it."""

    id: str
    workspace: str
    quote: Quote
    fault: Fault
    claimed: str  # the right speaker or words, as the reader says: never printed as ours
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """A report with what the engine says of it: what a reader claims is held against the article."""

    report: Report
    words: Quote | None  # the article's own slices for claimed words; None where no quote of it holds them
    speaker: str | None  # the article's name for a claimed speaker; None where its text supports no such
    now: tuple[Quote, ...]  # what is read at that place today
