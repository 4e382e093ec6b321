"""What a page says about its article: headline, byline and date; and the language of a text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import py3langid
from trafilatura.metadata import extract_metadata

from bot.core.extract.tree import FAULTS, Element, text_of

_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
"""For htmldate: the first publication, from marked-up places only; without `max_date` it asks the clock."""

_PUBLISHED = ("article:published_time", "datePublished")
_EARLIEST = 1990  # the year; what is earlier is an empty field of a template

_SUFFIX = re.compile(r"\s+[|–—·•»-]\s+(?=[^|–—·•»]{2,40}$)")
_WORD = re.compile(r"\w+")
_BY = re.compile(r"^\W*(?:(?:written|reported|text|words|story|analysis)\s+)?by:?\s+", re.IGNORECASE)
_NO_NAME = re.compile(
    r"""\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:january|february|march|april|may|june|july|august
    |september|october|november|december)$|\d|https?:|@|^(?:admin|editor|editors|staff|author|unknown)$""",
    re.IGNORECASE | re.VERBOSE,
)
_AFTER_NAME = re.compile(r"\s+(?:is|was)\s+(?:an?|the|our)\b.*$|\s+\|.*$", re.DOTALL)
_DAYTIME = re.compile(r"\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$")
_LONGEST_BYLINE = 120


@dataclass(frozen=True, slots=True)
class Details:
    """What a page says about its article."""

    headline: str
    byline: str | None
    published: datetime | None
    declared: bool = False  # the page calls itself an article


def details(tree: Element, url: str = "") -> Details:
    """What the page of this address says; a date without a zone is taken for UTC."""
    try:
        known = extract_metadata(tree, url or None, dict(_DATES), extensive=False)
    except FAULTS:
        return Details(_headline(tree, ""), None, None)
    kinds = (known.pagetype or "").lower()
    return Details(
        headline=_headline(tree, known.title or ""),
        byline=_byline(known.author or "", known.sitename or ""),
        published=_published(tree) or _moment(known.date or ""),
        declared="article" in kinds or "post" in kinds,
    )


def language(text: str) -> str | None:
    """The ISO 639-1 code of a text's language; None for less than a paragraph."""
    sample = text[:2000]
    return str(py3langid.classify(sample)[0]) if len(sample) >= 60 else None


# --- headline ------------------------------------------------------------------------------------


def _headline(tree: Element, marked: str) -> str:
    """The page's own heading where it agrees with what is marked up, or else the latter."""
    named = " ".join(marked.split()) or _first(text_of(title) for title in tree.iter("title"))
    headings = [text for text in map(text_of, tree.iter("h1")) if text]
    for heading in headings:
        if _plain(heading) and (_plain(heading) in _plain(named) or _plain(named) in _plain(heading)):
            return heading
    if len(headings) == 1 and len(_words(headings[0]) & _words(named)) >= 2:
        return headings[0]
    return _SUFFIX.split(named)[0] or _first(headings)


def _first(texts: Iterator[str] | list[str]) -> str:
    return next((text for text in texts if text), "")


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.lower()) if len(word) > 3}


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


# --- byline --------------------------------------------------------------------------------------


def _byline(authors: str, outlet: str) -> str | None:
    names = [_name(part) for part in re.split(r"\s*;\s*", authors)]
    kept = [name for name in dict.fromkeys(names) if name and name.lower() != outlet.lower()]
    return ", ".join(kept)[:_LONGEST_BYLINE] or None


def _name(part: str) -> str:
    name = _DAYTIME.sub("", _AFTER_NAME.sub("", _BY.sub("", part.strip())))
    return "" if _NO_NAME.search(name) else name


# --- date ----------------------------------------------------------------------------------------


def _published(tree: Element) -> datetime | None:
    """The moment that the page marks up, with its time of day."""
    return next((moment for moment in map(_moment, _marked_dates(tree)) if moment), None)


def _marked_dates(tree: Element) -> Iterator[str]:
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json":
            yield from _linked_dates(script.text or "")
    for meta in tree.iter("meta"):
        if (meta.get("property") or meta.get("itemprop") or "") in (
            "article:published_time",
            "datePublished",
        ):
            yield meta.get("content") or ""
    for time in tree.iter("time"):
        yield time.get("datetime") or ""


def _linked_dates(linked_data: str) -> Iterator[str]:
    try:
        open_nodes: list[Any] = [json.loads(linked_data)]
    except (ValueError, RecursionError):
        return
    while open_nodes:
        node = open_nodes.pop(0)
        if isinstance(node, dict):
            if isinstance(node.get("datePublished"), str):
                yield node["datePublished"]
            open_nodes.extend(node.values())
        elif isinstance(node, list):
            open_nodes.extend(node)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if moment.year < _EARLIEST:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
