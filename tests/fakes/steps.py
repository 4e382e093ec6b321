"""Tells whoever watches how far a call has come: the moments at which a program can be stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

ANSWERED_AFTER = 0.005  # seconds from the end of the handler until the client has read the answer

Watch = Callable[[str, str], None]


@dataclass
class Steps:
    """`watch(step, name)`: the call has come, is done but not answered, is answered."""

    watch: Watch | None = None

    async def asked(self, name: str) -> None:
        """It has come, and nothing is done yet."""
        if self.watch:
            self.watch("asked", name)

    async def done(self, name: str) -> None:
        """It is done; the answer follows."""
        if self.watch:
            self.watch("done", name)
            asyncio.get_running_loop().call_later(ANSWERED_AFTER, self.watch, "answered", name)
