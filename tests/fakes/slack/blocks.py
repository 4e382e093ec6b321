"""Block Kit as documented: every block, element and composition object, with its limits.

Each entry cites the page of docs.slack.dev that states it. Of what the pages do not state
(lengths inside rich text, characters of a whole table or message) nothing is enforced.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.fakes.slack.rules import (
    Anything,
    Choice,
    Flag,
    Found,
    Kinds,
    Line,
    Many,
    Number,
    Rule,
    Shape,
    Text,
    say,
)

PLAIN = ("plain_text",)
ACTION_ID = Line(255)  # Button element (and every other): action_id 255
BLOCK_ID = Line(255)  # Blocks: block_id 255

OPTION = Shape(  # Option object: text 75, value 150, description 75, url 3,000
    {"text": Text(75), "value": Line(150), "description": Text(75), "url": Line(3000)},
    required=("text", "value"),
)
PLAIN_OPTION = Shape(  # Option object: in selects and overflow menus the text is plain_text
    {"text": Text(75, PLAIN), "value": Line(150), "description": Text(75, PLAIN), "url": Line(3000)},
    required=("text", "value"),
)
OPTIONS = Many(PLAIN_OPTION, 100)  # Select menu element: options 100
GROUPS = Many(  # Select menu element: option_groups 100; Option group object: label 75, options 100
    Shape({"label": Text(75, PLAIN), "options": OPTIONS}, required=("label", "options")), 100
)
CONFIRM = Shape(  # Confirmation dialog object: title 100, text 300, confirm 30, deny 30
    {
        "title": Text(100, PLAIN),
        "text": Text(300),
        "confirm": Text(30, PLAIN),
        "deny": Text(30, PLAIN),
        "style": Choice(("primary", "danger")),
    },
    required=("title", "text", "confirm", "deny"),
)
PLACEHOLDER = Text(150, PLAIN)  # Select menu element: placeholder 150
DISPATCH = Shape({"trigger_actions_on": Anything()})
COMMON: dict[str, Rule] = {"action_id": ACTION_ID, "confirm": CONFIRM, "focus_on_load": Flag()}
PICK: dict[str, Rule] = {**COMMON, "placeholder": PLACEHOLDER}
MOST_PICKED = {"max_selected_items": Number(1, 100)}  # Multi-select menu element: minimum 1


def _select(kind: str, own: Mapping[str, Rule], one_of: tuple[str, ...] = ()) -> tuple[Shape, Shape]:
    one = {"initial_option": PLAIN_OPTION, f"initial_{kind}": Anything()}
    many = {"initial_options": OPTIONS, f"initial_{kind}s": Anything(), **MOST_PICKED}
    label = f"{kind}_select"
    return (
        Shape({**PICK, **own, **one}, one_of=one_of, label=label),
        Shape({**PICK, **own, **many}, one_of=one_of, label=f"multi_{label}"),
    )


def _selects() -> dict[str, Rule]:
    shapes = {
        "static": _select(
            "static", {"options": OPTIONS, "option_groups": GROUPS}, ("options", "option_groups")
        ),
        "external": _select("external", {"min_query_length": Number(0, 300)}),
        "users": _select("user", {}),
        "conversations": _select(
            "conversation",
            {"default_to_current_conversation": Flag(), "response_url_enabled": Flag(), "filter": Anything()},
        ),
        "channels": _select("channel", {"response_url_enabled": Flag()}),
    }
    singles = {f"{name}_select": pair[0] for name, pair in shapes.items()}
    return singles | {f"multi_{name}_select": pair[1] for name, pair in shapes.items()}


def _typed(kind: str, **own: Rule) -> Shape:
    base: dict[str, Rule] = {"action_id": ACTION_ID, "placeholder": PLACEHOLDER, "focus_on_load": Flag()}
    return Shape(
        {**base, "dispatch_action_config": DISPATCH, "initial_value": Line(3000, 0), **own}, label=kind
    )


ELEMENTS: dict[str, Rule] = {
    **_selects(),
    "button": Shape(  # Button element: text 75, value 2,000, url 3,000, accessibility_label 75
        {
            "text": Text(75, PLAIN),
            "action_id": ACTION_ID,
            "url": Line(3000),
            "value": Line(2000),
            "style": Choice(("primary", "danger")),
            "confirm": CONFIRM,
            "accessibility_label": Line(75),
        },
        required=("text",),
        label="button",
    ),
    "overflow": Shape(  # Overflow menu element: options 5
        {"action_id": ACTION_ID, "options": Many(PLAIN_OPTION, 5), "confirm": CONFIRM},
        required=("options",),
        label="overflow",
    ),
    "checkboxes": Shape(  # Checkbox group element: options 10
        {**COMMON, "options": Many(OPTION, 10), "initial_options": Many(OPTION, 10)},
        required=("options",),
        label="checkboxes",
    ),
    "radio_buttons": Shape(  # Radio button group element: options 10
        {**COMMON, "options": Many(OPTION, 10), "initial_option": OPTION},
        required=("options",),
        label="radio_buttons",
    ),
    "plain_text_input": _typed(  # Plain-text input element: min_length 0-3,000, max_length 1-3,000
        "plain_text_input", multiline=Flag(), min_length=Number(0, 3000), max_length=Number(1, 3000)
    ),
    "email_text_input": _typed("email_text_input"),
    "url_text_input": _typed("url_text_input"),
    "number_input": _typed(
        "number_input", is_decimal_allowed=Flag(), min_value=Line(255), max_value=Line(255)
    ),
    "datepicker": Shape({**PICK, "initial_date": Line(10)}, label="datepicker"),
    "timepicker": Shape({**PICK, "initial_time": Line(5), "timezone": Line(255)}, label="timepicker"),
    "datetimepicker": Shape(
        {**COMMON, "initial_date_time": Number(0, 9_999_999_999)}, label="datetimepicker"
    ),
    "image": Shape(  # Image element: image_url 3,000, alt_text required, 2,000
        {"image_url": Line(3000), "slack_file": Anything(), "alt_text": Line(2000)},
        required=("alt_text",),
        one_of=("image_url", "slack_file"),
        label="image",
    ),
    "mrkdwn": Text(3000, ("mrkdwn",)),  # Text object: text 3,000
    "plain_text": Text(3000, PLAIN),
}

_MENUS = tuple(name for name in ELEMENTS if name.endswith("_select"))
_PICKERS = ("checkboxes", "radio_buttons", "datepicker", "timepicker")
IN_SECTION = ("button", "image", "overflow", *_MENUS, *_PICKERS)  # Section block: accessory
IN_ACTIONS = ("button", "overflow", *_MENUS, *_PICKERS, "datetimepicker")  # Actions block: elements
IN_CONTEXT = ("image", "mrkdwn", "plain_text")  # Context block: elements
IN_INPUT = (  # Input block: element
    *_MENUS,
    *_PICKERS,
    "datetimepicker",
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
)


def _block(kind: str, required: tuple[str, ...] = (), **fields: Rule) -> Shape:
    return Shape({"block_id": BLOCK_ID, **fields}, required=required, label=kind)


RICH_TEXT = Many(
    Shape(
        {"elements": Anything(), "style": Anything(), "indent": Anything(), "border": Anything(),
         "offset": Anything()},
        required=("elements",),
        label="rich_text_…",
    ),
    10_000,
    0,
)  # fmt: skip
CELL: Rule = Kinds(  # Table block: a cell is raw_text or rich_text
    {
        "raw_text": Shape({"text": Line(10_000)}, required=("text",), label="raw_text"),
        "rich_text": Shape({"elements": RICH_TEXT}, required=("elements",), label="rich_text"),
    },
    ("raw_text", "rich_text"),
)

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
        "table", ("rows",), rows=Many(Many(CELL, 20), 100), column_settings=Many(Anything(), 20)
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


def elements_of(block: Mapping[str, Any]) -> list[dict[str, Any]]:
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
        seen |= {name} if name else set()
        ids = [one.get("action_id") for one in elements_of(block) if isinstance(one, Mapping)]
        for twice in sorted({one for one in ids if one and ids.count(one) > 1}):
            say(found, f"action_id `{twice}` already exists", f"{at}/{number}")
