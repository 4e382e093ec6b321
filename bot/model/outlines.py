"""What a platform shows, before it looks like that platform, and the messages that it reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model.articles import Article, Correction, Quote, Span
from bot.model.stories import Bullet, Cite, Difference, Link, Tally, Translation, Wording


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
class CorrectionNote:
    """What is added to a posted message below a quote; `short` leaves out the words that stand there now."""

    correction: Correction
    short: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote in a thread: a slice of their message, so that nobody is given other words."""

    message: Message
    span: Span

    def __post_init__(self) -> None:
        if not self.span or self.span.end > len(self.message.text):
            raise ValueError("what somebody said is a part of their message")

    @property
    def author(self) -> str:
        """Who wrote it, as people see it; empty where the platform does not say."""
        return self.message.author

    @property
    def text(self) -> str:
        """The words, as they stand in the message."""
        return self.message.text[self.span.start : self.span.end]

    @property
    def url(self) -> str:
        """Leads to the message."""
        return self.message.url


@dataclass(frozen=True, slots=True)
class ThreadBullet:
    """A checked sentence of a model on what people wrote; `said` are the slices that it has between marks."""

    text: str
    messages: tuple[Message, ...]
    said: tuple[Said, ...] = ()

    def __post_init__(self) -> None:
        if not self.messages:
            raise ValueError("what is shown of a thread comes from its messages")
        if any(said.message not in self.messages or said.text not in self.text for said in self.said):
            raise ValueError("what is shown word for word stands in one of the messages")


@dataclass(frozen=True, slots=True)
class ThreadSummary:
    """A thread as a model sums it up, checked; without bullets the tally says why, where it was asked."""

    bullets: tuple[ThreadBullet, ...] = ()
    writer: str = ""
    tally: Tally | None = None
    given: int = 0  # messages that it was given


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


Block = (
    Heading
    | Paragraph
    | Bullet
    | Translation
    | Difference
    | Quote
    | Wording
    | Passage
    | CorrectionNote
    | Said
    | ThreadBullet
    | Links
    | Table
)


@dataclass(frozen=True, slots=True)
class Control:
    """A button: what it does, what it does it to, and its label."""

    action: str  # "more", "where", …; of one that opens a modal, the modal's name
    ref: str  # at most 80 characters
    label: str
    opens: bool = False  # a modal, for which the platform asks the desk at once


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


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a thread as it stands now; one that was deleted is not there."""

    id: str
    author: str  # the name that people see; empty where the platform does not say
    text: str  # plain: what the platform writes for mentions and links is resolved
    at: datetime
    url: str  # leads to the message
    ours: bool = False  # On Record's own
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """A thread of people's messages, oldest first."""

    messages: tuple[Message, ...]
    whole: bool = True  # False: not all of it could be read
    why_not: str = ""  # one sentence, where it is not whole


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what, whether it is well, and what is to be said of it."""

    what: str
    ok: bool
    says: str
