"""Block Kit's blocks as documented, with their limits; each entry cites its page of docs.slack.dev."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.fakes.slack.elements import ELEMENTS, IN_ACTIONS, IN_CONTEXT, IN_INPUT, IN_SECTION, PLAIN
from tests.fakes.slack.rich_text import CELL, COLUMN, RICH_TEXT
from tests.fakes.slack.rules import Anything, Flag, Found, Kinds, Line, Many, Nullable, Rule, Shape, Text, say

BLOCK_ID = Line(255)  # Blocks: block_id 255


def _block(kind: str, required: tuple[str, ...] = (), **fields: Rule) -> Shape:
    return Shape({"block_id": BLOCK_ID, **fields}, required=required, label=kind)


BLOCKS: dict[str, Rule] = {
    "header": _block("header", ("text",), text=Text(150, PLAIN)),  # Header block: plain_text, 150
    "section": Shape(  # Section block: text 1-3,000, fields 10 of 2,000
        {
            "block_id": BLOCK_ID,
            "text": Text(3000),
            "fields": Many(Text(2000), 10),
            "accessory": Kinds(ELEMENTS, IN_SECTION),
            "expand": Flag(),
        },
        any_of=("text", "fields"),
        label="section",
    ),
    "context": _block(
        "context", ("elements",), elements=Many(Kinds(ELEMENTS, IN_CONTEXT), 10)
    ),  # Context block: 10
    "actions": _block(
        "actions", ("elements",), elements=Many(Kinds(ELEMENTS, IN_ACTIONS), 25)
    ),  # Actions block: 25
    "divider": _block("divider"),
    "image": Shape(  # Image block: image_url 3,000, alt_text 2,000, title 2,000
        {
            "block_id": BLOCK_ID,
            "image_url": Line(3000),
            "slack_file": Anything(),
            "alt_text": Line(2000),
            "title": Text(2000, PLAIN),
        },
        required=("alt_text",),
        one_of=("image_url", "slack_file"),
        label="image",
    ),
    "markdown": _block("markdown", ("text",), text=Line(12_000)),  # Markdown block: 12,000
    "rich_text": _block("rich_text", ("elements",), elements=RICH_TEXT),
    "table": _block(  # Table block: 100 rows of 20 cells, 20 column_settings
        "table", ("rows",), rows=Many(Many(CELL, 20), 100), column_settings=Many(Nullable(COLUMN), 20)
    ),
    "input": _block(  # Input block: label 2,000, hint 2,000
        "input",
        ("label", "element"),
        label=Text(2000, PLAIN),
        hint=Text(2000, PLAIN),
        element=Kinds(ELEMENTS, IN_INPUT),
        optional=Flag(),
        dispatch_action=Flag(),
    ),
}

IN_MESSAGE = tuple(BLOCKS)  # Blocks: which surfaces take which
IN_VIEW = tuple(name for name in BLOCKS if name not in {"markdown", "table"})


def elements_of(block: Mapping[str, Any]) -> list[Any]:
    """The interactive elements that a block shows."""
    if block.get("type") == "actions":
        return list(block.get("elements", ()))
    return [block[name] for name in ("accessory", "element") if name in block]


def check_ids(blocks: list[Any], at: str, found: Found) -> None:
    """A block_id is unique in its payload, an action_id in its block."""
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        if not isinstance(block, Mapping):
            continue
        name = block.get("block_id")
        if name in seen:
            say(found, f"block_id `{name}` already exists", f"{at}/{number}/block_id")
        if name:
            seen.add(name)
        ids = [one.get("action_id") for one in elements_of(block) if isinstance(one, Mapping)]
        for twice in sorted({one for one in ids if one and ids.count(one) > 1}):
            say(found, f"action_id `{twice}` already exists", f"{at}/{number}")
