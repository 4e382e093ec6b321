"""From an address or a feed's entry to an article with its quotes; the heavy reading off the event loop."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from bot.core.extract import read_fragment, read_page
from bot.core.feeds import decide
from bot.core.feeds.addresses import canonical
from bot.core.reading.text import sentences
from bot.errors import FetchError, NotAnArticle
from bot.model import AnnotatedArticle, Article, Entry, Feed, Fetched, Page
from bot.ports import Clock, Fetcher, ReadText

log = logging.getLogger(__name__)

READ_SECONDS = 20
"""For the reading of one body; a large page takes one second."""

REAL_TEXT = 4
"""Sentences: with fewer, what a feed gives is a teaser and not the article."""

_NO_TEXT = "the page holds no article text; give the address of a single article"
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)

P = ParamSpec("P")
T = TypeVar("T")


async def off_loop(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The result of heavy work done in a thread; raises TimeoutError when it takes too long."""
    async with asyncio.timeout(READ_SECONDS):
        return await asyncio.to_thread(work, *args, **kwargs)


@dataclass(frozen=True, slots=True)
class PageReader:
    """Reads pages into articles."""

    fetcher: Fetcher
    read_quotes: ReadText
    clock: Clock

    async def at(self, url: str, outlet: str = "") -> AnnotatedArticle:
        """The article at an address; raises a `FetchError`, NotAnArticle where the page has none."""
        got = await self.fetcher.fetch(url)
        page = await self._page(got)
        if page is None:
            raise NotAnArticle(url, _NO_TEXT)
        host = urlsplit(got.url).hostname or ""
        return await self._article(got.url, outlet or host.removeprefix("www."), page)

    async def of(self, feed: Feed, entry: Entry) -> AnnotatedArticle:
        """The article of an entry, from its page or else from the feed; raises a `FetchError`."""
        try:
            return await self._of(feed, entry)
        except FetchError:
            raise
        except Exception as fault:  # one page that cannot be read must not stop the others of its feed
            log.exception("gather: reading %s failed", entry.url)
            raise NotAnArticle(entry.url, "reading it failed") from fault

    async def _of(self, feed: Feed, entry: Entry) -> AnnotatedArticle:
        try:
            got = await self.fetcher.fetch(entry.url)
            page = await self._page(got)
            if page is None:
                raise NotAnArticle(entry.url, _NO_TEXT)
            return await self._article(got.url, feed.outlet, page, entry)
        except FetchError:
            given = await off_loop(_given, entry)
            if given is None:
                raise
            return await self._article(entry.url, feed.outlet, given, entry)

    async def _page(self, got: Fetched) -> Page | None:
        charset = _CHARSET.search(got.content_type)
        try:
            return await off_loop(read_page, got.body or b"", got.url, charset[1] if charset else "")
        except TimeoutError:
            log.warning("gather: %s takes too long to read", got.url)
            return None

    async def _article(
        self, url: str, outlet: str, page: Page, entry: Entry | None = None
    ) -> AnnotatedArticle:
        now, at = self.clock(), canonical(url)
        published = (entry.published if entry else None) or page.published
        article = Article(
            id=Article.id_for(at, page.text),
            url=at,
            outlet=outlet,
            headline=page.headline or (entry.headline if entry else ""),
            text=page.text,
            captured=now,
            byline=page.byline or (entry.byline if entry else None),
            published=decide.dated(published, now),
            language=page.language,
        )
        return await self.read_quotes(article)


def _given(entry: Entry) -> Page | None:
    """What the feed itself gives, where that is a text and not a teaser."""
    text = read_fragment(entry.html)
    return Page(entry.headline, text) if len(sentences(text)) >= REAL_TEXT else None
