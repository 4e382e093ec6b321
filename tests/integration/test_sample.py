"""The bundled outlets over HTTP: feeds that parse, pages that are read without loss, quotes with speakers."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot.adapters import sample
from bot.adapters.lexicons import lexicon
from bot.adapters.sample.outlets import OUTLETS, Piece, pieces
from bot.app.sample import wanted_outlets
from bot.core.extract import read_fragment, read_page
from bot.core.feeds.parse import parse
from bot.core.quotes import find_quotes
from bot.core.quotes.drift import compare
from bot.model import AnnotatedArticle, Article, DriftKind, Entry, Feed, Quote, QuoteKind

STARTED = datetime(2026, 5, 5, 8, 0, 17, 250_000, tzinfo=UTC)
SOURCES = Path(sample.__file__).parent / "articles"


@pytest.fixture
async def base_url() -> AsyncIterator[str]:
    async with TestServer(sample.sample_app(STARTED)) as server:
        yield str(server.make_url("")).rstrip("/")


@pytest.fixture
async def reader() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def entries(reader: aiohttp.ClientSession, feed: Feed) -> list[Entry]:
    async with reader.get(feed.url) as answer:
        return list(parse(await answer.read(), feed.url, answer.headers["Content-Type"]).entries)


async def test_every_article_is_in_its_outlets_feed(base_url: str, reader: aiohttp.ClientSession) -> None:
    found: dict[str, tuple[Feed, Entry]] = {}
    for feed in sample.feeds(base_url):
        for entry in await entries(reader, feed):
            found[urlsplit(entry.url).path] = feed, entry
    names = {outlet.slug: outlet.name for outlet in OUTLETS}
    assert set(found) == {piece.path for piece in pieces()}
    for piece in pieces():
        feed, entry = found[piece.path]
        assert feed.outlet == names[piece.outlet]
        assert entry.url == base_url + piece.path
        assert entry.headline == piece.headline
        assert entry.byline == piece.byline
        assert entry.published == piece.published(STARTED)


async def test_one_feed_gives_the_whole_text(base_url: str, reader: aiohttp.ClientSession) -> None:
    ledger = next(feed for feed in sample.feeds(base_url) if feed.outlet == "Meridian Ledger")
    given = {urlsplit(entry.url).path: read_fragment(entry.html) for entry in await entries(reader, ledger)}
    assert given == {piece.path: piece.text for piece in pieces() if piece.outlet == "meridian-ledger"}


@pytest.mark.parametrize("piece", pieces(), ids=lambda piece: piece.slug)
async def test_a_page_gives_its_article_and_nothing_else(
    piece: Piece, base_url: str, reader: aiohttp.ClientSession
) -> None:
    async with reader.get(base_url + piece.path) as answer:
        read = read_page(await answer.read(), str(answer.url), answer.charset or "")
    assert read is not None
    assert read.text.split("\n\n") == piece.text.split("\n\n")
    assert read.headline == piece.headline
    assert read.byline == piece.byline.replace(" and ", ", ")
    assert read.published == piece.published(STARTED)
    assert read.language == "en"


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.slug)
async def test_what_is_known_is_not_sent_again(
    outlet: sample.Outlet, base_url: str, reader: aiohttp.ClientSession
) -> None:
    url = base_url + outlet.feed_path
    async with reader.get(url) as answer:
        known = answer.headers
    for asked in ({"If-None-Match": known["ETag"]}, {"If-Modified-Since": known["Last-Modified"]}):
        async with reader.get(url, headers=asked) as answer:
            assert answer.status == 304
            assert await answer.read() == b""
    async with reader.get(url, headers={"If-None-Match": '"other"'}) as answer:
        assert answer.status == 200
    async with reader.get(url, headers={"If-Modified-Since": "soon"}) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.slug)
async def test_a_front_page_is_no_article(
    outlet: sample.Outlet, base_url: str, reader: aiohttp.ClientSession
) -> None:
    async with reader.get(f"{base_url}/{outlet.slug}/") as answer:
        assert read_page(await answer.read()) is None


def test_the_bundled_feeds_are_known_on_any_port() -> None:
    assert all(sample.is_sample(feed) for feed in sample.feeds("http://127.0.0.1:1234"))
    assert not sample.is_sample(Feed.of("http://127.0.0.1:1234/harbour-courier/feed.xml", "Other"))
    assert not sample.is_sample(
        Feed.of("https://courier.example/harbour-courier/feed.xml", "Harbour Courier")
    )


def test_the_news_is_of_the_last_day() -> None:
    ages = [STARTED - piece.published(STARTED) for piece in pieces()]
    assert all(timedelta(0) < age < timedelta(hours=16) for age in ages)


def test_there_is_what_the_trade_meets() -> None:
    told = Counter(piece.text for piece in pieces())
    assert len(pieces()) >= 14
    assert len(OUTLETS) == 4
    assert max(told.values()) == 2  # a wire copy
    assert any(piece.comments and any(block.heading for block in piece.blocks) for piece in pieces())
    assert any("not walk off the quay for a headline" in piece.text for piece in pieces())
    assert any("not walk off for headlines" in piece.text for piece in pieces())
    assert all(200 <= len(piece.text.split()) <= 500 for piece in pieces())


def front_matter(source: Path) -> dict[str, Any]:
    return tomllib.loads(source.read_text(encoding="utf-8").split("+++\n", 2)[1])


def quotes_of(path: str) -> list[Quote]:
    piece = next(piece for piece in pieces() if piece.path == path)
    article = Article(path, path, piece.outlet, piece.headline, piece.text, STARTED)
    return list(find_quotes(article, lexicon()))


def holding(words: str, quotes: list[Quote]) -> Quote:
    return next(quote for quote in quotes if words in [run.rstrip(",") for run in quote.words])


def test_every_quote_has_its_words_and_its_speaker() -> None:
    wrong: list[str] = []
    asked = 0
    for source in sorted(SOURCES.glob("*.md")):
        known = front_matter(source)
        quotes = quotes_of(f"/{known['outlet']}/{known['slug']}")
        for expected in known["quotes"]:
            asked += 1
            quote = holding(expected["text"], quotes)
            if quote.kind is not QuoteKind.QUOTE or quote.speaker != expected["speaker"]:
                wrong.append(f"{source.name}: {expected['text']} – {quote.speaker}")
    assert asked >= 65
    assert len(wrong) <= 3, "\n".join(wrong)


def test_one_quote_is_worded_differently_by_two_outlets() -> None:
    reads = [
        AnnotatedArticle(quotes[0].article, tuple(quotes))
        for quotes in (quotes_of(piece.path) for piece in pieces())
    ]
    reworded = [drift for drift in compare(reads) if drift.kind is DriftKind.REWORDED]
    (drift,) = reworded
    assert [[run for run, differs in wording.runs if differs] for wording in drift.wordings] == [
        ["the quay", "a headline", "in a"],
        ["headlines", "of our", "this"],
    ]


def test_titles_in_marks_are_no_speech() -> None:
    kinds = {quote.text: quote.kind for piece in pieces() for quote in quotes_of(piece.path)}
    for title in ("A River Without Seasons", "Safe Hands, Long Hours", "The Low Tide Waltz"):
        assert kinds[title] is QuoteKind.NOT_SPEECH
    assert kinds["final"] is QuoteKind.FRAGMENT


@pytest.mark.parametrize("starting", [True, False])
def test_a_bundled_outlet_that_was_removed_does_not_come_back(starting: bool) -> None:
    before, now = sample.feeds("http://127.0.0.1:8766"), set(sample.feeds("http://127.0.0.1:9000"))
    some = wanted_outlets(set(before[1:]), "http://127.0.0.1:9000", True, starting)
    assert {feed.outlet for feed in some} == {feed.outlet for feed in before[1:]}
    assert some < now
    none: set[Feed] = set()
    assert wanted_outlets(none, "http://127.0.0.1:9000", True, starting) == (now if starting else none)


def test_bundled_outlets_give_way_to_a_feed_of_ones_own() -> None:
    bundled = set(sample.feeds("http://127.0.0.1:8766"))
    own = Feed.of("https://quay.example/feed", "The Quay")
    assert wanted_outlets({*bundled, own}, "http://127.0.0.1:8766", True, True) == set()
    assert wanted_outlets({*bundled, own}, "http://127.0.0.1:8766", False, True) == bundled
    assert wanted_outlets(bundled, None, True, True) == set()
