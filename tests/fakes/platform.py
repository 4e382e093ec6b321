"""A chat platform on the same machine whose faults a test can order one by one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.core import outline
from bot.errors import PlatformError
from bot.model import Channel, Digest, Outline, Part, Place, digest_of
from bot.ports import Desk


@dataclass
class Fault:
    """What goes wrong at one post: before the message is there, or after it is."""

    error: BaseException
    after: bool = False


@dataclass
class ChatServer:
    """Keeps messages with their keys, one part a story and one for the rest."""

    name: str = "chat"
    messages: list[tuple[Place, str, Outline]] = field(default_factory=list)
    faults: list[Fault | None] = field(default_factory=list)  # one a post, in order
    edits: list[str] = field(default_factory=list)  # the ids of edited messages, in order
    edit_faults: list[Fault | None] = field(default_factory=list)  # one an edit, in order
    warnings: list[tuple[Channel, str]] = field(default_factory=list)

    def split(self, digest: Digest) -> Sequence[Part]:
        whole = outline.of_digest(digest)
        pieces = [Outline(whole.title, (), whole.lead), *(Outline("", (one,)) for one in whole.sections)]
        return [Part(digest_of("part", digest.id, str(number)), one) for number, one in enumerate(pieces)]

    def fits(self, outline: Outline) -> bool:
        return True

    async def post(self, place: Place, part: Part, since: datetime | None = None) -> str:
        fault = self.faults.pop(0) if self.faults else None
        if fault and not fault.after:
            raise fault.error
        self.messages.append((place, part.key, part.outline))
        if fault:
            raise fault.error
        return f"message {len(self.messages)}"

    async def time(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - a server has its own clock

    async def find(self, place: Place, part: Part, since: datetime) -> str | None:
        for number, (where, held, _) in enumerate(self.messages, 1):
            if (where, held) == (place, part.key):
                return f"message {number}"
        return None

    async def edit(self, place: Place, message_id: str, part: Part) -> None:
        fault = self.edit_faults.pop(0) if self.edit_faults else None
        if fault and not fault.after:
            raise fault.error
        number = int(message_id.removeprefix("message ")) - 1
        where, key, _ = self.messages[number]
        if (where, key) != (place, part.key):
            raise PlatformError(f"{message_id} is {key} in {where}, not {part.key} in {place}")
        self.messages[number] = (where, key, part.outline)
        self.edits.append(message_id)
        if fault:
            raise fault.error

    async def warn(self, channel: Channel, sentence: str) -> None:
        self.warnings.append((channel, sentence))

    async def serve(self, desk: Desk) -> None:
        await asyncio.Event().wait()
