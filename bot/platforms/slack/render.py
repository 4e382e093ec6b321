"""Outline -> Block Kit: what a message shows, within Slack's limits, and what finds it again; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.core.outline import split as cut_to
from bot.core.outline.safe import cut, one_line, safe_url
from bot.core.outline.texts import DIFFER, SOMEBODY, SPEAKER_UNNAMED, corrected, differ
from bot.core.outline.threads import messages_of
from bot.model import (
    Block,
    Bullet,
    Cite,
    Control,
    CorrectionNote,
    DayLine,
    Difference,
    Heading,
    Link,
    Links,
    Outline,
    Paragraph,
    Part,
    Passage,
    Quote,
    Said,
    Section,
    Table,
    ThreadBullet,
    Translation,
    Wording,
)
from bot.platforms.slack import limits
from bot.platforms.slack.escape import fallback
from bot.platforms.slack.limits import Payload
from bot.platforms.slack.richtext import RichText, Runs, joined, line, link, size, text

EVENT = "onrecord_part"
"""The event type of our messages' metadata (Message metadata); its payload holds the part's key."""

PLAIN: Payload = {"unfurl_links": False, "unfurl_media": False, "mrkdwn": False}
"""Said with every message: no previews, no formatting of the fallback text."""

UNIT = limits.MESSAGE_TEXT // (limits.BLOCKS - 6)
"""What a block weighs beside characters: with this, whatever is within the weight is within the count;
six blocks are left for the title, the day's line, the lead, the footer and a note."""

CELL = 300
"""Characters of a cell that stay readable."""

EMPTY_CELL = "–"

Row = tuple[str, ...]

AROUND = 1_000
"""Characters of a sentence shown before and after the words of interest."""

SIDE = 400
"""Characters of one outlet's words where outlets differ."""

COLON = ": "


def messages(outline: Outline) -> list[Outline]:
    """The outline in pieces that are a message each, cut between sections where it can be."""
    whole = replace(outline, sections=tuple(in_chunks(outline.sections)))
    room = limits.MESSAGE_TEXT - sum(size(block) for block in _frame(whole))
    return cut_to(whole, max(room, limits.MESSAGE_TEXT // 2), weight)


def weight(section: Section) -> int:
    """What a section takes of a message: by its characters, its blocks, and its table."""
    blocks = list(section_blocks(section))
    tables = len([block for block in blocks if block["type"] == "table"])
    most = max(size(blocks), UNIT * len(blocks))
    return max(most, tables * (limits.MESSAGE_TEXT // 2 + 1))


def message(outline: Outline) -> Payload:
    """One message: its blocks, and its text for notifications and screen readers."""
    return {"text": fallback(plain_lines(outline)) or " ", "blocks": list(blocks(outline))}


def metadata(part: Part) -> Payload:
    """What finds a part's message again."""
    return {"event_type": EVENT, "event_payload": {"key": part.key}}


def shape(said: Sequence[Payload]) -> str:
    """What blocks there are and what each weighs, but not what they say."""
    return ", ".join(f"{block['type']} {size(block)}" for block in said)


def key_of(found: Payload) -> str | None:
    """The key of the part that a message of ours is."""
    data = found.get("metadata") or {}
    if data.get("event_type") != EVENT:
        return None
    key = (data.get("event_payload") or {}).get("key")
    return key if isinstance(key, str) else None


def blocks(outline: Outline) -> Iterator[Payload]:
    """Title, the day's line, lead, sections, footer."""
    *opening, closing = _frames(outline)
    yield from (block for group in opening for block in group)
    for section in outline.sections:
        yield from section_blocks(section)
    yield from closing


def _frames(outline: Outline) -> list[list[Payload]]:
    return [
        heading(outline.title),
        day_line(outline.day),
        context(outline.lead),
        context(outline.footer),
    ]


def _frame(outline: Outline) -> list[Payload]:
    return [block for group in _frames(outline) for block in group]


def heading(words: str) -> list[Payload]:
    """A line in large letters; a longer one than Slack takes for that is bold text."""
    shown = one_line(words)
    if len(shown) > limits.HEADER:
        rich = RichText()
        rich.line(line(shown, "bold", longest=limits.TEXT // 2))
        return rich.blocks()
    label = {"type": "plain_text", "text": shown, "emoji": False}
    return [{"type": "header", "text": label}] if shown else []


def context(words: str) -> list[Payload]:
    """A line in small letters."""
    shown = cut(one_line(words), limits.TEXT // 3)
    element = {"type": "plain_text", "text": shown, "emoji": False}
    return [{"type": "context", "elements": [element]}] if shown else []


def section_blocks(section: Section, tables: bool = True) -> Iterator[Payload]:
    """The blocks of a section; where a view takes no table, its rows are lines."""
    rich = RichText()
    for block in section.blocks:
        if isinstance(block, Heading):
            yield from rich.blocks()
            yield from heading(block.text)
        elif isinstance(block, Table) and tables:
            yield from rich.blocks()
            yield table_block(block)
        else:
            add_block(block, rich)
    yield from rich.blocks()
    yield from _actions(section.controls)


def _actions(controls: Sequence[Control]) -> Iterator[Payload]:
    buttons = [_button(control, number) for number, control in enumerate(controls)]
    for start in range(0, len(buttons), limits.BUTTONS):
        yield {"type": "actions", "elements": buttons[start : start + limits.BUTTONS]}


def _button(control: Control, number: int) -> Payload:
    """A button; its number keeps apart those that do the same."""
    label = cut(one_line(control.label), limits.BUTTON) or control.action
    button: Payload = {
        "type": "button",
        "text": {"type": "plain_text", "text": label, "emoji": False},
        "action_id": f"{'open' if control.opens else 'press'}:{control.action}:{number}",
    }
    return button | {"value": control.ref[: limits.VALUE]} if control.ref else button


def control_of(action: Payload) -> Control:
    """The control that a pressed button stands for."""
    manner, _, rest = str(action["action_id"]).partition(":")
    name, _, _number = rest.partition(":")
    label = str((action.get("text") or {}).get("text", ""))
    return Control(name, str(action.get("value", "")), label, opens=manner == "open")


def in_chunks(sections: Iterable[Section]) -> Iterator[Section]:
    """The sections, those tables in pieces that are longer than Slack takes."""
    for section in sections:
        blocks = tuple(piece for block in section.blocks for piece in _pieces(block))
        yield Section(blocks, section.controls)


def table_block(table: Table) -> Payload:
    """A table whose cells are read as they stand."""
    rows = [[_cell(cell) for cell in row[: limits.TABLE_CELLS]] for row in (table.header, *table.rows)]
    return {"type": "table", "rows": rows}


def rows_as_lines(table: Table) -> Iterator[str]:
    """Each row on a line."""
    yield from (" · ".join(filter(None, map(one_line, row))) for row in table.rows)


def _cell(words: str) -> Payload:
    return {"type": "raw_text", "text": cut(one_line(words), CELL) or EMPTY_CELL}


def _pieces(block: Block) -> Iterator[Block]:
    if not isinstance(block, Table):
        yield block
        return
    head = _size(block.header)
    rows: list[Row] = []
    used = head
    for row in block.rows:
        if rows and (len(rows) + 1 == limits.TABLE_ROWS or used + _size(row) > limits.TABLE_TEXT):
            yield Table(block.header, tuple(rows))
            rows, used = [], head
        rows.append(row)
        used += _size(row)
    yield Table(block.header, tuple(rows))


def _size(row: Row) -> int:
    return sum(min(len(cell), CELL) for cell in row[: limits.TABLE_CELLS])


def add_block(block: Block, rich: RichText) -> None:
    """Add a block to a rich text: a line, an entry of a list, or a quotation."""
    match block:
        case Paragraph() | CorrectionNote():
            rich.line(text(_sentence(block)))
        case Bullet(text=words) | Translation(text=words):
            rich.bullet(line(words))
        case Difference(sides):
            rich.line([*text(f"{DIFFER}{COLON}", "bold"), *_sides(sides)])
        case Quote() | Wording() | Passage() | Said():
            rich.quotation(_quotation(block))
        case ThreadBullet(text=words):
            rich.bullet([*line(words), *text(" – "), *_links(Links("", messages_of(block)))])
        case Links():
            rich.line(_links(block))
        case Table():
            for row in rows_as_lines(block):
                rich.bullet(line(row))
        case Heading():
            pass


def _sentence(block: Heading | Paragraph | CorrectionNote) -> str:
    return corrected(block.correction, block.short) if isinstance(block, CorrectionNote) else block.text


def _quotation(block: Quote | Wording | Passage | Said) -> Runs:
    match block:
        case Quote():
            return _quote(block)
        case Wording():
            return _wording(block)
        case Passage():
            return _passage(block)
        case Said():
            return _said(block)


def _quote(quote: Quote) -> Runs:
    """The words, and below them who said them where."""
    outlet = Link(quote.article.outlet, quote.article.url)
    who = ", ".join(filter(None, (quote.speaker, quote.role))) or SPEAKER_UNNAMED
    return [*_marked(quote.text), *line(f"– {who}"), *text(", "), *link(outlet)]


def _marked(words: str) -> Runs:
    return [*text("“"), *line(words), *text("”\n")]


def _wording(wording: Wording) -> Runs:
    """The outlets, and their words with those that differ in bold."""
    outlets = Link(", ".join(wording.outlets), wording.quote.article.url)
    runs: Runs = []
    left = limits.TEXT
    for words, differs in wording.runs:
        runs += text(words, *(("bold",) if differs else ()), longest=max(left, 1))
        left -= len(words)
        if left <= 0:
            break
    return [*link(outlets), *text(f"{COLON}“"), *runs, *text("”")]


def _passage(passage: Passage) -> Runs:
    """The sentence with the words of interest in bold; a mark that leaves the sentence widens it."""
    article, mark = passage.article.text, passage.mark
    start, end = min(passage.sentence.start, mark.start), max(passage.sentence.end, mark.end)
    before, after = article[start : mark.start], article[mark.end : end]
    opening = before if len(before) <= AROUND else "…" + before[-AROUND:]
    return [
        *text(opening, longest=AROUND + 1),
        *text(article[mark.start : mark.end], "bold"),
        *text(after, longest=AROUND),
    ]


def _said(said: Said) -> Runs:
    """Somebody's own words, with a link to their message."""
    return [*link(Link(said.author or SOMEBODY, said.url)), *text(f"{COLON}“"), *line(said.text), *text("”")]


def _links(links: Links) -> Runs:
    named = joined((link(one) for one in links.links), " · ", limits.TEXT, "…")
    return [*line(links.label), *text(COLON), *named] if links.label else named


def _sides(sides: Sequence[Cite]) -> Runs:
    groups = [
        [
            *link(Link(cite.article.outlet, cite.article.url)),
            *text(" “"),
            *line(cite.article.words(cite.span), longest=SIDE),
            *text("”"),
        ]
        for cite in sides
    ]
    return joined(groups, "; ", limits.TEXT, "…")


def day_line(day: DayLine | None) -> list[Payload]:
    """The day's headlines, each leading to the place that its story cites first."""
    rich = RichText()
    pairs = zip(day.headlines, day.cites, strict=True) if day else ()
    rich.line(joined((_headline(words, cite) for words, cite in pairs), "; ", limits.TEXT, "…"))
    return rich.blocks()


def _headline(words: str, cite: Cite) -> Runs:
    return link(Link(words, cite.article.url), longest=limits.HEADER)


def plain_lines(outline: Outline) -> Iterator[str]:
    """What there is to say, from the title to the footer."""
    yield from filter(
        None, map(one_line, (outline.title, outline.day.text if outline.day else "", outline.lead))
    )
    for section in outline.sections:
        for block in section.blocks:
            yield from _plain_lines_of(block)
    yield one_line(outline.footer)


def _plain_lines_of(block: Block) -> Iterator[str]:
    match block:
        case Heading() | Paragraph() | CorrectionNote():
            yield one_line(_sentence(block))
        case Bullet(text=words) | ThreadBullet(text=words) | Translation(text=words):
            yield f"• {one_line(words)}"
        case Quote():
            yield f"{one_line(f'“{block.text}”')} – {one_line(block.speaker or SPEAKER_UNNAMED)}"
        case Wording(outlets=outlets):
            yield one_line(f"{', '.join(outlets)}: “{block.quote.text}”")
        case Passage(article, _, mark):
            yield one_line(f"“{article.words(mark)}”")
        case Said():
            yield one_line(f"{block.author or SOMEBODY}: “{block.text}”")
        case Difference():
            yield one_line(differ(block))
        case Links(label, links):
            yield one_line(f"{label}: {', '.join(link.name for link in links if safe_url(link.url))}")
        case Table():
            yield from map(one_line, rows_as_lines(block))
