"""What gathering speaks of: feeds, their health, entries, what was fetched and read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.model.articles import AnnotatedArticle, digest_of


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
    interval: timedelta | None = None  # between two checks while it is well; None: not known yet


@dataclass(frozen=True, slots=True)
class FeedYield:
    """What a feed brings: its articles of some time, and how many of its entries came with a text."""

    articles: int  # dated since the moment that was asked for
    entries: int  # ever looked at
    texts: int  # of these, with an article

    @property
    def share(self) -> float | None:
        """The part of the entries that came with a text; None without entries."""
        return self.texts / self.entries if self.entries else None


@dataclass(frozen=True, slots=True)
class Hub:
    """Who tells of news in a feed at once, and how it knows the feed; both untrusted."""

    url: str
    topic: str


NO_HUB = Hub("", "")


@dataclass(frozen=True, slots=True)
class HubSubscription:
    """What was asked of a feed's hub, and what it promised."""

    feed: Feed
    hub: Hub
    token: str = ""  # in the address at which the hub reaches us; empty: it was never asked
    sealed: str = ""  # the secret that it signs with, as ciphertext
    asked_at: datetime | None = None
    verified_at: datetime | None = None  # when it last made sure that we asked; None: it tells us nothing
    lease_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnreadPages:
    """Pages of a feed that could not be read, all for one reason, or that are still to be read."""

    reason: str  # empty: not tried yet
    pages: int
    next_at: datetime | None  # when the first of them is tried again; None: they were given up


@dataclass(frozen=True, slots=True)
class FeedStatus:
    """A feed with its health, what became of pages that could not be read, and what it brings if asked."""

    feed: Feed
    health: FeedHealth
    unread: tuple[UnreadPages, ...] = ()
    brings: FeedYield | None = None
    news_at: datetime | None = None  # when its hub last told of news


LONGEST_KEY = 500
"""Characters of an entry's key: it is looked up in an index, and PostgreSQL's hold nothing much longer."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One untrusted line of a feed; `html` is what the feed gives of the text.

    What has no page has the address of another, with a name for itself behind a "#".
    """

    url: str  # canonical
    guid: str
    headline: str
    html: str = ""
    byline: str | None = None
    published: datetime | None = None
    updated: datetime | None = None  # where a later date is given too

    @property
    def has_page(self) -> bool:
        """Whether anything is to be fetched; else all that there is of it is in the feed."""
        return "#" not in self.url

    @property
    def key(self) -> str:
        """What tells this entry from the others of its feed, in at most `LONGEST_KEY` characters."""
        name = self.guid or self.url
        return name if len(name) <= LONGEST_KEY else digest_of("entry", name)

    @property
    def fingerprint(self) -> str:
        """Changes when the feed tells of changed content."""
        return digest_of(self.url, self.headline, self.html)

    @property
    def stamp(self) -> str:
        """Changes when the feed gives a new date alone, as for a live page that grows."""
        at = self.updated or self.published
        return at.isoformat() if at else ""


@dataclass(frozen=True, slots=True)
class CheckedFeed:
    """What a look at a feed shows before anyone takes it; `url` is where it lives for good."""

    url: str
    title: str
    entries: tuple[Entry, ...]
    left_out: int = 0  # entries with neither a link nor a text


@dataclass(frozen=True, slots=True)
class TakenFeed:
    """What taking a feed came to: whether it was new here, and the name that it lost, if it lost one."""

    feed: Feed
    new: bool
    was: str = ""


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """A feed as a list of feeds names it; the address is as untrusted as the rest."""

    url: str
    title: str = ""
    folders: tuple[str, ...] = ()  # by name, the innermost one that has a name around each of its lines


class ImportOutcome(StrEnum):
    """What became of a feed of a list."""

    TAKEN = "taken"
    ALREADY = "taken before"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ImportedFeed:
    """What became of one line of a list of feeds, and why it failed."""

    outlet: str
    url: str
    outcome: ImportOutcome
    note: str = ""


class FolderOutcome(StrEnum):
    """What became of a folder of a list of feeds."""

    MADE = "made"  # a topic
    GREW = "grew"  # the topic of its name has more outlets
    SAME = "same"  # the topic of its name has its outlets already
    LEFT = "left"  # no topic, or the one of its name stays as it is


@dataclass(frozen=True, slots=True)
class ImportedFolder:
    """What became of a folder of a list of feeds, and why it was left."""

    name: str
    outcome: FolderOutcome
    note: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a list of feeds and of its folders, in its order."""

    feeds: tuple[ImportedFeed, ...]
    folders: tuple[ImportedFolder, ...] = ()

    def of(self, outcome: ImportOutcome) -> int:
        """How many ended so."""
        return sum(feed.outcome is outcome for feed in self.feeds)


@dataclass(frozen=True, slots=True)
class SeenEntry:
    """An entry that need not be looked at again while its fingerprint and its stamp stay."""

    key: str
    fingerprint: str
    article_id: str | None
    stamp: str = ""
    read_at: datetime | None = None  # None: passed over
    same: int = 0  # readings in a row that found the text unchanged
    url: str = ""  # where it was listed; empty: not known

    @classmethod
    def of(cls, entry: Entry) -> SeenEntry:
        """The mark of an entry as it is listed now, without an article yet."""
        return cls(entry.key, entry.fingerprint, None, entry.stamp, url=entry.url)


@dataclass(frozen=True, slots=True)
class PendingEntry:
    """An entry whose page is still to be read, or could not be, kept so that it is read without its feed."""

    entry: Entry  # after a try without what the feed gave of the text
    reason: str  # of the last try in vain; empty before the first
    since: datetime
    next_at: datetime | None  # None: given up
    tries: int = 1
    refusals: int = 0  # of the tries, those that got a plain no


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer over HTTP; `body` is None when the server says "not modified"."""

    url: str  # after redirects
    status: int
    body: bytes | None
    content_type: str = ""
    validators: Validators = Validators()
    moved_to: str | None = None  # set when every redirect on the way was permanent
    fresh_for: float = 0.0  # seconds that its server says it may be kept
    own: bool = False  # from a host that the config names as ours
    link: str = ""  # the Link header
    answered: datetime | None = None  # by its server's own clock


@dataclass(frozen=True, slots=True)
class Page:
    """What was read out of a page or file; nothing in it is verified."""

    headline: str
    text: str
    byline: str | None = None
    published: datetime | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Harvest:
    """What one check of one feed gives, or a part of it; kept in one transaction, or not at all."""

    feed: Feed
    health: FeedHealth
    seen: tuple[SeenEntry, ...] = ()
    articles: tuple[AnnotatedArticle, ...] = ()
    positions: Mapping[str, int] = field(default_factory=dict)  # by entry key, where the feed's order tells
    pending: tuple[PendingEntry, ...] = ()  # of those seen; any other that was seen is pending no more
    moved_to: Feed | None = None  # where the feed lives from now on, with all that is kept of it
    hub: Hub | None = None  # None: the feed was not read
    last: bool = True  # False: more of the same check follows, and its health with it


class Work(StrEnum):
    """What may still be to be done for articles that are kept."""

    INDEX = "index"  # an older version kept them: no search finds them yet
    QUOTES = "quotes"  # a file brought them: their quotes are to be found
    ALERTS = "alerts"  # a feed brought them: they are to be held against what people watch for


@dataclass(frozen=True, slots=True)
class Kept:
    """What a write really added."""

    new: int = 0  # articles not known before
    changed: int = 0  # new versions of known pages
    twins: int = 0  # of the new ones, those whose text another address has too
    quotes: int = 0
    lost: frozenset[str] = frozenset()  # feeds of which nothing was written, as another replica has them

    def __add__(self, other: Kept) -> Kept:
        return Kept(
            self.new + other.new,
            self.changed + other.changed,
            self.twins + other.twins,
            self.quotes + other.quotes,
            self.lost | other.lost,
        )
