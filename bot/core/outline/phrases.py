"""What On Record says to people about orders, threads, reports and rights."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from bot.core.outline.words import moment
from bot.core.text import counted
from bot.core.translations import LANGUAGES
from bot.model import ChannelPreferences

ORDER = "Digests of this channel"
NO_ORDER = "No digests come here by themselves"
MAKE_ORDER = "Let them come with: schedule set times:08:00"
REMOVED = "No digests come here by themselves any more"
TASTE = "What this channel wants to hear"
EVERYTHING = "Everything: it follows no topic and filters nothing."
TALK = "What was said here"
THEIRS = "Each line is word for word in its message; nothing of it is kept."
NOBODY_SAID = "There is nothing here yet that could be told."
NOT_ALL_READ = "Not all of this thread could be read."
THANKS = "Thank you, this will be looked at"
CHOOSE = "Choose what is wrong."
STORY_MUTED = "This story is muted in this channel"
A_MUTED_STORY = "a muted story"
STORY_GONE = "This story is no longer in the corpus."
ARTICLE_GONE = "This article is no longer in the corpus."
OLD_BUTTON = "This button is of an older On Record and does nothing any more."
FORGOTTEN = "This answer is no longer remembered; ask again."
CONFIGURED = "The digests of this channel are set in the configuration file; change them there."
BROKEN = "Something went wrong on our side; the log knows more under this id."


def home(channel: str) -> str:
    """The title of a channel's overview."""
    return f"On Record in {channel}" if channel else "On Record"


def order(slots: Sequence[time], zone: str, size: int, language: str | None = None) -> str:
    """A standing order in one sentence, and in a second the language that it asks for."""
    times = [f"{slot:%H:%M}" for slot in sorted(slots)]
    told = f"{', '.join(times[:-1])} and {times[-1]}" if len(times) > 1 else times[0]
    said = f"Every day at {told} ({zone}), at most {counted(size, 'story', 'stories')} each."
    return f"{said} {into(language)}" if language else said


def into(language: str) -> str:
    """That a model translates."""
    return f"A model translates them into {LANGUAGES[language].name}; quotes stay as they are."


def coming(at: datetime) -> str:
    """When the next digest comes, as clocks there show it."""
    return f"The next one: {at:%A}, {moment(at)}."


def paused(reason: str) -> str:
    """That no digest comes, and why where On Record itself paused it."""
    return f"Paused: {reason}" if reason else "Paused: no digest comes until it is resumed."


def taste(one: ChannelPreferences) -> str:
    """How many topics and filters a channel has."""
    if not one.topics and not one.filters:
        return EVERYTHING
    topics = ", ".join(topic.name for topic in one.topics) or "no topic"
    return f"It follows {topics} and has {counted(len(one.filters), 'filter')}."


def changed_by(managers: str) -> str:
    """Who may change what a channel gets."""
    return f"Changes are made by {managers}."


def talk(messages: int, authors: int) -> str:
    """How much a thread holds."""
    return f"From {counted(messages, 'message')} by {counted(authors, 'person', 'people')}."


def retold(writer: str) -> str:
    """Who told of a thread, and that nobody can read it later."""
    return f"Written by {writer}; each line leads to the messages that it comes from; nothing of it is kept."


def given(some: int, messages: int) -> str:
    """That a model was not given all of a thread."""
    return "" if some >= messages else f"It was given {some:,} of {counted(messages, 'message')}."


def reported(report: str) -> str:
    """Where a report is kept."""
    return f"It is in the error ledger as {report}."
