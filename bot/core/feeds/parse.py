"""From the bytes of a feed to its entries: RSS, Atom, RDF and JSON Feed, sound or broken.

Sound XML is read by namespace (`elements`), also where it is sound once stray ampersands and HTML's
names for characters are resolved; what is broken otherwise goes to feedparser, which repairs and is
some thirty times slower. Neither sees a body that the strict look refuses.
"""

from __future__ import annotations

import html
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.parsers import expat

import feedparser
from lxml import etree

from bot.core.feeds import elements
from bot.core.feeds.addresses import canonical, within
from bot.core.feeds.hubs import hub_in
from bot.core.reading.charset import UNREADABLE, decoded, served, without_c1, without_c1_references
from bot.core.reading.dates import moment
from bot.core.reading.text import REAL_TEXT, sentences
from bot.errors import NotAFeed
from bot.model import NO_HUB, Entry, Hub, digest_of

MAX_BYTES = 10_000_000
"""The fetcher's own cap, for bodies that came another way."""

MAX_ENTRIES = 5_000
MAX_NAME = 150
MAX_HTML = 500_000
"""Of one entry; a book has a million characters, a news article ten thousand."""

_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_UNSEEN = re.compile(r"<(script|style|template)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_LINE_END = re.compile(r"</?(?:br|p|div|li|ul|ol|h[1-6]|tr|td|hr|blockquote)\b[^<>]*>", re.IGNORECASE)
_CDATA = re.compile(r"(?:<|&lt;)!\[CDATA\[|\]\](?:>|&gt;)")
_NAME_AND_ADDRESS = re.compile(r"(?P<name>[^()@]+?)\s*\(\S+@\S+\)|\S+@\S+\s*\((?P<other>[^()]+)\)")
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w:.-]{1,40})", re.IGNORECASE)
_DECLARATION = re.compile(r"\A<\?xml\b[^>]{0,500}\?>", re.IGNORECASE)
_AMPERSAND = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(?P<name>#?[A-Za-z0-9]{1,30})?(?P<end>;)?", re.DOTALL
)
_XML_NAMES = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
"""The references by name that XML knows."""

_CLOSED = re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>|</channel\s*>\s*\Z", re.IGNORECASE)
MAX_TAIL = 20_000
"""Characters at the end of a feed in which it closes: some hosts add counters and warnings below."""

_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\r"})
_HEAD = 500
_UNDATED = datetime.min.replace(tzinfo=UTC)
_PAGE = "this is a web page, not a feed; open it and look for its RSS or Atom address"
_NOTHING = "this is no RSS, Atom or JSON feed"


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What a feed says of itself, and its entries in its own order, each once."""

    title: str
    entries: tuple[Entry, ...]
    asks: timedelta = timedelta(0)  # to be left alone for so long between two checks
    hub: Hub = NO_HUB
    whole: bool = True  # False: its end did not come, and with it perhaps entries
    left_out: int = 0  # entries with neither a link nor a text


def parse(body: bytes, url: str, content_type: str = "") -> ParsedFeed:
    """The feed that was got from `url`, which its relative links are resolved against; raises NotAFeed."""
    if not body.strip(b" \t\r\n"):
        raise NotAFeed(url, "the answer is empty")
    if len(body) > MAX_BYTES:
        raise NotAFeed(url, f"the body is larger than {MAX_BYTES // 1_000_000} MB")
    text = without_c1(body_text(body, content_type)).lstrip("\ufeff \t\r\n")
    try:
        found = _read_json(text) if text[:1] in ("{", "[") else _read_xml(text, url)
    except ValueError as unusable:
        raise NotAFeed(url, str(unusable)) from unusable
    language = _text(found.get("language"))
    guids = Counter(_text(raw.get("id")) for raw in found["entries"])
    shared = frozenset(guid for guid, times in guids.items() if times > 1)
    source = Source(url, _text(found.get("site")), language, shared)
    listed = [_entry(raw, source) for raw in found["entries"]]
    entries = [entry for entry in listed if entry]
    hub = hub_in(((_text(relation), _text(href)) for relation, href in found["links"]), url)
    title = _plain(_text(found.get("title")))
    whole = text[:1] in ("{", "[") or _CLOSED.search(text, max(0, len(text) - MAX_TAIL)) is not None
    left_out = len(listed) - len(entries)
    return ParsedFeed(title, tuple(_newest(_distinct(entries))), _asks(found), hub, whole, left_out)


_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
"""How long the periods of RSS's syndication module are."""


def _asks(found: Mapping[str, Any]) -> timedelta:
    """The wait that it asks for: its time to live in minutes, or a part of its updates' period."""
    minutes = timedelta(minutes=_number(found.get("ttl")))
    period = _PERIODS.get(_text(found.get("period")).lower(), timedelta(0))
    return max(minutes, period / max(_number(found.get("frequency")), 1))


def _number(value: object) -> int:
    """A whole number of ordinary size, or 0."""
    digits = _text(value)
    return int(digits) if digits.isdecimal() and len(digits) < 7 else 0


def body_text(body: bytes, content_type: str = "") -> str:
    """The text: by its bytes, or as the file says, or as the server does."""
    declared = _DECLARED.match(body[:_HEAD].lstrip(b" \t\r\n"))
    return decoded(body, [declared[1].decode("ascii") if declared else "", served(content_type)])


def mended(text: str) -> tuple[bytes, Scan]:
    """XML, its stray marks escaped where that makes it sound, and how sound it is; raises Unusable."""
    body = _DECLARATION.sub("", without_c1_references(text)).encode("utf-8", "replace")
    body = body.translate(None, _CONTROLS)
    found = scan(body)
    if not found.sound and body.count(b"&") <= REPAIRABLE_MARKS[1][1]:
        whole = escaped(body)
        again = scan(whole) if whole != body else found
        body, found = (whole, again) if again.sound else (body, found)
    return body, found


def _read_xml(text: str, url: str) -> Mapping[str, Any]:
    """By namespace where it is sound, or is once its stray marks are escaped; else leniently."""
    body, found = mended(text)
    if is_web_page(body) or (found.sound and not _is_feed_root(found.root)):
        raise Unusable(_PAGE if is_web_page(body) else _NOTHING)
    if found.sound:
        try:
            read = elements.read(body, url)
        except (etree.LxmlError, ValueError):  # it counts some names as errors that expat takes
            return _with_feedparser(body)
        if read["entries"]:
            return read
    return _with_feedparser(body)


def escaped(body: bytes) -> bytes:
    """With the ampersands escaped that begin no reference, and HTML's names for characters resolved."""
    return _AMPERSAND.sub(_reference, body)


def _reference(match: re.Match[bytes]) -> bytes:
    if not match[0].startswith(b"&") or (match["end"] and match["name"] in _XML_NAMES):
        return match[0]  # a CDATA section, a comment, or as it should be
    character = html.unescape(match[0].decode()) if match["name"] and match["end"] else ""
    if match["name"] and match["name"].startswith(b"#") and match["end"]:
        return html.escape(UNREADABLE.sub("", character)).encode()
    return html.escape(character).encode() if len(character) in (1, 2) else b"&amp;" + match[0][1:]


def _with_feedparser(body: bytes) -> Mapping[str, Any]:
    """Given a stream only: a string it would open as a file or an address."""
    _check_repairable(body)
    if not body.strip():
        raise Unusable(_NOTHING)
    try:
        read = feedparser.parse(
            io.BytesIO(body),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as fault:
        raise Unusable("it cannot be read, even leniently") from fault
    if not read.entries and not read.version:
        raise Unusable(_NOTHING)
    return {
        "title": read.feed.get("title"),
        "language": read.feed.get("language"),
        "ttl": read.feed.get("ttl"),
        "period": read.feed.get("sy_updateperiod"),
        "site": read.feed.get("link"),
        "frequency": read.feed.get("sy_updatefrequency"),
        "links": [(link.get("rel"), link.get("href")) for link in read.feed.get("links") or ()],
        "entries": [_lenient(dict(entry)) for entry in read.entries],
    }


def _lenient(entry: dict[str, Any]) -> Mapping[str, Any]:
    """Feedparser's entry in the shape of the others."""
    several = [person.get("name") for person in entry.get("authors") or () if isinstance(person, Mapping)]
    named = [name for name in several if isinstance(name, str)]
    dates = [entry.get(name) for name in ("published", "created", "updated")]
    return {
        **entry,
        "authors": named or [entry.get("author")],
        "dates": [date for date in dates if isinstance(date, str)],
        "content": entry.get("content") or (),
    }


def _distinct(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Each entry once; a guid that several addresses bear tells nothing without the address."""
    addresses: dict[str, set[str]] = {}
    for entry in entries:
        addresses.setdefault(entry.guid, set()).add(entry.url)
    known: set[str] = set()
    for entry in entries:
        if entry.guid and len(addresses[entry.guid]) > 1:
            entry = replace(entry, guid=f"{entry.guid} {entry.url}")  # noqa: PLW2901 - the same entry
        if entry.key not in known:
            known.add(entry.key)
            yield entry


def _newest(entries: Iterable[Entry]) -> list[Entry]:
    """As many as are looked at, in the feed's own order: the newest, for some list the oldest first."""
    every = list(entries)
    if len(every) <= MAX_ENTRIES:
        return every
    by_date = sorted(
        range(len(every)), key=lambda number: (every[number].published or _UNDATED, -number), reverse=True
    )
    return [every[number] for number in sorted(by_date[:MAX_ENTRIES])]


@dataclass(frozen=True, slots=True)
class Source:
    """What an entry's feed says of all of them: its own address and language, and the site that it is of."""

    url: str
    site: str
    language: str
    shared: frozenset[str]  # the guids that name several entries, and so none


def _entry(raw: Mapping[str, Any], source: Source) -> Entry | None:
    guid, moments = _text(raw.get("id")), _moments(raw.get("dates") or (), source.language)
    entry = Entry(
        url=_address((_text(raw.get("link")), guid, _text(raw.get("about"))), source.url) or "",
        guid=guid,
        headline=_plain(_text(raw.get("title"))),
        html=_html(raw),
        byline=_byline(raw.get("authors") or ()),
        published=moments[0] if moments else None,
        updated=max(moments) if moments and max(moments) > moments[0] else None,
    )
    return entry if entry.url else _without_page(entry, source)


def _without_page(entry: Entry, source: Source) -> Entry | None:
    """An entry that has no page but its text, at an address of its own; None where it has neither."""
    text = html.unescape(_TAG.sub("", _LINE_END.sub("\n\n", _UNSEEN.sub("", entry.html))))
    if len(sentences(text)) < REAL_TEXT:
        return None
    day = f" {entry.published:%Y-%m-%d}" if entry.published else ""
    guid = entry.guid if entry.guid not in source.shared else ""
    name = guid or f"{entry.headline}{day}".strip() or digest_of(text)
    for page in (source.site, source.url):
        try:
            address = within(page, f"{name} {digest_of(source.url)[:6]}", source.url)
        except ValueError:
            continue
        return replace(entry, url=address)
    return None


def _moments(dates: Iterable[str], language: str) -> list[datetime]:
    """Those that are dates, in UTC, the one of publication first."""
    return [found.astimezone(UTC) for date in dict.fromkeys(dates) if (found := moment(date, language))]


def _address(candidates: tuple[str, str, str], base: str) -> str | None:
    """The link, or else the guid or what RDF calls the entry where that is an address in full."""
    link, guid, about = candidates
    for candidate, against in ((link, base), (guid, ""), (about, "")):
        try:
            return canonical(candidate, against)
        except ValueError:
            continue
    return None


def _html(raw: Mapping[str, Any]) -> str:
    """The longest of what the entry gives of the text."""
    given = [_text(part.get("value")) for part in raw.get("content") or () if isinstance(part, Mapping)]
    given += [_text(raw.get("description")), _text(raw.get("summary"))]
    return _opened(max(given, key=len))[:MAX_HTML]


def _byline(authors: Iterable[object]) -> str | None:
    names = [_person(_plain(_text(author))[:MAX_NAME]) for author in authors]
    return ", ".join(dict.fromkeys(filter(None, names))) or None


def _person(author: str) -> str:
    """The name without its mail address."""
    match = _NAME_AND_ADDRESS.fullmatch(author)
    name = (match["name"] or match["other"]).strip() if match else author
    return "" if "@" in name else name


def _plain(text: str) -> str:
    """One line without mark-up and what a browser would not show."""
    shown = _opened(text[:MAX_HTML])
    if "<" in shown:
        shown = _TAG.sub("", _LINE_END.sub(" ", _UNSEEN.sub("", shown)))
    return " ".join(html.unescape(shown).split())[:1000]


def _opened(text: str) -> str:
    """Without the marks of a CDATA section that was escaped, so that they became text."""
    return _CDATA.sub("", text) if "![CDATA[" in text else text


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
    """What a strict reading found."""

    sound: bool
    root: str = ""


def scan(body: bytes) -> Scan:
    """How sound the XML is; raises Unusable where even a lenient parser must not see it."""
    if b"<!ENTITY" in _head(body).upper():
        raise Unusable("it declares entities of its own, which On Record does not expand")
    if _LONG_TAG.search(body):
        raise Unusable("one of its tags is longer than any feed needs")
    reader = _XmlReader()
    try:
        reader.parser.Parse(body, True)
    except Unusable:
        raise
    except (expat.ExpatError, ValueError, LookupError):
        return Scan(sound=False, root=reader.root)
    return Scan(sound=True, root=reader.root)


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


class _XmlReader:
    """Counts while expat reads; expat itself expands nothing and opens nothing."""

    def __init__(self) -> None:
        self.root = ""
        self._depth = 0
        self._elements = 0
        self._items = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = self._entity

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
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

    def _end(self, _name: str) -> None:
        self._depth -= 1

    def _entity(self, *_declared: object) -> None:
        raise Unusable("it declares entities of its own, which On Record does not expand")


# --- JSON Feed (1 and 1.1) in the shape that the XML parsers give ---------------------------------


def _read_json(body: str) -> Mapping[str, Any]:
    """The title and the raw entries; raises ValueError, in words for people."""
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise ValueError("its JSON is broken") from fault
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise ValueError("this is JSON, but no JSON Feed: it has no list of items")  # noqa: TRY004 - of a body
    items = [_json_item(item) for item in feed["items"][:MAX_ITEMS] if isinstance(item, dict)]
    return {
        "title": feed.get("title"),
        "language": feed.get("language"),
        "site": feed.get("home_page_url"),
        "links": [("self", feed.get("feed_url")), *_json_hubs(feed.get("hubs"))],
        "entries": items,
    }


def _json_hubs(hubs: object) -> list[tuple[str, object]]:
    """Those that speak WebSub; the format names others too."""
    named = hubs if isinstance(hubs, list) else []
    return [
        ("hub", hub.get("url"))
        for hub in named
        if isinstance(hub, dict) and _text(hub.get("type")).lower() == "websub"
    ]


def _json_item(item: dict[str, Any]) -> Mapping[str, Any]:
    plain = item.get("content_text")
    return {
        "id": item.get("id"),
        "link": item.get("url") or item.get("external_url"),
        "title": item.get("title"),
        "authors": _json_authors(item),
        "dates": [_text(item.get("date_published")), _text(item.get("date_modified"))],
        "content": [{"value": item.get("content_html")}],
        "description": html.escape(plain) if isinstance(plain, str) else "",
        "summary": item.get("summary"),
    }


def _json_authors(item: dict[str, Any]) -> list[object]:
    several = item.get("authors")
    authors = several if isinstance(several, list) else [item.get("author")]
    return [author.get("name") for author in authors if isinstance(author, dict)]
