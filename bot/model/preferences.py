"""What a channel wants to hear: topics and filters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
