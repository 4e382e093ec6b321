"""What people watch for between digests, and what alerts them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.model.delivery import Channel, Quiet
from bot.model.stories import Briefing

HOURLY = 4
"""Messages of alerts in an hour that a channel gets at most, unless it says otherwise."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What a channel, or a person in direct messages, wants to hear of at once; all its parts have to fit."""

    id: str
    channel: Channel  # where it alerts
    speaker: str = ""  # whose quotes, as typed
    about: str = ""  # words that such a quote, or the headline above it, holds
    topic: str = ""  # a name
    phrase: str = ""  # words next to one another, in any of their forms
    user: str = ""  # whose it is, where it alerts one person
    created: datetime | None = None  # what was read before does not alert

    def __post_init__(self) -> None:
        if not (self.speaker or self.topic or self.phrase):
            raise ValueError("a watch is on a speaker, a topic or a phrase")
        if self.about and not self.speaker:
            raise ValueError("what a quote is about is asked of a speaker's quotes")


@dataclass(frozen=True, slots=True)
class AlertSettings:
    """When and how often alerts come to a channel; what waits is gathered into one message."""

    quiet: Quiet = field(default_factory=Quiet)
    zone: str = "UTC"  # an IANA time zone, by which it is quiet
    hourly: int = HOURLY  # messages in an hour at most
    stopped_for: str = ""  # why On Record stopped them by itself: the channel cannot be posted to

    def __post_init__(self) -> None:
        if self.hourly < 1:
            raise ValueError("at least one message an hour")

    def is_quiet(self, moment: datetime) -> bool:
        """Whether no alert is to be posted at this moment."""
        return self.quiet.holds(moment.astimezone(ZoneInfo(self.zone)))


@dataclass(frozen=True, slots=True)
class HeldAlert:
    """What alerts, on its way to a message; of a watch an article alerts once."""

    watch: Watch
    briefing: Briefing
    at: datetime
    article: str = ""  # the id of the article by which it is kept, where filters cut that from the story
    posting: bool = False  # in a message, and not only held

    @property
    def kept_by(self) -> str:
        """The id of the article by which it is kept, the newest of its story."""
        return self.article or self.briefing.story.articles[-1].article.id
