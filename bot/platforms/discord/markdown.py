"""A block of an outline as lines of Discord's markdown; every text of a stranger is escaped and bounded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.core.outline import texts
from bot.core.outline.safe import CUT
from bot.core.outline.texts import SPEAKER_UNNAMED
from bot.core.outline.threads import messages_of
from bot.model import (
    Block,
    Bullet,
    Difference,
    Heading,
    Link,
    Links,
    Outline,
    Paragraph,
    Passage,
    Quote,
    Said,
    Section,
    Table,
    ThreadBullet,
    Translation,
    Wording,
)
from bot.platforms.discord.escape import escaped, link

HEADING = 300
BULLET = 1_200
LONGEST = 1_600
"""Characters of a paragraph, a quote or a passage as written; three of them still fit into a message."""

SHORTEST = 40
"""Characters that each run of a marked text may have at least."""

NAMES = 900
"""Characters of a row of links."""
CELL = 180
TABLE = 1_500
"""Characters of the rows that stand together; a longer table is told in several."""


def markdown(block: Block) -> str:
    """The block as markdown; empty where it holds nothing that shows."""
    match block:
        case Heading(text):
            return _lead("### ", escaped(text, HEADING))
        case Paragraph(text):
            return escaped(text, LONGEST)
        case Bullet(text=text) | Translation(text=text):
            return _lead("- ", escaped(text, BULLET))
        case Difference():
            return _lead("- ", escaped(texts.differ(block), BULLET))
        case ThreadBullet(text):
            return f"{_lead('- ', escaped(text, BULLET))} – {_row(messages_of(block))}"
        case Links(label, links):
            return f"-# {escaped(label, HEADING)}: {_row(links)}"
        case Table():
            return "\n".join(_rows(block))
        case _:
            return _verbatim(block)


def divided(outline: Outline) -> Outline:
    """The outline with long tables in several, so that it can be split between them."""
    sections = tuple(
        replace(section, blocks=tuple(piece for block in section.blocks for piece in _pieces(block)))
        for section in outline.sections
    )
    return replace(outline, sections=sections)


def text_of(section: Section) -> str:
    """All blocks of a section; quotations stand apart."""
    told = ""
    for text in filter(None, map(markdown, section.blocks)):
        apart = text.startswith(">") and told.rpartition("\n")[2].startswith(">")
        told += f"{_between(told, apart)}{text}"
    return told


def _between(told: str, apart: bool) -> str:
    return "" if not told else "\n\n" if apart else "\n"


def _verbatim(block: Quote | Wording | Passage | Said) -> str:
    match block:
        case Quote():
            by = link(Link(block.article.outlet, block.article.url))
            return f"> “{escaped(block.text, LONGEST)}”\n> – {_speaker(block)} ({by})"
        case Wording():
            said = _marked(block.runs)
            return f"> {escaped(', '.join(block.outlets), HEADING)}: “{said}”"
        case Passage():
            return f"> {_passage(block)}"
        case Said():
            by = link(Link(block.author or texts.SOMEBODY, block.url))
            return f"- {by}: “{escaped(block.text, BULLET)}”"


def _speaker(quote: Quote) -> str:
    name, role = escaped(quote.speaker or "", HEADING), escaped(quote.role or "", HEADING)
    return ", ".join(filter(None, (f"**{name}**" if name else SPEAKER_UNNAMED, role)))


def _passage(passage: Passage) -> str:
    text, mark = passage.article.text, passage.mark
    before, after = text[passage.sentence.start : mark.start], text[mark.end : passage.sentence.end]
    return _marked(((before, False), (text[mark.start : mark.end], True), (after, False)))


def _marked(runs: Sequence[tuple[str, bool]]) -> str:
    """Runs of a text, some in bold, with the spaces between them; as many as there is room for."""
    share = max(LONGEST // max(len(runs), 1), SHORTEST)
    told = ""
    for text, bold in runs:
        run = _run(text, bold, share)
        if len(told) + len(run) > LONGEST + SHORTEST:
            return told + CUT
        told += run
    return told


def _run(text: str, bold: bool, longest: int) -> str:
    inner = escaped(text, longest)
    if not inner:
        return " " if text else ""
    before, after = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return f"{before}**{inner}**{after}" if bold else f"{before}{inner}{after}"


def _row(links: Iterable[Link]) -> str:
    """As many links as fit, and how many more there are."""
    made = list(map(link, links))
    kept: list[str] = []
    for one in made:
        if sum(map(len, kept)) + len(one) > NAMES and kept:
            break
        kept.append(one)
    more = texts.and_more(len(made) - len(kept))
    return " · ".join([*kept, more] if more else kept)


def _rows(table: Table) -> Iterator[str]:
    header = _cells(table.header)
    if header:
        yield f"-# {header}"
    yield from (_lead("- ", _cells(row)) for row in table.rows)


def _cells(row: Sequence[str]) -> str:
    return " · ".join(filter(None, (escaped(cell, CELL) for cell in row)))


def _pieces(block: Block) -> Iterator[Block]:
    if not isinstance(block, Table):
        yield block
        return
    rows: list[tuple[str, ...]] = []
    used = 0
    for row in block.rows:
        size = len(_cells(row)) + 3
        if rows and used + size > TABLE:
            yield Table(block.header, tuple(rows))
            rows, used = [], 0
        rows.append(row)
        used += size
    yield Table(block.header, tuple(rows))


def _lead(mark: str, text: str) -> str:
    return mark + text if text else ""
