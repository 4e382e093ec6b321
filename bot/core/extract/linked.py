"""JSON-LD of a page: what it says of the page's own article, and of no other that it links to."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.core.extract.tree import Element, remove

_KIND = "application/ld+json"
_ARTICLE = re.compile(r"(?:Article|Posting|Report)$")
_PAGE = re.compile(r"(?:^|Web|Item)Page$")
_SITE = re.compile(r"^(?:WebSite|Organization|NewsMediaOrganization)$")
_DOWN = ("@graph", "mainEntity", "mainEntityOfPage")
"""The keys under which the page's own article may stand; under others stand those that it links to."""

_STRAY_COMMA = re.compile(r",\s*([}\]])")
_WRAPPING = re.compile(
    r"^\s*(?:<!--|/[*/]\s*<!\[CDATA\[(?:\s*\*/)?|<!\[CDATA\[)|(?:-->|(?:/[*/]\s*)?\]\]>(?:\s*\*/)?|;)\s*$"
)
_WORD = re.compile(r"\w+")
_MOST_NODES = 500
_MOST_AUTHORS = 20

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Linked:
    """What the page's data says of its article, empty where it says nothing."""

    is_article: bool = False
    headline: str = ""
    authors: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    outlet: str = ""


def linked_data(tree: Element, heading: str, url: str = "") -> Linked:
    """What the scripts say of the article under this heading; they are taken out of the tree."""
    nodes: list[Node] = []
    for script in list(tree.iter("script")):
        if (script.get("type") or "").partition(";")[0].strip().lower() == _KIND:
            nodes += _nodes(_loaded(script.text or ""))
            remove(script)
    articles = [node for node in nodes if _is(node, _ARTICLE)]
    own = _own(articles, heading, url)
    pages = [node for node in nodes if _is(node, _PAGE) or not node.get("@type")]
    dated = [own] if own else [] if articles else pages
    return Linked(
        is_article=own is not None,
        headline=_text(own.get("headline") or own.get("name")) if own else "",
        authors=tuple(_authors(own.get("author") or own.get("creator"), nodes)) if own else (),
        dates=tuple(filter(None, (_text(node.get("datePublished")) for node in dated))),
        outlet=_outlet(own, nodes),
    )


def _loaded(script: str) -> object:
    """The value of a script; line breaks within its strings and a comma too many are borne."""
    plain = _WRAPPING.sub("", script.strip())
    for text in (plain, _STRAY_COMMA.sub(r"\1", plain)):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(value: object) -> list[Node]:
    """The nodes that speak of this page, in their order."""
    found: list[Node] = []
    waiting: list[object] = [value]
    while waiting and len(found) < _MOST_NODES:
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting = [*node[:_MOST_NODES], *waiting]
        elif isinstance(node, dict):
            found.append(node)
            waiting = [*(node[key] for key in _DOWN if key in node), *waiting]
    return found


def _is(node: Node, kind: re.Pattern[str]) -> bool:
    given = node.get("@type")
    kinds = given if isinstance(given, list) else [given]
    return any(isinstance(one, str) and kind.search(one) for one in kinds)


def _own(articles: list[Node], heading: str, url: str) -> Node | None:
    """The article with the page's address or heading; the only one is it without, unless it is another's."""
    path = urlsplit(url).path.strip("/")
    words = set(_WORD.findall(heading.lower()))

    def fits(node: Node) -> float:
        if path and path == urlsplit(_address(node)).path.strip("/"):
            return 2
        own = set(_WORD.findall(_text(node.get("headline") or node.get("name")).lower()))
        return len(words & own) / len(words | own) if own else 0

    if not articles:
        return None
    best = max(articles, key=fits)
    return best if len(articles) == 1 or fits(best) >= 0.3 else None


def _address(node: Node) -> str:
    page = node.get("mainEntityOfPage")
    if isinstance(page, dict):
        page = page.get("@id") or page.get("url")
    return _text(node.get("url")) or _text(page)


def _authors(value: object, nodes: list[Node]) -> Iterator[str]:
    """The names of those whom the article names as authors, or refers to by their id."""
    for one in value[:_MOST_AUTHORS] if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            known = one if "name" in one else _with_id(one.get("@id"), nodes)
            names = known.get("name")
            yield from filter(None, map(_text, names if isinstance(names, list) else [names]))
        elif isinstance(one, str) and not one.startswith("http"):
            yield _text(one)


def _with_id(key: object, nodes: list[Node]) -> Node:
    return next((node for node in nodes if key and node.get("@id") == key and "name" in node), {})


def _outlet(own: Node | None, nodes: list[Node]) -> str:
    publisher = own.get("publisher") if own else None
    named = publisher if isinstance(publisher, dict) else {}
    site = next((node for node in nodes if _is(node, _SITE)), {})
    return _text(named.get("name")) or _text(site.get("name"))


def _text(value: object) -> str:
    """A string without markup on one line."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return " ".join(html.unescape(value).split()) if isinstance(value, str) else ""
