"""From the bytes of a sitemap to the pages, or the further sitemaps, that it lists; it may be gzipped.

Read by expat alone, which opens nothing, and without a DOCTYPE there is nothing to expand. Prefixes are
read as they are written: many sitemaps never declare them.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.parsers import expat

from bot.core.feeds.addresses import canonical
from bot.core.feeds.parse import escaped
from bot.core.reading.dates import moment
from bot.errors import NotAFeed, NotAnAddress, TooLarge

MAX_BYTES = 50_000_000
MAX_ENTRIES = 50_000
"""What sitemaps.org lets one sitemap hold, the bytes as unpacked."""

MAX_ELEMENTS = 1_000_000
"""Pages with their pictures, of which each has some elements."""

MAX_DEPTH = 20
"""They nest three deep, with pictures and news four."""

MAX_TEXT = 10_000
"""Characters of one field; an address has four thousand at most."""

MAX_HEADLINE = 1_000
MAX_AMPERSANDS = 200_000
"""How many are looked at to escape the bare ones, at a microsecond each and more."""

_GZIP = b"\x1f\x8b"
_ROOTS = frozenset({"urlset", "sitemapindex"})
_LISTED = frozenset({"url", "sitemap"})
_FIELDS = {
    **{(listed, name): name for listed in _LISTED for name in ("loc", "lastmod")},
    ("news", "publication_date"): "published",
    ("news", "title"): "headline",
}
"""What an element means below another; a picture has a `loc` of its own."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One page or sitemap in a sitemap, its address canonical; `changed` is when it last was."""

    url: str
    changed: datetime | None = None
    published: datetime | None = None
    headline: str = ""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap lists, each address once, in its own order."""

    pages: tuple[Listed, ...] = ()
    sitemaps: tuple[Listed, ...] = ()


def parse(body: bytes, url: str) -> Sitemap:
    """The sitemap that was got from `url`; raises NotAFeed, or TooLarge where it unpacks to too much."""
    plain = _unpacked(body, url).lstrip(b"\xef\xbb\xbf \t\r\n")
    try:
        try:
            found = _read(plain)
        except expat.ExpatError:  # often nothing but an ampersand in an address
            if plain.count(b"&") > MAX_AMPERSANDS:
                raise
            found = _read(escaped(plain))
    except (expat.ExpatError, ValueError, LookupError) as unusable:
        raise NotAFeed(url, f"this is no sitemap that can be read: {unusable}") from unusable
    return Sitemap(_distinct(found.pages, url), _distinct(found.sitemaps, url))


def _unpacked(body: bytes, url: str) -> bytes:
    if body.startswith(_GZIP):
        unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            body = unpacking.decompress(body, MAX_BYTES + 1)
        except zlib.error as garbled:
            raise NotAFeed(url, "it is no whole gzip file") from garbled
    if len(body) > MAX_BYTES:
        raise TooLarge(url, f"the sitemap is larger than {MAX_BYTES // 1_000_000} MB")
    return body


def _read(body: bytes) -> _Reader:
    reader = _Reader()
    reader.parser.Parse(body, True)
    return reader


def _distinct(raw: list[dict[str, str]], base: str) -> tuple[Listed, ...]:
    found: dict[str, Listed] = {}
    for fields in raw:
        try:
            address = canonical(fields.get("loc", ""), base)
        except NotAnAddress:
            continue
        changed, published = _moment(fields.get("lastmod")), _moment(fields.get("published"))
        headline = " ".join(fields.get("headline", "").split())[:MAX_HEADLINE]
        found.setdefault(address, Listed(address, changed, published, headline))
    return tuple(found.values())


def _moment(text: str | None) -> datetime | None:
    found = moment(text) if text else None
    return found.astimezone(UTC) if found else None


class _Reader:
    """Collects while expat reads; raises ValueError, in words for people, for what no sitemap needs."""

    def __init__(self) -> None:
        self.pages: list[dict[str, str]] = []
        self.sitemaps: list[dict[str, str]] = []
        self._open: list[str] = []
        self._elements = 0
        self._entry: dict[str, str] = {}
        self._text: list[str] | None = None  # of the field that is open
        self._length = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if not self._open and local not in _ROOTS:
            raise ValueError("it is another kind of document")
        self._elements += 1
        if self._elements > MAX_ELEMENTS or len(self._open) > MAX_DEPTH:
            raise ValueError(f"it has more than {MAX_ELEMENTS} elements, or nests them too deep")
        self._text = [] if self._field(local) else None
        self._length = 0
        self._open.append(local)
        if local in _LISTED:
            self._entry = {}

    def _end(self, _name: str) -> None:
        local = self._open.pop()
        field = self._field(local)
        if field and self._text is not None:
            self._entry.setdefault(field, "".join(self._text).strip())
        self._text = None
        if local in _LISTED:
            (self.pages if local == "url" else self.sitemaps).append(self._entry)
            if len(self.pages) + len(self.sitemaps) > MAX_ENTRIES:
                raise ValueError(f"it lists more than {MAX_ENTRIES} addresses")

    def _characters(self, text: str) -> None:
        if self._text is not None and self._length < MAX_TEXT:
            self._text.append(text)
            self._length += len(text)

    def _field(self, local: str) -> str | None:
        return _FIELDS.get((self._open[-1], local)) if self._open else None

    def _doctype(self, *_declared: object) -> None:
        raise ValueError("it has a DOCTYPE")
