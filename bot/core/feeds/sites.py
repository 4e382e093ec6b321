"""From a site's page to the addresses of its feeds: what the page names, or where feeds usually are."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from urllib.parse import urlsplit

from bot.core.feeds.addresses import canonical
from bot.core.feeds.parse import is_web_page
from bot.core.reading.charset import decoded, served
from bot.errors import NotAnAddress
from bot.model import CheckedFeed, Entry

MOST_CANDIDATES = 10
"""Addresses of one site that are looked at."""

MOST_LINKS = 200
"""Links to feeds in one page that count; a page of an outlet with all its sections has some dozens."""

MOST_MARKUP = 4_000_000
"""Bytes of a page that are looked through."""

USUAL_PATHS = ("/feed", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json")
"""Where most sites have their feed, the most usual path first."""

_TYPES = frozenset(
    {
        *("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"),
        *("application/json", "application/xml", "text/xml"),
    }
)
_PIECE = re.compile(
    r"""<!--.*?(?:-->|\Z)
    |<(?P<unread>script|style|template)\b[^<>]*>.*?(?:</(?P=unread)\b|\Z)
    |<(?P<tag>link|base|a)\b(?P<attributes>(?:[^<>"']|"[^"<]*"|'[^'<]*')*+)>""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
"""The tags that matter, and what may hold their letters without being one; each in linear time."""

_ATTRIBUTE = re.compile(r"""([^\s=>"'/]++)\s*+(?:=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]++)))?""")
_COMMENTS = re.compile(r"\bcomments?\b|\bfeed=comments", re.IGNORECASE)
_NO_FEED = re.compile(r"/wp-json/|/oembed\b", re.IGNORECASE)
"""What WordPress names as an alternate too: the page for programs."""

_YOUTUBE = frozenset({"youtube.com", "www.youtube.com", "m.youtube.com"})
_CHANNEL = re.compile(r"/channel/(UC[\w-]{22})(?:/.*)?")
_CHANNEL_FEED = "https://www.youtube.com/feeds/videos.xml?channel_id="
_PROFILE = re.compile(r"/@[\w.-]+(?:@[\w.-]+)?")
"""A person's page on Mastodon and its kin."""


def is_page(body: bytes, content_type: str = "") -> bool:
    """Whether the body is a web page, by what the server says of it or by how it begins."""
    return "html" in content_type.lower() or is_web_page(body)


def named_feeds(page: bytes, url: str, content_type: str = "") -> tuple[str, ...]:
    """The feeds that a page of this address names, canonical, in its order; never raises.

    Those of comments are left out where there are others.
    """
    tags = list(_tags(decoded(page[:MOST_MARKUP], [served(content_type)])))
    base = next((each["href"] for tag, each in tags if tag == "base" and each.get("href")), "")
    against = _joined(base, url) or url
    links = ((_feed_of(each, against), each.get("title", "")) for _, each in tags)
    found: dict[str, bool] = {}
    for address, title in islice((link for link in links if link[0]), MOST_LINKS):
        found.setdefault(address, bool(_COMMENTS.search(f"{title} {address}")))
    wanted = [address for address, comments in found.items() if not comments]
    return tuple((wanted or list(found))[:MOST_CANDIDATES])


def usual_feeds(url: str) -> tuple[str, ...]:
    """Where the feed of a page may be that names none, canonical, the likeliest address first."""
    parts = urlsplit(url)
    if _is_youtube(url):
        channel = _channel_feed(url)
        return (channel,) if channel else ()
    path = parts.path.rstrip("/")
    own = f"{path}.rss" if _PROFILE.fullmatch(path) else f"{path}/feed"
    paths = dict.fromkeys((own, *USUAL_PATHS))
    return tuple(filter(None, (_joined(each, url) for each in paths)))[:MOST_CANDIDATES]


def distinct(feeds: Iterable[CheckedFeed]) -> tuple[CheckedFeed, ...]:
    """Each feed once: the first of those at one address, or with the same entries in another format."""
    kept: dict[str, CheckedFeed] = {}
    told: set[frozenset[str]] = set()
    for feed in feeds:
        entries = frozenset(entry.url for entry in feed.entries)
        if feed.url not in kept and not (entries and entries in told):
            kept[feed.url] = feed
            told.add(entries)
    return tuple(kept.values())


def a_week(entries: Sequence[Entry]) -> float | None:
    """How many entries a week a feed has, by the dates of those listed; None where these tell nothing."""
    dates = sorted(entry.published for entry in entries if entry.published)
    if len(dates) < 2 or dates[0] == dates[-1]:
        return None
    return (len(dates) - 1) / ((dates[-1] - dates[0]).total_seconds() / (7 * 24 * 3600))


def _tags(page: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The tags that may name a feed, with their attributes."""
    for piece in _PIECE.finditer(page):
        if piece["tag"]:
            yield piece["tag"].lower(), dict(_attributes(piece["attributes"]))


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        yield name.lower(), html.unescape(double or single or bare)


def _feed_of(link: Mapping[str, str], base: str) -> str:
    """The address of the feed that a link leads to; empty where it leads to none."""
    relations, href = link.get("rel", "").lower().split(), link.get("href", "").strip()
    kind = link.get("type", "").partition(";")[0].strip().lower()
    if not href:
        return ""
    address = _joined(href, base)
    if "canonical" in relations and _is_youtube(base):
        return _channel_feed(address)
    is_feed = "alternate" in relations and kind in _TYPES and not _NO_FEED.search(address)
    return address if is_feed or "feed" in relations else ""


def _channel_feed(url: str) -> str:
    """The feed of a channel of YouTube; empty where the address is not one's."""
    channel = _CHANNEL.fullmatch(urlsplit(url).path)
    return _CHANNEL_FEED + channel[1] if channel and _is_youtube(url) else ""


def _is_youtube(url: str) -> bool:
    return urlsplit(url).hostname in _YOUTUBE


def _joined(href: str, base: str) -> str:
    """The canonical address; empty where there is none."""
    with suppress(NotAnAddress):
        return canonical(href, base)
    return ""
