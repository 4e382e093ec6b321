"""The invented outlets, and what they wrote."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from bot.core.feeds.addresses import canonical
from bot.model import Feed

_ARTICLES = Path(__file__).parent / "articles"
_HEADING = "## "


@dataclass(frozen=True, slots=True)
class Outlet:
    """A newspaper or station; `feed` is the file name of its feed, which tells the format."""

    slug: str
    name: str
    motto: str
    feed: str

    @property
    def feed_path(self) -> str:
        """Where its feed is served."""
        return f"/{self.slug}/{self.feed}"


OUTLETS = (
    Outlet("harbour-courier", "Harbour Courier", "News from Kestmouth and its quays", "feed.xml"),
    Outlet("brennick-herald", "Brennick Herald", "The upper valley, since the first bridge", "atom.xml"),
    Outlet("lasken-vale-radio", "Lasken Vale Radio", "Heard from the hills to the sea", "feed.json"),
    Outlet("meridian-ledger", "Meridian Ledger", "Money, work and public life", "full.xml"),
)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a heading inside an article."""

    text: str
    heading: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """One article as its outlet prints it; published `hours_ago` before the start."""

    outlet: str
    slug: str
    headline: str
    byline: str
    summary: str
    hours_ago: float
    comments: bool
    blocks: tuple[Block, ...]

    @property
    def path(self) -> str:
        """Where its page is served."""
        return f"/{self.outlet}/{self.slug}"

    @property
    def text(self) -> str:
        """What a reader of the page should get, and nothing else of it."""
        return "\n\n".join(block.text for block in self.blocks)

    def published(self, started: datetime) -> datetime:
        """The moment of publication, to the second."""
        return started.replace(microsecond=0) - timedelta(hours=self.hours_ago)


@functools.cache
def pieces() -> tuple[Piece, ...]:
    """All articles, newest first."""
    read = (_piece(path.read_text(encoding="utf-8")) for path in _ARTICLES.glob("*.md"))
    return tuple(sorted(read, key=lambda piece: piece.hours_ago))


def _piece(source: str) -> Piece:
    _, front, body = source.split("+++\n", 2)
    known = tomllib.loads(front)
    blocks = (block.strip() for block in body.split("\n\n"))
    return Piece(
        outlet=known["outlet"],
        slug=known["slug"],
        headline=known["headline"],
        byline=known["byline"],
        summary=known["summary"],
        hours_ago=float(known["hours_ago"]),
        comments=known.get("comments", False),
        blocks=tuple(
            Block(block.removeprefix(_HEADING), block.startswith(_HEADING)) for block in blocks if block
        ),
    )


def feeds(base_url: str) -> list[Feed]:
    """The outlets' feeds where they are served at this address."""
    return [Feed.of(canonical(base_url + outlet.feed_path), outlet.name) for outlet in OUTLETS]


def is_sample(feed: Feed) -> bool:
    """Whether a feed is one of these outlets', on whatever loopback port it was served."""
    parts = urlsplit(feed.url)
    known = {(outlet.name, outlet.feed_path) for outlet in OUTLETS}
    return parts.hostname in ("127.0.0.1", "localhost") and (feed.outlet, parts.path) in known
