"""An outline cut to a platform's limits, story by story."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from bot.core.outline.texts import CONTINUED
from bot.model import Block, Heading, Outline, Section

Size = Callable[[Section], int]


def split(outline: Outline, limit: int, size: Size) -> list[Outline]:
    """Outlines whose sections together stay within the limit, in order, titles continued.

    `size` gives what a section takes on the platform. A section is split only when it alone is
    larger than the limit, and then between blocks; a single block is never cut.
    """
    sections = [piece for section in outline.sections for piece in _fitting(section, limit, size)]
    groups = list(_packed(sections, limit, size)) or [()]
    last = len(groups) - 1
    return [
        replace(
            outline,
            title=outline.title if number == 0 else outline.title + CONTINUED,
            sections=group,
            lead=outline.lead if number == 0 else "",
            day=outline.day if number == 0 else None,
            footer=outline.footer if number == last else "",
        )
        for number, group in enumerate(groups)
    ]


def _packed(sections: Iterable[Section], limit: int, size: Size) -> Iterator[tuple[Section, ...]]:
    group: list[Section] = []
    used = 0
    for section in sections:
        needed = size(section)
        if group and used + needed > limit:
            yield tuple(group)
            group, used = [], 0
        group.append(section)
        used += needed
    if group:
        yield tuple(group)


def _fitting(section: Section, limit: int, size: Size) -> Iterator[Section]:
    """The section, or its blocks in pieces; the buttons go with the last piece."""
    if size(section) <= limit:
        yield section
        return
    pieces = list(_pieces(section.blocks, limit, size))
    yield from (Section(blocks) for blocks in pieces[:-1])
    closing = Section(pieces[-1], section.controls)
    if size(closing) <= limit:
        yield closing
        return
    yield Section(pieces[-1])
    yield Section((), section.controls)


def _pieces(blocks: tuple[Block, ...], limit: int, size: Size) -> Iterator[tuple[Block, ...]]:
    heading = blocks[0] if blocks and isinstance(blocks[0], Heading) else None
    piece: list[Block] = []
    for block in blocks:
        if _has_body(piece) and size(Section((*piece, block))) > limit:
            yield tuple(piece)
            piece = [Heading(heading.text + CONTINUED)] if heading else []
        piece.append(block)
    yield tuple(piece)


def _has_body(piece: list[Block]) -> bool:
    """A heading is never left alone at the end of a piece."""
    return any(not isinstance(block, Heading) for block in piece)
