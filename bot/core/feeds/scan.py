"""A strict look at untrusted XML, whether it is sound and small, before any parser builds something of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.parsers import expat

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


def is_feed_root(root: str) -> bool:
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


def check_repairable(body: bytes) -> None:
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
