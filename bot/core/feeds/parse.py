"""From the bytes of a feed to its entries: RSS, Atom, RDF and JSON Feed, sound or broken.

Sound XML goes to fastfeedparser, which is forty times faster; broken XML, and whatever that one
cannot read, goes to feedparser, which repairs. Neither sees a body that the strict look refuses.
"""

from __future__ import annotations

import calendar
import html
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.parsers import expat

import fastfeedparser
import feedparser

from bot.core.feeds.addresses import canonical
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
        found = _read_json(trimmed) if _looks_like_json(trimmed) else _read_xml(trimmed, content_type)
    except ValueError as unusable:
        raise NotAFeed(url, str(unusable)) from unusable
    return ParsedFeed(_plain(_text(found.get("title"))), tuple(_entries(found["entries"], url)))


def _read_xml(body: bytes, content_type: str) -> Mapping[str, Any]:
    found = scan(body)
    if found.sound and not found.rebased and _is_feed_root(found.root):
        try:
            return _with_fastfeedparser(body)
        except Exception:  # noqa: BLE001, S110 - whatever it stumbles over, the other parser decides
            pass
    if is_web_page(body) or (found.sound and not _is_feed_root(found.root)):
        raise Unusable(_PAGE if is_web_page(body) else _NOTHING)
    return _with_feedparser(body, content_type)


def _with_fastfeedparser(body: bytes) -> Mapping[str, Any]:
    read = fastfeedparser.parse(body, include_tags=False, include_media=False, include_enclosures=False)
    if not read.entries:
        raise ValueError("no entries")
    return {"title": read.feed.get("title"), "entries": read.entries}


def _with_feedparser(body: bytes, content_type: str) -> Mapping[str, Any]:
    """Given a stream only: a string it would open as a file or an address."""
    _check_repairable(body)
    headers = {"content-type": content_type} if "charset" in content_type else {}
    try:
        read = feedparser.parse(
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as fault:
        raise Unusable("it cannot be read, even leniently") from fault
    if not read.entries and not read.version:
        raise Unusable(_NOTHING)
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


# --- a strict look at XML, before any parser builds something of it -------------------------------

MAX_ELEMENTS = 100_000
"""More is no feed: the largest ones in use list some thousand entries of ten elements."""

MAX_ITEMS = 10_000
"""Some outlets list all they ever published."""

MAX_DEPTH = 200
"""Feeds nest five deep, XHTML in them perhaps thirty; parsers slow down or break with depth."""

REPAIRABLE_BYTES = 4_000_000
REPAIRABLE_MARKS = ((b"<", 15_000), (b"&", 200_000))
"""How much feedparser is given: it takes up to 30 microseconds a tag and 1 a reference."""

_ROOTS = frozenset({"rss", "RDF", "feed", "channel"})
_ITEMS = frozenset({"item", "entry"})
_BASED = _ROOTS | _ITEMS | {"link"}
_HEAD_END = re.compile(rb"<[A-Za-z]")
_HTML_HEAD = re.compile(
    rb"\s*+(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_LONG_TAG = re.compile(rb"<[^<>!][^<>]{50000}")
"""One tag with so many attributes that expat itself takes seconds; a CDATA section is none."""


class Unusable(ValueError):
    """The body must not be parsed at all; says why, in words for people."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What a strict reading found; `rebased` when links are relative to an xml:base."""

    sound: bool
    root: str = ""
    rebased: bool = False


def scan(body: bytes) -> Scan:
    """How sound the XML is; raises Unusable where even a lenient parser must not see it."""
    if b"<!ENTITY" in _head(body).upper():
        raise Unusable("it declares entities of its own, which On Record does not expand")
    if _LONG_TAG.search(body):
        raise Unusable("one of its tags is longer than any feed needs")
    reader = _Reader()
    try:
        reader.parser.Parse(body, True)
    except Unusable:
        raise
    except (expat.ExpatError, ValueError, LookupError):
        return Scan(sound=False, root=reader.root, rebased=reader.rebased)
    return Scan(sound=True, root=reader.root, rebased=reader.rebased)


def _is_feed_root(root: str) -> bool:
    """Whether the root element, without its namespace, is that of a feed."""
    return root in _ROOTS


def is_web_page(body: bytes) -> bool:
    """Whether the body begins as HTML does."""
    return _HTML_HEAD.match(body[:10_000].removeprefix(b"\xef\xbb\xbf")) is not None


def _head(body: bytes) -> bytes:
    """What stands before the first element; the zero bytes of UTF-16 and UTF-32 left out."""
    plain = body[:200_000].replace(b"\0", b"")
    first = _HEAD_END.search(plain)
    return plain[: first.start()] if first else plain


def _check_repairable(body: bytes) -> None:
    """Raises Unusable for a body that a lenient parser would take too long over."""
    if len(body) > REPAIRABLE_BYTES or any(body.count(mark) > most for mark, most in REPAIRABLE_MARKS):
        raise Unusable("it is not sound, and too large to be repaired")


class _Reader:
    """Counts while expat reads; expat itself expands nothing and opens nothing."""

    def __init__(self) -> None:
        self.root = ""
        self.rebased = False
        self._depth = 0
        self._elements = 0
        self._items = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = self._entity

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        self.root = self.root or local
        self._depth += 1
        self._elements += 1
        if self._depth > MAX_DEPTH:
            raise Unusable(f"its elements are nested more than {MAX_DEPTH} deep")
        self._items += local in _ITEMS
        if self._elements > MAX_ELEMENTS or self._items > MAX_ITEMS:
            raise Unusable(
                f"it lists more than {MAX_ITEMS} entries, or has more than {MAX_ELEMENTS} elements"
            )
        if "xml:base" in attributes and local in _BASED:
            self.rebased = True

    def _end(self, _name: str) -> None:
        self._depth -= 1

    def _entity(self, *_declared: object) -> None:
        raise Unusable("it declares entities of its own, which On Record does not expand")


# --- JSON Feed (1 and 1.1) in the shape that the XML parsers give ---------------------------------


def _looks_like_json(body: bytes) -> bool:
    """Whether the body can be nothing but JSON."""
    return body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def _read_json(body: bytes) -> Mapping[str, Any]:
    """The title and the raw entries; raises ValueError, in words for people."""
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise ValueError("its JSON is broken") from fault
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise ValueError("this is JSON, but no JSON Feed: it has no list of items")  # noqa: TRY004 - of a body
    items = [_json_item(item) for item in feed["items"][:MAX_ITEMS] if isinstance(item, dict)]
    return {"title": feed.get("title"), "entries": items}


def _json_item(item: dict[str, Any]) -> Mapping[str, Any]:
    plain = item.get("content_text")
    return {
        "id": item.get("id"),
        "link": item.get("url") or item.get("external_url"),
        "title": item.get("title"),
        "author": _json_author(item),
        "published": item.get("date_published"),
        "updated": item.get("date_modified"),
        "content": [{"value": item.get("content_html")}],
        "description": html.escape(plain) if isinstance(plain, str) else "",
        "summary": item.get("summary"),
    }


def _json_author(item: dict[str, Any]) -> str:
    several = item.get("authors")
    authors = several if isinstance(several, list) else [item.get("author")]
    names = [author.get("name") for author in authors if isinstance(author, dict)]
    return ", ".join(name for name in names if isinstance(name, str))
