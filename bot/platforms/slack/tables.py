"""Tables for Slack: a table block a message, in chunks that it takes; rows as lines where none may stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.core.outline.safe import cut, one_line
from bot.model import Block, Section, Table
from bot.platforms.slack.limits import TABLE_CELLS, TABLE_ROWS, TABLE_TEXT
from bot.platforms.slack.rich import Payload

CELL = 300
"""Characters of a cell that stay readable."""

NOTHING = "–"

Row = tuple[str, ...]


def in_chunks(sections: Iterable[Section]) -> Iterator[Section]:
    """The sections, those tables in pieces that are longer than Slack takes."""
    for section in sections:
        blocks = tuple(piece for block in section.blocks for piece in _pieces(block))
        yield Section(blocks, section.controls)


def table_block(table: Table) -> Payload:
    """A table whose cells are read as they stand."""
    rows = [[_cell(cell) for cell in row[:TABLE_CELLS]] for row in (table.header, *table.rows)]
    return {"type": "table", "rows": rows}


def rows_as_lines(table: Table) -> Iterator[str]:
    """Each row on a line."""
    yield from (" · ".join(filter(None, map(one_line, row))) for row in table.rows)


def _cell(words: str) -> Payload:
    return {"type": "raw_text", "text": cut(one_line(words), CELL) or NOTHING}


def _pieces(block: Block) -> Iterator[Block]:
    if not isinstance(block, Table):
        yield block
        return
    head = _size(block.header)
    rows: list[Row] = []
    used = head
    for row in block.rows:
        if rows and (len(rows) + 1 == TABLE_ROWS or used + _size(row) > TABLE_TEXT):
            yield Table(block.header, tuple(rows))
            rows, used = [], head
        rows.append(row)
        used += _size(row)
    yield Table(block.header, tuple(rows))


def _size(row: Row) -> int:
    return sum(min(len(cell), CELL) for cell in row[:TABLE_CELLS])
