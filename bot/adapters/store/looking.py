"""What a full-text index is asked and what it answers, whatever the engine: terms joined, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.reading.terms import Alternative

Entry = Mapping[str, Any]
"""What the index keeps of an article: its number, its terms, and these packed with their places."""


@dataclass(frozen=True, slots=True)
class Joined:
    """What articles fit that fit all of these, or any."""

    parts: tuple[Expression, ...]
    all: bool


Expression = str | Joined
"""A term, which may end in an asterisk and means what begins so, or several, joined."""


def one(alternatives: Iterable[Alternative]) -> Expression:
    """What holds a word in any of its forms."""
    return either(every(each) for each in alternatives)


def either(expressions: Iterable[Expression]) -> Expression:
    """What fits any of them."""
    return _joined(expressions, every=False)


def every(expressions: Iterable[Expression]) -> Expression:
    """What fits all of them."""
    return _joined(expressions, every=True)


def _joined(expressions: Iterable[Expression], *, every: bool) -> Expression:
    parts = tuple(expressions)
    return parts[0] if len(parts) == 1 else Joined(parts, every)


class Look(NamedTuple):
    """What a look at the newest articles that fit gave."""

    found: int
    held: int  # of these, those that count
    lowest: int  # the number of the oldest of them


class Index(Protocol):
    """What an engine's own index does."""

    async def enter(self, connection: AsyncConnection, some: Sequence[Entry]) -> None:
        """Keep the terms of articles."""
        ...

    async def remove(self, connection: AsyncConnection, some: Sequence[Entry]) -> None:
        """Forget them, each article with the terms that it has."""
        ...

    async def looks(
        self,
        connection: AsyncConnection,
        expressions: Sequence[Expression],
        scanned: int,
        workspace: str | None,
        highest: int,
    ) -> list[Look]:
        """For each expression a look at so many; with a workspace those count that it may see.

        `highest` is the number of the newest article.
        """
        ...

    async def newest_of(
        self,
        connection: AsyncConnection,
        expressions: Sequence[Expression],
        workspace: str,
        scanned: int,
        most: int,
        highest: int,
    ) -> list[list[int]]:
        """For each expression so many of the newest articles that fit and that the workspace may see.

        Of each, `scanned` are looked at and no more.
        """
        ...
