"""Reading in a thread, for tests that are not about what reads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class ReadHere:
    """A `Reading` without limits."""

    async def read(self, url: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What it gives."""
        return await asyncio.to_thread(work, *args, **kwargs)
