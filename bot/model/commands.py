"""What people want of the bot, what a platform asks in a window, and what is said back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.delivery import Place
from bot.model.outlines import Outline

EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody wants of the bot: a name of `core.commands` and its arguments."""

    name: str
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who wants it, and where; the platform knows what they may change."""

    place: Place
    user: str = ""
    manages: bool = True  # the workspace: its feeds and topics, and what every channel gets
    managers: str = EVERYBODY  # who may change what the channel gets, as a refusal names them
    manages_channel: bool = False  # what this channel gets, and nothing else
    workspace_managers: str = ""  # who may change what is all channels'; empty: the managers
    zone: str | None = None  # the user's own, an IANA time zone
    direct: bool = False  # the place is the user's alone: direct messages
    own: str = ""  # the room where the user alone is written to; empty: the place itself

    @property
    def workspace(self) -> str:
        """The workspace whose articles may be seen."""
        return self.place.channel.workspace

    def may_change(self, workspace: bool = False) -> bool:
        """Whether they may change what this channel gets, or what belongs to the whole `workspace`."""
        return self.manages or (self.manages_channel and not workspace)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the desk says back; `in_thread` asks the platform to open or use a thread."""

    outline: Outline
    in_thread: bool = False
    error: bool = False
    again: str = ""  # under this short id the same command can be run again: to share it, to page it
    about: tuple[str, ...] = ()  # ids of its articles: what follow-ups in its thread are about


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on typing."""

    text: str  # the whole input line as it would become
    help: str


class InputKind(StrEnum):
    """How a value is given."""

    LINE = "line"
    TEXT = "text"  # several lines
    CHOICE = "choice"  # one of the choices
    TIMES = "times"  # times of day, commas between
    ZONE = "zone"  # an IANA time zone


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values, as it is shown and as it is given back."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Input:
    """One value that is asked for."""

    name: str  # the argument that it fills
    label: str  # at most 45 characters
    kind: InputKind = InputKind.LINE
    value: str = ""  # what stands there before
    hint: str = ""  # at most 100 characters
    required: bool = True
    choices: tuple[Choice, ...] = ()  # at most 25
    longest: int = 300  # characters


@dataclass(frozen=True, slots=True)
class Modal:
    """A window with a few inputs; `name` and `ref` come back with what was filled in."""

    name: str
    title: str  # at most 24 characters
    inputs: tuple[Input, ...]  # at most 5
    submit: str = "Save"
    ref: str = ""
    lead: str = ""

    def __post_init__(self) -> None:
        if not 1 <= len(self.inputs) <= 5 or len(self.title) > 24:
            raise ValueError("a modal has one to five inputs and a title of at most 24 characters")


@dataclass(frozen=True, slots=True)
class Filled:
    """What somebody filled into a modal, by input."""

    name: str
    values: Mapping[str, str]
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Mistakes:
    """What is wrong with what was filled in: input -> sentence. Nothing was changed."""

    sentences: Mapping[str, str]
