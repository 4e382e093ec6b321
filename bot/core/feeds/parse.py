"""From the bytes of a feed to its entries: RSS, Atom, RDF and JSON Feed, sound or broken.

Sound XML goes to fastfeedparser, which is forty times faster; broken XML, and whatever that one
cannot read, goes to feedparser, which repairs. Neither sees a body that `scan` refuses.
"""

from __future__ import annotations

import calendar
import html
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import fastfeedparser
import feedparser

from bot.core.feeds import json_feed, scan
from bot.core.feeds.urls import canonical
from bot.errors import NotAFeed
from bot.model import Entry

MAX_BYTES = 10_000_000
"""The fetcher's own cap, for bodies that came another way."""

MAX_ENTRIES = 5_000
MAX_HTML = 500_000
"""Of one entry; a book has a million characters, a news article ten thousand."""

_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_ADDRESS_AND_NAME = re.compile(r"\S+@\S+\s*\((?P<name>[^()]+)\)")
_PAGE = "this is a web page, not a feed; open it and look for its RSS or Atom address"
_NOTHING = "this is no RSS, Atom or JSON feed"


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What a feed says of itself, and its entries in its own order, each once."""

    title: str
    entries: tuple[Entry, ...]


def parse(body: bytes, url: str, content_type: str = "") -> ParsedFeed:
    """The feed that was got from `url`, which its relative links are resolved against; raises NotAFeed."""
    trimmed = body.lstrip(b" \t\r\n")
    if not trimmed:
        raise NotAFeed(url, "the answer is empty")
    if len(body) > MAX_BYTES:
        raise NotAFeed(url, f"the body is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        found = (
            json_feed.read(trimmed)
            if json_feed.looks_like_json(trimmed)
            else _read_xml(trimmed, content_type)
        )
    except ValueError as unusable:
        raise NotAFeed(url, str(unusable)) from unusable
    return ParsedFeed(_plain(_text(found.get("title"))), tuple(_entries(found["entries"], url)))


def _read_xml(body: bytes, content_type: str) -> Mapping[str, Any]:
    found = scan.scan(body)
    if found.sound and not found.rebased and scan.is_feed_root(found.root):
        try:
            return _with_fastfeedparser(body)
        except Exception:  # noqa: BLE001, S110 - whatever it stumbles over, the other parser decides
            pass
    if scan.is_web_page(body) or (found.sound and not scan.is_feed_root(found.root)):
        raise scan.Unusable(_PAGE if scan.is_web_page(body) else _NOTHING)
    return _with_feedparser(body, content_type)


def _with_fastfeedparser(body: bytes) -> Mapping[str, Any]:
    read = fastfeedparser.parse(body, include_tags=False, include_media=False, include_enclosures=False)
    if not read.entries:
        raise ValueError("no entries")
    return {"title": read.feed.get("title"), "entries": read.entries}


def _with_feedparser(body: bytes, content_type: str) -> Mapping[str, Any]:
    """Given a stream only: a string it would open as a file or an address."""
    scan.check_repairable(body)
    headers = {"content-type": content_type} if "charset" in content_type else {}
    try:
        read = feedparser.parse(
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as fault:
        raise scan.Unusable("it cannot be read, even leniently") from fault
    if not read.entries and not read.version:
        raise scan.Unusable(_NOTHING)
    return {"title": read.feed.get("title"), "entries": [dict(entry) for entry in read.entries]}


def _entries(raw: Iterable[Mapping[str, Any]], url: str) -> Iterable[Entry]:
    known: set[str] = set()
    for each in raw:
        entry = _entry(each, url)
        if entry is not None and entry.key not in known:
            known.add(entry.key)
            yield entry
        if len(known) == MAX_ENTRIES:
            return


def _entry(raw: Mapping[str, Any], url: str) -> Entry | None:
    guid = _text(raw.get("id"))
    address = _address((_text(raw.get("link")), guid), url)
    if address is None:
        return None
    return Entry(
        url=address,
        guid=guid,
        headline=_plain(_text(raw.get("title"))),
        html=_html(raw),
        byline=_byline(_text(raw.get("author"))),
        published=_date(raw, "published") or _date(raw, "updated"),
    )


def _address(candidates: tuple[str, str], base: str) -> str | None:
    """The link, or else the guid where that is an address in full."""
    link, guid = candidates
    for candidate, against in ((link, base), (guid, "")):
        try:
            return canonical(candidate, against)
        except ValueError:
            continue
    return None


def _html(raw: Mapping[str, Any]) -> str:
    """The longest of what the entry gives of the text."""
    given = [_text(part.get("value")) for part in raw.get("content") or () if isinstance(part, Mapping)]
    given += [_text(raw.get("description")), _text(raw.get("summary"))]
    return max(given, key=len)[:MAX_HTML]


def _date(raw: Mapping[str, Any], name: str) -> datetime | None:
    """From feedparser's parsed tuple or an ISO date; without a zone it is taken as UTC."""
    parsed = raw.get(f"{name}_parsed")
    try:
        if parsed:
            return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
        found = datetime.fromisoformat(_text(raw.get(name)))
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, OSError):
        return None


def _byline(author: str) -> str | None:
    plain = _plain(author)
    match = _ADDRESS_AND_NAME.fullmatch(plain)
    name = match["name"].strip() if match else plain
    return name if name and "@" not in name else None


def _plain(text: str) -> str:
    """One line without mark-up."""
    return " ".join(html.unescape(_TAG.sub("", text)).split())[:1000]


def _text(value: object) -> str:
    """A string that any database takes: no zero bytes, no lone surrogates."""
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        return ""
    return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8").strip()
