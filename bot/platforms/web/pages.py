"""Message bodies as HTML, through templates that escape everything."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2

from bot.model import Channel, Place
from bot.platforms.web.render import title_of

AUTHOR = "On Record"
"""Whom our own messages are from."""

HERE = Path(__file__).parent
STATIC = HERE / "static"


@dataclass(frozen=True, slots=True)
class Message:
    """A message as the log keeps it, its body read."""

    id: str
    author: str
    body: dict[str, Any]
    at: datetime
    replies: int = 0

    @classmethod
    def of(cls, row: tuple[str, str, str, datetime, int]) -> Message:
        """A row of the message log."""
        id_, author, body, at, replies = row
        return cls(id_, author, json.loads(body), at, replies)

    @property
    def ours(self) -> bool:
        """Whether On Record says it."""
        return bool(self.body["kind"] == "told")

    @property
    def title(self) -> str:
        """One line that tells which message this is."""
        return title_of(self.body)


@dataclass(frozen=True, slots=True)
class View:
    """The messages of a place, and whether an answer is in the making there."""

    place: Place
    messages: Sequence[Message]
    working: bool
    title: str = ""  # of the message that opened the thread
    earlier: int | None = None  # how many to ask for to see earlier ones


class Pages:
    """Fills the templates."""

    def __init__(self) -> None:
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["segment"] = lambda text: quote(text, safe="")

    def page(
        self, channels: Sequence[Channel], log: View | None, thread: View | None, token: str, leave: bool
    ) -> str:
        """The whole page; without a log, the page of a channel that is not there."""
        values = {"channels": channels, "log": log, "thread": thread, "token": token, "leave": leave}
        return self._templates.get_template("page.html").render(values)

    def view(self, view: View) -> str:
        """The messages of a place."""
        return self._templates.get_template("view.html").render(view=view)

    def message(self, message: Message, place: Place) -> str:
        """One message."""
        return self._templates.get_template("one.html").render(message=message, place=place)

    def login(self, token: str, trouble: str = "") -> str:
        """The form that asks for the password."""
        return self._templates.get_template("login.html").render(token=token, trouble=trouble)
