"""Looking into the quote book: what the store has of a name, sorted out by person."""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.core.quotes import book
from bot.model import BookPage, Quote
from bot.ports import ArticleStore

POOL = 500
"""Quotes of a surname that are read: forms of a name are told apart by what stands around them."""


async def look_up(
    store: ArticleStore,
    workspace: str,
    speaker: str = "",
    about: str = "",
    since: datetime | None = None,
    limit: int = 20,
) -> tuple[BookPage, ...]:
    """The pages of those whom a name may mean, with their newest lines, of what the workspace may see."""
    asked = dict.fromkeys((speaker, book.surname_of(speaker)))
    found: dict[Quote, None] = {}
    for name in asked:
        found |= dict.fromkeys(await store.quotes(workspace, name, about, since, POOL))
    newest = sorted(found, key=lambda quote: quote.article.dated, reverse=True)
    return await asyncio.to_thread(book.pages, newest, speaker, limit)
