"""JSON Feed (version 1 and 1.1) in the shape that the XML parsers give."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from typing import Any

MAX_ITEMS = 10_000


def looks_like_json(body: bytes) -> bool:
    """Whether the body can be nothing but JSON."""
    return body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def read(body: bytes) -> Mapping[str, Any]:
    """The title and the raw entries; raises ValueError, in words for people."""
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise ValueError("its JSON is broken") from fault
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise ValueError("this is JSON, but no JSON Feed: it has no list of items")  # noqa: TRY004 - of a body
    items = [_item(item) for item in feed["items"][:MAX_ITEMS] if isinstance(item, dict)]
    return {"title": feed.get("title"), "entries": items}


def _item(item: dict[str, Any]) -> Mapping[str, Any]:
    plain = item.get("content_text")
    return {
        "id": item.get("id"),
        "link": item.get("url") or item.get("external_url"),
        "title": item.get("title"),
        "author": _author(item),
        "published": item.get("date_published"),
        "updated": item.get("date_modified"),
        "content": [{"value": item.get("content_html")}],
        "description": html.escape(plain) if isinstance(plain, str) else "",
        "summary": item.get("summary"),
    }


def _author(item: dict[str, Any]) -> str:
    several = item.get("authors")
    authors = several if isinstance(several, list) else [item.get("author")]
    names = [author.get("name") for author in authors if isinstance(author, dict)]
    return ", ".join(name for name in names if isinstance(name, str))
