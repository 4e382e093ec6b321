"""The blocks of text that trafilatura holds for the article of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass

import trafilatura
from trafilatura.settings import Document

from bot.core.extract.tree import FAULTS, Element

_RULER = re.compile(r"[\s|:-]+")
_MARKER = re.compile(r"^(?:[-•*▪●–]\s+|\|\s*)|\s*\|$")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of text on one line, or a heading."""

    text: str
    heading: bool = False


def blocks(tree: Element) -> list[Block]:
    """The blocks of the article in order; none when trafilatura finds no article or fails on the page."""
    try:
        found = trafilatura.bare_extraction(tree, favor_precision=True, include_comments=False)
    except FAULTS:
        return []
    if not isinstance(found, Document) or not found.text:
        return []
    heads = {" ".join("".join(head.itertext()).split()) for head in found.body.iter("head")}
    lines = (_MARKER.sub("", " ".join(line.split())) for line in found.text.splitlines())
    return [Block(line, line in heads) for line in lines if line and not _RULER.fullmatch(line)]
