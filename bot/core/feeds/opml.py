"""OPML, in which feed readers hand each other lists of feeds: read as untrusted, written as version 2.0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from email.utils import format_datetime

from lxml import etree

from bot.core.feeds.elements import Element
from bot.core.feeds.parse import Unusable, body_text, mended
from bot.core.indexed import plain
from bot.core.reading.charset import UNREADABLE
from bot.core.topics import folders as topics_by_outlet
from bot.errors import ConfigError
from bot.model import Feed, ListedFeed, Topic

MOST_BYTES = 1_000_000
MOST_FEEDS = 500
"""In one file: each of them is looked at before it is taken."""

LONGEST_TITLE = 200

_NO_FEED = "The file is OPML, but lists no feed: no outline in it has an xmlUrl."


def check_size(body: bytes) -> None:
    """Raises ConfigError for a file that is too large to be read."""
    if len(body) > MOST_BYTES:
        raise ConfigError(
            f"The file is larger than {MOST_BYTES // 1_000_000} MB; no list of feeds needs that."
        )


def read(body: bytes) -> tuple[ListedFeed, ...]:
    """The feeds of an OPML file in its order, each address once with all the folders that it is in.

    Raises ConfigError for what is no OPML, or too much of it. Nothing in it is expanded or opened.
    """
    check_size(body)
    feeds: dict[str, ListedFeed] = {}
    folders: dict[str, dict[str, None]] = {}
    for outline in _root(body).iter("{*}outline"):
        if url := _value(outline, "xmlurl"):
            feeds.setdefault(url, ListedFeed(url, _title(outline)))
            folders.setdefault(url, {}).update(dict.fromkeys(_folder(outline)))
    if not feeds:
        raise ConfigError(_NO_FEED)
    if len(feeds) > MOST_FEEDS:
        raise ConfigError(
            f"The file lists {len(feeds):,} feeds; {MOST_FEEDS} are the most at once, so please split it."
        )
    return tuple(replace(feed, folders=tuple(folders[url])) for url, feed in feeds.items())


def written(feeds: Sequence[Feed], topics: Sequence[Topic], title: str, now: datetime) -> str:
    """The feeds as an OPML file, each in the folder of every topic that gathers its outlet and no words."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = title
    etree.SubElement(head, "dateCreated").text = format_datetime(now)
    body = etree.SubElement(root, "body")
    named = topics_by_outlet(topics)
    within: dict[str, Element] = {}
    for feed in feeds:
        for folder in named.get(plain(feed.outlet), ()):
            if folder not in within:
                within[folder] = _outline(body, folder)
            _outline(within[folder], feed.outlet, type="rss", xmlUrl=feed.url)
        if plain(feed.outlet) not in named:
            _outline(body, feed.outlet, type="rss", xmlUrl=feed.url)
    etree.indent(root)
    made = str(etree.tostring(root, encoding="unicode"))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{made}\n'


def _root(body: bytes) -> Element:
    try:
        xml, found = mended(body_text(body).lstrip("\ufeff \t\r\n"))
    except Unusable as unusable:
        raise ConfigError(f"The file cannot be read as OPML: {unusable}.") from unusable
    if not found.sound or found.root.lower() != "opml":
        raise ConfigError("The file is no OPML, or it is broken; export it anew from your feed reader.")
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))


def _value(outline: Element, name: str) -> str:
    """An attribute, whatever the case of its name; readers write xmlUrl, xmlurl and xmlURL."""
    return next((value.strip() for key, value in outline.attrib.items() if key.lower() == name), "")


def _outline(parent: Element, text: str, **attributes: str) -> Element:
    name = UNREADABLE.sub("", text)
    return etree.SubElement(parent, "outline", text=name, title=name, **attributes)


def _folder(outline: Element) -> tuple[str, ...]:
    """The name of the innermost folder around an outline that has one."""
    return next(((name,) for above in outline.iterancestors("{*}outline") if (name := _title(above))), ())


def _title(outline: Element) -> str:
    return " ".join((_value(outline, "text") or _value(outline, "title")).split())[:LONGEST_TITLE]
