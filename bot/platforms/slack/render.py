"""Outline -> Block Kit: what a message shows, within Slack's limits, and what finds it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.core.outline import split as cut_to
from bot.core.outline.safe import cut, one_line
from bot.model import Control, Heading, Outline, Part, Section, Table
from bot.platforms.slack import limits
from bot.platforms.slack.escape import fallback
from bot.platforms.slack.rich import Payload, RichText, line, size
from bot.platforms.slack.spoken import lines
from bot.platforms.slack.tables import in_chunks, table_block
from bot.platforms.slack.told import day_line, tell

EVENT = "onrecord_part"
"""The event type of our messages' metadata (Message metadata); its payload holds the part's key."""

PLAIN: Payload = {"unfurl_links": False, "unfurl_media": False, "mrkdwn": False}
"""Said with every message: no previews, no formatting of the fallback text."""

UNIT = limits.MESSAGE_TEXT // (limits.BLOCKS - 6)
"""What a block weighs beside characters: with this, whatever is within the weight is within the count;
six blocks are left for the title, the day's line, the lead, the footer and a note."""


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
    return {"text": fallback(lines(outline)) or " ", "blocks": list(blocks(outline))}


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
            tell(block, rich)
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
