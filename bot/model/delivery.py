"""Where, when and about what digests are posted, and how far they have come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.model.articles import Article
from bot.model.feeds import FeedStatus, Work
from bot.model.stories import Briefing, LeftOut, Unread
from bot.model.writing import Spend

LOCAL_WORKSPACE = "local"
"""The workspace of the command line and of the local page."""

LEASE = timedelta(seconds=30)
"""How long a claim on a delivery holds when its sender is heard of no more."""


DIRECT = "@"
"""Begins the room of somebody's direct messages, before who they are: the platform opens it to post there."""


@dataclass(frozen=True, slots=True)
class Channel:
    """Where digests are posted."""

    platform: str
    workspace: str
    room: str
    name: str = field(default="", compare=False)

    @property
    def person(self) -> str:
        """Whose direct messages it is, where that alone is known of it; else empty."""
        return self.room.removeprefix(DIRECT) if self.room.startswith(DIRECT) else ""


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, and a thread in it where there is one."""

    channel: Channel
    thread: str | None = None


class Late(StrEnum):
    """What follows slots that passed while nothing could be posted."""

    ONE = "one"  # one digest that covers them all and says that it is late
    NONE = "none"  # nothing before the next slot


@dataclass(frozen=True, slots=True)
class Days:
    """Local days of a calendar; an empty part lets every day in.

    Where it names weekdays and days of the month, either is enough, as in a cron line.
    """

    weekdays: tuple[int, ...] = ()  # Monday is 0
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()

    def __contains__(self, day: date) -> bool:
        if self.months and day.month not in self.months:
            return False
        if not (self.weekdays or self.month_days):
            return True
        return day.weekday() in self.weekdays or day.day in self.month_days


@dataclass(frozen=True, slots=True)
class Quiet:
    """When a channel is left in peace, by local time; over midnight where it ends before it begins."""

    begin: time | None = None  # both or neither
    end: time | None = None
    weekdays: tuple[int, ...] = ()  # Monday is 0
    dates: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        if (self.begin is None) != (self.end is None) or (self.begin and self.begin == self.end):
            raise ValueError("quiet hours begin at one time and end at another")
        if len(set(self.weekdays)) > 6:
            raise ValueError("one weekday at least is not quiet")

    def holds_day(self, day: date) -> bool:
        """Whether the whole day is quiet."""
        return day.weekday() in self.weekdays or day in self.dates

    def holds(self, local: datetime) -> bool:
        """Whether a local moment is quiet."""
        if self.holds_day(local.date()):
            return True
        if self.begin is None or self.end is None:
            return False
        at = local.time()
        if self.begin < self.end:
            return self.begin <= at < self.end
        return at >= self.begin or at < self.end


@dataclass(frozen=True, slots=True)
class Subscription:
    """A standing order of a channel, which may have several."""

    id: str
    channel: Channel
    slots: tuple[time, ...]  # local wall-clock times
    zone: str  # an IANA time zone
    size: int = 6  # stories a digest
    created: datetime | None = None  # no edition is due from before
    paused: bool = False  # no edition is due until it is resumed
    paused_for: str = ""  # why On Record paused it by itself; empty where somebody did
    configured: bool = False  # by the config file, which alone takes it away again
    language: str | None = None  # an ISO 639-1 code; None: each article's own
    late: Late = Late.ONE
    label: str = ""  # what its people call it; unique in its channel
    days: Days = Days()  # on which its slots count
    quiet: Quiet = Quiet()
    feeds: tuple[str, ...] = ()  # addresses; none: all that the workspace takes
    topics: tuple[str, ...] = ()  # names; none: about anything
    timed: datetime | None = None  # when its times were changed: no slot before counts any more

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
class Alert:
    """Why a briefing is in a message of alerts."""

    watch: str  # its id
    why: str  # in words for people


@dataclass(frozen=True, slots=True)
class Digest:
    """One edition for one subscription, or a message of alerts."""

    id: str
    edition: Edition
    made: datetime
    briefings: tuple[Briefing, ...]
    left_out: tuple[LeftOut, ...] = ()
    in_brief: tuple[Article, ...] = ()  # of stories left out whose headlines alone are posted
    late: bool = False  # posted well after its slot, and says so
    opened: datetime | None = None  # of an order's first: its own local time, as it is due at no slot
    missed: int = 0  # slots before it that passed with nothing posted, which it covers
    unread: tuple[Unread, ...] = ()  # left out by their headlines
    alerts: tuple[Alert, ...] = ()  # of a message of alerts: one a briefing, in their order

    def __post_init__(self) -> None:
        if self.alerts and self.briefings and len(self.alerts) != len(self.briefings):
            raise ValueError("every briefing of a message of alerts has its reason")


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
    token: str = ""  # of the claim that was last made on it
    lease_until: datetime | None = None  # when that claim ends, unless it is renewed
    tried_at: datetime | None = None  # when a post began of which nobody knows whether it was taken


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
    STORY = "story"  # that of these articles, by their ids: made by a button, never typed


@dataclass(frozen=True, slots=True)
class Filter:
    """Leaves out the articles that fit, or with `only` those that fit none of its like."""

    kind: FilterKind
    value: str
    only: bool = False


@dataclass(frozen=True, slots=True)
class ChannelPreferences:
    """What a channel wants to hear: the topics it follows, and its filters in the order they came."""

    topics: tuple[Topic, ...] = ()
    filters: tuple[Filter, ...] = ()


SILENCE = timedelta(seconds=15)
"""After so long without a sign of a replica others take over what it had."""

SHARD_LEASE = "shard "
"""How the names of leases on Discord's shards begin."""


@dataclass(frozen=True, slots=True)
class Replica:
    """One process that works on the database, as the database knows it."""

    id: str
    host: str
    version: str
    age: timedelta  # since it started
    silent: timedelta  # since it was heard of last
    feeds: int  # that it checked
    shards: int  # of Discord, that it has

    @property
    def is_alive(self) -> bool:
        """Whether it still has what it had."""
        return self.silent < SILENCE


@dataclass(frozen=True, slots=True)
class Status:
    """How a running On Record fares, all workspaces together; money is in `currency`, sizes in bytes."""

    at: datetime
    feeds: tuple[FeedStatus, ...]
    orders: tuple[Subscription, ...]
    unsent: tuple[Delivery, ...]  # digests that are not posted, or not all of them; the newest first
    spends: tuple[Spend, ...]  # of today, in UTC
    currency: str
    day_ceiling: float | None  # None: no model is used
    counts: Mapping[str, int]  # of what is kept, by kind
    backlog: Mapping[Work, int]  # articles for which something is still to be done
    size: int  # of the database with its journal; 0 in memory
    replicas: tuple[Replica, ...] = ()
    stopped: Mapping[Channel, str] = field(default_factory=dict)  # where alerts do not go any more, and why
