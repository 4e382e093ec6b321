"""What people say to one another in a thread, read for one answer and never kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
