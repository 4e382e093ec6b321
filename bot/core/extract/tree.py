"""Bytes of a page into a tree, whatever they hold, and the text of an element as it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from bot.core.reading.charset import UNREADABLE, decoded, without_c1, without_c1_references

Element = Any
"""An lxml element; lxml has no types of its own."""

FAULTS = (
    etree.LxmlError,
    RecursionError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
"""What breaks in trafilatura and htmldate on broken pages."""

MAX_BYTES = 4_000_000
"""What is looked at of a page; the longest news pages are under 2 MB, most of it scripts."""

MAX_ELEMENTS = 12_000
"""A page with more elements is no article, and would take seconds to read."""

BLOCKS = frozenset(
    """address article aside blockquote dd details div dl dt fieldset figcaption figure footer form h1 h2 h3
    h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul""".split()
)

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{1,40})""", re.IGNORECASE)
_CROWDED = re.compile(
    r"""<([a-zA-Z][^\s>/]{0,30}+)
    (?:[\s/]++[^\s>/=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+){200,}+""",
    re.VERBOSE,
)
"""A tag with 200 attributes or more: the parser needs the square of their number in steps."""

_LONGEST_NAME = 1000
_START = 4096
"""Where a page declares its charset, and where a picture shows that it is no page."""


def parsed(page: bytes, charset: str = "") -> Element | None:
    """The tree of a page, its first 4 MB at most; None when there is none, or none of a sane size."""
    return _tree(page_text(page[:MAX_BYTES], charset))


def parsed_fragment(markup: str) -> Element | None:
    """The tree of a piece of HTML, as feeds carry it."""
    return _tree(f"<html><body><div>{markup[:MAX_BYTES]}</div></body></html>")


def _tree(markup: str) -> Element | None:
    if len(UNREADABLE.findall(markup[:_START])) > _START // 100:
        return None
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, default_doctype=False, collect_ids=False
    )
    plain = without_c1_references(without_c1(UNREADABLE.sub("", markup)))
    clean = _CROWDED.sub(r"<\1", plain).encode("utf-8")
    try:
        tree = html.document_fromstring(clean, parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    for number, element in enumerate(tree.iter()):
        if number > MAX_ELEMENTS:
            return None
        for name in ("class", "id", "style"):
            if len(element.get(name) or "") > _LONGEST_NAME:
                element.attrib.pop(name)
    return tree


def page_text(page: bytes, charset: str = "") -> str:
    """The page as text: by its bytes, or as the server says, or as it says itself."""
    return decoded(page, (charset, _declared(page)))


def _declared(page: bytes) -> str:
    match = _DECLARED.search(page[:_START])
    return match[1].decode("ascii", "replace") if match else ""


def elements(tree: Element, *tags: str) -> Iterator[Element]:
    """The elements in order, safe against removal on the way; all of them without tags."""
    for element in list(tree.iter(*tags) if tags else tree.iter(etree.Element)):
        if isinstance(element.tag, str):
            yield element


def text_of(element: Element) -> str:
    """The text inside an element on one line."""
    return " ".join(lines_of(element))


def lines_of(element: Element) -> list[str]:
    """The text inside an element: a line ends where a block or a line break does."""
    pieces: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            pieces.append(_opening(node))
        elif node is not element:
            pieces.append(("\n" if node.tag in BLOCKS else "") + (node.tail or "").replace("\n", " "))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return [line for line in lines if line]


def _opening(node: Element) -> str:
    if node.tag in ("script", "style", "template", "noscript"):
        return ""
    text = (node.text or "").replace("\n", " ")
    return "\n" + text if node.tag in BLOCKS or node.tag == "br" else text


def remove(element: Element) -> None:
    """Take an element out of its tree; the text after it stays."""
    if element.getparent() is not None:
        element.drop_tree()
