"""What a host's robots.txt asks of us, as RFC 9309 has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from protego import Protego

TOKEN = "OnRecord"  # noqa: S105 - what the RFC calls a product token
"""The name by which robots.txt speaks to us; also the first word of the user agent."""

MAX_BYTES = 500 * 1024
"""As much as is read; the RFC wants no less."""

LONGEST_PAUSE = 30.0
"""Seconds; a host that wants longer pauses would have its news read a day late."""

_AGENT = re.compile(r"user[\s-]*agent[\s:]*(?P<name>\*$|[a-z_-]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rules:
    """What may be read at a host, and with what pause in seconds between two requests."""

    pause: float = 0.0
    size: int = 0  # characters that they were read from
    parsed: Protego | None = None  # None: nothing is asked

    def allow(self, url: str) -> bool:
        """Whether this address may be read."""
        return self.parsed is None or self.parsed.can_fetch(url, TOKEN)


def rules_of(status: int, body: bytes) -> Rules | None:
    """What an answer for robots.txt says; None for a server in trouble, which means "nothing for now"."""
    if status >= 500:
        return None
    return _read(body) if 200 <= status < 300 else Rules()


def _read(body: bytes) -> Rules:
    whole = body if len(body) <= MAX_BYTES else body[:MAX_BYTES].rpartition(b"\n")[0]
    text = "\n".join(_without_others(whole.decode("utf-8-sig", "replace")))
    parsed = Protego.parse(text)
    return Rules(min(parsed.crawl_delay(TOKEN) or 0.0, LONGEST_PAUSE), len(text), parsed)


def _without_others(text: str) -> Iterator[str]:
    """The lines with all other readers called alike: the parser gives each of a thousand its own rules."""
    for line in text.splitlines():
        agent = _AGENT.match(line.partition("#")[0].strip())
        if agent is None:
            yield line
        else:
            name = agent["name"].lower()
            yield f"User-agent: {name if name in ('*', TOKEN.lower()) else 'other'}"
