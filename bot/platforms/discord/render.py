"""Outline -> what Discord is given: messages in Components V2, or in an embed where those are off; pure.

A message is a container: what it is at the top, then a text a story with its buttons below, the footer.
Nothing in it may call anybody: `allowed_mentions` lets none through, whatever a text holds.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.core import outline as outlines
from bot.core.outline import texts
from bot.core.outline.safe import CUT, cut, one_line
from bot.core.outline.texts import CONTINUED, SPEAKER_UNNAMED
from bot.core.outline.threads import messages_of
from bot.model import (
    Block,
    Bullet,
    Control,
    CorrectionNote,
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
from bot.platforms.discord.limits import (
    BUTTON,
    COMPONENTS,
    COMPONENTS_V2,
    CONTENT,
    CUSTOM_ID,
    EMBED_FOOTER,
    EMBED_TEXT,
    EMBED_TITLE,
    MESSAGE_BYTES,
    MESSAGE_TEXT,
    ROW,
    ROWS,
)

Payload = dict[str, Any]

NOBODY: Payload = {"parse": []}
"""`allowed_mentions` under which no text calls anybody (Resources/Message: Allowed Mentions Object)."""

TITLE = 240
DAY = 500
LEAD = 500
MOST_BUTTONS = 10
"""Buttons of a story, in two rows; a reader scans no more."""

AROUND = 12
"""Components of a message that are no story: container, top, lines, footer, a row to share and turn pages."""

WHOLE = 1_000
"""What fits into a message, as `outline.split` counts: thousandths of whichever limit is nearest."""

HEADING = 300
BULLET = 1_200
LONGEST = 1_600
"""Characters of a paragraph, a quote or a passage as written; three of them still fit into a message."""

SHORTEST = 40
"""Characters that each run of a marked text may have at least."""

NAMES = 900
"""Characters of a row of links."""
CELL = 180
"""Characters of a cell."""
TABLE = 1_500
"""Characters of the rows that stand together; a longer table is shown in several."""

GREY, BLUE = 2, 1
"""Styles of buttons (Components/Reference: Button)."""


class IdKind(StrEnum):
    """What a custom_id of ours is for."""

    PRESS = "press"
    OPEN = "open"
    HOME = "home"
    SHARE = "share"
    PAGE = "page"
    REFILL = "refill"
    SUBMIT = "modal"


@dataclass(frozen=True, slots=True)
class CustomId:
    """What a custom_id says: what is to be done, and to what; nothing else is kept of a button."""

    kind: str  # an IdKind, unless it is not ours
    name: str
    ref: str


def pages(outline: Outline) -> list[Outline]:
    """The outline within the limits of a message, cut between stories."""
    whole = with_tables_split(outline)
    around = f"{_top(whole)}{escaped(CONTINUED, TITLE)}{_footer(whole)}"
    characters = MESSAGE_TEXT - len(around)
    size = MESSAGE_BYTES - len(around.encode())

    def cost(section: Section) -> int:
        made = _section(section, set())
        whole = "".join(_texts(made))
        return max(
            _share(len(whole), characters),
            _share(len(whole.encode()), size),
            _share(_count(made), COMPONENTS - AROUND),
        )

    return outlines.split(whole, WHOLE, cost)


def message(
    outline: Outline, key: str = "", below: Sequence[Payload] = (), *, classic: bool = False
) -> Payload:
    """A message of one page; `key` finds it again, `below` are buttons under all of it."""
    return _classic(outline, key, below) if classic else _modern(outline, key, below)


def plain(outline: Outline, key: str) -> Payload:
    """A message as text alone, for where Discord does not take its form; a button still bears the key."""
    pieces = [_top(outline), *map(section_text, outline.sections), _footer(outline)]
    text = "\n\n".join(filter(None, pieces))
    shown = text if len(text) <= CONTENT else f"{text[: CONTENT - 2]} {CUT}"
    return {"content": shown, "components": action_rows([_home(key)]), "allowed_mentions": NOBODY}


def shape(payload: Payload) -> str:
    """How much there is in a message, but not what it says."""
    components = payload.get("components", ())
    said = "".join(_texts(components))
    return f"{_count(components)} components, {len(said)} characters, {len(said.encode())} bytes"


def says(payload: Payload) -> list[str]:
    """The texts of a message, whatever ids and buttons it has."""
    embeds = (str(one.get("description", "")) for one in payload.get("embeds", ()))
    return [text for text in (*_texts(payload.get("components", ())), *embeds) if text]


def notice(sentence: str) -> Payload:
    """A message of one sentence of ours."""
    text = {"type": 10, "content": escaped(sentence, MESSAGE_TEXT) or CUT}
    return {"components": [text], "flags": COMPONENTS_V2, "allowed_mentions": NOBODY}


def _modern(outline: Outline, key: str, below: Sequence[Payload]) -> Payload:
    top: Payload = {"type": 10, "content": _top(outline)}
    if key:
        top = {"type": 9, "components": [top], "accessory": _home(key)}
    taken: set[str] = set()
    stories = [piece for section in outline.sections for piece in _section(section, taken)]
    inner = [top, *_ruled(stories)]
    if footer := _footer(outline):
        inner += [{"type": 14}, {"type": 10, "content": footer}]
    components = [{"type": 17, "components": inner}, *action_rows(below)]
    return {"components": components, "flags": COMPONENTS_V2, "allowed_mentions": NOBODY}


def _classic(outline: Outline, key: str, below: Sequence[Payload]) -> Payload:
    """The same in an embed and five rows of buttons."""
    pieces = [_day(outline), escaped(outline.lead, LEAD), *map(section_text, outline.sections)]
    body = "\n\n".join(filter(None, pieces))
    embed: Payload = {"title": escaped(outline.title, EMBED_TITLE) or texts.ON_RECORD}
    if body:
        embed["description"] = body[:EMBED_TEXT]
    if footer := cut(one_line(outline.footer), EMBED_FOOTER):
        embed["footer"] = {"text": footer}
    taken: set[str] = set()
    ours = [_home(key)] if key else []
    room = ROW * ROWS - len(ours) - len(below)
    controls = [one for section in outline.sections for one in _controls(section, taken)]
    rows = action_rows([*ours, *controls[:room], *below])
    return {"embeds": [embed], "components": rows, "allowed_mentions": NOBODY}


def _home(key: str) -> Payload:
    return button(custom_id(IdKind.HOME, ref=key), texts.THIS_CHANNEL)


def _ruled(stories: list[Payload]) -> list[Payload]:
    return [{"type": 14}, *stories] if stories else []


def _section(section: Section, taken: set[str]) -> list[Payload]:
    text = section_text(section)
    shown: list[Payload] = [{"type": 10, "content": text}] if text else []
    return [*shown, *action_rows(_controls(section, taken))]


def _controls(section: Section, taken: set[str]) -> list[Payload]:
    """The section's buttons; one that stands in the message already is left out (ids are unique)."""
    made: list[Payload] = []
    for control in section.controls:
        one = control_button(control)
        if one and one["custom_id"] not in taken and len(made) < MOST_BUTTONS:
            taken.add(one["custom_id"])
            made.append(one)
    return made


def _top(outline: Outline) -> str:
    title = escaped(outline.title, TITLE) or texts.ON_RECORD
    return "\n".join(filter(None, (f"## {title}", _day(outline), escaped(outline.lead, LEAD))))


def _day(outline: Outline) -> str:
    return f"**{escaped(outline.day.text, DAY)}**" if outline.day else ""


def _footer(outline: Outline) -> str:
    footer = escaped(outline.footer, LEAD)
    return f"-# {footer}" if footer else ""


def _share(used: int, of: int) -> int:
    return math.ceil(used * WHOLE / of)


def _texts(components: Iterable[Payload]) -> Iterator[str]:
    for component in components:
        yield component.get("content", "")
        yield from _texts(component.get("components", ()))


def _count(components: Iterable[Payload]) -> int:
    return sum(1 + _count(component.get("components", ())) for component in components)


def markdown(block: Block) -> str:
    """The block as markdown; empty where it holds nothing that shows."""
    match block:
        case Heading(text):
            return _lead("### ", escaped(text, HEADING))
        case Paragraph(text):
            return escaped(text, LONGEST)
        case CorrectionNote(one, short):
            return escaped(texts.corrected(one, short), LONGEST)
        case Bullet(text=text) | Translation(text=text):
            return _lead("- ", escaped(text, BULLET))
        case Difference():
            return _lead("- ", escaped(texts.differ(block), BULLET))
        case ThreadBullet(text):
            return f"{_lead('- ', escaped(text, BULLET))} – {_row(messages_of(block))}"
        case Links(label, links):
            return f"-# {escaped(label, HEADING)}: {_row(links)}"
        case Table():
            return "\n".join(_table_lines(block))
        case _:
            return _verbatim(block)


def with_tables_split(outline: Outline) -> Outline:
    """The outline with long tables in several, so that it can be split between them."""
    sections = tuple(
        replace(section, blocks=tuple(piece for block in section.blocks for piece in _pieces(block)))
        for section in outline.sections
    )
    return replace(outline, sections=sections)


def section_text(section: Section) -> str:
    """All blocks of a section; quotations stand apart."""
    shown = ""
    for text in filter(None, map(markdown, section.blocks)):
        apart = text.startswith(">") and shown.rpartition("\n")[2].startswith(">")
        between = "" if not shown else "\n\n" if apart else "\n"
        shown += f"{between}{text}"
    return shown


def _verbatim(block: Quote | Wording | Passage | Said) -> str:
    match block:
        case Quote():
            by = link(Link(block.article.outlet, block.article.url))
            return f"> “{escaped(block.text, LONGEST)}”\n> – {_speaker(block)} ({by})"
        case Wording():
            words = _marked(block.runs)
            return f"> {escaped(', '.join(block.outlets), HEADING)}: “{words}”"
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
    shown = ""
    for text, bold in runs:
        run = _run(text, bold, share)
        if len(shown) + len(run) > LONGEST + SHORTEST:
            return shown + CUT
        shown += run
    return shown


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


def _table_lines(table: Table) -> Iterator[str]:
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


def custom_id(kind: str, name: str = "", ref: str = "") -> str:
    """The custom_id that says so; it may be longer than Discord takes."""
    return f"{kind}|{name}|{ref}"


def parse_custom_id(given: str) -> CustomId:
    """What a custom_id says; one that is not ours, or of an older On Record, is of no kind that is known."""
    kind, _, rest = given.partition("|")
    name, _, ref = rest.partition("|")
    return CustomId(kind, name, ref)


def key_of(components: Iterable[Any]) -> str | None:
    """The key of the part that a message carries in one of its buttons."""
    for component in components:
        carried = parse_custom_id(str(component.get("custom_id", "")))
        if carried.kind == IdKind.HOME:
            return carried.ref
        held = [*component.get("components", ()), component.get("accessory")]
        if found := key_of(filter(None, held)):
            return found
    return None


def button(given: str, label: str, style: int = GREY, *, disabled: bool = False) -> Payload:
    """A button; its label is never empty."""
    shown = cut(one_line(label), BUTTON) or "…"
    made: Payload = {"type": 2, "style": style, "custom_id": given, "label": shown}
    return made | {"disabled": True} if disabled else made


def control_button(control: Control) -> Payload | None:
    """The button of a control; none where Discord has no room for what it says."""
    given = custom_id(IdKind.OPEN if control.opens else IdKind.PRESS, control.action, control.ref)
    return button(given, control.label) if len(given) <= CUSTOM_ID else None


def action_rows(several: Iterable[Payload]) -> list[Payload]:
    """Rows of buttons, five in each."""
    every = list(several)
    return [{"type": 1, "components": every[at : at + ROW]} for at in range(0, len(every), ROW)]
