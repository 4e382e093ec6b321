"""What people want of the bot, and what it says back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
    """Who wants it, and where; the platform knows whether they may change what the channel gets."""

    place: Place
    user: str = ""
    manages: bool = True
    managers: str = EVERYBODY  # who may change it here, as a refusal names them
    zone: str | None = None  # the user's own, an IANA time zone

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
    again: str = ""  # under this short id the same wish can be had again: to share it, to page it
    about: tuple[str, ...] = ()  # ids of its articles: what follow-ups in its thread are about


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on typing."""

    text: str  # the whole input line as it would become
    help: str
